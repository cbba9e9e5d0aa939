// The sets of a scan out of what the operator named: compiled sets as they are, lists
// compiled first into a folder that goes when the scan's checks are through.
#ifndef WINNOW_DRIVERS_CLI_SET_SOURCES_H_
#define WINNOW_DRIVERS_CLI_SET_SOURCES_H_

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/cases/temporary_folder.h"
#include "drivers/cli/options.h"
#include "scanner/supervise/scan_sets.h"

namespace winnow {

struct SetSources {
  std::vector<ScanSet> sets;         // in order
  std::vector<std::string> remarks;  // for the operator: rows left out and the like
};

// A fault names the set or list, the line in it where it can, and the remedy.
[[nodiscard]] Result<SetSources> open_sets(const ScanOptions& options,
                                           const TemporaryFolder& temporary);

// How near is near, by a set's name; a fault names one that none of them has.
[[nodiscard]] Result<void> apply_thresholds(
    const std::map<std::string, unsigned>& thresholds, std::vector<ScanSet>& sets);

// Copies the sets that were compiled here into the case.
[[nodiscard]] Result<void> keep_compiled_sets(const std::vector<ScanSet>& sets,
                                              const TemporaryFolder& temporary,
                                              const std::string& sets_path);

// Where a set lies after the scan: a compiled list in the case, any other where it was.
[[nodiscard]] std::string lasting_path(const ScanSet& scan_set,
                                       const TemporaryFolder& temporary,
                                       const std::string& sets_path);

// "hashset build" prints the same.
[[nodiscard]] std::vector<std::string> remarks_of(const struct BuildReport& report);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_SET_SOURCES_H_
