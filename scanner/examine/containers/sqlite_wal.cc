#include "scanner/examine/containers/sqlite_wal.h"

#include <algorithm>
#include <bit>

#include "scanner/examine/containers/content_parts.h"

namespace winnow {
namespace {

constexpr std::uint32_t kMagicLow = 0x377F0682;   // checksums over low byte first
constexpr std::uint32_t kMagicHigh = 0x377F0683;  // or high byte first
constexpr std::uint64_t kHeadBytes = 32;
constexpr std::uint64_t kFrameHeadBytes = 24;

struct Checksum {
  std::uint32_t first = 0, second = 0;
  bool operator==(const Checksum&) const = default;

  void add(Bytes bytes, bool is_high_first) {
    for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
      const auto word = [&](std::size_t at) {
        return is_high_first ? be<std::uint32_t>(bytes, at)
                             : le<std::uint32_t>(bytes, at);
      };
      first += word(i) + second;
      second += word(i + 4) + first;
    }
  }
};

Checksum stated_checksum(Bytes head, std::uint64_t offset) {
  return {be<std::uint32_t>(head, offset), be<std::uint32_t>(head, offset + 4)};
}

}  // namespace

bool is_sqlite_page_size(std::uint32_t bytes) {
  return bytes >= 512 && bytes <= 65536 && std::has_single_bit(bytes);
}

Result<SqliteWal> SqliteWal::open(Content& content, const ContainerLimits& limits) {
  SqliteWal wal(content);
  auto head = read_part(content, 0, kHeadBytes);
  if (!head) return std::move(head).error();
  wal.head_ = *std::move(head);
  wal.page_bytes_ = be<std::uint32_t>(wal.head_, 8);
  const auto magic = be<std::uint32_t>(wal.head_, 0);
  if ((magic != kMagicLow && magic != kMagicHigh) ||
      !is_sqlite_page_size(wal.page_bytes_)) {
    return Fault{FaultKind::malformed, "is not the log of an SQLite database", "", {}};
  }
  if (auto read = wal.read_frames(limits); !read) return std::move(read).error();
  return wal;
}

Result<void> SqliteWal::read_frames(const ContainerLimits& limits) {
  const std::uint64_t frame_bytes = kFrameHeadBytes + page_bytes_;
  const std::uint64_t count = (content_->size_bytes() - kHeadBytes) / frame_bytes;
  if (count > limits.memory_bytes / 128) {
    return Fault{
        FaultKind::too_big, "its log has more frames than are kept in memory", "", {}};
  }
  const bool is_high_first = be<std::uint32_t>(head_, 0) == kMagicHigh;
  Checksum sum;
  sum.add(Bytes(head_).first(24), is_high_first);
  bool is_sound = sum == stated_checksum(head_, 24);
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto bytes = read_part(*content_, kHeadBytes + i * frame_bytes, frame_bytes);
    if (!bytes) return bytes.error();
    const Bytes frame(*bytes);
    const WalFrame read{be<std::uint32_t>(frame, 0), be<std::uint32_t>(frame, 4)};
    sum.add(frame.first(8), is_high_first);
    sum.add(frame.subspan(kFrameHeadBytes), is_high_first);
    is_sound = is_sound && read.page != 0 && sum == stated_checksum(frame, 16) &&
               std::ranges::equal(frame.subspan(8, 8), Bytes(head_).subspan(16, 8));
    if (is_sound && read.db_pages != 0) committed_ = static_cast<std::size_t>(i) + 1;
    frames_of_[read.page].push_back(frames_.size());
    frames_.push_back(read);
  }
  ends_.resize(frames_.size());
  std::size_t end = frames_.size();
  for (std::size_t i = frames_.size(); i > 0; --i) {
    if (frames_[i - 1].db_pages != 0) end = i;
    ends_[i - 1] = end;
  }
  return {};
}

std::optional<std::size_t> SqliteWal::last_of(std::uint32_t page,
                                              std::size_t end) const {
  const auto found = frames_of_.find(page);
  if (found == frames_of_.end()) return std::nullopt;
  const auto& frames = found->second;
  const auto behind = std::lower_bound(frames.begin(), frames.end(), end);
  if (behind == frames.begin()) return std::nullopt;
  return *std::prev(behind);
}

Result<std::size_t> SqliteWal::read(std::size_t frame, std::uint64_t offset,
                                    MutableBytes target) const {
  if (offset >= page_bytes_) return std::size_t{0};
  const std::uint64_t left = page_bytes_ - offset;
  if (target.size() > left) target = target.first(static_cast<std::size_t>(left));
  return content_->read(
      kHeadBytes + frame * (kFrameHeadBytes + page_bytes_) + kFrameHeadBytes + offset,
      target);
}

}  // namespace winnow
