#include "base/digest.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace winnow {
namespace {

constexpr unsigned kNoDigit = 0x100;

constexpr std::array<std::uint16_t, 256> hex_values() {
  std::array<std::uint16_t, 256> values{};
  values.fill(kNoDigit);
  for (unsigned i = 0; i < 10; ++i) values['0' + i] = static_cast<std::uint16_t>(i);
  for (unsigned i = 0; i < 6; ++i) {
    values['a' + i] = values['A' + i] = static_cast<std::uint16_t>(10 + i);
  }
  return values;
}

// 0 to 15, or kNoDigit.
unsigned hex_value(char c) {
  static constexpr std::array<std::uint16_t, 256> kValues = hex_values();
  return kValues[static_cast<unsigned char>(c)];
}

// Eight digits at once, for lists have millions of digests: their four bytes in
// `target`, and whether all were digits. Each step works on the eight characters as the
// bytes of one word, none of which carries into the next.
bool eight_digits(const char* digits, std::byte* target) {
  static_assert(std::endian::native == std::endian::little);
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  std::uint64_t text = 0;
  std::memcpy(&text, digits, sizeof(text));
  const std::uint64_t is_letter = (text >> 6) & kOnes;
  // 'a' & 15 is 1; what is no digit gives at most 24.
  const std::uint64_t value = (text & (kOnes * 15)) + is_letter * 9;
  // Written again in lower case it must read the same.
  const std::uint64_t above_nine = ((value + kOnes * 6) >> 4) & kOnes;
  const std::uint64_t again = value + kOnes * '0' + above_nine * ('a' - '0' - 10);
  const bool valid = again == (text | is_letter << 5) && (value & (kOnes * 16)) == 0;
  std::uint64_t bytes = (value << 4 | value >> 8) & 0x00FF00FF00FF00FF;
  bytes = (bytes | bytes >> 8) & 0x0000FFFF0000FFFF;
  const auto packed = static_cast<std::uint32_t>(bytes | bytes >> 16);
  std::memcpy(target, &packed, sizeof(packed));
  return valid;
}

}  // namespace

const char* to_string(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::md5:
      return "md5";
    case Algorithm::sha1:
      return "sha1";
    case Algorithm::sha256:
      return "sha256";
  }
  return "unknown";
}

std::optional<Algorithm> parse_algorithm(std::string_view name) {
  for (const Algorithm a : kAlgorithms) {
    if (name == to_string(a)) return a;
  }
  return std::nullopt;
}

std::optional<Algorithm> algorithm_of_hex_length(std::size_t hex_digits) {
  for (const Algorithm a : kAlgorithms) {
    if (hex_digits == 2 * digest_length(a)) return a;
  }
  return std::nullopt;
}

std::string Digest::hex() const {
  return to_hex(bytes());
}

std::optional<Digest> parse_digest(std::string_view hex) {
  const auto algorithm = algorithm_of_hex_length(hex.size());
  if (!algorithm) return std::nullopt;
  Digest digest;
  digest.algorithm = *algorithm;
  bool valid = true;
  for (std::size_t i = 0; i < hex.size(); i += 8) {
    valid = eight_digits(hex.data() + i, digest.value.data() + i / 2) && valid;
  }
  if (!valid) return std::nullopt;
  return digest;
}

std::optional<Digest> make_digest(Algorithm algorithm, Bytes bytes) {
  if (bytes.size() != digest_length(algorithm)) return std::nullopt;
  Digest digest;
  digest.algorithm = algorithm;
  std::copy(bytes.begin(), bytes.end(), digest.value.begin());
  return digest;
}

const Digest& empty_digest(Algorithm algorithm) {
  // RFC 1321 appendix A.5, and FIPS 180-4 of the empty message.
  static const std::array<Digest, 3> kEmpty = {
      *parse_digest("d41d8cd98f00b204e9800998ecf8427e"),
      *parse_digest("da39a3ee5e6b4b0d3255bfef95601890afd80709"),
      *parse_digest("e3b0c44298fc1c149afbf4c8996fb924"
                    "27ae41e4649b934ca495991b7852b855")};
  return kEmpty[static_cast<std::size_t>(algorithm)];
}

std::string to_hex(Bytes bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const std::byte b : bytes) {
    hex += kDigits[std::to_integer<unsigned>(b) >> 4];
    hex += kDigits[std::to_integer<unsigned>(b) & 15];
  }
  return hex;
}

bool is_hex(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return hex_value(c) != kNoDigit; });
}

}  // namespace winnow
