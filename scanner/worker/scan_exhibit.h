// What a child does from its order to its last word.
#ifndef WINNOW_SCANNER_WORKER_SCAN_EXHIBIT_H_
#define WINNOW_SCANNER_WORKER_SCAN_EXHIBIT_H_

#include "base/result.h"
#include "scanner/wire/channel.h"
#include "scanner/wire/work_place.h"

namespace winnow {

// Receives the order, carries it out, and answers with messages up to Done or Broken.
// Fails only when the supervisor is gone, and then there is nobody left to tell.
// Fully locked down, if `confine`, before it looks at anything but the order.
[[nodiscard]] Result<void> serve(Channel& channel, WorkMarks& marks, bool confine);

}  // namespace winnow

#endif  // WINNOW_SCANNER_WORKER_SCAN_EXHIBIT_H_
