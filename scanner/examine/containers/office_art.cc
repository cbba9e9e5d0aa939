#include "scanner/examine/containers/office_art.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace winnow {
namespace {

constexpr std::uint64_t kHeaderBytes = 8;
constexpr std::uint64_t kIdentityBytes = 16;

struct BlipKind {
  std::uint16_t type;
  std::uint16_t instance;  // with one identity; the next higher one has two
  const char* extension;
};
constexpr std::array kKinds = {
    BlipKind{0xF01D, 0x46A, "jpg"}, BlipKind{0xF01D, 0x6E2, "jpg"},
    BlipKind{0xF02A, 0x46A, "jpg"}, BlipKind{0xF02A, 0x6E2, "jpg"},
    BlipKind{0xF01E, 0x6E0, "png"}, BlipKind{0xF01F, 0x7A8, "bmp"},
    BlipKind{0xF029, 0x6E4, "tif"},
};

struct Blip {
  ArtPicture picture;
  std::uint64_t total_bytes = 0;
};

std::optional<Blip> blip_at(Bytes bytes, std::uint64_t at) {
  const auto version = le<std::uint16_t>(bytes, at);
  const auto type = le<std::uint16_t>(bytes, at + 2);
  const auto length = le<std::uint32_t>(bytes, at + 4);
  for (const BlipKind& kind : kKinds) {
    const unsigned more_identities = (version >> 4) - unsigned{kind.instance};
    if (type != kind.type || (version & 0xF) != 0 || more_identities > 1) continue;
    const std::uint64_t lead = kIdentityBytes * (1 + more_identities) + 1;
    if (length <= lead) return std::nullopt;
    const auto picture = part(bytes, at + kHeaderBytes + lead, length - lead);
    if (!picture) return std::nullopt;
    return Blip{{kind.extension, *picture, kind.type == 0xF01F}, kHeaderBytes + length};
  }
  return std::nullopt;
}

}  // namespace

std::vector<ArtPicture> find_art(Bytes bytes) {
  std::vector<ArtPicture> pictures;
  const std::string_view text = text_of(bytes);
  // All types have 0xF0 as the fourth byte of their header.
  for (std::size_t at = text.find('\xF0', 3); at != std::string_view::npos;
       at = text.find('\xF0', at)) {
    const auto blip = blip_at(bytes, at - 3);
    if (blip) {
      pictures.push_back(blip->picture);
      at += static_cast<std::size_t>(blip->total_bytes);
    } else {
      ++at;
    }
  }
  return pictures;
}

std::vector<std::byte> workbook_drawings(Bytes workbook) {
  constexpr std::uint16_t kDrawingGroup = 0x00EB;
  constexpr std::uint16_t kContinue = 0x003C;
  constexpr std::uint64_t kRecordHeader = 4;
  std::vector<std::byte> drawings;
  bool in_drawings = false;
  for (std::uint64_t at = 0;;) {
    const auto type = read_le<std::uint16_t>(workbook, at);
    const auto length = read_le<std::uint16_t>(workbook, at + 2);
    if (!type || !length) return drawings;
    const auto content = part(workbook, at + kRecordHeader, *length);
    if (!content) return drawings;
    in_drawings = *type == kDrawingGroup || (*type == kContinue && in_drawings);
    if (in_drawings) drawings.insert(drawings.end(), content->begin(), content->end());
    at += kRecordHeader + *length;
  }
}

std::vector<std::byte> bitmap_file(Bytes bitmap) {
  constexpr std::uint32_t kFileHeader = 14;
  constexpr std::uint32_t kBitFields = 3;
  constexpr std::uint32_t kMasks = 12;
  const std::uint32_t info = le<std::uint32_t>(bitmap, 0);
  const auto depth = le<std::uint16_t>(bitmap, 14);
  const auto compression = le<std::uint32_t>(bitmap, 16);
  std::uint32_t colours = std::min<std::uint32_t>(le<std::uint32_t>(bitmap, 32), 256);
  if (colours == 0 && depth <= 8) colours = 1u << depth;
  std::uint32_t pixels =
      kFileHeader + std::min<std::uint32_t>(info, 1024) + 4 * colours;
  if (compression == kBitFields && info == 40) pixels += kMasks;
  const auto total = static_cast<std::uint32_t>(kFileHeader + bitmap.size());
  std::vector<std::byte> file(kFileHeader);
  file[0] = std::byte{'B'};
  file[1] = std::byte{'M'};
  std::memcpy(&file[2], &total, sizeof total);
  std::memcpy(&file[10], &pixels, sizeof pixels);
  file.insert(file.end(), bitmap.begin(), bitmap.end());
  return file;
}

}  // namespace winnow
