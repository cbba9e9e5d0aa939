#include "drivers/exchange/stable_uuid.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/digester.h"

namespace winnow {
namespace {

unsigned nibble_of(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
  return static_cast<unsigned>(digit - 'a') + 10;
}

std::string bytes_of_uuid(std::string_view text) {
  std::string digits(text);
  std::erase(digits, '-');
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes += static_cast<char>(nibble_of(digits[i]) << 4 | nibble_of(digits[i + 1]));
  }
  return bytes;
}

}  // namespace

std::string stable_uuid(std::string_view space,
                        std::initializer_list<std::string_view> name) {
  std::string whole = bytes_of_uuid(space);
  for (const std::string_view part : name) {
    whole += std::to_string(part.size());
    whole += ':';
    whole += part;
  }
  constexpr std::size_t kUuidBytes = 16;
  const Digest digest = digest_of(Algorithm::sha1, bytes_of(whole));
  std::array<std::byte, kUuidBytes> uuid{};
  std::copy_n(digest.value.begin(), kUuidBytes, uuid.begin());
  uuid[6] = (uuid[6] & std::byte{0x0F}) | std::byte{0x50};  // version 5
  uuid[8] = (uuid[8] & std::byte{0x3F}) | std::byte{0x80};  // of RFC 4122
  std::string text = to_hex(uuid);
  for (const std::size_t place : {20, 16, 12, 8}) text.insert(place, 1, '-');
  return text;
}

}  // namespace winnow
