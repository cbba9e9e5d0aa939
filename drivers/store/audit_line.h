// AuditLine: one event of a case's audit log, and the one way to write it.
//
//   line  = {"seq":N,"ts_utc":T,"run_id":T,"actor":T,"event":T,"object":T,"outcome":T,
//            "detail":{T:T,...},"prev_hash":H,"hash":H}      in one piece, without
//            spaces
//   N     = from 1 on, one more each line
//   T     = printable UTF-8 (base/text.h) in quotes; '"' and '\' stand behind a '\',
//           everything else as it is. The keys of a detail differ from each other
//   ts_utc = "2024-05-31T08:09:10.123Z"; run_id = a random UUID, of one run of the
//   program H     = 64 lower-case hexadecimal digits prev_hash = hash of the line
//   before, 64 zeros in the first line hash  = SHA-256 of the line's bytes without
//   `,"hash":"..."`, that is of all from its
//           '{' to the quote that ends prev_hash, then one '}'. The newline that ends
//           the line is not hashed
//
// No other bytes say the same: a line is valid only if it is what audit_line_text()
// makes of what it says.
//
// This is format 1. A log of a later one begins with {"audit_format":N, so that a
// program that does not know it tells it from a damaged one and leaves it alone.
#ifndef WINNOW_DRIVERS_STORE_AUDIT_LINE_H_
#define WINNOW_DRIVERS_STORE_AUDIT_LINE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace winnow {

inline constexpr int kAuditFormat = 1;
inline constexpr std::string_view kLaterAuditFormat = "{\"audit_format\":";

struct AuditEvent {
  std::string event;    // "scan_ended"
  std::string object;   // what it is about: an exhibit, a set, a file of the case
  std::string outcome;  // "done"
  std::vector<std::pair<std::string, std::string>> detail;
};

struct AuditLine {
  std::uint64_t seq = 0;
  std::string ts_utc;
  std::string run_id;
  std::string actor;
  AuditEvent what;
  std::string prev_hash;
  std::string hash;
};

// Longer texts are cut by the log, and say so; longer lines are no lines of it.
inline constexpr std::size_t kMaxAuditTextBytes = std::size_t{64} << 10;
inline constexpr std::size_t kMaxAuditLineBytes = std::size_t{4} << 20;
// No log is larger: events are a few for each exhibit, and this is half a million.
inline constexpr std::uint64_t kMaxAuditLogBytes = std::uint64_t{256} << 20;

// What the event's detail says under this key; null if it says nothing.
[[nodiscard]] const std::string* detail_of(const AuditEvent& event,
                                           std::string_view key);
// The same, "" if it says nothing.
[[nodiscard]] std::string detail_text(const AuditEvent& event, std::string_view key);

// The line without its newline, with the hash that belongs to it; line.hash is not
// read.
[[nodiscard]] std::string audit_line_text(const AuditLine& line);
// Nothing unless `text`, hash included, is exactly what audit_line_text() gives.
[[nodiscard]] std::optional<AuditLine> parse_audit_line(std::string_view text);

[[nodiscard]] bool is_audit_hash(std::string_view text);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_AUDIT_LINE_H_
