#include "drivers/decisions/decisions.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "drivers/decisions/outcome_events.h"
#include "drivers/store/audit_log.h"
#include "tests/base/temp_folder.h"
#include "tests/decisions/practice_decisions.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;
using Texts = std::vector<std::string>;

const CaseFacts& facts(Decisions& decisions) {
  return decisions.exhibits[kPhone].facts;
}

// ---- one event ----

TEST(TakeEvent, AnIntakeIsWhatWasStated) {
  Decisions decisions;
  IntakeRequest request = intake_request({{"device", "phone"},
                                          {"seized-at", "2026-11-20"},
                                          {"holder", "suspect"},
                                          {"lives-with-children", "unknown"},
                                          {"referral", "referred"},
                                          {"referral-ref", "R-1"}});
  request.signatures.at = kNoon - kADay;
  put(intake_event(request, true, {}), decisions);
  Intake wanted;
  put_stated(request.statements, wanted);
  EXPECT_TRUE(facts(decisions).intake == wanted);
  EXPECT_TRUE(facts(decisions).has_intake);
  EXPECT_EQ(facts(decisions).known_since, kNoon - kADay);
  // What is not stated anew stays; since when it is known, too.
  request = intake_request({{"suspect", "S-1"}, {"holder", ""}});
  put(intake_event(request, false, {}), decisions);
  wanted.suspect = "S-1";
  wanted.holder = HolderRole::unknown;
  EXPECT_TRUE(facts(decisions).intake == wanted);
  EXPECT_EQ(facts(decisions).known_since, kNoon - kADay);
  EXPECT_EQ(decisions.remarks, Texts());
}

TEST(TakeEvent, WhatIsNotUnderstoodIsSaidAndTheRestTaken) {
  Decisions decisions;
  put({"intake",
       kPhone,
       "taken in",
       {{"holder", "owner"}, {"shoe_size", "9"}, {"device", "phone"}, {"at", "noon"}}},
      decisions);
  EXPECT_EQ(facts(decisions).intake.device, "phone");
  EXPECT_EQ(facts(decisions).known_since, kNoon) << "of the line";
  EXPECT_EQ(decisions.remarks,
            (Texts{"audit log: event 1 (intake of phone-1): at \"noon\" is not "
                   "understood and left out",
                   "audit log: event 1 (intake of phone-1): holder \"owner\" is not "
                   "understood and left out",
                   "audit log: event 1 (intake of phone-1): shoe_size \"9\" is not "
                   "understood and left out"}));
  put({"disposition", kPhone, "lost", {}}, decisions);
  put({"review", kPhone, "perhaps", {}}, decisions);
  put({"lane_lowered", kPhone, "E", {}}, decisions);
  put({"role_granted", "A", "king", {}}, decisions);
  put({"scan_ended", kPhone, "done", {{"met", "much"}}}, decisions);
  EXPECT_EQ(decisions.remarks.size(), 8u);
  EXPECT_TRUE(decisions.exhibits[kPhone].steps.empty());
  EXPECT_TRUE(decisions.people.all().empty());
}

TEST(TakeEvent, StepsAreKeptInTheirOrder) {
  Decisions decisions;
  DispositionRequest request = disposition_request(Disposition::held);
  request.until = kNoon + kADay;
  request.signatures.reason = "waits for a key";
  request.signatures.countersigned_by = "R. Reviewer";
  put(disposition_event(request), decisions);
  EXPECT_EQ(facts(decisions).disposition, Disposition::held);
  EXPECT_EQ(facts(decisions).held_until, kNoon + kADay);
  EXPECT_EQ(facts(decisions).started_at, std::nullopt);
  request = disposition_request(Disposition::assigned);
  request.assigned_to = "E. Examiner";
  request.signatures.at = kNoon + 5;
  put(disposition_event(request), decisions);
  request = disposition_request(Disposition::submitted);
  request.signatures.at = kNoon + 9;
  put(disposition_event(request), decisions);
  EXPECT_EQ(facts(decisions).held_until, std::nullopt);
  EXPECT_EQ(facts(decisions).started_at, kNoon + 5);
  const auto& steps = decisions.exhibits[kPhone].steps;
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0].reason, "waits for a key");
  EXPECT_EQ(steps[0].countersigned_by, "R. Reviewer");
  EXPECT_EQ(steps[0].by, "E. Examiner");
  EXPECT_EQ(steps[1].assigned_to, "E. Examiner");
  EXPECT_EQ(steps[2].at, kNoon + 9);
}

TEST(TakeEvent, ARefusalChangesNothing) {
  Decisions decisions;
  put(refused_event(disposition_event(disposition_request(Disposition::returned)),
                    "not so"),
      decisions);
  EXPECT_TRUE(decisions.exhibits.empty());
  EXPECT_EQ(decisions.remarks, Texts());
}

AuditEvent scan_ended(const std::string& met, const std::string& outcome = "done") {
  AuditEvent event{"scan_ended", kPhone, outcome, {}};
  if (!met.empty()) event.detail.emplace_back("met", met);
  return event;
}

ReviewRequest review(std::optional<Verdict> verdict, std::optional<Lane> lower_to) {
  return {kPhone, verdict, lower_to, {"R. Reviewer", "", "looked", kNoon, ""}};
}

TEST(TakeEvent, WhatScansMetGrowsAndAReviewTakesBackLeadsAlone) {
  Decisions decisions;
  put(scan_ended("lead", "paused"), decisions);
  EXPECT_EQ(decisions.exhibits[kPhone].first_look_at, std::nullopt);
  EXPECT_EQ(facts(decisions).met_before, Met::lead);
  put(scan_ended("listed"), decisions);
  EXPECT_EQ(decisions.exhibits[kPhone].first_look_at, kNoon);
  put(scan_ended("nothing"), decisions);
  EXPECT_EQ(facts(decisions).met_before, Met::listed) << "nothing is taken back";
  for (const Verdict verdict : {Verdict::match, Verdict::nothing}) {
    put(review_event(review(verdict, {})), decisions, "R. Reviewer");
    EXPECT_EQ(facts(decisions).met_before, Met::listed) << "a listed file is no lead";
  }
  EXPECT_EQ(facts(decisions).review.verdict, Verdict::nothing);
  EXPECT_EQ(facts(decisions).review.reviewer, "R. Reviewer");
  EXPECT_EQ(facts(decisions).review.reason, "looked");
  Decisions others;
  put(scan_ended("lead"), others);
  put(scan_ended(""), others);  // of an earlier version
  EXPECT_EQ(facts(others).met_before, Met::lead);
  put(review_event(review(Verdict::nothing, {})), others, "R. Reviewer");
  EXPECT_EQ(facts(others).met_before, Met::nothing);
}

TEST(TakeEvent, AnExaminationKnewNothingOfWhatIsMetAfterIt) {
  Decisions decisions;
  put(scan_ended("lead"), decisions);
  Outcome outcome;
  outcome.at = kNoon;
  put(outcome_event(kPhone, outcome), decisions);
  EXPECT_TRUE(facts(decisions).is_examined);
  EXPECT_FALSE(facts(decisions).met_since_examined);
  put(scan_ended("lead"), decisions);
  EXPECT_FALSE(facts(decisions).met_since_examined);
  put(scan_ended("listed"), decisions);
  EXPECT_TRUE(facts(decisions).met_since_examined);
  put(outcome_event(kPhone, outcome), decisions);
  EXPECT_FALSE(facts(decisions).met_since_examined);
  put(review_event(review(Verdict::match, {})), decisions, "R. Reviewer");
  EXPECT_TRUE(facts(decisions).met_since_examined);
}

TEST(TakeEvent, AHoldEndsWhenMoreIsKnown) {
  Decisions decisions;
  CaseFacts& of = decisions.exhibits[kPhone].facts;
  of.disposition = Disposition::held;
  of.held_until = kNoon + 86'400;
  put(scan_ended("nothing"), decisions);
  EXPECT_EQ(of.held_until, kNoon + 86'400);
  put(scan_ended("listed"), decisions);
  EXPECT_EQ(of.held_until, kNoon);
}

TEST(TakeEvent, ALoweredLaneHoldsNoLongerThanItsGrounds) {
  const auto lower = [](Decisions& decisions) {
    put(review_event(review({}, Lane::D)), decisions, "R. Reviewer");
    EXPECT_EQ(facts(decisions).lowered_to, Lane::D);
    EXPECT_EQ(facts(decisions).lowered_why, "by R. Reviewer: looked");
  };
  Decisions decisions;
  put(scan_ended("lead"), decisions);
  lower(decisions);
  put(scan_ended("lead"), decisions);
  EXPECT_EQ(facts(decisions).lowered_to, Lane::D) << "nothing more was met";
  put(scan_ended("listed"), decisions);
  EXPECT_EQ(facts(decisions).lowered_to, std::nullopt);
  lower(decisions);
  put(intake_event(intake_request({{"prior-record", "no"}}), true, {}), decisions);
  EXPECT_EQ(facts(decisions).lowered_to, Lane::D);
  put(intake_event(intake_request({{"other-access", "yes"}}), false, {}), decisions);
  EXPECT_EQ(facts(decisions).lowered_to, std::nullopt) << "a risk answer was raised";
  lower(decisions);
  put(review_event(review(Verdict::creation, {})), decisions, "R. Reviewer");
  EXPECT_EQ(facts(decisions).lowered_to, std::nullopt);
}

TEST(TakeEvent, RolesAndDatesOfSets) {
  Decisions decisions;
  put(grant_event("R. Reviewer", Role::reviewer, {"A. Admin", "", "", kNoon, ""}),
      decisions);
  EXPECT_EQ(decisions.people.role_of("r. reviewer"), Role::reviewer);
  put({"set_opened", "grade1", "opened", {{"id", "00"}, {"dated", "2027-01-01"}}},
      decisions);
  put({"set_opened", "os", "opened", {{"id", "11"}}}, decisions);
  EXPECT_EQ(decisions.set_dates,
            (std::map<std::string, std::int64_t>{{"00", *parse_utc("2027-01-01")}}));
}

TEST(Questions, AreOneText) {
  const std::vector<RiskQuestion> two = {RiskQuestion::prior_record,
                                         RiskQuestion::other_access};
  EXPECT_EQ(questions_text(two), "prior-record, other-access");
  EXPECT_EQ(parse_questions("prior-record, other-access"), two);
  EXPECT_EQ(parse_questions("")->size(), 0u);
  EXPECT_EQ(parse_questions("prior-record, age"), std::nullopt);
}

TEST(Starts, AreCountedWithWhoseTheyWere) {
  Decisions decisions;
  const auto device = [&decisions](const std::string& ref, const std::string& suspect,
                                   bool is_started) {
    CaseFacts& of = decisions.exhibits[ref].facts;
    of.intake.suspect = suspect;
    of.intake.household = suspect.empty() ? "" : "H-" + suspect;
    if (!is_started) return;
    of.started_at = kNoon;
    of.disposition = Disposition::assigned;
  };
  device("a", "S-2", true);
  device("b", "S-1", true);
  device("c", "S-2", true);
  device("d", "S-3", false);
  device("e", "", true);
  decisions.exhibits["f"].facts.intake.suspect = "S-4";
  decisions.exhibits["f"].facts.is_examined = true;
  device("g", "S-5", true);
  decisions.exhibits["g"].facts.disposition = Disposition::received;  // came back
  const StartsSoFar so_far = starts_so_far(decisions);
  EXPECT_EQ(so_far.starts, 5u);
  EXPECT_EQ(so_far.suspects, (Texts{"S-1", "S-2", "S-4"}));
  EXPECT_EQ(so_far.households, (Texts{"H-S-1", "H-S-2"}));
}

// ---- whole logs ----

class ReadDecisions : public testing::Test {
 protected:
  ReadDecisions() { fs::create_directory(path_); }

  void log(const std::vector<AuditEvent>& events) {
    auto log = AuditLog::open(path_, "E. Examiner");
    ASSERT_TRUE(log);
    for (const AuditEvent& event : events) ASSERT_TRUE(log->append(event));
  }
  [[nodiscard]] Decisions read() const {
    auto decisions = read_decisions(path_);
    EXPECT_TRUE(decisions);
    return decisions ? std::move(*decisions) : Decisions();
  }
  [[nodiscard]] static AuditEvent triaged(const std::string& ref) {
    return {"disposition", ref, "triaged", {{"at", "2027-01-01"}}};
  }
  [[nodiscard]] std::string text() const { return TempFolder::read(log_); }
  void write(const std::string& text) { folder_.write("case/audit.jsonl", text); }
  [[nodiscard]] Texts triaged_refs() const {
    Texts refs;
    for (const auto& [ref, exhibit] : read().exhibits) {
      EXPECT_EQ(exhibit.steps.size(), 1u);
      refs.push_back(ref);
    }
    return refs;
  }

  TempFolder folder_;
  std::string path_ = folder_.path("case");
  std::string log_ = path_ + "/audit.jsonl";
};

TEST_F(ReadDecisions, ACaseWithoutALogHasNone) {
  EXPECT_TRUE(read().exhibits.empty());
  EXPECT_EQ(read().remarks, Texts());
  EXPECT_TRUE(read_decisions(folder_.path("nowhere")));
}

TEST_F(ReadDecisions, ReadsWhatWasLogged) {
  log({triaged("a"), triaged("b")});
  EXPECT_EQ(triaged_refs(), (Texts{"a", "b"}));
  EXPECT_EQ(read().remarks, Texts());
}

TEST_F(ReadDecisions, ADamagedLineCostsNoMoreThanItself) {
  log({triaged("a"), triaged("b"), triaged("c")});
  std::string damaged = text();
  damaged[damaged.find("\"b\"") + 1] = 'x';
  write(damaged);
  EXPECT_EQ(triaged_refs(), (Texts{"a", "c"}));
  EXPECT_EQ(read().remarks,
            Texts{"audit.jsonl: line 2 was changed: what it said is not known"});
  // The next program sets it aside; what holds of it still counts.
  log({triaged("d")});
  EXPECT_EQ(triaged_refs(), (Texts{"a", "c", "d"}));
  EXPECT_EQ(read().remarks,
            Texts{"audit.1.jsonl.old: line 2 was changed: what it said is not known"});
  // And so on, in the order in which they were set aside.
  write(text() + "nonsense\n");
  log({{"disposition", "a", "submitted", {{"at", "2027-01-02"}}}});
  const Decisions decisions = read();
  ASSERT_EQ(decisions.exhibits.at("a").steps.size(), 2u);
  EXPECT_EQ(decisions.exhibits.at("a").facts.disposition, Disposition::submitted);
  EXPECT_EQ(decisions.remarks.size(), 2u);
}

TEST_F(ReadDecisions, ALineThatIsMissingIsSaid) {
  log({triaged("a"), triaged("b"), triaged("c")});
  const std::string whole = text();
  const std::size_t second = whole.find('\n') + 1;
  const std::size_t third = whole.find('\n', second) + 1;
  write(whole.substr(0, second) + whole.substr(third));
  EXPECT_EQ(triaged_refs(), (Texts{"a", "c"}));
  EXPECT_EQ(read().remarks,
            Texts{"audit.jsonl: line 2 does not follow from the line before it"});
  write(whole.substr(0, third));
  EXPECT_EQ(triaged_refs(), (Texts{"a", "b"}));
  ASSERT_EQ(read().remarks.size(), 1u);
  EXPECT_EQ(read().remarks[0].substr(0, 31), "audit.jsonl: its end is missing");
}

TEST_F(ReadDecisions, ALogThatIsGoneIsSaid) {
  log({triaged("a")});
  fs::remove(log_);
  EXPECT_EQ(read().remarks, Texts{"audit.jsonl: is missing, but audit.head is there"});
  log({triaged("b")});
  EXPECT_EQ(triaged_refs(), Texts{"b"});
  EXPECT_EQ(read().remarks, Texts{"audit.1.head.old: the log that it tells of is "
                                  "missing: what it said is not known"});
}

TEST_F(ReadDecisions, ALogThatIsGoneWithItsHeadIsSaid) {
  folder_.write("case/case.json", "{}");
  ASSERT_EQ(read().remarks.size(), 1u);
  EXPECT_EQ(read().remarks[0].substr(0, 42),
            "audit.jsonl: is missing or holds no event,");
  log({triaged("a")});
  EXPECT_EQ(read().remarks, Texts());
  fs::remove(log_);
  fs::remove(path_ + "/audit.head");
  EXPECT_EQ(read().remarks.size(), 1u);
  write("");
  EXPECT_EQ(read().remarks.size(), 1u);
}

TEST_F(ReadDecisions, KnowsTheEventThatTheyWereReplayedTo) {
  EXPECT_EQ(read().head, AuditHead());
  log({triaged("a"), triaged("b")});
  EXPECT_EQ(read().head.count, 2u);
  EXPECT_EQ(audit_head_file(read().head), TempFolder::read(path_ + "/audit.head"));
}

// A log that a later one was begun in place of: "a" and "c" of it are whole.
class SetAsideLog : public ReadDecisions {
 protected:
  SetAsideLog() {
    log({triaged("a"), triaged("b"), triaged("c")});
    std::string damaged = text();
    damaged[damaged.find("\"b\"") + 1] = 'x';
    write(damaged);
    log({triaged("d")});
  }
  std::string old_ = "case/audit.1.jsonl.old";
};

TEST_F(SetAsideLog, IsTheCasesOnlyIfItIsNamed) {
  ASSERT_EQ(triaged_refs(), (Texts{"a", "c", "d"}));
  fs::create_directory(folder_.path("other"));
  {
    auto other = AuditLog::open(folder_.path("other"), "E. Examiner");
    ASSERT_TRUE(other && other->append(triaged("x")));
  }
  const std::string foreign = TempFolder::read(folder_.path("other/audit.jsonl"));
  folder_.write("case/audit.2.jsonl.old", foreign);
  EXPECT_EQ(triaged_refs(), (Texts{"a", "c", "d"}));
  ASSERT_EQ(read().remarks.size(), 2u);
  EXPECT_EQ(read().remarks[0],
            "audit.2.jsonl.old: no later log of this case names it as one that was set "
            "aside: what it says does not count; move it out of the case, and keep it "
            "for those who look into it");
  // In the place of the one that is named.
  fs::remove(path_ + "/audit.2.jsonl.old");
  folder_.write(old_, foreign);
  EXPECT_EQ(triaged_refs(), Texts{"d"});
  EXPECT_EQ(read().remarks, Texts{"audit.1.jsonl.old: is not the log that was set "
                                  "aside: what it said is not known"});
}

TEST_F(SetAsideLog, ThatIsRemovedIsSaid) {
  fs::remove(folder_.path(old_));
  fs::remove(path_ + "/audit.1.head.old");
  EXPECT_EQ(triaged_refs(), Texts{"d"});
  EXPECT_EQ(read().remarks, Texts{"audit.1.jsonl.old: is missing, though it was set "
                                  "aside: what it said is not known"});
}

TEST_F(SetAsideLog, IsFoundBehindLaterOnes) {
  write(text() + "nonsense\n");
  log({triaged("e")});
  EXPECT_EQ(triaged_refs(), (Texts{"a", "c", "d", "e"}));
  EXPECT_EQ(
      read().remarks,
      (Texts{"audit.1.jsonl.old: line 2 was changed: what it said is not known",
             "audit.2.jsonl.old: line 3 was changed: what it said is not known"}));
}

TEST_F(SetAsideLog, ThatLostOnlyItsHeadIsSaid) {
  fs::remove(path_ + "/audit.head");
  log({triaged("e")});
  EXPECT_EQ(triaged_refs(), (Texts{"a", "c", "d", "e"}));
  ASSERT_EQ(read().remarks.size(), 2u);
  EXPECT_EQ(read().remarks[1],
            "audit.2.jsonl.old: was set aside as damaged (audit.head: is missing)");
}

TEST_F(ReadDecisions, MuchDamageDoesNotFillTheScreen) {
  log({triaged("a")});
  std::string damaged = text();
  for (int i = 0; i < 1000; ++i) damaged += "nonsense\n";
  write(damaged);
  EXPECT_EQ(read().remarks.size(), 11u);
  EXPECT_EQ(read().remarks.back(), "audit.jsonl: and 990 lines more like these");
  EXPECT_EQ(triaged_refs(), Texts{"a"});
}

TEST_F(ReadDecisions, AnEventThatIsBeingWrittenIsNoDamage) {
  log({triaged("a"), triaged("b")});
  write(text() + "{\"seq\":3,\"ts");
  EXPECT_EQ(triaged_refs(), (Texts{"a", "b"}));
  EXPECT_EQ(read().remarks, Texts());
}

}  // namespace
}  // namespace winnow
