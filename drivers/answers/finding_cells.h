// What a finding says in a cell of a table, the same in every file that has one. Pure
// functions; texts may be hostile.
#ifndef WINNOW_DRIVERS_ANSWERS_FINDING_CELLS_H_
#define WINNOW_DRIVERS_ANSWERS_FINDING_CELLS_H_

#include <optional>
#include <string>
#include <vector>

#include "scanner/ledger/answer.h"

namespace winnow {

// "4096+512 8192+512": first byte and length of each piece.
[[nodiscard]] std::string runs_text(const std::vector<Run>& runs);
// "" if it is not known.
[[nodiscard]] std::string hex_of(const Digests& digests, Algorithm algorithm);
// Of the set that the finding is of; "" if of none.
[[nodiscard]] std::string id_of_set(const Finding& finding,
                                    const std::vector<UsedSet>& sets);

// "2" of "/volume-2/...", else "".
[[nodiscard]] std::string volume_of_path(const std::string& path);
// That of the volume; "" if there is none of this number.
[[nodiscard]] std::string file_system_of(const Coverage& coverage,
                                         const std::string& volume);
// Whether the times of what lies at `path` are those of a clock whose zone nobody
// knows. FAT keeps the local time of the device that wrote it; so does exFAT, whose
// zone is not read.
[[nodiscard]] bool keeps_local_time(const VolumeRecord& volume);
[[nodiscard]] bool keeps_local_time(const Coverage& coverage, const std::string& path);
// ISO 8601, without a zone where it is local; "" for a year that it cannot hold.
[[nodiscard]] std::string moment_text(const std::optional<Instant>& instant,
                                      bool is_local);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_FINDING_CELLS_H_
