// The report of a rematch, in words and as JSON.
#ifndef WINNOW_DRIVERS_CLI_REMATCH_WORDS_H_
#define WINNOW_DRIVERS_CLI_REMATCH_WORDS_H_

#include <string>
#include <vector>

#include "drivers/decisions/rematch_moves.h"

namespace winnow {

// A set that the case was compared with.
struct RematchSetFacts {
  std::string name;
  std::string id;
  SetType type = SetType::notable;
  std::uint64_t entries = 0;
  std::uint64_t pdq_hashes = 0;
};

// Whole lines.
[[nodiscard]] std::string rematch_text(const RematchReport& report,
                                       const std::vector<RematchSetFacts>& sets);
// One JSON object, without the end of its line.
[[nodiscard]] std::string rematch_json(const RematchReport& report,
                                       const std::vector<RematchSetFacts>& sets,
                                       const std::string& as_of,
                                       const std::string& audit_head);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_REMATCH_WORDS_H_
