#include "scanner/examine/containers/whole_picture.h"

#include <algorithm>
#include <cstring>
#include <optional>

namespace winnow {
namespace {

constexpr std::string_view kJpeg = "\xFF\xD8\xFF";
constexpr std::string_view kPng("\x89PNG\r\n\x1A\n", 8);
constexpr std::uint64_t kMostPasses = 16;
constexpr std::uint8_t kEnd = 0xD9;
constexpr std::uint8_t kScan = 0xDA;

bool is_bare(std::uint8_t marker) {
  return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

class Search {
 public:
  explicit Search(Bytes bytes) : bytes_(bytes), left_(kMostPasses * bytes.size()) {}

  std::vector<PlacedPicture> run() {
    std::vector<PlacedPicture> found;
    std::size_t at = 0;
    while (left_ > 0) {
      find_marks(at);
      const std::size_t start = std::min(jpeg_, png_);
      if (start == std::string_view::npos) break;
      const Bytes rest = bytes_.subspan(start);
      const auto length = start == jpeg_ ? jpeg_length(rest) : png_length(rest);
      if (length) found.push_back({start, *length});
      at = start + length.value_or(1);
    }
    return found;
  }

 private:
  void find_marks(std::size_t from) {
    const std::string_view text = text_of(bytes_);
    const auto advance = [&](std::size_t& at, std::string_view mark) {
      const bool is_ahead = at != std::string_view::npos && at >= from;
      if (is_begun_ && (is_ahead || at == std::string_view::npos)) return;
      at = text.find(mark, from);
    };
    advance(jpeg_, kJpeg);
    advance(png_, kPng);
    is_begun_ = true;
  }

  // False: the search ends.
  bool spend(std::uint64_t effort) {
    left_ -= std::min(left_, effort);
    return left_ > 0;
  }

  // The next marker at or behind `at` that is neither stuffing nor a restart.
  std::optional<std::size_t> marker_behind_scan(Bytes bytes, std::size_t at) {
    while (at + 1 < bytes.size()) {
      const void* mark = std::memchr(bytes.data() + at, 0xFF, bytes.size() - at - 1);
      if (mark == nullptr) break;
      const auto next_at =
          static_cast<std::size_t>(static_cast<const std::byte*>(mark) - bytes.data());
      if (!spend(next_at - at + 2)) return std::nullopt;
      at = next_at;
      const auto next = le<std::uint8_t>(bytes, at + 1);
      if (next != 0 && next != 0xFF && !is_bare(next)) return at;
      at += next == 0xFF ? 1 : 2;
    }
    spend(bytes.size() - std::min(at, bytes.size()));
    return std::nullopt;
  }

  // `bytes` begins with the mark.
  std::optional<std::size_t> jpeg_length(Bytes bytes) {
    std::size_t at = 2;
    bool has_scan = false;
    while (at + 2 <= bytes.size() && bytes[at] == std::byte{0xFF} && spend(4)) {
      const auto marker = le<std::uint8_t>(bytes, at + 1);
      if (marker == kEnd) return has_scan ? std::optional(at + 2) : std::nullopt;
      if (marker == 0xFF) {
        ++at;
        continue;
      }
      const std::size_t length = be<std::uint16_t>(bytes, at + 2);
      if (marker == 0 || is_bare(marker) || length < 2) return std::nullopt;
      at += 2 + length;
      if (marker != kScan) continue;
      has_scan = true;
      const auto next = marker_behind_scan(bytes, at);
      if (!next) return std::nullopt;
      at = *next;
    }
    return std::nullopt;
  }

  std::optional<std::size_t> png_length(Bytes bytes) {
    std::uint64_t at = kPng.size();
    while (at + 12 <= bytes.size() && spend(12)) {
      const std::uint64_t length = be<std::uint32_t>(bytes, at);
      if (length > bytes.size() - at - 12) return std::nullopt;
      const bool is_end = has_magic(bytes, at + 4, "IEND");
      at += 12 + length;
      if (is_end) return static_cast<std::size_t>(at);
    }
    return std::nullopt;
  }

  Bytes bytes_;
  std::uint64_t left_;
  std::size_t jpeg_ = std::string_view::npos, png_ = std::string_view::npos;
  bool is_begun_ = false;
};

}  // namespace

std::vector<PlacedPicture> whole_pictures(Bytes bytes) {
  return Search(bytes).run();
}

bool begins_as_picture(Bytes bytes) {
  return has_magic(bytes, 0, kJpeg) || has_magic(bytes, 0, kPng) ||
         has_magic(bytes, 0, "GIF8") ||
         (has_magic(bytes, 0, "RIFF") && has_magic(bytes, 8, "WEBP")) ||
         has_magic(bytes, 4, "ftyp");
}

}  // namespace winnow
