#include "drivers/selftest/practice_answers.h"

#include <gtest/gtest.h>

#include "drivers/selftest/known_answers.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

ExpectedAnswers expected() {
  ExpectedAnswers answers;
  answers.findings = *parse_practice_table(
      "findings.tsv",
      "exhibit\tkind\tpath\tallocated\tsize\tmd5\tsha1\tsha256\truns\tlisted\tpdq\t"
      "distance\n"
      "a.img\texact\t/volume-0/x\tyes\t7\t0a\t0b\t0c\t10+4,20+3\t0c\t-\t-\n"
      "a.img\tnear\t/volume-0/y\tyes\t9\t1a\t1b\t1c\t-\t0c\tff\t4\n");
  answers.problems = *parse_practice_table(
      "problems.tsv", "exhibit\toutcome\tplace\na.img\tencrypted\t100+50\n");
  answers.sizes = {{"a.img", 200}};
  answers.entry_of = {{"0c", "3"}};
  return answers;
}

const std::string kExact =
    R"({"exhibit":"a.img","kind":"exact","path":"/volume-0/x",)"
    R"("allocated":true,"size":7,)"
    R"("digest":{"md5":"0a","sha1":"0b","sha256":"0c"},"entry":3,)"
    R"("runs":[[10,4],[20,3]]})"
    "\n";
const std::string kNear =
    R"({"exhibit":"a.img","kind":"near","path":"/volume-0/y",)"
    R"("allocated":true,"size":9,)"
    R"("digest":{"md5":"1a","sha1":"1b","sha256":"1c","pdq":"ff"},"distance":4,)"
    R"("strength":"alert","entry":3,"runs":[]})"
    "\n";

std::string failures_of(const std::string& lines) {
  SelftestChecks checks;
  check_findings(expected(), lines, checks);
  std::string text;
  for (const FailedCheck& check : checks.failed()) text += check.line() + "\n";
  return text;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(PracticeAnswers, WhatIsMetAsPlantedPasses) {
  EXPECT_EQ(failures_of(kNear + kExact), "");
}

TEST(PracticeAnswers, WhatIsNotMetFails) {
  EXPECT_EQ(failures_of(kExact),
            "a.img: near at /volume-0/y: expected to be met, came nothing\n");
  EXPECT_NE(failures_of(""), "");
}

TEST(PracticeAnswers, WhatWasNotPlantedFails) {
  EXPECT_EQ(failures_of(kNear + kExact + kExact),
            "what was met and not planted: expected nothing, came a.img: exact at "
            "/volume-0/x\n");
}

TEST(PracticeAnswers, EachFieldCounts) {
  for (const auto& [from, to] : {std::pair<std::string, std::string>{
                                     "\"allocated\":true", "\"allocated\":false"},
                                 {"\"size\":7", "\"size\":8"},
                                 {"\"md5\":\"0a\"", "\"md5\":\"0f\""},
                                 {"\"sha1\":\"0b\"", "\"sha1\":\"0f\""},
                                 {"\"sha256\":\"0c\"", "\"sha256\":\"0f\""},
                                 {"\"entry\":3", "\"entry\":2"},
                                 {"[20,3]", "[20,4]"},
                                 {"\"kind\":\"exact\"", "\"kind\":\"record\""},
                                 {"/volume-0/x", "/volume-0/z"}}) {
    EXPECT_NE(failures_of(kNear + replaced(kExact, from, to)), "") << from;
  }
  for (const auto& [from, to] :
       {std::pair<std::string, std::string>{"\"pdq\":\"ff\"", "\"pdq\":\"fe\""},
        {"\"distance\":4", "\"distance\":5"},
        {"alert", "review"}}) {
    EXPECT_NE(failures_of(replaced(kNear, from, to) + kExact), "") << from;
  }
}

TEST(PracticeAnswers, AFieldThatDiffersIsNamedWithBothValues) {
  EXPECT_EQ(failures_of(kNear + replaced(kExact, "\"0b\"", "\"0f\"")),
            "a.img: exact at /volume-0/x: expected sha1 0b, came sha1 0f\n");
}

TEST(PracticeAnswers, AnythingButJsonFails) {
  EXPECT_NE(failures_of("no json\n" + kNear + kExact), "");
}

const std::string kCoverage =
    R"([{"exhibit":"a.img","bytes":{"total":200,"read":150,)"
    R"("unread":50,"unreadable":0},)"
    R"("files":{"listed":5,"matched":1,"hashed":4},"members":{"listed":0,"matched":0},)"
    R"("volumes":[{"index":0,"offset":0,"length":100,"outcome":"examined"},)"
    R"({"index":1,"offset":100,"length":50,"outcome":"encrypted"}],)"
    R"("problems":[],"balanced":true,"complete":false}])";

std::size_t coverage_failures(const std::string& json) {
  SelftestChecks checks;
  check_coverage(expected(), json, checks);
  return checks.failed().size();
}

TEST(PracticeAnswers, CoverageMustBalanceAndTellEveryProblem) {
  EXPECT_EQ(coverage_failures(kCoverage), 0u);
  for (const auto& [from, to] :
       {std::pair<std::string, std::string>{"\"read\":150", "\"read\":151"},
        {"\"hashed\":4", "\"hashed\":3"},
        {"\"matched\":0", "\"matched\":1"},
        {"\"balanced\":true", "\"balanced\":false"},
        {"\"complete\":false", "\"complete\":true"},
        {"\"encrypted\"", "\"examined\""},
        {"\"problems\":[]", "\"problems\":[{\"path\":\"/x\",\"outcome\":\"failed\"}]"},
        {"a.img", "b.img"}}) {
    EXPECT_GT(coverage_failures(replaced(kCoverage, from, to)), 0u) << from;
  }
  for (const char* json : {"", "{}", "[]", "[{}]", "[3]"}) {
    EXPECT_GT(coverage_failures(json), 0u) << json;
  }
}

TEST(PracticeAnswers, ScoresAreTheSumOfTheirReasons) {
  const std::string ranking =
      R"([{"exhibit":"laptop.img","band":"match","score":3,)"
      R"("reasons":[{"points":5},{"points":-2}]},)"
      R"({"exhibit":"phone.img","band":"match","score":0,"reasons":[]},)"
      R"({"exhibit":"stick.img","band":"unexamined","score":0,"reasons":[]}])";
  const auto failures = [](const std::string& json) {
    SelftestChecks checks;
    check_ranking(json, checks);
    return checks.failed().size();
  };
  EXPECT_EQ(failures(ranking), 0u);
  EXPECT_EQ(failures(replaced(ranking, "\"score\":3", "\"score\":4")), 1u);
  EXPECT_EQ(failures(replaced(ranking, "unexamined", "no-match")), 1u);
  EXPECT_GT(failures("[]"), 0u);
}

TEST(PracticeAnswers, ATableWithAShortLineIsAFault) {
  const auto table = parse_practice_table("x.tsv", "a\tb\n1\t2\n3\n");
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().offset, 3u);
}

TEST(KnownAnswers, AreGivenHere) {
  const TempFolder folder;
  SelftestChecks checks;
  const auto done = check_known_answers(folder.path(""), checks);
  ASSERT_TRUE(done) << done.error().line();
  for (const FailedCheck& check : checks.failed()) ADD_FAILURE() << check.line();
  EXPECT_GE(checks.count(), 40u);
}

TEST(SelftestChecks, HostileTextIsMadePrintableAndLongTextCut) {
  SelftestChecks checks;
  EXPECT_FALSE(checks.equal("x", "a\x1b[2J", std::string(5000, 'b')));
  const std::string line = checks.failed()[0].line();
  EXPECT_NE(line.find("a\\x1b[2J"), std::string::npos);
  EXPECT_LT(line.size(), 1000u);
}

}  // namespace
}  // namespace winnow::test
