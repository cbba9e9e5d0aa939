// The import record: what a set was built from and what was left out, as JSON inside
// it.
//
// The same lists and the same words of the operator give the same record: no clock, no
// person and no machine is asked, so a time or a name stands in it only if the operator
// or a list said it. The set's id cannot, which is a digest over this record too.
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
  // What the list says of itself; "" where it says nothing.
  std::string publisher = {};
  std::string publisher_version = {};
  std::string released_on = {};
};

// In the record the files stand by name, whatever their order here.
// `profile` is null if there was none. Of the request only what the operator stated is
// taken: neither its paths nor its memory.
[[nodiscard]] std::string import_record_json(const BuildRequest& request,
                                             const CategoryProfile* profile,
                                             std::vector<ImportedFile> files,
                                             const BuildReport& report,
                                             const SetWriter::Counts& counts);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_IMPORT_RECORD_H_
