// The judge of other tests is judged: each thing that can be wrong is seen.
#include "tests/hostile/scan_answers.h"

#include <gtest/gtest.h>

namespace winnow::hostile {
namespace {

std::string replaced(std::string text, const std::string& old, const std::string& by) {
  const auto at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return text.replace(at, old.size(), by);
}

constexpr char kCounts[] =
    R"({"listed":3,"matched":0,"hashed":3,"probed":0,"skipped":0,"encrypted":0,)"
    R"("unreadable":0,"failed":0,"unvisited":0})";

std::string good_coverage() {
  return std::string(R"([{"exhibit":"a","bytes":{"total":10,"read":4,"unread":5,)") +
         R"("unreadable":1},"files":)" + kCounts + R"(,"members":)" + kCounts +
         R"(,"balanced":true,"complete":false}])";
}

TEST(ScanAnswers, good_coverage_has_no_complaints) {
  EXPECT_EQ(check_coverage(good_coverage(), 1), Complaints{});
}

TEST(ScanAnswers, each_wrong_number_is_seen) {
  const std::string good = good_coverage();
  EXPECT_EQ(check_coverage("", 1).size(), 1u);
  EXPECT_EQ(check_coverage(good, 2).size(), 1u);
  const std::vector<std::pair<std::string, std::string>> wrongs = {
      {"\"read\":4", "\"read\":5"},
      {"\"total\":10", "\"total\":null"},
      {"\"hashed\":3", "\"hashed\":2"},
      {"\"failed\":0", "\"failed\":1"},
      {"\"probed\":0,", ""},
      {"\"balanced\":true", "\"balanced\":false"},
      {"\"complete\":false", "\"complete\":true"}};  // with an unreadable byte
  for (const auto& [old, by] : wrongs) {
    EXPECT_EQ(check_coverage(replaced(good, old, by), 1).size(), 1u) << by;
  }
}

TEST(ScanAnswers, the_status_must_say_what_the_answers_say) {
  Answers answers{3, "", "", "", good_coverage()};
  EXPECT_EQ(check_answers(answers, 1), Complaints{});
  for (const int wrong : {-1, 0, 1, 4, 139}) {
    answers.status = wrong;
    EXPECT_EQ(check_answers(answers, 1).size(), 1u) << wrong;
  }
  answers.findings = "{\"kind\":\"exact\"}\n";
  answers.status = 1;
  EXPECT_EQ(check_answers(answers, 1), Complaints{});
  answers.findings = "{\"kind\":\"indication\"}\n";
  EXPECT_EQ(check_answers(answers, 1).size(), 1u);
}

TEST(ScanAnswers, a_refusal_is_one_line) {
  EXPECT_EQ(check_answers({2, "", "winnow: x: cannot be read\n", "", ""}, 1),
            Complaints{});
  EXPECT_EQ(check_answers({2, "", "", "", ""}, 1).size(), 1u);
  EXPECT_EQ(check_answers({2, "", "a\nb\n", "", ""}, 1).size(), 1u);
}

TEST(ScanAnswers, deaths_are_added_up) {
  const std::string events =
      "{\"event\":\"start\"}\n"
      R"({"event":"end","exhibits":[{"deaths":{"crash":1,"hang":2,"memory":3}},)"
      R"({"deaths":{"crash":10,"hang":20,"memory":30}},{}]})"
      "\n";
  const Deaths deaths = deaths_of(events);
  EXPECT_EQ(deaths.crash, 11u);
  EXPECT_EQ(deaths.hang, 22u);
  EXPECT_EQ(deaths.memory, 33u);
  EXPECT_EQ(deaths.all(), 66u);
}

}  // namespace
}  // namespace winnow::hostile
