#include "scanner/evidence/mapped_file.h"

#include <sys/mman.h>

#include <algorithm>
#include <cerrno>

#include "scanner/evidence/device_read.h"

namespace winnow {
namespace {

#ifdef MADV_POPULATE_READ
constexpr int kPopulateRead = MADV_POPULATE_READ;
#else
constexpr int kPopulateRead = 22;  // of the kernel, before the C library names it
#endif
constexpr std::uint64_t kPageBytes = 4096;
// Of views that were given back, before their pages are let go.
constexpr std::uint64_t kMostIdleBytes = std::uint64_t{64} << 20;

}  // namespace

std::unique_ptr<MappedFile> MappedFile::map(int fd, std::uint64_t length) {
  // A failing device that a test put in place is asked byte for byte.
  if (length == 0 || !reads_devices_directly()) return nullptr;
  void* begin =
      ::mmap(nullptr, static_cast<std::size_t>(length), PROT_READ, MAP_SHARED, fd, 0);
  if (begin == MAP_FAILED) return nullptr;
  return std::unique_ptr<MappedFile>(
      new MappedFile(static_cast<std::byte*>(begin), static_cast<std::size_t>(length)));
}

MappedFile::~MappedFile() {
  ::munmap(begin_, length_);
}

std::optional<Bytes> MappedFile::bring(std::uint64_t offset,
                                       std::uint64_t length) const {
  if (!can_bring_.load(std::memory_order_relaxed)) return std::nullopt;
  const std::uint64_t first = offset / kPageBytes * kPageBytes;
  int done = 0;
  do {
    done = ::madvise(begin_ + first, static_cast<std::size_t>(offset + length - first),
                     kPopulateRead);
  } while (done != 0 && errno == EINTR);
  if (done == 0) return Bytes(begin_ + offset, static_cast<std::size_t>(length));
  // EINVAL is an older kernel's; anything else is said of these bytes alone.
  if (errno == EINVAL) can_bring_.store(false, std::memory_order_relaxed);
  return std::nullopt;
}

// To let pages go interrupts every processor that runs this program, so it is done for
// many views at once. A page that is in use still is brought again when it is touched:
// that it can be read was just seen.
void MappedFile::give_back(Bytes bytes) const {
  const std::uint64_t idle =
      idle_bytes_.fetch_add(bytes.size(), std::memory_order_relaxed) + bytes.size();
  if (idle < kMostIdleBytes) return;
  idle_bytes_.store(0, std::memory_order_relaxed);
  static_cast<void>(::madvise(begin_, length_, MADV_DONTNEED));
}

}  // namespace winnow
