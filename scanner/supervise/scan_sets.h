// The hash sets of a scan, open and checked, in the order that gives them their
// numbers.
#ifndef WINNOW_SCANNER_SUPERVISE_SCAN_SETS_H_
#define WINNOW_SCANNER_SUPERVISE_SCAN_SETS_H_

#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "hashsets/hash_set.h"
#include "scanner/wire/messages.h"

namespace winnow {

struct ScanSet {
  Fd fd;  // handed to the child
  HashSet set;
  std::string path;
  // Of a million bytes of what it lists, how many lie in blocks that it knows.
  std::uint32_t probative_ppm = 0;
  // Within so many bits of one of its PDQ hashes a picture is near.
  std::uint8_t pdq_distance = kPdqDistance;
  Mapping held = {};  // of a deciphered set: keeps it in memory
};

// Opens a compiled set that the operator declared to be of this type; a set built as
// another type is a Fault that names the option it belongs to.
[[nodiscard]] Result<ScanSet> open_scan_set(const std::string& path, SetType declared);
// The same of a set that is open already; `path` is for faults.
[[nodiscard]] Result<ScanSet> open_scan_set(Fd fd, const std::string& path,
                                            SetType declared);

// What goes on record of an entry, of set number `set` of the record.
[[nodiscard]] Result<EntryMet> entry_on_record(const HashSet& hash_set,
                                               std::uint32_t set, std::uint32_t entry);

// By type, name and id, each content once: the numbers of sets, and so the results, do
// not depend on the order in which they were named.
void put_in_order(std::vector<ScanSet>& sets);

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_SCAN_SETS_H_
