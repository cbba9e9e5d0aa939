// Spool: bytes put aside while a set is built, in memory while they are few and in a
// nameless temporary file when they are many.
//
// Append to the end, read anywhere. One thread. The file vanishes with the object, or
// with the process, however it ends.
#ifndef WINNOW_HASHSETS_BUILDING_SPOOL_H_
#define WINNOW_HASHSETS_BUILDING_SPOOL_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "hashsets/building/scratch_file.h"

namespace winnow {

class Spool {
 public:
  // The file, if there has to be one, lies in `folder`.
  explicit Spool(ScratchFolder folder) : file_(std::move(folder)) {}

  [[nodiscard]] Result<void> append(Bytes bytes) {
    size_ += bytes.size();
    if (bytes.size() <= kHeldBytes - held_.size()) {
      held_.insert(held_.end(), bytes.begin(), bytes.end());
      return {};
    }
    return append_far(bytes);
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  // [offset, offset + target.size()) must lie inside.
  [[nodiscard]] Result<void> read(std::uint64_t offset, MutableBytes target) const;

 private:
  static constexpr std::size_t kHeldBytes = std::size_t{1} << 20;

  Result<void> append_far(Bytes bytes);

  ScratchFile file_;  // what is not held
  std::uint64_t size_ = 0;
  std::vector<std::byte> held_;  // the last bytes, at most kHeldBytes
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_SPOOL_H_
