#include "hashsets/lists/list_source.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace winnow {

ListSource::ListSource(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}

Result<std::size_t> ListSource::read_file(MutableBytes target) {
  ssize_t got = 0;
  do {
    got = ::read(fd_, target.data(), target.size());
  } while (got < 0 && errno == EINTR);
  if (got >= 0) return static_cast<std::size_t>(got);
  Fault fault = fault_from_errno(errno, "cannot be read", name_);
  fault.offset = size_;
  return fault;
}

Result<Bytes> ListSource::head() {
  if (size_ == 0 && head_.empty()) {
    head_.resize(kListHead);
    std::size_t length = 0;
    for (;;) {  // a pipe gives less than it is asked for
      const auto got = read_file(MutableBytes(head_).subspan(length));
      if (!got) return got.error();
      length += *got;
      if (*got == 0 || length == head_.size()) break;
    }
    head_.resize(length);
  }
  return Bytes(head_);
}

Result<std::size_t> ListSource::read(MutableBytes target) {
  std::size_t count = std::min(target.size(), head_.size() - head_taken_);
  if (count > 0) {
    std::memcpy(target.data(), head_.data() + head_taken_, count);
    head_taken_ += count;
  } else {
    const auto got = read_file(target);
    if (!got) return got;
    count = *got;
  }
  digest_.update(Bytes(target).first(count));
  size_ += count;
  return count;
}

Result<void> ListSource::skip_rest() {
  std::vector<std::byte> buffer(std::size_t{256} << 10);
  for (;;) {
    const auto got = read(buffer);
    if (!got) return got.error();
    if (*got == 0) return {};
  }
}

Digest ListSource::sha256() {
  return digest_.finish();
}

}  // namespace winnow
