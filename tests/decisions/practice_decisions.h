// Invented people and requests for the tests of decisions.
#ifndef WINNOW_TESTS_DECISIONS_PRACTICE_DECISIONS_H_
#define WINNOW_TESTS_DECISIONS_PRACTICE_DECISIONS_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "drivers/decisions/decision_events.h"
#include "drivers/decisions/decisions.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {

inline constexpr std::int64_t kNoon = 1'800'000'000;  // 2027-01-15T08:00:00Z
inline constexpr std::int64_t kADay = 86'400;
inline constexpr char kPhone[] = "phone-1";

inline People practice_people() {
  People people;
  people.grant("A. Admin", Role::administrator);
  people.grant("E. Examiner", Role::examiner);
  people.grant("R. Reviewer", Role::reviewer);
  people.grant("S. Supervisor", Role::supervisor);
  people.grant("U. Auditor", Role::auditor);
  return people;
}

inline Decisions practice_decisions() {
  Decisions decisions;
  decisions.people = practice_people();
  return decisions;
}

// Puts an event on record, as the log would.
inline void put(const AuditEvent& event, Decisions& decisions,
                const std::string& actor = "E. Examiner") {
  take_event({1, "2027-01-15T08:00:00.000Z", "", actor, event, "", ""}, decisions);
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

inline IntakeRequest intake_request(const Pairs& stated,
                                    const std::string& by = "E. Examiner") {
  IntakeRequest request;
  request.ref = kPhone;
  request.signatures = {by, "", "", kNoon, "account"};
  for (const auto& [name, text] : stated) {
    const IntakeField* const field = find_intake_field(name);
    EXPECT_NE(field, nullptr) << name;
    EXPECT_EQ(state(*field, text, request.statements), "") << name;
  }
  return request;
}

inline DispositionRequest disposition_request(Disposition to,
                                              const std::string& by = "E. Examiner") {
  DispositionRequest request;
  request.ref = kPhone;
  request.to = to;
  request.signatures = {by, "", "", kNoon, "account"};
  return request;
}

}  // namespace winnow

#endif  // WINNOW_TESTS_DECISIONS_PRACTICE_DECISIONS_H_
