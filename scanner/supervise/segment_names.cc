#include "scanner/supervise/segment_names.h"

#include <algorithm>
#include <map>

namespace winnow {
namespace {

constexpr std::uint32_t kLetterPairs = 26 * 26;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_letter(char c) {
  return is_lower(c) || is_upper(c);
}

std::string two_digits(std::uint32_t number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

// "AA" to "ZZ" as 0 to 675.
std::string letter_pair(std::uint32_t number, char a) {
  return {static_cast<char>(a + static_cast<char>(number / 26)),
          static_cast<char>(a + static_cast<char>(number % 26))};
}

// What EWF numbers have in common: a leading letter that may advance, then 01 to 99
// with the first letter, then AA to ZZ with it and each letter after it.
std::optional<std::uint32_t> ewf_number(char lead, char first, const std::string& two) {
  if (is_digit(two[0]) && is_digit(two[1])) {
    const auto number = static_cast<std::uint32_t>((two[0] - '0') * 10 + two[1] - '0');
    return lead == first && number > 0 ? std::optional(number) : std::nullopt;
  }
  const char a = is_upper(first) || is_upper(two[0]) ? 'A' : 'a';
  const auto in_range = [a](char c) { return c >= a && c < a + 26; };
  if (lead < first || !in_range(two[0]) || !in_range(two[1])) return std::nullopt;
  const auto advanced = static_cast<std::uint32_t>(lead - first);
  return 100 + advanced * kLetterPairs +
         static_cast<std::uint32_t>((two[0] - a) * 26 + (two[1] - a));
}

}  // namespace

std::optional<SegmentNaming> SegmentNaming::of(const std::string& file_name) {
  const std::size_t dot = file_name.rfind('.');
  if (dot == std::string::npos || dot == 0) return std::nullopt;
  const std::string stem = file_name.substr(0, dot + 1);
  const std::string ending = file_name.substr(dot + 1);
  const bool ends_in_digits = ending.size() >= 3 &&
                              is_digit(ending[ending.size() - 1]) &&
                              is_digit(ending[ending.size() - 2]);
  if (ending.size() == 3 && ends_in_digits &&
      std::string("EeLlSs").find(ending[0]) != std::string::npos) {
    return SegmentNaming(Style::ewf, stem, ending[0], 3);
  }
  if (ending.size() == 4 && ends_in_digits && ending[1] == 'x' &&
      std::string("EeLl").find(ending[0]) != std::string::npos) {
    return SegmentNaming(Style::ewf2, stem + ending[0], 'x', 3);
  }
  if (ending.size() >= 3 && ending.size() <= 5 &&
      std::all_of(ending.begin(), ending.end(), is_digit)) {
    return SegmentNaming(Style::digits, stem, '0', ending.size());
  }
  if (ending.size() == 2 && is_lower(ending[0]) && is_lower(ending[1])) {
    return SegmentNaming(Style::letters, stem, 'a', 2);
  }
  return std::nullopt;
}

std::optional<std::uint32_t> SegmentNaming::number_of(
    const std::string& file_name) const {
  if (!file_name.starts_with(stem_)) return std::nullopt;
  const std::string ending = file_name.substr(stem_.size());
  switch (style_) {
    case Style::ewf:
    case Style::ewf2:
      if (ending.size() != 3 || !is_letter(ending[0]) ||
          is_upper(ending[0]) != is_upper(first_letter_)) {
        return std::nullopt;
      }
      return ewf_number(ending[0], first_letter_, ending.substr(1));
    case Style::digits: {
      if (ending.size() < width_ || ending.size() > 5 ||
          !std::all_of(ending.begin(), ending.end(), is_digit)) {
        return std::nullopt;
      }
      const auto number = static_cast<std::uint32_t>(std::stoul(ending));
      return name_of(number) == file_name ? std::optional(number) : std::nullopt;
    }
    case Style::letters:
      if (ending.size() != 2 || !is_lower(ending[0]) || !is_lower(ending[1])) {
        return std::nullopt;
      }
      return static_cast<std::uint32_t>((ending[0] - 'a') * 26 + (ending[1] - 'a') + 1);
  }
  return std::nullopt;
}

std::string SegmentNaming::name_of(std::uint32_t number) const {
  switch (style_) {
    case Style::ewf:
    case Style::ewf2: {
      if (number < 100) return stem_ + first_letter_ + two_digits(number);
      const std::uint32_t advanced = (number - 100) / kLetterPairs;
      const char last = is_upper(first_letter_) ? 'Z' : 'z';
      if (advanced > static_cast<std::uint32_t>(last - first_letter_)) return "";
      const bool upper = is_upper(first_letter_) || is_upper(stem_.back());
      return stem_ + static_cast<char>(first_letter_ + static_cast<char>(advanced)) +
             letter_pair((number - 100) % kLetterPairs, upper ? 'A' : 'a');
    }
    case Style::digits: {
      std::string digits = std::to_string(number);
      if (digits.size() < width_) digits.insert(0, width_ - digits.size(), '0');
      return stem_ + digits;
    }
    case Style::letters:
      if (number == 0 || number > kLetterPairs) return "";
      return stem_ + letter_pair(number - 1, 'a');
  }
  return "";
}

// Two letters are a common ending (".gz", ".db"), so only a small hole is a gap.
std::uint32_t SegmentNaming::widest_gap() const {
  return style_ == Style::letters ? 3 : 100'000;
}

Result<std::vector<std::string>> segments_of(
    const std::string& first, const std::vector<std::string>& names_in_folder) {
  const auto naming = SegmentNaming::of(first);
  if (!naming) return std::vector{first};
  std::map<std::uint32_t, std::string> present;
  for (const std::string& name : names_in_folder) {
    if (const auto number = naming->number_of(name)) present.emplace(*number, name);
  }
  const std::uint32_t given = naming->number_of(first).value_or(0);
  present.emplace(given, first);
  const std::uint32_t begin = present.begin()->first;
  if (begin > 1) {
    // A number beyond the first, alone: a file that happens to end so.
    if (present.size() == 1) return std::vector{first};
    return Fault{FaultKind::missing,
                 "the first segment " + naming->name_of(1) +
                     " is missing; put it into the same folder",
                 first, std::nullopt};
  }
  if (given != begin) {
    return Fault{FaultKind::usage,
                 "is a later segment of an image; give the first one, " +
                     present.begin()->second,
                 first, std::nullopt};
  }
  std::vector<std::string> segments;
  std::uint32_t expected = begin;
  for (const auto& [number, name] : present) {
    if (number - expected > naming->widest_gap()) break;
    if (number != expected) {
      return Fault{FaultKind::missing,
                   "segment " + naming->name_of(expected) +
                       " is missing; put it into the same folder",
                   first, std::nullopt};
    }
    segments.push_back(name);
    ++expected;
  }
  return segments;
}

}  // namespace winnow
