#include "bench/practice/practice_content.h"

#include <array>
#include <cstring>
#include <string_view>

#include "bench/practice/draw_picture.h"
#include "bench/practice/practice_random.h"

namespace winnow::practice {
namespace {

constexpr std::array<std::string_view, 40> kWords = {
    "the",   "garden", "is",     "on",    "holiday", "letter", "from",    "Alex",
    "to",    "school", "a",      "train", "early",   "summer", "invoice", "paid",
    "and",   "we",     "walk",   "by",    "river",   "with",   "bread",   "coffee",
    "after", "rain",   "window", "old",   "bicycle", "repair", "shop",    "opens",
    "at",    "nine",   "bring",  "your",  "camera",  "lens",   "please",  "thanks"};

std::vector<std::string> split(const std::string& text, char mark) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == mark) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

ByteVector make_picture(const std::vector<std::string>& parts,
                        const std::string& word) {
  const std::vector<std::string> sides = split(parts[2], 'x');
  if (sides.size() != 2) fail("not WIDTHxHEIGHT: " + word);
  return draw_picture({parse_number(parts[1]),
                       static_cast<unsigned>(parse_number(sides[0])),
                       static_cast<unsigned>(parse_number(sides[1])),
                       static_cast<int>(parse_number(parts[3]))});
}

}  // namespace

ByteVector make_text(std::uint64_t seed, std::size_t size_bytes) {
  Random random(seed);
  ByteVector text;
  text.reserve(size_bytes + 16);
  for (unsigned count = 1; text.size() < size_bytes; ++count) {
    const std::string_view word = kWords[random.below(kWords.size())];
    text.insert(text.end(), word.begin(), word.end());
    text.push_back(count % 12 == 0 ? '\n' : ' ');
  }
  text.resize(size_bytes);
  return text;
}

ByteVector make_noise(std::uint64_t seed, std::size_t size_bytes) {
  Random random(seed);
  ByteVector bytes((size_bytes + 7) / 8 * 8);
  for (std::size_t at = 0; at < bytes.size(); at += 8) {
    const std::uint64_t value = random.next();
    std::memcpy(&bytes[at], &value, 8);
  }
  bytes.resize(size_bytes);
  return bytes;
}

ByteVector make_content(const std::string& word) {
  const std::vector<std::string> parts = split(word, ':');
  const std::string& kind = parts.front();
  if (kind == "host" && parts.size() > 1) return read_host_file(word.substr(5));
  if (kind == "empty" && parts.size() == 1) return {};
  if (kind == "picture" && parts.size() == 4) return make_picture(parts, word);
  if (kind == "text" && parts.size() == 3) {
    return make_text(parse_number(parts[1]), parse_size(parts[2]));
  }
  if (kind == "noise" && parts.size() == 3) {
    return make_noise(parse_number(parts[1]), parse_size(parts[2]));
  }
  fail("unknown content: " + word);
}

}  // namespace winnow::practice
