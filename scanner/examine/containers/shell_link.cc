#include "scanner/examine/containers/shell_link.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "scanner/examine/containers/content_parts.h"
#include "scanner/examine/containers/openers.h"

namespace winnow {
namespace {

constexpr std::string_view kClass(
    "\x4C\x00\x00\x00\x01\x14\x02\x00\x00\x00\x00\x00\xC0\x00\x00\x00\x00\x00\x00\x46",
    20);
constexpr std::size_t kHeadBytes = 76;
constexpr std::uint64_t kMostBytes = 1 << 20;  // links are far shorter

enum Flags : std::uint32_t {
  kHasIdList = 1,
  kHasInfo = 2,
  kHasName = 4,
  kHasRelativePath = 8,
  kIsUnicode = 0x80,
};

// Of the link's information: offsets of its parts, and flags.
constexpr std::uint32_t kHasLocalPath = 1;
constexpr std::uint32_t kHasNetworkPath = 2;
constexpr std::uint32_t kHeadWithUnicode = 0x24;

// Up to its zero. The upper half is Windows-1252, of which the letters are Latin-1.
std::string narrow_text(Bytes bytes, std::uint64_t offset) {
  std::string wide;
  for (std::uint64_t at = offset; at < bytes.size(); ++at) {
    const auto byte = std::to_integer<unsigned char>(bytes[at]);
    if (byte == 0) break;
    wide += {static_cast<char>(byte), '\0'};
  }
  return utf8_of_utf16(bytes_of(wide));
}

std::string wide_text(Bytes bytes, std::uint64_t offset) {
  if (offset >= bytes.size()) return "";
  return utf8_of_utf16(bytes.subspan(static_cast<std::size_t>(offset)));
}

std::string joined(std::string path, const std::string& suffix) {
  if (!path.empty() && !suffix.empty() && path.back() != '\\') path += '\\';
  return path + suffix;
}

void take_volume(Bytes info, ShellLink& link) {
  const auto offset = le<std::uint32_t>(info, 12);
  const auto size = le<std::uint32_t>(info, offset);
  const auto volume = part(info, offset, size);
  if (!volume || size < 16) return;
  link.volume_serial = le<std::uint32_t>(*volume, 8);
  const auto label = le<std::uint32_t>(*volume, 12);
  link.volume_label = label == 0x14 ? wide_text(*volume, le<std::uint32_t>(*volume, 16))
                                    : narrow_text(*volume, label);
}

std::string network_path(Bytes info, std::uint32_t offset) {
  const auto size = le<std::uint32_t>(info, offset);
  const auto network = part(info, offset, size);
  if (!network || size < 20) return "";
  const auto name = le<std::uint32_t>(*network, 8);
  return name > 0x14 && size >= 28
             ? wide_text(*network, le<std::uint32_t>(*network, 20))
             : narrow_text(*network, name);
}

void take_info(Bytes info, ShellLink& link) {
  const auto head = le<std::uint32_t>(info, 4);
  const auto flags = le<std::uint32_t>(info, 8);
  const bool has_unicode = head >= kHeadWithUnicode;
  const std::string suffix = has_unicode
                                 ? wide_text(info, le<std::uint32_t>(info, 32))
                                 : narrow_text(info, le<std::uint32_t>(info, 24));
  if ((flags & kHasLocalPath) != 0) {
    take_volume(info, link);
    link.target = joined(has_unicode ? wide_text(info, le<std::uint32_t>(info, 28))
                                     : narrow_text(info, le<std::uint32_t>(info, 16)),
                         suffix);
  } else if ((flags & kHasNetworkPath) != 0) {
    link.target = joined(network_path(info, le<std::uint32_t>(info, 20)), suffix);
  }
}

// A counted text of those behind the information; `at` moves behind it.
std::string take_text(Bytes bytes, bool is_unicode, std::uint64_t& at) {
  const std::uint64_t length =
      std::uint64_t{le<std::uint16_t>(bytes, at)} * (is_unicode ? 2 : 1);
  const auto text = part(bytes, at + 2, length);
  at += 2 + length;
  if (!text) return "";
  return is_unicode ? utf8_of_utf16(*text) : narrow_text(*text, 0);
}

std::string words_of(const ShellLink& link) {
  std::string words = "the link leads to " + printable_utf8(link.target) +
                      ", then of " + grouped(link.target_bytes) + " bytes";
  if (!link.volume_serial) return words;
  std::array<std::byte, 4> serial;
  for (std::size_t i = 0; i < serial.size(); ++i) {
    serial[i] = static_cast<std::byte>(*link.volume_serial >> (24 - 8 * i));
  }
  words += ", on the volume with serial number " + to_hex(serial);
  if (!link.volume_label.empty()) {
    words += ", called " + printable_utf8(link.volume_label);
  }
  return words;
}

}  // namespace

std::optional<ShellLink> parse_shell_link(Bytes bytes) {
  if (!has_magic(bytes, 0, kClass) || bytes.size() < kHeadBytes) return std::nullopt;
  ShellLink link;
  link.target_bytes = le<std::uint32_t>(bytes, 52);
  const auto flags = le<std::uint32_t>(bytes, 20);
  std::uint64_t at = kHeadBytes;
  if ((flags & kHasIdList) != 0) at += 2 + le<std::uint16_t>(bytes, at);
  if ((flags & kHasInfo) != 0) {
    const std::uint64_t length = le<std::uint32_t>(bytes, at);
    if (const auto info = part(bytes, at, length)) take_info(*info, link);
    at += length;
  }
  const bool is_unicode = (flags & kIsUnicode) != 0;
  if ((flags & kHasName) != 0) take_text(bytes, is_unicode, at);
  if ((flags & kHasRelativePath) != 0) {
    const std::string path = take_text(bytes, is_unicode, at);
    if (link.target.empty()) link.target = path;
  }
  return link;
}

Result<void> open_shell_link(Content& content, const ContainerLimits& limits,
                             MemberSink& sink) {
  const auto bytes = read_up_to(content, 0, std::min(kMostBytes, limits.memory_bytes));
  if (!bytes) return bytes.error();
  const auto link = parse_shell_link(*bytes);
  if (!link) return Fault{FaultKind::malformed, "is not a shell link", "", {}};
  sink.note(link->target.empty() ? "the link names no path" : words_of(*link));
  return {};
}

}  // namespace winnow
