#include "scanner/rank/rank_points.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/rank/sample_answers.h"

namespace winnow {
namespace {

TEST(RankPoints, CountsGrowByDoublingAndStop) {
  const auto points = [](std::uint32_t count) {
    return points_of(points_for_findings(sample_findings(count), kNow), " met");
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
  EXPECT_EQ(points_for_findings(findings, kNow)[0].what, "1 listed file met");
}

TEST(RankPoints, LiveFilesCountMoreThanDeletedOnes) {
  std::vector<Finding> findings = sample_findings(4);
  EXPECT_EQ(points_of(points_for_findings(findings, kNow), "live"), 120);
  EXPECT_EQ(points_of(points_for_findings(findings, kNow), "deleted"), 120);
  for (std::size_t i = 0; i < 3; ++i) findings[i].allocated = false;
  const auto reasons = points_for_findings(findings, kNow);
  EXPECT_EQ(points_of(reasons, "1 of them live"), 80);
  EXPECT_EQ(points_of(reasons, "3 listed files recovered from deleted"), 20);
  findings[3].allocated = false;
  EXPECT_EQ(points_of(points_for_findings(findings, kNow), "live"), 0);
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
    return points_of(points_for_findings(findings, as_of), "most recent");
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
  const auto reasons = points_for_findings(findings, kNow);
  EXPECT_EQ(points_of(reasons, "most recent listed file is of 2023-10-05"), 30);
}

TEST(RankPoints, IndicationsAreCountedApart) {
  std::vector<Finding> findings = sample_findings(3);
  findings[1].kind = FindingKind::indication;
  findings[2].kind = FindingKind::indication;
  const auto reasons = points_for_findings(findings, kNow);
  EXPECT_EQ(points_of(reasons, "1 listed file met"), 60);
  EXPECT_EQ(points_of(reasons, "2 indications"), 40);
}

TEST(RankPoints, TheUnseenCountsByItsShare) {
  EXPECT_TRUE(points_for_unseen(complete_coverage()).empty());
  for (const FileOutcome outcome : {FileOutcome::encrypted, FileOutcome::unreadable,
                                    FileOutcome::failed, FileOutcome::unvisited}) {
    EXPECT_EQ(points_of(points_for_unseen(with_files(outcome, 50)), to_string(outcome)),
              100);
    EXPECT_EQ(
        points_of(points_for_unseen(with_files(outcome, 100)), to_string(outcome)),
        200);
  }
  EXPECT_EQ(points_of(points_for_unseen(with_files(FileOutcome::failed, 1, 10'000)),
                      "failed"),
            1);
  EXPECT_TRUE(points_for_unseen(with_files(FileOutcome::skipped, 50)).empty());
}

TEST(RankPoints, ClosedVolumesAndContainersCount) {
  Coverage coverage = complete_coverage();
  coverage.volumes = {{0, 0, 250'000, "BitLocker", VolumeOutcome::encrypted, ""},
                      {1, 250'000, 750'000, "ntfs", VolumeOutcome::examined, ""}};
  EXPECT_EQ(points_of(points_for_unseen(coverage), "volumes"), 50);
  // Lengths are the evidence's word: sums of them may say anything.
  coverage.volumes[0].length = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(points_of(points_for_unseen(coverage), "volumes"), 200);
  coverage.evidence.unsupported = "QCOW2";
  EXPECT_EQ(points_of(points_for_unseen(coverage), "QCOW2"), 200);
}

}  // namespace
}  // namespace winnow
