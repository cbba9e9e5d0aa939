// The names a folder of NTFS keeps of its files ($I30): where the MFT entry of a file
// cannot be read, its name and size still stand there. Private to this room.
#ifndef WINNOW_SCANNER_VOLUMES_NTFS_INDEX_H_
#define WINNOW_SCANNER_VOLUMES_NTFS_INDEX_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "scanner/evidence/evidence.h"
#include "scanner/wire/records.h"

namespace winnow {

struct NtfsIndexName {
  std::uint64_t entry = 0;     // MFT entry the name stands for
  std::uint32_t sequence = 0;  // which use of it
  std::uint64_t size = 0;      // bytes, as last written into the folder
  bool is_folder = false;
  std::string text;  // printable UTF-8
};

// One folder's index, as its MFT entry describes it.
struct NtfsFolderIndex {
  std::uint64_t folder = 0;  // MFT entry
  std::string root;          // content of $INDEX_ROOT
  std::vector<Run> runs;     // of $INDEX_ALLOCATION, in the evidence
};

// Gives the long names of the entries that `wanted` accepts. What of the index cannot
// be read, or is damaged, gives none.
[[nodiscard]] std::vector<NtfsIndexName> find_ntfs_index_names(
    const Evidence& evidence, const NtfsFolderIndex& index,
    const std::function<bool(std::uint64_t entry)>& wanted);

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_NTFS_INDEX_H_
