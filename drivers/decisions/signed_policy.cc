#include "drivers/decisions/signed_policy.h"

#include <array>
#include <utility>

#include "base/text.h"
#include "drivers/store/audit_line.h"

namespace winnow {
namespace {

constexpr std::array<std::pair<char, char>, 4> kEscapes = {
    {{'\\', '\\'}, {'\n', 'n'}, {'\t', 't'}, {'\r', 'r'}}};

std::optional<char> letter_of(char c) {
  for (const auto& [meant, letter] : kEscapes) {
    if (c == meant) return letter;
  }
  return std::nullopt;
}

std::optional<char> meant_by(char c) {
  for (const auto& [meant, letter] : kEscapes) {
    if (c == letter) return meant;
  }
  return std::nullopt;
}

}  // namespace

Result<Policy> policy_in_force(const Decisions& decisions) {
  if (decisions.policy_toml.empty()) return shipped_policy();
  return parse_policy(decisions.policy_toml, "the policy signed in the audit log");
}

std::string policy_text_in_force(const Decisions& decisions) {
  return decisions.policy_toml.empty() ? std::string(shipped_policy_text())
                                       : decisions.policy_toml;
}

std::optional<std::string> as_event_text(std::string_view lines) {
  std::string text;
  for (const char c : lines) {
    if (const auto letter = letter_of(c)) {
      text += '\\';
      text += *letter;
    } else {
      text += c;
    }
  }
  if (text.size() > kMaxAuditTextBytes || !is_printable_utf8(text)) return std::nullopt;
  return text;
}

std::optional<std::string> from_event_text(std::string_view text) {
  std::string lines;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      lines += text[i];
      continue;
    }
    const auto meant = ++i < text.size() ? meant_by(text[i]) : std::nullopt;
    if (!meant) return std::nullopt;
    lines += *meant;
  }
  return lines;
}

}  // namespace winnow
