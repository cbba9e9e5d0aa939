#include "drivers/decisions/outcome_figures.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

constexpr std::int64_t kNow = 1'000'000;

Outcome outcome_of(ExaminationResult result, std::optional<Lane> lane = {},
                   std::uint32_t place = 0, std::uint32_t of = 0) {
  Outcome outcome;
  outcome.result = result;
  outcome.at = kNow - 1000;
  outcome.started = {lane, place, of};
  return outcome;
}

Outcome scanned(Outcome outcome, Band band, std::uint32_t confidence) {
  outcome.band = band;
  outcome.confidence.assign(kResidualSizes.size(), confidence);
  return outcome;
}

void put(Decisions& decisions, const std::string& ref, Outcome outcome,
         bool was_proposed = false) {
  ExhibitDecisions& exhibit = decisions.exhibits[ref];
  exhibit.outcomes.push_back(std::move(outcome));
  exhibit.was_proposed = was_proposed;
}

using R = ExaminationResult;

TEST(OutcomeFigures, TheLastOutcomeByThenCounts) {
  Decisions decisions;
  put(decisions, "a", outcome_of(R::nothing));
  Outcome again = outcome_of(R::listed);
  again.at = kNow - 10;
  put(decisions, "a", again);
  decisions.exhibits["never"];
  const auto now = examined_exhibits(decisions, kNow);
  ASSERT_EQ(now.size(), 1u);
  EXPECT_EQ(now[0].outcome->result, R::listed);
  EXPECT_EQ(examined_exhibits(decisions, kNow - 11).at(0).outcome->result, R::nothing);
  EXPECT_TRUE(examined_exhibits(decisions, kNow - 1001).empty());
}

TEST(OutcomeFigures, YieldByLane) {
  Decisions decisions;
  Outcome first = outcome_of(R::listed, Lane::A);
  first.items = 10;
  first.minutes = 90;
  put(decisions, "a", first);
  put(decisions, "b", outcome_of(R::unlisted, Lane::A));
  put(decisions, "c", outcome_of(R::nothing, Lane::A));
  put(decisions, "d", outcome_of(R::impossible, Lane::A));
  put(decisions, "e", outcome_of(R::nothing, Lane::D));
  put(decisions, "f", outcome_of(R::listed));
  const auto rows = yield_by_lane(examined_exhibits(decisions, kNow));
  ASSERT_EQ(rows.size(), 6u);
  EXPECT_EQ(rows[0].group, "A");
  EXPECT_EQ(rows[0].examined, 4u);
  EXPECT_EQ(rows[0].listed, 1u);
  EXPECT_EQ(rows[0].unlisted, 1u);
  EXPECT_EQ(rows[0].nothing, 1u);
  EXPECT_EQ(rows[0].impossible, 1u);
  EXPECT_EQ(rows[0].items, 10u);
  EXPECT_EQ(rows[0].minutes, 90u);
  EXPECT_EQ(rows[0].holding, (Share{2, 3, 2076, 9386}));  // the fourth says nothing
  EXPECT_EQ(rows[1].examined, 0u);
  EXPECT_EQ(rows[1].holding, Share{});
  EXPECT_EQ(rows[3].holding, (Share{0, 1, 0, 7935}));
  EXPECT_EQ(rows[4].group, "unknown");
  EXPECT_EQ(rows[4].examined, 1u);
  EXPECT_EQ(rows[5].group, "all");
  EXPECT_EQ(rows[5].examined, 6u);
  EXPECT_EQ(rows[5].holding.part, 3u);
  EXPECT_EQ(rows[5].holding.of, 5u);
}

TEST(OutcomeFigures, TenthsOfTheOrder) {
  Decisions decisions;
  put(decisions, "a", outcome_of(R::listed, Lane::A, 1, 500));
  put(decisions, "b", outcome_of(R::listed, Lane::A, 50, 500));
  put(decisions, "c", outcome_of(R::listed, Lane::A, 51, 500));
  put(decisions, "d", outcome_of(R::listed, Lane::D, 500, 500));
  put(decisions, "e", outcome_of(R::listed, Lane::D, 1, 1));
  put(decisions, "f", outcome_of(R::listed, Lane::D, 3, 3));  // 2/3 of the way: 7th
  const auto rows = yield_by_decile(examined_exhibits(decisions, kNow));
  ASSERT_EQ(rows.size(), 10u);  // none unknown
  EXPECT_EQ(rows[0].group, "1");
  EXPECT_EQ(rows[0].examined, 3u);
  EXPECT_EQ(rows[1].examined, 1u);
  EXPECT_EQ(rows[6].examined, 1u);
  EXPECT_EQ(rows[9].group, "10");
  EXPECT_EQ(rows[9].examined, 1u);
}

TEST(OutcomeFigures, MissesAtRandomApartFromAll) {
  Decisions decisions;
  // Drawn at random: one of two held what no list knew.
  put(decisions, "r1", scanned(outcome_of(R::nothing, Lane::D), Band::no_match, 9000),
      true);
  put(decisions, "r2", scanned(outcome_of(R::unlisted, Lane::B), Band::no_match, 9000),
      true);
  // Not drawn: lane D, and the list's own material was on it.
  put(decisions, "d", scanned(outcome_of(R::listed, Lane::D), Band::indicated, 9000));
  put(decisions, "m", scanned(outcome_of(R::listed, Lane::A), Band::match, 9000));
  put(decisions, "i",
      scanned(outcome_of(R::impossible, Lane::D), Band::no_match, 9000));
  put(decisions, "p", outcome_of(R::listed, Lane::D));  // a phone that nobody scanned
  const auto rows = misses_of(examined_exhibits(decisions, kNow));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].group, "at random");
  EXPECT_EQ(rows[0].put_last, 2u);
  EXPECT_EQ(rows[0].listed, 0u);
  EXPECT_EQ(rows[0].unlisted, 1u);
  EXPECT_EQ(rows[0].held, (Share{1, 2, 945, 9055}));
  EXPECT_EQ(rows[0].missed, Share{});
  EXPECT_TRUE(rows[0].stated.empty());
  EXPECT_EQ(rows[1].group, "all");
  EXPECT_EQ(rows[1].put_last, 3u);
  EXPECT_EQ(rows[1].listed, 1u);
  EXPECT_EQ(rows[1].unlisted, 1u);
  EXPECT_EQ(rows[1].unscanned, 1u);
  EXPECT_EQ(rows[1].missed, share_of(0, 2));  // both were met, as a match and as a lead
  ASSERT_EQ(rows[1].stated.size(), kResidualSizes.size());
  EXPECT_EQ(rows[1].stated[0].bound, 1000u);
  EXPECT_EQ(rows[1].stated[0].verdict, MissVerdict::too_few);
}

// `missed` of `of` exhibits with listed material, whose scans all stated the same.
Misses missed_of(int missed, int of, std::uint32_t confidence) {
  Decisions decisions;
  for (int i = 0; i < of; ++i) {
    put(decisions, "e" + std::to_string(i),
        scanned(outcome_of(R::listed, Lane::B),
                i < missed ? Band::unexamined : Band::match, confidence));
  }
  return misses_of(examined_exhibits(decisions, kNow))[1];
}

TEST(OutcomeFigures, MissesAreHeldAgainstWhatScansStated) {
  // 1 of 10 is 1.78 to 40.42 %.
  EXPECT_EQ(missed_of(1, 10, 10'000 - 4042).stated[3].verdict, MissVerdict::within);
  EXPECT_EQ(missed_of(1, 10, 10'000 - 4041).stated[3].verdict, MissVerdict::too_few);
  EXPECT_EQ(missed_of(1, 10, 10'000 - 178).stated[3].verdict, MissVerdict::too_few);
  EXPECT_EQ(missed_of(1, 10, 10'000 - 177).stated[3].verdict, MissVerdict::beyond);
  // Nine are too few, whatever they say.
  EXPECT_EQ(missed_of(9, 9, 9'999).stated[3].verdict, MissVerdict::too_few);
  EXPECT_EQ(missed_of(10, 10, 9'999).stated[3].verdict, MissVerdict::beyond);
}

TEST(OutcomeFigures, ABoundOfSomeScansIsNoneOfAll) {
  Decisions decisions;
  for (int i = 0; i < 20; ++i) {
    Outcome outcome = scanned(outcome_of(R::listed), Band::unexamined, 9'999);
    if (i == 0) outcome.confidence.clear();
    put(decisions, "e" + std::to_string(i), outcome);
  }
  const Misses all = misses_of(examined_exhibits(decisions, kNow))[1];
  EXPECT_EQ(all.missed.part, 20u);
  EXPECT_EQ(all.stated.at(0).verdict, MissVerdict::too_few);
}

}  // namespace
}  // namespace winnow
