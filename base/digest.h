// Digest: the value of a cryptographic hash; DigestSet: which of them to compute.
// Plain values, safe to copy and to share between threads.
#ifndef WINNOW_BASE_DIGEST_H_
#define WINNOW_BASE_DIGEST_H_

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace winnow {

enum class Algorithm : std::uint8_t { md5 = 0, sha1 = 1, sha256 = 2 };
inline constexpr std::array kAlgorithms = {Algorithm::md5, Algorithm::sha1,
                                           Algorithm::sha256};

// Length in bytes: 16, 20, 32.
[[nodiscard]] constexpr std::size_t digest_length(Algorithm algorithm) {
  return algorithm == Algorithm::md5 ? 16 : algorithm == Algorithm::sha1 ? 20 : 32;
}
// "md5", "sha1", "sha256": the spelling of the command line and of JSON.
[[nodiscard]] const char* to_string(Algorithm algorithm);
[[nodiscard]] std::optional<Algorithm> parse_algorithm(std::string_view name);
[[nodiscard]] std::optional<Algorithm> algorithm_of_hex_length(std::size_t hex_digits);

struct Digest {
  Algorithm algorithm = Algorithm::md5;
  std::array<std::byte, 32>
      value{};  // the first digest_length() bytes count, rest zero

  [[nodiscard]] Bytes bytes() const {
    return Bytes(value).first(digest_length(algorithm));
  }
  [[nodiscard]] std::string hex() const;  // lower case
  auto operator<=>(const Digest&) const = default;
};

// A digest from hexadecimal text of either case; nothing if the length or a digit is
// off.
[[nodiscard]] std::optional<Digest> parse_digest(std::string_view hex);
// A digest from raw bytes; nothing if their number is not the algorithm's.
[[nodiscard]] std::optional<Digest> make_digest(Algorithm algorithm, Bytes bytes);
// The digest of no bytes at all, which many lists contain and which means nothing.
[[nodiscard]] const Digest& empty_digest(Algorithm algorithm);

// A choice of algorithms.
class AlgorithmSet {
 public:
  constexpr AlgorithmSet() = default;
  [[nodiscard]] static constexpr AlgorithmSet all() { return AlgorithmSet(7); }
  // From bits as made by bits(); unknown bits are dropped.
  [[nodiscard]] static constexpr AlgorithmSet from_bits(std::uint8_t bits) {
    return AlgorithmSet(bits & 7);
  }
  [[nodiscard]] constexpr bool contains(Algorithm a) const {
    return (bits_ >> static_cast<unsigned>(a)) & 1;
  }
  constexpr void add(Algorithm a) {
    bits_ = static_cast<std::uint8_t>(bits_ | (1u << static_cast<unsigned>(a)));
  }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr std::uint8_t bits() const { return bits_; }
  bool operator==(const AlgorithmSet&) const = default;

 private:
  explicit constexpr AlgorithmSet(unsigned bits)
      : bits_(static_cast<std::uint8_t>(bits)) {}
  std::uint8_t bits_ = 0;
};

// The digests of one content, as far as they were computed.
struct Digests {
  std::array<std::optional<Digest>, 3> by_algorithm;

  [[nodiscard]] const std::optional<Digest>& get(Algorithm a) const {
    return by_algorithm[static_cast<std::size_t>(a)];
  }
  void set(const Digest& d) { by_algorithm[static_cast<std::size_t>(d.algorithm)] = d; }
  bool operator==(const Digests&) const = default;
};

// Lower-case hexadecimal of any bytes, and back (nothing if odd or not hexadecimal).
[[nodiscard]] std::string to_hex(Bytes bytes);
[[nodiscard]] bool is_hex(std::string_view text);

}  // namespace winnow

#endif  // WINNOW_BASE_DIGEST_H_
