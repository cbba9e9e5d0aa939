// Messages of an invented exhibit, and a ledger fed with them.
//
// The exhibit has 1 MiB; file N has 4,096 bytes at byte N * 4,096. Two sets: 0 is
// notable, 1 is known.
#ifndef WINNOW_TESTS_LEDGER_LEDGER_MESSAGES_H_
#define WINNOW_TESTS_LEDGER_LEDGER_MESSAGES_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/digester.h"
#include "scanner/ledger/ledger.h"

namespace winnow {

inline constexpr std::uint64_t kExhibitBytes = 1 << 20;
inline constexpr std::uint64_t kFileBytes = 4096;

inline RunStarted sample_run() {
  RunStarted run;
  run.exhibit = "usb";
  run.path = "/evidence/usb.raw";
  run.set_names = {"grade1", "os"};
  run.set_ids = {"00", "11"};
  run.set_types = {0, 1};
  run.set_probative_ppm = {900'000, 0};
  run.set_pdq_counts = {1000, 0};
  run.set_distances = {31, 31};
  run.classes = {{"photograph", 10}, {"face", 30}};
  return run;
}

inline Opened opened_image() {
  Opened opened;
  opened.evidence.kind = "raw";
  opened.evidence.bytes = kExhibitBytes;
  return opened;
}

inline VolumeFound volume(std::uint32_t index,
                          VolumeOutcome outcome = VolumeOutcome::examined) {
  return {{index, 0, kExhibitBytes, "ext4", outcome, ""}};
}

inline FileRecord file_record(FileId id) {
  FileRecord file;
  file.id = id;
  file.path = "/volume-0/" + std::to_string(id);
  file.size = kFileBytes;
  file.inode = 100 + id;
  file.runs = {{id * kFileBytes, kFileBytes}};
  return file;
}

inline OutcomeRecord hashed(FileId id) {
  OutcomeRecord outcome;
  outcome.file = id;
  outcome.outcome = FileOutcome::hashed;
  const std::string content = std::to_string(id);
  for (const Algorithm a : kAlgorithms) {
    outcome.digests.set(digest_of(a, bytes_of(content)));
  }
  return outcome;
}

inline OutcomeRecord matched(FileId id, std::uint32_t entry = 0) {
  OutcomeRecord outcome = hashed(id);
  outcome.outcome = FileOutcome::matched;
  outcome.matches = {{0, entry, Algorithm::sha1, false}};
  return outcome;
}

inline OutcomeRecord not_read(FileId id, FileOutcome word, const std::string& reason) {
  OutcomeRecord outcome;
  outcome.file = id;
  outcome.outcome = word;
  outcome.reason = reason;
  return outcome;
}

inline EntryMet entry_met(std::uint32_t entry = 0) {
  return {0, entry, "profile", 2, "label", "list.txt", 10 * 4096};
}

// Blocks of the entry of entry_met(), from its fourth on.
inline BlockRunMet block_run(std::uint64_t offset, std::uint32_t blocks,
                             Tier tier = Tier::everything) {
  return {{offset, blocks, 0, 0, 3}, tier};
}

inline SpaceSearched searched_chunk(std::uint32_t chunk, std::vector<Run> ranges = {}) {
  SpaceSearched space;
  space.chunk = chunk;
  space.searched = std::move(ranges);
  return space;
}

// A ledger and what it says of each message.
class Fed {
 public:
  // The message was taken; the test has failed otherwise.
  void take(const Message& message) {
    const auto checked = ledger.check(message);
    ASSERT_TRUE(checked) << checked.error().what;
    ledger.apply(message);
  }
  // Why the message is refused, "taken" if it is not; the ledger stays as it is.
  [[nodiscard]] std::string refusal(const Message& message) const {
    const auto checked = ledger.check(message);
    return checked ? "taken" : checked.error().what;
  }
  // As far as an inventory of so many plain files.
  void list(FileId files) {
    take(sample_run());
    list_behind_run(files);
  }
  // The same, where the run was told of already.
  void list_behind_run(FileId files) {
    take(opened_image());
    take(volume(0));
    for (FileId id = 0; id < files; ++id) take(FileFound{file_record(id)});
    take(InventoryDone{files, 7, 0});
  }
  void begin() {
    take(sample_run());
    take(opened_image());
    take(volume(0));
  }

  Ledger ledger;
};

}  // namespace winnow

#endif  // WINNOW_TESTS_LEDGER_LEDGER_MESSAGES_H_
