#include "hashsets/lists/category_profile.h"

#include <gtest/gtest.h>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

const std::string kHead =
    R"("profile_id":"XY","region":"XY","source_ref":"invented","version":"3")";
const std::string kOne =
    R"({"code":7,"label":"seven","severity_rank":2,"notable":true,"counts_as_hit":false})";
const std::string kTwo =
    R"({"code":-1,"label":"less","legal_letter":"L","severity_rank":1,"notable":false,)"
    R"("counts_as_hit":true})";

std::string profile_of(const std::string& entries) {
  return "{" + kHead + ",\"entries\":[" + entries + "]}";
}

std::string fault_of(const std::string& json) {
  const auto profile = CategoryProfile::parse(json, "p.json");
  EXPECT_FALSE(profile) << json;
  return profile ? "" : profile.error().line();
}

TEST(CategoryProfile, EveryFieldIsRead) {
  const auto profile =
      CategoryProfile::parse("\xEF\xBB\xBF" + profile_of(kOne + "," + kTwo), "p.json");
  ASSERT_TRUE(profile) << profile.error().line();
  EXPECT_EQ(profile->id(), "XY");
  EXPECT_EQ(profile->region(), "XY");
  EXPECT_EQ(profile->source_ref(), "invented");
  EXPECT_EQ(profile->version(), "3");
  ASSERT_EQ(profile->entries().size(), 2u);
  const auto* entry = profile->find(-1);
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->label, "less");
  EXPECT_EQ(entry->legal_letter, "L");
  EXPECT_EQ(entry->severity_rank, 1);
  EXPECT_FALSE(entry->notable);
  EXPECT_TRUE(entry->counts_as_hit);
  EXPECT_EQ(profile->find(7)->legal_letter, "");
  EXPECT_EQ(profile->find(0), nullptr);
}

TEST(CategoryProfile, WhatIsWrongIsNamed) {
  const auto without = [](std::string text, const std::string& part) {
    return text.erase(text.find(part), part.size());
  };
  const auto with = [](std::string text, const std::string& old,
                       const std::string& is) {
    return text.replace(text.find(old), old.size(), is);
  };
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "not JSON"},
      {"[]", "must be a JSON object"},
      {profile_of(kOne) + "x", "not JSON"},
      {profile_of(kOne) + std::string(1, '\0'), "NUL"},
      {without(profile_of(kOne), R"("region":"XY",)"), "\"region\" is missing"},
      {with(profile_of(kOne), R"("version":"3")", R"("version":3)"),
       "\"version\" must"},
      {with(profile_of(kOne), R"("version":"3")", R"("version":"")"),
       "\"version\" must"},
      {with(profile_of(kOne), R"("version":"3")", R"("version":"3","note":"")"),
       "\"note\" is not a field"},
      {with(profile_of(kOne), R"("version")", R"("region":"XY","version")"),
       "\"region\" is given twice"},
      {profile_of(""), "no entries"},
      {profile_of("1"), "must be a JSON object"},
      {"{" + kHead + ",\"entries\":{}}", "\"entries\" must be an array"},
      {profile_of(kOne + "," + kTwo + "," + kOne), "\"code\" 7 is given twice"},
      {profile_of(with(kOne, "7", "7.5")), "entry 1: \"code\" must"},
      {profile_of(with(kOne, "7", "\"7\"")), "entry 1: \"code\" must"},
      {profile_of(kOne + "," + without(kTwo, "\"notable\":false,")),
       "entry 2: \"notable\" is missing"},
      {profile_of(with(kOne, "true", "1")), "entry 1: \"notable\" must"},
      {profile_of(with(kOne, ":2", ":0")), "\"severity_rank\" must"},
      {profile_of(with(kOne, "label", "Label")), "entry 1: \"label\" is missing"},
      {profile_of(with(kOne, "seven", "se\\u0007en")), "entry 1: \"label\" must"},
  };
  for (const auto& [json, word] : cases) {
    const std::string fault = fault_of(json);
    EXPECT_EQ(fault.substr(0, 7), "p.json:") << fault;
    EXPECT_NE(fault.find(word), std::string::npos) << fault << " / " << word;
  }
  EXPECT_NE(fault_of(std::string(1'000'000, '[')), "");
}

TEST(CategoryProfile, ShippedOnesAreFoundByName) {
  for (const std::string name : {"us", "uk"}) {
    const auto profile = CategoryProfile::open(name);
    ASSERT_TRUE(profile) << profile.error().line();
    EXPECT_EQ(profile->id(), profile->region());
  }
  const auto uk = CategoryProfile::open("uk");
  EXPECT_EQ(uk->find(1)->legal_letter, "A");
  EXPECT_EQ(uk->find(3)->legal_letter, "C");
  EXPECT_EQ(uk->find(0), nullptr);
  EXPECT_EQ(uk->find(4), nullptr);
  EXPECT_NE(uk->source_ref().find("not confirmed"), std::string::npos);
  const auto us = CategoryProfile::open("us");
  EXPECT_EQ(us->find(0)->label, "Non-Pertinent");
  EXPECT_FALSE(us->find(0)->counts_as_hit);
  EXPECT_EQ(us->entries().size(), 6u);
}

TEST(CategoryProfile, OthersAreFiles) {
  const TempFolder folder;
  const auto profile = CategoryProfile::open(folder.write("p.json", profile_of(kOne)));
  ASSERT_TRUE(profile) << profile.error().line();
  EXPECT_EQ(profile->find(7)->label, "seven");
  const auto missing = CategoryProfile::open(folder.path("none"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, FaultKind::missing);
  EXPECT_NE(missing.error().what.find("one of uk us"), std::string::npos);
}

}  // namespace
}  // namespace winnow
