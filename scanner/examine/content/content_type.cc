#include "scanner/examine/content/content_type.h"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <span>

#include "scanner/examine/content/disk_marks.h"
#include "scanner/examine/content/mail_marks.h"
#include "scanner/examine/content/video_marks.h"

namespace winnow {
namespace {

using namespace std::string_view_literals;

// Bytes that nothing but one kind of content begins with.
struct Magic {
  std::string_view bytes;
  ContentType type;
};

constexpr Magic kMagics[] = {
    {"GIF87a"sv, ContentType::gif},
    {"GIF89a"sv, ContentType::gif},
    // What was damaged on its way by a transfer as text still says what it was.
    {"\x89PNG"sv, ContentType::png},
    {"\0\0\0\x0CjP  \r\n\x87\n"sv, ContentType::jpeg2000},
    {"\xFF\x4F\xFF\x51\0"sv, ContentType::jpeg2000},
    {"II+\0\x08\0\0\0"sv, ContentType::tiff},
    {"MM\0+\0\x08\0\0"sv, ContentType::tiff},
    {"FUJIFILMCCD-RAW "sv, ContentType::raw_camera},
    {"IIU\0"sv, ContentType::raw_camera},
    {"IIRO"sv, ContentType::raw_camera},
    {"IIRS"sv, ContentType::raw_camera},
    {"MMOR"sv, ContentType::raw_camera},
    {"8BPS\0\x01\0\0\0\0\0\0"sv, ContentType::psd},
    {"8BPS\0\x02\0\0\0\0\0\0"sv, ContentType::psd},
    {"PK\x03\x04"sv, ContentType::archive},
    {"PK\x05\x06"sv, ContentType::archive},  // of no files
    {"PK\x07\x08PK\x03\x04"sv, ContentType::archive},
    {"PK00PK\x03\x04"sv, ContentType::archive},
    {"7z\xBC\xAF\x27\x1C"sv, ContentType::archive},
    {"Rar!\x1A\x07\0"sv, ContentType::archive},
    {"Rar!\x1A\x07\x01\0"sv, ContentType::archive},
    {"RE\x7E\x5E"sv, ContentType::archive},  // RAR before 1.5
    {"MSCF\0\0\0\0"sv, ContentType::archive},
    {"!<arch>\n"sv, ContentType::archive},
    {"xar!\0\x1C"sv, ContentType::archive},
    {"\xED\xAB\xEE\xDB"sv, ContentType::archive},  // RPM
    {"WARC/1."sv, ContentType::archive},
    {"WARC/0."sv, ContentType::archive},
    {"\xFD"
     "7zXZ\0"sv,
     ContentType::compressed},
    {"\x28\xB5\x2F\xFD"sv, ContentType::compressed},  // Zstandard
    {"\x04\x22\x4D\x18"sv, ContentType::compressed},  // LZ4
    {"\x02\x21\x4C\x18"sv, ContentType::compressed},
    {"LZIP\x01"sv, ContentType::compressed},
    {"\x89LZO\0\r\n\x1A\n"sv, ContentType::compressed},
    {"%PDF-"sv, ContentType::pdf},
    {"SQLite format 3\0"sv, ContentType::sqlite},
    {"\x37\x7F\x06\x82\0\x2D\xE2\x18"sv, ContentType::sqlite_log},
    {"\x37\x7F\x06\x83\0\x2D\xE2\x18"sv, ContentType::sqlite_log},
    {"\x30\x5C\x72\xA7\x1B\x6D\xFB\xFC"sv, ContentType::chromium_simple_cache},
    {"\x4C\0\0\0\x01\x14\x02\0\0\0\0\0\xC0\0\0\0\0\0\0\x46"sv, ContentType::shell_link},
    {"{\\rtf"sv, ContentType::rtf},
};

unsigned number_at(Bytes head, std::size_t offset) {
  return le<std::uint8_t>(head, offset);
}

// --- pictures

bool is_jpeg(Bytes head) {
  if (has_magic(head, 0, "\xFF\xD8\xFF"sv)) return number_at(head, 3) >= 0xC0;
  // Damaged between its first mark and the name of its first segment.
  return has_magic(head, 0, "\xFF\xD8"sv) &&
         (has_magic(head, 6, "JFIF\0"sv) || has_magic(head, 6, "Exif\0"sv));
}

bool is_tiff(Bytes head, std::uint64_t size) {
  if (has_magic(head, 0, "II*\0"sv)) {
    return le<std::uint32_t>(head, 4) >= 8 && le<std::uint32_t>(head, 4) < size;
  }
  return has_magic(head, 0, "MM\0*"sv) && be<std::uint32_t>(head, 4) >= 8 &&
         be<std::uint32_t>(head, 4) < size;
}

bool is_bmp(Bytes head, std::uint64_t size) {
  if (!has_magic(head, 0, "BM"sv) || head.size() < 26) return false;
  constexpr std::array<std::uint32_t, 8> kHeaders = {12, 16, 40, 52, 56, 64, 108, 124};
  const auto header = le<std::uint32_t>(head, 14);
  if (std::find(kHeaders.begin(), kHeaders.end(), header) == kHeaders.end()) {
    return false;
  }
  const std::size_t planes = header == 12 ? 22 : 26;
  const auto bits = le<std::uint16_t>(head, planes + 2);
  const auto samples = le<std::uint32_t>(head, 10);
  return le<std::uint16_t>(head, planes) == 1 && bits <= 32 &&
         (bits == 0 || bits == 24 || std::has_single_bit(bits)) &&
         (samples == 0 || (samples >= 14 + header && samples <= size));
}

// Every entry of the directory is plausible, and what the first one leads to is a
// picture as icons have them.
bool is_ico(Bytes head, std::uint64_t size) {
  if (!has_magic(head, 0, "\0\0\x01\0"sv) && !has_magic(head, 0, "\0\0\x02\0"sv)) {
    return false;
  }
  const auto count = le<std::uint16_t>(head, 4);
  const std::uint64_t first_picture = 6 + std::uint64_t{16} * count;
  if (count == 0 || first_picture > size) return false;
  for (std::size_t at = 6; at < first_picture && at + 16 <= head.size(); at += 16) {
    const auto bytes = le<std::uint32_t>(head, at + 8);
    const auto offset = le<std::uint32_t>(head, at + 12);
    if (number_at(head, at + 3) != 0 || bytes < 16 || offset < first_picture ||
        offset >= size) {
      return false;
    }
  }
  const auto offset = le<std::uint32_t>(head, 18);
  if (offset + 4 > head.size()) return true;
  const auto header = le<std::uint32_t>(head, offset);
  return has_magic(head, offset, "\x89PNG"sv) || header == 40 || header == 12 ||
         header == 108 || header == 124;
}

std::optional<ContentType> riff_type(Bytes head) {
  if (!has_magic(head, 0, "RIFF"sv)) return std::nullopt;
  if (has_magic(head, 8, "WEBP"sv)) return ContentType::webp;
  if (has_magic(head, 8, "AVI "sv)) return ContentType::video;
  return ContentType::other;
}

// --- containers

// A number in octal digits, as tar and cpio write it: spaces before, and zeros or
// spaces behind. Nothing if there is anything else.
std::optional<std::uint64_t> octal(Bytes field) {
  std::string_view text = text_of(field);
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  std::uint64_t value = 0;
  std::size_t digits = 0;
  for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '7'; ++digits) {
    value = value * 8 + static_cast<unsigned>(text[digits] - '0');
  }
  if (text.find_first_not_of(" \0"sv, digits) != std::string_view::npos) {
    return std::nullopt;
  }
  return digits == 0 ? std::nullopt : std::optional(value);
}

// The first formats have no mark; their header has a sum of all its bytes.
bool is_tar(Bytes head) {
  if (head.size() < 512) return false;
  if (has_magic(head, 257, "ustar\0"sv) || has_magic(head, 257, "ustar  "sv)) {
    return true;
  }
  const auto sum = octal(head.subspan(148, 8));
  if (!sum || number_at(head, 0) == 0 || !octal(head.subspan(100, 8)) ||
      !octal(head.subspan(124, 12)) || !octal(head.subspan(136, 12))) {
    return false;
  }
  std::uint64_t is = 8 * std::uint64_t{' '};  // in place of the sum itself
  for (std::size_t i = 0; i < 512; ++i) {
    if (i < 148 || i >= 156) is += number_at(head, i);
  }
  return is == *sum;
}

bool is_cpio(Bytes head) {
  const auto are_digits = [&](std::size_t length, std::string_view digits) {
    const auto field = part(head, 6, length);
    return field && text_of(*field).find_first_not_of(digits) == std::string_view::npos;
  };
  if (has_magic(head, 0, "070707"sv)) return are_digits(70, "01234567"sv);
  if (has_magic(head, 0, "070701"sv) || has_magic(head, 0, "070702"sv)) {
    return are_digits(104, "0123456789abcdefABCDEF"sv);
  }
  // Binary: the length of the name, which ends with a zero.
  if (!has_magic(head, 0, "\xC7\x71"sv)) return false;
  const std::size_t name = le<std::uint16_t>(head, 20);
  return name > 1 && name < 1024 && 26 + name <= head.size() &&
         number_at(head, 26 + name - 1) == 0 && number_at(head, 26) >= ' ';
}

bool is_lha(Bytes head) {
  return has_magic(head, 2, "-lh"sv) && head.size() > 21 &&
         text_of(head.subspan(5, 1)).find_first_of("01234567d") == 0 &&
         number_at(head, 6) == '-' && number_at(head, 20) <= 3;
}

bool is_lzma(Bytes head, std::uint64_t size) {
  if (!has_magic(head, 0, "\x5D\0\0"sv) || size < 14) return false;
  const auto dictionary = le<std::uint32_t>(head, 1);
  const auto unpacked = le<std::uint64_t>(head, 5);
  return std::has_single_bit(dictionary) && number_at(head, 13) == 0 &&
         (unpacked == ~std::uint64_t{0} || unpacked < std::uint64_t{1} << 40);
}

bool is_compressed(Bytes head, std::uint64_t size) {
  if (has_magic(head, 0, "\x1F\x8B\x08"sv)) {
    return head.size() >= 10 && (number_at(head, 3) & 0xE0) == 0;
  }
  if (has_magic(head, 0, "\x1F\x9D"sv)) {
    const unsigned bits = number_at(head, 2);
    return head.size() > 4 && (bits & 0x60) == 0 && (bits & 0x1F) >= 9 &&
           (bits & 0x1F) <= 16;
  }
  if (has_magic(head, 0, "BZh"sv)) {
    const unsigned level = number_at(head, 3);
    return level >= '1' && level <= '9' &&
           (has_magic(head, 4, "1AY&SY"sv) ||
            has_magic(head, 4, "\x17\x72\x45\x38\x50\x90"sv));
  }
  // A frame to be skipped, of Zstandard and LZ4.
  if (has_magic(head, 1, "\x2A\x4D\x18"sv) && number_at(head, 0) >> 4 == 5) {
    return le<std::uint32_t>(head, 4) < size;
  }
  return is_lzma(head, size);
}

// The names of streams in which Windows keeps thumbnails: "Catalog" until XP, later
// the size and a number ("256_0123456789abcdef").
bool is_thumbnail_stream(Bytes entry) {
  const std::size_t units = le<std::uint16_t>(entry, 64) / 2;
  if (units < 2 || units > 32) return false;
  std::string name;
  for (std::size_t i = 0; i + 1 < units; ++i) {
    const auto unit = le<std::uint16_t>(entry, 2 * i);
    if (unit >= 0x80) return false;
    name += static_cast<char>(unit);
  }
  if (name == "Catalog") return true;
  const std::size_t line = name.find('_');
  return line != std::string::npos && line > 0 && name.size() == line + 17 &&
         name.find_first_not_of("0123456789") == line &&
         name.find_first_not_of("0123456789abcdefABCDEF", line + 1) ==
             std::string::npos;
}

// Source of the layout: [MS-CFB].
ContentType compound_file_type(Bytes head) {
  const unsigned shift = number_at(head, 30);
  if (shift != 9 && shift != 12) return ContentType::office_old;
  const std::uint64_t directory = (std::uint64_t{le<std::uint32_t>(head, 48)} + 1)
                                  << shift;
  for (std::uint64_t at = directory; at < directory + (1u << shift); at += 128) {
    const auto entry = part(head, at, 128);
    if (entry && is_thumbnail_stream(*entry)) return ContentType::thumbs_db;
  }
  return ContentType::office_old;
}

bool is_thumbcache(Bytes head) {
  const auto version = le<std::uint32_t>(head, 4);
  return has_magic(head, 0, "CMMM"sv) && version >= 0x14 && version <= 0x40;
}

bool is_chromium_index(Bytes head) {
  const auto version = le<std::uint32_t>(head, 4);
  return has_magic(head, 0, "\xC3\xCA\x03\xC1"sv) && version >> 16 >= 2 &&
         version >> 16 <= 3;
}

// Readers take what has something before it, too.
bool is_late_pdf(Bytes head) {
  constexpr std::size_t kLatest = 1024;
  const std::string_view text = text_of(head.first(std::min(head.size(), kLatest + 6)));
  const std::size_t at = text.find("%PDF-");
  return at <= kLatest && at + 5 < text.size() && text[at + 5] >= '1' &&
         text[at + 5] <= '9';
}

struct Kind {
  ContentType type;
  ContentFamily family;
  const char* words;
};

constexpr Kind kKinds[] = {
    {ContentType::other, ContentFamily::other, "content of another kind"},
    {ContentType::jpeg, ContentFamily::picture, "JPEG picture"},
    {ContentType::png, ContentFamily::picture, "PNG picture"},
    {ContentType::gif, ContentFamily::picture, "GIF picture"},
    {ContentType::webp, ContentFamily::picture, "WebP picture"},
    {ContentType::bmp, ContentFamily::picture, "BMP picture"},
    {ContentType::tiff, ContentFamily::picture, "TIFF picture"},
    {ContentType::jpeg2000, ContentFamily::picture, "JPEG 2000 picture"},
    {ContentType::ico, ContentFamily::picture, "icon"},
    {ContentType::heif, ContentFamily::picture, "HEIF picture"},
    {ContentType::raw_camera, ContentFamily::picture, "camera RAW picture"},
    {ContentType::psd, ContentFamily::picture, "Photoshop picture"},
    {ContentType::video, ContentFamily::video, "video"},
    {ContentType::archive, ContentFamily::container, "archive"},
    {ContentType::archive_part, ContentFamily::container, "part of a split archive"},
    {ContentType::compressed, ContentFamily::container, "compressed file"},
    {ContentType::office_old, ContentFamily::container, "OLE2 compound file"},
    {ContentType::thumbs_db, ContentFamily::container, "thumbnails of Windows"},
    {ContentType::thumbcache, ContentFamily::container, "thumbnail cache of Windows"},
    {ContentType::pdf, ContentFamily::container, "PDF document"},
    {ContentType::mail, ContentFamily::container, "mail message"},
    {ContentType::mbox, ContentFamily::container, "mailbox"},
    {ContentType::pst, ContentFamily::container, "Outlook mailbox"},
    {ContentType::sqlite, ContentFamily::container, "SQLite database"},
    {ContentType::sqlite_log, ContentFamily::container, "log of an SQLite database"},
    {ContentType::chromium_cache, ContentFamily::container, "Chromium cache"},
    {ContentType::chromium_simple_cache, ContentFamily::container,
     "entry of a Chromium cache"},
    {ContentType::firefox_cache, ContentFamily::container, "entry of a Firefox cache"},
    {ContentType::shell_link, ContentFamily::container, "link file of Windows"},
    {ContentType::rtf, ContentFamily::container, "RTF document"},
    {ContentType::disk_image, ContentFamily::container, "disk image"},
    {ContentType::android_thumbnails, ContentFamily::container,
     "thumbnails of Android"},
};

const Kind& kind_of(ContentType type) {
  return kKinds[static_cast<std::size_t>(type)];
}

static_assert(std::size(kKinds) ==
              static_cast<std::size_t>(ContentType::android_thumbnails) + 1);
static_assert([] {
  for (std::size_t i = 0; i < std::size(kKinds); ++i) {
    if (static_cast<std::size_t>(kKinds[i].type) != i) return false;
  }
  return true;
}());

}  // namespace

ContentType type_of(Bytes head, std::uint64_t size_bytes) {
  if (is_jpeg(head)) return ContentType::jpeg;
  for (const Magic& magic : kMagics) {
    if (has_magic(head, 0, magic.bytes)) return magic.type;
  }
  if (const auto type = riff_type(head)) return *type;
  if (is_tiff(head, size_bytes)) return ContentType::tiff;
  if (is_bmp(head, size_bytes)) return ContentType::bmp;
  if (is_ico(head, size_bytes)) return ContentType::ico;
  if (const auto type = type_of_boxes(head, size_bytes)) return *type;
  if (is_video_stream(head)) return ContentType::video;
  if (has_magic(head, 0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) {
    return compound_file_type(head);
  }
  if (is_thumbcache(head)) return ContentType::thumbcache;
  if (is_chromium_index(head)) return ContentType::chromium_cache;
  if (has_magic(head, 0, "!BDN"sv) && has_magic(head, 8, "S"sv))
    return ContentType::pst;
  if (is_compressed(head, size_bytes)) return ContentType::compressed;
  if (is_cpio(head) || is_lha(head)) return ContentType::archive;
  if (is_disk_image(head, size_bytes)) return ContentType::disk_image;
  if (is_tar(head)) return ContentType::archive;
  if (is_mailbox(head)) return ContentType::mbox;
  if (is_mail(head)) return ContentType::mail;
  return is_late_pdf(head) ? ContentType::pdf : ContentType::other;
}

ContentFamily family_of(ContentType type) {
  return kind_of(type).family;
}

const char* to_string(ContentType type) {
  return kind_of(type).words;
}

}  // namespace winnow
