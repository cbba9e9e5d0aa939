#include "drivers/decisions/exceptions.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace winnow {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kNow = 20'000 * kDay;  // 2024-10-04

// A case with one exhibit with which all is well, and a signed policy.
class Exceptions : public ::testing::Test {
 protected:
  Exceptions() {
    policy_.signed_by = "S. Super";
    policy_.target_days = {1, 7, 28, 90};
    exhibit_.ref = "phone";
    exhibit_.lane = Lane::B;
    exhibit_.facts.has_intake = true;
    exhibit_.facts.known_since = kNow - 2 * kDay;
    exhibit_.facts.disposition = Disposition::triaged;
    exhibit_.facts.intake.safeguarding = {Referral::referred, "R. Viewer",
                                          kNow - 2 * kDay, "REF-1"};
  }

  [[nodiscard]] std::vector<ExceptionEntry> entries() const {
    return exceptions_of(decisions_, {exhibit_}, policy_, kNow);
  }
  // The only entry.
  [[nodiscard]] ExceptionEntry only() const {
    const auto all = entries();
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? ExceptionEntry{} : all[0];
  }

  Decisions decisions_;
  RankedExhibit exhibit_;
  Policy policy_;
};

TEST_F(Exceptions, NothingWhereAllIsWell) {
  EXPECT_TRUE(entries().empty());
}

TEST_F(Exceptions, UnansweredReferral) {
  exhibit_.facts.intake.safeguarding = {};
  EXPECT_EQ(only().kind, ExceptionKind::unanswered_referral);
  EXPECT_EQ(only().exhibit, "phone");
  EXPECT_EQ(only().since, kNow - 2 * kDay);
  EXPECT_EQ(only().who, "operator, examiner, reviewer or supervisor");
  // No disposition closes it.
  exhibit_.facts.disposition = Disposition::submitted;
  EXPECT_EQ(only().kind, ExceptionKind::unanswered_referral);
  exhibit_.facts.intake.safeguarding.referral = Referral::not_needed;
  EXPECT_TRUE(entries().empty());
}

TEST_F(Exceptions, WithoutIntakeNobodyAsked) {
  exhibit_.facts = {};
  exhibit_.is_scanned = false;
  EXPECT_EQ(only().kind, ExceptionKind::unanswered_referral);
  EXPECT_EQ(only().what, "no intake: nobody asked whether a referral is needed");
  EXPECT_FALSE(only().since.has_value());
  decisions_.exhibits["phone"].first_look_at = kNow - kDay;
  EXPECT_EQ(only().since, kNow - kDay);
}

TEST_F(Exceptions, NobodyTookItIn) {
  exhibit_.facts.has_intake = false;
  decisions_.exhibits["phone"].first_look_at = kNow - kDay;
  EXPECT_EQ(only().kind, ExceptionKind::no_intake);
  EXPECT_EQ(only().since, kNow - kDay);
  EXPECT_EQ(only().who, "operator, examiner, reviewer or supervisor");
  exhibit_.facts.disposition = Disposition::submitted;
  EXPECT_TRUE(entries().empty());
}

TEST_F(Exceptions, LaneThatAReviewerLowered) {
  exhibit_.facts.lowered_to = Lane::C;
  exhibit_.facts.lowered_why = "by R. Viewer: access ended";
  EXPECT_TRUE(entries().empty()) << "the rules give lane B all the same";
  exhibit_.lane = Lane::C;
  decisions_.exhibits["phone"].lane_lowered_at = kNow - kDay;
  EXPECT_EQ(only().kind, ExceptionKind::lowered_lane);
  EXPECT_EQ(only().since, kNow - kDay);
  EXPECT_EQ(only().what, "lowered to lane C by R. Viewer: access ended");
  exhibit_.facts.disposition = Disposition::submitted;
  EXPECT_TRUE(entries().empty());
}

TEST_F(Exceptions, Overdue) {
  exhibit_.is_overdue = true;
  exhibit_.due = DueDay{19'990, "court date"};
  EXPECT_EQ(only().kind, ExceptionKind::overdue);
  EXPECT_EQ(only().since, 19'990 * kDay);
  EXPECT_EQ(only().what, "lane B, was due on " + day_text(19'990) + " (court date)");
  EXPECT_EQ(only().who, "examiner, reviewer or supervisor");
  exhibit_.facts.disposition = Disposition::submitted;
  EXPECT_TRUE(entries().empty());
}

TEST_F(Exceptions, Unallocated) {
  exhibit_.facts.known_since = kNow - 7 * kDay;
  EXPECT_TRUE(entries().empty());  // the target is just met
  exhibit_.facts.known_since = kNow - 7 * kDay - 1;
  EXPECT_EQ(only().kind, ExceptionKind::unallocated);
  EXPECT_EQ(only().what, "triaged, and nobody has it for 7 days (lane B: 7)");
  exhibit_.facts.disposition = Disposition::assigned;
  EXPECT_TRUE(entries().empty());
}

TEST_F(Exceptions, ReturnThatNobodySigned) {
  exhibit_.facts.disposition = Disposition::returned;
  DispositionStep step;
  step.to = Disposition::returned;
  step.at = kNow - 5 * kDay;
  step.by = "E. Examiner";
  decisions_.exhibits["phone"].steps = {step};
  EXPECT_EQ(only().kind, ExceptionKind::unsigned_return);
  EXPECT_EQ(only().since, kNow - 5 * kDay);
  EXPECT_EQ(only().what, "returned by E. Examiner, and nobody countersigned it");
  decisions_.exhibits["phone"].steps[0].countersigned_by = "R. Viewer";
  EXPECT_TRUE(entries().empty());
}

TEST_F(Exceptions, ReturnAgainstTheRules) {
  exhibit_.facts.disposition = Disposition::returned;
  DispositionStep step;
  step.to = Disposition::returned;
  step.at = kNow - 5 * kDay;
  step.by = "E. Examiner";
  step.countersigned_by = "S. Super";
  step.reason = "owner insists";
  step.is_exception = true;
  decisions_.exhibits["phone"].steps = {step};
  EXPECT_EQ(only().kind, ExceptionKind::unsigned_return);
  EXPECT_EQ(
      only().what,
      "returned by exception by E. Examiner, countersigned by S. Super: owner insists");
  // It stays until somebody looked at it again, or it came back.
  exhibit_.facts.review = {Verdict::nothing, "R. Viewer", "seen", kNow - 6 * kDay};
  EXPECT_EQ(entries().size(), 1u);
  exhibit_.facts.review.at = kNow - 4 * kDay;
  EXPECT_TRUE(entries().empty());
  exhibit_.facts.review = {};
  step.to = Disposition::received;
  step.is_exception = false;
  decisions_.exhibits["phone"].steps.push_back(step);
  EXPECT_TRUE(entries().empty());
}

TEST_F(Exceptions, ExpiredAssessment) {
  RiskAnswer& answer = exhibit_.facts.intake.risk.answers[1];
  answer = {Answer::no, true, kNow + 1};
  EXPECT_TRUE(entries().empty());
  answer.review_on = kNow;
  EXPECT_EQ(only().kind, ExceptionKind::expired_assessment);
  EXPECT_EQ(only().what,
            "works-with-children was lowered to no, and its review is due since "
            "2024-10-04; it counts as unknown");
  answer.review_on.reset();  // answered again
  EXPECT_TRUE(entries().empty());
}

TEST_F(Exceptions, LeadThatNobodyReviewed) {
  exhibit_.review = "2 pictures similar to listed ones: compare them";
  decisions_.exhibits["phone"].first_look_at = kNow - kDay;
  EXPECT_EQ(only().kind, ExceptionKind::unreviewed_lead);
  EXPECT_EQ(only().what, exhibit_.review);
  EXPECT_EQ(only().since, kNow - kDay);
  EXPECT_EQ(only().who, "reviewer or supervisor");
  exhibit_.review.clear();
  EXPECT_TRUE(entries().empty());
}

TEST_F(Exceptions, ANearPictureIsSuchALeadUntilItsReview) {
  ExhibitAnswer answer;
  answer.ref = "phone";
  answer.facts = exhibit_.facts;
  Finding finding;
  finding.kind = FindingKind::near;
  finding.near = NearFacts{};
  finding.near->distance = 24;
  answer.findings = {finding};
  exhibit_ = judge(answer, policy_, kNow);
  EXPECT_EQ(only().kind, ExceptionKind::unreviewed_lead);
  answer.facts.review = {Verdict::nothing, "R. Reviewer", "another room", kNow};
  exhibit_ = judge(answer, policy_, kNow);
  EXPECT_TRUE(entries().empty());
}

TEST_F(Exceptions, HeldPastItsDate) {
  exhibit_.facts.disposition = Disposition::held;
  exhibit_.facts.held_until = kNow;
  EXPECT_TRUE(entries().empty());
  exhibit_.facts.held_until = kNow - 1;
  EXPECT_EQ(only().kind, ExceptionKind::held_past_date);
  EXPECT_EQ(only().what, "held until 2024-10-03, which is past");
  exhibit_.facts.disposition = Disposition::triaged;
  EXPECT_TRUE(entries().empty());
}

TEST_F(Exceptions, PolicyThatNobodySigned) {
  policy_.signed_by.clear();
  policy_.name = "shipped proposal";
  EXPECT_EQ(only().kind, ExceptionKind::unsigned_policy);
  EXPECT_EQ(only().exhibit, "");
  EXPECT_EQ(only().who, "supervisor");
}

TEST_F(Exceptions, ByKindThenOldestThenReference) {
  RankedExhibit a = exhibit_;
  a.facts.intake.safeguarding = {};
  RankedExhibit b = a;
  RankedExhibit c = a;
  a.ref = "a";
  b.ref = "b";
  c.ref = "c";
  c.facts.known_since -= kDay;
  b.is_overdue = true;
  b.due = DueDay{1, "court date"};
  std::vector<RankedExhibit> judged = {a, b, c};
  std::string order;
  do {
    std::string now;
    for (const auto& one : exceptions_of(decisions_, judged, policy_, kNow)) {
      now += one.exhibit + std::string(" ") + to_string(one.kind) + "\n";
    }
    if (order.empty()) order = now;
    EXPECT_EQ(now, order);
  } while (std::next_permutation(
      judged.begin(), judged.end(),
      [](const auto& one, const auto& other) { return one.ref < other.ref; }));
  EXPECT_EQ(order,
            "c unanswered referral\na unanswered referral\nb unanswered referral\n"
            "b overdue\n");
}

}  // namespace
}  // namespace winnow
