// Decisions: what people put on record of the exhibits of a case, replayed from its
// audit log. The log is the record: nothing else keeps a decision, so none can be
// changed without breaking the chain.
//
// Plain values; texts are printable UTF-8, instants seconds since 1970 UTC.
#ifndef WINNOW_DRIVERS_DECISIONS_DECISIONS_H_
#define WINNOW_DRIVERS_DECISIONS_DECISIONS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "drivers/decisions/roles.h"
#include "drivers/store/audit_check.h"
#include "drivers/store/audit_line.h"
#include "scanner/rank/case_facts.h"
#include "scanner/rank/ranking.h"

namespace winnow {

// What a full examination found.
enum class ExaminationResult : std::uint8_t {
  listed,      // material that a list knew
  unlisted,    // material that none knew, first-generation material among it
  nothing,     // none
  impossible,  // could not be examined
};
[[nodiscard]] const char* to_string(ExaminationResult result);
[[nodiscard]] std::optional<ExaminationResult> parse_examination_result(
    std::string_view word);

// Where an exhibit stood in the order; for yield by lane and decile.
struct StartPlace {
  std::optional<Lane> lane;
  std::uint32_t place = 0;  // from 1; 0 if unknown
  std::uint32_t of = 0;     // so many waited
};

struct Outcome {
  ExaminationResult result = ExaminationResult::nothing;
  std::uint64_t items = 0;    // of material, as the examiner counted them
  std::uint64_t minutes = 0;  // of examination; 0 if nobody said
  std::int64_t at = 0;
  std::string by;
  StartPlace started;  // as the exhibit was ranked when it was started
  // What scans had met until the outcome was recorded; nothing if it was never scanned.
  std::optional<Band> band;
  // And how sure they were of meeting listed material: one for each of kResidualSizes,
  // or none.
  std::vector<std::uint32_t> confidence;
};

struct DispositionStep {
  Disposition to = Disposition::received;
  std::int64_t at = 0;
  std::string by;
  std::string countersigned_by;
  std::string reason;
  std::string assigned_to;
  std::optional<std::int64_t> until;
  bool is_exception = false;  // to the rules of return
};

struct ExhibitDecisions {
  CaseFacts facts;
  std::vector<DispositionStep> steps;  // in the order of the log
  StartPlace started;                  // when it was first assigned or submitted
  std::vector<Outcome> outcomes;
  std::optional<std::int64_t> first_look_at;    // when its first scan ended
  std::optional<std::int64_t> lane_lowered_at;  // the last time
  bool was_proposed = false;  // drawn at random for examination, to see misses
  // The strongest that any scan met: a lane that a reviewer lowered holds only until a
  // scan meets more.
  Met strongest_met = Met::nothing;
};

struct Decisions {
  std::map<std::string, ExhibitDecisions> exhibits;  // by reference
  People people;
  std::string policy_toml;  // the signed policy's text; "" for the shipped one
  // When a set was released or, where nobody says so, imported; by its id.
  std::map<std::string, std::int64_t> set_dates;
  // The last event that they were replayed to: what is decided on them is decided on
  // that (AuditLog::append_after).
  AuditHead head;
  // Lines that could not be understood, and logs that were damaged, are missing or are
  // none of this case's: each said to the reader, none passed over in silence.
  std::vector<std::string> remarks;
  // A log, or one that was set aside, is missing or is not the case's: what is not here
  // may have been decided all the same.
  bool has_gaps = false;
};

// Takes one event of the log (decision_events.h). Events that are no decisions change
// nothing.
void take_event(const AuditLine& line, Decisions& decisions);
// Replays the case's logs: those that were set aside, in their order, then the one in
// use (audit_history.h). Every line that is valid in itself counts, so that damage
// takes away no more than the lines it lies in. A case without a log has no decisions,
// and a remark that says so.
[[nodiscard]] Result<Decisions> read_decisions(const std::string& case_path);

// For put_in_order().
[[nodiscard]] StartsSoFar starts_so_far(const Decisions& decisions);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_DECISIONS_H_
