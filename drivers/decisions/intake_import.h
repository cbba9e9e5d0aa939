// Intakes of many exhibits out of one file.
//
//   CSV   a header, then a row an exhibit; comma, semicolon or tab; UTF-8
//   JSON  [ {"exhibit": "...", ...}, ... ]; every value a text
//
// Columns, and keys, are `exhibit`, the fields of intake_fields.h, and reason,
// countersigned-by and review-on, which a lowered risk answer needs; a name counts
// whatever its case, blanks, hyphens and underscores. A value that is empty, or null,
// states nothing. A column or key of another name is a fault: what it says would be
// lost.
//
// A row that cannot be taken is a reject and keeps no other from being taken.
#ifndef WINNOW_DRIVERS_DECISIONS_INTAKE_IMPORT_H_
#define WINNOW_DRIVERS_DECISIONS_INTAKE_IMPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/decisions/decision_events.h"

namespace winnow {

struct ImportReject {
  std::uint64_t row = 0;  // the line of a CSV file; the number of an object, from 1
  std::string exhibit;    // "" if the row names none
  std::string field;      // "" for the row as a whole
  std::string why;
  std::string remedy;
};

struct ImportedIntake {
  std::uint64_t row = 0;
  IntakeRequest request;  // signatures.by and .at are the caller's to fill
};

struct IntakeImport {
  std::string sha256;  // of the file, in hex
  std::uint64_t rows = 0;
  std::vector<ImportedIntake> taken;
  std::vector<ImportReject> rejects;  // by row; a row can have several
};

// A fault for a file that cannot be read as a whole, naming the place and the remedy.
[[nodiscard]] Result<IntakeImport> read_intake_import(const std::string& path);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_INTAKE_IMPORT_H_
