#include "drivers/decisions/intake_fields.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/decisions/practice_decisions.h"

namespace winnow {
namespace {

// A value of each field that is not what nobody stated.
const std::map<std::string, std::string>& samples() {
  static const std::map<std::string, std::string> kSamples = {
      {"device", "phone, black"},
      {"seizure-ref", "P/17"},
      {"seized-at", "2026-11-20"},
      {"holder", "victim"},
      {"consent-scope", "messages"},
      {"authority", "warrant 4"},
      {"suspect", "S-17"},
      {"household", "H-3"},
      {"case-ref", "C-9"},
      {"lives-with-children", "yes"},
      {"works-with-children", "no"},
      {"other-access", "unknown"},
      {"position-of-trust", "no"},
      {"prior-record", "yes"},
      {"child-identified", "no"},
      {"immediate-risk", "unknown"},
      {"referral", "referred"},
      {"referral-by", "M. Manager"},
      {"referral-at", "2026-11-20T10:11:12Z"},
      {"referral-ref", "R-1"},
      {"bail", "2026-12-01"},
      {"court", "2027-02-03"},
      {"cannot-be-scanned", "broken"}};
  return kSamples;
}

TEST(IntakeFields, SayBackWhatTheyTake) {
  ASSERT_EQ(intake_fields().size(), samples().size());
  for (const IntakeField& field : intake_fields()) {
    Intake intake;
    const Intake before = intake;
    const std::string& text = samples().at(field.name);
    EXPECT_EQ(field.take(text, intake), "") << field.name;
    EXPECT_EQ(field.text(intake), text);
    EXPECT_FALSE(intake == before) << field.name << " changes nothing";
    Intake again;
    EXPECT_EQ(field.take(field.text(intake), again), "");
    EXPECT_TRUE(again == intake) << field.name;
    EXPECT_EQ(find_intake_field(key_of(field)), &field);
  }
}

TEST(IntakeFields, AreEachOfOneMember) {
  for (const IntakeField& field : intake_fields()) {
    Intake intake;
    ASSERT_EQ(field.take(samples().at(field.name), intake), "");
    for (const IntakeField& other : intake_fields()) {
      if (&other == &field) continue;
      EXPECT_EQ(other.text(intake), other.text(Intake()))
          << field.name << " " << other.name;
    }
  }
}

TEST(IntakeFields, AskEveryQuestionOnce) {
  std::set<RiskQuestion> asked;
  for (const IntakeField& field : intake_fields()) {
    if (!field.question) continue;
    EXPECT_EQ(field.name, to_string(*field.question));
    EXPECT_TRUE(asked.insert(*field.question).second);
  }
  EXPECT_EQ(asked.size(), kRiskQuestions);
}

TEST(IntakeFields, RefuseWhatTheyDoNotUnderstand) {
  Intake intake;
  for (const char* name : {"holder", "lives-with-children", "referral", "seized-at",
                           "bail", "referral-at"}) {
    const IntakeField* const field = find_intake_field(name);
    ASSERT_NE(field, nullptr);
    EXPECT_EQ(field->take("perhaps", intake).substr(0, 5), "must ") << name;
    EXPECT_TRUE(intake == Intake());
  }
  EXPECT_NE(find_intake_field("prior-record")->take("", intake), "");
  EXPECT_NE(find_intake_field("device")->take(std::string(5000, 'x'), intake), "");
}

TEST(IntakeFields, CanBeTakenBack) {
  for (const char* name : {"device", "seized-at", "holder", "suspect", "court"}) {
    Intake intake;
    const IntakeField& field = *find_intake_field(name);
    ASSERT_EQ(field.take(samples().at(name), intake), "");
    ASSERT_EQ(field.take("", intake), "");
    EXPECT_TRUE(intake == Intake()) << name;
  }
  Intake intake;
  ASSERT_EQ(find_intake_field("bail")->take("2026-12-01", intake), "");
  ASSERT_EQ(find_intake_field("bail")->take("none", intake), "");
  EXPECT_EQ(intake.bail_on, std::nullopt);
}

TEST(IntakeFields, NoneTakesBackATextAsItDoesADate) {
  for (const char* name : {"device", "suspect", "household", "cannot-be-scanned",
                           "referral-ref", "court"}) {
    Intake intake;
    const IntakeField& field = *find_intake_field(name);
    ASSERT_EQ(field.take(samples().at(name), intake), "");
    ASSERT_EQ(field.take(" None ", intake), "");
    EXPECT_TRUE(intake == Intake()) << name;
  }
}

TEST(IntakeFields, KnowWordsWhateverTheirCase) {
  Intake intake;
  ASSERT_EQ(find_intake_field("prior-record")->take("Yes", intake), "");
  ASSERT_EQ(find_intake_field("other-access")->take("NO", intake), "");
  ASSERT_EQ(find_intake_field("holder")->take("Suspect", intake), "");
  EXPECT_EQ(intake.risk.of(RiskQuestion::prior_record).answer, Answer::yes);
  EXPECT_EQ(intake.risk.of(RiskQuestion::other_access).answer, Answer::no);
  EXPECT_EQ(intake.holder, HolderRole::suspect);
}

TEST(References, HaveALength) {
  EXPECT_EQ(complaint_of_reference(std::string(1024, 'x')), "");
  EXPECT_EQ(complaint_of_reference(std::string(1025, 'x')),
            "is longer than 1,024 bytes");
}

TEST(IntakeFields, AreFoundHoweverTheyAreWritten) {
  for (const char* name : {"Lives with children", "LIVES_WITH_CHILDREN",
                           "livesWithChildren", "lives-with-children"}) {
    ASSERT_NE(find_intake_field(name), nullptr) << name;
  }
  EXPECT_EQ(find_intake_field("ethnicity"), nullptr);
  EXPECT_EQ(find_intake_field(""), nullptr);
}

TEST(Statements, KeepTheLastOfAField) {
  Statements statements;
  ASSERT_EQ(state(*find_intake_field("suspect"), " S-1 ", statements), "");
  ASSERT_EQ(state(*find_intake_field("device"), "tab\there", statements), "");
  ASSERT_EQ(state(*find_intake_field("suspect"), "S-2", statements), "");
  EXPECT_NE(state(*find_intake_field("holder"), "owner", statements), "");
  ASSERT_EQ(statements.size(), 2u);
  EXPECT_EQ(*find_stated(statements, "suspect"), "S-2");
  EXPECT_EQ(*find_stated(statements, "device"), "tab\\x09here");
  EXPECT_EQ(find_stated(statements, "holder"), nullptr);
  Intake intake;
  put_stated(statements, intake);
  EXPECT_EQ(intake.suspect, "S-2");
}

TEST(MomentText, IsADateWhereItCanBe) {
  EXPECT_EQ(moment_text(kNoon), "2027-01-15T08:00:00Z");
  EXPECT_EQ(moment_text(kNoon - kNoon % kADay), "2027-01-15");
  EXPECT_EQ(moment_text(std::nullopt), "");
}

}  // namespace
}  // namespace winnow
