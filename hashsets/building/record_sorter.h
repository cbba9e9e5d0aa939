// RecordSorter: any number of records of one length, brought into the order of their
// bytes within a memory limit.
//
// Records are gathered in memory, sorted, and written to a nameless temporary file as a
// run when memory is needed; at the end the runs are merged. Several sorters share one
// SortMemory, and the fullest makes room for the others. One thread asks all of them;
// sorting uses every processor, merging one more thread.
#ifndef WINNOW_HASHSETS_BUILDING_RECORD_SORTER_H_
#define WINNOW_HASHSETS_BUILDING_RECORD_SORTER_H_

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "hashsets/building/large_memory.h"
#include "hashsets/building/run_merger.h"
#include "hashsets/building/scratch_file.h"
#include "hashsets/building/sort_records.h"

namespace winnow {

class RecordSorter;

// What the sorters of one build may hold together. Outlives them.
class SortMemory {
 public:
  SortMemory(std::uint64_t limit_bytes, ScratchFolder folder)
      : limit_bytes_(limit_bytes), folder_(std::move(folder)) {}

 private:
  friend class RecordSorter;
  [[nodiscard]] std::size_t room() const;
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

  [[nodiscard]] Result<void> add(Bytes record) {
    assert(record.size() == length_ && !merger_);
    if (records_.size() - used_ < length_) {
      if (auto grown = grow(); !grown) return grown;
    }
    copy_record(records_.data() + used_, record.data(), length_);
    used_ += length_;
    ++count_;
    return {};
  }
  [[nodiscard]] std::uint64_t count() const { return count_; }

  // Ends the adding and goes to the first record.
  [[nodiscard]] Result<void> sort();
  // The record reached, valid until advance(); empty after the last. Equal records come
  // as often as they were added.
  [[nodiscard]] Bytes current() const {
    return batch_.empty() ? Bytes() : batch_.first(length_);
  }
  [[nodiscard]] Result<void> advance() { return advance(1); }
  // The records from the one reached on that are at hand, for who takes many at a time.
  [[nodiscard]] Bytes batch() const { return batch_; }
  [[nodiscard]] Result<void> advance(std::size_t records) {
    batch_ = batch_.subspan(records * length_);
    return batch_.empty() ? next_batch() : Result<void>();
  }

 private:
  friend class SortMemory;

  Result<void> grow();
  Result<void> sort_memory();
  Result<void> spill();
  void release();
  Result<void> next_batch();

  SortMemory& memory_;
  std::size_t length_;
  std::uint64_t count_ = 0;
  LargeMemory records_;
  std::size_t used_ = 0;  // bytes of it
  ScratchFile file_;
  std::vector<std::uint64_t> run_ends_;  // in the file, bytes
  std::unique_ptr<RunMerger> merger_;    // once all are added
  Bytes batch_;                          // of the merger: records in order
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_RECORD_SORTER_H_
