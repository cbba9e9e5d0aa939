// Matching digests against the sets of a scan.
#ifndef WINNOW_SCANNER_MATCH_MATCH_H_
#define WINNOW_SCANNER_MATCH_MATCH_H_

#include <vector>

#include "base/result.h"
#include "hashsets/hash_set.h"
#include "scanner/match/tier_rules.h"
#include "scanner/wire/records.h"

namespace winnow {

// Looks the outcome's digests up in every set, in order, notes what agrees and in which
// tier that is met, and raises a hashed outcome to matched where a notable set lists it
// in a category that counts as a hit. `file` is the outcome's, `rules` of these sets.
// Safe from any thread. Fails only if a set's file is damaged where it was looked up:
// then no answer would be an answer.
[[nodiscard]] Result<void> match_outcome(const std::vector<HashSet>& sets,
                                         const TierRules& rules, const FileFacts& file,
                                         OutcomeRecord& outcome);

// What sets say of the digests of a file, each in the lowest tier that is sure to meet
// it; `look` is the tier that looks at it.
[[nodiscard]] Result<std::vector<MatchRecord>> match_file(
    const std::vector<HashSet>& sets, const TierRules& rules, const FileFacts& file,
    const Digests& digests, Tier look);

// The same of any digests: what agrees, all of it met in `tier`.
[[nodiscard]] Result<std::vector<MatchRecord>> match_digests(
    const std::vector<HashSet>& sets, const Digests& digests, Tier tier);
// Whether some of them is of a notable set, and not inconsistent.
[[nodiscard]] bool is_listed(const std::vector<HashSet>& sets,
                             const std::vector<MatchRecord>& matches);
// Whether they are only of sets of known benign files.
[[nodiscard]] bool is_known_benign(const std::vector<HashSet>& sets,
                                   const std::vector<MatchRecord>& matches);

}  // namespace winnow

#endif  // WINNOW_SCANNER_MATCH_MATCH_H_
