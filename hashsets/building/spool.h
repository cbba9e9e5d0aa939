// Spool: bytes put aside while a set is built, in memory while they are few and in a
// nameless temporary file when they are many.
//
// Append to the end, read anywhere. One thread. The file vanishes with the object, or
// with the process, however it ends.
#ifndef WINNOW_HASHSETS_BUILDING_SPOOL_H_
#define WINNOW_HASHSETS_BUILDING_SPOOL_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "base/bytes.h"
#include "base/result.h"
#include "hashsets/building/scratch_file.h"
#include "hashsets/building/sort_records.h"

namespace winnow {

class Spool {
 public:
  // The file, if there has to be one, lies in `folder`.
  explicit Spool(ScratchFolder folder) : file_(std::move(folder)) {}

  [[nodiscard]] Result<void> append(Bytes bytes) {
    size_ += bytes.size();
    if (bytes.size() > capacity_ - held_) return append_far(bytes);
    copy_record(buffer_.get() + held_, bytes.data(), bytes.size());
    held_ += bytes.size();
    return {};
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  // [offset, offset + target.size()) must lie inside.
  [[nodiscard]] Result<void> read(std::uint64_t offset, MutableBytes target) const;

 private:
  Result<void> append_far(Bytes bytes);

  std::uint64_t size_ = 0;
  ScratchFile file_;
  // What comes after the file's bytes.
  std::unique_ptr<std::byte[]> buffer_;
  std::size_t held_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_SPOOL_H_
