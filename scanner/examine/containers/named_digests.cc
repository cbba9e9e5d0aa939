#include "scanner/examine/containers/named_digests.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace winnow {
namespace {

constexpr std::size_t kLongestText = 64 << 10;
constexpr std::size_t kBase32Digits = 32;  // of the 20 bytes of SHA-1
constexpr std::array<std::string_view, 5> kOtherHashes = {"ed2k", "md4", "btih",
                                                          "info_hash", "infohash"};
constexpr std::array<std::string_view, 5> kDigestWords = {"hash", "md5", "sha",
                                                          "digest", "checksum"};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

template <std::size_t N>
bool has_any(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [text](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Up to the first character that is neither letter nor digit.
std::string_view word_at(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_alphanumeric);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

// RFC 4648, without its padding.
std::optional<Digest> sha1_of_base32(std::string_view digits) {
  if (digits.size() != kBase32Digits) return std::nullopt;
  std::array<std::byte, 20> bytes;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const char c = digits[i];
    unsigned value = 0;
    if (c >= 'a' && c <= 'z') {
      value = static_cast<unsigned>(c - 'a');
    } else if (c >= '2' && c <= '7') {
      value = static_cast<unsigned>(c - '2') + 26;
    } else {
      return std::nullopt;
    }
    bits = bits << 5 | value;
    if (i % 8 != 7) continue;
    for (std::size_t k = 0; k < 5; ++k) {
      bytes[i / 8 * 5 + k] = static_cast<std::byte>(bits >> (32 - 8 * k));
    }
    bits = 0;
  }
  return make_digest(Algorithm::sha1, bytes);
}

struct Scheme {
  std::string_view prefix;
  Algorithm algorithm;
};
constexpr std::array<Scheme, 4> kSchemes = {{{"urn:sha1:", Algorithm::sha1},
                                             {"urn:bitprint:", Algorithm::sha1},
                                             {"urn:md5:", Algorithm::md5},
                                             {"urn:sha256:", Algorithm::sha256}}};

// `text` in lower case.
void find_urns(std::string_view text, std::vector<Digest>& found) {
  for (std::size_t at = text.find("urn:"); at != std::string_view::npos;
       at = text.find("urn:", at + 1)) {
    for (const Scheme& scheme : kSchemes) {
      if (text.substr(at, scheme.prefix.size()) != scheme.prefix) continue;
      const std::string_view digits = word_at(text.substr(at + scheme.prefix.size()));
      auto digest = parse_digest(digits);
      if (!digest && scheme.algorithm == Algorithm::sha1)
        digest = sha1_of_base32(digits);
      if (digest && digest->algorithm == scheme.algorithm) found.push_back(*digest);
    }
  }
}

void find_in_url(std::string_view text, std::vector<Digest>& found) {
  while (!text.empty()) {
    const std::string_view word = word_at(text);
    if (const auto digest = parse_digest(word)) found.push_back(*digest);
    text.remove_prefix(std::max<std::size_t>(word.size(), 1));
  }
}

}  // namespace

std::vector<Digest> digests_in_text(std::string_view text, std::string_view column) {
  std::vector<Digest> found;
  if (text.size() < 32 || text.size() > kLongestText) return found;
  if (const auto digest = parse_digest(text)) {
    if (!has_any(lower(column), kOtherHashes)) found.push_back(*digest);
    return found;
  }
  const std::string folded = lower(text);
  find_urns(folded, found);
  const bool is_url = folded.find("://") != std::string::npos &&
                      folded.find("urn:") == std::string::npos &&
                      !has_any(folded, kOtherHashes);
  if (is_url) find_in_url(folded, found);
  return found;
}

std::vector<Digest> digests_in_blob(Bytes bytes, std::string_view column) {
  const std::string name = lower(column);
  if (!has_any(name, kDigestWords) || has_any(name, kOtherHashes)) return {};
  for (const Algorithm algorithm : kAlgorithms) {
    if (const auto digest = make_digest(algorithm, bytes)) return {*digest};
  }
  return {};
}

}  // namespace winnow
