#include "hashsets/building/set_output.h"

#include <unistd.h>

#include <cerrno>

#include "base/file.h"

namespace winnow {

Result<void> PlainOutput::begin(std::uint64_t length) {
  if (::ftruncate(fd_, static_cast<off_t>(length)) == 0) return {};
  return fault_from_errno(errno, "cannot be written", name_);
}

Result<void> PlainOutput::write(std::uint64_t offset, Bytes bytes) {
  if (auto written = write_at(fd_, offset, bytes, name_); !written) return written;
  begin_writing_out(fd_, offset, bytes.size());
  return {};
}

Result<void> SealedOutput::begin(std::uint64_t length) {
  auto writer = SealedWriter::begin(fd_, name_, length, *seal_.passphrase, seal_.cost);
  if (!writer) return std::move(writer).error();
  writer_ = std::move(*writer);
  return {};
}

Result<void> SealedOutput::write(std::uint64_t offset, Bytes bytes) {
  return writer_->write(offset, bytes);
}

Result<void> SealedOutput::finish() {
  return writer_->finish();
}

}  // namespace winnow
