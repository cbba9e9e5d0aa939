#include "drivers/cli/progress_line.h"

#include <array>
#include <vector>

#include "base/text.h"
#include "drivers/answers/line_layout.h"
#include "drivers/answers/words.h"

namespace winnow {
namespace {

constexpr std::uint64_t kMinute = 60;
constexpr std::uint64_t kHour = 3600;

// A reference may take so much of the line before it is shortened for the rest's sake.
constexpr std::size_t kShareOfReference = 3;

std::string hours_and_minutes(std::uint64_t minutes) {
  const std::string rest = std::to_string(minutes % 60) + " min";
  return minutes < 60 ? rest : std::to_string(minutes / 60) + " h " + rest;
}

}  // namespace

std::string left_text(const SecondsLeft& left) {
  const auto [low, high] = left;
  if (high <= 2 * kMinute) {
    return std::to_string(low) + " to " + std::to_string(high) + " s left";
  }
  const std::uint64_t least = low / kMinute;
  const std::uint64_t most = (high + kMinute - 1) / kMinute;
  if (high <= kHour) {
    return std::to_string(least) + " to " + std::to_string(most) + " min left";
  }
  return hours_and_minutes(least) + " to " + hours_and_minutes(most) + " left";
}

std::string progress_line(const ProgressWords& words, std::size_t columns) {
  const Progress& progress = words.progress;
  struct Part {
    std::string text;
    int place;  // in the line
  };
  std::vector<Part> parts;  // the most important first
  if (words.listed_files > 0) {
    parts.push_back({counted_text(words.listed_files, "listed file") + " met", 2});
  }
  if (words.left) parts.push_back({left_text(*words.left), 3});
  parts.push_back(
      {bytes_text(progress.bytes_read) + " of " + bytes_text(progress.bytes_planned),
       1});
  parts.push_back({grouped(progress.files_done) + " of " +
                       counted_text(progress.files_planned, "file"),
                   0});
  if (progress.bottleneck != Bottleneck::unknown) {
    parts.push_back({std::string("limit: ") + to_string(progress.bottleneck), 4});
  }
  const std::string reference = shortened(words.exhibit, columns / kShareOfReference);
  std::size_t used = columns_of(reference);
  std::array<std::string, 5> shown;
  for (const Part& part : parts) {
    const std::size_t wide = columns_of(part.text) + 2;  // with what stands before it
    if (used + wide > columns) break;
    used += wide;
    shown[static_cast<std::size_t>(part.place)] = part.text;
  }
  std::string line = reference;
  const char* before = ": ";
  for (const std::string& text : shown) {
    if (text.empty()) continue;
    line += before + text;
    before = ", ";
  }
  return line;
}

}  // namespace winnow
