// Files that were put into a document as objects.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_OLE_PACKAGE_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_OLE_PACKAGE_H_

#include <optional>
#include <string>

#include "base/bytes.h"

namespace winnow {

struct PackagedFile {
  std::string name;  // as stored, without its folders; may be empty
  Bytes bytes;       // within the stream
};

// The file in an "\1Ole10Native" stream (MS-OLEDS 2.3.6, whose native data the Object
// Packager lays out as type, label, name, kind, path, size, file); nothing if it is
// laid out otherwise.
[[nodiscard]] std::optional<PackagedFile> packaged_file(Bytes native);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_OLE_PACKAGE_H_
