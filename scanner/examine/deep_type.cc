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
constexpr std::uint64_t kZipEnd = 22;
constexpr std::uint64_t kZipTail = kZipEnd + 65'535;

bool stands_at(Content& content, std::uint64_t offset, std::string_view words) {
  std::array<std::byte, 16> bytes{};
  const auto read = content.read(offset, MutableBytes(bytes).first(words.size()));
  return read && *read == words.size() &&
         text_of(Bytes(bytes).first(words.size())) == words;
}

bool ends_as_zip(Content& content) {
  const std::uint64_t size = content.size_bytes();
  const std::uint64_t length = std::min(size, kZipTail);
  std::vector<std::byte> tail(static_cast<std::size_t>(length));
  const auto read = content.read(size - length, tail);
  if (!read || *read != tail.size()) return false;
  const std::string_view text = text_of(Bytes(tail));
  const std::size_t at = text.rfind("PK\x05\x06");
  return at != std::string_view::npos && text.size() - at >= kZipEnd;
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
         is_thumbdata(path);
}

ContentType deep_type_of(Content& content, std::string_view path) {
  if (content.size_bytes() % kSectorOfDisc == 0 &&
      stands_at(content, kVolumeDescriptor, "CD001")) {
    return ContentType::archive;
  }
  if (stands_at(content, 0, "MZ") && ends_as_zip(content)) return ContentType::archive;
  if (is_thumbdata(path) && is_android_thumbnails(content)) {
    return ContentType::android_thumbnails;
  }
  return is_cached(path) && is_firefox_cache_entry(content) ? ContentType::firefox_cache
                                                            : ContentType::other;
}

}  // namespace winnow
