// The inventory of an exhibit: its volumes and every file in them, live and deleted,
// each with the byte runs of its content. Reads metadata only.
//
// One thread. The order is canonical: the same evidence always gives the same list, so
// a file's place in it (FileId) can stand for the file in the journal.
#ifndef WINNOW_SCANNER_VOLUMES_INVENTORY_H_
#define WINNOW_SCANNER_VOLUMES_INVENTORY_H_

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "scanner/evidence/evidence.h"
#include "scanner/volumes/library_reader.h"
#include "scanner/volumes/walk_guide.h"
#include "scanner/wire/file_list.h"
#include "scanner/wire/records.h"

namespace winnow {

// More entries than this are a limit that is met: a stated problem.
inline constexpr std::uint64_t kMostEntries = 50'000'000;

struct Inventory {
  std::vector<VolumeRecord> volumes;
  FileList files;
  std::vector<ProblemRecord> problems;
  // For each volume, how libtsk opens it again; empty where it is not libtsk's.
  std::vector<std::optional<LibraryVolume>> library_volumes;
  // Only for a folder of the host system: the raw relative path of each file, and the
  // logical bytes of all, each inode once.
  std::vector<std::string> folder_paths;
  std::uint64_t folder_bytes = 0;
  // That the device went away meanwhile: the rest is not worth keeping.
  std::optional<Fault> gone;
};

[[nodiscard]] Inventory take_inventory(const Evidence& evidence, WalkGuide& guide);
// The same with nothing barred and nobody told. The walk ends about where so many
// entries, folders among them, were met: that is a problem of the outcome unvisited.
[[nodiscard]] Inventory take_inventory(const Evidence& evidence,
                                       std::uint64_t most_entries = kMostEntries);

// The same of a folder of the host system, given as an open directory. Symbolic links
// are listed, never followed; file systems mounted below are entered.
[[nodiscard]] Inventory take_folder_inventory(int directory_fd);

// A number that two inventories share exactly when they list the same.
[[nodiscard]] std::uint64_t inventory_checksum(const Inventory& inventory);

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_INVENTORY_H_
