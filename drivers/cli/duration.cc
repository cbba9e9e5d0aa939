#include "drivers/cli/duration.h"

#include <charconv>
#include <utility>

namespace winnow {

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  using std::literals::operator""sv;
  constexpr std::pair<std::string_view, double> kUnits[] = {
      {"ms"sv, 1.0}, {"s"sv, 1000.0}, {"m"sv, 60'000.0}, {"h"sv, 3'600'000.0}};
  constexpr double kYear = 366.0 * 24 * 3'600'000.0;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(),
                                            number, std::chars_format::fixed);
  if (error != std::errc() || !(number >= 0)) return std::nullopt;
  const std::string_view unit =
      text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& [name, milliseconds] : kUnits) {
    if (unit != name) continue;
    const double total = number * milliseconds;
    if (total > kYear) return std::nullopt;
    return std::chrono::milliseconds(static_cast<std::int64_t>(total));
  }
  return std::nullopt;
}

}  // namespace winnow
