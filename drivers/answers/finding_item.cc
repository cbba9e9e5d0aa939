#include "drivers/answers/finding_item.h"

#include "scanner/wire/picture_place.h"

namespace winnow {

std::string item_of(const Finding& finding) {
  if (finding.file == kNoFile) return "";
  const std::uint64_t at = finding.near ? finding.near->first_ms : 0;
  return to_text(PicturePlace{{finding.file, finding.member}, at});
}

}  // namespace winnow
