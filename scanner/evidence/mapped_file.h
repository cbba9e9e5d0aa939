// MappedFile: the bytes of a raw image where the system keeps them, brought in before
// they are looked at.
//
// Touching a mapped byte that cannot be read would kill the process. So a range is
// asked for first, with MADV_POPULATE_READ (Linux 5.14), which fails instead; and what
// was used is let go again, so that little more of the image counts as this process's
// memory than is at work. Any thread.
#ifndef WINNOW_SCANNER_EVIDENCE_MAPPED_FILE_H_
#define WINNOW_SCANNER_EVIDENCE_MAPPED_FILE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "base/bytes.h"

namespace winnow {

class MappedFile {
 public:
  // Nothing if it cannot be mapped. `fd` may be closed afterwards.
  [[nodiscard]] static std::unique_ptr<MappedFile> map(int fd, std::uint64_t length);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  // Nothing if any of it cannot be read, or this system cannot say so beforehand. The
  // range lies inside the file.
  [[nodiscard]] std::optional<Bytes> bring(std::uint64_t offset,
                                           std::uint64_t length) const;
  void give_back(Bytes bytes) const;

 private:
  MappedFile(std::byte* begin, std::size_t length) : begin_(begin), length_(length) {}

  std::byte* begin_;
  std::size_t length_;
  mutable std::atomic<bool> can_bring_{true};
  mutable std::atomic<std::uint64_t> idle_bytes_{0};  // given back, not let go yet
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EVIDENCE_MAPPED_FILE_H_
