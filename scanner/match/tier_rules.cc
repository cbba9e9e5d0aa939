#include "scanner/match/tier_rules.h"

#include <algorithm>

namespace winnow {
namespace {

// Whether the size says anything of the content.
bool is_as_it_was(const FileFacts& file) {
  return file.allocated && !file.uncertain && file.content != ContentKind::library;
}

}  // namespace

Result<TierRules> TierRules::of(const std::vector<HashSet>& sets) {
  TierRules rules;
  for (const HashSet& set : sets) {
    const auto sizes = set.size_rule();
    if (!sizes) return sizes.error();
    Power power{&set, set.type() == SetType::notable, *sizes,
                set.head_block_count() > 0};
    if (power.is_notable) {
      const bool settles = power.has_heads || power.sizes != SizeRule::none;
      rules.settle_files_ = rules.settle_files_ || settles;
      rules.know_blocks_ = rules.know_blocks_ || set.block_count() > 0;
    }
    rules.powers_.push_back(power);
  }
  return rules;
}

Result<Need> TierRules::ask(const Power& power, const FileFacts& file) {
  if (power.sizes == SizeRule::none) {
    return power.has_heads ? Need::head : Need::waiting;
  }
  if (is_as_it_was(file)) {
    const auto answer = power.set->ask_size(file.size);
    if (!answer) return answer.error();
    if (*answer != SizeAnswer::may_match) return Need::nothing;
    return power.settles_by_head() ? Need::head : Need::whole;
  }
  return power.has_heads ? Need::head : Need::waiting;
}

Result<Need> TierRules::by_size(const FileFacts& file) const {
  bool waits = false;
  bool asks_head = false;
  for (const Power& power : powers_) {
    if (!power.is_notable) continue;
    const auto need = ask(power, file);
    if (!need) return need;
    if (*need == Need::whole) return Need::whole;
    waits = waits || *need == Need::waiting;
    asks_head = asks_head || *need == Need::head;
  }
  if (asks_head) return Need::head;
  return waits ? Need::waiting : Need::nothing;
}

Result<std::vector<Need>> TierRules::by_head(std::span<const FileFacts> files,
                                             std::span<const HeadKey> keys) const {
  std::vector<Need> needs(files.size(), Need::nothing);
  for (const Power& power : powers_) {
    if (!power.is_notable) continue;
    const auto entries = power.set->find_head_blocks(keys);
    if (!entries) return entries.error();
    for (std::size_t i = 0; i < files.size(); ++i) {
      auto need = ask(power, files[i]);
      if (!need) return std::move(need).error();
      if ((*entries)[i]) {
        needs[i] = Need::whole;
      } else if (needs[i] == Need::nothing &&
                 (*need == Need::waiting ||
                  (*need == Need::head && !power.settles_by_head()))) {
        needs[i] = Need::waiting;
      }
    }
  }
  return needs;
}

Result<Tier> TierRules::tier_of(std::uint32_t set, const FileFacts& file) const {
  const Power& power = powers_[set];
  const auto need = ask(power, file);
  if (!need) return need.error();
  const bool is_sure =
      *need == Need::whole || (*need == Need::head && power.settles_by_head());
  return is_sure ? Tier::confirm : Tier::everything;
}

}  // namespace winnow
