#include "scanner/rank/rank_points.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/rank/sample_answers.h"

namespace winnow {
namespace {

TEST(RankPoints, CountsGrowByDoublingAndStop) {
  const auto points = [](std::uint32_t count) {
    return points_of(
        points_for_findings(sample_findings(count), shipped_policy(), kNow), " met");
  };
  EXPECT_EQ(points(1), 60);
  EXPECT_EQ(points(2), 120);
  EXPECT_EQ(points(3), 120);
  EXPECT_EQ(points(4), 180);
  EXPECT_EQ(points(511), 540);
  EXPECT_EQ(points(512), 600);
  EXPECT_EQ(points(5000), 600);
}

TEST(RankPoints, AFileInTwoSetsIsOneFile) {
  std::vector<Finding> findings = {sample_finding(1), sample_finding(1)};
  findings[1].set_number = 1;
  EXPECT_EQ(points_for_findings(findings, shipped_policy(), kNow)[0].what,
            "1 listed file met");
}

TEST(RankPoints, LiveFilesCountMoreThanDeletedOnes) {
  std::vector<Finding> findings = sample_findings(4);
  EXPECT_EQ(points_of(points_for_findings(findings, shipped_policy(), kNow), "live"),
            120);
  EXPECT_EQ(points_of(points_for_findings(findings, shipped_policy(), kNow), "deleted"),
            120);
  for (std::size_t i = 0; i < 3; ++i) findings[i].allocated = false;
  const auto reasons = points_for_findings(findings, shipped_policy(), kNow);
  EXPECT_EQ(points_of(reasons, "1 of them live"), 80);
  EXPECT_EQ(points_of(reasons, "3 listed files recovered from deleted"), 20);
  findings[3].allocated = false;
  EXPECT_EQ(points_of(points_for_findings(findings, shipped_policy(), kNow), "live"),
            0);
}

TEST(RankPoints, PlacesThatPeopleUse) {
  for (const char* path :
       {"/volume-0/DCIM/100/a.jpg", "/volume-0/Users/x/Downloads/a.jpg",
        "/volume-1/home/x/Pictures/a.jpg", "/volume-0/My Documents/a"}) {
    EXPECT_TRUE(is_peoples_place(path)) << path;
  }
  for (const char* path :
       {"/volume-0/Windows/a.jpg", "/volume-0/DCIM", "/volume-0/MyDCIM/a",
        "/volume-0/a/Downloads", "", "DCIM", "/volume-0/cache/DCIM.jpg"}) {
    EXPECT_FALSE(is_peoples_place(path)) << path;
  }
}

TEST(RankPoints, RecentIsMeasuredFromAsOf) {
  const auto points = [](std::int64_t written, std::int64_t as_of) {
    std::vector<Finding> findings = sample_findings(1);
    findings[0].times.modified = Instant{written, 0};
    return points_of(points_for_findings(findings, shipped_policy(), as_of),
                     "most recent");
  };
  EXPECT_EQ(points(kNow, kNow), 60);
  EXPECT_EQ(points(kNow - 30 * kDay, kNow), 60);
  EXPECT_EQ(points(kNow - 31 * kDay, kNow), 30);
  EXPECT_EQ(points(kNow - 365 * kDay, kNow), 30);
  EXPECT_EQ(points(kNow - 366 * kDay, kNow), 0);
  EXPECT_EQ(points(kNow + 1, kNow), 0);  // a clock that is wrong tells nothing
  EXPECT_EQ(points(kNow, kNow - 1), 0);
  EXPECT_EQ(points(std::numeric_limits<std::int64_t>::min(), kNow), 0);
  EXPECT_EQ(points(std::numeric_limits<std::int64_t>::max(), kNow), 0);
}

TEST(RankPoints, TheLatestFileDecides) {
  std::vector<Finding> findings = sample_findings(3);
  findings[0].times.modified = Instant{kNow - 400 * kDay, 0};
  findings[1].times.created = Instant{kNow - 40 * kDay, 0};
  findings[2].times.accessed = Instant{kNow, 0};  // read, not written
  const auto reasons = points_for_findings(findings, shipped_policy(), kNow);
  EXPECT_EQ(points_of(reasons, "most recent listed file is of 2023-10-05"), 30);
}

TEST(RankPoints, IndicationsAreCountedApart) {
  std::vector<Finding> findings = sample_findings(3);
  findings[1].kind = FindingKind::indication;
  findings[2].kind = FindingKind::indication;
  const auto reasons = points_for_findings(findings, shipped_policy(), kNow);
  EXPECT_EQ(points_of(reasons, "1 listed file met"), 60);
  EXPECT_EQ(points_of(reasons, "2 indications"), 40);
}

Finding block_of(std::uint32_t set, std::uint32_t entry) {
  Finding finding = sample_finding(kNoFile, "/volume-0/$Unallocated@4096");
  finding.kind = FindingKind::block;
  finding.allocated = false;
  finding.set_number = set;
  finding.entry = entry;
  return finding;
}

TEST(RankPoints, BlocksAreNoFilesAndCountByWhatTheyArePartsOf) {
  const std::vector<Finding> one = {block_of(0, 7), block_of(0, 7)};
  const auto reasons = points_for_findings(one, shipped_policy(), kNow);
  ASSERT_EQ(reasons.size(), 1u);
  EXPECT_EQ(reasons[0].what, "parts of 1 listed file met in free space");
  EXPECT_EQ(reasons[0].points, 70);
  std::vector<Finding> more = one;
  more.push_back(block_of(1, 7));
  more.push_back(block_of(0, 8));
  EXPECT_EQ(points_of(points_for_findings(more, shipped_policy(), kNow),
                      "parts of 3 listed files"),
            110);
  for (std::uint32_t entry = 0; entry < 5000; ++entry) {
    more.push_back(block_of(0, entry));
  }
  EXPECT_EQ(points_of(points_for_findings(more, shipped_policy(), kNow),
                      "listed files met in free"),
            300);
}

TEST(RankPoints, WholeFilesWeighMoreThanAsManyParts) {
  std::vector<Finding> whole;
  std::vector<Finding> parts;
  for (std::uint32_t i = 0; i < 600; ++i) {
    whole.push_back(sample_finding(i));
    whole.back().allocated = false;
    whole.back().times = {};
    parts.push_back(block_of(0, i));
    std::int64_t of_whole = 0;
    for (const Reason& reason : points_for_findings(whole, shipped_policy(), kNow)) {
      of_whole += reason.points;
    }
    ASSERT_GT(of_whole,
              points_for_findings(parts, shipped_policy(), kNow).front().points)
        << i + 1;
  }
  whole.insert(whole.end(), parts.begin(), parts.end());
  const auto both = points_for_findings(whole, shipped_policy(), kNow);
  EXPECT_EQ(points_of(both, "600 listed files met"), 600);
  EXPECT_EQ(points_of(both, "parts of 600 listed files met in free space"), 300);
}

TEST(RankPoints, TheUnseenCountsByItsShare) {
  EXPECT_TRUE(points_for_unseen(complete_coverage(), shipped_policy()).empty());
  for (const FileOutcome outcome : {FileOutcome::encrypted, FileOutcome::unreadable,
                                    FileOutcome::failed, FileOutcome::unvisited}) {
    EXPECT_EQ(points_of(points_for_unseen(with_files(outcome, 50), shipped_policy()),
                        to_string(outcome)),
              100);
    EXPECT_EQ(points_of(points_for_unseen(with_files(outcome, 100), shipped_policy()),
                        to_string(outcome)),
              200);
  }
  EXPECT_EQ(points_of(points_for_unseen(with_files(FileOutcome::failed, 1, 10'000),
                                        shipped_policy()),
                      "failed"),
            1);
  EXPECT_TRUE(points_for_unseen(with_files(FileOutcome::skipped, 50), shipped_policy())
                  .empty());
}

TEST(RankPoints, ClosedVolumesAndContainersCount) {
  Coverage coverage = complete_coverage();
  coverage.volumes = {{0, 0, 250'000, "BitLocker", VolumeOutcome::encrypted, ""},
                      {1, 250'000, 750'000, "ntfs", VolumeOutcome::examined, ""}};
  EXPECT_EQ(points_of(points_for_unseen(coverage, shipped_policy()), "volumes"), 50);
  // Lengths are the evidence's word: sums of them may say anything.
  coverage.volumes[0].length = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(points_of(points_for_unseen(coverage, shipped_policy()), "volumes"), 200);
  coverage.evidence.unsupported = "QCOW2";
  EXPECT_EQ(points_of(points_for_unseen(coverage, shipped_policy()), "QCOW2"), 200);
}

// However many classes see however many pictures, they outweigh nothing that was met.
TEST(RankPoints, ClassesAreCappedTogether) {
  Coverage coverage;
  coverage.classes = {{{"photograph", 10}, 1'000'000},
                      {{"face", 30}, 5},
                      {{"skin", 20}, 0},
                      {{"target (model m)", 100}, 1'000'000},
                      {{"other (model m)", 100}, 1'000'000}};
  const std::vector<Reason> reasons = points_for_classes(coverage, shipped_policy());
  ASSERT_EQ(reasons.size(), 2u);
  EXPECT_EQ(reasons[0].what,
            "5 unknown pictures of class face, by a machine's guess: for order only");
  EXPECT_EQ(reasons[0].points, 9);
  EXPECT_EQ(reasons[1].points, 91);
}

}  // namespace
}  // namespace winnow
