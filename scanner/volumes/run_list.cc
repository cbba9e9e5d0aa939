#include "scanner/volumes/run_list.h"

#include <algorithm>
#include <utility>

namespace winnow {

void append_run(std::vector<Run>& runs, Run run) {
  if (run.length == 0) return;
  if (!runs.empty()) {
    Run& last = runs.back();
    const bool both_holes = last.is_hole() && run.is_hole();
    const bool adjacent = !last.is_hole() && !run.is_hole() &&
                          run.offset > last.offset &&
                          run.offset - last.offset == last.length;
    const bool fits = run.length <= ~std::uint64_t{0} - last.length;
    if ((both_holes || adjacent) && fits) {
      last.length += run.length;
      return;
    }
  }
  runs.push_back(run);
}

std::uint64_t clip_runs(std::vector<Run>& runs, std::uint64_t size) {
  std::uint64_t left = size;
  std::size_t kept = 0;
  while (kept < runs.size() && left > 0) {
    runs[kept].length = std::min(runs[kept].length, left);
    left -= runs[kept].length;
    ++kept;
  }
  runs.resize(kept);
  return left;
}

std::uint64_t bytes_in_holes(const std::vector<Run>& runs) {
  std::uint64_t bytes = 0;
  for (const Run& run : runs) {
    if (run.is_hole()) bytes += run.length;
  }
  return bytes;
}

void set_no_content(FileRecord& record, FileOutcome outcome, std::string why) {
  record.content = ContentKind::none;
  record.none_outcome = outcome;
  record.why_none = std::move(why);
}

bool drop_runs_outside(std::vector<Run>& runs, std::uint64_t evidence_bytes) {
  return std::erase_if(runs, [evidence_bytes](const Run& run) {
           return !run.is_hole() && (run.offset > evidence_bytes ||
                                     run.length > evidence_bytes - run.offset);
         }) > 0;
}

void settle_runs(FileRecord& record, std::uint64_t evidence_bytes) {
  const std::uint64_t missing = clip_runs(record.runs, record.size);
  const bool outside = drop_runs_outside(record.runs, evidence_bytes);
  if (record.content == ContentKind::none || record.content == ContentKind::resident) {
    return;
  }
  // Also of what the library reads: it expands holes no quicker.
  const std::uint64_t holes = bytes_in_holes(record.runs);
  if (holes > kMaxHoleBytes) {
    return set_no_content(
        record, record.allocated ? FileOutcome::failed : FileOutcome::skipped,
        "sparse: " + std::to_string(holes) + " bytes of holes are over the limit of " +
            std::to_string(kMaxHoleBytes));
  }
  if (record.content != ContentKind::runs) return;
  // What is gone from a deleted file is no fault of the evidence.
  const FileOutcome outcome =
      record.allocated ? FileOutcome::unreadable : FileOutcome::skipped;
  const char* who = record.allocated ? "" : "deleted: ";
  if (missing > 0) {
    return set_no_content(record, outcome,
                          who + std::string("its block list covers ") +
                              std::to_string(record.size - missing) + " of " +
                              std::to_string(record.size) + " bytes");
  }
  if (outside) {
    return set_no_content(record, outcome,
                          who + std::string("part of it lies beyond the end of the "
                                            "evidence"));
  }
}

}  // namespace winnow
