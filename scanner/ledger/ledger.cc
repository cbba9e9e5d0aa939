#include "scanner/ledger/ledger.h"

#include <algorithm>
#include <cassert>
#include <utility>
#include <variant>

namespace winnow {
namespace {

Problem problem_of(const ProblemRecord& record) {
  Problem problem{record.path, std::nullopt, record.outcome, record.reason};
  if (record.path.empty() && record.length > 0) {
    problem.range = {record.offset, record.length};
  }
  return problem;
}

Problem problem_of(const RangeUnreadable& range) {
  return {"", std::pair(range.offset, range.length), to_string(FileOutcome::unreadable),
          "cannot be read"};
}

}  // namespace

void Ledger::apply(const Message& message) {
  assert(check(message));
  std::visit([this](const auto& m) { apply_one(m); }, message);
}

void Ledger::apply_one(const OutcomeKnown& known) {
  const OutcomeRecord& outcome = known.outcome;
  files_.set_outcome(outcome.file, outcome.outcome, outcome.reason);
  ++outcome_count_;
  ++steps_;
  Met met;
  met.digests = outcome.digests;
  met.matches = notable_of(outcome.matches);
  const bool is_known = std::any_of(
      outcome.matches.begin(), outcome.matches.end(), [this](const MatchRecord& match) {
        const auto type = static_cast<SetType>(run_->set_types[match.set]);
        return type == SetType::known && !match.inconsistent;
      });
  // What a notable set lists is notable, whoever else holds it to be benign.
  if (is_known && met.matches.empty()) files_.set_known_benign(outcome.file);
  if (outcome.look) {
    apply_look(*outcome.look, outcome.matches, files_.path(outcome.file), met);
  }
  if (!met.is_empty()) met_.emplace(MetPlace(outcome.file, 0), std::move(met));
  apply_members(outcome);
  unreadable_.insert(unreadable_.end(), outcome.unreadable.begin(),
                     outcome.unreadable.end());
  death_.reset();  // this child got further than the one that died
}

void Ledger::apply_one(const ProblemMet& met) {
  problems_.insert(problem_of(met.problem));
}

void Ledger::apply_one(const RunStarted& run) {
  run_ = run;
  scanned_sets_ = run.set_names.size();
  for (std::uint32_t i = 0; i < scanned_sets_; ++i) answer_numbers_.push_back(i);
}

void Ledger::apply_one(const LookedLate& late) {
  for (const FileId file : late.files) files_.set_looked_late(file);
}

void Ledger::apply_one(const EntryMet& met) {
  if (rematch_) {
    rematch_->entries.emplace(std::pair(met.set, met.entry), met);
    return;
  }
  entries_.emplace(std::pair(met.set, met.entry),
                   Category{met.profile, met.code, met.label});
  entry_sizes_.emplace(std::pair(met.set, met.entry), met.size_bytes);
}

void Ledger::apply_one(const Done&) {
  ended_ = true;
  death_.reset();
}

void Ledger::apply_one(const RangeUnreadable& range) {
  unreadable_.push_back({range.offset, range.length});
  problems_.insert(problem_of(range));
}

void Ledger::apply_one(const FilesSettled& settled) {
  settles_early_ = settles_early_ || settled.outcome != FileOutcome::unvisited;
  for (const FileId file : settled.files) {
    files_.settle(file, settled.outcome, settled.reason);
  }
  ++steps_;
  death_.reset();
}

void Ledger::apply_one(const BlockRunMet& met) {
  blocks_.add(met.run, met.tier);
}

void Ledger::apply_one(const TierDone& done) {
  tier_done_ = std::max(tier_done_.value_or(done.tier), done.tier);
}

void Ledger::apply_one(const PlaceBarred& met) {
  barred_.push_back(met.barred);
  const WorkPlace& place = met.barred.place;
  if (place.step == WorkStep::look) ++steps_;
  if (place.step != WorkStep::space) return;
  if (place.number == SpaceSearched::kNoChunk) {
    ++samples_done_;
    ++samples_unread_;
  } else {
    blocks_.bar_chunk(static_cast<std::uint32_t>(place.number));
  }
  problems_.insert(gap_of(met.barred));
  space_met_damage_ = true;
  ++steps_;
}

void Ledger::apply_one(const SpaceSearched& space) {
  samples_done_ += space.samples;
  samples_unread_ += space.samples_unread;
  if (space.chunk != SpaceSearched::kNoChunk) {
    blocks_.set_chunk_done(space.chunk);
    blocks_.add_left_out(space.runs_left_out);
  } else if (!space.searched.empty()) {
    blocks_.set_left_out_at(space.searched.front().offset, space.runs_left_out);
  }
  space_met_damage_ = space_met_damage_ || space.met_damage;
  space_was_unreadable_ = space_was_unreadable_ || space.met_damage;
  // What is looked at around leads is looked at again by the next child.
  if (space.samples > 0 || space.chunk != SpaceSearched::kNoChunk) ++steps_;
  for (const Run& run : space.searched) {
    if (!searched_.empty() &&
        searched_.back().offset + searched_.back().length == run.offset) {
      searched_.back().length += run.length;
    } else {
      searched_.push_back(run);
    }
  }
  death_.reset();
}

std::vector<FileId> Ledger::settled() const {
  std::vector<FileId> ids;
  for (FileId id = 0; id < files_.size(); ++id) {
    if (files_.is_settled(id) && !files_.is_outcome_known(id)) ids.push_back(id);
  }
  return ids;
}

bool Ledger::is_told(FileId file) const {
  return files_.is_outcome_known(file) ||
         (run_->until != Tier::everything && files_.is_settled(file));
}

std::optional<Tier> Ledger::tier_done() const {
  if (!inventory_) return std::nullopt;
  if (ended_) return run_->until;
  return tier_done_.value_or(Tier::inventory);
}

Problem Ledger::gap_of(const Barred& space) const {
  Problem problem{"", std::nullopt, to_string(FileOutcome::failed), space.reason};
  if (space.place.number != SpaceSearched::kNoChunk) {
    const std::uint64_t begin = space.place.number * kSpaceChunkBytes;
    problem.range = {begin, std::min(kSpaceChunkBytes, evidence_->bytes - begin)};
  }
  return problem;
}

bool Ledger::knows_samples(const SamplesPlanned& planned) const {
  return samples_planned_ && samples_planned_->samples == planned.samples &&
         samples_planned_->stride_bytes == planned.stride_bytes;
}

bool Ledger::owes_samples() const {
  return samples_planned_ && samples_done_ < samples_planned_->samples;
}

bool Ledger::knows_range(const RangeUnreadable& range) const {
  return problems_.contains(problem_of(range));
}

std::vector<FileId> Ledger::examined() const {
  std::vector<FileId> ids;
  ids.reserve(static_cast<std::size_t>(outcome_count_));
  for (FileId id = 0; id < files_.size(); ++id) {
    if (files_.is_outcome_known(id)) ids.push_back(id);
  }
  return ids;
}

bool Ledger::knows_problem(const ProblemRecord& problem) const {
  return problems_.contains(problem_of(problem));
}

bool Ledger::knows_entry(std::uint32_t set, std::uint32_t entry) const {
  return entries_.contains({set, entry});
}

}  // namespace winnow
