#include "scanner/rank/ranking.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/rank/sample_answers.h"

namespace winnow {
namespace {

Band band_of(const ExhibitAnswer& answer) {
  return judge(answer, shipped_policy(), kNow).band;
}

TEST(Ranking, BandsFollowWhatWasMet) {
  EXPECT_EQ(band_of({"a", sample_findings(1), complete_coverage()}), Band::match);
  EXPECT_EQ(band_of({"a", {}, complete_coverage()}), Band::no_match);
  for (const FindingKind kind : {FindingKind::near, FindingKind::block,
                                 FindingKind::record, FindingKind::indication}) {
    std::vector<Finding> findings = sample_findings(1);
    findings[0].kind = kind;
    EXPECT_EQ(band_of({"a", findings, complete_coverage()}), Band::indicated);
    findings.push_back(sample_finding(7));
    EXPECT_EQ(band_of({"a", findings, complete_coverage()}), Band::match);
  }
}

TEST(Ranking, WhatWasNotSeenIsNeverANegative) {
  for (const FileOutcome outcome : {FileOutcome::encrypted, FileOutcome::unreadable,
                                    FileOutcome::failed, FileOutcome::unvisited}) {
    EXPECT_EQ(band_of({"a", {}, with_files(outcome, 1)}), Band::unexamined);
  }
  Coverage coverage = complete_coverage();
  coverage.complete = false;
  coverage.balanced = false;
  EXPECT_EQ(band_of({"a", {}, coverage}), Band::unexamined);
  EXPECT_EQ(band_of({"a", sample_findings(1), coverage}), Band::match);
}

TEST(Ranking, TheReasonsAddUpToTheScore) {
  std::mt19937 random(17);
  for (int i = 0; i < 300; ++i) {
    ExhibitAnswer answer{"a",
                         sample_findings(static_cast<std::uint32_t>(random() % 40)),
                         with_files(FileOutcome::encrypted, random() % 100)};
    for (Finding& finding : answer.findings) {
      finding.allocated = random() % 2 == 0;
      finding.kind = random() % 3 == 0 ? FindingKind::indication : FindingKind::exact;
      finding.times.modified =
          Instant{kNow - static_cast<int>(random() % 800) * kDay, 0};
      if (random() % 4 == 0) finding.path = "/volume-0/DCIM/a.jpg";
    }
    const RankedExhibit judged = judge(answer, shipped_policy(), kNow);
    std::int64_t sum = 0;
    for (const Reason& reason : judged.reasons) {
      sum += reason.points;
      EXPECT_NE(reason.points, 0);
      EXPECT_FALSE(reason.what.empty());
    }
    EXPECT_EQ(judged.score, sum);
  }
}

TEST(Ranking, CountsAreOfFindingsByKind) {
  std::vector<Finding> findings = sample_findings(3);
  findings[2].kind = FindingKind::indication;
  const RankedExhibit judged =
      judge({"a", findings, complete_coverage()}, shipped_policy(), kNow);
  EXPECT_EQ(judged.counts, (std::array<std::uint64_t, 5>{2, 0, 0, 0, 1}));
}

TEST(Ranking, OrderIsByBandThenScoreThenReference) {
  std::vector<RankedExhibit> judged;
  judged.push_back(judge({"quiet", {}, complete_coverage()}, shipped_policy(), kNow));
  judged.push_back(judge({"few-b", sample_findings(1), complete_coverage()},
                         shipped_policy(), kNow));
  judged.push_back(judge({"locked", {}, with_files(FileOutcome::encrypted, 100)},
                         shipped_policy(), kNow));
  judged.push_back(judge({"few-a", sample_findings(1), complete_coverage()},
                         shipped_policy(), kNow));
  judged.push_back(judge({"many", sample_findings(50), complete_coverage()},
                         shipped_policy(), kNow));
  std::vector<Finding> hint = sample_findings(1);
  hint[0].kind = FindingKind::indication;
  judged.push_back(judge({"hint", hint, complete_coverage()}, shipped_policy(), kNow));
  const std::vector<std::string> expected = {"many", "few-a",  "few-b",
                                             "hint", "locked", "quiet"};
  std::mt19937 random(3);
  for (int i = 0; i < 20; ++i) {
    std::shuffle(judged.begin(), judged.end(), random);
    const auto ranked = put_in_order(judged, StartsSoFar{}, shipped_policy());
    for (std::size_t k = 0; k < expected.size(); ++k) {
      EXPECT_EQ(ranked[k].ref, expected[k]);
      EXPECT_EQ(ranked[k].rank, k + 1);
    }
  }
}

TEST(Ranking, BandsHaveTheContractsWords) {
  EXPECT_STREQ(to_string(Band::match), "match");
  EXPECT_STREQ(to_string(Band::indicated), "indicated");
  EXPECT_STREQ(to_string(Band::unexamined), "unexamined");
  EXPECT_STREQ(to_string(Band::no_match), "no-match");
}

}  // namespace
}  // namespace winnow
