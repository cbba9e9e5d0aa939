#include "drivers/answers/words.h"

#include <array>

#include "base/text.h"

namespace winnow {

std::string counted_text(std::uint64_t count, const std::string& noun) {
  if (count == 1) return "1 " + noun;
  if (noun.ends_with("ry")) {
    return grouped(count) + " " + noun.substr(0, noun.size() - 1) + "ies";
  }
  return grouped(count) + " " + noun + "s";
}

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::array kUnits = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  if (bytes < 1024) return counted_text(bytes, "byte");
  std::size_t unit = 0;
  std::uint64_t tenths = bytes / 1024 * 10 + bytes % 1024 * 10 / 1024;
  while (tenths >= 10'240 && unit + 1 < kUnits.size()) {
    tenths /= 1024;
    ++unit;
  }
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " " +
         kUnits[unit];
}

std::string limits_words(const std::set<std::string>& unseen) {
  std::string parts;
  for (const std::string& part : unseen) parts += (parts.empty() ? "" : ", ") + part;
  std::string text =
      "This is triage, not a full examination. That no listed file was met is not a "
      "statement\nthat a device holds nothing: new, altered or encrypted material may "
      "be present.";
  if (!parts.empty()) text += "\nNot looked at: " + parts + ".";
  return text;
}

std::string audit_head_line(const AuditHead& head) {
  return "Audit log: " + counted_text(head.count, "event") + ", head " + head.text() +
         "; note it down outside the case\n";
}

}  // namespace winnow
