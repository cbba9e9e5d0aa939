// What names hint at moves an exhibit less than anything that was met of a listed file.
#include <gtest/gtest.h>

#include "scanner/rank/rank_points.h"
#include "tests/rank/sample_answers.h"

namespace winnow {
namespace {

Finding by_name(FileId file, const std::string& hint) {
  Finding finding = sample_finding(file, "/volume-0/Downloads/" + std::to_string(file));
  finding.kind = FindingKind::indication;
  finding.set_number = kNoSet;
  finding.set = kNamesSet;
  finding.hint = hint;
  finding.times.modified = Instant{kNow - kDay, 0};
  return finding;
}

Finding block() {
  Finding finding = sample_finding(kNoFile, "/volume-0/$Unallocated@4096");
  finding.kind = FindingKind::block;
  finding.allocated = false;
  return finding;
}

TEST(NamePoints, OneHintCountsOnceHoweverManyNamesThereAre) {
  std::vector<Finding> findings;
  for (FileId file = 0; file < 500; ++file)
    findings.push_back(by_name(file, "browser"));
  const auto reasons = points_for_findings(findings, shipped_policy(), kNow);
  ASSERT_EQ(reasons.size(), 1u);
  EXPECT_EQ(reasons[0].what, "names that hint at: browser");
  EXPECT_EQ(reasons[0].points, 20);
}

TEST(NamePoints, MoreHintsCountMoreUpToAMost) {
  std::vector<Finding> findings;
  std::vector<std::int64_t> points;
  for (FileId file = 0; file < 8; ++file) {
    findings.push_back(by_name(file, "hint " + std::to_string(file)));
    points.push_back(
        points_for_findings(findings, shipped_policy(), kNow).front().points);
  }
  EXPECT_EQ(points, (std::vector<std::int64_t>{20, 40, 40, 60, 60, 60, 60, 60}));
  EXPECT_EQ(points_for_findings(findings, shipped_policy(), kNow).front().what,
            "names that hint at: hint 0, hint 1, hint 2, hint 3, hint 4 and 3 more");
}

TEST(NamePoints, NamesAloneAreIndicatedAndBehindABlock) {
  std::vector<Finding> names;
  for (FileId file = 0; file < 100; ++file) {
    names.push_back(by_name(file, "hint " + std::to_string(file)));
  }
  const auto order = put_in_order(
      {judge({"a-names", names, complete_coverage()}, shipped_policy(), kNow),
       judge({"b-block", {block()}, complete_coverage()}, shipped_policy(), kNow),
       judge({"c-nothing", {}, complete_coverage()}, shipped_policy(), kNow)},
      StartsSoFar{}, shipped_policy());
  EXPECT_EQ(order[0].ref, "b-block");
  EXPECT_EQ(order[1].ref, "a-names");
  EXPECT_EQ(order[1].band, Band::indicated);
  EXPECT_EQ(order[1].counts[static_cast<std::size_t>(FindingKind::indication)], 100u);
  EXPECT_EQ(order[2].band, Band::no_match);
}

TEST(NamePoints, ADigestThatIsContradictedIsStillCountedByFiles) {
  Finding contradicted = sample_finding(1);
  contradicted.kind = FindingKind::indication;
  const auto reasons = points_for_findings({contradicted, by_name(1, "browser")},
                                           shipped_policy(), kNow);
  EXPECT_EQ(points_of(reasons, "1 indication"), 20);
  EXPECT_EQ(points_of(reasons, "names that hint at: browser"), 20);
}

}  // namespace
}  // namespace winnow
