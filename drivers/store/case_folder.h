// CaseFolder: where a case lies on the disk.
//
//   case.json            {"winnow_case": 1, "made_by": "<version>"}
//   journal/<name>.wj    the record of each exhibit: all else is made from these
//   sets/<name>-<id>.wset   sets built from plain lists for this case
//   case.db              the database, made from the journals
//   audit.jsonl, audit.head   what was done with the case (audit_log.h)
//
// One writer at a time holds the lock (on case.json); readers need none. The audit log
// has a lock of its own, so that people can put on record what they decide while a scan
// holds the case.
#ifndef WINNOW_DRIVERS_STORE_CASE_FOLDER_H_
#define WINNOW_DRIVERS_STORE_CASE_FOLDER_H_

#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace winnow {

inline constexpr int kCaseFormat = 1;

class CaseFolder {
 public:
  // Says what open_or_create() would complain about, and writes nothing.
  [[nodiscard]] static Result<void> check(const std::string& path);
  // An existing case; a Fault names the remedy for one of a newer version, whichever of
  // its files is.
  [[nodiscard]] static Result<CaseFolder> open(const std::string& path);
  [[nodiscard]] static Result<CaseFolder> open_or_create(const std::string& path,
                                                         const std::string& made_by);

  // Until the object goes; false if another program has it.
  [[nodiscard]] Result<bool> try_lock();
  // The same, but a held lock is a Fault.
  [[nodiscard]] Result<void> lock();

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string database_path() const { return path_ + "/case.db"; }
  [[nodiscard]] std::string sets_path() const { return path_ + "/sets"; }
  // Of the exhibit with this reference, whether it exists or not.
  [[nodiscard]] std::string journal_path(const std::string& ref) const;
  // All journals there are, in stable order.
  [[nodiscard]] Result<std::vector<std::string>> journals() const;

 private:
  explicit CaseFolder(std::string path) : path_(std::move(path)) {}

  std::string path_;
  Fd lock_;
};

// All journals of the case at `path`, in stable order.
[[nodiscard]] Result<std::vector<std::string>> journals_in(const std::string& path);

// A piece of text as part of a file name: letters, digits, '.', '-' and '_' stay.
[[nodiscard]] std::string as_file_name(const std::string& text);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_CASE_FOLDER_H_
