// The import record: what a set was built from and what was left out, as JSON inside
// it.
//
// No time of day, no person and no machine stand in it, so that the same lists give the
// same file; when and by whom a set was loaded belongs to the case that loads it. Nor
// does the set's id, which is a digest over this record too.
#ifndef WINNOW_HASHSETS_BUILDING_IMPORT_RECORD_H_
#define WINNOW_HASHSETS_BUILDING_IMPORT_RECORD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/digest.h"
#include "hashsets/building/build.h"
#include "hashsets/building/set_writer.h"
#include "hashsets/lists/category_profile.h"

namespace winnow {

// One list as it was read.
struct ImportedFile {
  std::string name;  // without its folder
  std::uint64_t size = 0;
  Digest sha256;
  std::string format;
  std::uint64_t rows = 0;
};

// In the record the files stand by name, whatever their order here.
// `profile` is null if the operator gave none.
[[nodiscard]] std::string import_record_json(const std::string& name, SetType type,
                                             const CategoryProfile* profile,
                                             std::vector<ImportedFile> files,
                                             const BuildReport& report,
                                             const SetWriter::Counts& counts);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_IMPORT_RECORD_H_
