// Whether an EWF image is whole, from the section chains of its segment files.
//
// libewf opens an image whose last segment is missing and gives zeros or errors later.
//
// EWF (E01), after libewf's format documentation:
//   file header   signature[8] 01 segment:u16le 0000           13 bytes
//   section       type[16] next:u64le size:u64le ... checksum   76 bytes, chained by
//   `next`
//                 (an offset in the same file); the chain of a segment ends in a
//                 section "next" (another segment follows) or "done" (the last one)
// EWF2 (Ex01):
//   file header   signature[8] major minor compression:u16 segment:u32le ...   32 bytes
//   section       type:u32le flags:u32le previous:u64le size:u64le ...  64 bytes, at
//   the end
//                 of its data; the file's last 64 bytes are the last section: 0x0d
//                 next, 0x0f done
#include <array>
#include <string>

#include "base/file.h"
#include "scanner/evidence/containers.h"

namespace winnow {
namespace {

// A segment holds at most a few sections per 2 GiB of data; beyond this a chain runs in
// circles.
constexpr int kMaxSections = 1 << 20;

enum class Ending { next, done };

Result<Ending> ending_of_ewf1(const Segment& segment, std::uint64_t size) {
  std::uint64_t offset = 13;
  for (int i = 0; i < kMaxSections; ++i) {
    std::array<std::byte, 76> section{};
    if (!read_exactly(segment.fd, offset, section, segment.name)) {
      return Fault{
          FaultKind::truncated,
          "its section chain leaves the file: the segment is cut short; copy it "
          "again from the original",
          segment.name, offset};
    }
    if (has_magic(section, 0, std::string_view("next\0", 5))) return Ending::next;
    if (has_magic(section, 0, std::string_view("done\0", 5))) return Ending::done;
    const auto next = le<std::uint64_t>(section, 16);
    if (next <= offset || next > size) {
      return Fault{
          FaultKind::malformed,
          "its section chain is broken; copy the segment again from the original",
          segment.name, offset};
    }
    offset = next;
  }
  return Fault{FaultKind::malformed, "its section chain has no end", segment.name,
               offset};
}

Result<Ending> ending_of_ewf2(const Segment& segment, std::uint64_t size) {
  std::array<std::byte, 64> section{};
  if (size < 96 || !read_exactly(segment.fd, size - 64, section, segment.name)) {
    return Fault{FaultKind::truncated, "is cut short; copy it again from the original",
                 segment.name, size};
  }
  const auto type = le<std::uint32_t>(section, 0);
  if (type == 0x0d) return Ending::next;
  if (type == 0x0f) return Ending::done;
  return Fault{FaultKind::truncated,
               "does not end in a closing section; copy it again from the original",
               segment.name, size - 64};
}

// "image.E01" -> "segment 2 (image.E02)" as far as the simple numbering goes.
std::string name_of_missing(const std::string& first, std::size_t number) {
  std::string text = "segment " + std::to_string(number);
  if (first.size() > 2 && number < 100) {
    std::string name = first.substr(0, first.size() - 2);
    name += static_cast<char>('0' + number / 10);
    name += static_cast<char>('0' + number % 10);
    text += " (" + name + ")";
  }
  return text;
}

}  // namespace

Result<void> check_ewf_segments(const std::vector<Segment>& segments) {
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const Segment& segment = segments[i];
    std::array<std::byte, 32> header{};
    auto read = read_exactly(segment.fd, 0, header, segment.name);
    if (!read) return read;
    const bool second = has_magic(header, 0, "EVF2");
    if (!second && !has_magic(header, 0, "EVF\x09")) {
      return Fault{FaultKind::malformed, "is not a segment of an EWF image",
                   segment.name, std::nullopt};
    }
    const std::uint64_t number =
        second ? le<std::uint32_t>(header, 12) : le<std::uint16_t>(header, 9);
    if (number != i + 1) {
      return Fault{FaultKind::missing,
                   name_of_missing(segments.front().name, i + 1) +
                       " is missing: this file says it is segment " +
                       std::to_string(number) + "; put all segments in one folder",
                   segment.name, std::nullopt};
    }
    Fd borrowed(segment.fd);
    const auto size = size_of(borrowed, segment.name);
    borrowed.release();
    if (!size) return size.error();
    const auto ending =
        second ? ending_of_ewf2(segment, *size) : ending_of_ewf1(segment, *size);
    if (!ending) return ending.error();
    const bool last = i + 1 == segments.size();
    if (last && *ending == Ending::next) {
      return Fault{FaultKind::missing,
                   name_of_missing(segments.front().name, i + 2) +
                       " is missing: this file says that another segment follows; put "
                       "all segments in one folder",
                   segment.name, std::nullopt};
    }
    if (!last && *ending == Ending::done) {
      return Fault{FaultKind::malformed,
                   "says it is the last segment, but more were found beside it; keep "
                   "segments of different images in different folders",
                   segment.name, std::nullopt};
    }
  }
  return {};
}

}  // namespace winnow
