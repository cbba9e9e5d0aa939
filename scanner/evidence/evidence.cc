#include "scanner/evidence/evidence.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "base/file.h"
#include "scanner/evidence/containers.h"
#include "scanner/evidence/detect_container.h"
#include "scanner/evidence/device_read.h"

namespace winnow {
namespace {

constexpr std::size_t kHeadBytes = 4096;
constexpr std::size_t kTailBytes = 512;

struct Ends {
  std::vector<std::byte> head;
  std::vector<std::byte> tail;
};

// The ends only serve to recognise a format: bytes of them that cannot be read stay
// zeros, and a device whose first sector is bad is raw.
Result<std::vector<std::byte>> read_end(const Segment& segment, std::uint64_t offset,
                                        std::size_t length) {
  std::vector<std::byte> end(length);
  if (read_device(segment.fd, offset, end, segment.name)) return end;
  std::fill(end.begin(), end.end(), std::byte{0});
  for (std::size_t at = 0; at < length; at += kSectorBytes) {
    const MutableBytes sector =
        MutableBytes(end).subspan(at, std::min(length - at, std::size_t{kSectorBytes}));
    auto read = read_device(segment.fd, offset + at, sector, segment.name);
    if (!read && read.error().kind == FaultKind::gone) return std::move(read).error();
    if (!read) std::fill(sector.begin(), sector.end(), std::byte{0});
  }
  return end;
}

Result<Ends> read_ends(const Segment& segment, std::uint64_t size) {
  Ends ends;
  auto head = read_end(
      segment, 0, static_cast<std::size_t>(std::min<std::uint64_t>(size, kHeadBytes)));
  if (!head) return std::move(head).error();
  ends.head = std::move(*head);
  if (size < kTailBytes) return ends;
  auto tail = read_end(segment, size - kTailBytes, kTailBytes);
  if (!tail) return std::move(tail).error();
  ends.tail = std::move(*tail);
  return ends;
}

Result<std::uint64_t> borrowed_size(const Segment& segment) {
  Fd borrowed(segment.fd);
  auto size = size_of(borrowed, segment.name);
  borrowed.release();
  return size;
}

Result<std::unique_ptr<Evidence>> open_container(Container container,
                                                 std::vector<Segment> segments,
                                                 EvidenceRecord& record) {
  switch (container) {
    case Container::ewf:
      return open_ewf_image(std::move(segments), record.metadata);
    case Container::ewf2:
      return open_ewf2_image(std::move(segments), record.metadata);
    case Container::aff:
      return open_aff_image(segments.front(), record.metadata);
    case Container::vhd:
      return open_vhd_image(segments.front());
    case Container::vmdk:
      return open_vmdk_image(segments.front());
    case Container::raw:
    case Container::unsupported:
      break;
  }
  if (segments.size() > 1) record.kind = "split raw";
  return open_raw_image(std::move(segments));
}

// Bytes that are there and cannot be had, unlike a want of memory.
bool is_damage(FaultKind kind) {
  return kind == FaultKind::io || kind == FaultKind::truncated ||
         kind == FaultKind::missing;
}

}  // namespace

// One failed read, taken apart until each piece was read or is a sector that cannot be.
class Evidence::Mapping {
 public:
  explicit Mapping(const Evidence& evidence) : evidence_(evidence) {}

  struct Bad {
    Run range;  // whole sectors, but for the end of the evidence and of a segment
    Fault cause;
  };

  // `target`, at `offset`, was tried and failed with `fault`.
  Result<void> halve(std::uint64_t offset, MutableBytes target, const Fault& fault) {
    if (fault.offset && *fault.offset > offset &&
        *fault.offset - offset < target.size()) {
      target = target.subspan(static_cast<std::size_t>(*fault.offset - offset));
      offset = *fault.offset;
      begins_inside_ = offset;
    }
    const std::uint64_t sector = offset / kSectorBytes;
    const std::uint64_t sectors =
        (offset + target.size() - 1) / kSectorBytes - sector + 1;
    if (sectors == 1) {
      note(offset, fault);
      return {};
    }
    const std::uint64_t middle = (sector + sectors / 2) * kSectorBytes;
    const auto half = static_cast<std::size_t>(middle - offset);
    const std::size_t bad_before = bad.size();
    auto left = take(offset, target.first(half));
    if (!left) return left;
    // What failed as a whole and is sound in its first half is bad in its second.
    const MutableBytes rest = target.subspan(half);
    return bad.size() == bad_before && rest.size() > kSectorBytes
               ? halve(middle, rest, Fault{fault.kind, fault.what, fault.place, {}})
               : take(middle, rest);
  }

  std::vector<Bad> bad;  // rising

 private:
  Result<void> take(std::uint64_t offset, MutableBytes target) {
    // Another thread may have mapped the same damage just now.
    const auto known = evidence_.damage_.first_in(offset, target.size());
    if (known && known->length == target.size()) {
      bad.push_back({*known, evidence_.damage_.fault_at(offset)});
      return {};
    }
    auto read = evidence_.read_inside(offset, target);
    if (read) return {};
    if (!is_damage(read.error().kind)) return read;
    return halve(offset, target, read.error());
  }

  void note(std::uint64_t offset, const Fault& cause) {
    const std::uint64_t begin =
        offset == begins_inside_ ? offset : offset / kSectorBytes * kSectorBytes;
    const std::uint64_t end =
        std::min((offset / kSectorBytes + 1) * kSectorBytes, evidence_.size_bytes_);
    bad.push_back({{begin, end - begin}, cause});
  }

  const Evidence& evidence_;
  // Where a read ended within a sector, as at the end of a segment cut short.
  std::uint64_t begins_inside_ = Run::kHole;
};

Evidence::Evidence() = default;
Evidence::~Evidence() = default;

void Evidence::watch(const std::vector<Segment>& segments) {
  pulse_ = std::make_unique<DevicePulse>(segments);
}

std::optional<Fault> Evidence::gone() const {
  if (!is_gone_.load(std::memory_order_acquire)) return std::nullopt;
  const std::lock_guard lock(gone_mutex_);
  return gone_;
}

Fault Evidence::take_gone(Fault fault) const {
  const std::lock_guard lock(gone_mutex_);
  if (!gone_) gone_ = std::move(fault);
  is_gone_.store(true, std::memory_order_release);
  return *gone_;
}

Result<void> Evidence::take_pulse() const {
  const std::string* lost = pulse_ == nullptr ? nullptr : pulse_->lost();
  if (lost != nullptr) return take_gone(gone_fault(*lost));
  return {};
}

Result<void> Evidence::check_range(std::uint64_t offset, std::size_t length) const {
  if (offset > size_bytes_ || length > size_bytes_ - offset) {
    return Fault{FaultKind::truncated, "lies beyond the end of the evidence", "",
                 std::max(offset, size_bytes_)};
  }
  if (const auto fault = gone()) return *fault;
  return {};
}

Result<void> Evidence::read(std::uint64_t offset, MutableBytes target) const {
  auto checked = check_range(offset, target.size());
  if (!checked || target.empty()) return checked;
  fetched_.fetch_add(target.size(), std::memory_order_relaxed);
  if (const auto known = damage_.first_in(offset, target.size())) {
    // Whatever was read before, the fault is that of the first bad byte.
    auto before =
        read(offset, target.first(static_cast<std::size_t>(known->offset - offset)));
    return before ? damage_.fault_at(known->offset) : before;
  }
  auto done = read_inside(offset, target);
  if (done) return done;
  std::vector<Run> bad;
  auto mapped = map_damage(offset, target, std::move(done).error(), bad);
  if (!mapped || bad.empty()) return mapped;
  return damage_.fault_at(bad.front().offset);
}

std::optional<Bytes> Evidence::view(std::uint64_t offset, std::uint64_t length) const {
  if (!gives_views_ || length == 0 || offset > size_bytes_ ||
      length > size_bytes_ - offset || is_gone_.load(std::memory_order_acquire) ||
      damage_.first_in(offset, length)) {
    return std::nullopt;
  }
  const auto bytes = view_inside(offset, length);
  if (bytes) fetched_.fetch_add(length, std::memory_order_relaxed);
  return bytes;
}

Result<void> Evidence::read_sound(std::uint64_t offset, MutableBytes target,
                                  std::vector<Run>& bad) const {
  auto checked = check_range(offset, target.size());
  fetched_.fetch_add(target.size(), std::memory_order_relaxed);
  while (checked && !target.empty()) {
    const auto known = damage_.first_in(offset, target.size());
    const auto sound =
        known ? static_cast<std::size_t>(known->offset - offset) : target.size();
    if (sound > 0) {
      auto read = read_inside(offset, target.first(sound));
      if (!read) {
        auto mapped =
            map_damage(offset, target.first(sound), std::move(read).error(), bad);
        if (!mapped) return mapped;
      }
    }
    if (!known) break;
    append_range(bad, *known);
    const std::uint64_t behind = known->offset + known->length - offset;
    target = target.subspan(static_cast<std::size_t>(behind));
    offset += behind;
  }
  return checked;
}

// `target`, which is not empty, was tried and failed with `fault`.
Result<void> Evidence::map_damage(std::uint64_t offset, MutableBytes target,
                                  Fault fault, std::vector<Run>& bad) const {
  if (fault.kind == FaultKind::gone) return take_gone(std::move(fault));
  if (!is_damage(fault.kind)) return fault;
  const std::lock_guard lock(mapping_);
  if (auto there = take_pulse(); !there) return there;
  Mapping mapping(*this);
  auto mapped = mapping.halve(offset, target, fault);
  if (!mapped && mapped.error().kind == FaultKind::gone) {
    return take_gone(std::move(mapped).error());
  }
  if (!mapped) return mapped;
  // A device that went away meanwhile had no bad sectors.
  if (auto there = take_pulse(); !there) return there;
  for (const Mapping::Bad& found : mapping.bad) {
    damage_.add(found.range, found.cause);
    const std::uint64_t begin = std::max(found.range.offset, offset);
    const std::uint64_t end =
        std::min(found.range.offset + found.range.length, offset + target.size());
    append_range(bad, {begin, end - begin});
  }
  return {};
}

bool is_opened_by_name(const Segment& first) {
  std::array<std::byte, 16> head{};
  if (!read_exactly(first.fd, 0, head, first.name)) return false;
  return detect_container(head, {}).container == Container::aff;
}

Result<OpenedEvidence> open_evidence(std::vector<Segment> segments) {
  if (segments.empty()) return Fault{FaultKind::usage, "no evidence given", "", {}};
  OpenedEvidence opened;
  struct stat info {};
  if (::fstat(segments.front().fd, &info) != 0) {
    return fault_from_errno(errno, "cannot be read", segments.front().name);
  }
  if (S_ISDIR(info.st_mode)) {
    opened.record.kind = "folder";
    opened.record.is_folder = true;
    return opened;
  }
  const auto size = borrowed_size(segments.front());
  if (!size) return size.error();
  if (*size == 0) {
    return Fault{FaultKind::truncated, "is empty: it holds no evidence to examine",
                 segments.front().name, std::nullopt};
  }
  const auto ends = read_ends(segments.front(), *size);
  if (!ends) return ends.error();
  const DetectedContainer detected = detect_container(ends->head, ends->tail);
  opened.record.kind = detected.name;
  if (detected.container == Container::unsupported) {
    opened.record.unsupported = detected.name;
    for (const Segment& segment : segments) {
      const auto bytes = borrowed_size(segment);
      if (bytes) opened.record.bytes += *bytes;
    }
    return opened;
  }
  if (S_ISBLK(info.st_mode)) opened.record.kind = "block device";
  const std::string place = segments.front().name;
  auto bytes = open_container(detected.container, std::move(segments), opened.record);
  if (!bytes) return std::move(bytes).error();
  opened.bytes = std::move(bytes).value();
  opened.record.bytes = opened.bytes->size_bytes();
  if (opened.record.bytes == 0) {
    return Fault{FaultKind::truncated, "is a container that holds no bytes", place,
                 std::nullopt};
  }
  return opened;
}

}  // namespace winnow
