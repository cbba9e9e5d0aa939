// The picture of a finding, as a reviewer asks for it (winnow glimpse, the page).
#ifndef WINNOW_DRIVERS_ANSWERS_FINDING_ITEM_H_
#define WINNOW_DRIVERS_ANSWERS_FINDING_ITEM_H_

#include <string>

#include "scanner/ledger/answer.h"

namespace winnow {

// to_text(PicturePlace) of its content, of a video at the first moment that agrees with
// what is listed; "" of what lies in no file. Whether there is a picture at all is not
// known before it is decoded.
[[nodiscard]] std::string item_of(const Finding& finding);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_FINDING_ITEM_H_
