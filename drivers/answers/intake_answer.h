// What is on record of an exhibit before it is scanned, and what became of an import.
#ifndef WINNOW_DRIVERS_ANSWERS_INTAKE_ANSWER_H_
#define WINNOW_DRIVERS_ANSWERS_INTAKE_ANSWER_H_

#include <string>
#include <vector>

#include "drivers/decisions/intake_import.h"
#include "scanner/rank/case_facts.h"

namespace winnow {

// Whole lines.
[[nodiscard]] std::string intake_text(const std::string& ref, const CaseFacts& facts);
// One line without its end, as all JSON here.
[[nodiscard]] std::string intake_json(const std::string& ref, const CaseFacts& facts);

struct ImportAnswer {
  std::string file;
  bool is_dry_run = false;
  std::uint64_t rows = 0;
  std::vector<std::string> taken;      // references
  std::vector<std::string> unchanged;  // likewise: they say what is on record
  std::vector<ImportReject> rejects;

  [[nodiscard]] std::uint64_t rejected_rows() const {
    return rows - taken.size() - unchanged.size();
  }
};
// "2 unchanged, ", or "" for none.
[[nodiscard]] std::string unchanged_words(const ImportAnswer& answer);
[[nodiscard]] std::string reject_line(const ImportReject& reject);
[[nodiscard]] std::string import_text(const ImportAnswer& answer);
[[nodiscard]] std::string import_json(const ImportAnswer& answer);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_INTAKE_ANSWER_H_
