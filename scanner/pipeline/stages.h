// The four stages of a scan as plain functions: read, examine, match, record.
//
// The pipeline runs them in parallel, the serial twin one after the other; both give
// the same messages in the same order, which is what makes the twin an oracle.
#ifndef WINNOW_SCANNER_PIPELINE_STAGES_H_
#define WINNOW_SCANNER_PIPELINE_STAGES_H_

#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "hashsets/hash_set.h"
#include "scanner/examine/examiner.h"
#include "scanner/plan/device_order.h"
#include "scanner/wire/messages.h"

namespace winnow {

// One batch on its way through the stages.
struct Item {
  std::size_t number = 0;  // of the batch in the plan
  const Batch* batch = nullptr;
  LoadedBatch loaded;
  std::vector<OutcomeRecord> outcomes;
  std::optional<Fault> fault;  // the scan cannot go on; later stages pass it by
};

// All that the stages share; constant while a scan runs, but for what it says
// otherwise.
struct ScanJob {
  Exhibit exhibit;
  const std::vector<HashSet>* sets = nullptr;
  AlgorithmSet algorithms;
  std::vector<Batch> batches;
  // Other names of a planned file's content: they take over its outcome.
  std::unordered_map<FileId, std::vector<FileId>> other_names;
  WorkMarks* marks = &untold_marks();  // told of every file, from any thread
  // Takes every message, in order, from one thread at a time; a fault ends the scan.
  std::function<Result<void>(const Message&)> send;
};

// Plans what the order asks for and fills batches and other_names.
void plan_job(ScanJob& job, const ScanOrder& order);

void read_stage(const ScanJob& job, Item& item);
void examine_stage(Examiner& examiner, Item& item);
void match_stage(const ScanJob& job, Item& item);

// The last stage: serial, in plan order.
class Recorder {
 public:
  explicit Recorder(const ScanJob& job);
  [[nodiscard]] Result<void> record(Item& item);

 private:
  [[nodiscard]] Result<void> send_outcome(const OutcomeRecord& outcome);

  const ScanJob& job_;
  Progress progress_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_PIPELINE_STAGES_H_
