// ExchangeCase: what the writers of exchange formats are given, and what they give.
//
// A writer puts one format into a file, in a stream: it walks the store row by row and
// keeps nothing of a file when it comes to the next. The same case gives the same
// bytes.
#ifndef WINNOW_DRIVERS_EXCHANGE_EXCHANGE_CASE_H_
#define WINNOW_DRIVERS_EXCHANGE_EXCHANGE_CASE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "drivers/answers/finding_cells.h"
#include "drivers/exchange/scan_history.h"
#include "drivers/store/case_store.h"
#include "scanner/ledger/answer.h"
#include "scanner/rank/policy.h"

namespace winnow {

struct ExchangeExhibit {
  std::string ref;
  ScanFactsOnRecord scan;
  Coverage coverage;  // without its problems
  ScanTimes times;
  // Of the sets that it was scanned with; others came by a comparison of its record.
  std::vector<std::string> scanned_with = {};
};

// What of an exhibit was not examined, in words; "" if all of it was.
[[nodiscard]] std::string not_examined_text(const ExchangeExhibit& exhibit);

struct ExchangeCase {
  CaseStore* store = nullptr;  // not null
  std::string uuid;            // the case's own; names in it follow from it
  std::string number;          // the investigation's, if all intakes agree; else ""
  std::string only;            // the one exhibit that is exported; "" for all
  std::vector<ExchangeExhibit> exhibits;   // by reference
  Policy policy;                           // in force, for the order of grades
  std::vector<std::string> never_scanned;  // on record, but there is nothing of them
  std::string log_complaint;  // what is wrong with the audit log; "" for nothing
};

// What has to be said with an export of these exhibits of the case: cautions(), what
// was not examined, which volumes have times that are local ones, and whether the times
// and names of the audit log can be relied on.
[[nodiscard]] std::vector<std::string> cautions_of(
    const ExchangeCase& exchange, std::span<const ExchangeExhibit> exhibits);
// Of all of them.
[[nodiscard]] std::vector<std::string> cautions_of(const ExchangeCase& exchange);

// What became of an export.
struct Exported {
  // "files", 12: in the order in which they are told.
  std::vector<std::pair<std::string, std::uint64_t>> counts;
  // What the format has no room for, in whole sentences: nothing is left out in
  // silence.
  std::vector<std::string> left_out;
};

// Pieces of paths, as findings state them.
// "a.jpg" of "/volume-0/DCIM/a.jpg" and of "/volume-0/a.zip//b/a.jpg".
[[nodiscard]] std::string last_name(const std::string& path);
// Without the volume: "DCIM/a.jpg".
[[nodiscard]] std::string path_in_volume(const std::string& path);

// Bytes of the exhibit that a content lies in: without holes, and where runs are the
// content as it is, no further than its size.
struct PlacedRun {
  std::uint64_t in_file = 0;  // byte of the content
  Run run;
};
[[nodiscard]] std::vector<PlacedRun> placed_runs(const std::vector<Run>& runs,
                                                 ContentKind kept, std::uint64_t size);

// "image/jpeg" for "JPEG picture"; "" where the words do not tell.
[[nodiscard]] std::string mime_type(const std::string& type);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_EXCHANGE_EXCHANGE_CASE_H_
