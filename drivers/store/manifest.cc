#include "drivers/store/manifest.h"

#include <algorithm>
#include <utility>

#include "drivers/store/audit_line.h"

namespace winnow {
namespace {

constexpr std::size_t kDigits = 64;
constexpr std::string_view kBetween = "  ";

bool is_plain(std::string_view path) {
  return std::none_of(path.begin(), path.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\';
  });
}

}  // namespace

bool fits_manifest(std::string_view path) {
  if (!is_plain(path)) return false;
  while (true) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    if (part.empty() || part == "." || part == "..") return false;
    if (end == path.size()) return true;
    path.remove_prefix(end + 1);
  }
}

std::string manifest_text(const std::vector<ManifestLine>& lines) {
  std::string text;
  for (const ManifestLine& line : lines) {
    text += line.sha256;
    text += kBetween;
    text += line.path + "\n";
  }
  return text;
}

Result<std::vector<ManifestLine>> parse_manifest(std::string_view text,
                                                 const std::string& place) {
  std::vector<ManifestLine> lines;
  const auto fault = [&](const std::string& what) {
    return Fault{FaultKind::malformed,
                 "line " + std::to_string(lines.size() + 1) + " " + what +
                     "; take another backup",
                 place, std::nullopt};
  };
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return fault("is cut short");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line.size() <= kDigits + kBetween.size() ||
        !is_audit_hash(line.substr(0, kDigits)) ||
        line.substr(kDigits, kBetween.size()) != kBetween) {
      return fault("is not a SHA-256, two blanks and a path");
    }
    const std::string_view path = line.substr(kDigits + kBetween.size());
    if (!fits_manifest(path)) return fault("names a file outside of the folder");
    if (!lines.empty() && lines.back().path >= path) return fault("is not in order");
    lines.push_back({std::string(path), std::string(line.substr(0, kDigits))});
  }
  return lines;
}

}  // namespace winnow
