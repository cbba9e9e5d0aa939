#include "drivers/store/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/bytes.h"
#include "base/sync_folder.h"
#include "drivers/store/new_folder.h"

namespace winnow {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

Digester sha256_digester() {
  AlgorithmSet algorithms;
  algorithms.add(Algorithm::sha256);
  return Digester(algorithms);
}

}  // namespace

Result<NewFile> NewFile::begin(const std::string& path, const std::string& option) {
  if (auto checked = check_nothing_at(path, option); !checked) {
    return std::move(checked).error();
  }
  const std::string part = path + ".part";
  Fd fd(::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (fd.is_open()) return NewFile(std::move(fd), path, part, option);
  if (errno == EEXIST) return part_is_there(part, option);
  return fault_from_errno(errno, "cannot be made; choose another " + option, part);
}

NewFile::NewFile(Fd fd, std::string path, std::string part, std::string option)
    : fd_(std::move(fd)),
      path_(std::move(path)),
      part_(std::move(part)),
      option_(std::move(option)),
      digester_(sha256_digester()) {}

NewFile::NewFile(NewFile&& other) noexcept
    : fd_(std::move(other.fd_)),
      path_(std::move(other.path_)),
      part_(std::exchange(other.part_, "")),
      option_(std::move(other.option_)),
      buffer_(std::move(other.buffer_)),
      bytes_(other.bytes_),
      digester_(std::move(other.digester_)),
      fault_(std::move(other.fault_)) {}

NewFile::~NewFile() {
  if (!part_.empty()) ::unlink(part_.c_str());
}

void NewFile::put(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= kBufferBytes) write_out();
}

void NewFile::write_out() {
  if (!fault_) {
    const Bytes bytes = bytes_of(buffer_);
    digester_.update(bytes);
    bytes_ += bytes.size();
    if (auto written = write_all(fd_.get(), bytes, path_); !written) {
      fault_ = std::move(written).error();
    }
  }
  buffer_.clear();
}

Result<void> NewFile::check() const {
  return fault_ ? Result<void>(*fault_) : Result<void>();
}

Result<NewFile::Sealed> NewFile::seal() {
  write_out();
  if (fault_) return *fault_;
  if (::fsync(fd_.get()) != 0) {
    return fault_from_errno(errno, "cannot be brought to the disk", part_);
  }
  return Sealed{bytes_, digester_.finish().get(Algorithm::sha256)->hex()};
}

Result<void> NewFile::commit() {
  if (auto taken = take_new_name(part_, path_, option_); !taken) return taken;
  part_.clear();
  return sync_folder_of(path_);
}

}  // namespace winnow
