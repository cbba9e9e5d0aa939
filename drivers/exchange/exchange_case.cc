#include "drivers/exchange/exchange_case.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "drivers/exchange/cautions.h"
#include "scanner/rank/lanes.h"

namespace winnow {

namespace {

// "AB/1, volume 0 (fat32)", of those whose times are local ones; "" if none are.
std::string volumes_in_local_time(std::span<const ExchangeExhibit> exhibits) {
  std::string volumes;
  for (const ExchangeExhibit& exhibit : exhibits) {
    for (const VolumeRecord& volume : exhibit.coverage.volumes) {
      if (!keeps_local_time(volume)) continue;
      volumes += (volumes.empty() ? "" : "; ") + exhibit.ref + ", volume " +
                 std::to_string(volume.index) + " (" + volume.filesystem + ")";
    }
  }
  return volumes;
}

}  // namespace

std::string not_examined_text(const ExchangeExhibit& exhibit) {
  const Coverage& coverage = exhibit.coverage;
  std::string text;
  for (const std::string& part : parts_not_examined(&coverage, {})) {
    text += (text.empty() ? "" : "; ") + part;
  }
  if (!text.empty() && !coverage.ended && !exhibit.times.how.empty()) {
    text += "; how its scan ended: " + exhibit.times.how;
  }
  return text;
}

std::vector<std::string> cautions_of(const ExchangeCase& exchange,
                                     std::span<const ExchangeExhibit> exhibits) {
  std::set<std::string> unseen;
  for (const ExchangeExhibit& exhibit : exhibits) {
    unseen.merge(never_examined(exhibit.coverage));
  }
  std::vector<std::string> sentences = cautions(unseen);
  for (const ExchangeExhibit& exhibit : exhibits) {
    const std::string parts = not_examined_text(exhibit);
    if (parts.empty()) continue;
    sentences.push_back("Of exhibit " + exhibit.ref + " not all was examined: " +
                        parts + ". What was counted there is a minimum.");
  }
  if (const std::string local = volumes_in_local_time(exhibits); !local.empty()) {
    sentences.push_back(
        "Times of these volumes are the local time of the device that wrote them, in "
        "no known zone, and not UTC, however they are written here: " +
        local + ".");
  }
  if (!exchange.log_complaint.empty()) {
    sentences.push_back(
        "The case's audit log is DAMAGED, so that who did what and when may be wrong or "
        "missing: " +
        exchange.log_complaint + ".");
  }
  return sentences;
}

std::vector<std::string> cautions_of(const ExchangeCase& exchange) {
  return cautions_of(exchange, exchange.exhibits);
}

std::string last_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
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
