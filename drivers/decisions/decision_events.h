// What people ask to be put on record, and the events of the audit log that keep it.
//
//   intake         object = the exhibit, outcome = "taken in" or "changed"; detail:
//   each
//                  field that was stated (intake_fields.h), `lowered` (the risk answers
//                  that were lowered, with a ", " between), `review_on`
//   disposition    object = the exhibit, outcome = the Disposition; detail:
//   assigned_to,
//                  until, exception ("yes"); lane, place, of (where it stood when it
//                  was assigned or submitted)
//   review         object = the exhibit, outcome = the Verdict
//   lane_lowered   object = the exhibit, outcome = the Lane; detail: from (the lane by
//                  the rules)
//   viewed         object = the exhibit, outcome = the picture (to_text(PicturePlace));
//                  before it is decoded, whatever comes of that; detail: path, digest
//                  ("sha256:...", of its content, if one is on record)
//   role_granted   object = the person, outcome = the Role
//   policy_signed  object = the policy's name, outcome = its SHA-256; detail: toml (as
//                  as_event_text() gives it), signed_by, signed_on
//   refused        object = as asked for, outcome = why; detail: asked (the event and
//                  outcome asked for), and what that event would have had
//
// Each has in its detail too: at (when it was decided), account (that the program ran
// under) and, where they were given, reason and countersigned_by. Its actor is the one
// who asks. Moments are ISO 8601 in UTC, dates moments at midnight.
//
// Of a scan's events `set_opened` tells a set's date (detail id, dated) and
// `scan_ended` the first look and what was met (detail met, a Met), as does `rematched`
// of a rematch.
#ifndef WINNOW_DRIVERS_DECISIONS_DECISION_EVENTS_H_
#define WINNOW_DRIVERS_DECISIONS_DECISION_EVENTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/decisions/decisions.h"
#include "drivers/decisions/intake_fields.h"
#include "drivers/decisions/roles.h"
#include "drivers/store/audit_line.h"
#include "scanner/rank/case_facts.h"
#include "scanner/rank/policy.h"
#include "scanner/wire/picture_place.h"

namespace winnow {

// Who asks, who countersigns ("" for nobody), and why.
struct Signatures {
  std::string by;
  std::string countersigned_by;
  std::string reason;
  std::int64_t at = 0;
  std::string account;
};

struct IntakeRequest {
  std::string ref;
  Statements statements;
  std::optional<std::int64_t> review_on;
  Signatures signatures;
};

struct DispositionRequest {
  std::string ref;
  Disposition to = Disposition::received;
  std::string assigned_to;
  std::optional<std::int64_t> until;
  bool is_exception = false;  // to the rules of return
  StartPlace started = {};    // where it stood, if it is assigned or submitted now
  Signatures signatures;
};

// One of the two.
struct ReviewRequest {
  std::string ref;
  std::optional<Verdict> verdict;
  std::optional<Lane> lower_to;
  Signatures signatures;
  std::optional<Lane> lower_from = {};  // the lane by the rules, of lower_to
};

// To see one picture, blurred.
struct GlimpseRequest {
  std::string ref;
  PicturePlace place;
  std::string path;  // on record of it
  Digests digests;
  Signatures signatures;
};

[[nodiscard]] AuditEvent intake_event(const IntakeRequest& request, bool is_first,
                                      const std::vector<RiskQuestion>& lowered);
[[nodiscard]] AuditEvent disposition_event(const DispositionRequest& request);
[[nodiscard]] AuditEvent review_event(const ReviewRequest& request);
[[nodiscard]] AuditEvent viewed_event(const GlimpseRequest& request);
[[nodiscard]] AuditEvent grant_event(const std::string& name, Role role,
                                     const Signatures& signatures);
// Without a text that an event cannot hold.
[[nodiscard]] AuditEvent policy_event(const Policy& policy, const std::string& toml,
                                      const Signatures& signatures);
// Of the event that was asked for and is not put on record.
[[nodiscard]] AuditEvent refused_event(const AuditEvent& asked, const std::string& why);

// "a, b", and back.
[[nodiscard]] std::string questions_text(const std::vector<RiskQuestion>& questions);
[[nodiscard]] std::optional<std::vector<RiskQuestion>> parse_questions(
    std::string_view text);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_DECISION_EVENTS_H_
