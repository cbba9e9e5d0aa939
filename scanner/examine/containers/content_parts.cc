#include "scanner/examine/containers/content_parts.h"

#include <algorithm>

namespace winnow {
namespace {

void append_utf8(std::string& text, char32_t c) {
  const auto low = [c](unsigned shift) {
    return static_cast<char>(0x80 | ((c >> shift) & 0x3F));
  };
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += {static_cast<char>(0xC0 | c >> 6), low(0)};
  } else if (c < 0x10000) {
    text += {static_cast<char>(0xE0 | c >> 12), low(6), low(0)};
  } else {
    text += {static_cast<char>(0xF0 | c >> 18), low(12), low(6), low(0)};
  }
}

bool is_first_of_pair(std::uint16_t unit) {
  return (unit & 0xFC00) == 0xD800;
}
bool is_second_of_pair(std::uint16_t unit) {
  return (unit & 0xFC00) == 0xDC00;
}

}  // namespace

Result<std::vector<std::byte>> read_up_to(Content& content, std::uint64_t offset,
                                          std::uint64_t length) {
  const std::uint64_t size = content.size_bytes();
  const std::uint64_t there = offset < size ? size - offset : 0;
  std::vector<std::byte> bytes(static_cast<std::size_t>(std::min(there, length)));
  const auto got = content.read(offset, bytes);
  if (!got) return got.error();
  bytes.resize(*got);
  return bytes;
}

Result<std::vector<std::byte>> read_part(Content& content, std::uint64_t offset,
                                         std::uint64_t length) {
  const Fault short_of{FaultKind::truncated, "ends before what it says it holds", "",
                       offset};
  const std::uint64_t size = content.size_bytes();
  if (offset > size || length > size - offset) return short_of;
  auto bytes = read_up_to(content, offset, length);
  if (bytes && bytes->size() < length) return short_of;
  return bytes;
}

std::string utf8_of_utf16(Bytes text) {
  std::string result;
  for (std::size_t i = 0; i + 2 <= text.size(); i += 2) {
    const auto unit = le<std::uint16_t>(text, i);
    if (unit == 0) break;
    const auto next = le<std::uint16_t>(text, i + 2);
    if (is_first_of_pair(unit) && is_second_of_pair(next)) {
      append_utf8(result, 0x10000 + (static_cast<char32_t>(unit & 0x3FF) << 10) +
                              (next & 0x3FF));
      i += 2;
    } else if (is_first_of_pair(unit) || is_second_of_pair(unit)) {
      append_utf8(result, 0xFFFD);
    } else {
      append_utf8(result, unit);
    }
  }
  return result;
}

}  // namespace winnow
