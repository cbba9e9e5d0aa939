#include "drivers/store/audit_check.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace winnow {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

// Cuts the first line off; nothing if no newline is left.
std::optional<std::string_view> next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == kNowhere) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

// How many lines further down the event with this number stands, from 1 on; 0 for
// nowhere.
std::uint64_t lines_down(std::string_view rest, std::uint64_t seq) {
  const std::string start = "{\"seq\":" + std::to_string(seq) + ",";
  for (std::uint64_t down = 1;; ++down) {
    const auto text = next_line(rest);
    if (!text) return 0;
    if (text->starts_with(start) && parse_audit_line(*text)) return down;
  }
}

// What a whole line of another place says of its surroundings.
std::string misplaced(std::uint64_t seq, std::uint64_t wanted, std::string_view rest) {
  const std::string is = "holds event " + grouped(seq) + ", where event " +
                         grouped(wanted) + " belongs, which ";
  const std::uint64_t down = lines_down(rest, wanted);
  if (down == 0) return is + "is missing";
  return is + "stands in line " + grouped(wanted + down) +
         ": the lines stand in another order than they were written in";
}

std::string fault_of_line(const AuditChain& chain, const std::string& why,
                          std::string_view line, std::string_view rest) {
  const std::uint64_t number = chain.head().count + 1;
  std::string text = "audit.jsonl: line " + grouped(number) + " ";
  const auto parsed = parse_audit_line(line);
  if (!parsed || parsed->seq == number) return text + why;
  return text + misplaced(parsed->seq, number, rest);
}

std::string events(std::uint64_t count) {
  return grouped(count) + (count == 1 ? " event" : " events");
}

}  // namespace

std::string AuditHead::text() const {
  return std::to_string(count) + ":" + hash;
}

std::string audit_head_file(const AuditHead& head) {
  return "{\"count\":" + std::to_string(head.count) + ",\"hash\":\"" + head.hash +
         "\"}\n";
}

std::optional<AuditHead> parse_audit_head_file(std::string_view text) {
  constexpr std::string_view kStart = "{\"count\":";
  if (!text.starts_with(kStart)) return std::nullopt;
  const std::string_view digits = text.substr(kStart.size());
  AuditHead head;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), head.count);
  const std::size_t quote = text.rfind('"');
  if (error != std::errc() || head.count == 0 || quote == kNowhere || quote < 64) {
    return std::nullopt;
  }
  head.hash = text.substr(quote - 64, 64);
  if (!is_audit_hash(head.hash) || audit_head_file(head) != text) return std::nullopt;
  return head;
}

std::optional<NotedHead> parse_noted_head(std::string_view text) {
  NotedHead noted;
  if (const std::size_t colon = text.find(':'); colon != kNowhere) {
    std::uint64_t count = 0;
    const char* const end = text.data() + colon;
    const auto [stop, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc() || stop != end) return std::nullopt;
    noted.count = count;
    text.remove_prefix(colon + 1);
  }
  noted.hash = text;
  std::transform(noted.hash.begin(), noted.hash.end(), noted.hash.begin(), [](char c) {
    return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
  });
  if (!is_audit_hash(noted.hash)) return std::nullopt;
  return noted;
}

std::string AuditChain::take(std::string_view line) {
  const auto parsed = parse_audit_line(line);
  if (!parsed) return "was changed";
  if (parsed->seq != head_.count + 1) return "stands in another order";
  if (parsed->prev_hash != head_.hash) {
    return head_.count == 0 ? "does not begin a log"
                            : "does not follow from the line before it: one of the two "
                              "was written anew";
  }
  head_ = {parsed->seq, parsed->hash};
  return "";
}

AuditCheck check_audit_log(std::string_view log,
                           const std::optional<std::string>& head_file,
                           AuditChain chain) {
  const auto told = head_file ? parse_audit_head_file(*head_file) : AuditHead();
  bool told_is_met = !head_file;
  AuditCheck check;
  std::string_view rest = log;
  while (true) {
    told_is_met = told_is_met || (told && *told == chain.head());
    check.head = chain.head();
    check.bytes = log.size() - rest.size();
    const auto line = next_line(rest);
    if (!line) break;
    if (const std::string why = chain.take(*line); !why.empty()) {
      check.fault = fault_of_line(chain, why, *line, rest);
      return check;
    }
  }
  check.torn_bytes = rest.size();
  if (!told) {
    check.fault = "audit.head: was changed";
  } else if (told->count > check.head.count) {
    check.fault = "audit.jsonl: its end is missing: it holds " +
                  events(check.head.count) + ", of " + events(told->count) +
                  " that audit.head tells of";
  } else if (!told_is_met) {
    check.fault = "audit.jsonl: line " + grouped(told->count) +
                  " is not the event that audit.head tells of: the log was written "
                  "anew, or audit.head was changed";
  } else if (!head_file && check.head.count > 1) {
    check.fault = "audit.head: is missing";
  }
  check.untold = check.fault.empty() ? check.head.count - told->count : 0;
  return check;
}

std::optional<std::uint64_t> later_audit_format(std::string_view log) {
  if (!log.starts_with(kLaterAuditFormat)) return std::nullopt;
  std::uint64_t format = 0;
  const char* const begin = log.data() + kLaterAuditFormat.size();
  const auto [end, error] = std::from_chars(begin, log.data() + log.size(), format);
  if (error != std::errc() || end == begin || format <= kAuditFormat) {
    return std::nullopt;
  }
  return format;
}

std::optional<std::uint64_t> find_noted_head(std::string_view log,
                                             const NotedHead& noted) {
  AuditChain chain;
  while (const auto line = next_line(log)) {
    if (!chain.take(*line).empty()) return std::nullopt;
    const AuditHead& head = chain.head();
    if (head.hash != noted.hash) continue;
    if (noted.count && *noted.count != head.count) return std::nullopt;
    return head.count;
  }
  return std::nullopt;
}

}  // namespace winnow
