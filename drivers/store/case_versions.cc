#include "drivers/store/case_versions.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drivers/store/audit_log.h"
#include "drivers/store/case_folder.h"
#include "drivers/store/case_schema.h"
#include "drivers/store/database.h"
#include "scanner/supervise/journal.h"

namespace winnow {
namespace {

Result<void> check_journals(const std::string& path) {
  const auto journals = journals_in(path);
  if (!journals) return journals.error();
  for (const std::string& journal : *journals) {
    const auto version = journal_version(journal);
    if (!version || !*version || **version <= kJournalVersion) continue;
    if (auto checked = check_journal_version(**version, journal); !checked) {
      return checked;
    }
  }
  return {};
}

Result<void> check_database(const std::string& path) {
  const std::string database = path + "/case.db";
  const auto version = Database::version_in(database);
  if (!version) return version.error();
  if (*version <= kSchemaVersion) return {};
  return newer_version("database format", *version, kSchemaVersion, database);
}

}  // namespace

Fault newer_version(const std::string& what, std::int64_t version, std::int64_t ours,
                    const std::string& path) {
  return {FaultKind::unsupported,
          "made by a newer version of Winnow (" + what + " " + std::to_string(version) +
              ", this program reads " + std::to_string(ours) + "); use that version",
          path, std::nullopt};
}

Result<void> check_case_versions(const std::string& case_path) {
  for (auto* check : {check_audit_format, check_journals, check_database}) {
    if (auto checked = check(case_path); !checked) return checked;
  }
  return {};
}

}  // namespace winnow
