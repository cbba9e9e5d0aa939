#include "scanner/volumes/bitlocker.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "base/bytes.h"

namespace winnow {
namespace {

constexpr std::size_t kHeaders = 64 + 48;
constexpr std::size_t kMostMetadata = 64 * 1024;

const char* protector_name(std::uint16_t kind) {
  switch (kind) {
    case 0x0000:
      return "a clear key (protection is suspended)";
    case 0x0100:
      return "TPM";
    case 0x0200:
      return "startup key";
    case 0x0500:
      return "TPM and PIN";
    case 0x0800:
      return "recovery password";
    case 0x2000:
      return "password";
    default:
      return "another protector";
  }
}

std::set<std::uint16_t> protectors_in(Bytes metadata) {
  std::set<std::uint16_t> kinds;
  const auto size =
      std::min<std::size_t>(metadata.size(), 64 + le<std::uint32_t>(metadata, 64));
  for (std::size_t at = kHeaders; at + 8 <= size;) {
    const auto length = le<std::uint16_t>(metadata, at);
    if (length < 8 || length > size - at) break;
    const bool is_master_key = le<std::uint16_t>(metadata, at + 2) == 2 &&
                               le<std::uint16_t>(metadata, at + 4) == 8;
    constexpr std::size_t kKindAt = 8 + 26;
    if (is_master_key && length >= kKindAt + 2) {
      kinds.insert(le<std::uint16_t>(metadata, at + kKindAt));
    }
    at += length;
  }
  return kinds;
}

}  // namespace

std::string bitlocker_protectors(const Evidence& evidence, std::uint64_t offset,
                                 std::uint64_t length) {
  std::array<std::byte, 512> raw{};
  if (length < raw.size() || !evidence.read(offset, raw)) return "";
  const Bytes header(raw);
  const std::uint64_t places = has_magic(header, 3, "-FVE-FS-") ? 176 : 440;
  for (std::uint64_t copy = 0; copy < 3; ++copy) {
    const auto at = le<std::uint64_t>(header, places + copy * 8);
    if (at >= length || length - at < kHeaders) continue;
    std::vector<std::byte> metadata(
        static_cast<std::size_t>(std::min<std::uint64_t>(kMostMetadata, length - at)));
    if (!evidence.read(offset + at, metadata)) continue;
    if (!has_magic(metadata, 0, "-FVE-FS-")) continue;
    std::string text;
    for (const std::uint16_t kind : protectors_in(metadata)) {
      text += (text.empty() ? "" : ", ") + std::string(protector_name(kind));
    }
    return text;
  }
  return "";
}

}  // namespace winnow
