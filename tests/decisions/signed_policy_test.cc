#include "drivers/decisions/signed_policy.h"

#include <gtest/gtest.h>

#include "tests/decisions/practice_decisions.h"

namespace winnow {
namespace {

std::string signed_text() {
  std::string text(shipped_policy_text());
  const auto put_in = [&text](const std::string& key, const std::string& value) {
    const std::string empty = key + " = \"\"";
    const std::size_t at = text.find(empty);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, empty.size(), key + " = \"" + value + "\"");
  };
  put_in("signed_by", "S. Supervisor");
  put_in("signed_on", "2027-01-14");
  return text;
}

TEST(EventText, KeepsEveryByteOfATextOfLines) {
  for (const std::string& text :
       {std::string(), std::string("a\nb\r\n\tc \\n \\ \"d\" ä\n"), signed_text()}) {
    const auto one = as_event_text(text);
    ASSERT_TRUE(one);
    EXPECT_EQ(one->find('\n'), std::string::npos);
    EXPECT_EQ(from_event_text(*one), text);
  }
  EXPECT_FALSE(as_event_text("\x1b[31m"));
  EXPECT_FALSE(as_event_text(std::string(70'000, 'x')));
  EXPECT_FALSE(from_event_text("ends in \\"));
  EXPECT_FALSE(from_event_text("\\x"));
}

TEST(PolicyInForce, IsTheShippedOneUntilOneIsSigned) {
  Decisions decisions = practice_decisions();
  ASSERT_TRUE(policy_in_force(decisions));
  EXPECT_EQ(policy_in_force(decisions)->signed_by, "");
  EXPECT_EQ(policy_text_in_force(decisions), shipped_policy_text());
  const auto policy = parse_policy(signed_text(), "unit.toml");
  ASSERT_TRUE(policy) << policy.error().line();
  const AuditEvent event =
      policy_event(*policy, signed_text(), {"S. Supervisor", "", "", kNoon, ""});
  put(refused_event(event, "why not"), decisions);
  EXPECT_EQ(policy_text_in_force(decisions), shipped_policy_text());
  put(event, decisions);
  EXPECT_EQ(policy_text_in_force(decisions), signed_text());
  EXPECT_EQ(policy_in_force(decisions)->signed_by, "S. Supervisor");
  EXPECT_EQ(policy_in_force(decisions)->sha256, policy->sha256);
  EXPECT_TRUE(decisions.remarks.empty());
}

TEST(PolicyInForce, IsAFaultIfThisVersionCannotReadIt) {
  Decisions decisions;
  decisions.policy_toml = "name = \"of a later version\"\n";
  EXPECT_FALSE(policy_in_force(decisions));
}

TEST(PolicyInForce, ATextThatIsDamagedIsSaidAndLeftOut) {
  Decisions decisions;
  put({"policy_signed", "unit", "", {{"toml", "a\\"}}}, decisions);
  ASSERT_EQ(decisions.remarks.size(), 1u);
  EXPECT_EQ(decisions.policy_toml, "");
}

}  // namespace
}  // namespace winnow
