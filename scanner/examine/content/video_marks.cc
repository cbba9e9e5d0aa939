#include "scanner/examine/content/video_marks.h"

#include <algorithm>
#include <string_view>

namespace winnow {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kPictureBrands[] = {"heic", "heix", "heim", "heis",
                                               "hevc", "hevx", "mif1", "msf1",
                                               "avif", "avis", "mif2"};

bool is_picture_brand(std::string_view brand) {
  return std::find(std::begin(kPictureBrands), std::end(kPictureBrands), brand) !=
         std::end(kPictureBrands);
}

// The major brand decides where it is one of pictures or a known one of videos, else
// the first one of pictures among those that the file is compatible with.
std::optional<ContentType> type_of_brands(Bytes head) {
  const auto length = be<std::uint32_t>(head, 0);
  if (length < 12 || length > 4096 || length % 4 != 0 || head.size() < 12) {
    return std::nullopt;
  }
  const std::string_view major = text_of(head.subspan(8, 4));
  const bool is_text = std::all_of(major.begin(), major.end(), [](char c) {
    return c == 0 || (c >= ' ' && c <= '~');
  });
  if (!is_text) return std::nullopt;
  if (major == "crx "sv) return ContentType::raw_camera;
  if (major == "jp2 "sv || major == "jpx "sv) return ContentType::jpeg2000;
  if (is_picture_brand(major)) return ContentType::heif;
  if (major == "isom"sv || major == "qt  "sv || major.substr(0, 3) == "mp4"sv) {
    return ContentType::video;
  }
  const std::size_t end = std::min<std::size_t>(length, head.size());
  for (std::size_t at = 16; at + 4 <= end; at += 4) {
    if (is_picture_brand(text_of(head.subspan(at, 4)))) return ContentType::heif;
  }
  return ContentType::video;
}

bool is_known_box(Bytes head, std::uint64_t offset) {
  constexpr std::string_view kBoxes[] = {"moov", "mdat", "wide", "free",
                                         "skip", "pnot", "moof", "sidx",
                                         "styp", "mvhd", "cmov", "uuid"};
  return std::any_of(std::begin(kBoxes), std::end(kBoxes), [&](std::string_view name) {
    return has_magic(head, offset + 4, name);
  });
}

// QuickTime before there were brands: a first box that is the film, its samples or
// nothing; where it is short, a second one behind it.
bool is_old_quicktime(Bytes head, std::uint64_t size) {
  if (!is_known_box(head, 0) || has_magic(head, 4, "uuid"sv)) return false;
  const std::uint64_t length = be<std::uint32_t>(head, 0);
  if (has_magic(head, 4, "moov"sv) || has_magic(head, 4, "moof"sv)) {
    return length >= 16 && length <= size && is_known_box(head, 8);
  }
  if (length == 1 && has_magic(head, 4, "mdat"sv)) {
    const auto long_length = be<std::uint64_t>(head, 8);
    return long_length >= 16 && long_length <= size;
  }
  if (length < 8 || length > size) return false;
  if (length + 8 <= head.size()) return is_known_box(head, length);
  return has_magic(head, 4, "mdat"sv);
}

bool has_sync_every(Bytes head, std::size_t first, std::size_t packet) {
  constexpr std::size_t kPackets = 5;
  if (head.size() < first + (kPackets - 1) * packet + 1) return false;
  for (std::size_t at = first; at < head.size(); at += packet) {
    if (head[at] != std::byte{0x47}) return false;
  }
  return true;
}

unsigned number_at(Bytes head, std::size_t offset) {
  return le<std::uint8_t>(head, offset);
}

bool is_mpeg(Bytes head) {
  if (has_magic(head, 0, "\0\0\x01\xBA"sv)) {  // a pack: MPEG-2 or MPEG-1
    const unsigned first = number_at(head, 4);
    return (first & 0xC4) == 0x44 || (first & 0xF1) == 0x21;
  }
  if (has_magic(head, 0, "\0\0\x01\xB3"sv)) {  // a sequence: size, shape, rate
    const unsigned shape = number_at(head, 7) >> 4;
    const unsigned rate = number_at(head, 7) & 15;
    return be<std::uint32_t>(head, 4) >> 8 != 0 && shape >= 1 && shape <= 14 &&
           rate >= 1 && rate <= 8;
  }
  return false;
}

// The parameters of a sequence of H.264 or H.265, without anything around it.
bool is_bare_stream(Bytes head) {
  constexpr unsigned kProfiles[] = {44, 66, 77, 88, 100, 110, 118, 122, 128, 244};
  if (!has_magic(head, 0, "\0\0\0\x01"sv)) return false;
  if (has_magic(head, 4, "\x40\x01\x0C"sv)) return true;
  return (number_at(head, 4) == 0x67 || number_at(head, 4) == 0x27) &&
         std::find(std::begin(kProfiles), std::end(kProfiles), number_at(head, 5)) !=
             std::end(kProfiles);
}

bool is_flash_video(Bytes head) {
  return has_magic(head, 0, "FLV\x01"sv) && (number_at(head, 4) & 0xFA) == 0 &&
         be<std::uint32_t>(head, 5) >= 9 && be<std::uint32_t>(head, 5) < 64;
}

}  // namespace

std::optional<ContentType> type_of_boxes(Bytes head, std::uint64_t size_bytes) {
  if (has_magic(head, 4, "ftyp"sv)) return type_of_brands(head);
  if (is_old_quicktime(head, size_bytes)) return ContentType::video;
  return std::nullopt;
}

bool is_video_stream(Bytes head) {
  constexpr std::string_view kMagics[] = {
      "\x1A\x45\xDF\xA3"sv,                                              // Matroska
      "\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\0\xAA\0\x62\xCE\x6C"sv,  // ASF
      "OggS\0"sv,
      ".RMF\0\0\0"sv,
      "\x06\x0E\x2B\x34\x02\x05\x01\x01\x0D\x01\x02"sv,  // MXF
      "DKIF\0\0\x20\0"sv,                                // IVF
      "YUV4MPEG2 "sv,
  };
  return std::any_of(std::begin(kMagics), std::end(kMagics),
                     [&](std::string_view m) { return has_magic(head, 0, m); }) ||
         is_mpeg(head) || is_flash_video(head) || is_bare_stream(head) ||
         has_sync_every(head, 0, 188) || has_sync_every(head, 4, 192) ||
         has_sync_every(head, 0, 204);
}

}  // namespace winnow
