// RunMerger: sorted runs of records merged into one sequence, ahead of who takes it.
//
// A thread of its own reads the runs and merges them, one batch in advance, as whoever
// takes the records has work of his own. Equal records come as often as they stand.
#ifndef WINNOW_HASHSETS_BUILDING_RUN_MERGER_H_
#define WINNOW_HASHSETS_BUILDING_RUN_MERGER_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "hashsets/building/scratch_file.h"

namespace winnow {

class RunMerger {
 public:
  // `file` outlives it and is not written to meanwhile.
  RunMerger(const ScratchFile& file, std::size_t record_length)
      : file_(file), length_(record_length) {}
  RunMerger(const RunMerger&) = delete;
  RunMerger& operator=(const RunMerger&) = delete;

  // A run in bytes [begin, end) of the file, read through a buffer of so many bytes.
  [[nodiscard]] Result<void> add_run(std::uint64_t begin, std::uint64_t end,
                                     std::size_t buffer_bytes);
  // A run in memory that outlives the merger.
  void add_run(Bytes records);

  // The next records in order, valid until the next call; none after the last.
  [[nodiscard]] Result<Bytes> next();

 private:
  struct Cursor {
    std::uint64_t next = 0;  // in the file, bytes
    std::uint64_t end = 0;
    std::vector<std::byte> buffer;
    Bytes left;  // of the buffer, or of the memory
    std::uint64_t prefix = 0;
  };

  Result<void> refill(Cursor& cursor) const;
  [[nodiscard]] bool is_less(const Cursor& a, const Cursor& b) const;
  void sink(std::size_t at);
  Result<void> advance_least();
  Result<void> merge(std::vector<std::byte>& batch);
  void work(const std::stop_token& stop);

  const ScratchFile& file_;
  std::size_t length_;
  std::deque<Cursor> cursors_;
  std::vector<Cursor*> heap_;     // those with records left, the least first
  std::vector<std::byte> taken_;  // what next() gave

  std::mutex mutex_;  // guards the rest
  std::condition_variable_any changed_;
  std::vector<std::byte> ready_;  // empty: nothing is ready
  bool ended_ = false;
  std::optional<Fault> fault_;
  std::jthread thread_;  // last, so that it ends before what it uses
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_RUN_MERGER_H_
