// The guided first run on practice exhibits, and the record of who completed it.
//
//   training_steps()        what is to be done, in order, as data for whoever guides
//   take_training_step()    a step was done; the last one puts the completion on record
//   read_training()         who completed it, on which version, until when that counts
//   set_training_validity() for how many days a completion counts, by the unit's choice
//
// The record is an audit log (drivers/store/audit_log.h) of its own, in the folder
// "training" of state_folder(): append-only, each event chained to the one before and
// under the account that the program ran as. Its events are training_step,
// training_completed and training_validity; a completion of a version is one of that
// version's steps in their order, without a gap, under one name. There is no way to put
// a completion on record but by its steps: so a caller takes a step only when it saw it
// happen (a scan that ended, an answer that was opened), never when a person says so.
// It shows who went through the run, not that they understood it.
//
// Names are what people state. Times are seconds since 1970. One thread at a time;
// several programs may write at once.
#ifndef WINNOW_DRIVERS_SELFTEST_TRAINING_RECORD_H_
#define WINNOW_DRIVERS_SELFTEST_TRAINING_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/decisions/roles.h"
#include "drivers/store/audit_check.h"

namespace winnow {

struct TrainingStep {
  const char* key;   // of the record and of the page; never changed
  const char* text;  // what to do, for the person who does it
};
[[nodiscard]] const std::vector<TrainingStep>& training_steps();

// For how long a completion counts unless the unit says otherwise.
inline constexpr std::uint32_t kUsualTrainingDays = 365;

struct TrainingCompletion {
  std::string name;
  std::int64_t at = 0;
  std::string tool_version;
  std::int64_t expires = 0;
  // Neither expired nor of another version than the one that asks.
  bool is_valid = false;
};

// As People::role_of: capital letters and blanks are no difference between people.
struct OneOfAPerson {
  bool operator()(const std::string& a, const std::string& b) const {
    return person_key(a) < person_key(b);
  }
};
// How many steps of the run that is under way are done, by name.
using StepsDone = std::map<std::string, std::size_t, OneOfAPerson>;

struct TrainingRecord {
  std::vector<TrainingCompletion> completed;  // the latest first
  StepsDone under_way;                        // of this version
  std::uint32_t valid_days = kUsualTrainingDays;
  AuditHead head;                    // of the record, to be noted down outside of it
  std::vector<std::string> remarks;  // what of the record is damaged or gone
};

// As of `now`, for this version. A record that is not there yet is an empty one; of a
// damaged one what still holds together is given, with remarks.
[[nodiscard]] Result<TrainingRecord> read_training(const std::string& tool_version,
                                                   std::int64_t now);

struct TrainingTaken {
  std::size_t done = 0;  // steps of the run, this one among them
  bool is_complete = false;
};
// A Fault, and nothing put on record, if the name is empty, there is no such step,
// or an earlier step was not done. The first step begins a new run; one that was done
// already is not put on record again.
[[nodiscard]] Result<TrainingTaken> take_training_step(const std::string& name,
                                                       const std::string& step,
                                                       const std::string& tool_version,
                                                       std::int64_t now);

// `days` is 1 to 3,650. Completions of the past count no longer than that either, nor
// longer than they did before. `by` answers for it.
[[nodiscard]] Result<void> set_training_validity(std::uint32_t days,
                                                 const std::string& by);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_SELFTEST_TRAINING_RECORD_H_
