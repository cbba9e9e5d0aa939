// Findings and coverage, held to contract.md.
#include <gtest/gtest.h>

#include <limits>

#include "tests/ledger/ledger_messages.h"

namespace winnow {
namespace {

std::uint64_t sum_of_outcomes(const FileCounts& counts) {
  std::uint64_t sum = 0;
  for (const std::uint64_t count : counts.by_outcome) sum += count;
  return sum;
}

void expect_sums_hold(const Coverage& coverage) {
  EXPECT_EQ(coverage.read_bytes + coverage.unread_bytes + coverage.unreadable_bytes,
            coverage.total_bytes);
  EXPECT_EQ(sum_of_outcomes(coverage.files), coverage.files.listed);
  EXPECT_TRUE(coverage.balanced);
}

TEST(LedgerAnswers, AnEmptyLedgerIsBalancedAndNotComplete) {
  const Ledger ledger;
  const Coverage coverage = ledger.coverage();
  expect_sums_hold(coverage);
  EXPECT_FALSE(coverage.complete);
  EXPECT_TRUE(ledger.findings().empty());
}

TEST(LedgerAnswers, EveryFileHasOneOutcome) {
  Fed fed;
  fed.list(9);
  fed.take(entry_met());
  fed.take(OutcomeKnown{matched(0)});
  fed.take(OutcomeKnown{hashed(1)});
  FileId id = 2;
  for (const FileOutcome outcome :
       {FileOutcome::probed, FileOutcome::skipped, FileOutcome::encrypted,
        FileOutcome::unreadable, FileOutcome::failed}) {
    fed.take(OutcomeKnown{not_read(id++, outcome, "why")});
  }
  const Coverage coverage = fed.ledger.coverage();
  expect_sums_hold(coverage);
  EXPECT_EQ(coverage.files.listed, 9u);
  EXPECT_EQ(coverage.files.count(FileOutcome::unvisited), 2u);
  for (std::size_t i = 0; i + 1 < kFileOutcomes; ++i) {
    EXPECT_EQ(coverage.files.by_outcome[i], 1u) << i;
  }
  EXPECT_EQ(coverage.members.listed, 0u);
  ASSERT_EQ(coverage.problems.size(), 3u);
  EXPECT_EQ(coverage.problems[0].path, "/volume-0/4");
  EXPECT_EQ(coverage.problems[0].outcome, "encrypted");
  EXPECT_EQ(coverage.problems[0].reason, "why");
}

TEST(LedgerAnswers, ReadBytesAreCountedOnce) {
  Fed fed;
  fed.begin();
  FileRecord overlapping = file_record(0);
  overlapping.runs = {{0, 4096}};
  fed.take(FileFound{overlapping});
  FileRecord deleted = file_record(1);
  deleted.runs = {{2048, 4096}};
  fed.take(FileFound{deleted});
  fed.take(FileFound{file_record(2)});
  fed.take(InventoryDone{3, 0, 0});
  fed.take(OutcomeKnown{hashed(0)});
  fed.take(OutcomeKnown{hashed(1)});
  const Coverage coverage = fed.ledger.coverage();
  expect_sums_hold(coverage);
  EXPECT_EQ(coverage.read_bytes, 2048u + 4096u);
  EXPECT_EQ(coverage.total_bytes, kExhibitBytes);
}

TEST(LedgerAnswers, AFilesContentEndsWithItsSize) {
  Fed fed;
  fed.begin();
  FileRecord file = file_record(0);
  file.size = 5000;
  file.runs = {{0, 4096}, {winnow::Run::kHole, 100}, {8192, 4096}};
  fed.take(FileFound{file});
  fed.take(InventoryDone{1, 0, 0});
  fed.take(OutcomeKnown{hashed(0)});
  const Coverage coverage = fed.ledger.coverage();
  EXPECT_EQ(coverage.read_bytes, 4096u + 804u);
  EXPECT_EQ(coverage.logical_bytes, 100u);
}

TEST(LedgerAnswers, LogicalBytesLieNowhere) {
  Fed fed;
  fed.begin();
  FileRecord sparse = file_record(0);
  sparse.runs = {{winnow::Run::kHole, 1000}, {4096, 96}, {winnow::Run::kHole, 3000}};
  FileRecord resident = file_record(1);
  resident.content = ContentKind::resident;
  resident.size = 200;
  resident.runs.clear();
  FileRecord compressed = file_record(2);
  compressed.content = ContentKind::library;
  compressed.size = 50'000;
  FileRecord link = file_record(3);
  link.same_content_as = 2;
  link.content = ContentKind::library;
  link.size = 50'000;
  for (const FileRecord& file : {sparse, resident, compressed, link}) {
    fed.take(FileFound{file});
  }
  fed.take(InventoryDone{4, 0, 0});
  EXPECT_EQ(fed.ledger.coverage().logical_bytes, 0u);
  for (FileId id = 0; id < 4; ++id) fed.take(OutcomeKnown{hashed(id)});
  const Coverage coverage = fed.ledger.coverage();
  expect_sums_hold(coverage);
  EXPECT_EQ(coverage.logical_bytes, 4000u + 200u + 50'000u);
  EXPECT_EQ(coverage.read_bytes, 96u);
}

TEST(LedgerAnswers, HugeHolesDoNotWrapAround) {
  Fed fed;
  fed.begin();
  for (FileId id = 0; id < 3; ++id) {
    FileRecord file = file_record(id);
    file.size = std::numeric_limits<std::uint64_t>::max();
    file.runs = {{winnow::Run::kHole, file.size}};
    fed.take(FileFound{file});
  }
  fed.take(InventoryDone{3, 0, 0});
  for (FileId id = 0; id < 3; ++id) fed.take(OutcomeKnown{hashed(id)});
  const Coverage coverage = fed.ledger.coverage();
  EXPECT_EQ(coverage.logical_bytes, std::numeric_limits<std::uint64_t>::max());
  expect_sums_hold(coverage);
}

TEST(LedgerAnswers, UnreadableBytesAreThoseNotReadElsewhere) {
  Fed fed;
  fed.list(3);
  fed.take(OutcomeKnown{hashed(0)});
  OutcomeRecord bad = not_read(1, FileOutcome::unreadable, "read error");
  bad.unreadable = {{4096, 512}, {0, 4096}};  // the last was read as file 0
  fed.take(OutcomeKnown{bad});
  const Coverage coverage = fed.ledger.coverage();
  expect_sums_hold(coverage);
  EXPECT_EQ(coverage.read_bytes, 4096u);
  EXPECT_EQ(coverage.unreadable_bytes, 512u);
}

TEST(LedgerAnswers, AFoldersBytesAreThoseOfItsFiles) {
  Fed fed;
  fed.take(sample_run());
  Opened folder = opened_image();
  folder.evidence.is_folder = true;
  folder.evidence.bytes = 0;
  fed.take(folder);
  fed.take(volume(0));
  for (FileId id = 0; id < 4; ++id) {
    FileRecord file = file_record(id);
    file.runs.clear();
    file.content = ContentKind::library;
    file.size = 100 * (id + 1);
    if (id == 3) file.same_content_as = 2;
    fed.take(FileFound{file});
  }
  fed.take(InventoryDone{4, 0, 600});
  fed.take(OutcomeKnown{hashed(0)});
  fed.take(OutcomeKnown{not_read(1, FileOutcome::unreadable, "read error")});
  const Coverage coverage = fed.ledger.coverage();
  expect_sums_hold(coverage);
  EXPECT_EQ(coverage.total_bytes, 600u);
  EXPECT_EQ(coverage.read_bytes, 100u);
  EXPECT_EQ(coverage.unreadable_bytes, 200u);
  EXPECT_EQ(coverage.unread_bytes, 300u);
  EXPECT_EQ(coverage.logical_bytes, 0u);
}

TEST(LedgerAnswers, AFolderThatDoesNotAddUpIsNotBalanced) {
  Fed fed;
  fed.take(sample_run());
  Opened folder = opened_image();
  folder.evidence.is_folder = true;
  fed.take(folder);
  fed.take(volume(0));
  FileRecord file = file_record(0);
  file.runs.clear();
  fed.take(FileFound{file});
  fed.take(InventoryDone{1, 0, kFileBytes + 1});
  fed.take(OutcomeKnown{hashed(0)});
  fed.take(Done{});
  EXPECT_FALSE(fed.ledger.coverage().balanced);
  EXPECT_FALSE(fed.ledger.coverage().complete);
}

TEST(LedgerAnswers, CompleteIsEarned) {
  Fed fed;
  fed.list(2);
  fed.take(OutcomeKnown{hashed(0)});
  fed.take(OutcomeKnown{not_read(1, FileOutcome::skipped, "empty")});
  EXPECT_FALSE(fed.ledger.coverage().complete);  // the end was not seen
  fed.take(ProblemMet{{"", 0, 0, "note", "a remark"}});
  fed.take(Done{});
  EXPECT_TRUE(fed.ledger.coverage().complete);
}

// One thing at a time that makes a scan incomplete.
TEST(LedgerAnswers, GapsMakeItIncomplete) {
  for (const FileOutcome outcome : {FileOutcome::encrypted, FileOutcome::unreadable,
                                    FileOutcome::failed, FileOutcome::unvisited}) {
    Fed fed;
    fed.list(1);
    if (outcome != FileOutcome::unvisited) {
      fed.take(OutcomeKnown{not_read(0, outcome, "why")});
    }
    fed.take(Done{});
    EXPECT_FALSE(fed.ledger.coverage().complete) << to_string(outcome);
  }
  for (const VolumeOutcome outcome :
       {VolumeOutcome::encrypted, VolumeOutcome::unsupported, VolumeOutcome::unreadable,
        VolumeOutcome::failed}) {
    Fed fed;
    fed.begin();
    fed.take(volume(1, outcome));
    fed.take(InventoryDone{0, 0, 0});
    fed.take(Done{});
    EXPECT_FALSE(fed.ledger.coverage().complete) << to_string(outcome);
  }
  for (const char* word :
       {"unreadable", "failed", "unsupported", "a word of its own"}) {
    Fed fed;
    fed.list(0);
    fed.take(ProblemMet{{"", 0, 512, word, "why"}});
    fed.take(Done{});
    EXPECT_FALSE(fed.ledger.coverage().complete) << word;
  }
}

TEST(LedgerAnswers, AShorterScanIsNotComplete) {
  for (const Tier tier : {Tier::inventory, Tier::probe, Tier::confirm, Tier::look}) {
    Fed fed;
    RunStarted run = sample_run();
    run.until = tier;
    fed.take(run);
    fed.take(opened_image());
    fed.take(InventoryDone{0, 0, 0});
    fed.take(Done{});
    const Coverage coverage = fed.ledger.coverage();
    EXPECT_FALSE(coverage.complete);
    EXPECT_EQ(coverage.kept.empty(), tier == Tier::inventory);
  }
}

TEST(LedgerAnswers, AnUnsupportedContainerIsAllUnread) {
  Fed fed;
  fed.take(sample_run());
  Opened opened = opened_image();
  opened.evidence.unsupported = "QCOW2";
  fed.take(opened);
  fed.take(InventoryDone{0, 0, 0});
  fed.take(Done{});
  const Coverage coverage = fed.ledger.coverage();
  expect_sums_hold(coverage);
  EXPECT_FALSE(coverage.complete);
  EXPECT_EQ(coverage.unread_bytes, kExhibitBytes);
  ASSERT_EQ(coverage.problems.size(), 1u);
  EXPECT_EQ(coverage.problems[0].outcome, "unsupported");
  EXPECT_EQ(coverage.problems[0].reason, "QCOW2");
}

TEST(LedgerAnswers, AFindingSaysAllThatIsKnown) {
  Fed fed;
  fed.begin();
  FileRecord file = file_record(0);
  file.times.modified = Instant{5, 0};
  file.runs = {{0, 2048}, {winnow::Run::kHole, 1024}, {8192, 1024}};
  file.allocated = false;
  file.uncertain = true;
  fed.take(FileFound{file});
  fed.take(InventoryDone{1, 0, 0});
  fed.take(entry_met(3));
  OutcomeRecord outcome = matched(0, 3);
  outcome.matches[0].algorithm = Algorithm::md5;
  fed.take(OutcomeKnown{outcome});
  const auto findings = fed.ledger.findings();
  ASSERT_EQ(findings.size(), 1u);
  const Finding& finding = findings[0];
  EXPECT_EQ(finding.kind, FindingKind::exact);
  EXPECT_EQ(finding.path, "/volume-0/0");
  EXPECT_EQ(finding.inode, 100u);
  EXPECT_FALSE(finding.allocated);
  EXPECT_EQ(finding.size, kFileBytes);
  EXPECT_EQ(finding.digests, outcome.digests);
  EXPECT_EQ(finding.algorithm, Algorithm::md5);
  EXPECT_EQ(finding.set, "grade1");
  EXPECT_EQ(finding.entry, 3u);
  EXPECT_EQ(finding.category, (Category{"profile", 2, "label"}));
  EXPECT_EQ(finding.runs, (std::vector<winnow::Run>{{0, 2048}, {8192, 1024}}));
  EXPECT_EQ(finding.times.modified, file.times.modified);
  EXPECT_EQ(finding.tier, Tier::everything);
  EXPECT_EQ(finding.note,
            "digest of a recovered file that may mix content of several files; MD5 "
            "only");
}

TEST(LedgerAnswers, AnInconsistentListIsAnIndicationOnly) {
  Fed fed;
  fed.list(1);
  fed.take(entry_met());
  OutcomeRecord outcome = hashed(0);
  outcome.matches = {{0, 0, Algorithm::sha256, true}};
  fed.take(OutcomeKnown{outcome});
  const auto findings = fed.ledger.findings();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].kind, FindingKind::indication);
  EXPECT_EQ(findings[0].note.substr(0, 27), "the list contradicts itself");
}

TEST(LedgerAnswers, OnlyNotableSetsYieldFindings) {
  Fed fed;
  fed.list(2);
  OutcomeRecord benign = hashed(0);
  benign.matches = {{1, 4, Algorithm::sha256, false}};
  fed.take(OutcomeKnown{benign});
  OutcomeRecord contradicted = hashed(1);
  contradicted.matches = {{1, 4, Algorithm::sha256, true}};
  fed.take(OutcomeKnown{contradicted});
  EXPECT_TRUE(fed.ledger.findings().empty());
  EXPECT_EQ(fed.ledger.coverage().known_benign, 1u);
}

TEST(LedgerAnswers, WhatANotableSetListsIsNotBenign) {
  Fed fed;
  fed.list(1);
  fed.take(entry_met());
  OutcomeRecord both = hashed(0);
  both.outcome = FileOutcome::matched;
  both.matches = {{0, 0, Algorithm::sha256, false}, {1, 4, Algorithm::sha256, false}};
  fed.take(OutcomeKnown{both});
  EXPECT_EQ(fed.ledger.findings().size(), 1u);
  EXPECT_EQ(fed.ledger.coverage().known_benign, 0u);
}

TEST(LedgerAnswers, OneFindingForAFileAndSet) {
  Fed fed;
  RunStarted run = sample_run();
  run.set_names = {"a", "b"};
  run.set_types = {0, 0};
  fed.take(run);
  fed.take(opened_image());
  fed.take(volume(0));
  for (FileId id = 0; id < 2; ++id) {
    FileRecord file = file_record(id);
    file.path = "/volume-0/" + std::to_string(9 - id);
    fed.take(FileFound{file});
  }
  fed.take(InventoryDone{2, 0, 0});
  fed.take(entry_met());
  fed.take(EntryMet{1, 7, "", {}, "", "", 0});
  OutcomeRecord outcome = matched(0);
  outcome.matches.push_back({1, 7, Algorithm::md5, false});
  fed.take(OutcomeKnown{outcome});
  fed.take(OutcomeKnown{matched(1)});
  const auto findings = fed.ledger.findings();
  ASSERT_EQ(findings.size(), 3u);
  EXPECT_EQ(findings[0].path, "/volume-0/8");
  EXPECT_EQ(findings[1].path, "/volume-0/9");
  EXPECT_EQ(findings[1].set, "a");
  EXPECT_EQ(findings[2].set, "b");
  EXPECT_EQ(fed.ledger.findings_of(0).size(), 2u);
  EXPECT_EQ(fed.ledger.findings_of(1).size(), 1u);
}

TEST(LedgerAnswers, WhatAProbeSettlesStandsUntilMoreIsKnown) {
  Fed fed;
  fed.list(4);
  fed.take(FilesSettled{FileOutcome::skipped, "no listed file has its size", {0, 1}});
  fed.take(FilesSettled{FileOutcome::probed, "no listed file begins like it", {3}});
  Coverage coverage = fed.ledger.coverage();
  expect_sums_hold(coverage);
  EXPECT_EQ(coverage.files.count(FileOutcome::skipped), 2u);
  EXPECT_EQ(coverage.files.count(FileOutcome::probed), 1u);
  EXPECT_EQ(coverage.files.count(FileOutcome::unvisited), 1u);
  EXPECT_EQ(coverage.read_bytes, kFileBytes);
  EXPECT_EQ(fed.ledger.settled(), (std::vector<FileId>{0, 1, 3}));
  EXPECT_TRUE(fed.ledger.examined().empty());
  fed.take(OutcomeKnown{hashed(1)});
  coverage = fed.ledger.coverage();
  expect_sums_hold(coverage);
  EXPECT_EQ(coverage.files.count(FileOutcome::skipped), 1u);
  EXPECT_EQ(coverage.files.count(FileOutcome::hashed), 1u);
  EXPECT_EQ(fed.ledger.settled(), (std::vector<FileId>{0, 3}));
  EXPECT_EQ(fed.ledger.files().reason(0), "no listed file has its size");
}

TEST(LedgerAnswers, OnlyTheFirstBlockOfAProbedFileWasRead) {
  Fed fed;
  fed.begin();
  FileRecord large = file_record(0);
  large.size = 100'000;
  large.runs = {{8192, 1024}, {winnow::Run::kHole, 1024}, {65536, 97'952}};
  fed.take(FileFound{large});
  fed.take(InventoryDone{1, 0, 0});
  fed.take(FilesSettled{FileOutcome::probed, "why", {0}});
  const Coverage coverage = fed.ledger.coverage();
  EXPECT_EQ(coverage.read_bytes, 1024 + 2048u);
  EXPECT_EQ(coverage.logical_bytes, 1024u);
}

TEST(LedgerAnswers, AShortScanOwesNothingOfWhatIsSettled) {
  for (const Tier until : {Tier::confirm, Tier::everything}) {
    Fed fed;
    RunStarted run = sample_run();
    run.until = until;
    fed.take(run);
    fed.take(opened_image());
    fed.take(volume(0));
    for (FileId id = 0; id < 3; ++id) fed.take(FileFound{file_record(id)});
    fed.take(InventoryDone{3, 0, 0});
    fed.take(FilesSettled{FileOutcome::probed, "why", {0}});
    fed.take(OutcomeKnown{hashed(1)});
    EXPECT_EQ(fed.ledger.is_told(0), until == Tier::confirm);
    EXPECT_TRUE(fed.ledger.is_told(1));
    EXPECT_FALSE(fed.ledger.is_told(2));
  }
}

TEST(LedgerAnswers, TellsWhichTierIsOver) {
  Fed fed;
  fed.begin();
  EXPECT_EQ(fed.ledger.tier_done(), std::nullopt);
  fed.take(InventoryDone{0, 0, 0});
  EXPECT_EQ(fed.ledger.tier_done(), Tier::inventory);
  fed.take(TierDone{Tier::probe});
  EXPECT_EQ(fed.ledger.tier_done(), Tier::probe);
  fed.take(TierDone{Tier::confirm});
  fed.take(TierDone{Tier::probe});
  EXPECT_EQ(fed.ledger.tier_done(), Tier::confirm) << "it never goes back";
  fed.take(Done{});
  EXPECT_EQ(fed.ledger.tier_done(), Tier::everything);
}

TEST(LedgerAnswers, ABlockFindingSaysWhatIsThere) {
  Fed fed;
  fed.begin();
  fed.take(InventoryDone{0, 0, 0});
  fed.take(entry_met());
  fed.take(block_run(64 * 4096, 5));
  fed.take(searched_chunk(0));
  const auto findings = fed.ledger.findings();
  ASSERT_EQ(findings.size(), 1u);
  const Finding& finding = findings[0];
  EXPECT_EQ(finding.kind, FindingKind::block);
  EXPECT_EQ(finding.file, kNoFile);
  EXPECT_EQ(finding.path, "/volume-0/$Unallocated@262144");
  EXPECT_FALSE(finding.allocated);
  EXPECT_EQ(finding.size, 5 * 4096u);
  EXPECT_EQ(finding.runs, (std::vector<winnow::Run>{{262144, 5 * 4096}}));
  EXPECT_EQ(finding.set, "grade1");
  EXPECT_EQ(finding.category, (Category{"profile", 2, "label"}));
  EXPECT_EQ(finding.tier, Tier::probe);
  EXPECT_EQ(finding.note, "5 of 10 blocks of a listed content, from its byte 12288 on");
}

TEST(LedgerAnswers, ABlockFindingWithoutAVolumeSizeOrPlaceSaysLess) {
  Fed fed;
  fed.take(sample_run());
  fed.take(opened_image());
  VolumeFound half = volume(0);
  half.volume.length = kExhibitBytes / 2;
  fed.take(half);
  fed.take(InventoryDone{0, 0, 0});
  fed.take(EntryMet{0, 0, "", {}, "", "", 0});
  BlockRunMet met = block_run(kExhibitBytes / 2, 2);
  met.run.first_block.reset();
  fed.take(met);
  const auto findings = fed.ledger.findings();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].path, "/$Unallocated@524288");
  EXPECT_EQ(findings[0].note, "2 of blocks of a listed content");
}

TEST(LedgerAnswers, RunsThatWereTooManyAreCounted) {
  Fed fed;
  fed.list(0);
  SpaceSearched space = searched_chunk(0);
  space.runs_left_out = 44;
  fed.take(space);
  fed.take(Done{});
  const Coverage coverage = fed.ledger.coverage();
  ASSERT_EQ(coverage.problems.size(), 1u);
  EXPECT_EQ(coverage.problems[0].outcome, "note");
  EXPECT_EQ(coverage.problems[0].reason,
            "44 more places hold blocks of listed contents than are named");
  EXPECT_TRUE(coverage.complete);
}

// What an early tier left out counts once, however often it is said, and until the
// last one has searched all of that place.
TEST(LedgerAnswers, RunsThatWereTooManyForAnEarlyTierAreCountedToo) {
  Fed fed;
  fed.list(0);
  SpaceSearched space;
  space.searched = {{4096, 8192}};
  space.runs_left_out = 5;
  fed.take(space);
  fed.take(space);
  ASSERT_EQ(fed.ledger.coverage().problems.size(), 1u);
  EXPECT_EQ(fed.ledger.coverage().problems[0].reason,
            "5 more places hold blocks of listed contents than are named");
  fed.take(searched_chunk(0));
  EXPECT_TRUE(fed.ledger.coverage().problems.empty());
}

TEST(LedgerAnswers, WhatIsBarredOfFreeSpaceIsAGap) {
  Fed fed;
  fed.list(0);
  fed.take(SamplesPlanned{4096, 2});
  const WorkPlace sample{WorkStep::space, 4096, SpaceSearched::kNoChunk};
  fed.take(PlaceBarred{{sample, 1, false, "of a sample"}});
  EXPECT_EQ(fed.ledger.samples_done(), 1u);
  fed.take(PlaceBarred{{{WorkStep::space, 0, 0}, 1, false, "of a chunk"}});
  EXPECT_EQ(fed.ledger.blocks().chunks_done(), std::vector<std::uint32_t>{0});
  EXPECT_FALSE(fed.ledger.knows_damage()) << "nothing says that it cannot be read";
  fed.take(Done{});
  const Coverage coverage = fed.ledger.coverage();
  EXPECT_FALSE(coverage.complete);
  EXPECT_EQ(coverage.residual.samples_read, 0u);
  EXPECT_EQ(coverage.residual.sampled_bytes, kExhibitBytes);
  ASSERT_EQ(coverage.problems.size(), 2u);
  EXPECT_EQ(coverage.problems[0].reason, "of a sample");
  EXPECT_EQ(coverage.problems[1].reason, "of a chunk");
  EXPECT_EQ(coverage.problems[1].outcome, "failed");
  EXPECT_EQ(coverage.problems[1].range,
            std::pair(std::uint64_t{0}, std::uint64_t{kExhibitBytes}));
}

TEST(LedgerAnswers, SearchedSpaceCountsAsRead) {
  Fed fed;
  fed.list(2);
  EXPECT_FALSE(fed.ledger.coverage().space_searched);
  fed.take(SamplesPlanned{1 << 19, 4});
  EXPECT_FALSE(fed.ledger.coverage().space_searched) << "a plan is no search";
  SpaceSearched unread;
  unread.samples = 4;
  unread.samples_unread = 4;
  fed.take(unread);
  EXPECT_FALSE(fed.ledger.coverage().space_searched) << "none of it could be read";
  fed.take(searched_chunk(
      0, {{3 * kFileBytes, 512}, {3 * kFileBytes + 512, 512}, {5 * kFileBytes, 100}}));
  const Coverage coverage = fed.ledger.coverage();
  expect_sums_hold(coverage);
  EXPECT_TRUE(coverage.space_searched);
  EXPECT_EQ(coverage.read_bytes, 1124u);
}

class LedgerResidual : public ::testing::Test {
 protected:
  // Two files of a page each in an exhibit of 256, scanned to `until`.
  void begin(Tier until = Tier::everything, std::uint32_t ppm = 900'000,
             bool encrypted = false) {
    RunStarted run = sample_run();
    run.until = until;
    run.set_probative_ppm[0] = ppm;
    fed_.take(run);
    fed_.take(opened_image());
    fed_.take(volume(0));
    if (encrypted) {
      VolumeFound closed = volume(1, VolumeOutcome::encrypted);
      closed.volume.offset = kExhibitBytes / 2;
      closed.volume.length = kExhibitBytes / 2;
      fed_.take(closed);
    }
    for (FileId id = 0; id < 2; ++id) fed_.take(FileFound{file_record(id)});
    fed_.take(InventoryDone{2, 0, 0});
  }
  [[nodiscard]] ResidualBasis basis() const { return fed_.ledger.coverage().residual; }

  static constexpr std::uint64_t kFree = kExhibitBytes - 2 * kFileBytes;
  Fed fed_;
};

TEST_F(LedgerResidual, OfFilesWhatWasComparedIsSettled) {
  begin();
  EXPECT_EQ(basis().settled_bytes, 0u);
  EXPECT_EQ(basis().unseen_bytes, kExhibitBytes);
  fed_.take(FilesSettled{FileOutcome::skipped, "why", {0}});
  fed_.take(OutcomeKnown{hashed(1)});
  EXPECT_EQ(basis().settled_bytes, 2 * kFileBytes);
  EXPECT_EQ(basis().examined_bytes, 0u) << "no block of them was looked for";
  EXPECT_EQ(basis().unseen_bytes, kFree);
  EXPECT_EQ(basis().probative_ppm, 900'000u);
}

TEST_F(LedgerResidual, WhatWaitsOrCannotBeReadIsUnseen) {
  begin();
  fed_.take(FilesSettled{FileOutcome::unvisited, "why", {0}});
  fed_.take(OutcomeKnown{not_read(1, FileOutcome::unreadable, "read error")});
  EXPECT_EQ(basis().settled_bytes, 0u);
  EXPECT_EQ(basis().unseen_bytes, kExhibitBytes);
}

// Such as $BadClus:$Bad of NTFS, which is as large as its volume.
TEST(LedgerResidualOf, HolesAndFilesWithoutContentHoldNothing) {
  Fed fed;
  fed.begin();
  FileRecord none = file_record(0);
  none.content = ContentKind::none;
  none.size = kExhibitBytes;
  none.runs.clear();
  FileRecord sparse = file_record(1);
  sparse.size = kExhibitBytes;
  sparse.runs = {{kFileBytes, kFileBytes}, {winnow::Run::kHole, kExhibitBytes}};
  FileRecord packed = file_record(2);
  packed.content = ContentKind::library;
  packed.size = 3 * kFileBytes;
  for (const FileRecord& file : {none, sparse, packed}) fed.take(FileFound{file});
  fed.take(InventoryDone{3, 0, 0});
  fed.take(FilesSettled{FileOutcome::skipped, "why", {0, 1, 2}});
  EXPECT_EQ(fed.ledger.coverage().residual.settled_bytes, 4 * kFileBytes);
}

TEST(LedgerResidualOf, AFolderIsFilesAlone) {
  Fed fed;
  fed.take(sample_run());
  Opened folder = opened_image();
  folder.evidence.is_folder = true;
  fed.take(folder);
  fed.take(volume(0));
  FileRecord file = file_record(0);
  file.runs.clear();
  file.size = 100 * kFileBytes;
  fed.take(FileFound{file});
  fed.take(InventoryDone{1, 0, file.size});
  fed.take(OutcomeKnown{hashed(0)});
  fed.take(Done{});
  const ResidualBasis basis = fed.ledger.coverage().residual;
  EXPECT_TRUE(basis.is_folder);
  EXPECT_EQ(basis.probative_ppm, 900'000u);
  EXPECT_EQ(basis.settled_bytes, 100 * kFileBytes);
  EXPECT_EQ(basis.unseen_bytes, 0u);
  EXPECT_EQ(confidence(basis, 100 * kFileBytes), kCertain - 1);
}

TEST_F(LedgerResidual, SamplesStandForFreeSpaceUntilAllOfItWasSearched) {
  begin();
  fed_.take(SamplesPlanned{1 << 19, 4});
  EXPECT_EQ(basis().sampled_bytes, kFree);
  EXPECT_EQ(basis().samples, 4u);
  EXPECT_EQ(basis().samples_read, 0u);
  SpaceSearched space;
  space.samples = 3;
  space.samples_unread = 1;
  fed_.take(space);
  EXPECT_EQ(basis().samples_read, 2u);
  fed_.take(searched_chunk(0));
  EXPECT_EQ(basis().sampled_bytes, kFree) << "the scan has not ended";
  fed_.take(Done{});
  EXPECT_EQ(basis().sampled_bytes, 0u);
  EXPECT_EQ(basis().samples, 0u);
  EXPECT_EQ(basis().examined_bytes, kFree);
}

TEST_F(LedgerResidual, AScanThatEndsEarlyHasOnlySamples) {
  begin(Tier::confirm);
  fed_.take(SamplesPlanned{1 << 19, 4});
  fed_.take(Done{});
  EXPECT_EQ(basis().sampled_bytes, kFree);
}

TEST_F(LedgerResidual, WhereTheLastTierMetDamageSamplesStand) {
  begin();
  fed_.take(SamplesPlanned{1 << 19, 4});
  SpaceSearched damaged = searched_chunk(0);
  damaged.met_damage = true;
  fed_.take(damaged);
  fed_.take(Done{});
  EXPECT_TRUE(fed_.ledger.knows_damage());
  EXPECT_EQ(basis().sampled_bytes, kFree);
}

TEST_F(LedgerResidual, WithoutBlocksFreeSpaceIsUnseen) {
  begin(Tier::everything, 0);
  fed_.take(SamplesPlanned{1 << 19, 4});
  fed_.take(Done{});
  EXPECT_EQ(basis().sampled_bytes, 0u);
  EXPECT_EQ(basis().unseen_bytes, kExhibitBytes);
}

TEST_F(LedgerResidual, AnEncryptedVolumeIsUnseen) {
  begin(Tier::everything, 900'000, true);
  fed_.take(SamplesPlanned{1 << 19, 4});
  fed_.take(OutcomeKnown{hashed(0)});
  fed_.take(OutcomeKnown{hashed(1)});
  fed_.take(Done{});
  EXPECT_EQ(basis().unseen_bytes, kExhibitBytes / 2);
  EXPECT_EQ(basis().settled_bytes + basis().examined_bytes, kExhibitBytes / 2);
}

// A curve of the ledger only says more when more was done.
TEST_F(LedgerResidual, EveryStepRaisesTheConfidence) {
  begin();
  const std::uint64_t material = 200 * kFileBytes;
  std::uint32_t last = confidence(basis(), material);
  EXPECT_EQ(last, 0u);
  SpaceSearched all;
  all.samples = 250;
  for (const Message& step : std::vector<Message>{
           FilesSettled{FileOutcome::skipped, "why", {0, 1}},
           SamplesPlanned{kFileBytes, 250}, all, searched_chunk(0), Done{}}) {
    fed_.take(step);
    EXPECT_GE(confidence(basis(), material), last);
    last = confidence(basis(), material);
  }
  EXPECT_EQ(last, kCertain - 1);
}

}  // namespace
}  // namespace winnow
