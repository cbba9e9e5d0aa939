// ShownFindings: which findings of an exhibit were shown, so that none is told twice.
//
// A scan tells of a remnant when a sample meets it, again when all around it was looked
// at, and again in the last tier; and of everything on record when it is gone on with.
// One thread at a time.
#ifndef WINNOW_DRIVERS_CLI_SHOWN_FINDINGS_H_
#define WINNOW_DRIVERS_CLI_SHOWN_FINDINGS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "scanner/ledger/answer.h"

namespace winnow {

class ShownFindings {
 public:
  // Remembers the finding. False: it was shown before, or, of blocks, all of them were
  // as blocks of the same content.
  [[nodiscard]] bool is_new(const Finding& finding);
  // Files with a digest that a notable set lists.
  [[nodiscard]] std::size_t listed_files() const { return listed_files_.size(); }

 private:
  using Entry = std::pair<std::uint32_t, std::uint32_t>;     // set, entry
  using Stretches = std::map<std::uint64_t, std::uint64_t>;  // end by beginning

  [[nodiscard]] static bool add(Stretches& shown, std::uint64_t begin,
                                std::uint64_t end);

  using Place = std::pair<FileId, std::uint32_t>;  // file, member

  std::set<std::tuple<Place, Entry, FindingKind, std::string>> files_;  // with the hint
  std::set<Place> listed_files_;
  std::map<Entry, Stretches> blocks_;  // united
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_SHOWN_FINDINGS_H_
