#include "scanner/wire/work_place.h"

#include <array>
#include <charconv>

namespace winnow {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(kLastWorkStep) + 1>
    kSteps = {"none",   "container", "partitions", "open",  "entry",
              "finish", "file",      "sweep",      "space", "look"};

std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::uint64_t number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

}  // namespace

WorkMarks& untold_marks() {
  static WorkMarks untold;  // holds nothing
  return untold;
}

std::string to_text(const WorkPlace& place) {
  return std::string(kSteps[static_cast<std::size_t>(place.step)]) + ":" +
         std::to_string(place.offset) + ":" + std::to_string(place.number);
}

std::optional<WorkPlace> parse_work_place(std::string_view text) {
  for (std::size_t step = 0; step < kSteps.size(); ++step) {
    const std::string_view name = kSteps[step];
    if (text.substr(0, name.size()) != name || text.substr(name.size(), 1) != ":") {
      continue;
    }
    text.remove_prefix(name.size() + 1);
    const auto offset = take_number(text);
    if (!offset || text.substr(0, 1) != ":") return std::nullopt;
    text.remove_prefix(1);
    const auto number = take_number(text);
    if (!number || !text.empty()) return std::nullopt;
    return WorkPlace{static_cast<WorkStep>(step), *offset, *number};
  }
  return std::nullopt;
}

}  // namespace winnow
