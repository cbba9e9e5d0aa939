#include "scanner/examine/pictures/jpeg_segments.h"

#include <algorithm>
#include <string_view>

namespace winnow {
namespace {

using namespace std::string_view_literals;

constexpr std::uint8_t kScan = 0xDA;
constexpr std::uint8_t kEnd = 0xD9;

bool stands_alone(std::uint8_t marker) {
  return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

}  // namespace

std::vector<JpegSegment> jpeg_segments(Bytes content) {
  std::vector<JpegSegment> segments;
  std::size_t at = 2;
  while (at + 2 <= content.size() && content[at] == std::byte{0xFF}) {
    const auto marker = std::to_integer<std::uint8_t>(content[at + 1]);
    if (marker == 0xFF) {  // a filling byte
      ++at;
      continue;
    }
    at += 2;
    if (marker == kEnd || marker == 0) break;
    if (stands_alone(marker)) continue;
    const std::size_t length = be<std::uint16_t>(content, at);
    if (length < 2) break;
    const std::size_t there = std::min(length, content.size() - at);
    if (there < 2) break;
    segments.push_back({marker, content.subspan(at + 2, there - 2)});
    if (marker == kScan) break;
    at += there;
  }
  return segments;
}

std::optional<JpegFrame> jpeg_frame(Bytes content) {
  for (const JpegSegment& segment : jpeg_segments(content)) {
    if (!segment.is_frame() || segment.payload.size() < 6) continue;
    JpegFrame frame;
    frame.height = be<std::uint16_t>(segment.payload, 1);
    frame.width = be<std::uint16_t>(segment.payload, 3);
    frame.is_progressive = (segment.marker & 3) == 2;
    frame.is_lossless = (segment.marker & 3) == 3;
    return frame;
  }
  return std::nullopt;
}

Bytes jpeg_exif(const std::vector<JpegSegment>& segments) {
  for (const JpegSegment& segment : segments) {
    if (segment.marker == 0xE1 && has_magic(segment.payload, 0, "Exif\0"sv) &&
        segment.payload.size() > 6) {
      return segment.payload.subspan(6);
    }
  }
  return {};
}

}  // namespace winnow
