// Reading an exhibit's answer back from the database: the same values that its ledger
// gave. A part of the store.
#ifndef WINNOW_DRIVERS_STORE_EXHIBIT_READER_H_
#define WINNOW_DRIVERS_STORE_EXHIBIT_READER_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/store/database.h"
#include "scanner/ledger/answer.h"

namespace winnow {

// All but the problems, of which there may be as many as files.
[[nodiscard]] Result<Coverage> read_summary(Database& database, const std::string& ref);
[[nodiscard]] Result<Coverage> read_coverage(Database& database,
                                             const std::string& ref);
// In their stable order.
[[nodiscard]] Result<std::vector<Finding>> read_findings(Database& database,
                                                         const std::string& ref);

// Findings in files, table n: the columns that finding_of() reads, from the first on,
// and where they are from; f is the file's row, m the member's.
inline constexpr char kFindingColumns[] =
    "n.file, n.member, n.kind, n.set_number, n.set_name, n.entry, n.profile, "
    "n.code, n.label, n.algorithm, n.tier, n.note, n.hint, n.path, n.size, n.md5, "
    "n.sha1, n.sha256, n.pdq, n.distance, n.quality, n.form, n.variant, n.others, "
    "n.frames, n.first_ms, n.last_ms, n.set_size, n.compared, n.chance, "
    "f.allocated * coalesce(m.allocated, 1), "
    "f.inode, f.runs, f.modified, f.modified_ns, f.accessed, f.accessed_ns, f.changed, "
    "f.changed_ns, f.created, f.created_ns";
inline constexpr int kFindingColumnCount = 41;
inline constexpr int kRunsOfFinding = 32;  // the column of f.runs
// 32 is kKeyShift.
inline constexpr char kFindingTables[] =
    " FROM findings n JOIN files f ON f.key = (n.exhibit << 32 | n.file) "
    "LEFT JOIN members m ON m.key = f.key AND m.member = n.member";
[[nodiscard]] Finding finding_of(const Statement& row);
// The same of findings in free space.
inline constexpr char kBlockFindingColumns[] =
    "n.set_number, n.entry, n.profile, n.code, n.label, n.path, n.\"offset\", "
    "n.length, n.tier, n.note, s.name";
inline constexpr int kBlockFindingColumnCount = 11;
inline constexpr char kBlockFindingTables[] =
    " FROM block_findings n JOIN sets s ON s.exhibit = n.exhibit AND "
    "s.number = n.set_number";
[[nodiscard]] Finding block_finding_of(const Statement& row);

// Pieces of rows, from this column on: eight columns of times, three of digests, and
// runs with their holes.
[[nodiscard]] FileTimes times_of(const Statement& row, int column);
[[nodiscard]] Digests digests_of(const Statement& row, int column);
[[nodiscard]] std::vector<Run> runs_of(Bytes blob);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_EXHIBIT_READER_H_
