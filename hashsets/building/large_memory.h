// LargeMemory: memory for hundreds of megabytes of records that are touched all over.
//
// Asks the system for its large pages, without which most of the time of scattering
// records goes into finding their pages. One owner, one thread.
#ifndef WINNOW_HASHSETS_BUILDING_LARGE_MEMORY_H_
#define WINNOW_HASHSETS_BUILDING_LARGE_MEMORY_H_

#include <cstddef>
#include <utility>

#include "base/bytes.h"

namespace winnow {

class LargeMemory {
 public:
  LargeMemory() = default;
  ~LargeMemory() { reset(); }
  LargeMemory(LargeMemory&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  LargeMemory& operator=(LargeMemory&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }

  // Makes it at least so large; what it holds stays, new bytes are zero. False if there
  // is not so much, and then nothing has changed.
  [[nodiscard]] bool grow(std::size_t bytes);
  void reset();

  [[nodiscard]] MutableBytes bytes() const { return bytes_; }
  [[nodiscard]] std::byte* data() const { return bytes_.data(); }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }

 private:
  MutableBytes bytes_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_LARGE_MEMORY_H_
