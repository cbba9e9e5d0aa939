#include "drivers/answers/csv.h"

#include <gtest/gtest.h>

#include "drivers/exchange/csv_export.h"
#include "tests/exchange/csv_lines.h"
#include "tests/exchange/practice_exchange.h"

namespace winnow {
namespace {

TEST(Csv, CellsThatNeedItAreQuoted) {
  EXPECT_EQ(csv_cell("plain text"), "plain text");
  EXPECT_EQ(csv_cell(""), "");
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("a;b"), "\"a;b\"");
  EXPECT_EQ(csv_cell("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(csv_row({"a", "b,c", ""}), "a,\"b,c\",\r\n");
}

TEST(Csv, NoSpreadsheetTakesACellForAFormula) {
  for (const char* text :
       {"=1+1", "+1", "-1", "@SUM(A1)", "|x", "%x", "=cmd|' /C calc'!A0", "\uFF1D1",
        "\uFF0B1", "\uFF0D1", "\uFF20SUM(A1)", "\u22121"}) {
    EXPECT_EQ(csv_cell(text), std::string("'") + text);
    EXPECT_EQ(csv_cell(std::string("  ") + text), std::string("  '") + text);
    EXPECT_EQ(csv_cell(std::string("\u00A0") + text), std::string("\u00A0'") + text);
    EXPECT_EQ(csv_cell(std::string("a; ") + text), std::string("\"a; '") + text + '"');
  }
  EXPECT_EQ(csv_cell("a;\"=1\""), "\"a;\"\"'=1\"\"\"");
  EXPECT_EQ(csv_cell("1+1"), "1+1");
}

TEST(Csv, WhatCannotBeSeenOrTurnsATextIsWrittenOut) {
  EXPECT_EQ(csv_cell("\t=1"), "\\x09=1");
  EXPECT_EQ(csv_cell("\r\n=1"), "\\x0d\\x0a=1");
  EXPECT_EQ(csv_cell("\u200B=1"), "\\u{200b}=1");
  EXPECT_EQ(csv_cell("\uFEFF=1"), "\\u{feff}=1");
  EXPECT_EQ(csv_cell("a\u202Egpj.exe"), "a\\u{202e}gpj.exe");
}

TEST(Csv, ControlCharactersAndBytesThatAreNoTextAreShown) {
  EXPECT_EQ(csv_cell("a\x01\xFF\nb"), "a\\x01\\xff\\x0ab");
}

TEST(CsvExport, EveryFindingIsALineThatParsesBack) {
  PracticeExchange practice;
  const std::string text = practice.text_of(write_csv);
  const auto rows = test::csv_rows(text);
  ASSERT_TRUE(rows);
  const auto findings = practice.store->findings("=AB/1");
  ASSERT_TRUE(findings);
  ASSERT_EQ(rows->size(), findings->size() + 1);
  EXPECT_EQ(practice.count("findings"), findings->size());
  for (const test::CsvRow& row : *rows) {
    ASSERT_EQ(row.size(), (*rows)[0].size());
    for (const std::string& cell : row) {
      EXPECT_NE(cell.find_first_of("=+-@"), 0u) << cell;
    }
  }
  const auto records = test::csv_records(*rows);
  EXPECT_EQ(records[0].at("exhibit"), "'=AB/1");
}

TEST(CsvExport, ALineHasAllThatIsAskedForOfAHit) {
  PracticeExchange practice;
  const auto rows = test::csv_rows(practice.text_of(write_csv));
  ASSERT_TRUE(rows);
  for (const auto& record : test::csv_records(*rows)) {
    const std::string& path = record.at("path");
    EXPECT_FALSE(record.at("caution").empty());
    if (path.find("script") != std::string::npos) {
      EXPECT_EQ(path, "/volume-0/" + std::string(kScriptName));
      EXPECT_EQ(record.at("volume"), "0");
      EXPECT_EQ(record.at("inode"), "100");
      EXPECT_EQ(record.at("runs"), "40960+4096 81920+4096");
      EXPECT_EQ(record.at("allocated"), "yes");
      EXPECT_EQ(record.at("times_from"), "ext4");
      EXPECT_EQ(record.at("modified"), "2023-11-14T22:13:20.123456789Z");
      EXPECT_EQ(record.at("changed"), "");  // before the year 1
      EXPECT_EQ(record.at("md5").size(), 32u);
      EXPECT_EQ(record.at("sha256").size(), 64u);
      EXPECT_EQ(record.at("set"), "grade1");
      EXPECT_EQ(record.at("set_id"), "00");
      EXPECT_EQ(record.at("profile"), "UK");
      EXPECT_EQ(record.at("category"), "1");
      EXPECT_EQ(record.at("kind"), "exact");
      EXPECT_EQ(record.at("matched_by"), "sha1");
    } else if (record.at("kind") == "near") {
      EXPECT_EQ(record.at("distance"), "12");
      EXPECT_EQ(record.at("quality"), "90");
      EXPECT_EQ(record.at("pdq").size(), 64u);
      EXPECT_EQ(path.find('\n'), std::string::npos);
    } else if (path.find("//") != std::string::npos) {
      EXPECT_EQ(record.at("held_in"), "/volume-0/b.zip");
    } else if (record.at("kind") == "block") {
      EXPECT_EQ(record.at("inode"), "");
      EXPECT_EQ(record.at("runs"), "262144+12288");
    }
  }
}

TEST(CsvExport, AnIndicationIsOfNoSetAndTimesOfFatHaveNoZone) {
  PracticeExchange practice;
  practice.exchange.exhibits[0].coverage.volumes[0].filesystem = "fat16";
  auto database = Database::open(practice.practice.folder->database_path());
  ASSERT_TRUE(database);
  ASSERT_TRUE(database->execute(
      "UPDATE findings SET hint = 'a hint', set_name = 'content indications' "
      "WHERE file = 0"));
  const auto rows = test::csv_rows(practice.text_of(write_csv));
  ASSERT_TRUE(rows);
  const auto records = test::csv_records(*rows);
  bool has_hint = false;
  for (const auto& record : records) {
    if (record.at("inode") != "100") continue;
    has_hint = true;
    EXPECT_EQ(record.at("set"), "");
    EXPECT_EQ(record.at("entry"), "");
    EXPECT_EQ(record.at("modified"), "2023-11-14T22:13:20.123456789");
  }
  EXPECT_TRUE(has_hint);
}

}  // namespace
}  // namespace winnow
