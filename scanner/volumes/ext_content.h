// Where the content of an ext inode lies: extent trees and block maps.
#ifndef WINNOW_SCANNER_VOLUMES_EXT_CONTENT_H_
#define WINNOW_SCANNER_VOLUMES_EXT_CONTENT_H_

#include <vector>

#include "base/result.h"
#include "scanner/evidence/evidence.h"
#include "scanner/volumes/ext_format.h"
#include "scanner/wire/records.h"

namespace winnow {

// The content's runs in file order, holes included, in whole blocks up to the one that
// the inode's size ends in. On a fault
// what was found so far is in `runs`.
[[nodiscard]] Result<void> map_ext_content(const Evidence& evidence,
                                           const ExtLayout& layout,
                                           const ExtInode& inode,
                                           std::vector<Run>& runs);

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_EXT_CONTENT_H_
