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
        break;
    }
  }
  return std::nullopt;
}

// Files at work whose outcome is still open, once each, in the order of the inventory.
std::vector<FileId> files_at_work(const std::vector<Board::Worker>& at_work,
                                  const Ledger& ledger) {
  std::vector<FileId> files;
  for (const Board::Worker& worker : at_work) {
    const std::uint64_t number = worker.place.number;
    if (worker.place.step != WorkStep::file || number >= ledger.files().size())
      continue;
    const auto file = static_cast<FileId>(number);
    if (!ledger.is_told(file)) files.push_back(file);
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

}  // namespace

Quarantine::Quarantine(ItemLimits limits, std::string exhibit_ref)
    : limits_(limits), exhibit_ref_(std::move(exhibit_ref)) {}

void Quarantine::shape(ScanOrder& order) const {
  order.alone = alone_;
  order.one_by_one = one_by_one_;
  if (is_trying_alone() || one_by_one_) order.serial = true;
}

Quarantine::Verdict Quarantine::judge(const ChildEnd& end, const Ledger& ledger) {
  if (end.death) ++deaths_[static_cast<std::size_t>(*end.death)];
  if (end.got_further) barren_ = 0;
  if (!end.death) return in_vain(end);
  if (!ledger.inventory()) return judge_walk(end, ledger);
  if (!end.had_walked) return in_vain(end);
  return is_trying_alone() ? judge_alone(end, ledger) : judge_files(end, ledger);
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
                failure_text(*end.death, end.signal, place, 0, limits_, exhibit_ref_)};
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
  std::vector<FileId> left;
  for (const FileId file : alone_) {
    if (!ledger.is_told(file)) left.push_back(file);
  }
  const bool did_nothing = left.size() == alone_.size();
  alone_ = std::move(left);
  const auto accused = files_at_work(end.at_work, ledger);
  const auto found = accused.empty()
                         ? alone_.end()
                         : std::find(alone_.begin(), alone_.end(), accused.front());
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
    return {{}, "the worker " + end.words + "; trying one file alone", false};
  }
  if (may_be_chance(end)) {
    return {{}, "the worker " + end.words + "; trying that file again", false};
  }
  const FileId guilty = alone_.front();
  alone_.erase(alone_.begin());
  // Where it lies is asked of the ledger: the board is the child's word.
  WorkPlace place{WorkStep::file, 0, guilty};
  const FileOutline file = ledger.files().outline(guilty);
  for (const Run& run : file.runs) {
    if (run.is_hole()) continue;
    place.offset = run.offset;
    break;
  }
  OutcomeRecord outcome;
  outcome.file = guilty;
  outcome.outcome = FileOutcome::failed;
  outcome.reason = failure_text(*end.death, end.signal, place,
                                file.size, limits_, exhibit_ref_);
  return {{OutcomeKnown{outcome}}, "", false};
}

bool Quarantine::alone_done(const Ledger& ledger) {
  const bool told_all =
      std::all_of(alone_.begin(), alone_.end(),
                  [&ledger](FileId file) { return ledger.is_told(file); });
  alone_.clear();
  turns_ = 0;
  return told_all;
}

Quarantine::Verdict Quarantine::judge_files(const ChildEnd& end, const Ledger& ledger) {
  alone_ = files_at_work(end.at_work, ledger);
  if (alone_.empty()) {
    // Nobody to suspect: next time each file is a step of its own.
    one_by_one_ = true;
    return in_vain(end);
  }
  barren_ = 0;
  return {{},
          "the worker " + end.words + "; trying alone what it was at: " +
              std::to_string(alone_.size()) + (alone_.size() == 1 ? " file" : " files"),
          false};
}

Quarantine::Verdict Quarantine::in_vain(const ChildEnd& end) {
  if (!end.got_further && ++barren_ >= kMaxBarren) return {{}, "", true};
  return {{}, "the worker " + end.words + "; starting it again", false};
}

}  // namespace winnow
