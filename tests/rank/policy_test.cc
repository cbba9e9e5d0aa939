// The policy file: the shipped one, and what is refused in others.
#include "scanner/rank/policy.h"

#include <gtest/gtest.h>

#include <limits>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "base/digester.h"
#include "hashsets/lists/category_profile.h"

namespace winnow {
namespace {

const std::string kShipped(shipped_policy_text());

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string text_of(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

// The shipped policy with one piece of it replaced, which stands in it once.
std::string with(const std::string& piece, const std::string& other) {
  std::string text = kShipped;
  const std::size_t at = text.find(piece);
  EXPECT_NE(at, std::string::npos) << piece;
  EXPECT_EQ(text.find(piece, at + 1), std::string::npos) << piece;
  return text.replace(at, piece.size(), other);
}

std::string complaint_about(const std::string& toml) {
  const auto policy = parse_policy(toml, "own.toml");
  return policy ? "" : policy.error().line();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Policy, TheShippedOneIsAProposalOfTheDocumentedTargets) {
  const Policy& policy = shipped_policy();
  EXPECT_EQ(policy.target_days, (std::array<std::int64_t, 4>{1, 7, 28, 90}));
  EXPECT_EQ(policy.overdue_share_percent, 15);
  EXPECT_EQ(policy.first_devices_first, 0);
  EXPECT_EQ(policy.sets_in_date_days, 90);
  EXPECT_EQ(policy.review_days, 90);
  EXPECT_EQ(policy.signed_by, "");
  EXPECT_EQ(policy.signed_on, "");
  EXPECT_TRUE(has(kShipped, "THIS IS A FIRST PROPOSAL"));
  EXPECT_EQ(policy.sha256, digest_of(Algorithm::sha256, bytes_of(kShipped)).hex());
}

TEST(Policy, TheShippedOneKnowsEveryGradeOfTheShippedProfiles) {
  for (const char* name : {"uk", "us"}) {
    const auto profile = CategoryProfile::open(
        std::string(WINNOW_SOURCE_DIR "/hashsets/lists/profiles/") + name + ".json");
    ASSERT_TRUE(profile) << profile.error().line();
    const auto known = shipped_policy().severity.find(profile->id());
    ASSERT_NE(known, shipped_policy().severity.end()) << profile->id();
    const ProfileWeights& weights = known->second;
    ASSERT_NE(profile->find(weights.severest), nullptr);
    EXPECT_EQ(profile->find(weights.severest)->severity_rank, 1);
    EXPECT_EQ(weights.points.size(), profile->entries().size());
    for (const CategoryProfile::Entry& entry : profile->entries()) {
      ASSERT_EQ(weights.points.count(entry.code), 1u) << entry.label;
      EXPECT_LE(weights.points.at(entry.code), weights.points.at(weights.severest));
    }
  }
}

// The line of a key, and the table that it stands in: "points.", "".
struct Key {
  std::size_t line = 0;
  std::string table;
  std::string name;
  std::string value;
};

std::vector<Key> keys_of(const std::vector<std::string>& lines) {
  static const std::regex kTable(R"(\[([A-Za-z._]+)\])");
  static const std::regex kKey(R"(([A-Za-z0-9_-]+) = ([^#]*[^# ]).*)");
  std::vector<Key> keys;
  std::string table;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::smatch match;
    if (std::regex_match(lines[i], match, kTable)) table = match[1].str() + ".";
    if (std::regex_match(lines[i], match, kKey)) {
      keys.push_back({i, table, match[1], match[2]});
    }
  }
  return keys;
}

bool is_code(const Key& key) {
  return has(key.table, "severity.") && key.name < "A";
}

TEST(Policy, EveryKeyMustBeThere) {
  const std::vector<std::string> lines = lines_of(kShipped);
  const std::vector<Key> keys = keys_of(lines);
  ASSERT_GT(keys.size(), 45u);
  for (const Key& key : keys) {
    if (is_code(key)) continue;
    std::vector<std::string> fewer = lines;
    fewer[key.line] = "";
    const std::string complaint = complaint_about(text_of(fewer));
    EXPECT_TRUE(has(complaint, "own.toml: line ")) << complaint;
    EXPECT_TRUE(has(complaint, ": " + key.table + key.name + " is missing"))
        << key.name << ": " << complaint;
  }
}

TEST(Policy, EveryNumberHasARange) {
  const std::vector<std::string> lines = lines_of(kShipped);
  std::size_t numbers = 0;
  for (const Key& key : keys_of(lines)) {
    if (key.value.find_first_not_of("0123456789") != std::string::npos) continue;
    ++numbers;
    for (const char* wrong : {"-1", "1000000001", "1.5", "\"1\"", "true", "[1]"}) {
      if (key.name == "severest" && wrong[0] != '"') continue;  // any code, see below
      std::vector<std::string> other = lines;
      other[key.line] = key.name + " = " + wrong;
      const std::string complaint = complaint_about(text_of(other));
      EXPECT_TRUE(has(complaint, "line " + std::to_string(key.line + 1) + ": " +
                                     key.table + key.name + " must be a whole number"))
          << wrong << ": " << complaint;
    }
  }
  EXPECT_GT(numbers, 35u);
}

TEST(Policy, NothingElseCanBeGivenAWeight) {
  for (const char* table : {"target_days", "starts", "returns", "answers", "points",
                            "points.risk", "severity.UK"}) {
    const std::string head = "[" + std::string(table) + "]\n";
    const std::string complaint = complaint_about(with(head, head + "religion = 7\n"));
    EXPECT_TRUE(has(complaint, std::string(table) + ".religion is no key of a policy"))
        << complaint;
  }
  EXPECT_TRUE(has(complaint_about("postcode = 7\n" + kShipped),
                  "line 1: postcode is no key of a policy"));
  EXPECT_TRUE(has(complaint_about(with("listed = { first = 60,",
                                       "listed = { zeroth = 1, first = 60,")),
                  "points.listed.zeroth is no key"));
  EXPECT_TRUE(has(complaint_about(with("1 = 150  # A", "one = 150  # A")),
                  "severity.UK.points.one is no code of a category"));
}

TEST(Policy, WhatContradictsItselfIsRefused) {
  EXPECT_TRUE(has(complaint_about(with("B = 7", "B = 29")),
                  "target_days.C is before the target of a more urgent lane"));
  EXPECT_TRUE(has(complaint_about(with("name = \"shipped proposal\"", "name = \"\"")),
                  "name must say"));
  EXPECT_TRUE(
      has(complaint_about(with("signed_by = \"\"", "signed_by = \"A. Nother\"")),
          "go together"));
  EXPECT_TRUE(
      has(complaint_about(with("listed = { first = 60, doubling = 60, most = 600 }",
                               "listed = { first = 60, doubling = 1, most = 59 }")),
          "points.listed gives less at most"));
  EXPECT_TRUE(has(complaint_about(with("[severity.UK]\nseverest = 1",
                                       "[severity.UK]\nseverest = 9")),
                  "severity.UK.severest has no points"));
  EXPECT_TRUE(
      has(complaint_about(with("any_live = 80", "any_live = 80\nany_live = 90")),
          "is no TOML"));
  EXPECT_TRUE(has(complaint_about("name = \n"), "own.toml: line 1: is no TOML"));
  EXPECT_TRUE(
      has(complaint_about(std::string((1 << 20) + 1, '#')), "larger than 1 MiB"));
}

TEST(Policy, ASignedOneSaysWhoAndWhen) {
  std::string toml = with("signed_by = \"\"", "signed_by = \"A. Nother\"");
  toml.replace(toml.find("signed_on = \"\""), 14, "signed_on = \"2026-11-22\"");
  const auto policy = parse_policy(toml, "own.toml");
  ASSERT_TRUE(policy) << policy.error().line();
  EXPECT_EQ(policy->signed_by, "A. Nother");
  EXPECT_EQ(policy->signed_on, "2026-11-22");
  EXPECT_NE(policy->sha256, shipped_policy().sha256);
  toml.replace(toml.find("2026-11-22\"\n"), 12, "2026-11-31\"\n");
  EXPECT_TRUE(has(complaint_about(toml), "signed_on must be a day"));
}

TEST(Policy, AnAgencyMayHaveOtherGrades) {
  const auto policy =
      parse_policy(with("[severity.US]",
                        "[severity.\"XY 2\"]\nseverest = -3\n"
                        "[severity.\"XY 2\".points]\n-3 = 7\n0 = 0\n[severity.US]"),
                   "own.toml");
  ASSERT_TRUE(policy) << policy.error().line();
  EXPECT_EQ(policy->severity.at("XY 2").severest, -3);
  EXPECT_EQ(policy->severity.at("XY 2").points.at(-3), 7);
}

TEST(CountPoints, GrowByDoublingAndStop) {
  const CountPoints points{70, 40, 300};
  EXPECT_EQ(points.of(0), 0);
  EXPECT_EQ(points.of(1), 70);
  EXPECT_EQ(points.of(2), 110);
  EXPECT_EQ(points.of(3), 110);
  EXPECT_EQ(points.of(4), 150);
  EXPECT_EQ(points.of(64), 300);
  EXPECT_EQ(points.of(std::numeric_limits<std::uint64_t>::max()), 300);
}

TEST(Lanes, AreSpeltAsTheContractSpellsThem) {
  for (const Lane lane : {Lane::A, Lane::B, Lane::C, Lane::D}) {
    EXPECT_EQ(parse_lane(to_string(lane)), lane);
  }
  EXPECT_EQ(parse_lane("a"), std::nullopt);
  EXPECT_EQ(parse_lane(""), std::nullopt);
  EXPECT_STREQ(words_of(Lane::A), "act now");
}

}  // namespace
}  // namespace winnow
