// One thread and eight, the pipeline and its serial twin, a first scan and a database
// rebuilt from the journals: the same bytes.
#include <gtest/gtest.h>

#include "tests/acceptance/evidence_images.h"
#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

struct Answers {
  std::string findings;
  std::string coverage;
  std::string rank;
};

Answers answers_of(const std::string& a_case) {
  return {
      winnow({"findings", "--case", a_case, "--json"}).out,
      winnow({"coverage", "--case", a_case, "--json"}).out,
      winnow({"rank", "--case", a_case, "--json", "--as-of", "2026-01-01T00:00:00Z"})
          .out};
}

class SameAnswers : public ::testing::Test {
 protected:
  void SetUp() override {
    if (evidence_folder().empty()) GTEST_SKIP() << kNoEvidence;
    std::string list;
    for (const auto& row : read_table(evidence_folder() + "/ground_truth_files.tsv")) {
      list += row.at("md5") + "\n";
    }
    write_text(folder_.path("truth.md5"), list);
  }

  Answers scan(const std::string& name, const std::vector<std::string>& options) {
    std::vector<std::string> arguments = {
        "scan", "--hashset", folder_.path("truth.md5"), "--case", folder_.path(name)};
    arguments.insert(arguments.end(), options.begin(), options.end());
    for (const std::string& image : evidence_images()) {
      arguments.push_back(evidence_folder() + "/" + image);
    }
    const Ran ran = winnow(arguments);
    EXPECT_EQ(ran.status, 1) << ran.err;
    return answers_of(folder_.path(name));
  }

  TempFolder folder_;
};

void expect_same(const Answers& a, const Answers& b) {
  // Not EXPECT_EQ: it would print both in full.
  EXPECT_TRUE(a.findings == b.findings);
  EXPECT_TRUE(a.coverage == b.coverage);
  EXPECT_TRUE(a.rank == b.rank);
}

TEST_F(SameAnswers, for_any_number_of_threads_and_the_serial_twin) {
  const Answers one = scan("one", {"--threads", "1"});
  EXPECT_GT(one.findings.size(), 10'000u);
  expect_same(one, scan("two", {"--threads", "2"}));
  expect_same(one, scan("eight", {"--threads", "8"}));
  expect_same(one, scan("twin", {"--serial"}));
}

TEST_F(SameAnswers, after_the_database_is_rebuilt_from_the_journals) {
  const Answers before = scan("case", {});
  const Ran verify = winnow({"verify", "--case", folder_.path("case"), "--rebuild"});
  EXPECT_EQ(verify.status, 0) << verify.err;
  expect_same(before, answers_of(folder_.path("case")));
}

}  // namespace
}  // namespace winnow::test
