#include "scanner/match/match.h"

#include <algorithm>
#include <utility>

namespace winnow {

Result<std::vector<MatchRecord>> match_digests(const std::vector<HashSet>& sets,
                                               const Digests& digests, Tier tier) {
  std::vector<MatchRecord> matches;
  for (std::uint32_t i = 0; i < sets.size(); ++i) {
    const auto found = sets[i].find(digests);
    if (!found) return found.error();
    if (!*found) continue;
    const SetMatch& match = **found;
    // Lists of a case name what was looked at and found to be nothing, too.
    if (sets[i].type() == SetType::notable && !match.counts_as_hit) continue;
    matches.push_back({i, match.entry, match.algorithm, match.inconsistent, tier});
  }
  return matches;
}

bool is_listed(const std::vector<HashSet>& sets,
               const std::vector<MatchRecord>& matches) {
  return std::any_of(matches.begin(), matches.end(), [&sets](const MatchRecord& match) {
    return sets[match.set].type() == SetType::notable && !match.inconsistent;
  });
}

bool is_known_benign(const std::vector<HashSet>& sets,
                     const std::vector<MatchRecord>& matches) {
  bool is_known = false;
  for (const MatchRecord& match : matches) {
    const SetType type = sets[match.set].type();
    if (type == SetType::notable) return false;
    is_known = is_known || (type == SetType::known && !match.inconsistent);
  }
  return is_known;
}

Result<std::vector<MatchRecord>> match_file(const std::vector<HashSet>& sets,
                                            const TierRules& rules,
                                            const FileFacts& file,
                                            const Digests& digests, Tier look) {
  auto matches = match_digests(sets, digests, look);
  if (!matches) return matches;
  for (MatchRecord& match : *matches) {
    const auto tier = rules.tier_of(match.set, file);
    if (!tier) return tier.error();
    match.tier = std::min(match.tier, *tier);
  }
  return matches;
}

Result<void> match_outcome(const std::vector<HashSet>& sets, const TierRules& rules,
                           const FileFacts& file, OutcomeRecord& outcome) {
  if (outcome.outcome != FileOutcome::hashed) return {};
  auto matches = match_file(sets, rules, file, outcome.digests, Tier::everything);
  if (!matches) return std::move(matches).error();
  if (is_listed(sets, *matches)) outcome.outcome = FileOutcome::matched;
  outcome.matches = std::move(*matches);
  return {};
}

}  // namespace winnow
