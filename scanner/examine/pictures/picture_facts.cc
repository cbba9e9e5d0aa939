#include <algorithm>
#include <optional>
#include <string_view>

#include "scanner/examine/pictures/dib.h"
#include "scanner/examine/pictures/frames.h"
#include "scanner/examine/pictures/gif_blocks.h"
#include "scanner/examine/pictures/icon_directory.h"
#include "scanner/examine/pictures/jpeg_segments.h"
#include "scanner/examine/pictures/media_boxes.h"
#include "scanner/examine/pictures/metadata.h"
#include "scanner/examine/pictures/picture_decoder.h"
#include "scanner/examine/pictures/tiff_directory.h"

namespace winnow {
namespace {

using namespace std::string_view_literals;
using Facts = std::optional<PictureFacts>;  // nothing if it is no such picture

unsigned number_at(Bytes head, std::uint64_t offset) {
  return le<std::uint8_t>(head, offset);
}

Facts of_size(std::uint32_t width, std::uint32_t height) {
  PictureFacts facts;
  facts.width = width;
  facts.height = height;
  return facts;
}

Facts jpeg_facts(Bytes head) {
  if (!has_magic(head, 0, "\xFF\xD8"sv)) return std::nullopt;
  const auto frame = jpeg_frame(head);
  if (!frame) return PictureFacts{};
  Facts facts = of_size(frame->width, frame->height);
  facts->is_progressive = frame->is_progressive;
  return facts;
}

Facts png_facts(Bytes head) {
  constexpr std::uint8_t kPalette = 1;
  constexpr std::uint8_t kAlpha = 4;
  if (!has_magic(head, 0, "\x89PNG\r\n\x1A\n"sv) || !has_magic(head, 12, "IHDR"sv)) {
    return std::nullopt;
  }
  Facts facts = of_size(be<std::uint32_t>(head, 16), be<std::uint32_t>(head, 20));
  const unsigned colours = number_at(head, 25);
  facts->has_palette = (colours & kPalette) != 0;
  facts->has_alpha = (colours & kAlpha) != 0;
  for (std::uint64_t at = 8; at + 8 <= head.size();
       at += 12 + std::uint64_t{be<std::uint32_t>(head, at)}) {
    if (has_magic(head, at + 4, "IDAT"sv)) break;
    if (has_magic(head, at + 4, "tRNS"sv)) facts->has_alpha = true;
  }
  return facts;
}

Facts gif_facts(Bytes head) {
  if (!has_magic(head, 0, "GIF8"sv)) return std::nullopt;
  Facts facts = of_size(le<std::uint16_t>(head, 6), le<std::uint16_t>(head, 8));
  const GifPictures pictures = gif_pictures(head);
  facts->frames = pictures.is_all ? pictures.count : 0;
  facts->has_palette = true;
  facts->has_alpha = pictures.has_transparency;
  return facts;
}

// Source: RFC 9649.
Facts webp_facts(Bytes head) {
  if (!has_magic(head, 8, "WEBP"sv)) return std::nullopt;
  if (has_magic(head, 12, "VP8X"sv)) {
    const unsigned flags = number_at(head, 20);
    Facts facts = of_size((le<std::uint32_t>(head, 24) & 0xFFFFFF) + 1,
                          (le<std::uint32_t>(head, 27) & 0xFFFFFF) + 1);
    facts->has_alpha = (flags & 0x10) != 0;
    facts->frames = (flags & 0x02) != 0 ? 0 : 1;
    return facts;
  }
  if (has_magic(head, 12, "VP8L"sv)) {
    const auto bits = le<std::uint32_t>(head, 21);
    Facts facts = of_size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
    facts->has_alpha = (bits >> 28 & 1) != 0;
    return facts;
  }
  return of_size(le<std::uint16_t>(head, 26) & 0x3FFF,
                 le<std::uint16_t>(head, 28) & 0x3FFF);
}

Facts bmp_facts(Bytes head) {
  const bool has_file_header = has_magic(head, 0, "BM"sv) && head.size() > 14;
  const auto header = read_dib_header(has_file_header ? head.subspan(14) : head, false);
  if (!header) return std::nullopt;
  Facts facts = of_size(header->width, header->height);
  facts->has_palette = header->colours > 0;
  return facts;
}

Facts tiff_facts(Bytes head) {
  constexpr std::uint16_t kWidth = 0x100;
  constexpr std::uint16_t kHeight = 0x101;
  constexpr std::uint16_t kPhotometric = 0x106;
  constexpr std::uint16_t kExtraSamples = 0x152;
  const auto block = TiffBlock::open(head);
  if (!block) return std::nullopt;
  PictureFacts facts;
  facts.frames = 0;
  const auto directory = block->directory(block->first_directory());
  if (!directory) return facts;
  facts.width = block->number(*directory, kWidth).value_or(0);
  facts.height = block->number(*directory, kHeight).value_or(0);
  facts.has_palette = block->number(*directory, kPhotometric) == 3u;
  facts.has_alpha = directory->find(kExtraSamples) != nullptr;
  if (directory->next == 0) facts.frames = 1;
  return facts;
}

// Its header box, or the first marker of the bare stream.
Facts jpeg2000_facts(Bytes head) {
  if (has_magic(head, 0, "\xFF\x4F\xFF\x51"sv)) {
    return of_size(be<std::uint32_t>(head, 8) - be<std::uint32_t>(head, 16),
                   be<std::uint32_t>(head, 12) - be<std::uint32_t>(head, 20));
  }
  if (!has_magic(head, 4, "jP  "sv)) return std::nullopt;
  const std::vector<Bytes> headers = boxes_at(head, {"jp2h", "ihdr"});
  if (headers.empty()) return PictureFacts{};
  return of_size(be<std::uint32_t>(headers[0], 4), be<std::uint32_t>(headers[0], 0));
}

Facts ico_facts(Bytes head) {
  const std::vector<IconPicture> pictures = icon_pictures(head);
  if (pictures.empty()) return std::nullopt;
  PictureFacts facts;
  facts.frames = static_cast<std::uint32_t>(pictures.size());
  facts.has_alpha = true;
  for (const IconPicture& picture : pictures) {
    if (picture.width <= facts.width) continue;
    facts.width = picture.width;
    facts.height = picture.height;
  }
  return facts;
}

// The largest of the sizes in its table of properties; a picture of tiles has theirs,
// too.
Facts heif_facts(Bytes head) {
  if (!has_magic(head, 4, "ftyp"sv)) return std::nullopt;
  PictureFacts facts;
  if (has_magic(head, 8, "msf1"sv) || has_magic(head, 8, "hevc"sv) ||
      has_magic(head, 8, "avis"sv)) {
    facts.frames = 0;
  }
  for (const Bytes size : boxes_at(head, {"meta", "iprp", "ipco", "ispe"})) {
    const auto width = be<std::uint32_t>(size, 4);
    const auto height = be<std::uint32_t>(size, 8);
    if (std::uint64_t{width} * height <= std::uint64_t{facts.width} * facts.height) {
      continue;
    }
    facts.width = width;
    facts.height = height;
  }
  return facts;
}

Facts psd_facts(Bytes head) {
  if (!has_magic(head, 0, "8BPS"sv) || head.size() < 26) return std::nullopt;
  Facts facts = of_size(be<std::uint32_t>(head, 18), be<std::uint32_t>(head, 14));
  facts->has_palette = be<std::uint16_t>(head, 24) == 2;
  return facts;
}

Facts facts_of(ContentType type, Bytes head) {
  switch (type) {
    case ContentType::jpeg:
      return jpeg_facts(head);
    case ContentType::png:
      return png_facts(head);
    case ContentType::gif:
      return gif_facts(head);
    case ContentType::webp:
      return webp_facts(head);
    case ContentType::bmp:
      return bmp_facts(head);
    case ContentType::tiff:
      return tiff_facts(head);
    case ContentType::jpeg2000:
      return jpeg2000_facts(head);
    case ContentType::ico:
      return ico_facts(head);
    case ContentType::heif:
      return heif_facts(head);
    case ContentType::raw_camera:
      return PictureFacts{};
    case ContentType::psd:
      return psd_facts(head);
    default:
      return std::nullopt;
  }
}

}  // namespace

Result<PictureFacts> picture_facts(ContentType type, Bytes head) {
  Facts facts = facts_of(type, head);
  if (!facts) {
    return picture_fault(FaultKind::malformed,
                         std::string("does not begin like a ") + to_string(type));
  }
  facts->camera = camera_of(exif_of(type, head));
  return *facts;
}

}  // namespace winnow
