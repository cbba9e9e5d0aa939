// All the bytes of a content, for formats that are read as a whole.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_WHOLE_CONTENT_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_WHOLE_CONTENT_H_

#include <vector>

#include "scanner/examine/content/content.h"

namespace winnow {

class WholeContent {
 public:
  // Where they lie in memory already, no copy is made. Too big: a fault.
  [[nodiscard]] static Result<WholeContent> of(Content& content,
                                               std::uint64_t most_bytes);
  [[nodiscard]] Bytes bytes() const { return copy_.empty() ? bytes_ : Bytes(copy_); }

 private:
  Bytes bytes_;
  std::vector<std::byte> copy_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_WHOLE_CONTENT_H_
