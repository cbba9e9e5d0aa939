#include "drivers/exchange/case_graph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "drivers/exchange/stable_uuid.h"
#include "tests/exchange/case_checker.h"
#include "tests/exchange/practice_exchange.h"

namespace winnow {
namespace {

using Complaints = std::vector<std::string>;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(StableUuid, IsOfVersionFiveAndFollowsFromTheName) {
  const std::string one = stable_uuid(kWinnowSpace, {"a", "b"});
  EXPECT_EQ(one.size(), 36u);
  EXPECT_EQ(one[14], '5');
  EXPECT_EQ(one, stable_uuid(kWinnowSpace, {"a", "b"}));
  EXPECT_NE(one, stable_uuid(kWinnowSpace, {"ab", ""}));
  EXPECT_NE(one, stable_uuid(one, {"a", "b"}));
}

TEST(CaseGraph, KeepsTheConstraintsOfTheOntology) {
  PracticeExchange practice({"=AB/1", "AB/2"});
  const auto checked = test::check_case_graph(practice.text_of(write_case_graph));
  EXPECT_EQ(checked.complaints, Complaints());
  auto types = checked.types;
  const auto findings = practice.store->findings("AB/2");
  ASSERT_TRUE(findings);
  EXPECT_EQ(practice.count("findings"), 2 * findings->size());
  EXPECT_EQ(types["uco-analysis:AnalyticResult"],
            static_cast<int>(2 * findings->size()));
  EXPECT_EQ(types["case-investigation:InvestigativeAction"], 2);
  EXPECT_EQ(types["case-investigation:ProvenanceRecord"], 2);
  EXPECT_EQ(types["uco-observable:Image"], 2);
  // Five files and a member each, of which one is deleted, and a place in free space;
  // nothing of the file in which nothing was met.
  EXPECT_EQ(types["uco-observable:File"], 2 + 2 * 6);
  EXPECT_EQ(types["uco-observable:RecoveredObject"], 2 * 2);
}

TEST(CaseGraph, TheSameCaseGivesTheSameBytes) {
  PracticeExchange practice;
  EXPECT_EQ(practice.text_of(write_case_graph), practice.text_of(write_case_graph));
}

TEST(CaseGraph, SaysWhatStandsInWhichSetAndItsCautions) {
  PracticeExchange practice;
  const std::string text = practice.text_of(write_case_graph);
  EXPECT_NE(
      text.find("\"exact; set grade1; entry 0; profile UK; category 1; A: gravest\""),
      std::string::npos);
  EXPECT_NE(text.find("This is triage, not a full examination."), std::string::npos);
  EXPECT_NE(text.find("\"uco-types:hashMethod\":\"PDQ\""), std::string::npos);
  EXPECT_NE(text.find(std::string(32, 'a')), std::string::npos);  // of the image
  EXPECT_NE(text.find("\"uco-core:name\":\"officer <7>\""), std::string::npos);
}

// The one line of the graph that has all of these.
std::string line_with(const std::string& text, const std::vector<std::string>& parts) {
  std::istringstream stream(text);
  std::vector<std::string> found;
  for (std::string line; std::getline(stream, line);) {
    const auto has = [&line](const std::string& part) {
      return line.find(part) != std::string::npos;
    };
    if (std::all_of(parts.begin(), parts.end(), has)) found.push_back(line);
  }
  EXPECT_EQ(found.size(), 1u);
  return found.empty() ? "" : found[0];
}

TEST(CaseGraph, WhatARematchMetIsItsOwnAndNotTheScans) {
  PracticeExchange practice;
  const auto& sets = practice.exchange.exhibits[0].coverage.sets;
  ASSERT_FALSE(sets.empty());
  practice.exchange.exhibits[0].scanned_with = {sets[1].id};
  practice.exchange.exhibits[0].times.rematches = {{"2025-02-03T04:05:06.000Z",
                                                    "2025-02-03T04:06:00.000Z",
                                                    "R. Later",
                                                    "winnow rematch",
                                                    "9.9",
                                                    {sets[0].id}}};
  const std::string text = practice.text_of(write_case_graph);
  const auto checked = test::check_case_graph(text);
  EXPECT_EQ(checked.complaints, Complaints());
  const std::string scan = line_with(text, {"InvestigativeAction", "\"triage scan\""});
  const std::string rematch =
      line_with(text, {"InvestigativeAction", "\"comparison with further hash sets\""});
  EXPECT_NE(rematch.find("2025-02-03T04:05:06.000Z"), std::string::npos);
  EXPECT_NE(text.find("\"uco-tool:version\":\"9.9\""), std::string::npos);
  EXPECT_NE(text.find("\"uco-core:name\":\"R. Later\""), std::string::npos);
  const std::string listed =
      line_with(text, {"AnalyticResult", "exact; set grade1; entry 9;"});
  const std::string id = listed.substr(listed.find("kb:"), 39);
  EXPECT_EQ(scan.find(id), std::string::npos);
  EXPECT_NE(rematch.find(id), std::string::npos);
}

// A log that lost the line of the comparison, or never had it.
TEST(CaseGraph, WhatNobodyOnRecordComparedIsNotTheScans) {
  PracticeExchange practice;
  ExchangeExhibit& exhibit = practice.exchange.exhibits[0];
  exhibit.scanned_with = {exhibit.coverage.sets[1].id};
  practice.exchange.log_complaint = "audit.jsonl: line 3 was changed";
  const std::string text = practice.text_of(write_case_graph);
  EXPECT_EQ(test::check_case_graph(text).complaints, Complaints());
  const std::string scan = line_with(text, {"InvestigativeAction", "\"triage scan\""});
  const std::string other =
      line_with(text, {"InvestigativeAction", "\"comparison, not on record\""});
  EXPECT_NE(scan.find("line 3 was changed"), std::string::npos);
  EXPECT_EQ(other.find("startTime"), std::string::npos);
  EXPECT_EQ(other.find("performer"), std::string::npos);
  EXPECT_NE(other.find("\"Unknown\""), std::string::npos);
  const std::string listed =
      line_with(text, {"AnalyticResult", "exact; set grade1; entry 9;"});
  const std::string id = listed.substr(listed.find("kb:"), 39);
  EXPECT_EQ(scan.find(id), std::string::npos);
  EXPECT_NE(other.find(id), std::string::npos);
}

TEST(CaseGraph, AScanIsOngoingOnlyWithoutAnEnd) {
  struct Case {
    ScanTimes times;
    bool has_ended;
    const char* status;
  };
  const char* const kEnd = "2024-05-31T09:00:00.000Z";
  const Case cases[] = {{{"", "", "", ""}, false, "Ongoing"},
                        {{"", kEnd, "", "", "out of time", true}, false, "Ongoing"},
                        {{"", kEnd, "", "", "out of time"}, false, "Complete/Finish"},
                        {{"", kEnd, "", "", "gave up"}, false, "Fail"},
                        {{"", kEnd, "", "", "failed: gone"}, false, "Fail"},
                        {{"", "", "", ""}, true, "Complete/Finish"}};
  for (const Case& one : cases) {
    PracticeExchange practice;
    practice.exchange.exhibits[0].times = one.times;
    practice.exchange.exhibits[0].coverage.ended = one.has_ended;
    const std::string scan = line_with(practice.text_of(write_case_graph),
                                       {"InvestigativeAction", "\"triage scan\""});
    const bool is_ongoing = one.status == std::string("Ongoing");
    EXPECT_NE(scan.find(std::string("actionStatus\":\"") + one.status + "\""),
              std::string::npos)
        << scan;
    EXPECT_EQ(scan.find("endTime") == std::string::npos,
              is_ongoing || one.times.ended.empty());
    if (!is_ongoing && !one.has_ended) {
      EXPECT_NE(scan.find(one.times.how), std::string::npos) << scan;
    }
  }
  PracticeExchange practice;
  Coverage& coverage = practice.exchange.exhibits[0].coverage;
  coverage.ended = true;
  coverage.read_bytes = coverage.logical_bytes = 0;
  coverage.until = Tier::inventory;
  EXPECT_EQ(practice.text_of(write_case_graph).find("\"Error\""), std::string::npos);
  coverage.until = Tier::everything;
  EXPECT_NE(
      practice.text_of(write_case_graph).find("\"uco-action:actionStatus\":\"Error\""),
      std::string::npos);
}

TEST(CaseGraph, AFolderHasNoContentOfItsOwn) {
  PracticeExchange practice;
  practice.exchange.exhibits[0].coverage.evidence.is_folder = true;
  const std::string text = practice.text_of(write_case_graph);
  EXPECT_EQ(test::check_case_graph(text).complaints, Complaints());
  EXPECT_EQ(line_with(text, {"uco-observable:Directory"}).find("ContentDataFacet"),
            std::string::npos);
}

// Each line breaks one constraint.
TEST(CaseChecker, SeesWhatIsBroken) {
  PracticeExchange practice;
  const std::string text = practice.text_of(write_case_graph);
  const std::pair<const char*, const char*> broken[] = {
      {"\"uco-types:hashMethod\":\"MD5\"", "\"uco-types:hashMethod\":\"MD-5\""},
      {"\"uco-types:hashMethod\":\"MD5\",", ""},
      {"\"@type\":\"xsd:hexBinary\"", "\"@type\":\"xsd:string\""},
      {"\"uco-core:isDirectional\":true", "\"uco-core:isDirectional\":\"true\""},
      {"\"uco-core:kindOfRelationship\":\"Contained_Within\"",
       "\"uco-core:kindOfRelationship\":\"within\""},
      {"\"uco-action:actionStatus\":\"Complete/Finish\"",
       "\"uco-action:actionStatus\":\"Done\""},
      {"\"@type\":\"uco-types:Hash\"", "\"@type\":\"uco-types:Hashes\""},
      {"{\"@id\":\"kb:", "{\"@id\":\"_:"},
      {"\"uco-configuration:itemValue\"", "\"uco-configuration:itemValues\""},
      {"\"uco-observable:rangeOffset\":",
       "\"uco-observable:rangeOffset\":0.5,\"x:y\":"},
      {"\"@type\":\"xsd:dateTime\"", "\"@type\":\"xsd:date\""},
      {"\"uco-analysis:class\"", "\"uco-analysis:classes\""},
      {"\"uco-observable:fileName\":", "\"uco-observable:dataPayload\":"}};
  for (const auto& [from, to] : broken) {
    EXPECT_NE(test::check_case_graph(replaced(text, from, to)).complaints, Complaints())
        << from;
  }
}

}  // namespace
}  // namespace winnow
