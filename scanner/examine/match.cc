#include "scanner/examine/match.h"

namespace winnow {

Result<void> match_outcome(const std::vector<HashSet>& sets, const TierRules& rules,
                           const FileRecord& file, OutcomeRecord& outcome) {
  if (outcome.outcome != FileOutcome::hashed) return {};
  for (std::uint32_t i = 0; i < sets.size(); ++i) {
    const auto found = sets[i].find(outcome.digests);
    if (!found) return found.error();
    if (!*found) continue;
    const SetMatch& match = **found;
    // Lists of a case name what was looked at and found to be nothing, too.
    if (sets[i].type() == SetType::notable && !match.counts_as_hit) continue;
    auto tier = rules.tier_of(i, file);
    if (!tier) return std::move(tier).error();
    outcome.matches.push_back(
        {i, match.entry, match.algorithm, match.inconsistent, *tier});
    if (sets[i].type() == SetType::notable && !match.inconsistent) {
      outcome.outcome = FileOutcome::matched;
    }
  }
  return {};
}

}  // namespace winnow
