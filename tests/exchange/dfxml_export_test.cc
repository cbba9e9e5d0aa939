#include "drivers/exchange/dfxml_export.h"

#include <gtest/gtest.h>

#include "drivers/exchange/xml_text.h"
#include "tests/exchange/dfxml_checker.h"
#include "tests/exchange/practice_exchange.h"

namespace winnow {
namespace {

TEST(XmlText, WhatXmlCannotHoldIsShown) {
  EXPECT_EQ(xml_text("a<b>&\"c\""), "a&lt;b&gt;&amp;&quot;c&quot;");
  EXPECT_EQ(xml_text("\x01\n\xFF"), "\\x01\\x0a\\xff");
  EXPECT_EQ(xml_text("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD"),
            "\\xef\\xbf\\xbe\\xef\\xbf\\xbf\xEF\xBF\xBD");
  EXPECT_EQ(xml_text("]]>"), "]]&gt;");
}

TEST(DfxmlExport, ElementsStandInTheOrderOfTheSchema) {
  PracticeExchange practice;
  const auto read = test::read_dfxml(practice.text_of(write_dfxml));
  EXPECT_EQ(read.complaints, std::vector<std::string>());
  EXPECT_EQ(read.volumes, 2);
  EXPECT_EQ(read.files.size(), 7u);  // six files and a member
  EXPECT_NE(read.description.find("triage, not a full examination"), std::string::npos);
  EXPECT_EQ(practice.count("files"), 6u);
  EXPECT_EQ(practice.count("members"), 1u);
}

TEST(DfxmlExport, AFileHasItsPlaceTimesAndDigests) {
  PracticeExchange practice;
  const auto read = test::read_dfxml(practice.text_of(write_dfxml));
  ASSERT_EQ(read.files.size(), 7u);
  auto first = read.files[0];
  EXPECT_EQ(first["filename"], kScriptName);
  EXPECT_EQ(first["alloc"], "1");
  EXPECT_EQ(first["partition"], "1");
  // No further than its 5,000 bytes, of which 512 are a hole.
  EXPECT_EQ(first["byte_run"], "40960+4096 81920+392");
  EXPECT_EQ(first["mtime"], "2023-11-14T22:13:20.123456789Z");
  EXPECT_FALSE(first.contains("ctime"));
  EXPECT_EQ(first["hashdigest sha256"],
            hashed(0).digests.get(Algorithm::sha256)->hex());
  EXPECT_EQ(first["winnow:outcome"], "matched");
  auto deleted = read.files[1];
  EXPECT_EQ(deleted["alloc"], "0");
  auto unreadable = read.files[3];
  EXPECT_EQ(unreadable["error"], "unreadable: read <error>");
  auto member = read.files[5];
  EXPECT_EQ(member["filename"], "b.zip//in/=c.jpg");
  EXPECT_EQ(member["winnow:member"], "yes");
}

// As NTFS keeps them: a run and a hole that are as long as the content, and are not it.
TEST(DfxmlExport, OfWhatIsKeptCompressedNoRunsAreStated) {
  PracticeExchange practice;
  auto database = Database::open(practice.practice.folder->database_path());
  ASSERT_TRUE(database);
  ASSERT_TRUE(
      database->execute("UPDATE files SET content = 2 WHERE key & 4294967295 = 0"));
  const std::string text = practice.text_of(write_dfxml);
  const auto read = test::read_dfxml(text);
  EXPECT_EQ(read.complaints, std::vector<std::string>());
  auto first = read.files[0];
  EXPECT_FALSE(first.contains("byte_run"));
  EXPECT_EQ(text.find("fill="), std::string::npos);
  EXPECT_TRUE(first.contains("hashdigest sha256"));
  ASSERT_EQ(practice.exported.left_out.size(), 2u);
  EXPECT_TRUE(practice.exported.left_out[1].starts_with("The byte runs of 1 file"));
}

TEST(DfxmlExport, TimesOfFatHaveNoZoneAndAreCautionedAgainst) {
  PracticeExchange practice;
  practice.exchange.exhibits[0].coverage.volumes[0].filesystem = "fat32";
  const auto read = test::read_dfxml(practice.text_of(write_dfxml));
  EXPECT_EQ(read.complaints, std::vector<std::string>());
  auto first = read.files[0];
  EXPECT_EQ(first["mtime"], "2023-11-14T22:13:20.123456789");
  EXPECT_NE(read.description.find("=AB/1, volume 0 (fat32)."), std::string::npos);
}

TEST(DfxmlExport, SeveralExhibitsAreAnImageEach) {
  PracticeExchange practice({"=AB/1", "AB/2"});
  const auto read = test::read_dfxml(practice.text_of(write_dfxml));
  EXPECT_EQ(read.complaints, std::vector<std::string>());
  EXPECT_EQ(read.volumes, 4);
  EXPECT_EQ(read.files.size(), 14u);
}

TEST(DfxmlExport, WhatExhibitsDifferInIsSaidOfNone) {
  PracticeExchange practice({"=AB/1", "AB/2"});
  practice.exchange.exhibits[1].times.begun = "2025-01-02T03:04:05.000Z";
  const std::string text = practice.text_of(write_dfxml);
  EXPECT_EQ(text.find("<start_time>"), std::string::npos);
  EXPECT_NE(text.find("<command_line>winnow scan a"), std::string::npos);
}

TEST(DfxmlExport, WhatWasNotExaminedIsAnErrorOfTheExhibit) {
  PracticeExchange practice;
  const std::string text = practice.text_of(write_dfxml);
  EXPECT_EQ(test::read_dfxml(text).complaints, std::vector<std::string>());
  EXPECT_NE(text.find("how its scan ended: out of time</error>\n</diskimageobject>"),
            std::string::npos);
  practice.exchange.exhibits[0].coverage.complete = true;
  EXPECT_EQ(practice.text_of(write_dfxml).find("<diskimageobject>"), std::string::npos);
}

TEST(DfxmlExport, AFolderIsNoDiskImage) {
  PracticeExchange practice({"=AB/1", "AB/2"});
  practice.exchange.exhibits[1].coverage.evidence.is_folder = true;
  const std::string text = practice.text_of(write_dfxml);
  EXPECT_NE(text.find("<dc:type>Disk Image</dc:type>\n<dc:type>Folder</dc:type>"),
            std::string::npos);
  practice.exchange.exhibits[0].coverage.evidence.is_folder = true;
  EXPECT_EQ(practice.text_of(write_dfxml).find("Disk Image"), std::string::npos);
}

TEST(DfxmlChecker, TellsWhatIsOutOfOrder) {
  EXPECT_FALSE(
      test::read_dfxml("<dfxml><source/><creator/></dfxml>").complaints.empty());
  EXPECT_FALSE(test::read_dfxml("<dfxml><volume></dfxml>").complaints.empty());
  EXPECT_FALSE(test::read_dfxml("<dfxml><else/></dfxml>").complaints.empty());
}

}  // namespace
}  // namespace winnow
