// Does an audit log (audit_log.h) stand as it was written? Every byte of it counts.
//
// Pure: texts in, a verdict out; any thread. Both texts are taken for hostile.
#ifndef WINNOW_DRIVERS_STORE_AUDIT_CHECK_H_
#define WINNOW_DRIVERS_STORE_AUDIT_CHECK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "drivers/store/audit_line.h"

namespace winnow {

// The last event of a log: its seq, which is the number of events, and its hash.
struct AuditHead {
  std::uint64_t count = 0;
  std::string hash = std::string(64, '0');

  [[nodiscard]] std::string text() const;  // "12:3fa4..."
  bool operator==(const AuditHead&) const = default;
};

// What audit.head holds: {"count":12,"hash":"3fa4..."} and a newline.
[[nodiscard]] std::string audit_head_file(const AuditHead& head);
// Nothing unless the text is exactly what audit_head_file() gives.
[[nodiscard]] std::optional<AuditHead> parse_audit_head_file(std::string_view text);

// A head as an officer noted it: HASH or COUNT:HASH, in either case of the digits.
struct NotedHead {
  std::optional<std::uint64_t> count;
  std::string hash;
};
[[nodiscard]] std::optional<NotedHead> parse_noted_head(std::string_view text);

// Where a log stands: takes line after line, each of which must follow from the last.
class AuditChain {
 public:
  AuditChain() = default;  // before the first line
  explicit AuditChain(AuditHead head) : head_(std::move(head)) {}
  // A line without its newline. If it does not fit, why ("was changed", ...), and
  // nothing else happens; "" otherwise.
  [[nodiscard]] std::string take(std::string_view line);
  [[nodiscard]] const AuditHead& head() const { return head_; }

 private:
  AuditHead head_;
};

struct AuditCheck {
  AuditHead head;                // of the lines that fit
  std::uint64_t bytes = 0;       // of these lines
  std::uint64_t torn_bytes = 0;  // after them: an event cut off as it was written
  std::uint64_t untold = 0;      // events that audit.head does not tell of yet
  std::string fault;             // the first one, naming file and line; "" for none
};

// `head_file` is the content of audit.head, if there is one. Lines before `chain` are
// not in `log` and hold (for tests, which change one line of many).
[[nodiscard]] AuditCheck check_audit_log(std::string_view log,
                                         const std::optional<std::string>& head_file,
                                         AuditChain chain = {});

// The format of a log that a later version began; nothing for one of this version.
[[nodiscard]] std::optional<std::uint64_t> later_audit_format(std::string_view log);

// Which event of a log is the one noted, from 1 on; nothing if none of those before the
// first damage is.
[[nodiscard]] std::optional<std::uint64_t> find_noted_head(std::string_view log,
                                                           const NotedHead& noted);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_AUDIT_CHECK_H_
