#include "scanner/supervise/quarantine.h"

#include <signal.h>

#include <algorithm>
#include <utility>

namespace winnow {
namespace {

// Ends in a row that brought nothing new and accused nobody, before it is given up.
constexpr int kMaxBarren = 3;
// Deaths in a walk, each at another place, before it is given up.
constexpr int kMaxSuspicions = 32;
// So often must SIGKILL meet the same one.
constexpr int kGuiltyKills = 3;
// So many things within one file may be barred before nothing of it is looked at.
constexpr std::size_t kMostLookBars = 64;
// When the bars of one volume cost this together, the rest of it is not walked.
constexpr std::uint64_t kMaxVolumeCost = 256;

std::uint32_t cost_of(Death death) {
  switch (death) {
    case Death::crash:
      return 1;
    case Death::memory:
      return 4;
    case Death::hang:
      return 16;
  }
  return 1;
}

// Of a walk there is one thread, and so one place.
std::optional<WorkPlace> walking_place(const std::vector<Board::Worker>& at_work) {
  for (const Board::Worker& worker : at_work) {
    switch (worker.place.step) {
      case WorkStep::container:
      case WorkStep::partitions:
      case WorkStep::open:
      case WorkStep::entry:
      case WorkStep::finish:
        return worker.place;
      case WorkStep::none:
      case WorkStep::file:
      case WorkStep::sweep:
      case WorkStep::space:
      case WorkStep::look:
        break;
    }
  }
  return std::nullopt;
}

// The file that is read or looked at there.
std::optional<FileId> file_at(const WorkPlace& place, const Ledger& ledger) {
  if (place.step != WorkStep::file && place.step != WorkStep::look) return std::nullopt;
  const std::uint64_t number =
      place.step == WorkStep::look ? looked_file(place) : place.number;
  if (number >= ledger.files().size()) return std::nullopt;
  return static_cast<FileId>(number);
}

// A file that may still be read before the scan ends, also when a tier before the last
// has told of it.
bool may_be_read(FileId file, const Ledger& ledger) {
  const FileTable& files = ledger.files();
  return !files.is_outcome_known(file) &&
         !(files.is_settled(file) && ledger.run()->until < Tier::confirm);
}

bool is_sample(const WorkPlace& place) {
  return place.step == WorkStep::space && place.number == SpaceSearched::kNoChunk;
}

std::uint64_t chunks_in(const Ledger& ledger) {
  return (ledger.evidence()->bytes + kSpaceChunkBytes - 1) / kSpaceChunkBytes;
}

std::string count_of(std::size_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

Quarantine::Quarantine(ItemLimits limits, std::string exhibit_ref)
    : limits_(limits), exhibit_ref_(std::move(exhibit_ref)) {}

// Files and chunks never in one child: which came first must be known.
void Quarantine::shape(ScanOrder& order) const {
  for (const Suspect& suspect : alone_) {
    if (suspect.is_chunk != alone_.front().is_chunk) continue;
    (suspect.is_chunk ? order.alone_chunks : order.alone).push_back(suspect.number);
  }
  order.one_by_one = one_by_one_;
  if (is_trying_alone() || one_by_one_) order.serial = true;
}

// What was at work and is not done, once each: files, then chunks, by their numbers.
std::vector<Quarantine::Suspect> Quarantine::suspects(
    const std::vector<Board::Worker>& at_work, const Ledger& ledger) const {
  std::vector<Suspect> found;
  for (const Board::Worker& worker : at_work) {
    const std::uint64_t number = worker.place.number;
    const auto id = static_cast<std::uint32_t>(number);
    if (const auto file = file_at(worker.place, ledger)) {
      if (!may_be_read(*file, ledger) || innocent_files_.contains(*file)) continue;
      found.push_back({false, *file, ledger.files().is_settled(*file)});
    } else if (worker.place.step == WorkStep::space && !is_sample(worker.place)) {
      if (number >= chunks_in(ledger) || ledger.blocks().is_chunk_done(id)) continue;
      if (!innocent_chunks_.contains(id)) found.push_back({true, id, false});
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

// Whether a child that tried it has told all that it was to tell.
bool Quarantine::is_told(const Suspect& suspect, const Ledger& ledger) {
  if (suspect.is_chunk) return ledger.blocks().is_chunk_done(suspect.number);
  if (suspect.was_settled) return ledger.files().is_outcome_known(suspect.number);
  return ledger.is_told(suspect.number);
}

Quarantine::Verdict Quarantine::judge(const ChildEnd& end, const Ledger& ledger) {
  if (end.death) ++deaths_[static_cast<std::size_t>(*end.death)];
  if (end.got_further) barren_ = 0;
  if (!end.death) return in_vain(end);
  if (!ledger.inventory()) return judge_walk(end, ledger);
  if (!end.had_walked) return in_vain(end);
  return is_trying_alone() ? judge_alone(end, ledger) : judge_many(end, ledger);
}

Quarantine::Verdict Quarantine::judge_walk(const ChildEnd& end, const Ledger& ledger) {
  const auto place = walking_place(end.at_work);
  if (!place) return in_vain(end);
  barren_ = 0;
  if (suspect_ != place) {
    suspect_ = place;
    kills_ = 0;
    if (++suspicions_ > kMaxSuspicions) return {{}, "", true};
    return {{}, "the worker " + end.words + " while listing files", false};
  }
  if (may_be_chance(end)) {
    return {{}, "the worker " + end.words + " while listing files", false};
  }
  suspect_.reset();
  // Without its container there is nothing to go on with.
  if (place->step == WorkStep::container) return {{}, "", true};
  suspicions_ = 0;
  return {{bar(*place, end, ledger)},
          "the worker " + end.words + " again at the same place, which is left out",
          false};
}

// Whether another try must show that it was no chance.
bool Quarantine::may_be_chance(const ChildEnd& end) {
  kills_ = end.signal == SIGKILL ? kills_ + 1 : 0;
  const bool may_be = kills_ > 0 && kills_ < kGuiltyKills;
  if (!may_be) kills_ = 0;
  return may_be;
}

PlaceBarred Quarantine::bar(const WorkPlace& place, const ChildEnd& end,
                            const Ledger& ledger) const {
  Barred barred{place, cost_of(*end.death), false,
                failure_text(*end.death, end.signal, place,
                             place.step == WorkStep::look
                                 ? ledger.files().outline(looked_file(place)).size
                                 : 0,
                             limits_, exhibit_ref_)};
  // What dies when a volume is finished cannot be left out of it.
  if (place.step == WorkStep::finish) barred.place = {WorkStep::open, place.offset, 0};
  std::uint64_t cost = barred.cost;
  for (const Barred& before : ledger.barred()) {
    if (before.place.offset == place.offset) cost += before.cost;
  }
  if (place.step == WorkStep::entry && cost >= kMaxVolumeCost) {
    barred.ends_volume = true;
  }
  return {barred};
}

Quarantine::Verdict Quarantine::judge_alone(const ChildEnd& end, const Ledger& ledger) {
  // What it has told of is done.
  const std::size_t before = alone_.size();
  std::erase_if(alone_, [&ledger](const Suspect& s) { return is_told(s, ledger); });
  const bool did_nothing = alone_.size() == before;
  // Of what was tried before, more is known now: it is found by what it is.
  const auto accused = suspects(end.at_work, ledger);
  const auto found =
      accused.empty()
          ? alone_.end()
          : std::find_if(alone_.begin(), alone_.end(), [&accused](const Suspect& s) {
              return s.is_chunk == accused.front().is_chunk &&
                     s.number == accused.front().number;
            });
  if (found == alone_.end()) {
    // It died of nothing that it was to try: try all of it another time.
    if (did_nothing) alone_.clear();
    one_by_one_ = true;
    return in_vain(end);
  }
  if (!did_nothing || found != alone_.begin()) {
    // Not the first thing that this child did: it gets a child of its own.
    std::rotate(alone_.begin(), found, found + 1);
    kills_ = 0;
    turns_ = did_nothing ? turns_ + 1 : 0;
    if (turns_ > alone_.size()) {
      // Always another one: no word of it can be believed.
      alone_.clear();
      return in_vain(end);
    }
    return {{},
            "the worker " + end.words + "; trying one " +
                (alone_.front().is_chunk ? "part of free space" : "file") + " alone",
            false};
  }
  if (may_be_chance(end)) {
    return {{}, "the worker " + end.words + "; trying that again", false};
  }
  const Suspect guilty = alone_.front();
  if (const auto look = look_to_bar(guilty, end, ledger)) {
    // All else of the file is tried again without it.
    turns_ = 0;
    return {{bar(*look, end, ledger)}, "", false};
  }
  alone_.erase(alone_.begin());
  return {{failure_of(guilty, end, ledger)}, "", false};
}

// What of the file was looked at, if that is what it was; of a file in which many
// things are deadly, all of it. Nothing where the name that bears the bars is done:
// then this one fails.
std::optional<WorkPlace> Quarantine::look_to_bar(const Suspect& guilty,
                                                 const ChildEnd& end,
                                                 const Ledger& ledger) {
  const auto at = std::find_if(
      end.at_work.begin(), end.at_work.end(), [&](const Board::Worker& worker) {
        return !guilty.is_chunk && worker.place.step == WorkStep::look &&
               file_at(worker.place, ledger) == guilty.number;
      });
  if (at == end.at_work.end()) return std::nullopt;
  // Whichever name of the content is tried next must find the bar.
  const FileId first = ledger.files().outline(guilty.number).first_name();
  if (ledger.files().is_outcome_known(first)) return std::nullopt;
  WorkPlace place = place_of(WorkStep::look, first, ledger);
  const std::uint32_t member = looked_member(at->place);
  std::size_t bars = 0;
  for (const Barred& before : ledger.barred()) {
    if (before.place.step != WorkStep::look) continue;
    if (looked_file(before.place) != first) continue;
    ++bars;
    // It went where it was told not to.
    if (looked_member(before.place) == member) bars = kMostLookBars;
    if (looked_member(before.place) == kWholeLook) return std::nullopt;
  }
  place.number = look_number(first, bars >= kMostLookBars ? kWholeLook : member);
  return place;
}

// Where it lies is asked of the ledger: the board is the child's word.
WorkPlace Quarantine::place_of(WorkStep step, FileId number, const Ledger& ledger) {
  WorkPlace place{step, 0, number};
  for (const Run& run : ledger.files().outline(number).runs) {
    if (run.is_hole()) continue;
    place.offset = run.offset;
    break;
  }
  return place;
}

Message Quarantine::failure_of(const Suspect& guilty, const ChildEnd& end,
                               const Ledger& ledger) const {
  if (guilty.is_chunk) {
    const WorkPlace place{WorkStep::space, guilty.number * kSpaceChunkBytes,
                          guilty.number};
    return bar(place, end, ledger);
  }
  const WorkPlace place = place_of(WorkStep::file, guilty.number, ledger);
  OutcomeRecord outcome;
  outcome.file = guilty.number;
  outcome.outcome = FileOutcome::failed;
  outcome.reason =
      failure_text(*end.death, end.signal, place,
                   ledger.files().outline(guilty.number).size, limits_, exhibit_ref_);
  return OutcomeKnown{outcome};
}

bool Quarantine::alone_done(const Ledger& ledger) {
  // Those of the kind that it was to try.
  const bool were_chunks = is_trying_alone() && alone_.front().is_chunk;
  bool told_all = true;
  for (const Suspect& suspect : alone_) {
    if (suspect.is_chunk != were_chunks) continue;
    // Before the last tier a chunk is never done: only parts of it are searched.
    // And of a file that need not be looked at nothing more is told than before.
    const bool may_tell_nothing = suspect.is_chunk || suspect.was_settled;
    const bool is_innocent = may_tell_nothing &&
                             ledger.run()->until != Tier::everything &&
                             !is_told(suspect, ledger);
    if (is_innocent) {
      (suspect.is_chunk ? innocent_chunks_ : innocent_files_).insert(suspect.number);
    }
    told_all = told_all && (is_innocent || is_told(suspect, ledger));
  }
  std::erase_if(alone_, [were_chunks](const Suspect& suspect) {
    return suspect.is_chunk == were_chunks;
  });
  turns_ = 0;
  return told_all;
}

Quarantine::Verdict Quarantine::judge_many(const ChildEnd& end, const Ledger& ledger) {
  alone_ = suspects(end.at_work, ledger);
  if (alone_.empty()) {
    const auto sample =
        std::find_if(end.at_work.begin(), end.at_work.end(),
                     [](const Board::Worker& w) { return is_sample(w.place); });
    if (sample != end.at_work.end() && ledger.owes_samples()) {
      return judge_samples(sample->place, end, ledger);
    }
    // Nobody to suspect: next time each file is a step of its own.
    one_by_one_ = true;
    return in_vain(end);
  }
  barren_ = 0;
  const auto chunks = static_cast<std::size_t>(
      std::count_if(alone_.begin(), alone_.end(),
                    [](const Suspect& suspect) { return suspect.is_chunk; }));
  const std::size_t files = alone_.size() - chunks;
  std::string what = files > 0 ? count_of(files, "file") : "";
  if (chunks > 0) {
    what += (what.empty() ? "" : ", ") + count_of(chunks, "part") + " of free space";
  }
  return {
      {}, "the worker " + end.words + "; trying alone what it was at: " + what, false};
}

// Samples are told of in their order, so the first that is not done is the one.
Quarantine::Verdict Quarantine::judge_samples(const WorkPlace& place,
                                              const ChildEnd& end,
                                              const Ledger& ledger) {
  barren_ = 0;
  const std::uint32_t number = ledger.samples_done();
  if (!one_by_one_ || suspect_sample_ != number) {
    if (one_by_one_) suspect_sample_ = number;
    one_by_one_ = true;
    kills_ = 0;
    return {{},
            "the worker " + end.words + "; trying samples of free space one by one",
            false};
  }
  if (may_be_chance(end)) {
    return {{}, "the worker " + end.words + "; trying that sample again", false};
  }
  suspect_sample_.reset();
  one_by_one_ = false;
  return {{bar(place, end, ledger)}, "", false};
}

Quarantine::Verdict Quarantine::in_vain(const ChildEnd& end) {
  if (!end.got_further && ++barren_ >= kMaxBarren) return {{}, "", true};
  return {{}, "the worker " + end.words + "; starting it again", false};
}

}  // namespace winnow
