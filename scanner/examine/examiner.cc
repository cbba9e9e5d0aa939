#include "scanner/examine/examiner.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

namespace winnow {
namespace {

// How much is missing, of how much, and the first cause.
std::string missing_text(const FileRecord& file, const std::vector<Run>& unreadable,
                         const Fault& fault) {
  std::uint64_t missing = 0;
  for (const Run& run : unreadable) missing += run.length;
  const char* of = file.content == ContentKind::library
                       ? " stored bytes cannot be read, of a file of "
                       : " bytes cannot be read, of ";
  return std::to_string(missing) + of + std::to_string(file.size) +
         "; the first: " + fault.line();
}

bool is_read_fault(FaultKind kind) {
  return kind == FaultKind::io || kind == FaultKind::truncated ||
         kind == FaultKind::missing;
}

}  // namespace

WorkPlace work_place_of(const FileRecord& file) {
  WorkPlace place{WorkStep::file, 0, file.id};
  for (const Run& run : file.runs) {
    if (run.is_hole()) continue;
    place.offset = run.offset;
    break;
  }
  return place;
}

Examiner::Examiner(const Exhibit& exhibit, AlgorithmSet algorithms, WorkMarks& marks)
    : inventory_(*exhibit.inventory),
      marks_(marks),
      reader_(exhibit),
      digester_(algorithms),
      together_(algorithms),
      streams_(exhibit) {}

std::vector<OutcomeRecord> Examiner::examine(const Batch& batch,
                                             const LoadedBatch* loaded) {
  if (batch.kind == Batch::Kind::streamed && batch.files.size() > 1) {
    return examine_side_by_side(batch);
  }
  std::vector<OutcomeRecord> outcomes;
  outcomes.reserve(batch.files.size());
  std::vector<std::size_t> together;  // which outcomes wait for their digests
  for (const FileId id : batch.files) {
    const FileRecord& file = inventory_.files[id];
    if (file.content == ContentKind::none) {
      OutcomeRecord& settled = outcomes.emplace_back();
      settled.file = id;
      settled.outcome = file.none_outcome;
      settled.reason = file.why_none;
      continue;
    }
    const AtWork examining(marks_, work_place_of(file));
    if (ContentReader::is_in_memory(file, loaded)) {
      together_.begin();
      std::vector<Run> none;
      const auto read =
          reader_.read(file, loaded,
                       {[this](Bytes bytes) { together_.add(bytes); },
                        [this](std::uint64_t zeros) { together_.add_zeros(zeros); }},
                       none);
      assert(read);
      static_cast<void>(read);
      together.push_back(outcomes.size());
      OutcomeRecord& hashed = outcomes.emplace_back();
      hashed.file = id;
      hashed.outcome = FileOutcome::hashed;
    } else {
      outcomes.push_back(examine_streamed(file, loaded));
    }
  }
  std::vector<Digests> digests = together_.finish();
  for (std::size_t i = 0; i < together.size(); ++i) {
    outcomes[together[i]].digests = std::move(digests[i]);
  }
  return outcomes;
}

// A round reads a piece of each and digests them together. A file that cannot be read
// is left to be read alone, which tells what of it is missing.
std::vector<OutcomeRecord> Examiner::examine_side_by_side(const Batch& batch) {
  std::vector<OutcomeRecord> outcomes(batch.files.size());
  std::vector<OngoingDigest> digests(batch.files.size());
  std::vector<std::size_t> open;  // places in the batch
  for (std::size_t i = 0; i < batch.files.size(); ++i) open.push_back(i);
  streams_.begin(batch.files.size());
  std::vector<std::size_t> alone;
  while (!open.empty()) {
    std::vector<std::size_t> in_round;
    for (const std::size_t i : open) {
      const FileRecord& file = inventory_.files[batch.files[i]];
      const AtWork examining(marks_, work_place_of(file));
      const auto piece = streams_.next(i, file);
      if (!piece) {
        alone.push_back(i);
        continue;
      }
      together_.begin_part(digests[i], piece->is_last);
      together_.add(piece->bytes);
      together_.add_zeros(piece->zeros);
      in_round.push_back(i);
    }
    if (in_round.empty()) break;
    const AtWork digesting(
        marks_, work_place_of(inventory_.files[batch.files[in_round.front()]]));
    std::vector<Digests> done = together_.finish();
    open.clear();
    for (std::size_t j = 0; j < in_round.size(); ++j) {
      const std::size_t i = in_round[j];
      if (!streams_.is_done(i, inventory_.files[batch.files[i]])) {
        open.push_back(i);
        continue;
      }
      outcomes[i].file = batch.files[i];
      outcomes[i].outcome = FileOutcome::hashed;
      outcomes[i].digests = std::move(done[j]);
    }
  }
  streams_.end();
  for (const std::size_t i : alone) {
    const FileRecord& file = inventory_.files[batch.files[i]];
    const AtWork examining(marks_, work_place_of(file));
    outcomes[i] = examine_streamed(file, nullptr);
  }
  return outcomes;
}

OutcomeRecord Examiner::examine_streamed(const FileRecord& file,
                                         const LoadedBatch* loaded) {
  OutcomeRecord record;
  record.file = file.id;
  auto read =
      reader_.read(file, loaded,
                   {[this](Bytes bytes) { digester_.update(bytes); },
                    [this](std::uint64_t zeros) { digester_.update_zeros(zeros); }},
                   record.unreadable);
  Digests digests = digester_.finish();
  if (!read) {
    const Fault& fault = read.error();
    if (fault.kind == FaultKind::gone) gone_ = fault;
    record.outcome =
        is_read_fault(fault.kind) ? FileOutcome::unreadable : FileOutcome::failed;
    record.reason = record.unreadable.empty()
                        ? fault.line()
                        : missing_text(file, record.unreadable, fault);
    return record;
  }
  record.outcome = FileOutcome::hashed;
  record.digests = std::move(digests);
  return record;
}

// Good until the next.
Result<Bytes> Examiner::read_head(const FileRecord& file, const LoadedBatch* loaded) {
  const AtWork examining(marks_, work_place_of(file));
  auto head = reader_.read_head(file, loaded);
  if (!head && head.error().kind == FaultKind::gone) gone_ = head.error();
  return head;
}

std::vector<std::optional<HeadKey>> Examiner::examine_heads(const Batch& batch,
                                                            const LoadedBatch* loaded) {
  std::vector<std::optional<HeadKey>> keys;
  keys.reserve(batch.files.size());
  for (const FileId id : batch.files) {
    const auto head = read_head(inventory_.files[id], loaded);
    if (head) {
      keys.emplace_back(head_key(*head));
    } else {
      keys.emplace_back();
    }
  }
  return keys;
}

std::vector<Likelihood> Examiner::judge_heads(const Batch& batch,
                                              const LoadedBatch* loaded,
                                              const LookRules& rules,
                                              std::optional<Instant> latest) {
  std::vector<Likelihood> likelihoods;
  likelihoods.reserve(batch.files.size());
  for (const FileId id : batch.files) {
    const FileRecord file = inventory_.files[id];
    const auto head = read_head(file, loaded);
    likelihoods.push_back(head ? likelihood_of(file, *head, rules, latest)
                               : Likelihood::none);
  }
  return likelihoods;
}

}  // namespace winnow
