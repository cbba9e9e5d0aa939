// Scans for the tests of this room: a job over made-up files, and what it sends.
#ifndef WINNOW_TESTS_PIPELINE_SCAN_JOBS_H_
#define WINNOW_TESTS_PIPELINE_SCAN_JOBS_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "scanner/pipeline/tiered_scan.h"
#include "tests/examine/examined_files.h"
#include "tests/hashsets/set_files.h"

namespace winnow {

// Every message of a scan as its frame, in order; without what no two scans agree on,
// such as how long it takes.
struct SentFrames {
  std::vector<std::string> frames;
  // After this many messages the channel is broken.
  std::size_t limit = ~std::size_t{0};

  [[nodiscard]] Result<void> operator()(Message message) {
    if (frames.size() >= limit) return Fault{FaultKind::io, "channel closed", "", {}};
    if (auto* progress = std::get_if<Progress>(&message)) {
      progress->bytes_fetched = 0;
      progress->later_milliseconds = 0;
      progress->bottleneck = Bottleneck::unknown;
    }
    if (auto* planned = std::get_if<TierPlanned>(&message)) {
      planned->milliseconds = 0;
      planned->bottleneck = Bottleneck::unknown;
    }
    frames.emplace_back();
    encode(message, frames.back());
    return {};
  }
  // Without the progress, and in one order of those there may be: batches are told of
  // as they are done, but never across the end of a tier.
  [[nodiscard]] std::vector<std::string> in_one_order() const {
    std::vector<std::string> ordered;
    std::size_t begin = 0;
    for (const std::string& frame : frames) {
      const auto message = decode(bytes_of(frame).subspan(4));
      EXPECT_TRUE(message);
      if (!message || std::holds_alternative<Progress>(*message)) continue;
      ordered.push_back(frame);
      const bool ends = std::holds_alternative<TierDone>(*message) ||
                        std::holds_alternative<TierPlanned>(*message) ||
                        std::holds_alternative<SamplesPlanned>(*message);
      if (!ends) continue;
      std::sort(ordered.begin() + static_cast<std::ptrdiff_t>(begin),
                ordered.end() - 1);
      begin = ordered.size();
    }
    std::sort(ordered.begin() + static_cast<std::ptrdiff_t>(begin), ordered.end());
    return ordered;
  }
  // Those of one kind.
  template <typename Kind>
  [[nodiscard]] std::vector<Kind> all() const {
    std::vector<Kind> found;
    for (const std::string& frame : frames) {
      const auto message = decode(bytes_of(frame).subspan(4));
      EXPECT_TRUE(message);
      if (message && std::holds_alternative<Kind>(*message)) {
        found.push_back(std::get<Kind>(*message));
      }
    }
    return found;
  }
};

constexpr unsigned kSerially = 0;

// A scan that is ready to begin, as often as a test wants. What it is over must outlive
// it.
struct PlannedScan {
  PlannedScan(const Exhibit& exhibit, const std::vector<HashSet>& sets)
      : rules(TierRules::of(sets)) {
    EXPECT_TRUE(rules);
    job.exhibit = exhibit;
    job.sets = &sets;
    job.algorithms = AlgorithmSet::all();
  }

  Result<TierRules> rules;
  ScanJob job;
  ScanOrder order;
};

// What a job needs to look at contents, of which it decodes none; outlives the scan.
struct LookGiven {
  explicit LookGiven(const ExaminedFiles& files) : folders(files.inventory) {}
  void take_part(ScanJob& job) {
    job.look = &rules;
    job.seen = &seen;
    job.folders = &folders;
  }

  LookRules rules;
  SeenPictures seen;
  FolderIndex folders;
};

// Scans with that many threads, or by the serial twin.
inline Result<void> scan(PlannedScan& planned, unsigned threads, SentFrames& sent,
                         std::uint64_t memory_bytes = std::uint64_t{1} << 30) {
  constexpr std::uint64_t kSeed = 7;
  planned.job.rules = &*planned.rules;
  if (!planned.job.send) {
    planned.job.send = [&sent](const Message& message) { return sent(message); };
  }
  planned.order.serial = threads == kSerially;
  planned.order.threads = threads;
  planned.order.memory_budget_bytes = memory_bytes;
  auto result = scan_in_tiers(planned.job, planned.order, kSeed);
  planned.job.send = nullptr;
  return result;
}

// Hundreds of files of every kind, in dozens of batches, some of them unreadable.
inline void fill_with_files(ExaminedFiles& files, std::uint32_t seed) {
  std::mt19937 random(seed);
  const std::size_t size = files.evidence.bytes().size();
  for (int i = 0; i < 600; ++i) {
    const std::size_t longest = i % 50 == 0 ? 5 << 20 : 100'000;
    const std::uint64_t length = choose(random, longest) + 1;
    const std::uint64_t offset = choose(random, size - longest);
    switch (choose(random, 10)) {
      case 0:
        files.add_resident("resident " + std::to_string(i));
        break;
      case 1:
        files.add_none(FileOutcome::skipped, "reason " + std::to_string(i));
        break;
      case 2:
        files.add({{Run::kHole, length}, {offset, 10}});
        break;
      case 3: {
        FileRecord other = files.inventory.files[files.add({{offset, length}})];
        other.same_content_as = other.id;
        files.add_record(other);
        break;
      }
      default:
        files.add({{offset, length}});
    }
  }
  for (int i = 0; i < 3; ++i) files.evidence.fail(choose(random, size - 512), 512);
}

}  // namespace winnow

#endif  // WINNOW_TESTS_PIPELINE_SCAN_JOBS_H_
