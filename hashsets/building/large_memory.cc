#include "hashsets/building/large_memory.h"

#include <sys/mman.h>

namespace winnow {
namespace {

constexpr std::size_t kSmallPage = 4096;
constexpr std::size_t kLargePage = std::size_t{2} << 20;

}  // namespace

bool LargeMemory::grow(std::size_t bytes) {
  if (bytes <= bytes_.size()) return true;
  const std::size_t page = bytes < kLargePage ? kSmallPage : kLargePage;
  if (bytes > SIZE_MAX - page) return false;
  const std::size_t length = (bytes + page - 1) / page * page;
  void* memory = bytes_.empty()
                     ? ::mmap(nullptr, length, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                     : ::mremap(bytes_.data(), bytes_.size(), length, MREMAP_MAYMOVE);
  if (memory == MAP_FAILED) return false;
  // A wish; without large pages it is only slower.
  if (page == kLargePage) static_cast<void>(::madvise(memory, length, MADV_HUGEPAGE));
  bytes_ = MutableBytes(static_cast<std::byte*>(memory), length);
  return true;
}

void LargeMemory::reset() {
  if (!bytes_.empty()) static_cast<void>(::munmap(bytes_.data(), bytes_.size()));
  bytes_ = {};
}

}  // namespace winnow
