#include "hashsets/lists/stix_pattern.h"

#include <optional>

namespace winnow {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kLetters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

struct PatternReader {
  std::string_view rest;

  void skip_blanks() {
    const std::size_t start = rest.find_first_not_of(kBlanks);
    rest.remove_prefix(start == std::string_view::npos ? rest.size() : start);
  }
  bool take(std::string_view token) {
    skip_blanks();
    if (rest.substr(0, token.size()) != token) return false;
    rest.remove_prefix(token.size());
    return true;
  }
  // A word, so that "ORDER" is not "OR".
  bool take_or() {
    PatternReader ahead = *this;
    if (!ahead.take("OR")) return false;
    if (ahead.rest.find_first_of(kLetters) == 0) return false;
    *this = ahead;
    return true;
  }
  std::optional<std::string_view> quoted() {
    if (!take("'")) return {};
    const std::size_t end = rest.find('\'');
    if (end == std::string_view::npos) return {};
    const std::string_view text = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    // No digest needs an escape.
    if (text.find('\\') != std::string_view::npos) return {};
    return text;
  }
  std::optional<std::string_view> name() {
    if (rest.substr(0, 1) == "'") return quoted();
    const std::size_t end = rest.find_first_not_of(kLetters);
    if (end == std::string_view::npos || end == 0) return {};
    const std::string_view text = rest.substr(0, end);
    rest.remove_prefix(end);
    return text;
  }
  bool comparison(std::vector<StixHash>& hashes) {
    if (!take("file:hashes.")) return false;
    const auto algorithm = name();
    if (!algorithm || !take("=")) return false;
    const auto value = quoted();
    if (!value) return false;
    hashes.push_back({*algorithm, *value});
    return true;
  }
  bool observation(std::vector<StixHash>& hashes) {
    if (!take("[")) return false;
    do {
      if (!comparison(hashes)) return false;
    } while (take_or());
    return take("]");
  }
};

}  // namespace

bool parse_stix_pattern(std::string_view pattern, std::vector<StixHash>& hashes) {
  hashes.clear();
  PatternReader reader{pattern};
  do {
    if (!reader.observation(hashes)) return false;
  } while (reader.take_or());
  reader.skip_blanks();
  return reader.rest.empty();
}

}  // namespace winnow
