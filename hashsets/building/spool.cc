#include "hashsets/building/spool.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace winnow {
namespace {

constexpr std::size_t kFirstHeld = 4096;
constexpr std::size_t kMostHeld = std::size_t{1} << 20;

}  // namespace

Result<void> Spool::append_far(Bytes bytes) {
  if (capacity_ == kMostHeld) {
    for (const Bytes part : {Bytes(buffer_.get(), held_), bytes}) {
      if (auto written = file_.append(part); !written) return written;
    }
    held_ = 0;
    return {};
  }
  // Most spools stay small.
  capacity_ = std::min(kMostHeld, std::max(kFirstHeld, 8 * (held_ + bytes.size())));
  auto larger = std::make_unique_for_overwrite<std::byte[]>(capacity_);
  if (held_ > 0) std::memcpy(larger.get(), buffer_.get(), held_);
  buffer_ = std::move(larger);
  size_ -= bytes.size();
  return append(bytes);
}

Result<void> Spool::read(std::uint64_t offset, MutableBytes target) const {
  const auto from_file = static_cast<std::size_t>(std::min<std::uint64_t>(
      target.size(), offset < file_.size() ? file_.size() - offset : 0));
  if (from_file > 0) {
    auto read = file_.read(offset, target.first(from_file));
    if (!read) return read;
  }
  const MutableBytes rest = target.subspan(from_file);
  if (!rest.empty()) {
    const auto start = static_cast<std::size_t>(offset + from_file - file_.size());
    std::memcpy(rest.data(), buffer_.get() + start, rest.size());
  }
  return {};
}

}  // namespace winnow
