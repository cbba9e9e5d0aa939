#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <utility>

#include "base/sync_folder.h"

namespace winnow {
namespace {

constexpr const char* kNotWritten =
    "cannot be written; free some space or choose another folder and run again";
constexpr const char* kNewSuffix = ".new";

}  // namespace

Fd& Fd::operator=(Fd&& other) noexcept {
  if (this != &other) {
    close();
    number_ = other.release();
  }
  return *this;
}

int Fd::release() {
  return std::exchange(number_, -1);
}

void Fd::close() {
  if (number_ >= 0) ::close(std::exchange(number_, -1));
}

Result<Fd> open_read_only(const std::string& path) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd.is_open()) return fault_from_errno(errno, "cannot be opened", path);
  return fd;
}

Result<std::uint64_t> size_of(const Fd& fd, const std::string& name) {
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) {
    return fault_from_errno(errno, "its size cannot be read", name);
  }
  if (S_ISREG(info.st_mode)) return static_cast<std::uint64_t>(info.st_size);
  const off_t end = ::lseek(fd.get(), 0, SEEK_END);
  if (end < 0) return fault_from_errno(errno, "its size cannot be read", name);
  return static_cast<std::uint64_t>(end);
}

Result<void> read_exactly(int fd, std::uint64_t offset, MutableBytes target,
                          const std::string& name) {
  while (!target.empty()) {
    if (offset > static_cast<std::uint64_t>(std::numeric_limits<off_t>::max())) {
      return Fault{FaultKind::truncated, "ends before this place", name, offset};
    }
    const ssize_t got =
        ::pread(fd, target.data(), target.size(), static_cast<off_t>(offset));
    if (got < 0) {
      if (errno == EINTR) continue;
      Fault fault = fault_from_errno(errno, "cannot be read", name);
      fault.offset = offset;
      return fault;
    }
    if (got == 0) {
      return Fault{FaultKind::truncated, "ends before this place", name, offset};
    }
    target = target.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return {};
}

Result<void> write_all(int fd, Bytes bytes, const std::string& name) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put < 0) {
      if (errno == EINTR) continue;
      return fault_from_errno(errno, kNotWritten, name);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return {};
}

Result<std::string> read_whole_file(const std::string& path,
                                    std::uint64_t limit_bytes) {
  auto fd = open_read_only(path);
  if (!fd) return std::move(fd).error();
  const auto size = size_of(*fd, path);
  if (!size) return size.error();
  if (*size > limit_bytes) {
    return Fault{FaultKind::too_big,
                 "is larger than the " + std::to_string(limit_bytes) + " bytes allowed",
                 path, std::nullopt};
  }
  std::string text(static_cast<std::size_t>(*size), '\0');
  auto read = read_exactly(
      fd->get(), 0, std::as_writable_bytes(std::span(text.data(), text.size())), path);
  if (!read) return std::move(read).error();
  return text;
}

Result<void> replace_file(const std::string& path, Bytes bytes) {
  auto file = FileReplacement::begin(path);
  if (!file) return std::move(file).error();
  if (auto written = write_all(file->fd(), bytes, path); !written) return written;
  return file->commit();
}

Result<FileReplacement> FileReplacement::begin(const std::string& path) {
  Fd fd(::open((path + kNewSuffix).c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC,
               0644));
  if (!fd.is_open()) return fault_from_errno(errno, "cannot be written", path);
  return FileReplacement(std::move(fd), path);
}

FileReplacement::~FileReplacement() {
  if (fd_.is_open()) ::unlink((path_ + kNewSuffix).c_str());
}

Result<void> FileReplacement::commit() {
  if (::fsync(fd_.get()) != 0) {
    return fault_from_errno(errno, "cannot be written", path_);
  }
  if (::rename((path_ + kNewSuffix).c_str(), path_.c_str()) != 0) {
    return fault_from_errno(errno, "cannot be put in place", path_);
  }
  fd_.close();
  return sync_folder_of(path_);
}

Result<Fd> open_nameless_file(const std::string& folder) {
  const std::string where = folder.empty() ? "." : folder;
  Fd fd(::open(where.c_str(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600));
  if (fd.is_open()) return fd;
  // Not every file system has nameless files (FAT has not).
  std::string name = where + "/winnow-XXXXXX";
  fd = Fd(::mkostemp(name.data(), O_CLOEXEC));
  if (!fd.is_open()) {
    return fault_from_errno(errno, "cannot take a temporary file", where);
  }
  ::unlink(name.c_str());
  return fd;
}

Result<void> write_at(int fd, std::uint64_t offset, Bytes bytes,
                      const std::string& name) {
  while (!bytes.empty()) {
    const ssize_t put =
        ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (put < 0) {
      if (errno == EINTR) continue;
      return fault_from_errno(errno, kNotWritten, name);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(put));
    offset += static_cast<std::uint64_t>(put);
  }
  return {};
}

void begin_writing_out(int fd, std::uint64_t offset, std::uint64_t length) {
  // A hint: where the file system has no such thing, the sync does it all.
  static_cast<void>(::sync_file_range(fd, static_cast<off64_t>(offset),
                                      static_cast<off64_t>(length),
                                      SYNC_FILE_RANGE_WRITE));
}

Mapping::~Mapping() {
  if (!bytes_.empty()) {
    ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
  }
}

Mapping::Mapping(Mapping&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

Mapping& Mapping::operator=(Mapping&& other) noexcept {
  if (this != &other) std::swap(bytes_, other.bytes_);
  return *this;
}

void Mapping::release(std::uint64_t offset, std::uint64_t length) const {
  const auto inside = part(bytes_, offset, length);
  if (!inside || inside->empty()) return;
  // Whole pages only; a page shared with a neighbour comes back as well.
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  const std::uint64_t start = offset / page * page;
  static_cast<void>(::madvise(const_cast<std::byte*>(bytes_.data()) + start,
                              static_cast<std::size_t>(offset + length - start),
                              MADV_DONTNEED));
}

bool Mapping::lock() const {
  return bytes_.empty() || ::mlock(bytes_.data(), bytes_.size()) == 0;
}

Result<Mapping> Mapping::of(int fd, const std::string& name) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) return fault_from_errno(errno, "cannot be read", name);
  Mapping mapping;
  if (info.st_size == 0) return mapping;
  const auto length = static_cast<std::size_t>(info.st_size);
  void* address = ::mmap(nullptr, length, PROT_READ, MAP_PRIVATE, fd, 0);
  if (address == MAP_FAILED) return fault_from_errno(errno, "cannot be mapped", name);
  mapping.bytes_ = Bytes(static_cast<const std::byte*>(address), length);
  return mapping;
}

}  // namespace winnow
