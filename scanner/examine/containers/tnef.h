// winmail.dat: what Outlook wraps attachments in.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_TNEF_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_TNEF_H_

#include <string>
#include <vector>

#include "base/bytes.h"

namespace winnow {

struct TnefFile {
  std::string name;  // as stored
  Bytes bytes;       // within what was looked into
};

// The attached files (MS-OXTNEF 2.1.3), up to the first attribute that is not whole.
[[nodiscard]] std::vector<TnefFile> tnef_files(Bytes bytes);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_TNEF_H_
