// The database of a case, after it has caught up with the journals.
#ifndef WINNOW_DRIVERS_CASES_OPEN_CASE_H_
#define WINNOW_DRIVERS_CASES_OPEN_CASE_H_

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/cases/temporary_folder.h"
#include "drivers/store/case_store.h"

namespace winnow {

struct OpenCase {
  std::optional<TemporaryFolder> temporary;  // of the store, if it is a private one
  CaseStore store;
};

// While a scan is at work the case's database is its own; what the journals say by now
// is put into a private one.
[[nodiscard]] Result<OpenCase> open_store(const std::string& case_path);

// The case's own database, after it has caught up; nothing while another program, such
// as a scan, is at work in the case. Journals that cannot be read are put into
// `unread`: of theirs the database has what it had.
[[nodiscard]] Result<std::optional<CaseStore>> open_store_if_idle(
    const std::string& case_path, std::vector<Fault>& unread);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CASES_OPEN_CASE_H_
