// AuditLog: what was done with a case, by whom and when; append-only, one event a line.
//
//   audit.jsonl   lines as in audit_line.h, each chained to the one before by SHA-256
//   audit.head    count and hash of the last of them (audit_check.h), replaced after
//                 each append
//
// An event is on the disk, and then told of by audit.head, before append() returns.
// After a crash between the two the log is ahead of audit.head: its events hold. After
// a power cut its last line may be cut short: that event never was. open() puts both
// right and says so in an event `recovered`. Anything else that does not fit is damage:
// open() keeps the damaged log as audit.<n>.jsonl.old (and its head as
// audit.<n>.head.old), so that no damage keeps a device from being scanned, and begins
// a new one whose first event, `log_set_aside`, names the old one, its fault and its
// SHA-256, so that no other file passes for it (audit_history.h).
//
// Several programs may append at once: a scan holds its case for hours, and what people
// decide meanwhile goes into the same log. Each append, and what open() puts right, is
// done under a lock of the log's own (flock on the case's folder, which stays where it
// is when a log is set aside), held no longer than one event takes to the disk. What
// other programs appended since is taken into the chain first; if the log was damaged,
// cut, replaced or removed meanwhile, append() does what open() does. So nobody needs
// the case's lock to append.
//
// A chain shows what was changed in it, not that all of it was written anew or its end
// cut off together with audit.head: for that the head is noted outside the case.
//
// No content of a file and no digest of a hash list is ever put in. One thread an
// object.
#ifndef WINNOW_DRIVERS_STORE_AUDIT_LOG_H_
#define WINNOW_DRIVERS_STORE_AUDIT_LOG_H_

#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "drivers/store/audit_check.h"
#include "drivers/store/audit_line.h"

namespace winnow {

// A case's log as it lies on the disk between two events, and whether it holds
// together. Writes nothing.
struct AuditFiles {
  bool exist = false;  // the log, its head, or both
  std::string log;
  AuditCheck check;
};
[[nodiscard]] Result<AuditFiles> read_audit_files(const std::string& case_path);

// A fault if the log is of a later format than this version's.
[[nodiscard]] Result<void> check_audit_format(const std::string& case_path);

class AuditLog {
 public:
  // Goes on with the case's log, or begins one. Each log object is one run of the
  // program, with a run_id of its own.
  [[nodiscard]] static Result<AuditLog> open(const std::string& case_path,
                                             const std::string& actor);

  // Texts are made printable, and cut if they are very long. After a fault the file
  // ends in its last whole line, and nothing can be appended any more.
  [[nodiscard]] Result<void> append(const AuditEvent& event);

  // The same if `head` is still the last event, so that nothing is decided on what is
  // no more; nothing is appended otherwise, and false given.
  [[nodiscard]] Result<bool> append_after(const AuditHead& head,
                                          const AuditEvent& event);

  // As of the last append.
  [[nodiscard]] const AuditHead& head() const { return chain_.head(); }
  // What had to be put right, for the operator.
  [[nodiscard]] const std::vector<std::string>& remarks() const { return remarks_; }

 private:
  AuditLog(std::string case_path, std::string actor);
  [[nodiscard]] Result<bool> append_behind(const AuditHead* wanted,
                                           const AuditEvent& event);
  // All below: under the log's lock.
  [[nodiscard]] Result<void> take_up();
  [[nodiscard]] Result<void> catch_up();
  [[nodiscard]] Result<void> open_file();
  [[nodiscard]] Result<void> go_on(const AuditCheck& check);
  [[nodiscard]] Result<void> repair(const AuditCheck& check);
  [[nodiscard]] Result<void> begin_instead(const AuditCheck& check);
  [[nodiscard]] Result<void> append_line(const AuditEvent& event);
  [[nodiscard]] Result<void> put(const std::string& line);
  [[nodiscard]] Result<void> replace_head();

  std::string case_path_;
  std::string actor_;
  std::string run_id_;
  Fd file_;  // for appending
  std::uint64_t bytes_ = 0;
  AuditChain chain_;
  std::vector<std::string> remarks_;
  std::optional<Fault> given_up_;
};

// Who acts: the operator as named, else the account that the program runs under.
[[nodiscard]] std::string actor_of(const std::string& operator_name);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_AUDIT_LOG_H_
