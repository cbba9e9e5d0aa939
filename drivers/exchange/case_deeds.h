// Deeds of a CASE graph (case_graph.h): the scan of an exhibit, and each comparison of
// what it put on record with further sets. Each has its tool, performer, provenance
// record and action, with links to all that it met.
#ifndef WINNOW_DRIVERS_EXCHANGE_CASE_DEEDS_H_
#define WINNOW_DRIVERS_EXCHANGE_CASE_DEEDS_H_

#include "base/result.h"
#include "drivers/exchange/case_nodes.h"
#include "drivers/exchange/exchange_case.h"

namespace winnow {

// All of one exhibit.
[[nodiscard]] Result<void> put_deeds(const ExchangeCase& exchange,
                                     const ExchangeExhibit& exhibit, GraphLines& lines);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_EXCHANGE_CASE_DEEDS_H_
