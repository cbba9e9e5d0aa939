#include "drivers/decisions/decision_rules.h"

#include <gtest/gtest.h>

#include "base/digester.h"
#include "tests/decisions/practice_decisions.h"

namespace winnow {
namespace {

using enum Disposition;

// That the refusal says this; "" for none.
void expect_refusal(const Refusal& refusal, const std::string& part) {
  if (part.empty()) {
    EXPECT_FALSE(refusal) << *refusal;
  } else {
    ASSERT_TRUE(refusal) << "not refused: " << part;
    EXPECT_NE(refusal->find(part), std::string::npos) << *refusal;
  }
}

// ---- intake ----

class IntakeRules : public testing::Test {
 protected:
  IntakeRules() { policy_.review_days = 30; }

  void on_record(const Pairs& stated) {
    IntakeRequest request = intake_request(stated);
    fill_safeguarding(request);
    put(intake_event(request, true, {}), decisions_);
    ASSERT_TRUE(decisions_.remarks.empty());
  }
  [[nodiscard]] const Intake& intake() {
    return decisions_.exhibits[kPhone].facts.intake;
  }
  void expect(const IntakeRequest& request, const std::string& part) {
    expect_refusal(refusal_of_intake(request, decisions_, policy_, kNoon), part);
  }
  // A lowered answer with all that it needs.
  [[nodiscard]] static IntakeRequest lowering(const Pairs& stated) {
    IntakeRequest request = intake_request(stated);
    request.signatures.reason = "moved out";
    request.signatures.countersigned_by = "R. Reviewer";
    request.review_on = kNoon + 30 * kADay;
    return request;
  }
  [[nodiscard]] std::vector<RiskQuestion> lowered(const IntakeRequest& request,
                                                  std::int64_t now = kNoon) {
    return lowered_by(request, intake().risk, now);
  }

  Decisions decisions_ = practice_decisions();
  Policy policy_;
};

TEST_F(IntakeRules, AreDoneByWhoMay) {
  expect(intake_request({{"device", "phone"}}, "N. Obody"), "");
  expect(intake_request({{"device", "phone"}}, "S. Supervisor"), "");
  expect(intake_request({{"device", "phone"}}, "U. Auditor"),
         "U. Auditor is an auditor and may not take in exhibits; an operator, an "
         "examiner, a reviewer or a supervisor may (winnow people tells who is)");
  expect(intake_request({{"device", "phone"}}, "a. admin"), "an administrator");
  expect(intake_request({{"device", "phone"}}, " "), "say who with --operator");
}

TEST_F(IntakeRules, NothingLiesInTheFuture) {
  IntakeRequest request = intake_request({{"device", "phone"}});
  request.signatures.at = kNoon + 60;
  expect(request, "");
  request.signatures.at = kNoon + 61;
  expect(request, "--at 2027-01-15T08:01:01Z lies in the future");
  expect(intake_request({{"seized-at", "2027-01-16"}}), "--seized-at 2027-01-16 lies");
  expect(intake_request({{"seized-at", "2027-01-15"}}), "");
  expect(intake_request({{"court", "2028-01-01"}}), "");
}

TEST_F(IntakeRules, AFirstAnswerLowersNothing) {
  EXPECT_TRUE(lowered(intake_request({{"prior-record", "no"}})).empty());
  expect(intake_request({{"prior-record", "no"}}, "N. Obody"), "");
  on_record({{"device", "phone"}});
  expect(intake_request({{"prior-record", "no"}}), "");
}

TEST_F(IntakeRules, KnowWhatLowers) {
  const struct {
    const char* before;
    const char* now;
    bool lowers;
  } cases[] = {{"yes", "yes", false},   {"yes", "unknown", true},
               {"yes", "no", true},     {"unknown", "yes", false},
               {"unknown", "no", true}, {"unknown", "unknown", false},
               {"no", "no", false},     {"no", "unknown", false},
               {"no", "yes", false}};
  for (const auto& one : cases) {
    decisions_ = practice_decisions();
    on_record({{"prior-record", one.before}});
    const IntakeRequest request = intake_request({{"prior-record", one.now}});
    EXPECT_EQ(lowered(request).size(), one.lowers ? 1u : 0u)
        << one.before << " " << one.now;
    expect(request, one.lowers ? "needs a reason" : "");
  }
}

TEST_F(IntakeRules, LoweringNeedsReasonSecondPersonAndDate) {
  on_record({{"lives-with-children", "yes"}, {"other-access", "unknown"}});
  const Pairs stated = {{"lives-with-children", "no"}, {"other-access", "no"}};
  expect(lowering(stated), "");
  IntakeRequest request = lowering(stated);
  request.signatures.reason = "";
  expect(request, "to lower lives-with-children, other-access needs a reason");
  request = lowering(stated);
  request.signatures.by = "N. Obody";
  expect(request, "N. Obody is an operator and may not lower a risk answer");
  request = lowering(stated);
  request.signatures.countersigned_by = "";
  expect(request,
         "needs the countersignature of a second person, a reviewer or a "
         "supervisor");
  request.signatures.countersigned_by = " e. EXAMINER";
  expect(request, "asks and countersigns; a second person has to countersign");
  request.signatures.countersigned_by = "N. Obody";
  expect(request, "N. Obody is an operator and may not countersign");
  request = lowering(stated);
  request.review_on.reset();
  expect(request, "needs a date on which it is reviewed, at most 30 days ahead");
  request.review_on = kNoon;
  expect(request, "is over; give a date ahead");
  request.review_on = kNoon + 30 * kADay + 1;
  expect(request, "is too late; the policy allows at most 30 days");
}

TEST_F(IntakeRules, ADateOfReviewBelongsToALoweredAnswer) {
  IntakeRequest request = lowering({{"device", "phone"}});
  expect(request, "--review-on belongs to a risk answer that is lowered");
}

// The way around: give a lowered answer once more when its time is over.
TEST_F(IntakeRules, ALoweredAnswerIsReviewedNotRepeated) {
  on_record({{"prior-record", "yes"}});
  const IntakeRequest request = lowering({{"prior-record", "no"}});
  put(intake_event(request, false, lowered(request)), decisions_);
  const RiskAnswer first = intake().risk.of(RiskQuestion::prior_record);
  EXPECT_EQ(first.answer, Answer::no);
  EXPECT_EQ(first.review_on, request.review_on);
  // While it holds: again without a date changes nothing, ...
  const IntakeRequest again = intake_request({{"prior-record", "no"}});
  EXPECT_TRUE(lowered(again).empty());
  put(intake_event(again, false, {}), decisions_);
  EXPECT_TRUE(intake().risk.of(RiskQuestion::prior_record) == first);
  // ... and with one is the whole decision once more.
  IntakeRequest later = again;
  later.review_on = kNoon + kADay;
  EXPECT_EQ(lowered(later).size(), 1u);
  expect(later, "needs a reason");
  // Once the time is over it counts as unknown.
  EXPECT_EQ(lowered(again, *request.review_on + 1).size(), 1u);
  // A higher answer needs no review.
  put(intake_event(intake_request({{"prior-record", "yes"}}), false, {}), decisions_);
  EXPECT_EQ(intake().risk.of(RiskQuestion::prior_record).review_on, std::nullopt);
}

TEST_F(IntakeRules, ASafeguardingDecisionIsSomebodysWithAReference) {
  expect(intake_request({{"referral", "referred"}}), "give it with --referral-ref");
  IntakeRequest request =
      intake_request({{"referral", "referred"}, {"referral-ref", "R-1"}});
  expect(request, "");
  fill_safeguarding(request);
  EXPECT_EQ(*find_stated(request.statements, "referral-by"), "E. Examiner");
  EXPECT_EQ(*find_stated(request.statements, "referral-at"), "2027-01-15T08:00:00Z");
  request = intake_request({{"referral", "not-needed"}});
  expect(request, "that no referral is needed needs a reason");
  request.signatures.reason = "no child is near";
  expect(request, "");
  expect(intake_request({{"referral-ref", "R-1"}}),
         "the safeguarding decision is open");
  expect(intake_request({{"referral", "open"}}), "");
  expect(intake_request({{"referral-at", "2028-01-01"}}), "lies in the future");
}

TEST_F(IntakeRules, ADecisionThatIsOpenedAgainIsNobodys) {
  on_record({{"referral", "referred"}, {"referral-ref", "R-1"}});
  EXPECT_EQ(intake().safeguarding.decided_by, "E. Examiner");
  on_record({{"referral", "open"}});
  EXPECT_TRUE(intake().safeguarding == Safeguarding());
}

TEST_F(IntakeRules, PuttingOffTheDueDayTakesTwo) {
  expect(intake_request({{"seized-at", "2027-01-10"}, {"bail", "2027-03-01"}}), "");
  on_record(
      {{"seized-at", "2027-01-10"}, {"bail", "2027-03-01"}, {"court", "2027-04-01"}});
  expect(intake_request({{"seized-at", "2027-01-09"}, {"court", "2027-03-31"}}), "");
  expect(intake_request({{"bail", "2027-03-01"}}), "");
  for (const Pairs& later :
       {Pairs{{"seized-at", "2027-01-11"}}, Pairs{{"seized-at", ""}},
        Pairs{{"bail", "2027-03-02"}}, Pairs{{"court", "none"}}}) {
    IntakeRequest request = intake_request(later);
    expect(request, "puts off its due day, and needs a reason and a second person");
    request.signatures.reason = "adjourned";
    expect(request, "needs the countersignature of a second person");
    request.signatures.countersigned_by = "N. Obody";
    expect(request, "may not countersign");
    request.signatures.countersigned_by = "R. Reviewer";
    expect(request, "");
  }
}

TEST_F(IntakeRules, NoBailAndNoCourtBeforeTheSeizure) {
  expect(intake_request({{"seized-at", "2027-01-10"}, {"bail", "2026-03-01"}}),
         "--bail 2026-03-01 lies before it was seized (2027-01-10)");
  expect(intake_request({{"seized-at", "2027-01-10"}, {"court", "2027-01-10"}}), "");
  on_record({{"seized-at", "2027-01-10"}});
  expect(intake_request({{"court", "2027-01-09"}}), "--court 2027-01-09 lies before");
}

// ---- disposition ----

class DispositionRules : public testing::Test {
 protected:
  void on_record(Disposition to, std::int64_t at = kNoon - kADay) {
    DispositionRequest request = disposition_request(to);
    request.signatures.at = at;
    put(disposition_event(request), decisions_);
  }
  void expect(const DispositionRequest& request, const std::string& part,
              const std::vector<std::string>& hindrances = {}) {
    expect_refusal(refusal_of_disposition(request, decisions_, hindrances, kNoon),
                   part);
  }
  [[nodiscard]] static DispositionRequest countersigned(
      Disposition to, const std::string& second = "R. Reviewer") {
    DispositionRequest request = disposition_request(to);
    request.signatures.countersigned_by = second;
    request.signatures.reason = "because";
    if (to == held) request.until = kNoon + kADay;
    return request;
  }

  Decisions decisions_ = practice_decisions();
};

TEST_F(DispositionRules, AreDoneByWhoMay) {
  expect(disposition_request(triaged), "");
  expect(
      disposition_request(triaged, "N. Obody"),
      "N. Obody is an operator and may not move exhibits on; an examiner, a reviewer "
      "or a supervisor may");
  DispositionRequest request = countersigned(returned);
  request.signatures.by = "N. Obody";
  expect(request, "may not ask for a return");
  request.to = retained;
  expect(request, "may not retain exhibits");
  request.signatures.by = "U. Auditor";
  expect(request, "U. Auditor is an auditor");
  request.signatures.by = "";
  expect(request, "say who with --operator");
}

TEST_F(DispositionRules, SayWhatIsPossible) {
  expect(disposition_request(received), "");
  on_record(received);
  expect(disposition_request(received),
         "it is received and cannot become received; what is possible is triaged, "
         "assigned, submitted, held, retained or returned");
  on_record(returned);
  DispositionRequest request = disposition_request(assigned);
  request.assigned_to = "E. Examiner";
  expect(request,
         "it is returned and cannot become assigned; what is possible is "
         "received");
  expect(disposition_request(received), "");  // a device that came back
  on_record(retained);
  expect(disposition_request(received), "");
  expect(countersigned(returned), "");
}

TEST_F(DispositionRules, EveryStateHasAWayOut) {
  for (const Disposition from :
       {received, triaged, assigned, submitted, held, retained, returned}) {
    int ways = 0;
    for (const Disposition to :
         {received, triaged, assigned, submitted, held, retained, returned}) {
      ways += is_possible(from, to) ? 1 : 0;
    }
    EXPECT_GT(ways, 0) << to_string(from);
    EXPECT_EQ(is_possible(from, received), from == returned || from == retained);
  }
}

TEST_F(DispositionRules, EachStepSaysWhatItNeeds) {
  DispositionRequest request = disposition_request(assigned);
  expect(request, "say to whom with --to-examiner");
  request.assigned_to = "E. Examiner";
  expect(request, "");
  request.assigned_to = " \u00A0";
  expect(request, "say to whom with --to-examiner");
  request.assigned_to = "E. Examinr";
  expect(request, "E. Examinr is not on record as one who examines");
  request.assigned_to = "E. Examiner";
  request.to = submitted;
  expect(request, "--to-examiner belongs to --to assigned");
  request = countersigned(held);
  request.until.reset();
  expect(request, "say until when with --until");
  request.until = kNoon;
  expect(request, "--until 2027-01-15T08:00:00Z is over");
  request = countersigned(triaged);
  request.until = kNoon + 1;
  expect(request, "--until belongs to --to held");
  request = disposition_request(submitted);
  request.is_exception = true;
  expect(request, "--exception belongs to --to returned");
}

TEST_F(DispositionRules, HoldingAndRetainingTakeTwo) {
  for (const Disposition to : {held, retained}) {
    expect(countersigned(to), "");
    DispositionRequest request = countersigned(to);
    request.signatures.reason = "";
    expect(request, "needs a reason");
    expect(countersigned(to, ""), "the countersignature of a second person");
    expect(countersigned(to, "E. EXAMINER"), "asks and countersigns");
    expect(countersigned(to, "N. Obody"), "may not countersign");
  }
}

TEST_F(DispositionRules, AReturnThatKeepsTheRulesTakesTwo) {
  expect(countersigned(returned), "");
  DispositionRequest request = countersigned(returned);
  request.signatures.reason = "";
  expect(request, "");
  expect(countersigned(returned, ""), "the countersignature of a second person");
  expect(countersigned(returned, " e.  examiner "), "asks and countersigns");
  expect(countersigned(returned, "X. Aminer"), "may not countersign");
}

TEST_F(DispositionRules, AnyOtherReturnIsASupervisorsException) {
  const std::vector<std::string> hindrances = {"it was never scanned", "and so on"};
  expect(countersigned(returned, "S. Supervisor"),
         "it may not be returned: it was never scanned; and so on. Put that right, or "
         "return it with --exception, --reason and --countersigned-by a supervisor",
         hindrances);
  DispositionRequest request = countersigned(returned, "S. Supervisor");
  request.is_exception = true;
  expect(request, "", hindrances);
  request.signatures.reason = "";
  expect(request, "a return as an exception needs a reason", hindrances);
  request = countersigned(returned);
  request.is_exception = true;
  expect(request,
         "R. Reviewer is a reviewer and may not countersign an exception to the rules "
         "of return; a supervisor may",
         hindrances);
  request.signatures.countersigned_by = "";
  expect(request, "the countersignature of a second person, a supervisor", hindrances);
  request.signatures.by = "S. Supervisor";
  request.signatures.countersigned_by = "s. supervisor";
  expect(request, "asks and countersigns", hindrances);
}

TEST_F(DispositionRules, StepsFollowEachOther) {
  on_record(triaged, kNoon - 10);
  DispositionRequest request = disposition_request(submitted);
  request.signatures.at = kNoon - 11;
  expect(request, "lies before it was triaged (2027-01-15T07:59:50Z)");
  request.signatures.at = kNoon - 10;
  expect(request, "");
  request.signatures.at = kNoon + 61;
  expect(request, "lies in the future");
}

// ---- review, roles, policy ----

TEST(ReviewRules, AReviewersWordWithAReason) {
  const Decisions decisions = practice_decisions();
  ReviewRequest request;
  request.ref = kPhone;
  request.verdict = Verdict::nothing;
  request.signatures = {"R. Reviewer", "", "looked at it", kNoon, ""};
  expect_refusal(refusal_of_review(request, decisions, {Lane::B, true, true}, kNoon),
                 "");
  request.signatures.by = "E. Examiner";
  expect_refusal(refusal_of_review(request, decisions, {Lane::B, true, true}, kNoon),
                 "E. Examiner is an examiner and may not review leads or lower a lane; "
                 "a reviewer or a supervisor may");
  request.signatures.by = "S. Supervisor";
  request.signatures.reason = "";
  expect_refusal(refusal_of_review(request, decisions, {Lane::B, true, true}, kNoon),
                 "a review needs a reason");
  request.verdict.reset();
  request.lower_to = Lane::A;
  expect_refusal(refusal_of_review(request, decisions, {Lane::B, true, true}, kNoon),
                 "a lowered lane needs a reason");
  request.signatures.reason = "why";
  expect_refusal(
      refusal_of_review(request, decisions, {Lane::B, true, true}, kNoon),
      "the rules give lane B, which A is not below; give one that is, up to D");
  request.lower_to = Lane::B;
  expect_refusal(refusal_of_review(request, decisions, {Lane::B, true, true}, kNoon),
                 "which B is not below");
  expect_refusal(refusal_of_review(request, decisions, {Lane::D, true, true}, kNoon),
                 "there is none");
  request.lower_to = Lane::C;
  expect_refusal(refusal_of_review(request, decisions, {Lane::B, true, true}, kNoon),
                 "");
}

TEST(ReviewRules, AVerdictIsAboutSomething) {
  Decisions decisions = practice_decisions();
  ReviewRequest request;
  request.ref = kPhone;
  request.signatures = {"R. Reviewer", "", "looked at it", kNoon, ""};
  for (const Verdict verdict : {Verdict::match, Verdict::nothing}) {
    request.verdict = verdict;
    expect_refusal(refusal_of_review(request, decisions, {Lane::B, true, false}, kNoon),
                   "there is no lead that a verdict could be about");
  }
  DispositionRequest exception = disposition_request(returned);
  exception.is_exception = true;
  put(disposition_event(exception), decisions);
  expect_refusal(refusal_of_review(request, decisions, {Lane::B, false, false}, kNoon),
                 "");
  request.verdict = Verdict::creation;
  expect_refusal(refusal_of_review(request, decisions, {Lane::B, true, false}, kNoon),
                 "");
  expect_refusal(refusal_of_review(request, decisions, {Lane::B, false, true}, kNoon),
                 "it was never scanned");
}

TEST(GlimpseRules, AReviewerSaysWhyOrSeesNothing) {
  const Decisions decisions = practice_decisions();
  GlimpseRequest request;
  request.ref = kPhone;
  request.signatures = {"R. Reviewer", "", "is it what it seems", kNoon, ""};
  expect_refusal(refusal_of_glimpse(request, decisions, kNoon), "");
  request.signatures.by = "S. Supervisor";
  expect_refusal(refusal_of_glimpse(request, decisions, kNoon), "");
  for (const char* name : {"E. Examiner", "U. Auditor", "A. Admin", "Somebody"}) {
    request.signatures.by = name;
    expect_refusal(refusal_of_glimpse(request, decisions, kNoon),
                   "may not view pictures; a reviewer or a supervisor may");
  }
  request.signatures.by = "R. Reviewer";
  expect_refusal(refusal_of_glimpse(request, decisions, kNoon - kADay),
                 "lies in the future");
  request.signatures.reason = "";
  expect_refusal(refusal_of_glimpse(request, decisions, kNoon),
                 "to view a picture needs a reason");
  request.signatures.by = "";
  expect_refusal(refusal_of_glimpse(request, decisions, kNoon),
                 "say who with --operator");
}

TEST(GlimpseRules, AViewIsOnRecordAndDecidesNothing) {
  Decisions decisions = practice_decisions();
  GlimpseRequest request{kPhone, {{17, 3}, 0}, "/volume-0/a.zip//b.jpg", {}, {}};
  request.signatures = {"R. Reviewer", "", "why", kNoon, "account"};
  const Pairs without_digest = {{"path", "/volume-0/a.zip//b.jpg"},
                                {"at", "2027-01-15T08:00:00Z"},
                                {"reason", "why"},
                                {"account", "account"}};
  AuditEvent event = viewed_event(request);
  EXPECT_EQ(event.event + " " + event.object + " " + event.outcome,
            "viewed phone-1 17/3");
  EXPECT_EQ(event.detail, without_digest);
  request.digests.set(digest_of(Algorithm::md5, bytes_of("a")));
  request.digests.set(digest_of(Algorithm::sha1, bytes_of("a")));
  event = viewed_event(request);
  EXPECT_EQ(event.detail[1].second,
            "sha1:" + digest_of(Algorithm::sha1, bytes_of("a")).hex());
  put(event, decisions, "R. Reviewer");
  EXPECT_TRUE(decisions.exhibits.empty());
  EXPECT_TRUE(decisions.remarks.empty());
}

Signatures by(const std::string& name) {
  return {name, "", "", kNoon, ""};
}

TEST(GrantRules, TheFirstIsAnAdministrator) {
  Decisions people;
  expect_refusal(refusal_of_grant("A", Role::reviewer, by("B"), people),
                 "there is no administrator yet");
  expect_refusal(refusal_of_grant("A", Role::administrator, by("B"), people), "");
  expect_refusal(refusal_of_grant(" ", Role::administrator, by("B"), people),
                 "name them");
  expect_refusal(refusal_of_grant("A", Role::administrator, by(""), people),
                 "say who with --operator");
  people.has_gaps = true;
  expect_refusal(refusal_of_grant("A", Role::administrator, by("B"), people),
                 "has gaps");
}

TEST(GrantRules, AnAdministratorGrantsAllElse) {
  Decisions on_record;
  on_record.people = practice_people();
  expect_refusal(refusal_of_grant("N", Role::supervisor, by("a. admin"), on_record),
                 "");
  expect_refusal(
      refusal_of_grant("N", Role::supervisor, by("S. Supervisor"), on_record),
      "S. Supervisor is a supervisor and may not grant roles; an "
      "administrator may");
  expect_refusal(refusal_of_grant("A. ADMIN", Role::auditor, by("A. Admin"), on_record),
                 "is the only administrator; make somebody else one first");
  on_record.people.grant("Second", Role::administrator);
  expect_refusal(refusal_of_grant("A. Admin", Role::auditor, by("A. Admin"), on_record),
                 "");
}

TEST(PolicyRules, WhoSignsItGivesIt) {
  const People people = practice_people();
  Policy policy;
  policy.signed_by = "s. supervisor";
  expect_refusal(refusal_of_policy(policy, by("S. Supervisor"), people, kNoon), "");
  expect_refusal(refusal_of_policy(policy, by("R. Reviewer"), people, kNoon),
                 "may not sign the policy; a supervisor may");
  policy.signed_by = "Somebody Else";
  expect_refusal(refusal_of_policy(policy, by("S. Supervisor"), people, kNoon),
                 "is signed by Somebody Else, not by S. Supervisor");
  policy.signed_by = "";
  expect_refusal(refusal_of_policy(policy, by("S. Supervisor"), people, kNoon),
                 "is signed by nobody");
  policy.signed_by = "S. Supervisor";
  policy.signed_on = "2027-01-16";
  expect_refusal(refusal_of_policy(policy, by("S. Supervisor"), people, kNoon),
                 "signed_on 2027-01-16 lies in the future");
  policy.signed_on = "2027-01-15";
  expect_refusal(refusal_of_policy(policy, by("S. Supervisor"), people, kNoon), "");
}

}  // namespace
}  // namespace winnow
