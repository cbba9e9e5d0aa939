#include "scanner/evidence/evidence.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "base/file.h"
#include "scanner/evidence/containers.h"
#include "scanner/evidence/detect_container.h"

namespace winnow {
namespace {

constexpr std::size_t kHeadBytes = 4096;
constexpr std::size_t kTailBytes = 512;

struct Ends {
  std::vector<std::byte> head;
  std::vector<std::byte> tail;
};

Result<Ends> read_ends(const Segment& segment, std::uint64_t size) {
  Ends ends;
  ends.head.resize(static_cast<std::size_t>(std::min<std::uint64_t>(size, kHeadBytes)));
  auto read = read_exactly(segment.fd, 0, ends.head, segment.name);
  if (!read) return std::move(read).error();
  if (size < kTailBytes) return ends;
  ends.tail.resize(kTailBytes);
  // The tail only serves to recognise a format; a device whose last sector is bad is
  // raw.
  if (!read_exactly(segment.fd, size - kTailBytes, ends.tail, segment.name)) {
    ends.tail.clear();
  }
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

}  // namespace

Result<void> Evidence::read(std::uint64_t offset, MutableBytes target) const {
  if (offset > size_bytes_ || target.size() > size_bytes_ - offset) {
    return Fault{FaultKind::truncated, "lies beyond the end of the evidence", "",
                 std::max(offset, size_bytes_)};
  }
  if (target.empty()) return {};
  return read_inside(offset, target);
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
