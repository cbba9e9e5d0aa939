#include "scanner/pipeline/stages.h"

#include <algorithm>
#include <utility>

#include "scanner/examine/match.h"

namespace winnow {

void plan_job(ScanJob& job, const ScanOrder& order) {
  const Inventory& inventory = *job.exhibit.inventory;
  if (!order.alone.empty()) {
    job.batches = plan_one_by_one(inventory, order.alone);
    return;
  }
  std::vector<bool> wanted(inventory.files.size(), true);
  for (const FileId id : order.examined) {
    if (id < wanted.size()) wanted[id] = false;
  }
  if (order.until == Tier::inventory) {
    // Without reading, only what the inventory itself settles has an outcome.
    for (const FileRecord& file : inventory.files) {
      if (file.content != ContentKind::none) wanted[file.id] = false;
    }
  }
  for (const FileRecord& file : inventory.files) {
    const FileId other = file.same_content_as;
    if (other != kNoFile && wanted[file.id] && wanted[other] &&
        file.content != ContentKind::none) {
      job.other_names[other].push_back(file.id);
    }
  }
  job.batches = plan_in_device_order(inventory, wanted);
  if (order.one_by_one) job.batches = one_by_one(inventory, job.batches);
}

void read_stage(const ScanJob& job, Item& item) {
  if (item.batch->kind != Batch::Kind::gathered) return;
  // A container may have to be decoded for this: any of the batch may be to blame.
  const FileId first = item.batch->files.front();
  const AtWork reading(*job.marks, work_place_of(job.exhibit.inventory->files[first]));
  item.loaded.batch = item.batch;
  load_batch(*job.exhibit.evidence, item.loaded);
}

void examine_stage(Examiner& examiner, Item& item) {
  const bool gathered = item.batch->kind == Batch::Kind::gathered;
  item.outcomes = examiner.examine(*item.batch, gathered ? &item.loaded : nullptr);
  item.fault = examiner.gone();  // of these files nothing is known
}

void match_stage(const ScanJob& job, Item& item) {
  for (OutcomeRecord& outcome : item.outcomes) {
    auto matched = match_outcome(*job.sets, outcome);
    if (!matched) {
      item.fault = std::move(matched).error();
      return;
    }
  }
}

Recorder::Recorder(const ScanJob& job) : job_(job) {
  for (const Batch& batch : job.batches) {
    progress_.bytes_planned += batch.content_bytes;
    progress_.files_planned += batch.files.size();
  }
  for (const auto& [first, others] : job.other_names) {
    progress_.files_planned += others.size();
  }
}

Result<void> Recorder::record(Item& item) {
  if (item.fault) return *item.fault;
  for (OutcomeRecord& outcome : item.outcomes) {
    auto sent = send_outcome(outcome);
    if (!sent) return sent;
    const auto others = job_.other_names.find(outcome.file);
    if (others == job_.other_names.end()) continue;
    for (const FileId other : others->second) {
      outcome.file = other;
      sent = send_outcome(outcome);
      if (!sent) return sent;
    }
  }
  progress_.bytes_read += item.batch->content_bytes;
  return job_.send(progress_);
}

Result<void> Recorder::send_outcome(const OutcomeRecord& outcome) {
  ++progress_.files_done;
  return job_.send(OutcomeKnown{outcome});
}

}  // namespace winnow
