// The input is a file's size, the evidence's size, and runs as a file system states
// them: numbers of eight bytes, an offset of all ones for a hole.
#include "scanner/volumes/run_list.h"
#include "tests/fuzz/fuzz_targets.h"

namespace winnow {
namespace {

constexpr std::uint64_t kWidth = sizeof(std::uint64_t);

FileRecord stated_record(Bytes input) {
  FileRecord record;
  record.path = "/volume-0/a";
  record.size = le<std::uint64_t>(input, 0);
  for (std::uint64_t at = 2 * kWidth; at + 2 * kWidth <= input.size();
       at += 2 * kWidth) {
    append_run(record.runs,
               {le<std::uint64_t>(input, at), le<std::uint64_t>(input, at + kWidth)});
  }
  return record;
}

}  // namespace

Violation fuzz_run_list(Bytes input) {
  FileRecord record = stated_record(input);
  const std::uint64_t evidence_bytes = le<std::uint64_t>(input, kWidth);
  settle_runs(record, evidence_bytes);
  std::uint64_t left = record.size;
  for (const Run& run : record.runs) {
    if (run.length == 0) return "a run of nothing";
    if (run.length > left) return "runs beyond the size";
    left -= run.length;
    if (!run.is_hole() &&
        (run.offset > evidence_bytes || run.length > evidence_bytes - run.offset)) {
      return "a run beyond the evidence";
    }
  }
  if (record.content == ContentKind::runs && left != 0) {
    return "readable, with bytes that lie nowhere";
  }
  if (record.content == ContentKind::none && record.why_none.empty()) {
    return "not readable, without a reason";
  }
  return {};
}

}  // namespace winnow
