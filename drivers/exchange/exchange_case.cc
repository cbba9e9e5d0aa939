#include "drivers/exchange/exchange_case.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace winnow {

std::set<std::string> ExchangeCase::unseen() const {
  std::set<std::string> parts;
  for (const ExchangeExhibit& exhibit : exhibits) {
    parts.merge(never_examined(exhibit.coverage));
  }
  return parts;
}

std::string last_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

std::string volume_of_path(const std::string& path) {
  constexpr std::string_view kBefore = "/volume-";
  if (!path.starts_with(kBefore)) return "";
  const std::size_t end = std::min(path.find('/', kBefore.size()), path.size());
  const std::string number = path.substr(kBefore.size(), end - kBefore.size());
  const bool is_number = number.find_first_not_of("0123456789") == std::string::npos;
  return is_number ? number : "";
}

std::string path_in_volume(const std::string& path) {
  const std::size_t end = path.find('/', 1);
  if (volume_of_path(path).empty() || end == std::string::npos) return path;
  return path.substr(end + 1);
}

std::vector<PlacedRun> placed_runs(const std::vector<Run>& runs, ContentKind kept,
                                   std::uint64_t size) {
  std::vector<PlacedRun> placed;
  std::uint64_t at = 0;
  for (const Run& run : runs) {
    std::uint64_t length = run.length;
    if (kept == ContentKind::runs) length = std::min(length, size - std::min(at, size));
    if (length > 0 && !run.is_hole()) placed.push_back({at, {run.offset, length}});
    at += std::min(run.length, Run::kHole - at);
  }
  return placed;
}

std::string mime_type(const std::string& type) {
  // The words are those of the types that are told apart by their first bytes.
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 11>
      kTypes = {{{"JPEG picture", "image/jpeg"},
                 {"PNG picture", "image/png"},
                 {"GIF picture", "image/gif"},
                 {"WebP picture", "image/webp"},
                 {"BMP picture", "image/bmp"},
                 {"TIFF picture", "image/tiff"},
                 {"JPEG 2000 picture", "image/jp2"},
                 {"icon", "image/vnd.microsoft.icon"},
                 {"HEIF picture", "image/heif"},
                 {"Photoshop picture", "image/vnd.adobe.photoshop"},
                 {"PDF document", "application/pdf"}}};
  for (const auto& [words, mime] : kTypes) {
    if (type == words) return std::string(mime);
  }
  return "";
}

}  // namespace winnow
