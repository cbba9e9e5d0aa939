#include "scanner/pipeline/stages.h"

#include <algorithm>
#include <utility>

#include "scanner/match/match.h"

namespace winnow {
namespace {

bool is_loaded(const Batch& batch) {
  return batch.kind != Batch::Kind::streamed && batch.kind != Batch::Kind::settled;
}

WorkPlace place_in_space(const Batch& batch) {
  const std::uint64_t offset = batch.stretches.front().offset;
  return {WorkStep::space, offset,
          batch.samples > 0 ? SpaceSearched::kNoChunk : offset / kSpaceChunkBytes};
}

// Where reading a batch is said to be: a container may have to be decoded for it, and
// any of its files may be to blame.
WorkPlace work_place_of(const ScanJob& job, const Batch& batch) {
  if (batch.kind == Batch::Kind::space) return place_in_space(batch);
  return winnow::work_place_of(job.exhibit.inventory->files[batch.files.front()]);
}

// What rules are asked of a content, whichever of its names is examined.
FileFacts facts_of_content(const ScanJob& job, FileId file) {
  const FileList& files = job.exhibit.inventory->files;
  return files.facts(files.facts(file).first_name());
}

Result<void> match_outcomes(const ScanJob& job, Item& item) {
  for (OutcomeRecord& outcome : item.outcomes) {
    auto matched = match_outcome(*job.sets, *job.rules,
                                 facts_of_content(job, outcome.file), outcome);
    if (!matched) return matched;
  }
  return {};
}

Result<void> match_heads(const ScanJob& job, Item& item) {
  std::vector<FileFacts> files;
  std::vector<HeadKey> keys;
  for (std::size_t i = 0; i < item.heads.size(); ++i) {
    if (!item.heads[i]) continue;
    files.push_back(facts_of_content(job, item.batch->files[i]));
    keys.push_back(*item.heads[i]);
  }
  const auto known = job.rules->by_head(files, keys);
  if (!known) return known.error();
  // What cannot be read is looked at whole, to say what of it is missing.
  item.needs.assign(item.heads.size(), Need::whole);
  std::size_t next = 0;
  for (std::size_t i = 0; i < item.heads.size(); ++i) {
    if (item.heads[i]) item.needs[i] = (*known)[next++];
  }
  return {};
}

Result<void> match_space(const ScanJob& job, Item& item) {
  const AtWork matching(*job.marks, place_in_space(*item.batch));
  auto runs =
      match_blocks(*job.sets, item.blocks, item.loaded, item.searched.runs_left_out);
  if (!runs) return std::move(runs).error();
  item.runs = std::move(*runs);
  if (job.keeps_blocks && item.searched.chunk != SpaceSearched::kNoChunk) {
    item.kept = {item.searched.chunk, blocks_to_keep(item.blocks, item.loaded)};
  }
  return {};
}

std::optional<Fault> glance_at_files(const ScanJob& job, Looker& looker,
                                     const Batch& batch, const LoadedBatch* loaded) {
  for (const FileId id : batch.files) {
    auto glanced = looker.glance(job.exhibit.inventory->files[id], loaded);
    if (!glanced) return std::move(glanced).error();
  }
  return std::nullopt;
}

// The last that looks at a batch's bytes.
class Unload {
 public:
  Unload(const ScanJob& job, Item& item) : job_(job), item_(item) {}
  ~Unload() {
    if (job_.exhibit.evidence != nullptr && is_loaded(*item_.batch)) {
      unload_batch(*job_.exhibit.evidence, item_.loaded);
    }
  }
  Unload(const Unload&) = delete;
  Unload& operator=(const Unload&) = delete;

 private:
  const ScanJob& job_;
  Item& item_;
};

// How many batches ahead a device is told of: those of a probe are a mebibyte, others
// eight.
std::size_t batches_ahead(const ScanJob& job) {
  return job.tier == Tier::probe ? 32 : 4;
}

void expect_batch(const ScanJob& job, std::size_t number) {
  if (number >= job.batches.size() || job.exhibit.evidence == nullptr) return;
  for (const PlannedRead& read : job.batches[number].reads) {
    job.exhibit.evidence->expect(read.offset, read.length);
  }
}

}  // namespace

void read_stage(const ScanJob& job, Item& item) {
  const std::size_t ahead = batches_ahead(job);
  if (item.number == 0) {
    for (std::size_t i = 0; i < ahead; ++i) expect_batch(job, i);
  }
  expect_batch(job, item.number + ahead);
  if (!is_loaded(*item.batch)) return;
  const AtWork reading(*job.marks, work_place_of(job, *item.batch));
  item.loaded.batch = item.batch;
  // A view brings more than is looked at where that is little.
  item.loaded.takes_views =
      job.tier != Tier::probe && item.batch->kind != Batch::Kind::heads;
  // A folder's files are read one by one.
  if (job.exhibit.evidence != nullptr) load_batch(*job.exhibit.evidence, item.loaded);
}

void examine_stage(const ScanJob& job, Examiner& examiner, Item& item) {
  const Batch& batch = *item.batch;
  const LoadedBatch* loaded = is_loaded(batch) ? &item.loaded : nullptr;
  item.outcomes.clear();
  item.looked.clear();
  item.heads.clear();
  item.likelihoods.clear();
  item.runs.clear();
  item.kept.reset();
  item.searched = {batch.samples, 0, batch.chunk, {}, false, 0};
  if (job.only_glances) return;
  if (batch.kind == Batch::Kind::heads && job.tier == Tier::look) {
    item.likelihoods = examiner.judge_heads(batch, loaded, *job.look, job.latest);
  } else if (batch.kind == Batch::Kind::heads) {
    item.heads = examiner.examine_heads(batch, loaded);
  } else if (batch.kind == Batch::Kind::space) {
    const AtWork looking(*job.marks, place_in_space(batch));
    take_block_keys(batch, item.loaded, item.blocks, item.searched);
  } else {
    item.outcomes = examiner.examine(batch, loaded);
  }
  item.fault = examiner.gone();  // of these files nothing is known
}

void match_stage(const ScanJob& job, Item& item) {
  if (item.fault) return;
  const Batch::Kind kind = item.batch->kind;
  auto matched = kind == Batch::Kind::heads   ? match_heads(job, item)
                 : kind == Batch::Kind::space ? match_space(job, item)
                                              : match_outcomes(job, item);
  if (!matched) item.fault = std::move(matched).error();
}

std::unique_ptr<Looker> make_looker(const ScanJob& job) {
  return std::make_unique<Looker>(job.exhibit, *job.folders, *job.sets, *job.look,
                                  job.algorithms, *job.seen, *job.known_classes,
                                  *job.marks);
}

void look_stage(const ScanJob& job, Looker* looker, Item& item) {
  const Unload unload(job, item);
  if (item.fault || looker == nullptr) return;
  if (job.only_glances || !item.outcomes.empty()) looker->prepare();
  const LoadedBatch* loaded = is_loaded(*item.batch) ? &item.loaded : nullptr;
  if (job.only_glances) {
    item.fault = glance_at_files(job, *looker, *item.batch, loaded);
    return;
  }
  for (OutcomeRecord& outcome : item.outcomes) {
    const FileRecord file = job.exhibit.inventory->files[outcome.file];
    auto looked = looker->look(file, loaded, outcome);
    if (!looked) {
      item.fault = std::move(looked).error();
      return;
    }
    item.looked.push_back(*looked);
  }
}

Recorder::Recorder(const ScanJob& job) : job_(job) {
  progress_.tier = job.tier;
  progress_.later_milliseconds = job.later_milliseconds;
  for (const Batch& batch : job.batches) {
    progress_.bytes_planned += batch.content_bytes;
    progress_.files_planned += batch.files.size();
  }
}

Result<void> Recorder::record(Item& item, Bottleneck bottleneck) {
  if (item.fault) return *item.fault;
  const Batch::Kind kind = item.batch->kind;
  auto recorded = kind == Batch::Kind::heads   ? record_heads(item)
                  : kind == Batch::Kind::space ? record_space(item)
                                               : record_outcomes(item);
  if (!recorded) return recorded;
  progress_.bytes_read += item.batch->content_bytes;
  progress_.files_done += item.batch->files.size();
  progress_.bottleneck = bottleneck;
  if (job_.exhibit.evidence != nullptr) {
    progress_.bytes_fetched = job_.exhibit.evidence->fetched_bytes();
    if (auto gone = job_.exhibit.evidence->gone()) return *std::move(gone);
  }
  return job_.send(progress_);
}

std::vector<FileId> Recorder::with_other_names(FileId file) const {
  std::vector<FileId> names = {file};
  const auto others = job_.other_names.find(file);
  if (others != job_.other_names.end()) {
    names.insert(names.end(), others->second.begin(), others->second.end());
  }
  return names;
}

Result<void> Recorder::send_looked_late(const Item& item) {
  LookedLate late;
  for (std::size_t i = 0; i < item.looked.size(); ++i) {
    if (!item.looked[i].is_late || !item.outcomes[i].look) continue;
    const auto names = with_other_names(item.outcomes[i].file);
    late.files.insert(late.files.end(), names.begin(), names.end());
  }
  if (late.files.empty()) return {};
  std::sort(late.files.begin(), late.files.end());
  return job_.send(std::move(late));
}

Result<void> Recorder::record_outcomes(Item& item) {
  if (auto sent = send_looked_late(item); !sent) return sent;
  for (std::size_t i = 0; i < item.outcomes.size(); ++i) {
    const ContentType type =
        item.looked.empty() ? ContentType::other : item.looked[i].type;
    auto sent = send_outcomes(item.outcomes[i], type);
    if (!sent) return sent;
  }
  return {};
}

Result<void> Recorder::send_outcomes(OutcomeRecord& outcome, ContentType type) {
  const FileList& files = job_.exhibit.inventory->files;
  std::vector<HintRecord> of_content;
  if (outcome.look) of_content = outcome.look->hints;
  for (const FileId file : with_other_names(outcome.file)) {
    outcome.file = file;
    if (outcome.look) {
      outcome.look->hints = of_content;
      if (auto of_name = disguise_of(type, files.name(file))) {
        outcome.look->hints.insert(outcome.look->hints.begin(), std::move(*of_name));
      }
    }
    job_.gleaned->has_outcome[file] = true;
    auto sent = job_.send(OutcomeKnown{outcome});
    if (!sent) return sent;
  }
  return {};
}

Result<void> Recorder::record_likelihoods(const Item& item) {
  for (std::size_t i = 0; i < item.likelihoods.size(); ++i) {
    for (const FileId file : with_other_names(item.batch->files[i])) {
      job_.gleaned->to_look[file] = item.likelihoods[i];
    }
  }
  return {};
}

Result<void> Recorder::record_heads(const Item& item) {
  if (!item.likelihoods.empty()) return record_likelihoods(item);
  FilesSettled probed{FileOutcome::probed, "no listed file begins like it", {}};
  FilesSettled waiting{FileOutcome::unvisited, std::string(kOnlyWhole), {}};
  for (std::size_t i = 0; i < item.needs.size(); ++i) {
    const auto names = with_other_names(item.batch->files[i]);
    auto& list = item.needs[i] == Need::nothing ? probed.files
                 : item.needs[i] == Need::whole ? job_.gleaned->to_confirm
                                                : waiting.files;
    list.insert(list.end(), names.begin(), names.end());
  }
  for (FilesSettled* settled : {&probed, &waiting}) {
    if (settled->files.empty()) continue;
    std::sort(settled->files.begin(), settled->files.end());
    auto sent = job_.send(std::move(*settled));
    if (!sent) return sent;
  }
  return {};
}

Result<void> Recorder::record_space(const Item& item) {
  for (const BlockRunRecord& run : item.runs) {
    auto sent = job_.send(BlockRunMet{run, job_.tier});
    if (!sent) return sent;
  }
  if (job_.tier == Tier::probe) {
    job_.gleaned->leads.insert(job_.gleaned->leads.end(), item.runs.begin(),
                               item.runs.end());
  }
  if (item.kept) {
    if (auto sent = job_.send(*item.kept); !sent) return sent;
  }
  return job_.send(item.searched);
}

}  // namespace winnow
