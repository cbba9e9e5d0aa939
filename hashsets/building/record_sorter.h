// RecordSorter: any number of records of one length, brought into the order of their
// bytes within a memory limit.
//
// Records are gathered in memory, sorted, and written to a nameless temporary file as a
// run when memory is needed; at the end the runs are merged. Several sorters share one
// SortMemory, and the fullest makes room for the others. One thread asks all of them;
// sorting itself uses every processor.
#ifndef WINNOW_HASHSETS_BUILDING_RECORD_SORTER_H_
#define WINNOW_HASHSETS_BUILDING_RECORD_SORTER_H_

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "hashsets/building/scratch_file.h"

namespace winnow {

class RecordSorter;

// What the sorters of one build may hold together. Outlives them.
class SortMemory {
 public:
  SortMemory(std::uint64_t limit_bytes, ScratchFolder folder)
      : limit_bytes_(limit_bytes), folder_(std::move(folder)) {}

 private:
  friend class RecordSorter;
  Result<void> make_room();

  std::uint64_t limit_bytes_;
  std::uint64_t used_bytes_ = 0;
  ScratchFolder folder_;  // for the runs
  std::vector<RecordSorter*> sorters_;
};

class RecordSorter {
 public:
  // `record_length` at least 4 bytes.
  RecordSorter(SortMemory& memory, std::size_t record_length);
  ~RecordSorter();
  RecordSorter(const RecordSorter&) = delete;
  RecordSorter& operator=(const RecordSorter&) = delete;

  [[nodiscard]] Result<void> add(Bytes record);
  [[nodiscard]] std::uint64_t count() const { return count_; }

  // Ends the adding and goes to the first record.
  [[nodiscard]] Result<void> sort();
  // The record reached, valid until advance(); empty after the last. Equal records come
  // as often as they were added.
  [[nodiscard]] Bytes current() const {
    return batch_.empty() ? Bytes() : batch_.first(length_);
  }
  [[nodiscard]] Result<void> advance() {
    batch_ = batch_.subspan(length_);
    return batch_.empty() ? next_batch() : Result<void>();
  }

 private:
  friend class SortMemory;

  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };
  using Memory = std::unique_ptr<std::byte[], Free>;

  // One sorted sequence on its way into the merge: a run of the file through a small
  // buffer, or what is still in memory.
  struct Cursor {
    std::uint64_t next = 0;  // in the file, bytes
    std::uint64_t end = 0;
    std::vector<std::byte> buffer;
    Bytes left;  // of the buffer, or of the memory
    std::uint64_t prefix = 0;
  };

  Result<void> grow();
  Result<void> sort_memory();
  Result<void> spill();
  void release();
  Result<void> refill(Cursor& cursor) const;
  [[nodiscard]] bool is_less(const Cursor& a, const Cursor& b) const;
  void sink(std::size_t at);
  Result<void> advance_least();
  Result<void> next_batch();

  SortMemory& memory_;
  std::size_t length_;
  std::uint64_t count_ = 0;
  Memory records_;
  std::size_t used_ = 0;      // bytes of it
  std::size_t capacity_ = 0;  // likewise
  ScratchFile file_;
  std::vector<std::uint64_t> run_ends_;  // in the file, bytes
  std::vector<Cursor> cursors_;
  std::vector<Cursor*> heap_;  // those with records left, the least first
  std::vector<std::byte> merged_;
  Bytes batch_;  // records in order: of `merged_`, or of the only cursor left
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_RECORD_SORTER_H_
