// What a message must fulfil before it is believed: the order of messages.h, numbers
// that follow each other, and ranges that lie inside the evidence.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "hashsets/content_blocks.h"
#include "scanner/ledger/ledger.h"

namespace winnow {
namespace {

// More of these than any device has; a child that sends more is out of control.
constexpr std::size_t kMaxVolumes = 65'536;
constexpr std::size_t kMaxProblems = 1'000'000;
constexpr std::size_t kMaxBarred = 1'000'000;
// Of one file.
constexpr std::size_t kMaxMembers = 65'536;
constexpr std::size_t kMaxPictures = 10'000;
constexpr std::size_t kMaxNotes = 64;
// Of one chunk of free space: they begin at sectors at the least.
constexpr std::size_t kMaxBlocksOfAChunk = kSpaceChunkBytes / 512;
// Stretches of free space as they are told: of the chunks of any device, its samples,
// and what is looked at around these.
constexpr std::size_t kMaxSearched = 64'000'000;

Fault refusal(std::string what) {
  return Fault{FaultKind::malformed, "message refused: " + std::move(what), "",
               std::nullopt};
}

// A rematch, and entries of its sets.
bool may_follow_the_end(const Message& message) {
  return std::holds_alternative<RematchStarted>(message) ||
         std::holds_alternative<RematchMet>(message) ||
         std::holds_alternative<RematchKnown>(message) ||
         std::holds_alternative<RematchBlocks>(message) ||
         std::holds_alternative<RematchDone>(message) ||
         std::holds_alternative<EntryMet>(message);
}

// Whether a file may end so.
bool is_counted(FileOutcome outcome) {
  return counted_as(outcome) == outcome;
}

}  // namespace

Result<void> Ledger::check(const Message& message) const {
  const bool is_first = std::holds_alternative<RunStarted>(message);
  if (is_first == run_.has_value()) {
    return refusal(is_first ? "a run within a run" : "nothing says what the run is");
  }
  if (ended_ && !may_follow_the_end(message)) return refusal("something after the end");
  return std::visit([this](const auto& m) { return check_one(m); }, message);
}

// Orders, progress and the like are never part of the account.
template <typename Other>
Result<void> Ledger::check_one(const Other&) const {
  return refusal("not a thing to put on record");
}

Result<void> Ledger::check_one(const RunStarted& run) const {
  if (run.set_ids.size() != run.set_names.size() ||
      run.set_types.size() != run.set_names.size() ||
      run.set_pdq_counts.size() != run.set_names.size() ||
      run.set_distances.size() != run.set_names.size() ||
      run.set_probative_ppm.size() != run.set_names.size()) {
    return refusal("the run's sets do not add up");
  }
  for (const std::uint8_t type : run.set_types) {
    if (type > static_cast<std::uint8_t>(SetType::ignore)) {
      return refusal("a set of an unknown type");
    }
  }
  for (const std::uint32_t ppm : run.set_probative_ppm) {
    if (ppm > kMillion) return refusal("a share of more than all");
  }
  if (AlgorithmSet::from_bits(run.algorithms).bits() != run.algorithms) {
    return refusal("an unknown digest");
  }
  return {};
}

Result<void> Ledger::check_one(const Opened&) const {
  if (evidence_) return refusal("the evidence was opened already");
  return {};
}

Result<void> Ledger::check_range(std::uint64_t offset, std::uint64_t length) const {
  if (evidence_->is_folder) return refusal("a place on a device, in a folder");
  if (offset > evidence_->bytes || length > evidence_->bytes - offset) {
    return refusal("a range of " + std::to_string(length) + " bytes at byte " +
                   std::to_string(offset) + " lies outside the exhibit");
  }
  return {};
}

Result<void> Ledger::check_one(const VolumeFound& found) const {
  if (!evidence_ || inventory_) return refusal("a volume out of turn");
  if (found.volume.index != volumes_.size()) return refusal("a volume out of order");
  if (volumes_.size() >= kMaxVolumes) return refusal("too many volumes");
  if (evidence_->is_folder) return {};
  return check_range(found.volume.offset, found.volume.length);
}

Result<void> Ledger::check_one(const FileFound& found) const {
  const FileRecord& file = found.file;
  if (!evidence_ || inventory_) return refusal("a file out of turn");
  if (file.id != files_.size() || file.id == kNoFile) {
    return refusal("a file out of order");
  }
  if (file.volume >= volumes_.size()) return refusal("a file of no volume");
  if (file.path.empty() || file.path[0] != '/') return refusal("a file of no path");
  if (!is_counted(file.none_outcome)) return refusal("a file that is not supported");
  if (file.same_content_as != kNoFile && file.same_content_as >= file.id) {
    return refusal("a file with the content of a later one");
  }
  if (file.same_content_as != kNoFile &&
      files_.outline(file.same_content_as).same_content_as != kNoFile) {
    return refusal("a file with the content of another name");
  }
  for (const Run& run : file.runs) {
    if (run.is_hole()) continue;
    if (auto checked = check_range(run.offset, run.length); !checked) return checked;
  }
  return {};
}

Result<void> Ledger::check_one(const InventoryDone& done) const {
  if (!evidence_ || inventory_) return refusal("the end of an inventory out of turn");
  if (done.files != files_.size()) return refusal("the files listed do not add up");
  return {};
}

Result<void> Ledger::check_match(const MatchRecord& match) const {
  if (match.set >= run_->set_types.size()) return refusal("a match in no set");
  if (!AlgorithmSet::from_bits(run_->algorithms).contains(match.algorithm)) {
    return refusal("a match of a digest that was not asked for");
  }
  const auto type = static_cast<SetType>(run_->set_types[match.set]);
  if (type == SetType::notable && !knows_entry(match.set, match.entry)) {
    return refusal("a match with an unknown entry");
  }
  return {};
}

Result<void> Ledger::check_matches(const std::vector<MatchRecord>& matches,
                                   const Digests& digests) const {
  std::vector<std::uint32_t> sets;
  for (const MatchRecord& match : matches) {
    if (auto checked = check_match(match); !checked) return checked;
    if (!digests.get(match.algorithm)) return refusal("a match without its digest");
    sets.push_back(match.set);
  }
  std::sort(sets.begin(), sets.end());
  if (std::adjacent_find(sets.begin(), sets.end()) != sets.end()) {
    return refusal("two matches in one set");
  }
  return {};
}

Result<void> Ledger::check_near(const NearRecord& near, const LookRecord& look) const {
  if (near.set >= run_->set_types.size() ||
      static_cast<SetType>(run_->set_types[near.set]) != SetType::notable) {
    return refusal("a near match in no notable set");
  }
  if (!knows_entry(near.set, near.entry)) {
    return refusal("a near match with an unknown entry");
  }
  if (near.picture >= look.pictures.size()) return refusal("near to no picture");
  const PictureRecord& picture = look.pictures[near.picture];
  if (picture.quality < kLeastPdqQuality) {
    return refusal("a near match of a picture of nothing");
  }
  if (near.form == PdqForm::reduced && !picture.reduced) {
    return refusal("a near match of a form that the picture has not");
  }
  if (near.distance > run_->set_distances[near.set]) {
    return refusal("a near match that is too far");
  }
  return {};
}

Result<void> Ledger::check_look(const LookRecord& look) const {
  if (needs_reason(look.outcome) && look.reason.empty()) {
    return refusal("a content not looked at for no reason");
  }
  if (look.pictures.size() > kMaxPictures) return refusal("too many pictures in one");
  if (look.named.size() > kMaxMembers || look.notes.size() > kMaxNotes ||
      look.hints.size() > kMaxNotes) {
    return refusal("too much said of one content");
  }
  std::vector<std::uint32_t> sets;
  for (const NearRecord& near : look.near) {
    if (auto checked = check_near(near, look); !checked) return checked;
    sets.push_back(near.set);
  }
  std::sort(sets.begin(), sets.end());
  if (std::adjacent_find(sets.begin(), sets.end()) != sets.end()) {
    return refusal("two near matches in one set");
  }
  for (const NamedDigestRecord& named : look.named) {
    if (auto checked = check_matches(named.matches, named.digests); !checked) {
      return checked;
    }
  }
  for (std::size_t i = 0; i < look.classes.size(); ++i) {
    const ClassRecord& one = look.classes[i];
    const bool is_rising = i == 0 || look.classes[i - 1].number < one.number;
    if (one.number >= run_->classes.size() || one.percent > 100 || !is_rising) {
      return refusal("a class that there is not");
    }
  }
  for (const HintRecord& hint : look.hints) {
    if (hint.words.empty()) return refusal("a content that hints at nothing");
  }
  return {};
}

Result<void> Ledger::check_member(const MemberRecord& member) const {
  if (member.path.empty()) return refusal("a member of no path");
  if (needs_reason(member.outcome) && member.reason.empty()) {
    return refusal("a member not read for no reason");
  }
  if (member.outcome == FileOutcome::matched && member.matches.empty()) {
    return refusal("a match without a set");
  }
  if (auto checked = check_matches(member.matches, member.digests); !checked) {
    return checked;
  }
  return member.look ? check_look(*member.look) : Result<void>();
}

Result<void> Ledger::check_one(const OutcomeKnown& known) const {
  const OutcomeRecord& outcome = known.outcome;
  if (!inventory_) return refusal("an outcome before the inventory");
  if (outcome.file >= files_.size()) return refusal("an outcome of no file");
  if (files_.is_outcome_known(outcome.file))
    return refusal("a second outcome of a file");
  if (!is_counted(outcome.outcome)) return refusal("a file that is not supported");
  if (outcome.outcome == FileOutcome::matched && outcome.matches.empty()) {
    return refusal("a match without a set");
  }
  if (auto checked = check_matches(outcome.matches, outcome.digests); !checked) {
    return checked;
  }
  if (outcome.look) {
    if (auto checked = check_look(*outcome.look); !checked) return checked;
  }
  if (outcome.members.size() > kMaxMembers) return refusal("too many members");
  for (const MemberRecord& member : outcome.members) {
    if (auto checked = check_member(member); !checked) return checked;
  }
  for (const Run& run : outcome.unreadable) {
    if (auto checked = check_range(run.offset, run.length); !checked) return checked;
  }
  return {};
}

Result<void> Ledger::check_one(const ProblemMet& met) const {
  if (!evidence_) return refusal("a problem out of turn");
  if (problems_.size() >= kMaxProblems) return refusal("too many problems");
  if (met.problem.path.empty() && met.problem.length > 0) {
    return check_range(met.problem.offset, met.problem.length);
  }
  return {};
}

Result<void> Ledger::check_one(const LookedLate& late) const {
  if (!inventory_) return refusal("a look before the inventory");
  for (std::size_t i = 0; i < late.files.size(); ++i) {
    const FileId file = late.files[i];
    if (file >= files_.size()) return refusal("a look at no file");
    if (i > 0 && file <= late.files[i - 1]) return refusal("looks out of order");
    if (files_.is_outcome_known(file)) return refusal("a look at a file that is done");
  }
  return {};
}

Result<void> Ledger::check_one(const EntryMet& met) const {
  if (ended_) {
    if (!added_set(met.set)) return refusal("an entry of no set that was added");
    return {};
  }
  if (met.set >= run_->set_types.size()) return refusal("an entry of no set");
  return {};
}

Result<void> Ledger::check_one(const ChildDied&) const {
  return {};
}

Result<void> Ledger::check_one(const Done&) const {
  if (!inventory_) return refusal("the end before the inventory");
  return {};
}

Result<void> Ledger::check_one(const Confined&) const {
  return {};
}

Result<void> Ledger::check_one(const RangeUnreadable& range) const {
  if (!inventory_) return refusal("unreadable bytes before the inventory");
  if (range.length == 0) return refusal("no bytes that cannot be read");
  if (knows_range(range)) return refusal("the same unreadable bytes again");
  if (problems_.size() >= kMaxProblems) return refusal("too many problems");
  return check_range(range.offset, range.length);
}

Result<void> Ledger::check_one(const Swept& swept) const {
  if (!inventory_ || swept.to <= swept_to_ || swept.to > evidence_->bytes) {
    return refusal("a sweep that goes backwards, or beyond the evidence");
  }
  return {};
}

// The inventory is taken without the places that are barred: none of the walk comes
// after it.
Result<void> Ledger::check_one(const PlaceBarred& met) const {
  const bool is_space = met.barred.place.step == WorkStep::space;
  const bool is_look = met.barred.place.step == WorkStep::look;
  if (inventory_ && !is_space && !is_look) {
    return refusal("a barred place after the inventory");
  }
  if (is_look && (!inventory_ || looked_file(met.barred.place) >= files_.size() ||
                  files_.is_outcome_known(looked_file(met.barred.place)))) {
    return refusal("a barred look at what is no file, or is done");
  }
  if (is_space) {
    if (auto checked = check_barred_space(met.barred.place); !checked) return checked;
  }
  if (barred_.size() >= kMaxBarred) return refusal("too many barred places");
  return {};
}

Result<void> Ledger::check_barred_space(const WorkPlace& place) const {
  if (!inventory_) return refusal("barred free space before the inventory");
  if (place.number == SpaceSearched::kNoChunk) {
    if (!owes_samples()) return refusal("a barred sample that was not planned");
    return {};
  }
  if (place.number >= evidence_->bytes / kSpaceChunkBytes +
                          (evidence_->bytes % kSpaceChunkBytes > 0 ? 1 : 0)) {
    return refusal("barred free space beyond the evidence");
  }
  if (blocks_.is_chunk_done(static_cast<std::uint32_t>(place.number))) {
    return refusal("barred free space that was searched");
  }
  return {};
}

Result<void> Ledger::check_one(const FilesSettled& settled) const {
  if (!inventory_) return refusal("files settled before the inventory");
  if (settled.outcome != FileOutcome::probed &&
      settled.outcome != FileOutcome::skipped &&
      settled.outcome != FileOutcome::unvisited) {
    return refusal("files settled with an outcome that is none of a probe");
  }
  if (settled.files.empty()) return refusal("settled no file");
  FileId last = 0;
  for (std::size_t i = 0; i < settled.files.size(); ++i) {
    const FileId file = settled.files[i];
    if (file >= files_.size()) return refusal("settled what is no file");
    if (i > 0 && file <= last) return refusal("settled files out of order");
    if (files_.is_outcome_known(file)) return refusal("settled a file that is done");
    if (files_.is_settled(file)) return refusal("settled a file again");
    last = file;
  }
  return {};
}

Result<void> Ledger::check_one(const BlockRunMet& met) const {
  const BlockRunRecord& run = met.run;
  if (!inventory_) return refusal("blocks before the inventory");
  if (met.tier != Tier::probe && met.tier != Tier::confirm &&
      met.tier != Tier::everything) {
    return refusal("blocks met in a tier that looks for none");
  }
  if (run.set >= run_->set_types.size() ||
      static_cast<SetType>(run_->set_types[run.set]) != SetType::notable) {
    return refusal("blocks of no notable set");
  }
  if (!knows_entry(run.set, run.entry)) return refusal("blocks of an unknown entry");
  if (run.blocks == 0) return refusal("a run of no blocks");
  return check_range(run.offset, std::uint64_t{run.blocks} * kBlockLength);
}

Result<void> Ledger::check_one(const SpaceSearched& space) const {
  if (!inventory_) return refusal("a search of free space before the inventory");
  if (space.samples_unread > space.samples) return refusal("samples do not add up");
  if (space.samples > 0) {
    if (!samples_planned_) return refusal("samples that were not planned");
    if (space.samples > samples_planned_->samples - samples_done_) {
      return refusal("more samples than were planned");
    }
  }
  if (space.chunk != SpaceSearched::kNoChunk) {
    if (space.chunk > evidence_->bytes / kSpaceChunkBytes) {
      return refusal("a search beyond the evidence");
    }
    if (blocks_.is_chunk_done(space.chunk)) return refusal("the same search again");
  }
  if (space.samples == 0 && space.chunk == SpaceSearched::kNoChunk &&
      space.searched.empty()) {
    return refusal("a search of nothing");
  }
  if (searched_.size() + space.searched.size() > kMaxSearched) {
    return refusal("too many searches");
  }
  for (const Run& run : space.searched) {
    if (run.is_hole()) return refusal("a search of nowhere");
    if (auto checked = check_range(run.offset, run.length); !checked) return checked;
  }
  return {};
}

Result<void> Ledger::check_one(const BlocksToKeep&) const {
  if (keeps_blocks_) return refusal("blocks to be kept, again");
  if (evidence_) return refusal("blocks to be kept, when some may be gone already");
  return {};
}

// Of one chunk, each place once.
Result<void> Ledger::check_one(const BlocksKept& kept) const {
  if (!inventory_) return refusal("blocks before the inventory");
  if (!keeps_blocks_) return refusal("blocks that were not asked for");
  if (kept.chunk > evidence_->bytes / kSpaceChunkBytes) {
    return refusal("blocks beyond the evidence");
  }
  if (blocks_.is_chunk_done(kept.chunk))
    return refusal("blocks of the same chunk again");
  const std::uint64_t begin = kept.chunk * kSpaceChunkBytes;
  std::optional<std::uint64_t> last;
  std::size_t keys = 0;
  for (const KeptBlocks& run : kept.blocks) {
    if (run.keys.empty()) return refusal("kept no blocks");
    if ((run.keys.size() > 1) == (run.step == 0)) return refusal("blocks of no grid");
    if (run.offset < begin || (last && run.offset <= *last)) {
      return refusal("blocks out of order");
    }
    const std::uint64_t steps = run.keys.size() - 1;
    keys += run.keys.size();
    if (keys > kMaxBlocksOfAChunk) return refusal("more blocks than a chunk has");
    if (run.step > kSpaceChunkBytes) return refusal("blocks of another chunk");
    last = run.offset + steps * run.step;
    if (*last - begin >= kSpaceChunkBytes) return refusal("blocks of another chunk");
    if (auto checked = check_range(*last, kBlockLength); !checked) return checked;
  }
  return {};
}

Result<void> Ledger::check_one(const SamplesPlanned& planned) const {
  if (!inventory_) return refusal("samples before the inventory");
  if (samples_planned_ && (samples_planned_->samples != planned.samples ||
                           samples_planned_->stride_bytes != planned.stride_bytes)) {
    return refusal("other samples than were planned before");
  }
  return {};
}

Result<void> Ledger::check_one(const TierDone& done) const {
  if (!inventory_) return refusal("the end of a tier before the inventory");
  if (done.tier > run_->until)
    return refusal("the end of a tier that was not asked for");
  return {};
}

Result<void> Ledger::check_one(const NamesMet& met) const {
  if (!inventory_) return refusal("names before the inventory");
  if (names_) return refusal("the names again");
  for (std::size_t i = 0; i < met.rules.size(); ++i) {
    if (met.rules[i].words.empty()) return refusal("a name that hints at nothing");
    if (i > 0 && met.rules[i].number <= met.rules[i - 1].number) {
      return refusal("rules of names out of order");
    }
  }
  std::optional<std::pair<FileId, std::uint32_t>> last;
  for (const NameMet& name : met.names) {
    if (name.file >= files_.size()) return refusal("the name of no file");
    if (name.rule >= met.rules.size()) return refusal("a name by no rule");
    const std::pair next(name.file, name.rule);
    if (last && next <= *last) return refusal("names out of order");
    last = next;
  }
  return {};
}

}  // namespace winnow
