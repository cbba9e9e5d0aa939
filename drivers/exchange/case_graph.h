// Findings and what they are in as CASE/UCO 1.4.0, JSON-LD: one object a line in
// @graph.
//
// For each exhibit: the tool with its version, sets and configuration; who ran it; the
// image; every file that something was met in (and the file that holds it, if it is
// inside another), with where it lies in the image (one relationship a run); for each
// finding an AnalyticResult and what it characterizes; a provenance record and the
// action that all of it came of. Files in which nothing was met are left out: dfxml has
// them.
//
// Every node has an IRI, urn:uuid: and a version 5 UUID of RFC 4122. Its name space is
// the case's own UUID, which follows from the first event of the case's audit log; its
// name is the kind of the node with the exhibit's reference and, as far as they tell
// nodes of the kind apart, file number, member, path, set and entry. So the same case
// always gives the same IRIs, and two cases never share one.
//
// CASE has no word for "stands in set N as entry M": the class of a classification says
// it in text, as kind; set; entry; profile and category. No confidence is stated: what
// a set says is not a probability.
#ifndef WINNOW_DRIVERS_EXCHANGE_CASE_GRAPH_H_
#define WINNOW_DRIVERS_EXCHANGE_CASE_GRAPH_H_

#include "drivers/exchange/exchange_case.h"
#include "drivers/store/new_file.h"

namespace winnow {

[[nodiscard]] Result<Exported> write_case_graph(const ExchangeCase& exchange,
                                                NewFile& file);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_EXCHANGE_CASE_GRAPH_H_
