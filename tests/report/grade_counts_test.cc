#include "drivers/report/grade_counts.h"

#include <gtest/gtest.h>

#include "drivers/report/report_charts.h"
#include "tests/report/sample_report.h"

namespace winnow {
namespace {

TEST(GradeCounts, CountsByKindGradeAndPlace) {
  std::vector<Finding> findings = {
      sample_finding(FindingKind::exact, "/a"),
      sample_finding(FindingKind::exact, "/b", false),
      sample_finding(FindingKind::near, "/a"),
      sample_finding(FindingKind::block, "/$Unallocated@4096", false)};
  findings.push_back(sample_finding(FindingKind::exact, "/c"));
  findings.back().category = {};
  std::vector<GradeCount> rows;
  add_counts(findings, {}, rows);
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0].grade, "the set states no grade");
  EXPECT_EQ(rows[1].grade, "uk: 1 Category A");
  EXPECT_EQ(rows[1].of(FoundIn::live), 1u);
  EXPECT_EQ(rows[1].of(FoundIn::deleted), 1u);
  EXPECT_EQ(rows[2].kind, FindingKind::near);
  EXPECT_EQ(rows[3].of(FoundIn::free_space), 1u);
  EXPECT_EQ(total_of(rows, FindingKind::exact), 3u);
}

TEST(GradeCounts, AFileThatTwoSetsListIsOneListedFile) {
  std::vector<Finding> findings = {sample_finding(FindingKind::exact, "/a"),
                                   sample_finding(FindingKind::near, "/a"),
                                   sample_finding(FindingKind::exact, "/a"),
                                   sample_finding(FindingKind::exact, "/b")};
  findings[2].set = "another list";
  EXPECT_EQ(count_listed_files(findings), 2u);
  findings[2].member = 1;
  EXPECT_EQ(count_listed_files(findings), 3u);
}

TEST(GradeCounts, IssuesOfASetAreToldApartAndCountFiles) {
  std::vector<Finding> findings(3, sample_finding(FindingKind::exact, "/a"));
  findings[1].entry = 7;  // the same content, listed twice in one set
  findings[2].set_number = 1;
  const std::vector<UsedSet> sets = {{"list", std::string(64, 'a'), SetType::notable},
                                     {"list", std::string(64, 'b'), SetType::notable}};
  std::vector<GradeCount> rows;
  add_counts(findings, sets, rows);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].total(), 1u);
  EXPECT_EQ(rows[1].total(), 1u);
  EXPECT_EQ(set_text(rows[0], rows), "list (aaaaaaaaaaaa)");
  EXPECT_EQ(set_text(rows[1], rows), "list (bbbbbbbbbbbb)");
  const BarChart chart = findings_chart(rows, "title");
  EXPECT_TRUE(chart.bars[0].label.ends_with(", list (aaaaaaaaaaaa)"));
  rows.resize(1);
  EXPECT_EQ(set_text(rows[0], rows), "list");
}

TEST(GradeCounts, AddsUpOverExhibits) {
  std::vector<GradeCount> one;
  add_counts({sample_finding(FindingKind::exact, "/a")}, {}, one);
  std::vector<GradeCount> all = one;
  add_counts(one, all);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].total(), 2u);
}

TEST(GradeCounts, AnIndicationHasNoGrade) {
  Finding finding = sample_finding(FindingKind::indication, "/a");
  finding.hint = "a name";
  EXPECT_EQ(grade_text(finding), "no grade: met by no set");
  finding.hint = "";
  finding.category = {"", 3, ""};
  EXPECT_EQ(grade_text(finding), "code 3");
}

}  // namespace
}  // namespace winnow
