#include <algorithm>
#include <string>
#include <string_view>

#include "scanner/examine/pictures/icon_directory.h"
#include "scanner/examine/pictures/jpeg_segments.h"
#include "scanner/examine/pictures/media_boxes.h"
#include "scanner/examine/pictures/metadata.h"
#include "scanner/examine/pictures/picture_decoder.h"
#include "scanner/examine/pictures/tiff_directory.h"

namespace winnow {
namespace {

using namespace std::string_view_literals;
using Kind = EmbeddedPicture::Kind;
using Pictures = std::vector<EmbeddedPicture>;

constexpr std::uint16_t kCompression = 0x103;
constexpr std::uint16_t kStripOffsets = 0x111;
constexpr std::uint16_t kStripLengths = 0x117;
constexpr std::uint16_t kJpegOffset = 0x201;
constexpr std::uint16_t kJpegLength = 0x202;
constexpr std::uint16_t kPanasonicJpeg = 0x2E;
constexpr std::uint16_t kMakerNote = 0x927C;

// A preview that is smaller shows nothing.
constexpr std::uint32_t kSmallestPreview = 64;

bool is_jpeg(Bytes bytes) {
  return has_magic(bytes, 0, "\xFF\xD8\xFF"sv);
}

// Adds a preview, if it is one: a JPEG that can be decoded, of some size, and not the
// same once more.
void add_preview(Bytes bytes, Pictures& pictures) {
  if (!is_jpeg(bytes)) return;
  const auto frame = jpeg_frame(bytes);
  if (!frame || frame->is_lossless || frame->width < kSmallestPreview ||
      frame->height < kSmallestPreview) {
    return;
  }
  for (const EmbeddedPicture& other : pictures) {
    if (other.bytes.data() == bytes.data()) return;
  }
  const std::string number = std::to_string(pictures.size() + 1);
  pictures.push_back({Kind::raw_preview, "preview-" + number + ".jpg", bytes});
}

// The thumbnail stands in the second directory.
void add_exif_thumbnail(Bytes exif, Pictures& pictures) {
  const auto block = TiffBlock::open(exif);
  if (!block) return;
  for (const TiffDirectory& directory : block->all_directories(false)) {
    const Bytes bytes = block->pointed(directory, kJpegOffset, kJpegLength);
    if (!is_jpeg(bytes)) continue;
    pictures.push_back({Kind::exif_thumbnail, "exif-thumbnail.jpg", bytes});
    return;
  }
}

// Source: CIPA DC-007, "Multi-Picture Format"; offsets count from the index's first
// byte. The first picture is the file itself.
void add_mpf_pictures(Bytes content, Pictures& pictures) {
  constexpr std::uint16_t kEntries = 0xB002;
  constexpr std::size_t kEntryBytes = 16;
  for (const JpegSegment& segment : jpeg_segments(content)) {
    if (segment.marker != 0xE2 || !has_magic(segment.payload, 0, "MPF\0"sv)) continue;
    const Bytes index = segment.payload.subspan(4);
    const auto start = static_cast<std::size_t>(index.data() - content.data());
    const auto block = TiffBlock::open(index);
    if (!block) continue;
    const auto directory = block->directory(block->first_directory());
    const auto* entries = directory ? directory->find(kEntries) : nullptr;
    if (entries == nullptr) continue;
    const bool is_big = has_magic(index, 0, "MM"sv);
    const auto number = [&](std::size_t at) {
      return is_big ? be<std::uint32_t>(entries->value, at)
                    : le<std::uint32_t>(entries->value, at);
    };
    for (std::size_t i = 1; (i + 1) * kEntryBytes <= entries->value.size(); ++i) {
      const auto bytes = part(content, start + number(i * kEntryBytes + 8),
                              number(i * kEntryBytes + 4));
      if (!bytes || !is_jpeg(*bytes)) continue;
      pictures.push_back({Kind::mpf, "mpf-" + std::to_string(i + 1) + ".jpg", *bytes});
    }
    return;
  }
}

// Where Olympus keeps its preview: in the settings within its own notes.
void add_olympus_preview(const TiffBlock& block, const TiffDirectory& directory,
                         Pictures& pictures) {
  constexpr std::uint16_t kSettings = 0x2020;
  constexpr std::uint16_t kPreviewOffset = 0x101;
  constexpr std::uint16_t kPreviewLength = 0x102;
  constexpr std::uint32_t kNotesHeader = 12;
  const auto* notes = directory.find(kMakerNote);
  if (notes == nullptr || (!has_magic(notes->value, 0, "OLYMPUS\0"sv) &&
                           !has_magic(notes->value, 0, "OM SYSTEM\0"sv))) {
    return;
  }
  const TiffBlock inner = block.in(notes->value);
  const auto fields = inner.directory(
      has_magic(notes->value, 0, "OM SYSTEM\0"sv) ? kNotesHeader + 4 : kNotesHeader);
  if (!fields) return;
  const auto settings = inner.directory(inner.number(*fields, kSettings).value_or(0));
  if (settings) {
    add_preview(inner.pointed(*settings, kPreviewOffset, kPreviewLength), pictures);
  }
}

// TIFF and the RAW formats that are built like it.
void add_tiff_previews(Bytes content, Pictures& pictures) {
  constexpr std::uint32_t kOldJpeg = 6;
  constexpr std::uint32_t kJpeg = 7;
  const auto block = TiffBlock::open(content);
  if (!block) return;
  for (const TiffDirectory& directory : block->all_directories(true)) {
    add_preview(block->pointed(directory, kJpegOffset, kJpegLength), pictures);
    if (const auto* field = directory.find(kPanasonicJpeg)) {
      add_preview(field->value, pictures);
    }
    add_olympus_preview(*block, directory, pictures);
    const auto compression = block->number(directory, kCompression).value_or(0);
    const auto* strips = directory.find(kStripOffsets);
    if (strips != nullptr && strips->count == 1 &&
        (compression == kOldJpeg || compression == kJpeg)) {
      add_preview(block->pointed(directory, kStripOffsets, kStripLengths), pictures);
    }
  }
}

// Fujifilm: a header with the place of the JPEG.
void add_raf_preview(Bytes content, Pictures& pictures) {
  const auto bytes =
      part(content, be<std::uint32_t>(content, 84), be<std::uint32_t>(content, 88));
  if (bytes) add_preview(*bytes, pictures);
}

// The JPEG that a track's first sample is.
Bytes first_sample(Bytes content, Bytes table) {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  for (const MediaBox& box : media_boxes(table)) {
    if (box.name == "stsz"sv) {
      const auto all = be<std::uint32_t>(box.payload, 4);
      length = all != 0 ? all : be<std::uint32_t>(box.payload, 12);
    } else if (box.name == "stco"sv) {
      offset = be<std::uint32_t>(box.payload, 8);
    } else if (box.name == "co64"sv) {
      offset = be<std::uint64_t>(box.payload, 8);
    }
  }
  return part(content, offset, length).value_or(Bytes{});
}

// A box of Canon's own with a JPEG behind some numbers.
void add_canon_box(Bytes around, std::string_view name, Pictures& pictures) {
  const std::size_t at = text_of(around).find(name);
  if (at == std::string_view::npos || at < 4) return;
  const std::uint64_t length = be<std::uint32_t>(around, at - 4);
  const auto box = part(around, at - 4, length);
  if (!box) return;
  const std::size_t jpeg = text_of(*box).find("\xFF\xD8\xFF"sv);
  if (jpeg != std::string_view::npos && jpeg < 64) {
    add_preview(box->subspan(jpeg), pictures);
  }
}

// Source: Laurent Clévy, "Describing the Canon Raw v3 (CR3) file format".
void add_cr3_previews(Bytes content, Pictures& pictures) {
  for (const Bytes table :
       boxes_at(content, {"moov", "trak", "mdia", "minf", "stbl"})) {
    add_preview(first_sample(content, table), pictures);
  }
  for (const Bytes own : boxes_at(content, {"uuid"})) {
    add_canon_box(own, "PRVW", pictures);
  }
  for (const Bytes own : boxes_at(content, {"moov", "uuid"})) {
    add_canon_box(own, "THMB", pictures);
  }
}

void add_icons(Bytes content, Pictures& pictures) {
  std::size_t number = 0;
  for (const IconPicture& icon : icon_pictures(content)) {
    ++number;
    if (!icon.is_png) continue;
    pictures.push_back(
        {Kind::icon, "icon-" + std::to_string(number) + ".png", icon.bytes});
  }
}

}  // namespace

std::vector<EmbeddedPicture> embedded_pictures(ContentType type, Bytes content) {
  Pictures pictures;
  switch (type) {
    case ContentType::jpeg:
      add_exif_thumbnail(exif_of(type, content), pictures);
      add_mpf_pictures(content, pictures);
      break;
    case ContentType::png:
    case ContentType::webp:
      add_exif_thumbnail(exif_of(type, content), pictures);
      break;
    case ContentType::tiff:
      add_tiff_previews(content, pictures);
      break;
    case ContentType::raw_camera:
      if (has_magic(content, 0, "FUJIFILM"sv))
        add_raf_preview(content, pictures);
      else if (has_magic(content, 4, "ftyp"sv))
        add_cr3_previews(content, pictures);
      else
        add_tiff_previews(content, pictures);
      break;
    case ContentType::ico:
      add_icons(content, pictures);
      break;
    default:
      break;
  }
  return pictures;
}

}  // namespace winnow
