// Evidence made up in memory, with bad ranges where a test wants them, and a file that
// has no path. Any thread may read; only the test that owns one may change it.
#ifndef WINNOW_TESTS_EVIDENCE_MEMORY_EVIDENCE_H_
#define WINNOW_TESTS_EVIDENCE_MEMORY_EVIDENCE_H_

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/file.h"
#include "scanner/evidence/evidence.h"

namespace winnow {

// Inside a test the name Run is GoogleTest's own.
using DeviceRun = Run;
using Runs = std::vector<DeviceRun>;

// A seeded choice among 0 .. below - 1.
inline std::uint32_t choose(std::mt19937& random, std::size_t below) {
  return static_cast<std::uint32_t>(random() % below);
}

class MemoryEvidence : public Evidence {
 public:
  explicit MemoryEvidence(std::vector<std::byte> bytes) : bytes_(std::move(bytes)) {
    size_bytes_ = bytes_.size();
  }
  explicit MemoryEvidence(std::size_t size)
      : MemoryEvidence(std::vector<std::byte>(size)) {}

  // From now on a read that touches the range fails, at its first byte in it.
  void fail(std::uint64_t offset, std::uint64_t length) {
    bad_.push_back({offset, length});
  }
  // The device is gone after that many more reads.
  void pull_after(std::size_t reads) { reads_left_ = static_cast<long>(reads); }
  // How often bytes in the range were asked for.
  [[nodiscard]] std::size_t asked(std::uint64_t offset, std::uint64_t length) const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(
        std::count_if(asked_.begin(), asked_.end(), [&](const Run& read) {
          return offset < read.offset + read.length && read.offset < offset + length;
        }));
  }
  [[nodiscard]] MutableBytes bytes() { return bytes_; }
  [[nodiscard]] Bytes bytes() const { return bytes_; }
  void put(std::size_t offset, std::string_view text) { put(offset, bytes_of(text)); }
  void put(std::size_t offset, Bytes piece) {
    ASSERT_LE(offset + piece.size(), bytes_.size());
    std::copy(piece.begin(), piece.end(),
              bytes_.begin() + static_cast<std::ptrdiff_t>(offset));
  }
  template <typename T>
  void put_le(std::size_t offset, T number) {
    put(offset, std::as_bytes(std::span(&number, 1)));
  }

 protected:
  Result<void> read_inside(std::uint64_t offset, MutableBytes target) const override {
    {
      const std::lock_guard lock(mutex_);
      asked_.push_back({offset, target.size()});
      if (reads_left_ == 0) return Fault{FaultKind::gone, "gone", "", std::nullopt};
      if (reads_left_ > 0) --reads_left_;
    }
    std::uint64_t stop = offset + target.size();
    for (const Run& bad : bad_) {
      if (offset < bad.offset + bad.length && bad.offset < stop) {
        stop = std::max(offset, bad.offset);
      }
    }
    std::memcpy(target.data(), bytes_.data() + offset,
                static_cast<std::size_t>(stop - offset));
    if (stop == offset + target.size()) return {};
    return Fault{FaultKind::io, "cannot be read", "", stop};
  }

 private:
  std::vector<std::byte> bytes_;
  std::vector<Run> bad_;
  mutable std::mutex mutex_;  // guards what follows
  mutable std::vector<Run> asked_;
  mutable long reads_left_ = -1;  // none: as many as are asked for
};

// A file that lives in memory, as a segment.
class MemoryFile {
 public:
  explicit MemoryFile(Bytes content, std::string name = "made up")
      : fd_(::memfd_create("test", MFD_CLOEXEC)), name_(std::move(name)) {
    const auto written = write_all(fd_.get(), content, name_);
    EXPECT_TRUE(written) << written.error().line();
  }
  explicit MemoryFile(std::string_view content, std::string name = "made up")
      : MemoryFile(bytes_of(content), std::move(name)) {}

  [[nodiscard]] Segment segment() const { return {fd_.get(), name_}; }
  [[nodiscard]] int fd() const { return fd_.get(); }

 private:
  Fd fd_;
  std::string name_;
};

// All of it, or nothing with the test failed.
inline std::vector<std::byte> whole_of(const Evidence& evidence) {
  std::vector<std::byte> bytes(static_cast<std::size_t>(evidence.size_bytes()));
  const auto read = evidence.read(0, bytes);
  EXPECT_TRUE(read) << read.error().line();
  return read ? bytes : std::vector<std::byte>();
}

// The bytes of a file of the host, or nothing with the test failed.
inline std::vector<std::byte> file_bytes(const std::string& path) {
  const auto fd = open_read_only(path);
  EXPECT_TRUE(fd) << fd.error().line();
  if (!fd) return {};
  const auto size = size_of(*fd, path);
  EXPECT_TRUE(size) << size.error().line();
  std::vector<std::byte> bytes(size ? static_cast<std::size_t>(*size) : 0);
  const auto read = read_exactly(fd->get(), 0, bytes, path);
  EXPECT_TRUE(read) << read.error().line();
  return bytes;
}

}  // namespace winnow

#endif  // WINNOW_TESTS_EVIDENCE_MEMORY_EVIDENCE_H_
