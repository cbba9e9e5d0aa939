// The stages of a part of a scan as plain functions: read, examine, match, look,
// record.
//
// The pipeline runs them in parallel, the serial twin one after the other; both give
// the same messages, which is what makes the twin an oracle.
#ifndef WINNOW_SCANNER_PIPELINE_STAGES_H_
#define WINNOW_SCANNER_PIPELINE_STAGES_H_

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "hashsets/hash_set.h"
#include "scanner/examine/block_search.h"
#include "scanner/examine/examiner.h"
#include "scanner/examine/likelihood.h"
#include "scanner/examine/looker.h"
#include "scanner/match/tier_rules.h"
#include "scanner/plan/device_order.h"
#include "scanner/wire/messages.h"

namespace winnow {

// One batch on its way through the stages.
struct Item {
  std::size_t number = 0;  // of the batch in the plan
  const Batch* batch = nullptr;
  LoadedBatch loaded;
  std::vector<OutcomeRecord> outcomes;
  std::vector<Looked> looked;  // of these, if they are looked at
  // Of a batch of heads:
  std::vector<std::optional<HeadKey>> heads;
  std::vector<Need> needs;
  std::vector<Likelihood> likelihoods;  // in tier look, instead of keys and needs
  // Of a batch of free space:
  BlockKeys blocks;
  std::vector<BlockRunRecord> runs;
  std::optional<BlocksKept> kept;
  SpaceSearched searched;
  std::optional<Fault> fault;  // the scan cannot go on; later stages pass it by
};

// Why a file is not told of before the last tier.
inline constexpr std::string_view kOnlyWhole =
    "only all of its bytes can tell: a set has neither sizes nor first blocks";

inline constexpr std::string_view kMayBeListed =
    "may be listed: only all of its bytes can tell";

// What a part of a scan leaves to the next ones.
struct Gleaned {
  std::vector<bool> has_outcome;      // of each file: known for good
  std::vector<FileId> to_confirm;     // that a probe kept
  std::vector<Likelihood> to_look;    // by file, once their heads were seen
  std::vector<BlockRunRecord> leads;  // that samples met
};

// All that the stages share; constant while the batches run, but for what it says
// otherwise.
struct ScanJob {
  Exhibit exhibit;
  const std::vector<HashSet>* sets = nullptr;
  const TierRules* rules = nullptr;  // of these sets
  AlgorithmSet algorithms;
  Tier tier = Tier::everything;  // that the batches are owed to
  bool keeps_blocks = false;     // the keys of those in free space
  bool only_glances = false;     // at pictures, to see which come first: no outcomes
  std::vector<Batch> batches;
  // Their messages too: of samples the record says only how many are done.
  bool in_plan_order = false;
  // Other names of a planned file's content: they take over its outcome.
  std::unordered_map<FileId, std::vector<FileId>> other_names;
  // How contents are looked at; null if they are not.
  const LookRules* look = nullptr;
  std::optional<Instant> latest;  // when the last file was written
  SeenPictures* seen = nullptr;   // thread-safe, as are the next two
  KnownClasses* known_classes = nullptr;
  const FolderIndex* folders = nullptr;
  WorkMarks* marks = &untold_marks();  // told of every file, from any thread
  // Takes every message, from one thread at a time; a fault ends the scan.
  std::function<Result<void>(const Message&)> send;
  Gleaned* gleaned = nullptr;            // filled by the last stage
  std::uint64_t later_milliseconds = 0;  // that later tiers are expected to take
};

void read_stage(const ScanJob& job, Item& item);
void examine_stage(const ScanJob& job, Examiner& examiner, Item& item);
void match_stage(const ScanJob& job, Item& item);
// Of a job that looks at contents.
[[nodiscard]] std::unique_ptr<Looker> make_looker(const ScanJob& job);
// The last that needs a batch's bytes. `looker` is null if nothing is looked at.
void look_stage(const ScanJob& job, Looker* looker, Item& item);

// The last stage: serial.
class Recorder {
 public:
  explicit Recorder(const ScanJob& job);
  [[nodiscard]] Result<void> record(Item& item, Bottleneck bottleneck);

 private:
  [[nodiscard]] Result<void> record_outcomes(Item& item);
  [[nodiscard]] Result<void> record_heads(const Item& item);
  [[nodiscard]] Result<void> record_likelihoods(const Item& item);
  [[nodiscard]] Result<void> record_space(const Item& item);
  [[nodiscard]] Result<void> send_looked_late(const Item& item);
  // Of every name of its content, each with what that name hints at.
  [[nodiscard]] Result<void> send_outcomes(OutcomeRecord& outcome, ContentType type);
  // Other names of the file's content as well.
  [[nodiscard]] std::vector<FileId> with_other_names(FileId file) const;

  const ScanJob& job_;
  Progress progress_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_PIPELINE_STAGES_H_
