#include "hashsets/lists/ncmec_deletions.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace winnow {
namespace {

// A length before the first part, so that no two pairs make the same text.
std::string key_of(std::string_view member, std::string_view id) {
  std::string key = std::to_string(member.size()) + ":";
  key.append(member).append(id);
  return key;
}

// The digits at [begin, begin + count) as a number; nothing if they are not all digits.
std::optional<int> digits(std::string_view text, std::size_t begin, std::size_t count) {
  if (text.size() < begin + count) return {};
  int number = 0;
  for (const char c : text.substr(begin, count)) {
    if (c < '0' || c > '9') return {};
    number = number * 10 + (c - '0');
  }
  return number;
}

// Minutes east of UTC from "Z", "+01:00"; nothing if it is anything else.
std::optional<int> parse_zone(std::string_view text) {
  if (text == "Z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
    return {};
  const auto hours = digits(text, 1, 2);
  const auto minutes = digits(text, 4, 2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return {};
  const int east = *hours * 60 + *minutes;
  return text[0] == '-' ? -east : east;
}

}  // namespace

bool NcmecDeletions::add(std::string_view member, std::string_view id,
                         std::int64_t time) {
  const auto [place, fresh] = times_.try_emplace(key_of(member, id), time);
  if (!fresh) place->second = std::max(place->second, time);
  return times_.size() <= kMostDeletions;
}

bool NcmecDeletions::withdrawn(std::string_view member, std::string_view id,
                               std::optional<std::int64_t> time) const {
  const auto found = times_.find(key_of(member, id));
  return found != times_.end() && (!time || *time <= found->second);
}

std::optional<std::int64_t> parse_ncmec_time(std::string_view text) {
  constexpr std::size_t kSeconds = 19;
  if (text.size() <= kSeconds || text[4] != '-' || text[7] != '-' || text[10] != 'T' ||
      text[13] != ':' || text[16] != ':') {
    return {};
  }
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  const auto second = digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return {};
  const std::chrono::year_month_day date{
      std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
      std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return {};
  std::size_t rest = kSeconds;
  std::int64_t micros = 0;
  if (text[rest] == '.') {
    std::int64_t unit = 100'000;
    const std::size_t begin = ++rest;
    for (; rest < text.size() && text[rest] >= '0' && text[rest] <= '9'; ++rest) {
      micros += (text[rest] - '0') * unit;
      unit /= 10;
    }
    if (rest == begin) return {};
  }
  const auto zone = parse_zone(text.substr(rest));
  if (!zone) return {};
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t minutes = (days * 24 + *hour) * 60 + *minute - *zone;
  return (minutes * 60 + *second) * 1'000'000 + micros;
}

}  // namespace winnow
