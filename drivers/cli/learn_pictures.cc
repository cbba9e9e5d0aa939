#include "drivers/cli/learn_pictures.h"
#include "drivers/answers/words.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <variant>

#include "base/text.h"
#include "drivers/cases/tool_version.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/console.h"
#include "scanner/supervise/child_process.h"
#include "scanner/supervise/recorder.h"
#include "scanner/supervise/supervisor.h"

namespace winnow {
namespace {

// Frames of a video that are as near to each other as this say the same.
constexpr unsigned kSameFrame = 8;

class PictureProgress final : public ScanWatcher {
 public:
  void progressed(const Progress& progress) override {
    show_progress("pictures: " + grouped(progress.files_done) + " of " +
                  counted_text(progress.files_planned, "file"));
  }
};

void add_hashes(const LookRecord& look, std::vector<PdqHash>& hashes,
                LearnedPictures& learned) {
  bool has_any = false;
  for (const PictureRecord& picture : look.pictures) {
    if (picture.quality < kLeastPdqQuality) continue;
    has_any = true;
    const PdqHash& hash = picture.full[0];
    const bool is_same = std::any_of(
        hashes.begin(), hashes.end(),
        [&hash](const PdqHash& one) { return pdq_distance(one, hash) <= kSameFrame; });
    if (!is_same) hashes.push_back(hash);
  }
  if (!look.pictures.empty() && !has_any) ++learned.too_even;
}

Result<LearnedPictures> read_record(const std::string& record) {
  LearnedPictures learned;
  std::vector<std::pair<FileId, std::string>> not_seen;
  auto replay = replay_journal(record, [&](const Message& message) -> Result<void> {
    const auto* known = std::get_if<OutcomeKnown>(&message);
    if (known == nullptr) return {};
    const OutcomeRecord& outcome = known->outcome;
    // The child may read less than the program that has digested them.
    if (outcome.outcome != FileOutcome::hashed &&
        outcome.outcome != FileOutcome::matched &&
        outcome.outcome != FileOutcome::skipped) {
      not_seen.emplace_back(outcome.file, outcome.reason);
    }
    const auto& sha256 = outcome.digests.get(Algorithm::sha256);
    if (!outcome.look || !sha256) return {};
    const LookRecord& look = *outcome.look;
    if (look.outcome != FileOutcome::hashed) {
      not_seen.emplace_back(outcome.file, look.type + ": " + look.reason);
    }
    if (look.pictures.empty()) return {};
    add_hashes(look, learned.hashes[sha256->hex()], learned);
    return {};
  });
  if (!replay) return std::move(replay).error();
  constexpr std::string_view kVolume = "/volume-0/";
  for (const auto& [file, why] : not_seen) {
    const std::string path = replay->ledger.files().path(file);
    learned.not_seen.push_back(path.substr(std::min(path.size(), kVolume.size())) +
                               ": " + why);
  }
  return learned;
}

// A record that came to its end says nothing of what has changed since.
Result<void> drop_stale(const std::string& record) {
  if (::access(record.c_str(), F_OK) != 0) return {};
  const auto replay = replay_journal(record);
  if (!replay) return replay.error();
  const bool goes_on = replay->end != JournalEnd::damaged && !replay->ledger.ended();
  if (!goes_on && ::unlink(record.c_str()) != 0) {
    return fault_from_errno(errno, "cannot be removed", record);
  }
  return {};
}

}  // namespace

std::vector<PdqHash> LearnedPictures::of(const Digest& sha256) const {
  const auto found = hashes.find(sha256.hex());
  return found == hashes.end() ? std::vector<PdqHash>() : found->second;
}

Result<LearnedPictures> learn_pictures(const std::string& folder,
                                       const std::string& record,
                                       std::uint32_t threads) {
  auto files = open_exhibit(folder);
  if (!files) return std::move(files).error();
  auto worker = find_worker();
  if (!worker) return std::move(worker).error();
  ScanSettings settings;
  settings.until = Tier::look;
  settings.algorithms = AlgorithmSet();
  settings.algorithms.add(Algorithm::sha256);
  settings.keeps_pictures = true;
  settings.takes_members = false;
  settings.threads = threads;
  settings.worker = std::move(*worker);
  settings.tool_version = tool_version();
  const Exhibit exhibit{"reference files", std::move(*files), record};
  if (auto dropped = drop_stale(record); !dropped) return std::move(dropped).error();
  PictureProgress progress;
  auto scanned = scan_exhibit(exhibit, {}, settings, progress);
  if (!scanned && scanned.error().kind == FaultKind::usage) {
    // The files are not those that an earlier run began with.
    ::unlink(record.c_str());
    scanned = scan_exhibit(exhibit, {}, settings, progress);
  }
  end_progress();
  if (!scanned) return scanned.error();
  if (scanned->end == ScanEnd::interrupted) {
    return Fault{FaultKind::usage, "was broken off; the same command goes on with it",
                 folder, std::nullopt};
  }
  if (scanned->end == ScanEnd::gave_up) {
    return Fault{FaultKind::io,
                 "its pictures could not be examined: the worker ended again and again",
                 folder, std::nullopt};
  }
  return read_record(record);
}

}  // namespace winnow
