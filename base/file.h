// Files of the host system: descriptors that close themselves, read-only mappings, and
// writing that leaves either the old file or the whole new one.
#ifndef WINNOW_BASE_FILE_H_
#define WINNOW_BASE_FILE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace winnow {

// Owns one descriptor. Moves, never copies.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int number) : number_(number) {}
  ~Fd() { close(); }
  Fd(Fd&& other) noexcept : number_(other.release()) {}
  Fd& operator=(Fd&& other) noexcept;

  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  int release();
  void close();

 private:
  int number_ = -1;
};

// Opens for reading only (O_RDONLY, close-on-exec). Never follows into creating
// anything.
[[nodiscard]] Result<Fd> open_read_only(const std::string& path);
// Size in bytes of a regular file or a block device.
[[nodiscard]] Result<std::uint64_t> size_of(const Fd& fd, const std::string& name);
// Reads exactly target.size() bytes at `offset`, through interruptions and short reads.
// A fault's offset is the first byte that could not be read.
[[nodiscard]] Result<void> read_exactly(int fd, std::uint64_t offset,
                                        MutableBytes target, const std::string& name);
[[nodiscard]] Result<void> write_all(int fd, Bytes bytes, const std::string& name);
[[nodiscard]] Result<std::string> read_whole_file(const std::string& path,
                                                  std::uint64_t limit_bytes);
// Writes beside `path`, syncs, then renames over it: nothing half-written is ever seen.
[[nodiscard]] Result<void> replace_file(const std::string& path, Bytes bytes);

// A file that takes the place of `path` once all of it is there: written beside it,
// synced, then renamed over it. Without commit() nothing is left behind.
class FileReplacement {
 public:
  [[nodiscard]] static Result<FileReplacement> begin(const std::string& path);
  ~FileReplacement();
  FileReplacement(FileReplacement&&) noexcept = default;
  FileReplacement& operator=(FileReplacement&&) = delete;

  [[nodiscard]] int fd() const { return fd_.get(); }
  [[nodiscard]] Result<void> commit();

 private:
  FileReplacement(Fd fd, std::string path)
      : fd_(std::move(fd)), path_(std::move(path)) {}

  Fd fd_;  // open until commit()
  std::string path_;
};

// A file for reading and writing that has no name, in `folder` ("" is the current one):
// it is gone when it is closed.
[[nodiscard]] Result<Fd> open_nameless_file(const std::string& folder);
// Writes all of `bytes` at `offset`.
[[nodiscard]] Result<void> write_at(int fd, std::uint64_t offset, Bytes bytes,
                                    const std::string& name);

// Lets the system begin to bring these bytes of a file to the disk, so that the sync at
// the end has little left to wait for.
void begin_writing_out(int fd, std::uint64_t offset, std::uint64_t length);

// A read-only private mapping of a whole file; valid while the object lives.
class Mapping {
 public:
  Mapping() = default;
  ~Mapping();
  Mapping(Mapping&& other) noexcept;
  Mapping& operator=(Mapping&& other) noexcept;
  [[nodiscard]] static Result<Mapping> of(int fd, const std::string& name);
  [[nodiscard]] Bytes bytes() const { return bytes_; }
  // Lets go of the memory behind [offset, offset + length); the bytes stay readable and
  // come back from the file. Any thread, whatever others read.
  void release(std::uint64_t offset, std::uint64_t length) const;
  // Keeps the memory behind the mapping from being swapped, as long as the object
  // lives; false where the system does not allow it (`ulimit -l`).
  [[nodiscard]] bool lock() const;

 private:
  Bytes bytes_;
};

}  // namespace winnow

#endif  // WINNOW_BASE_FILE_H_
