#include "scanner/wire/channel.h"

#include <sys/socket.h>

#include <cerrno>

#include "base/bytes.h"

namespace winnow {
namespace {

constexpr std::size_t kFlushAtBytes = 128 * 1024;
constexpr std::size_t kReceiveBytes = 256 * 1024;
constexpr char kName[] = "record channel";

}  // namespace

Result<void> Channel::send(const Message& message) {
  encode(message, outgoing_);
  if (outgoing_.size() < kFlushAtBytes) return {};
  return flush();
}

Result<void> Channel::flush() {
  Bytes rest = bytes_of(outgoing_);
  while (!rest.empty()) {
    // MSG_NOSIGNAL: a vanished supervisor is an error to handle, not a signal.
    const ssize_t put = ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (put < 0) {
      if (errno == EINTR) continue;
      outgoing_.clear();
      return fault_from_errno(errno, "the other side is gone", kName);
    }
    rest = rest.subspan(static_cast<std::size_t>(put));
  }
  outgoing_.clear();
  return {};
}

bool Channel::has_buffered_frame() const {
  const Bytes waiting = bytes_of(incoming_).subspan(consumed_);
  const auto length = read_le<std::uint32_t>(waiting, 0);
  if (!length) return false;
  return *length == 0 || *length > kMaxFrameBytes || part(waiting, 4, *length);
}

Result<bool> Channel::fill() {
  incoming_.erase(0, consumed_);
  consumed_ = 0;
  const std::size_t had = incoming_.size();
  incoming_.resize(had + kReceiveBytes);
  ssize_t got = 0;
  do {
    got = ::recv(socket_.get(), incoming_.data() + had, kReceiveBytes, 0);
  } while (got < 0 && errno == EINTR);
  const int error = errno;
  incoming_.resize(had + static_cast<std::size_t>(got > 0 ? got : 0));
  if (got < 0) return fault_from_errno(error, "cannot be read", kName);
  return got > 0;
}

Result<std::optional<Bytes>> Channel::receive() {
  while (true) {
    const Bytes waiting = bytes_of(incoming_).subspan(consumed_);
    if (const auto length = read_le<std::uint32_t>(waiting, 0)) {
      if (*length == 0 || *length > kMaxFrameBytes) {
        return Fault{FaultKind::malformed, "frame of an impossible length", kName,
                     std::nullopt};
      }
      if (const auto frame = part(waiting, 4, *length)) {
        consumed_ += 4 + frame->size();
        return std::optional<Bytes>(*frame);
      }
    }
    const auto more = fill();
    if (!more) return more.error();
    if (*more) continue;
    if (incoming_.empty()) return std::optional<Bytes>();
    return Fault{FaultKind::truncated, "ends inside a frame", kName, incoming_.size()};
  }
}

}  // namespace winnow
