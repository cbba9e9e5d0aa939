// What is put on record behind the end of a scan: what further sets say of it. Kept
// apart until its own end comes, then counted as a whole.
#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "hashsets/content_blocks.h"
#include "scanner/ledger/ledger.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxSets = 65'536;
constexpr std::uint32_t kMaxMember = 65'536;

Fault refusal(std::string what) {
  return Fault{FaultKind::malformed, "message refused: " + std::move(what), "",
               std::nullopt};
}

bool names_one_set_twice(std::vector<std::uint32_t> sets) {
  std::sort(sets.begin(), sets.end());
  return std::adjacent_find(sets.begin(), sets.end()) != sets.end();
}

bool is_listed(const std::vector<MatchRecord>& matches) {
  return std::any_of(matches.begin(), matches.end(),
                     [](const MatchRecord& match) { return !match.inconsistent; });
}

SetType type_of(const AddedSet& set) {
  return static_cast<SetType>(set.type);
}

}  // namespace

bool Ledger::knows_set(std::uint8_t type, const std::string& id) const {
  for (std::size_t i = 0; i < run_->set_ids.size(); ++i) {
    if (run_->set_types[i] == type && run_->set_ids[i] == id) return true;
  }
  return false;
}

const AddedSet* Ledger::added_set(std::uint32_t number) const {
  const std::size_t known = run_->set_names.size();
  if (!rematch_ || number < known || number - known >= rematch_->sets.size()) {
    return nullptr;
  }
  return &rematch_->sets[number - known];
}

Result<void> Ledger::check_one(const RematchStarted& started) const {
  if (!ended_) return refusal("a rematch of what is not finished");
  if (started.sets.empty()) return refusal("a rematch with no set");
  if (run_->set_names.size() + started.sets.size() > kMaxSets) {
    return refusal("too many sets");
  }
  std::set<std::pair<std::uint8_t, std::string>> added;
  for (const AddedSet& set : started.sets) {
    if (set.type > static_cast<std::uint8_t>(SetType::ignore)) {
      return refusal("a set of an unknown type");
    }
    if (set.probative_ppm > kMillion) return refusal("a share of more than all");
    if (knows_set(set.type, set.id) || !added.emplace(set.type, set.id).second) {
      return refusal("a set that is on record already");
    }
  }
  return {};
}

// Digests and looks are of what was read as a whole.
Result<void> Ledger::check_place(const ContentPlace& place) const {
  if (place.file >= files_.size()) return refusal("a rematch of no file");
  const FileOutcome outcome = files_.outcome(place.file);
  if (!files_.is_outcome_known(place.file) ||
      (outcome != FileOutcome::hashed && outcome != FileOutcome::matched)) {
    return refusal("a rematch of a file that was not read");
  }
  if (place.member > kMaxMember) return refusal("a rematch of no member");
  return {};
}

Result<void> Ledger::check_added(std::uint32_t set, std::uint32_t entry) const {
  const AddedSet* added = added_set(set);
  if (added == nullptr || type_of(*added) != SetType::notable) {
    return refusal("a match in no notable set that was added");
  }
  if (!rematch_->entries.contains({set, entry})) {
    return refusal("a match with an unknown entry");
  }
  return {};
}

Result<void> Ledger::check_added(const std::vector<MatchRecord>& matches,
                                 const Digests& digests) const {
  std::vector<std::uint32_t> sets;
  for (const MatchRecord& match : matches) {
    if (auto checked = check_added(match.set, match.entry); !checked) return checked;
    if (!AlgorithmSet::from_bits(run_->algorithms).contains(match.algorithm) ||
        !digests.get(match.algorithm)) {
      return refusal("a match without its digest");
    }
    sets.push_back(match.set);
  }
  if (names_one_set_twice(std::move(sets))) return refusal("two matches in one set");
  return {};
}

Result<void> Ledger::check_added(const std::vector<RematchedNear>& near) const {
  std::vector<std::uint32_t> sets;
  for (const RematchedNear& one : near) {
    if (auto checked = check_added(one.near.set, one.near.entry); !checked) {
      return checked;
    }
    if (one.quality < kLeastPdqQuality) {
      return refusal("a near match of a picture of nothing");
    }
    if (one.near.distance > added_set(one.near.set)->distance) {
      return refusal("a near match that is too far");
    }
    sets.push_back(one.near.set);
  }
  if (names_one_set_twice(std::move(sets))) {
    return refusal("two near matches in one set");
  }
  return {};
}

Result<void> Ledger::check_one(const RematchMet& met) const {
  if (!rematch_) return refusal("a match of no rematch");
  if (auto checked = check_place(met.place); !checked) return checked;
  if (!rematch_->met.empty() && met.place <= rematch_->met.back().place) {
    return refusal("matches out of order");
  }
  if ((met.place.member == 0) != met.path.empty()) {
    return refusal("a member of no path");
  }
  const auto known = met_.find({met.place.file, met.place.member});
  if (known != met_.end() && known->second.path != met.path) {
    return refusal("a member by another path");
  }
  if (met.matches.empty() && met.near.empty() && met.named.empty()) {
    return refusal("a match with nothing");
  }
  if (auto checked = check_added(met.matches, met.digests); !checked) return checked;
  if (auto checked = check_added(met.near); !checked) return checked;
  for (const NamedDigestRecord& named : met.named) {
    if (named.matches.empty()) return refusal("a digest that is not listed");
    auto checked = check_added(named.matches, named.digests);
    if (!checked) return checked;
  }
  if (met.place.member != 0 && raises(met) &&
      rematch_->members_raised >= members_.count(FileOutcome::hashed)) {
    return refusal("more members than there are");
  }
  return {};
}

Result<void> Ledger::check_one(const RematchKnown& known) const {
  if (!rematch_) return refusal("known files of no rematch");
  const bool has_known_set =
      std::any_of(rematch_->sets.begin(), rematch_->sets.end(),
                  [](const AddedSet& set) { return type_of(set) == SetType::known; });
  if (!has_known_set) return refusal("known files by no set");
  for (std::size_t i = 0; i < known.places.size(); ++i) {
    if (i > 0 && known.places[i] <= known.places[i - 1]) {
      return refusal("known files out of order");
    }
    if (auto checked = check_place(known.places[i]); !checked) return checked;
  }
  return {};
}

Result<void> Ledger::check_one(const RematchBlocks& blocks) const {
  if (!rematch_) return refusal("blocks of no rematch");
  if (!keeps_blocks_) return refusal("blocks, where none were kept");
  const BlockRunRecord* last =
      rematch_->runs.empty() ? nullptr : &rematch_->runs.back();
  for (const BlockRunRecord& run : blocks.runs) {
    if (auto checked = check_added(run.set, run.entry); !checked) return checked;
    if (last && std::pair(run.set, run.offset) <= std::pair(last->set, last->offset)) {
      return refusal("blocks out of order");
    }
    last = &run;
    if (run.blocks == 0) return refusal("a run of no blocks");
    auto checked = check_range(run.offset, std::uint64_t{run.blocks} * kBlockLength);
    if (!checked) return checked;
  }
  return {};
}

Result<void> Ledger::check_one(const RematchDone& done) const {
  if (!rematch_) return refusal("the end of no rematch");
  for (std::size_t i = 0; i < done.classes.size(); ++i) {
    const ClassLeft& left = done.classes[i];
    const auto counted = classed_.find(left.number);
    if (counted == classed_.end() || left.pictures > counted->second ||
        (i > 0 && left.number <= done.classes[i - 1].number)) {
      return refusal("more pictures of a class than there are");
    }
  }
  for (const UndecidedRecord& undecided : done.undecided) {
    if (!added_set(undecided.set)) return refusal("undecided by no set");
  }
  return {};
}

// A member has digests only if it was read; it was raised before only for a match.
bool Ledger::raises(const RematchMet& met) const {
  if (!is_listed(met.matches)) return false;
  if (met.place.member == 0) {
    return files_.outcome(met.place.file) == FileOutcome::hashed;
  }
  const auto known = met_.find({met.place.file, met.place.member});
  return known == met_.end() || !is_listed(known->second.matches);
}

void Ledger::apply_one(const RematchStarted& started) {
  rematch_.emplace().sets = started.sets;
}

void Ledger::apply_one(const RematchMet& met) {
  if (met.place.member != 0 && raises(met)) ++rematch_->members_raised;
  rematch_->met.push_back(met);
}

void Ledger::apply_one(const RematchKnown& known) {
  rematch_->known.push_back(known);
}

void Ledger::apply_one(const RematchBlocks& blocks) {
  rematch_->runs.insert(rematch_->runs.end(), blocks.runs.begin(), blocks.runs.end());
  rematch_->runs_left_out += blocks.left_out;
}

void Ledger::apply_one(const RematchDone& done) {
  const Rematch rematch = std::move(*rematch_);
  rematch_.reset();
  add_sets(rematch.sets);
  for (const auto& [key, met] : rematch.entries) apply_one(met);
  for (const RematchMet& met : rematch.met) put(met);
  for (const BlockRunRecord& run : rematch.runs) blocks_.add_rematched(run);
  blocks_.add_left_out(rematch.runs_left_out);
  for (const RematchKnown& known : rematch.known) {
    if (known.is_inconsistent) continue;
    for (const ContentPlace& place : known.places) {
      const auto met = met_.find({place.file, 0});
      const bool is_notable = met != met_.end() && !met->second.matches.empty();
      if (place.member == 0 && !is_notable) files_.set_known_benign(place.file);
    }
  }
  for (const ClassLeft& left : done.classes) classed_[left.number] -= left.pictures;
  undecided_.insert(undecided_.end(), done.undecided.begin(), done.undecided.end());
}

void Ledger::add_sets(const std::vector<AddedSet>& sets) {
  for (const AddedSet& set : sets) {
    run_->set_names.push_back(set.name);
    run_->set_ids.push_back(set.id);
    run_->set_types.push_back(set.type);
    run_->set_probative_ppm.push_back(set.probative_ppm);
    run_->set_pdq_counts.push_back(set.pdq_count);
    run_->set_distances.push_back(set.distance);
  }
  number_sets();
}

void Ledger::number_sets() {
  const auto set_at = [this](std::uint32_t i) {
    return UsedSet{run_->set_names[i], run_->set_ids[i],
                   static_cast<SetType>(run_->set_types[i])};
  };
  std::vector<std::uint32_t> order(run_->set_names.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return precedes(set_at(a), set_at(b));
  });
  answer_numbers_.resize(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) answer_numbers_[order[i]] = i;
}

void Ledger::put(const RematchMet& told) {
  const bool is_raised = raises(told);
  Met& met = met_[{told.place.file, told.place.member}];
  if (met.is_empty()) {
    met.path = told.path;
    met.size = told.size;
    met.allocated = told.allocated;
    met.uncertain = told.uncertain;
    met.digests = told.digests;
  }
  met.matches.insert(met.matches.end(), told.matches.begin(), told.matches.end());
  for (const RematchedNear& near : told.near) {
    met.near.push_back({near.near, near.quality, near.pdq});
  }
  met.named.insert(met.named.end(), told.named.begin(), told.named.end());
  if (told.place.member == 0 && !told.matches.empty()) {
    files_.set_known_benign(told.place.file, false);
  }
  if (!is_raised) return;
  raised_.push_back(told.place);
  if (told.place.member == 0) {
    files_.set_outcome(told.place.file, FileOutcome::matched, "");
  } else {
    --members_.by_outcome[static_cast<std::size_t>(FileOutcome::hashed)];
    ++members_.by_outcome[static_cast<std::size_t>(FileOutcome::matched)];
  }
}

Problem Ledger::gap_of_rematch(const UndecidedRecord& undecided) const {
  const FileOutcome outcome =
      is_gap(undecided.what) ? FileOutcome::unvisited : FileOutcome::skipped;
  return {"", std::nullopt, to_string(outcome),
          "set " + run_->set_names[undecided.set] +
              ", added by a rematch: " + words_of(undecided)};
}

}  // namespace winnow
