// The errand of a glimpse: one picture of the exhibit, and nothing else, is decoded.
#ifndef WINNOW_SCANNER_WORKER_GLIMPSE_ERRAND_H_
#define WINNOW_SCANNER_WORKER_GLIMPSE_ERRAND_H_

#include "base/result.h"
#include "scanner/examine/looker.h"
#include "scanner/wire/messages.h"

namespace winnow {

// What the order's picture shows, found on the way and within the limits of a scan with
// these rules. A fault says why nothing can be seen of it.
[[nodiscard]] Result<GlimpseSeen> glimpse_at(const ScanOrder& order,
                                             const Exhibit& exhibit, LookRules rules,
                                             WorkMarks& marks);

}  // namespace winnow

#endif  // WINNOW_SCANNER_WORKER_GLIMPSE_ERRAND_H_
