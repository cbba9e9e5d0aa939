// A case of invented journals, and an exhibit that leaves something in every table.
#ifndef WINNOW_TESTS_STORE_PRACTICE_CASE_H_
#define WINNOW_TESTS_STORE_PRACTICE_CASE_H_

#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "drivers/store/case_store.h"
#include "scanner/supervise/recorder.h"
#include "tests/base/temp_folder.h"
#include "tests/ledger/ledger_messages.h"

namespace winnow {

// A case of invented journals.
class PracticeCase {
 public:
  PracticeCase() {
    auto made = CaseFolder::open_or_create(temporary.path("case"), "test");
    EXPECT_TRUE(made);
    folder.emplace(std::move(*made));
  }

  // Records messages as the journal of an exhibit; gives its ledger.
  std::unique_ptr<Ledger> record(const std::string& ref,
                                 const std::vector<Message>& messages) {
    RunStarted run = sample_run();
    run.exhibit = ref;
    auto recorder = Recorder::begin(folder->journal_path(ref), run);
    EXPECT_TRUE(recorder);
    for (const Message& message : messages) {
      const auto taken = recorder->record(message);
      EXPECT_TRUE(taken && taken->is_taken) << (taken ? taken->refusal : "");
    }
    EXPECT_TRUE(recorder->journal().sync());
    return recorder->take_ledger();
  }

  CaseStore open_store() {
    auto store = CaseStore::open(folder->database_path());
    EXPECT_TRUE(store);
    EXPECT_TRUE(store->bring_up_to_date(*folder));
    return std::move(*store);
  }

  TempFolder temporary;
  std::optional<CaseFolder> folder;
};

inline SpaceSearched sampled_space() {
  SpaceSearched space;
  space.samples = 30;
  space.samples_unread = 1;
  space.searched = {{64 * 4096, 3 * 4096}};
  return space;
}

// An exhibit with something in every table.
inline std::vector<Message> rich_exhibit() {
  Opened opened = opened_image();
  opened.evidence.metadata = {{"acq.case_number", "17"}, {"acq.examiner", "N. N."}};
  FileRecord first = file_record(0);
  first.times.modified = Instant{-62'135'596'801, 5};  // hostile, and kept as it is
  first.times.created = Instant{1'700'000'000, 999};
  first.runs = {{0, 2048}, {winnow::Run::kHole, 1024}, {8192, 1024}};
  first.inode = std::numeric_limits<std::uint64_t>::max();
  first.path = "/volume-0/z'\"; DROP TABLE files";
  FileRecord second = file_record(1);
  second.same_content_as = 0;
  second.allocated = false;
  second.uncertain = true;
  OutcomeRecord unreadable = not_read(2, FileOutcome::unreadable, "read error");
  unreadable.unreadable = {{8192, 4096}};
  OutcomeRecord benign = hashed(3);
  benign.matches = {{1, 0, Algorithm::md5, false}};
  MemberRecord member{"pictures/1.jpg", 1000, FileOutcome::hashed, "",
                      benign.digests,   {},   LookRecord{}};
  member.look->type = "a picture of a kind with a long name";
  member.look->is_picture = true;
  member.look->pictures = {{0, 80, {}, PdqVariantHashes{}}};
  member.look->named = {{benign.digests, "table files, row 1", {}}};
  MemberRecord archive{"more.zip",     500, FileOutcome::hashed, "",
                       benign.digests, {},  LookRecord{}};
  archive.look->type = "archive";
  benign.members = {member, archive};
  return {opened,
          volume(0),
          volume(1, VolumeOutcome::encrypted),
          FileFound{first},
          FileFound{second},
          FileFound{file_record(2)},
          FileFound{file_record(3)},
          FileFound{file_record(4)},
          InventoryDone{5, 7, 0},
          ProblemMet{{"", 512, 1024, "unreadable", "read error"}},
          entry_met(),
          entry_met(9),
          FilesSettled{FileOutcome::probed, "no listed file begins like it", {1, 4}},
          SamplesPlanned{1 << 19, 40},
          BlockRunMet{{64 * 4096, 3, 0, 9, 2}, Tier::probe},
          sampled_space(),
          OutcomeKnown{matched(0)},
          OutcomeKnown{matched(1, 9)},
          OutcomeKnown{unreadable},
          OutcomeKnown{benign}};
}

}  // namespace winnow

#endif  // WINNOW_TESTS_STORE_PRACTICE_CASE_H_
