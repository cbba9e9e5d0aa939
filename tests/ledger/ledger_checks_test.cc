// Each way in which a message can be out of place, and that the ledger refuses it.
#include <gtest/gtest.h>

#include <limits>

#include "tests/ledger/ledger_messages.h"

namespace winnow {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

TEST(LedgerChecks, TheRunComesFirstAndOnce) {
  Fed fed;
  EXPECT_EQ(fed.refusal(opened_image()),
            "message refused: nothing says what the run is");
  fed.take(sample_run());
  EXPECT_EQ(fed.refusal(sample_run()), "message refused: a run within a run");
}

TEST(LedgerChecks, ARunMustAddUp) {
  Fed fed;
  RunStarted run = sample_run();
  run.set_ids.pop_back();
  EXPECT_NE(fed.refusal(run), "taken");
  run = sample_run();
  run.set_types[0] = 3;
  EXPECT_NE(fed.refusal(run), "taken");
  run = sample_run();
  run.algorithms = 8;
  EXPECT_NE(fed.refusal(run), "taken");
}

TEST(LedgerChecks, NothingButTheAccountIsTaken) {
  Fed fed;
  fed.list(1);
  for (const Message& message :
       {Message(ScanOrder{}), Message(Progress{}), Message(Broken{})}) {
    EXPECT_EQ(fed.refusal(message), "message refused: not a thing to put on record");
  }
}

TEST(LedgerChecks, ThingsComeInTheirTurn) {
  Fed fed;
  fed.take(sample_run());
  EXPECT_NE(fed.refusal(volume(0)), "taken");
  EXPECT_NE(fed.refusal(FileFound{file_record(0)}), "taken");
  EXPECT_NE(fed.refusal(InventoryDone{}), "taken");
  EXPECT_NE(fed.refusal(ProblemMet{}), "taken");
  EXPECT_NE(fed.refusal(Done{}), "taken");
  fed.take(opened_image());
  EXPECT_NE(fed.refusal(opened_image()), "taken");
  EXPECT_NE(fed.refusal(OutcomeKnown{hashed(0)}), "taken");
  EXPECT_NE(fed.refusal(Done{}), "taken");
  fed.take(volume(0));
  fed.take(FileFound{file_record(0)});
  EXPECT_NE(fed.refusal(InventoryDone{2, 0, 0}), "taken");
  fed.take(InventoryDone{1, 0, 0});
  EXPECT_NE(fed.refusal(volume(1)), "taken");
  EXPECT_NE(fed.refusal(FileFound{file_record(1)}), "taken");
  EXPECT_NE(fed.refusal(InventoryDone{1, 0, 0}), "taken");
  fed.take(Done{});
  EXPECT_EQ(fed.refusal(Done{}), "message refused: something after the end");
  EXPECT_NE(fed.refusal(OutcomeKnown{hashed(0)}), "taken");
  EXPECT_NE(fed.refusal(ChildDied{"late"}), "taken");
}

TEST(LedgerChecks, NumbersFollowEachOther) {
  Fed fed;
  fed.begin();
  EXPECT_NE(fed.refusal(volume(0)), "taken");
  EXPECT_NE(fed.refusal(volume(2)), "taken");
  EXPECT_EQ(fed.refusal(volume(1)), "taken");
  EXPECT_NE(fed.refusal(FileFound{file_record(1)}), "taken");
  FileRecord file = file_record(0);
  file.id = kNoFile;
  EXPECT_NE(fed.refusal(FileFound{file}), "taken");
}

TEST(LedgerChecks, FilesAreOfAVolumeAndHaveAPath) {
  Fed fed;
  fed.begin();
  FileRecord file = file_record(0);
  file.volume = 1;
  EXPECT_EQ(fed.refusal(FileFound{file}), "message refused: a file of no volume");
  file = file_record(0);
  for (const char* path : {"", "a", "volume-0/a"}) {
    file.path = path;
    EXPECT_EQ(fed.refusal(FileFound{file}), "message refused: a file of no path");
  }
}

TEST(LedgerChecks, LinksPointBack) {
  Fed fed;
  fed.begin();
  FileRecord file = file_record(0);
  file.same_content_as = 0;
  EXPECT_NE(fed.refusal(FileFound{file}), "taken");
  fed.take(FileFound{file_record(0)});
  file = file_record(1);
  file.same_content_as = 2;
  EXPECT_NE(fed.refusal(FileFound{file}), "taken");
  file.same_content_as = 0;
  EXPECT_EQ(fed.refusal(FileFound{file}), "taken");
}

TEST(LedgerChecks, RangesLieInsideTheEvidence) {
  Fed fed;
  fed.begin();
  const auto with_run = [](winnow::Run run) {
    FileRecord file = file_record(0);
    file.runs = {run};
    return FileFound{file};
  };
  EXPECT_EQ(fed.refusal(with_run({0, kExhibitBytes})), "taken");
  EXPECT_EQ(fed.refusal(with_run({kExhibitBytes, 0})), "taken");
  EXPECT_EQ(fed.refusal(with_run({winnow::Run::kHole, kMost})), "taken");
  for (const winnow::Run& run :
       {winnow::Run{0, kExhibitBytes + 1}, winnow::Run{kExhibitBytes, 1},
        winnow::Run{kExhibitBytes + 1, 0}, winnow::Run{kMost - 1, 2},
        winnow::Run{1, kMost}}) {
    EXPECT_NE(fed.refusal(with_run(run)), "taken") << run.offset << " " << run.length;
  }
  VolumeFound wide = volume(1);
  wide.volume.offset = 1;
  EXPECT_NE(fed.refusal(wide), "taken");
  EXPECT_NE(fed.refusal(ProblemMet{{"", 1, kExhibitBytes, "note", ""}}), "taken");
  EXPECT_EQ(fed.refusal(ProblemMet{{"", 0, kExhibitBytes, "note", ""}}), "taken");
  fed.take(InventoryDone{0, 0, 0});
}

TEST(LedgerChecks, UnreadableRangesLieInsideTheEvidence) {
  Fed fed;
  fed.list(1);
  OutcomeRecord outcome = not_read(0, FileOutcome::unreadable, "read error");
  outcome.unreadable = {{kExhibitBytes - 1, 2}};
  EXPECT_NE(fed.refusal(OutcomeKnown{outcome}), "taken");
  outcome.unreadable = {{winnow::Run::kHole, 2}};
  EXPECT_NE(fed.refusal(OutcomeKnown{outcome}), "taken");
  outcome.unreadable = {{kExhibitBytes - 1, 1}};
  EXPECT_EQ(fed.refusal(OutcomeKnown{outcome}), "taken");
}

TEST(LedgerChecks, AFolderHasNoPlacesOnADevice) {
  Fed fed;
  fed.take(sample_run());
  Opened folder = opened_image();
  folder.evidence.is_folder = true;
  folder.evidence.bytes = 0;
  fed.take(folder);
  fed.take(volume(0));
  EXPECT_NE(fed.refusal(FileFound{file_record(0)}), "taken");
  FileRecord file = file_record(0);
  file.runs.clear();
  EXPECT_EQ(fed.refusal(FileFound{file}), "taken");
}

TEST(LedgerChecks, OneOutcomeForAFileThatIsThere) {
  Fed fed;
  fed.list(2);
  EXPECT_NE(fed.refusal(OutcomeKnown{hashed(2)}), "taken");
  EXPECT_NE(fed.refusal(OutcomeKnown{hashed(kNoFile)}), "taken");
  fed.take(OutcomeKnown{hashed(1)});
  EXPECT_EQ(fed.refusal(OutcomeKnown{hashed(1)}),
            "message refused: a second outcome of a file");
}

TEST(LedgerChecks, MatchesAreOfASetAndOfADigestThatIsThere) {
  Fed fed;
  fed.list(1);
  EXPECT_EQ(fed.refusal(OutcomeKnown{matched(0)}),
            "message refused: a match with an unknown entry");
  fed.take(entry_met());
  EXPECT_EQ(fed.refusal(OutcomeKnown{matched(0)}), "taken");
  OutcomeRecord outcome = matched(0);
  outcome.matches.clear();
  EXPECT_NE(fed.refusal(OutcomeKnown{outcome}), "taken");
  outcome = matched(0);
  outcome.matches[0].set = 2;
  EXPECT_NE(fed.refusal(OutcomeKnown{outcome}), "taken");
  outcome = matched(0);
  outcome.matches.push_back(outcome.matches[0]);
  EXPECT_NE(fed.refusal(OutcomeKnown{outcome}), "taken");
  outcome = matched(0);
  outcome.digests = {};
  EXPECT_NE(fed.refusal(OutcomeKnown{outcome}), "taken");
  // Of a known set no entry need be on record.
  outcome = matched(0);
  outcome.matches = {{1, 99, Algorithm::md5, false}};
  EXPECT_EQ(fed.refusal(OutcomeKnown{outcome}), "taken");
}

TEST(LedgerChecks, MatchesAreOfDigestsThatWereAskedFor) {
  Fed fed;
  RunStarted run = sample_run();
  run.algorithms = 1;  // MD5 alone
  fed.take(run);
  fed.take(opened_image());
  fed.take(volume(0));
  fed.take(FileFound{file_record(0)});
  fed.take(InventoryDone{1, 0, 0});
  fed.take(entry_met());
  EXPECT_NE(fed.refusal(OutcomeKnown{matched(0)}), "taken");
}

TEST(LedgerChecks, EntriesAreOfASet) {
  Fed fed;
  fed.list(0);
  EXPECT_EQ(fed.refusal(EntryMet{1, 5, "", {}, "", "", 0}), "taken");
  EXPECT_NE(fed.refusal(EntryMet{2, 5, "", {}, "", "", 0}), "taken");
}

}  // namespace
}  // namespace winnow
