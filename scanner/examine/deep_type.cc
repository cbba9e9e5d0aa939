#include "scanner/examine/deep_type.h"

#include <algorithm>
#include <array>
#include <vector>

#include "scanner/examine/containers/android_thumbnails.h"
#include "scanner/examine/containers/firefox_cache.h"

namespace winnow {
namespace {

// ECMA-119 (ISO 9660), 8.1: sector 16, behind its type.
constexpr std::uint64_t kVolumeDescriptor = 32'768 + 1;
constexpr std::uint64_t kSectorOfDisc = 2048;
// APPNOTE 4.3.16: the end of a zip, 22 bytes and a comment of up to 65,535.
constexpr std::uint64_t kZipEndBytes = 22;
// 4.3.15: what tells of zip64's own end, just before it.
constexpr std::uint64_t kZip64LocatorBytes = 20;
constexpr std::uint64_t kZipTail = kZip64LocatorBytes + kZipEndBytes + 65'535;

bool stands_at(Content& content, std::uint64_t offset, std::string_view words) {
  std::array<std::byte, 16> bytes{};
  const auto read = content.read(offset, MutableBytes(bytes).first(words.size()));
  return read && *read == words.size() &&
         text_of(Bytes(bytes).first(words.size())) == words;
}

// Whether zip64 says that it lies in one file; `end` is where the zip's end begins.
bool is_zip64_of_one(Bytes tail, std::size_t end) {
  if (end < kZip64LocatorBytes) return false;
  const std::size_t at = end - kZip64LocatorBytes;
  constexpr std::size_t kDisks = 16;
  return has_magic(tail, at, "PK\x06\x07") && le<std::uint32_t>(tail, at + kDisks) <= 1;
}

enum class ZipEnd : std::uint8_t { none, of_one, of_several };

// How many files the zip lies in whose last bytes these are.
ZipEnd zip_end_of(Content& content) {
  const std::uint64_t size = content.size_bytes();
  const std::uint64_t length = std::min(size, kZipTail);
  std::vector<std::byte> tail(static_cast<std::size_t>(length));
  const auto read = content.read(size - length, tail);
  if (!read || *read != tail.size()) return ZipEnd::none;
  const std::string_view text = text_of(Bytes(tail));
  const std::size_t at = text.rfind("PK\x05\x06");
  if (at == std::string_view::npos || text.size() - at < kZipEndBytes) {
    return ZipEnd::none;
  }
  constexpr std::size_t kDiskNumber = 4;
  constexpr std::uint16_t kSeeZip64 = 0xFFFF;
  const auto disk = le<std::uint16_t>(Bytes(tail), at + kDiskNumber);
  const bool is_of_one =
      disk == 0 || (disk == kSeeZip64 && is_zip64_of_one(Bytes(tail), at));
  return is_of_one ? ZipEnd::of_one : ZipEnd::of_several;
}

bool has_ending(std::string_view path, std::string_view ending) {
  return path.size() > ending.size() &&
         std::equal(ending.rbegin(), ending.rend(), path.rbegin(), [](char a, char b) {
           return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
         });
}

// As the splitters of PKWARE, WinZip and 7-Zip name all parts but the last of a zip,
// and all but the first of any archive: ".z02", ".7z.002". Those in the middle bear no
// mark.
bool is_named_as_part(std::string_view path) {
  const std::size_t digits = path.find_last_not_of("0123456789") + 1;
  const std::size_t count = path.size() - std::min(digits, path.size());
  const std::string_view before = path.substr(0, digits);
  if (count >= 2 && has_ending(before, ".z")) return true;
  return count >= 3 && (has_ending(before, ".zip.") || has_ending(before, ".7z.")) &&
         path.substr(digits).find_first_not_of('0') != std::string_view::npos;
}

bool is_cached(std::string_view path) {
  return path.find("/cache2/") != std::string_view::npos;
}

bool is_thumbdata(std::string_view path) {
  return path.find(".thumbdata") != std::string_view::npos;
}

}  // namespace

bool may_be_deeper(Bytes head, std::uint64_t size_bytes, std::string_view path) {
  const bool may_be_disc =
      size_bytes > kVolumeDescriptor && size_bytes % kSectorOfDisc == 0;
  return may_be_disc || text_of(head).starts_with("MZ") || is_cached(path) ||
         is_thumbdata(path) || has_ending(path, ".zip") || is_named_as_part(path);
}

ContentType deep_type_of(Content& content, std::string_view path) {
  if (content.size_bytes() % kSectorOfDisc == 0 &&
      stands_at(content, kVolumeDescriptor, "CD001")) {
    return ContentType::archive;
  }
  if (stands_at(content, 0, "MZ") || has_ending(path, ".zip")) {
    const ZipEnd end = zip_end_of(content);
    if (end == ZipEnd::of_one) return ContentType::archive;
    if (end == ZipEnd::of_several) return ContentType::archive_part;
  }
  if (is_named_as_part(path)) return ContentType::archive_part;
  if (is_thumbdata(path) && is_android_thumbnails(content)) {
    return ContentType::android_thumbnails;
  }
  return is_cached(path) && is_firefox_cache_entry(content) ? ContentType::firefox_cache
                                                            : ContentType::other;
}

}  // namespace winnow
