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
  run = sample_run();
  run.set_probative_ppm.pop_back();
  EXPECT_EQ(fed.refusal(run), "message refused: the run's sets do not add up");
  run = sample_run();
  run.set_probative_ppm[0] = 1'000'001;
  EXPECT_EQ(fed.refusal(run), "message refused: a share of more than all");
  run.set_probative_ppm[0] = 1'000'000;
  EXPECT_EQ(fed.refusal(run), "taken");
}

TEST(LedgerChecks, NothingButTheAccountIsTaken) {
  Fed fed;
  fed.list(1);
  for (const Message& message : {Message(ScanOrder{}), Message(Progress{}),
                                 Message(Broken{}), Message(GlimpseSeen{})}) {
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
  fed.take(FileFound{file});
  file = file_record(2);
  file.same_content_as = 1;
  EXPECT_EQ(fed.refusal(FileFound{file}),
            "message refused: a file with the content of another name");
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

TEST(LedgerChecks, WhatTheTiersTellComesAfterTheInventory) {
  Fed fed;
  fed.begin();
  fed.take(entry_met());
  const std::vector<Message> messages = {
      FilesSettled{FileOutcome::probed, "why", {}}, block_run(0, 1), searched_chunk(0),
      SamplesPlanned{kFileBytes, 4}, TierDone{Tier::probe}};
  for (const Message& message : messages) {
    EXPECT_NE(fed.refusal(message), "taken") << message.index();
  }
}

TEST(LedgerChecks, FilesAreSettledOnceAndInOrder) {
  Fed fed;
  fed.list(4);
  const auto settle = [](std::vector<FileId> files) {
    return FilesSettled{FileOutcome::probed, "why", std::move(files)};
  };
  EXPECT_EQ(fed.refusal(settle({})), "message refused: settled no file");
  EXPECT_EQ(fed.refusal(settle({4})), "message refused: settled what is no file");
  EXPECT_EQ(fed.refusal(settle({0, kNoFile})),
            "message refused: settled what is no file");
  for (const auto& files : {std::vector<FileId>{1, 0}, {1, 1}, {0, 2, 1}}) {
    EXPECT_EQ(fed.refusal(settle(files)),
              "message refused: settled files out of order");
  }
  fed.take(OutcomeKnown{hashed(3)});
  EXPECT_EQ(fed.refusal(settle({0, 3})),
            "message refused: settled a file that is done");
  fed.take(settle({0, 2}));
  EXPECT_EQ(fed.refusal(settle({1, 2})), "message refused: settled a file again");
  EXPECT_EQ(fed.refusal(settle({1})), "taken");
  EXPECT_EQ(fed.refusal(OutcomeKnown{hashed(2)}), "taken");
}

TEST(LedgerChecks, AProbeSettlesOnlyWithItsOwnOutcomes) {
  Fed fed;
  fed.list(1);
  for (std::size_t i = 0; i < kFileOutcomes; ++i) {
    const auto outcome = static_cast<FileOutcome>(i);
    const bool may = outcome == FileOutcome::probed ||
                     outcome == FileOutcome::skipped ||
                     outcome == FileOutcome::unvisited;
    EXPECT_EQ(fed.refusal(FilesSettled{outcome, "why", {0}}) == "taken", may)
        << to_string(outcome);
  }
}

TEST(LedgerChecks, NoFileEndsAsNotSupported) {
  Fed fed;
  FileFound found{file_record(0)};
  found.file.content = ContentKind::none;
  found.file.none_outcome = FileOutcome::unsupported;
  fed.begin();
  EXPECT_EQ(fed.refusal(found), "message refused: a file that is not supported");
  Fed listed;
  listed.list(1);
  EXPECT_EQ(listed.refusal(OutcomeKnown{not_read(0, FileOutcome::unsupported, "why")}),
            "message refused: a file that is not supported");
  EXPECT_NE(listed.refusal(FilesSettled{FileOutcome::unsupported, "why", {0}}),
            "taken");
}

TEST(LedgerChecks, BlocksAreOfANotableSetAndAnEntryOnRecord) {
  Fed fed;
  fed.list(1);
  EXPECT_EQ(fed.refusal(block_run(0, 1)),
            "message refused: blocks of an unknown entry");
  fed.take(entry_met());
  fed.take(EntryMet{1, 0, "", {}, "", "", 0});
  EXPECT_EQ(fed.refusal(block_run(0, 1)), "taken");
  BlockRunMet met = block_run(0, 1);
  met.run.entry = 1;
  EXPECT_EQ(fed.refusal(met), "message refused: blocks of an unknown entry");
  for (const std::uint32_t set : {1u, 2u, 0xffffffffu}) {
    met = block_run(0, 1);
    met.run.set = set;
    EXPECT_EQ(fed.refusal(met), "message refused: blocks of no notable set");
  }
  for (const Tier tier : {Tier::inventory, Tier::look}) {
    met = block_run(0, 1);
    met.tier = tier;
    EXPECT_EQ(fed.refusal(met),
              "message refused: blocks met in a tier that looks for none");
  }
}

TEST(LedgerChecks, BlocksLieInsideTheEvidence) {
  Fed fed;
  fed.list(1);
  fed.take(entry_met());
  const std::uint64_t all = kExhibitBytes / 4096;
  EXPECT_EQ(fed.refusal(block_run(0, static_cast<std::uint32_t>(all))), "taken");
  EXPECT_EQ(fed.refusal(block_run(kExhibitBytes - 4096, 1)), "taken");
  EXPECT_EQ(fed.refusal(block_run(0, 0)), "message refused: a run of no blocks");
  for (const auto& [offset, blocks] :
       std::vector<std::pair<std::uint64_t, std::uint32_t>>{
           {0, static_cast<std::uint32_t>(all + 1)},
           {kExhibitBytes - 4095, 1},
           {kMost, 1},
           {kMost - 4095, 1},
           {0, 0xffffffff}}) {
    EXPECT_NE(fed.refusal(block_run(offset, blocks)), "taken") << offset;
  }
}

TEST(LedgerChecks, SamplesAddUp) {
  Fed fed;
  fed.list(1);
  SpaceSearched space;
  space.samples = 1;
  EXPECT_EQ(fed.refusal(space), "message refused: samples that were not planned");
  fed.take(SamplesPlanned{1 << 19, 10});
  EXPECT_EQ(fed.refusal(SamplesPlanned{1 << 19, 10}), "taken");
  EXPECT_EQ(fed.refusal(SamplesPlanned{1 << 20, 10}),
            "message refused: other samples than were planned before");
  EXPECT_NE(fed.refusal(SamplesPlanned{1 << 19, 11}), "taken");
  space.samples_unread = 2;
  EXPECT_EQ(fed.refusal(space), "message refused: samples do not add up");
  space.samples_unread = 1;
  fed.take(space);
  space.samples = 10;
  EXPECT_EQ(fed.refusal(space), "message refused: more samples than were planned");
  space.samples = 9;
  fed.take(space);
  space.samples = 1;
  EXPECT_NE(fed.refusal(space), "taken");
  space.samples = 0xffffffff;
  EXPECT_NE(fed.refusal(space), "taken");
}

TEST(LedgerChecks, AChunkIsSearchedOnceAndInsideTheEvidence) {
  Fed fed;
  fed.list(1);
  EXPECT_EQ(fed.refusal(searched_chunk(1)),
            "message refused: a search beyond the evidence");
  EXPECT_NE(fed.refusal(searched_chunk(0xfffffffe)), "taken");
  fed.take(searched_chunk(0));
  EXPECT_EQ(fed.refusal(searched_chunk(0)), "message refused: the same search again");
}

TEST(LedgerChecks, SearchedRangesLieInsideTheEvidence) {
  Fed fed;
  fed.list(1);
  SpaceSearched space;
  for (const winnow::Run& run :
       {winnow::Run{0, kExhibitBytes + 1}, winnow::Run{kExhibitBytes, 1},
        winnow::Run{winnow::Run::kHole, 1}, winnow::Run{1, kMost}}) {
    space.searched = {{0, 512}, run};
    EXPECT_NE(fed.refusal(space), "taken") << run.offset;
  }
  space.searched = {{0, 512}, {kExhibitBytes - 512, 512}};
  EXPECT_EQ(fed.refusal(space), "taken");
}

TEST(LedgerChecks, AFolderHasNoFreeSpace) {
  Fed fed;
  fed.take(sample_run());
  Opened folder = opened_image();
  folder.evidence.is_folder = true;
  folder.evidence.bytes = 0;
  fed.take(folder);
  fed.take(volume(0));
  fed.take(InventoryDone{0, 0, 0});
  fed.take(entry_met());
  EXPECT_EQ(fed.refusal(block_run(0, 1)),
            "message refused: a place on a device, in a folder");
  SpaceSearched space;
  space.searched = {{0, 1}};
  EXPECT_NE(fed.refusal(space), "taken");
}

TEST(LedgerChecks, FreeSpaceIsBarredOnceAndInsideTheEvidence) {
  const auto barred = [](std::uint64_t number) {
    return PlaceBarred{{{WorkStep::space, 0, number}, 1, false, "crashed"}};
  };
  Fed early;
  early.take(sample_run());
  early.take(opened_image());
  EXPECT_EQ(early.refusal(barred(0)),
            "message refused: barred free space before the inventory");
  Fed fed;
  fed.list(0);
  EXPECT_EQ(fed.refusal(barred(1)),
            "message refused: barred free space beyond the evidence");
  EXPECT_EQ(fed.refusal(barred(~std::uint64_t{0})),
            "message refused: barred free space beyond the evidence");
  fed.take(barred(0));
  EXPECT_EQ(fed.refusal(barred(0)),
            "message refused: barred free space that was searched");
  EXPECT_EQ(fed.refusal(searched_chunk(0)), "message refused: the same search again");
  EXPECT_EQ(fed.refusal(barred(SpaceSearched::kNoChunk)),
            "message refused: a barred sample that was not planned");
  fed.take(SamplesPlanned{4096, 1});
  fed.take(barred(SpaceSearched::kNoChunk));
  EXPECT_EQ(fed.refusal(barred(SpaceSearched::kNoChunk)),
            "message refused: a barred sample that was not planned");
  // The walk is over.
  EXPECT_NE(fed.refusal(PlaceBarred{{{WorkStep::entry, 0, 1}, 1, false, ""}}), "taken");
}

TEST(LedgerChecks, NoTierEndsThatWasNotAskedFor) {
  Fed fed;
  RunStarted run = sample_run();
  run.until = Tier::probe;
  fed.take(run);
  fed.take(opened_image());
  fed.take(InventoryDone{0, 0, 0});
  fed.take(TierDone{Tier::probe});
  EXPECT_EQ(fed.refusal(TierDone{Tier::confirm}),
            "message refused: the end of a tier that was not asked for");
  // After a restart the early tiers come to their end again.
  EXPECT_EQ(fed.refusal(TierDone{Tier::probe}), "taken");
}

}  // namespace
}  // namespace winnow
