#include <gtest/gtest.h>

#include "hashsets/lists/detect.h"
#include "tests/hashsets/lists/list_damage.h"
#include "tests/hashsets/lists/sqlite_files.h"

namespace winnow {
namespace {

std::string digests(std::size_t number) {
  return invented_hex(Algorithm::md5, number) + " " +
         invented_hex(Algorithm::sha1, number) + " " +
         invented_hex(Algorithm::sha256, number);
}

Result<Rows> import_sql(const std::string& sql) {
  return import_bytes(import_rds_sqlite, sqlite_image(sql));
}

std::string detected(const std::string& sql) {
  const auto image = sqlite_image(sql);
  const Fd fd = memory_file(image);
  ListSource source(fd.get(), "list");
  const auto list = detect_source(source);
  return list ? list->name : list.error().line();
}

TEST(RdsSqlite, BothEditionsGiveTheSameRows) {
  for (const std::string& sql : {minimal_rds(40), full_rds(40)}) {
    const auto rows = import_sql(sql);
    ASSERT_TRUE(rows) << rows.error().line();
    ASSERT_EQ(rows->taken.size(), 40u);
    EXPECT_TRUE(rows->rejected.empty());
    for (std::size_t i = 0; i < 40; ++i) {
      EXPECT_EQ(rows->taken[i].digests, digests(i));
      EXPECT_EQ(rows->taken[i].size, 1000 + i);
      EXPECT_EQ(rows->taken[i].line, i + 1);
    }
  }
}

TEST(RdsSqlite, TheReleaseIsTold) {
  const auto rows = import_sql(minimal_rds(1) +
                               "INSERT INTO VERSION VALUES ('2026.03.1','modern',"
                               "'2026-02-20','2026-03-01','invented');");
  ASSERT_TRUE(rows) << rows.error().line();
  EXPECT_EQ(rows->about_list, "NSRL|2026.03.1|2026-03-01");
  EXPECT_EQ(import_sql(full_rds(1))->about_list, "");
  // A table that says it otherwise takes nothing from the list.
  const auto odd = import_sql(full_rds(1) + "CREATE TABLE VERSION (release VARCHAR);");
  ASSERT_TRUE(odd) << odd.error().line();
  EXPECT_EQ(odd->taken.size(), 1u);
  EXPECT_EQ(odd->about_list, "");
}

TEST(RdsSqlite, ToldFromOtherDatabasesByTheirTables) {
  EXPECT_EQ(detected(minimal_rds(1)), "nsrl-3-minimal");
  EXPECT_EQ(detected(full_rds(1)), "nsrl-3-full");
  EXPECT_EQ(detected(kdb(1)), "kdb");
  EXPECT_NE(detected("CREATE TABLE t (md5 TEXT);").find("neither"), std::string::npos);
  // Names that only seem to be tables.
  EXPECT_NE(detected("CREATE TABLE t (md5); CREATE VIEW FILE AS SELECT * FROM t;")
                .find("neither"),
            std::string::npos);
}

TEST(RdsSqlite, BadRowsAreCountedByReason) {
  const std::string insert = "INSERT INTO FILE VALUES (";
  const auto rows = import_sql(
      minimal_rds(1) + insert + "'x','','','',1,1,1);" + insert +
      "'','','','','a',1,1);" + insert + "'','" + invented_hex(Algorithm::sha1, 9) +
      "','','','b',-1,1);" + insert + "'" + invented_hex(Algorithm::md5, 9) +
      "','','','','b',1,1);" + insert + "X'00','','','','c',1,1);");
  ASSERT_TRUE(rows) << rows.error().line();
  ASSERT_EQ(rows->taken.size(), 2u);
  EXPECT_EQ(rows->taken[1].digests, invented_hex(Algorithm::sha1, 9));
  EXPECT_EQ(rows->taken[1].size, std::nullopt);
  EXPECT_EQ(rows->rejected, (std::vector<std::pair<std::uint64_t, RowReason>>{
                                {2, RowReason::not_a_digest},
                                {3, RowReason::no_digest},
                                {5, RowReason::not_a_digest},
                                {6, RowReason::not_a_digest}}));
}

TEST(RdsSqlite, WhatASenderWritesIntoTheSchemaIsNotRun) {
  const std::string base = "CREATE TABLE x (a);";
  const std::vector<std::string> hostile = {
      // a computed column, a view, a virtual table
      "CREATE TABLE FILE (sha1, md5, file_size, sha256 AS (hex(zeroblob(32))));"
      "INSERT INTO FILE VALUES ('', '', 1);",
      "CREATE VIEW FILE AS SELECT a AS sha256, a AS sha1, a AS md5, 1 AS file_size "
      "FROM x;",
      "CREATE VIRTUAL TABLE FILE USING fts5(sha256, sha1, md5, file_size);",
      "CREATE TABLE FILE (sha256, sha1);",
  };
  for (const std::string& sql : hostile) {
    const auto rows = import_sql(base + sql);
    ASSERT_FALSE(rows) << sql;
    EXPECT_EQ(rows.error().place, "list");
  }
}

TEST(RdsSqlite, TheSizeAndDigestAreOfTheWholeFile) {
  const auto image = sqlite_image(minimal_rds(3));
  const Fd fd = memory_file(image);
  ListSource source(fd.get(), "list");
  Rows rows;
  ASSERT_TRUE(import_rds_sqlite(source, {}, rows));
  EXPECT_EQ(source.size(), image.size());
  EXPECT_EQ(source.sha256(), digest_of(Algorithm::sha256, image));
}

TEST(RdsSqlite, AJournalMeansThatTheFileIsNotTheWhole) {
  const TempFolder folder;
  const auto image = sqlite_image(minimal_rds(3));
  const std::string path = folder.write("rds.db", text_of(image));
  folder.write("rds.db-journal", "x");
  const auto fd = open_read_only(path);
  ASSERT_TRUE(fd);
  ListSource source(fd->get(), path);
  Rows rows;
  EXPECT_EQ(import_rds_sqlite(source, {}, rows).error().kind, FaultKind::unsupported);
  const auto ahead = sqlite_image("PRAGMA journal_mode=WAL;" + minimal_rds(1));
  EXPECT_EQ(import_bytes(import_rds_sqlite, ahead).error().kind,
            FaultKind::unsupported);
}

TEST(RdsSqlite, CutOffAnywhereIsAFault) {
  const auto image = sqlite_image(minimal_rds(12));
  constexpr std::size_t kPage = 512;
  ASSERT_EQ(image.size() % kPage, 0u);
  EXPECT_EQ(check_truncations(reader_of(import_rds_sqlite), image, kPage),
            image.size() / kPage);
  EXPECT_EQ(check_truncations(reader_of(import_rds_sqlite), image, 97),
            (image.size() + 96) / 97);
}

TEST(RdsSqlite, AWrongBitGivesNoWrongDigest) {
  check_flips(reader_of(import_rds_sqlite), sqlite_image(minimal_rds(4)), 5);
  check_flips(reader_of(import_rds_sqlite), sqlite_image(full_rds(4)), 5);
}

}  // namespace
}  // namespace winnow
