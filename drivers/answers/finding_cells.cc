#include "drivers/answers/finding_cells.h"

#include <algorithm>
#include <string_view>

#include "scanner/ledger/utc_text.h"

namespace winnow {

std::string runs_text(const std::vector<Run>& runs) {
  std::string text;
  for (const Run& run : runs) {
    text += (text.empty() ? "" : " ") + std::to_string(run.offset) + "+" +
            std::to_string(run.length);
  }
  return text;
}

std::string hex_of(const Digests& digests, Algorithm algorithm) {
  const auto& digest = digests.get(algorithm);
  return digest ? digest->hex() : "";
}

std::string id_of_set(const Finding& finding, const std::vector<UsedSet>& sets) {
  return finding.set_number < sets.size() ? sets[finding.set_number].id : "";
}

std::string volume_of_path(const std::string& path) {
  constexpr std::string_view kBefore = "/volume-";
  if (!path.starts_with(kBefore)) return "";
  const std::size_t end = std::min(path.find('/', kBefore.size()), path.size());
  const std::string number = path.substr(kBefore.size(), end - kBefore.size());
  const bool is_number = number.find_first_not_of("0123456789") == std::string::npos;
  return is_number ? number : "";
}

std::string file_system_of(const Coverage& coverage, const std::string& volume) {
  for (const VolumeRecord& one : coverage.volumes) {
    if (std::to_string(one.index) == volume) return one.filesystem;
  }
  return "";
}

bool keeps_local_time(const VolumeRecord& volume) {
  return volume.filesystem.starts_with("fat") || volume.filesystem == "exfat";
}

bool keeps_local_time(const Coverage& coverage, const std::string& path) {
  const std::string number = volume_of_path(path);
  return std::any_of(coverage.volumes.begin(), coverage.volumes.end(),
                     [&number](const VolumeRecord& volume) {
                       return std::to_string(volume.index) == number &&
                              keeps_local_time(volume);
                     });
}

std::string moment_text(const std::optional<Instant>& instant, bool is_local) {
  if (!instant) return "";
  std::string text = utc_text(*instant).value_or("");
  if (is_local && text.ends_with('Z')) text.pop_back();
  return text;
}

}  // namespace winnow
