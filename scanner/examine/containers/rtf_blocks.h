// The blocks of data in a document of Rich Text Format.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_RTF_BLOCKS_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_RTF_BLOCKS_H_

#include <functional>
#include <vector>

#include "base/bytes.h"

namespace winnow {

enum class RtfKind { png, jpeg, bitmap, metafile, object };

struct RtfBlock {
  RtfKind kind = RtfKind::metafile;
  std::vector<std::byte> bytes;
};

// Calls `take` with each group of \pict or \objdata (Rich Text Format specification
// 1.9.1), its hexadecimal or \bin data decoded, in the order of their ends; a group
// that the document cuts off as well. Ends when `take` returns false.
void find_rtf_blocks(Bytes document,
                     const std::function<bool(const RtfBlock& block)>& take);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_RTF_BLOCKS_H_
