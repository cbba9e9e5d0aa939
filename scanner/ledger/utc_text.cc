#include "scanner/ledger/utc_text.h"

#include <array>
#include <cstdio>

namespace winnow {
namespace {

constexpr std::int64_t kFirstSecond = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z
constexpr std::int64_t kSecondsADay = 86'400;

struct Date {
  std::int64_t year = 0;
  std::int64_t month = 0;
  std::int64_t day = 0;
};

// Days since 1970-01-01 to a date of the proleptic Gregorian calendar and back. Years
// are counted from March, so that the leap day is the last of its year.
Date date_of(std::int64_t days) {
  days += 719'468;  // from 0000-03-01
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) /
      365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  Date date;
  date.day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  date.month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  date.year = year_of_era + era * 400 + (date.month <= 2 ? 1 : 0);
  return date;
}

std::int64_t days_of(Date date) {
  date.year -= date.month <= 2 ? 1 : 0;
  const std::int64_t era = (date.year >= 0 ? date.year : date.year - 399) / 400;
  const std::int64_t year_of_era = date.year - era * 400;
  const std::int64_t month_from_march =
      date.month > 2 ? date.month - 3 : date.month + 9;
  const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

std::optional<std::int64_t> digits(std::string_view text, std::size_t at,
                                   std::size_t count) {
  if (at > text.size() || count > text.size() - at) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// Seconds into the day of "T08:09:10Z" or "T08:09:10.123Z".
std::optional<std::int64_t> parse_clock(std::string_view text) {
  if (text.size() < 10 || text[0] != 'T' || text[3] != ':' || text[6] != ':' ||
      text.back() != 'Z') {
    return std::nullopt;
  }
  const auto hour = digits(text, 1, 2);
  const auto minute = digits(text, 4, 2);
  const auto second = digits(text, 7, 2);
  if (!hour || !minute || !second) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const std::string_view fraction = text.substr(9, text.size() - 10);
  if (!fraction.empty()) {
    if (fraction[0] != '.' || fraction.size() < 2) return std::nullopt;
    if (!digits(fraction, 1, fraction.size() - 1)) return std::nullopt;
  }
  return *hour * 3600 + *minute * 60 + *second;
}

}  // namespace

std::optional<std::string> utc_text(const Instant& instant) {
  if (instant.seconds < kFirstSecond || instant.seconds > kLastSecond) {
    return std::nullopt;
  }
  std::int64_t days = instant.seconds / kSecondsADay;
  if (instant.seconds % kSecondsADay < 0) --days;
  const std::int64_t second = instant.seconds - days * kSecondsADay;
  const Date date = date_of(days);
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d",
                static_cast<int>(date.year), static_cast<int>(date.month),
                static_cast<int>(date.day), static_cast<int>(second / 3600),
                static_cast<int>(second / 60 % 60), static_cast<int>(second % 60));
  std::string result = text.data();
  if (instant.nanoseconds > 0 && instant.nanoseconds < 1'000'000'000) {
    std::snprintf(text.data(), text.size(), ".%09u", instant.nanoseconds);
    result += text.data();
  }
  return result + "Z";
}

std::optional<std::int64_t> parse_utc(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  if (!year || !month || !day || *year == 0) return std::nullopt;
  const Date date{*year, *month, *day};
  if (*month < 1 || *month > 12 || *day < 1) return std::nullopt;
  const std::int64_t days = days_of(date);
  if (date_of(days).day != *day) return std::nullopt;  // 31 February
  std::int64_t clock = 0;
  if (text.size() > 10) {
    const auto parsed = parse_clock(text.substr(10));
    if (!parsed) return std::nullopt;
    clock = *parsed;
  }
  return days * kSecondsADay + clock;
}

}  // namespace winnow
