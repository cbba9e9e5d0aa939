#include "drivers/decisions/outcome_events.h"

#include <gtest/gtest.h>

#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

AuditLine line_of(AuditEvent event) {
  AuditLine line;
  line.seq = 7;
  line.ts_utc = "2026-11-22T10:00:00.000Z";
  line.actor = "E. Examiner";
  line.what = std::move(event);
  return line;
}

void take(AuditEvent event, Decisions& decisions) {
  take_outcome_event(line_of(std::move(event)), decisions);
}

TEST(OutcomeEvents, WhatIsWrittenIsReadAgain) {
  Outcome outcome;
  outcome.result = ExaminationResult::unlisted;
  outcome.items = 41;
  outcome.minutes = 390;
  outcome.at = *parse_utc("2026-11-20");
  outcome.band = Band::no_match;
  outcome.confidence = {0, 1, 2, 3, 4, 9999, 10'000};
  Decisions decisions;
  take(outcome_event("phone", outcome), decisions);
  ASSERT_TRUE(decisions.remarks.empty());
  const ExhibitDecisions& phone = decisions.exhibits.at("phone");
  EXPECT_TRUE(phone.facts.is_examined);
  ASSERT_EQ(phone.outcomes.size(), 1u);
  const Outcome& read = phone.outcomes[0];
  EXPECT_EQ(read.result, ExaminationResult::unlisted);
  EXPECT_EQ(read.items, 41u);
  EXPECT_EQ(read.minutes, 390u);
  EXPECT_EQ(read.at, outcome.at);
  EXPECT_EQ(read.by, "E. Examiner");
  EXPECT_EQ(read.band, Band::no_match);
  EXPECT_EQ(read.confidence, outcome.confidence);
}

TEST(OutcomeEvents, AnOutcomeHasThePlaceOfTheFirstStart) {
  Decisions decisions;
  take({"disposition", "stick", "triaged", {{"lane", "A"}}}, decisions);
  take({"disposition",
        "stick",
        "assigned",
        {{"lane", "C"}, {"place", "12"}, {"of", "40"}}},
       decisions);
  take({"disposition",
        "stick",
        "submitted",
        {{"lane", "B"}, {"place", "1"}, {"of", "39"}}},
       decisions);
  take({"outcome", "stick", "nothing", {}}, decisions);
  const Outcome& outcome = decisions.exhibits.at("stick").outcomes.at(0);
  EXPECT_EQ(outcome.started.lane, Lane::C);
  EXPECT_EQ(outcome.started.place, 12u);
  EXPECT_EQ(outcome.started.of, 40u);
  EXPECT_FALSE(outcome.band.has_value());
  EXPECT_EQ(outcome.at, *parse_utc("2026-11-22T10:00:00Z"));
}

TEST(OutcomeEvents, WhatIsNotUnderstoodIsSaidAndLeftOut) {
  const std::vector<AuditEvent> bad = {
      {"outcome", "stick", "perhaps", {}},
      {"outcome", "stick", "listed", {{"items", "many"}}},
      {"outcome", "stick", "listed", {{"items", "-1"}}},
      {"outcome", "stick", "listed", {{"at", "yesterday"}}},
      {"outcome", "stick", "listed", {{"band", "clean"}}},
      {"outcome", "stick", "listed", {{"confidence", "1,2"}}},
      {"outcome", "stick", "listed", {{"confidence", "1,2,3,4,5,6,10001"}}},
      {"disposition", "stick", "assigned", {{"lane", "Z"}}},
      {"disposition", "stick", "assigned", {{"place", "5"}, {"of", "4"}}}};
  for (const AuditEvent& event : bad) {
    Decisions decisions;
    take(event, decisions);
    EXPECT_EQ(decisions.remarks.size(), 1u) << event.outcome;
    EXPECT_TRUE(decisions.exhibits.empty()) << event.outcome;
  }
}

TEST(OutcomeEvents, ProposedAndOthers) {
  Decisions decisions;
  take({"proposed", "stick", "for examination", {{"seed", "1"}}}, decisions);
  EXPECT_TRUE(decisions.exhibits.at("stick").was_proposed);
  EXPECT_FALSE(decisions.exhibits.at("stick").facts.is_examined);
  take({"outcome", "phone", "impossible", {}}, decisions);
  EXPECT_FALSE(decisions.exhibits.at("phone").facts.is_examined);
  EXPECT_EQ(decisions.exhibits.at("phone").outcomes.size(), 1u);
  take({"scan_ended", "card", "done", {}}, decisions);
  EXPECT_EQ(decisions.exhibits.count("card"), 0u);
}

}  // namespace
}  // namespace winnow
