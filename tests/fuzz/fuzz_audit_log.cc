#include <algorithm>

#include "base/digester.h"
#include "base/text.h"
#include "drivers/store/audit_check.h"
#include "tests/fuzz/fuzz_targets.h"

namespace winnow {
namespace {

// A line with the hash that belongs to it: nobody would hit upon one by chance.
std::string sealed(std::string_view hashed) {
  const std::string whole = std::string(hashed) + "}";
  return std::string(hashed) + ",\"hash\":\"" +
         digest_of(Algorithm::sha256, bytes_of(whole)).hex() + "\"}";
}

Violation check_line(const std::string& text) {
  const auto line = parse_audit_line(text);
  if (!line) return std::nullopt;
  if (audit_line_text(*line) != text) return "a line has a second spelling: " + text;
  if (!is_printable_utf8(line->actor) || !is_printable_utf8(line->what.object)) {
    return "a line steers the terminal: " + text;
  }
  return std::nullopt;
}

// Whatever was found sound is, byte for byte, what a writer would have written.
Violation check_log(std::string_view log, const std::optional<std::string>& head) {
  const AuditCheck check = check_audit_log(log, head);
  if (check.bytes + check.torn_bytes > log.size()) return "more bytes than there are";
  if (!check.fault.empty()) return std::nullopt;
  std::string written;
  AuditChain chain;
  std::string_view rest = log.substr(0, check.bytes);
  while (!rest.empty()) {
    const std::string_view text = rest.substr(0, rest.find('\n'));
    const auto line = parse_audit_line(text);
    if (!line || !chain.take(text).empty())
      return "a sound log has a line that is none";
    written += audit_line_text(*line) + "\n";
    rest.remove_prefix(text.size() + 1);
  }
  if (written != log.substr(0, check.bytes)) return "a log has a second spelling";
  if (chain.head() != check.head) return "the head is of another event";
  if (head && (!parse_audit_head_file(*head) ||
               audit_head_file(*parse_audit_head_file(*head)) != *head)) {
    return "audit.head has a second spelling";
  }
  if (check.head.count > 0 && !find_noted_head(log, {{}, check.head.hash})) {
    return "a sound log does not know its own head";
  }
  return std::nullopt;
}

}  // namespace

// A log, then a zero byte and its audit.head; then each line again as one that lacks
// its hash.
Violation fuzz_audit_log(Bytes input) {
  const std::string_view text = text_of(input);
  const std::size_t end = std::min(text.find('\0'), text.size());
  std::optional<std::string> head;
  if (end < text.size()) head = std::string(text.substr(end + 1));
  std::string_view rest = text.substr(0, end);
  if (auto violation = check_log(rest, head)) return violation;
  while (!rest.empty()) {
    const std::size_t length = std::min(rest.find('\n'), rest.size());
    if (auto violation = check_line(sealed(rest.substr(0, length)))) return violation;
    rest.remove_prefix(std::min(length + 1, rest.size()));
  }
  return std::nullopt;
}

}  // namespace winnow
