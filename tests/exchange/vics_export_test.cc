#include "drivers/exchange/vics_export.h"

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include "tests/exchange/practice_exchange.h"

namespace winnow {
namespace {

using Keys = std::vector<std::string>;

Keys keys_of(const rapidjson::Value& object) {
  Keys keys;
  for (const auto& member : object.GetObject())
    keys.emplace_back(member.name.GetString());
  return keys;
}

rapidjson::Document parsed(const std::string& text) {
  rapidjson::Document document;
  document.Parse(text.c_str(), text.size());
  EXPECT_FALSE(document.HasParseError());
  return document;
}

TEST(VicsExport, KeysStandInTheOrderThatReadersExpect) {
  PracticeExchange practice;
  const auto document = parsed(practice.text_of(write_vics));
  EXPECT_EQ(keys_of(document), (Keys{"@odata.context", "value"}));
  EXPECT_STREQ(document["@odata.context"].GetString(),
               "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/UK/"
               "$metadata#Cases");
  const auto& of = document["value"][0];
  EXPECT_EQ(keys_of(of), (Keys{"CaseID", "CaseNumber", "SourceApplicationName",
                               "SourceApplicationVersion", "TotalMediaFiles",
                               "CaseMetadata", "Media"}));
  EXPECT_STREQ(of["CaseNumber"].GetString(), "17 \"b\"");
  bool has_graded = false;
  for (const auto& media : of["Media"].GetArray()) {
    if (!media.HasMember("Category")) continue;
    has_graded = true;
    Keys keys = keys_of(media);
    std::erase(keys, "MimeType");
    EXPECT_EQ(keys, (Keys{"MediaID", "Category", "MD5", "SHA1", "MediaSize",
                          "IsPrecategorized", "PrecategorizationSource", "Comments",
                          "AlternativeHashes", "MediaFiles"}));
    EXPECT_STREQ(media["IsPrecategorized"].GetString(), "true");
    EXPECT_STREQ(media["PrecategorizationSource"].GetString(), "grade1");
  }
  EXPECT_TRUE(has_graded);
}

TEST(VicsExport, OneMediaForEachContentWithAllItsPlaces) {
  PracticeExchange practice({"=AB/1", "AB/2"});
  const auto document = parsed(practice.text_of(write_vics));
  const auto& media = document["value"][0]["Media"];
  // What is listed, and the member; what is only near is a lead.
  ASSERT_EQ(media.Size(), 2u);
  EXPECT_EQ(document["value"][0]["TotalMediaFiles"].GetUint(), 2u);
  EXPECT_EQ(practice.count("contents"), 2u);
  EXPECT_EQ(practice.count("graded"), 2u);
  unsigned places = 0;
  for (const auto& one : media.GetArray()) {
    places += one["MediaFiles"].Size();
    for (const auto& file : one["MediaFiles"].GetArray()) {
      EXPECT_EQ(file["MD5"], one["MD5"]);
      EXPECT_TRUE(file.HasMember("FileName") && file.HasMember("FilePath"));
    }
  }
  EXPECT_EQ(places, 6u);
  EXPECT_EQ(practice.count("places"), 6u);
}

TEST(VicsExport, APlaceIsNamedAndInvalidMomentsAreLeftOut) {
  PracticeExchange practice;
  const auto document = parsed(practice.text_of(write_vics));
  bool has_live = false;
  for (const auto& one : document["value"][0]["Media"].GetArray()) {
    for (const auto& file : one["MediaFiles"].GetArray()) {
      if (std::string(file["FileName"].GetString()).find("script") ==
          std::string::npos) {
        continue;
      }
      has_live = true;
      EXPECT_STREQ(file["Written"].GetString(), "2023-11-14T22:13:20.1234567Z");
      EXPECT_FALSE(file.HasMember("Accessed"));  // 0
      EXPECT_FALSE(file.HasMember("Created"));   // in a thousand years
      EXPECT_FALSE(file.HasMember("Deleted"));
      EXPECT_EQ(file["PhysicalLocation"].GetUint64(), 40960u);
      EXPECT_STREQ(file["SourceID"].GetString(), "=AB/1");
    }
  }
  EXPECT_TRUE(has_live);
}

TEST(VicsExport, WhatIsOnlyNearIsLeftOutAndWhatHoldsAMemberIsNamed) {
  PracticeExchange practice;
  const auto document = parsed(practice.text_of(write_vics));
  unsigned held = 0;
  for (const auto& one : document["value"][0]["Media"].GetArray()) {
    const std::string comments = one["Comments"].GetString();
    EXPECT_EQ(comments.find("near to"), std::string::npos);
    const auto& file = one["MediaFiles"][0];
    if (!file.HasMember("ParentFileName")) continue;
    ++held;
    EXPECT_STREQ(file["ParentFileName"].GetString(), "b.zip");
    EXPECT_STREQ(file["FileName"].GetString(), "=c.jpg");
    EXPECT_FALSE(file.HasMember("PhysicalLocation"));
    EXPECT_TRUE(file.HasMember("ParentMD5"));
  }
  EXPECT_TRUE(practice.exported.left_out[0].starts_with("1 content near to"));
  EXPECT_EQ(held, 1u);
}

TEST(VicsExport, GradesOfTwoProfilesAreNoCategories) {
  PracticeExchange practice;
  auto database = Database::open(practice.practice.folder->database_path());
  ASSERT_TRUE(database);
  ASSERT_TRUE(database->execute("UPDATE findings SET profile = 'US' WHERE file = 4"));
  const auto document = parsed(practice.text_of(write_vics));
  EXPECT_NE(std::string(document["@odata.context"].GetString()).find("/CUSTOM/"),
            std::string::npos);
  for (const auto& one : document["value"][0]["Media"].GetArray()) {
    EXPECT_FALSE(one.HasMember("Category"));
  }
  // Near, block, record, and the grades.
  EXPECT_EQ(practice.exported.left_out.size(), 4u);
}

TEST(VicsExport, TheGravestOfSeveralGradesStandsInFront) {
  PracticeExchange practice;
  practice.exchange.policy.severity["UK"].points = {{1, 300}, {3, 100}};
  auto database = Database::open(practice.practice.folder->database_path());
  ASSERT_TRUE(database);
  // Another set grades the same content otherwise.
  ASSERT_TRUE(database->execute(
      "UPDATE findings SET set_name = 'a set', code = 3 WHERE file = 1"));
  const auto document = parsed(practice.text_of(write_vics));
  bool has_both = false;
  for (const auto& one : document["value"][0]["Media"].GetArray()) {
    const std::string comments = one["Comments"].GetString();
    if (comments.find("set a set") == std::string::npos) continue;
    has_both = comments.find("set grade1") != std::string::npos;
    EXPECT_EQ(one["Category"].GetInt(), 1);
    EXPECT_STREQ(one["PrecategorizationSource"].GetString(), "grade1");
  }
  EXPECT_TRUE(has_both);
  EXPECT_TRUE(practice.exported.left_out.back().starts_with(
      "The lesser grades, as a Category, of 1 content"));
}

TEST(VicsExport, GradesThatThePolicyDoesNotOrderAreNotSettled) {
  PracticeExchange practice;
  practice.exchange.policy.severity["UK"].points = {{3, 100}};
  auto database = Database::open(practice.practice.folder->database_path());
  ASSERT_TRUE(database);
  ASSERT_TRUE(database->execute(
      "UPDATE findings SET set_name = 'a set', code = 3 WHERE file = 1"));
  const auto document = parsed(practice.text_of(write_vics));
  for (const auto& one : document["value"][0]["Media"].GetArray()) {
    const std::string comments = one["Comments"].GetString();
    if (comments.find("set a set") == std::string::npos) continue;
    EXPECT_FALSE(one.HasMember("Category"));
    EXPECT_FALSE(one.HasMember("IsPrecategorized"));
  }
  EXPECT_TRUE(
      practice.exported.left_out.back().starts_with("The Category of 1 content"));
}

TEST(VicsExport, OnlyProfilesOfTheUkAreCalledSo) {
  const std::pair<const char*, const char*> profiles[] = {{"uk", "/UK/"},
                                                          {"UK-2021", "/UK/"},
                                                          {"CAID 3", "/UK/"},
                                                          {"us", "/US/"},
                                                          {"ukraine", "/CUSTOM/"},
                                                          {"caidan", "/CUSTOM/"},
                                                          {"uk\xC3\xA9", "/CUSTOM/"}};
  for (const auto& [profile, address] : profiles) {
    PracticeExchange practice;
    auto database = Database::open(practice.practice.folder->database_path());
    ASSERT_TRUE(database);
    ASSERT_TRUE(database->execute("UPDATE findings SET profile = '" +
                                  std::string(profile) + "' WHERE profile <> ''"));
    const auto document = parsed(practice.text_of(write_vics));
    EXPECT_NE(std::string(document["@odata.context"].GetString()).find(address),
              std::string::npos)
        << profile;
  }
}

}  // namespace
}  // namespace winnow
