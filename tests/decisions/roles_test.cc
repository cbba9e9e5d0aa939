#include "drivers/decisions/roles.h"

#include <gtest/gtest.h>

#include "tests/decisions/practice_decisions.h"

namespace winnow {
namespace {

constexpr Deed kDeeds[] = {Deed::scan,
                           Deed::take_in,
                           Deed::raise_risk,
                           Deed::lower_risk,
                           Deed::decide_safeguarding,
                           Deed::move_on,
                           Deed::retain,
                           Deed::ask_return,
                           Deed::countersign,
                           Deed::countersign_exception,
                           Deed::review,
                           Deed::view_picture,
                           Deed::record_outcome,
                           Deed::sign_policy,
                           Deed::grant_role};

TEST(Roles, HaveWordsAndBack) {
  for (std::size_t i = 0; i < kRoles; ++i) {
    const auto role = static_cast<Role>(i);
    EXPECT_EQ(parse_role(to_string(role)), role);
    EXPECT_NE(std::string(words_of(role)).find(to_string(role)), std::string::npos);
  }
  EXPECT_EQ(parse_role("Supervisor"), std::nullopt);
  EXPECT_EQ(parse_role("operator_"), std::nullopt);
}

// Each may what the one before may, up to the supervisor.
TEST(Roles, GrowFromOperatorToSupervisor) {
  for (const Deed deed : kDeeds) {
    const bool may_operator = may(Role::operator_, deed);
    const bool may_examiner = may(Role::examiner, deed);
    const bool may_reviewer = may(Role::reviewer, deed);
    const bool may_supervisor = may(Role::supervisor, deed);
    EXPECT_LE(may_operator, may_examiner) << words_of(deed);
    EXPECT_LE(may_examiner, may_reviewer) << words_of(deed);
    EXPECT_LE(may_reviewer, may_supervisor) << words_of(deed);
    EXPECT_FALSE(may(Role::auditor, deed)) << words_of(deed);
    EXPECT_EQ(may(Role::administrator, deed), deed == Deed::grant_role);
  }
}

TEST(Roles, DivideWhatMatters) {
  EXPECT_TRUE(may(Role::operator_, Deed::take_in));
  EXPECT_TRUE(may(Role::operator_, Deed::raise_risk));
  EXPECT_FALSE(may(Role::operator_, Deed::lower_risk));
  EXPECT_FALSE(may(Role::operator_, Deed::move_on));
  EXPECT_TRUE(may(Role::examiner, Deed::ask_return));
  EXPECT_FALSE(may(Role::examiner, Deed::countersign));
  EXPECT_TRUE(may(Role::reviewer, Deed::countersign));
  EXPECT_FALSE(may(Role::reviewer, Deed::countersign_exception));
  EXPECT_FALSE(may(Role::examiner, Deed::view_picture));
  EXPECT_TRUE(may(Role::reviewer, Deed::view_picture));
  EXPECT_TRUE(may(Role::supervisor, Deed::view_picture));
  EXPECT_TRUE(may(Role::supervisor, Deed::countersign_exception));
  EXPECT_TRUE(may(Role::supervisor, Deed::sign_policy));
  EXPECT_FALSE(may(Role::supervisor, Deed::grant_role));
}

TEST(People, AreTheSameButForBlanksAndCapitals) {
  EXPECT_TRUE(is_same_person("A. Person", "  a.  PERSON "));
  EXPECT_TRUE(is_same_person("Ömer", "ömer"));
  EXPECT_FALSE(is_same_person("A. Person", "A. Persson"));
  EXPECT_EQ(person_key(" \t "), "");
  for (const char* blank : {"\u00A0", "\u2003", "\u202F", "\u205F", "\u3000"}) {
    EXPECT_TRUE(is_same_person("A. Person", std::string("A.") + blank + "Person"));
  }
  for (const char* none :
       {"\u200B", "\u200D", "\u200F", "\u2060", "\u00AD", "\uFEFF"}) {
    EXPECT_TRUE(is_same_person("A. Person", std::string("A. Per") + none + "son"));
    EXPECT_EQ(person_key(none), "");
  }
}

TEST(People, HaveOneRoleEach) {
  People people = practice_people();
  EXPECT_TRUE(people.has_administrator());
  EXPECT_EQ(people.role_of("r. reviewer "), Role::reviewer);
  EXPECT_EQ(people.role_of("N. Obody"), Role::operator_);
  people.grant("R. REVIEWER", Role::auditor);
  EXPECT_EQ(people.role_of("R. Reviewer"), Role::auditor);
  EXPECT_EQ(people.all().count("R. Reviewer"), 0u);
  EXPECT_EQ(people.all().size(), 5u);
  EXPECT_FALSE(People().has_administrator());
}

}  // namespace
}  // namespace winnow
