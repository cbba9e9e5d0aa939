#include "base/bytes.h"

#include <algorithm>

namespace winnow {

std::string_view text_of(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool has_magic(Bytes bytes, std::uint64_t offset, std::string_view magic) {
  const auto field = part(bytes, offset, magic.size());
  return field && text_of(*field) == magic;
}

bool all_zero(Bytes bytes) {
  return std::all_of(bytes.begin(), bytes.end(),
                     [](std::byte b) { return b == std::byte{0}; });
}

}  // namespace winnow
