// ContentType: what a content is, by its bytes and never by its name.
#ifndef WINNOW_SCANNER_EXAMINE_CONTENT_CONTENT_TYPE_H_
#define WINNOW_SCANNER_EXAMINE_CONTENT_CONTENT_TYPE_H_

#include <cstdint>
#include <string_view>

#include "base/bytes.h"

namespace winnow {

enum class ContentType : std::uint8_t {
  other,  // nothing that is looked into
  // pictures
  jpeg,
  png,
  gif,
  webp,
  bmp,
  tiff,  // and camera RAW of its kind: DNG, NEF, CR2, ARW, ...
  jpeg2000,
  ico,         // and cursors
  heif,        // HEIC and AVIF
  raw_camera,  // RAW of other kinds: RAF, CR3, RW2, ORF
  psd,
  // video
  video,  // MP4, QuickTime, Matroska, AVI, MPEG, ASF, FLV, Ogg, ...
  // containers
  archive,       // that libarchive reads: zip, 7z, rar, tar, cab, iso, cpio, ar, ...
  archive_part,  // one that begins in another file
  compressed,    // one content, compressed: gzip, bzip2, xz, zstd, lz4, Z
  office_old,    // OLE2 compound file: DOC, XLS, PPT, MSG, ...
  thumbs_db,     // OLE2 with thumbnails, of Windows XP
  thumbcache,    // Windows, since Vista
  pdf,
  mail,  // one message (MIME), MHTML too
  mbox,
  pst,  // and OST
  sqlite,
  sqlite_log,             // its write-ahead log, alone
  chromium_cache,         // the index of a block-file cache
  chromium_simple_cache,  // an entry of a simple cache
  firefox_cache,          // an entry of cache2
  shell_link,             // .lnk
  rtf,
  disk_image,          // with a partition table or a file system, or a container of one
  android_thumbnails,  // .thumbdata3 and 4; its start is often empty
};

enum class ContentFamily : std::uint8_t { other, picture, video, container };

// The first so many bytes decide, or all of a shorter content.
inline constexpr std::size_t kTypeHeadBytes = 4096;

[[nodiscard]] ContentType type_of(Bytes head, std::uint64_t size_bytes);
[[nodiscard]] ContentFamily family_of(ContentType type);
// "JPEG picture", "archive", ...; for people.
[[nodiscard]] const char* to_string(ContentType type);

// Whether the name's extension is one by which a person takes the content for
// something of another family: a picture called .txt or .dll, an archive called .jpg.
// Of what holds others only one called a picture or a video counts: documents and
// programs are archives too. An extension that nobody knows, and no extension, say
// nothing.
[[nodiscard]] bool is_disguised(ContentType type, std::string_view name);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTENT_CONTENT_TYPE_H_
