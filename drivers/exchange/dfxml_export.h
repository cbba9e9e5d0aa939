// Every file of the case as Digital Forensics XML, with elements in the order of its
// schema (dfxml_schema, 2.0.0-beta.0; fiwalk's order).
//
// One exhibit: its volumes stand under the root, as fiwalk has them. Several, or
// one of which not all was examined: each in a diskimageobject of its own, whose
// winnow:exhibit names it and whose error says what was not examined. What the schema
// has no element for stands last in a fileobject, in a name space of ours: outcome
// (what became of the file), reason and member ("yes" of what another file holds, which
// has the path of that one, "//" and its own). A byte_run with fill="0" is a hole;
// file_offset is given only where the runs are the content as it is.
#ifndef WINNOW_DRIVERS_EXCHANGE_DFXML_EXPORT_H_
#define WINNOW_DRIVERS_EXCHANGE_DFXML_EXPORT_H_

#include "drivers/exchange/exchange_case.h"
#include "drivers/store/new_file.h"

namespace winnow {

[[nodiscard]] Result<Exported> write_dfxml(const ExchangeCase& exchange, NewFile& file);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_EXCHANGE_DFXML_EXPORT_H_
