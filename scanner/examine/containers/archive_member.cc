#include "scanner/examine/containers/archive_member.h"

#include <algorithm>

namespace winnow {
namespace {

// Blocks of no bytes in a row, after which nothing more is believed to come.
constexpr int kMostEmptyBlocks = 1024;

bool is_zip(archive* a) {
  return (::archive_format(a) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
}

}  // namespace

void ArchiveMember::next_block() {
  block_ = {};
  for (int empty = 0; empty < kMostEmptyBlocks; ++empty) {
    const void* data = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    const int result = ::archive_read_data_block(reader_.get(), &data, &size, &offset);
    if (result == ARCHIVE_EOF) {
      ended_ = true;
      return;
    }
    if (result < ARCHIVE_WARN && result != ARCHIVE_RETRY) {
      fault_ = reader_.fault();
      fatal_ = result == ARCHIVE_FATAL;
      ended_ = true;
      // A zip that ends with these bytes, where an entry should follow.
      if (!is_zip(reader_.get()) || data == nullptr || size == 0) return;
    }
    if (result == ARCHIVE_WARN) warning_ = reader_.fault().what;
    if (size == 0 || data == nullptr) continue;
    block_ = Bytes(static_cast<const std::byte*>(data), size);
    block_offset_ = std::max(
        position_, static_cast<std::uint64_t>(std::max<la_int64_t>(offset, 0)));
    any_ = true;
    return;
  }
  ended_ = true;
  fault_ = Fault{FaultKind::malformed, "its bytes do not come", "", position_};
}

Result<std::size_t> ArchiveMember::read(MutableBytes target) {
  if (target.empty()) return std::size_t{0};
  if (block_.empty() && !ended_) next_block();
  if (block_.empty()) {
    if (fault_) return *fault_;
    return std::size_t{0};
  }
  std::size_t length = 0;
  if (position_ < block_offset_) {
    length = static_cast<std::size_t>(
        std::min<std::uint64_t>(target.size(), block_offset_ - position_));
    std::fill_n(target.begin(), length, std::byte{0});
  } else {
    length = std::min(target.size(), block_.size());
    std::copy_n(block_.begin(), length, target.begin());
    block_ = block_.subspan(length);
    block_offset_ += length;
  }
  position_ += length;
  return length;
}

std::optional<Fault> ArchiveMember::refusal() const {
  return any_ ? std::nullopt : fault_;
}

bool ArchiveMember::pass_over(std::uint64_t bytes) {
  while (!ended_ && bytes > 0) {
    bytes -= std::min<std::uint64_t>(bytes, block_.size());
    next_block();
  }
  return ended_;
}

}  // namespace winnow
