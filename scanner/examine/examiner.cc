#include "scanner/examine/examiner.h"

#include <algorithm>
#include <utility>

namespace winnow {
namespace {

// The device ranges that a read fault leaves unread of the run it happened in.
std::vector<Run> unreadable_ranges(const FileRecord& file, const Fault& fault) {
  if (!fault.offset) return {};
  for (const Run& run : file.runs) {
    if (run.is_hole() || *fault.offset < run.offset ||
        *fault.offset - run.offset >= run.length) {
      continue;
    }
    return {{*fault.offset, run.length - (*fault.offset - run.offset)}};
  }
  return {};
}

bool is_read_fault(FaultKind kind) {
  return kind == FaultKind::io || kind == FaultKind::truncated ||
         kind == FaultKind::missing;
}

}  // namespace

Examiner::Examiner(const Exhibit& exhibit, AlgorithmSet algorithms)
    : inventory_(*exhibit.inventory), reader_(exhibit), digester_(algorithms) {}

std::vector<OutcomeRecord> Examiner::examine(const Batch& batch,
                                             const LoadedBatch* loaded) {
  std::vector<OutcomeRecord> outcomes;
  outcomes.reserve(batch.files.size());
  for (const FileId id : batch.files) {
    outcomes.push_back(examine_file(inventory_.files[id], loaded));
  }
  return outcomes;
}

OutcomeRecord Examiner::examine_file(const FileRecord& file,
                                     const LoadedBatch* loaded) {
  OutcomeRecord record;
  record.file = file.id;
  if (file.content == ContentKind::none) {
    record.outcome = file.none_outcome;
    record.reason = file.why_none;
    return record;
  }
  auto read =
      reader_.read(file, loaded,
                   {[this](Bytes bytes) { digester_.update(bytes); },
                    [this](std::uint64_t zeros) { digester_.update_zeros(zeros); }});
  Digests digests = digester_.finish();
  if (!read) {
    const Fault& fault = read.error();
    record.outcome =
        is_read_fault(fault.kind) ? FileOutcome::unreadable : FileOutcome::failed;
    record.reason = fault.line();
    if (is_read_fault(fault.kind)) record.unreadable = unreadable_ranges(file, fault);
    return record;
  }
  record.outcome = FileOutcome::hashed;
  record.digests = std::move(digests);
  return record;
}

}  // namespace winnow
