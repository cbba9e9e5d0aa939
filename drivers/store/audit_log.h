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
// a new one whose first event, `log_set_aside`, names the old one and its fault.
//
// A chain shows what was changed in it, not that all of it was written anew or its end
// cut off together with audit.head: for that the head is noted outside the case.
//
// Several programs may append to one log: each event is put at its end under a lock of
// the folder, after those that others put there since. So what is decided while a scan
// is under way is on record at once.
//
// No content of a file and no digest of a hash list is ever put in. One thread.
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

// A Fault if the case's log is of a later version.
[[nodiscard]] Result<void> check_audit_format(const std::string& case_path);

// A case's log as it lies on the disk, and whether it holds together. Writes nothing.
struct AuditFiles {
  bool exist = false;  // the log, its head, or both
  std::string log;
  AuditCheck check;
};
[[nodiscard]] Result<AuditFiles> read_audit_files(const std::string& case_path);

class AuditLog {
 public:
  // Goes on with the case's log, or begins one. The caller holds the case's lock. Each
  // log object is one run of the program, with a run_id of its own.
  [[nodiscard]] static Result<AuditLog> open(const std::string& case_path,
                                             const std::string& actor);
  // The same while another program may hold the lock; then a damaged log is a Fault.
  [[nodiscard]] static Result<AuditLog> join(const std::string& case_path,
                                             const std::string& actor);

  // Texts are made printable, and cut if they are very long. After a fault the file
  // ends in its last whole line, and nothing can be appended any more.
  [[nodiscard]] Result<void> append(const AuditEvent& event);

  [[nodiscard]] const AuditHead& head() const { return chain_.head(); }
  // What open() had to put right, for the operator.
  [[nodiscard]] const std::vector<std::string>& remarks() const { return remarks_; }

 private:
  AuditLog(std::string case_path, std::string actor);
  // `may_replace`: a damaged log.
  [[nodiscard]] static Result<AuditLog> make(const std::string& case_path,
                                             const std::string& actor,
                                             bool may_replace);
  [[nodiscard]] Result<void> open_file();
  [[nodiscard]] Result<void> go_on(const AuditCheck& check);
  [[nodiscard]] Result<void> begin_instead(const AuditCheck& check);
  // What append() and these do is done under the folder's lock.
  [[nodiscard]] Result<void> append_locked(const AuditEvent& event);
  [[nodiscard]] Result<void> catch_up();
  [[nodiscard]] Result<void> put(const std::string& line);
  [[nodiscard]] Result<void> replace_head();

  std::string case_path_;
  std::string actor_;
  std::string run_id_;
  Fd folder_;  // for its lock
  Fd file_;    // for appending, and reading what others appended
  std::uint64_t bytes_ = 0;
  AuditChain chain_;
  std::vector<std::string> remarks_;
  std::optional<Fault> given_up_;
};

// Who acts: the operator as named, else the account that the program runs under.
[[nodiscard]] std::string actor_of(const std::string& operator_name);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_AUDIT_LOG_H_
