// The three devices that `winnow selftest` scans, and what it must meet on them.
//
//   laptop.img   NTFS: listed pictures live, in twelve pieces, in an alternate stream,
//                packed, deleted, inside an archive, under a misleading name and under
//                a hostile one (script and control characters); one that was saved
//                again
//   phone.img    ext4: some live, one in sixty pieces, one deleted, and one deleted of
//                which only a part is left
//   stick.img    three partitions: FAT32 with nothing of the list, LUKS, and an NTFS
//                volume of which nothing but the boot sector is left
//
// What is expected follows from what was written where, not from any scan: digests are
// those of the contents, places are the writer's.
#ifndef WINNOW_BENCH_PRACTICE_SELFTEST_EXHIBITS_H_
#define WINNOW_BENCH_PRACTICE_SELFTEST_EXHIBITS_H_

#include <string>
#include <vector>

#include "bench/practice/practice_tools.h"

namespace winnow::practice {

// Writes into `folder`: the three devices, reference/ with the listed files,
// practice-list.md5 with their digests, and the two lists of what is expected,
// findings.tsv and problems.tsv (drivers/selftest/expected.h). Gives all their names,
// relative to the folder.
std::vector<std::string> make_selftest_exhibits(const std::string& folder);

}  // namespace winnow::practice

#endif  // WINNOW_BENCH_PRACTICE_SELFTEST_EXHIBITS_H_
