// The tiers over made-up files, with a ledger that believes what they tell.
#include "scanner/pipeline/tiered_scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "hashsets/wset_format.h"
#include "scanner/ledger/ledger.h"
#include "scanner/supervise/quarantine.h"
#include "tests/hashsets/learned_sets.h"
#include "tests/pipeline/scan_jobs.h"

namespace winnow {
namespace {

constexpr std::uint64_t kBlock = kBlockLength;
constexpr std::uint64_t kExhibit = 24 << 20;

HashSet learned_set(const std::vector<std::string>& contents,
                    const std::vector<std::string>& digests_only = {}) {
  SetWriter writer(std::uint64_t{1} << 22, testing::TempDir());
  writer.begin_source("learned");
  for (const std::string& content : contents) add_content(writer, {content});
  for (const std::string& content : digests_only) {
    ListRow row;
    row.digests = digests_of_text(content);
    EXPECT_TRUE(writer.add(row));
  }
  EXPECT_TRUE(writer.settle());
  auto set = open_bytes(image_of(writer, SetType::notable));
  EXPECT_TRUE(set);
  return std::move(*set);
}

// What a supervisor makes of a scan's messages, as far as these tests ask.
class Supervised {
 public:
  Supervised(const Inventory& inventory, Tier until) {
    RunStarted run;
    run.until = until;
    run.set_names = {"learned"};
    run.set_ids = {"00"};
    run.set_types = {0};
    run.set_probative_ppm = {1'000'000};
    run.set_pdq_counts = {0};
    run.set_distances = {31};
    take(run);
    Opened opened;
    opened.evidence.bytes = kExhibit;
    take(opened);
    for (const VolumeRecord& volume : inventory.volumes) take(VolumeFound{volume});
    for (const FileRecord& file : inventory.files) take(FileFound{file});
    take(InventoryDone{inventory.files.size(), 0, 0});
  }

  void take(const Message& message) {
    if (std::holds_alternative<Progress>(message) ||
        std::holds_alternative<TierPlanned>(message)) {
      return;
    }
    if (const auto* met = std::get_if<BlockRunMet>(&message)) {
      meet(met->run.set, met->run.entry);
    }
    if (const auto* known = std::get_if<OutcomeKnown>(&message)) {
      for (const auto& match : known->outcome.matches) meet(match.set, match.entry);
    }
    const auto checked = ledger.check(message);
    ASSERT_TRUE(checked) << checked.error().what;
    ledger.apply(message);
  }
  void take_frames(const std::vector<std::string>& frames, std::size_t most) {
    for (std::size_t i = 0; i < std::min(most, frames.size()); ++i) {
      const auto message = decode(bytes_of(frames[i]).subspan(4));
      ASSERT_TRUE(message);
      take(*message);
    }
  }
  // As the supervisor tells the next child.
  [[nodiscard]] ScanOrder order() const {
    ScanOrder order;
    order.until = ledger.run()->until;
    order.examined = ledger.examined();
    order.settled = ledger.settled();
    order.samples_done = ledger.samples_done();
    if (*ledger.tier_done() < Tier::confirm) order.leads = ledger.blocks().sampled();
    order.chunks_done = ledger.blocks().chunks_done();
    return order;
  }
  [[nodiscard]] std::string answer() const {
    std::string text;
    for (const Finding& finding : ledger.findings()) {
      text += std::string(to_string(finding.kind)) + " " + finding.path + " " +
              std::to_string(finding.size) + " " + to_string(finding.tier) + " " +
              finding.note + "\n";
    }
    const Coverage coverage = ledger.coverage();
    for (const std::uint64_t count : coverage.files.by_outcome) {
      text += std::to_string(count) + " ";
    }
    const ResidualBasis& basis = coverage.residual;
    for (const std::uint64_t number :
         {coverage.read_bytes, coverage.unread_bytes, coverage.unreadable_bytes,
          coverage.logical_bytes, basis.examined_bytes, basis.sampled_bytes,
          basis.samples, basis.samples_read, basis.unseen_bytes}) {
      text += std::to_string(number) + " ";
    }
    for (const Problem& problem : coverage.problems) text += problem.reason + "\n";
    return text;
  }

  Ledger ledger;

 private:
  void meet(std::uint32_t set, std::uint32_t entry) {
    if (!ledger.knows_entry(set, entry)) {
      take(EntryMet{set, entry, "", {}, "", "", 300 * kBlock});
    }
  }
};

class TieredScanOf : public ::testing::Test {
 protected:
  TieredScanOf() {
    VolumeRecord& volume = files_.inventory.volumes[0];
    volume.length = kExhibit;
    volume.grid_bytes = kBlock;
    auto bytes = files_.evidence.bytes();
    std::fill(bytes.begin() + (12 << 20), bytes.end(), std::byte{0});
    listed_ = files_.add({{0, 20'000}});
    same_size_ = files_.add({{40'960, 20'000}});
    other_size_ = files_.add({{81'920, 9'000}});
    deleted_ = add_deleted({{122'880, 9'000}});
    resident_ = files_.add_resident("resident");
    encrypted_ = files_.add_none(FileOutcome::encrypted, "EFS");
    FileRecord other = files_.inventory.files[listed_];
    other.same_content_as = listed_;
    other_name_ = files_.add_record(other);
    listed_deleted_ = add_deleted({{163'840, 30'000}});
    // In free space: the rest of a listed content, whose beginning is gone.
    remnant_ = invented_bytes(77, 300 * kBlock);
    files_.evidence.put(kRemnantAt, remnant_.substr(20 * kBlock));
  }
  FileId add_deleted(Runs runs) {
    FileRecord file;
    file.allocated = false;
    for (const DeviceRun& run : runs) file.size += run.length;
    file.runs = std::move(runs);
    return files_.add_record(std::move(file));
  }
  void learn() {
    sets_.push_back(learned_set(
        {files_.content(listed_), files_.content(listed_deleted_), remnant_}));
  }
  void scan_until(Tier until) {
    PlannedScan planned(files_.exhibit(), sets_);
    planned.order.until = until;
    const auto result = scan(planned, kSerially, sent_);
    ASSERT_TRUE(result) << result.error().line();
  }
  // Of the files that a probe settled with that outcome.
  [[nodiscard]] std::vector<FileId> settled(FileOutcome outcome) const {
    std::vector<FileId> files;
    for (const FilesSettled& told : sent_.all<FilesSettled>()) {
      if (told.outcome == outcome) {
        files.insert(files.end(), told.files.begin(), told.files.end());
      }
    }
    return files;
  }
  [[nodiscard]] std::vector<FileId> outcomes() const {
    std::vector<FileId> files;
    for (const auto& known : sent_.all<OutcomeKnown>()) {
      files.push_back(known.outcome.file);
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  static constexpr std::uint64_t kRemnantAt = 16 << 20;
  ExaminedFiles files_{kExhibit};
  std::string remnant_;
  FileId listed_, same_size_, other_size_, deleted_, resident_, encrypted_, other_name_,
      listed_deleted_;
  std::vector<HashSet> sets_;
  SentFrames sent_;
};

TEST_F(TieredScanOf, LearnedContentsSettlesByTheLeast) {
  learn();
  scan_until(Tier::confirm);
  EXPECT_EQ(settled(FileOutcome::skipped),
            (std::vector<FileId>{other_size_, resident_}));
  EXPECT_EQ(settled(FileOutcome::probed), (std::vector<FileId>{same_size_, deleted_}));
  EXPECT_TRUE(settled(FileOutcome::unvisited).empty());
  EXPECT_EQ(outcomes(),
            (std::vector<FileId>{listed_, encrypted_, other_name_, listed_deleted_}));
  for (const auto& known : sent_.all<OutcomeKnown>()) {
    if (known.outcome.file == encrypted_) continue;
    EXPECT_EQ(known.outcome.outcome, FileOutcome::matched);
    EXPECT_EQ(known.outcome.matches.front().tier, Tier::confirm);
  }
  EXPECT_EQ(files_.evidence.asked(81'920, 9'000), 0u) << "its size settles it";
  EXPECT_EQ(files_.evidence.asked(40'960 + 8192, 8192), 0u) << "its head settles it";
}

TEST_F(TieredScanOf, LearnedContentsMeetsTheRestOfThemInFreeSpace) {
  learn();
  scan_until(Tier::confirm);
  Supervised supervised(files_.inventory, Tier::confirm);
  supervised.take_frames(sent_.frames, sent_.frames.size());
  std::vector<Finding> blocks;
  for (const Finding& finding : supervised.ledger.findings()) {
    if (finding.kind == FindingKind::block) blocks.push_back(finding);
  }
  // The deleted file that is listed lies in free space too.
  ASSERT_FALSE(blocks.empty());
  const auto remnant = std::find_if(blocks.begin(), blocks.end(), [](const Finding& f) {
    return f.runs[0].offset == kRemnantAt;
  });
  ASSERT_NE(remnant, blocks.end());
  EXPECT_EQ(remnant->size, 280 * kBlock);
  EXPECT_EQ(remnant->note,
            "280 of 300 blocks of a listed content, from its byte 81920 on");
  EXPECT_EQ(remnant->tier, Tier::probe);
  const ResidualBasis basis = supervised.ledger.coverage().residual;
  EXPECT_EQ(basis.samples_read, basis.samples);
  EXPECT_GT(basis.samples, 40u);
}

TEST_F(TieredScanOf, AProbeConfirmsNothing) {
  learn();
  scan_until(Tier::probe);
  EXPECT_EQ(outcomes(), std::vector<FileId>{encrypted_});
  EXPECT_FALSE(sent_.all<BlockRunMet>().empty());
  EXPECT_EQ(sent_.all<TierDone>().size(), 1u);
  EXPECT_EQ(settled(FileOutcome::unvisited),
            (std::vector<FileId>{listed_, other_name_, listed_deleted_}));
  EXPECT_EQ(sent_.all<FilesSettled>().back().reason, kMayBeListed);
}

TEST_F(TieredScanOf, PlainDigestsSettleNothingAndSaySo) {
  sets_.push_back(learned_set({}, {files_.content(listed_)}));
  scan_until(Tier::confirm);
  EXPECT_EQ(settled(FileOutcome::unvisited),
            (std::vector<FileId>{listed_, same_size_, other_size_, deleted_, resident_,
                                 other_name_, listed_deleted_}));
  EXPECT_EQ(sent_.all<FilesSettled>().front().reason, kOnlyWhole);
  EXPECT_EQ(outcomes(), std::vector<FileId>{encrypted_});
  EXPECT_EQ(files_.evidence.asked(0, kExhibit), 0u);
}

TEST_F(TieredScanOf, PlainDigestsBesideContentsLeaveTheRestWaiting) {
  sets_.push_back(
      learned_set({files_.content(listed_)}, {files_.content(listed_deleted_)}));
  scan_until(Tier::confirm);
  EXPECT_EQ(settled(FileOutcome::unvisited),
            (std::vector<FileId>{same_size_, other_size_, deleted_, resident_,
                                 listed_deleted_}));
  EXPECT_EQ(outcomes(), (std::vector<FileId>{listed_, encrypted_, other_name_}));
}

TEST_F(TieredScanOf, WhatCannotBeProbedIsReadWhole) {
  learn();
  files_.evidence.fail(40'960 + 512, 512);  // in the head of a file
  scan_until(Tier::confirm);
  const auto known = sent_.all<OutcomeKnown>();
  const auto broken = std::find_if(
      known.begin(), known.end(),
      [this](const OutcomeKnown& k) { return k.outcome.file == same_size_; });
  ASSERT_NE(broken, known.end());
  EXPECT_EQ(broken->outcome.outcome, FileOutcome::unreadable);
  EXPECT_EQ(broken->outcome.unreadable, (Runs{{40'960 + 512, 512}}));
}

TEST_F(TieredScanOf, AFileAloneIsToldOfAndNothingElse) {
  learn();
  PlannedScan planned(files_.exhibit(), sets_);
  planned.order.until = Tier::confirm;
  planned.order.alone = {listed_, other_size_, same_size_};
  ASSERT_TRUE(scan(planned, kSerially, sent_));
  EXPECT_EQ(outcomes(), std::vector<FileId>{listed_});
  EXPECT_EQ(settled(FileOutcome::skipped), std::vector<FileId>{other_size_});
  EXPECT_EQ(settled(FileOutcome::probed), std::vector<FileId>{same_size_});
  EXPECT_TRUE(sent_.all<SpaceSearched>().empty());
  EXPECT_TRUE(sent_.all<TierDone>().empty());
  sent_.frames.clear();
  planned.order.until = Tier::everything;
  ASSERT_TRUE(scan(planned, kSerially, sent_));
  EXPECT_EQ(outcomes(), (std::vector<FileId>{listed_, same_size_, other_size_}));
}

TEST_F(TieredScanOf, AChunkAloneIsSearchedAndNothingElse) {
  learn();
  PlannedScan planned(files_.exhibit(), sets_);
  planned.order.alone_chunks = {2, 1};
  ASSERT_TRUE(scan(planned, kSerially, sent_));
  const auto searched = sent_.all<SpaceSearched>();
  ASSERT_EQ(searched.size(), 2u);
  EXPECT_EQ(searched[0].chunk, 2u);
  EXPECT_EQ(searched[1].chunk, 1u);
  EXPECT_EQ(sent_.all<BlockRunMet>().at(0).run.offset, kRemnantAt);
  EXPECT_TRUE(outcomes().empty());
  EXPECT_TRUE(sent_.all<TierDone>().empty());
  EXPECT_TRUE(sent_.all<SamplesPlanned>().empty());
  EXPECT_EQ(files_.evidence.asked(0, 8 << 20), 0u);
}

// In a scan that ends before the last tier: what is looked at around leads there.
TEST_F(TieredScanOf, AChunkAloneIsSearchedAsFarAsItsTierDoes) {
  learn();
  scan_until(Tier::confirm);
  std::vector<SpaceSearched> around;
  for (const auto& searched : sent_.all<SpaceSearched>()) {
    if (searched.samples == 0) around.push_back(searched);
  }
  Supervised supervised(files_.inventory, Tier::confirm);
  supervised.take_frames(sent_.frames, sent_.frames.size());
  PlannedScan planned(files_.exhibit(), sets_);
  planned.order.until = Tier::confirm;
  planned.order.leads = supervised.ledger.blocks().sampled();
  planned.order.alone_chunks = {2};
  sent_.frames.clear();
  ASSERT_TRUE(scan(planned, kSerially, sent_));
  const auto again = sent_.all<SpaceSearched>();
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].chunk, SpaceSearched::kNoChunk);
  EXPECT_EQ(again[0].searched, around.back().searched);
  // What is barred is left out, around leads too.
  planned.order.alone_chunks.clear();
  planned.order.samples_done = supervised.ledger.samples_done();
  planned.order.chunks_done = {2};
  sent_.frames.clear();
  ASSERT_TRUE(scan(planned, kSerially, sent_));
  EXPECT_EQ(sent_.all<SpaceSearched>().size(), around.size() - 1);
}

// One step at a time: a bad place in free space keeps no file waiting.
TEST_F(TieredScanOf, OneByOneFilesComeBeforeTheSpaceBetweenThem) {
  learn();
  PlannedScan planned(files_.exhibit(), sets_);
  planned.order.one_by_one = true;
  ASSERT_TRUE(scan(planned, kSerially, sent_));
  std::size_t samples = 0;
  bool chunks_begun = false;
  for (const std::string& frame : sent_.frames) {
    const auto message = decode(bytes_of(frame).subspan(4));
    ASSERT_TRUE(message);
    if (const auto* searched = std::get_if<SpaceSearched>(&*message)) {
      EXPECT_LE(searched->samples, 1u);
      samples += searched->samples;
      chunks_begun = chunks_begun || searched->chunk != SpaceSearched::kNoChunk;
    } else if (std::holds_alternative<OutcomeKnown>(*message)) {
      EXPECT_FALSE(chunks_begun);
    }
  }
  EXPECT_GT(samples, 40u);
  EXPECT_TRUE(chunks_begun);
}

// Deleted files that a probe has settled: the one that a lead met is read whole.
TEST_F(TieredScanOf, ASettledFileAloneIsReadWholeWhereALeadMetIt) {
  learn();
  const FileId elsewhere = add_deleted({{204'800, 9000}});
  for (const Tier until : {Tier::confirm, Tier::look}) {
    LookGiven looked(files_);
    PlannedScan planned(files_.exhibit(), sets_);
    looked.take_part(planned.job);
    planned.order.until = until;
    planned.order.settled = {deleted_, elsewhere};
    planned.order.alone = {deleted_, elsewhere};
    planned.order.leads = {{122'880 + kBlock, 1, 0, 0, 1}};
    sent_.frames.clear();
    ASSERT_TRUE(scan(planned, kSerially, sent_));
    EXPECT_EQ(outcomes(), std::vector<FileId>{deleted_});
    EXPECT_TRUE(sent_.all<SpaceSearched>().empty());
  }
  sent_.frames.clear();
  PlannedScan planned(files_.exhibit(), sets_);
  planned.order.until = Tier::probe;
  planned.order.settled = {deleted_};
  planned.order.alone = {deleted_};
  planned.order.leads = {{122'880 + kBlock, 1, 0, 0, 1}};
  ASSERT_TRUE(scan(planned, kSerially, sent_));
  EXPECT_TRUE(outcomes().empty());
}

// A child's death, as far as it can be had within this process.
struct Died {};

class DeadlyFile final : public WorkMarks {
 public:
  DeadlyFile(const ScanJob& job, Tier tier, FileId file, int& lives)
      : job_(job), tier_(tier), file_(file), lives_(lives) {}
  void begin(const WorkPlace& place) override {
    const bool is_it = place.step == WorkStep::file && place.number == file_;
    if (!is_it || job_.tier != tier_ || lives_ == 0) return;
    --lives_;
    throw Died();
  }

 private:
  const ScanJob& job_;
  Tier tier_;
  FileId file_;
  int& lives_;
};

// The answer of a scan in which a child dies each time that it comes to that file in
// that tier, as long as there are lives; as the supervisor goes on after each.
std::string answer_with_deaths(const ExaminedFiles& files,
                               const std::vector<HashSet>& sets, Tier until, Tier tier,
                               FileId file, int lives) {
  Supervised supervised(files.inventory, until);
  Quarantine quarantine({std::chrono::milliseconds(2000), 1u << 30}, "usb");
  LookGiven looked(files);
  for (int children = 0; children < 12; ++children) {
    PlannedScan planned(files.exhibit(), sets);
    looked.take_part(planned.job);
    planned.order = supervised.order();
    quarantine.shape(planned.order);
    DeadlyFile marks(planned.job, tier, file, lives);
    planned.job.marks = &marks;
    SentFrames sent;
    bool died = false;
    try {
      EXPECT_TRUE(scan(planned, kSerially, sent));
    } catch (const Died&) {
      died = true;
    }
    supervised.take_frames(sent.frames, sent.frames.size());
    if (!died && !quarantine.is_trying_alone()) {
      supervised.take(Done{});
      return supervised.answer();
    }
    if (!died) {
      EXPECT_TRUE(quarantine.alone_done(supervised.ledger));
      continue;
    }
    ChildEnd end;
    end.death = Death::crash;
    end.signal = 11;
    end.had_walked = true;
    end.at_work.push_back({1, 1, {WorkStep::file, 0, file}, 0});
    const auto verdict = quarantine.judge(end, supervised.ledger);
    for (const Message& message : verdict.on_record) supervised.take(message);
    if (verdict.gives_up) return "given up";
  }
  return "without end";
}

// A deleted file with listed blocks in its midst, which is read because samples met
// them: a child that dies of it, or at it, costs no more than what is deadly.
TEST_F(TieredScanOf, ADeathAtAFileThatALeadMetChangesNothingElse) {
  learn();
  const FileId met = add_deleted({{kRemnantAt - 4 * kBlock, 284 * kBlock}});
  for (const Tier until : {Tier::confirm, Tier::look}) {
    const auto answer = [&](int lives) {
      return answer_with_deaths(files_, sets_, until, Tier::confirm, met, lives);
    };
    const std::string whole = answer(0);
    EXPECT_EQ(answer(1), whole) << to_string(until);
    const std::string without = answer(99);
    EXPECT_EQ(without.find("without end"), std::string::npos);
    EXPECT_NE(without.find("crash: the worker died of it (signal 11), at byte " +
                           std::to_string(kRemnantAt - 4 * kBlock)),
              std::string::npos)
        << to_string(until) << ": " << without;
  }
}

// It is looked at by its head alone, and was told of before: it stays what it was.
TEST_F(TieredScanOf, ADeathAtAHeadThatIsNotLookedIntoChangesNothing) {
  learn();
  const auto answer = [&](int lives) {
    return answer_with_deaths(files_, sets_, Tier::look, Tier::look, deleted_, lives);
  };
  const std::string whole = answer(0);
  EXPECT_EQ(answer(1), whole);
  EXPECT_NE(answer(99), whole);
}

// Blocks around leads are met in the tier that looks there, also by a child that seeks.
TEST_F(TieredScanOf, AChunkAloneMeetsBlocksInTheTierThatSearchesIt) {
  learn();
  scan_until(Tier::confirm);
  PlannedScan planned(files_.exhibit(), sets_);
  planned.order.until = Tier::look;
  for (const BlockRunMet& met : sent_.all<BlockRunMet>()) {
    if (met.tier == Tier::probe) planned.order.leads.push_back(met.run);
  }
  planned.order.alone_chunks = {2};
  sent_.frames.clear();
  ASSERT_TRUE(scan(planned, kSerially, sent_));
  ASSERT_FALSE(sent_.all<BlockRunMet>().empty());
  for (const BlockRunMet& met : sent_.all<BlockRunMet>()) {
    EXPECT_EQ(met.tier, Tier::confirm);
  }
}

// What a child died of may lie anywhere: the one that seeks it measures no device.
TEST_F(TieredScanOf, WhoSeeksACulpritReadsNothingElse) {
  learn();
  for (std::uint64_t i = 0; i < 20; ++i) {
    files_.add({{(12 << 20) + i * 65'536, 65'536}});
  }
  PlannedScan planned(files_.exhibit(), sets_);
  planned.order.alone = {other_size_};
  ASSERT_TRUE(scan(planned, kSerially, sent_));
  EXPECT_EQ(files_.evidence.asked(12 << 20, 12 << 20), 0u);
  EXPECT_EQ(outcomes(), std::vector<FileId>{other_size_});
  planned.order.alone.clear();
  planned.order.one_by_one = true;
  planned.order.until = Tier::inventory;
  ASSERT_TRUE(scan(planned, kSerially, sent_));
  EXPECT_EQ(files_.evidence.asked(12 << 20, 12 << 20), 0u);
}

TEST_F(TieredScanOf, ThreadsChangeNoMessage) {
  learn();
  fill_with_files(files_, 5);
  for (const Tier until : {Tier::probe, Tier::confirm, Tier::everything}) {
    SentFrames serial;
    for (const unsigned threads : {kSerially, 1u, 2u, 8u}) {
      PlannedScan planned(files_.exhibit(), sets_);
      planned.order.until = until;
      SentFrames sent;
      ASSERT_TRUE(scan(planned, threads, sent));
      if (threads == kSerially) serial = sent;
      EXPECT_TRUE(sent.in_one_order() == serial.in_one_order())
          << threads << " threads";
    }
  }
}

// Wherever a child ends, the next one comes to the same answer.
TEST_F(TieredScanOf, AnyRestartComesToTheSameAnswer) {
  learn();
  fill_with_files(files_, 6);
  for (const Tier until : {Tier::probe, Tier::confirm, Tier::everything}) {
    sent_.frames.clear();
    scan_until(until);
    Supervised whole(files_.inventory, until);
    whole.take_frames(sent_.frames, sent_.frames.size());
    whole.take(Done{});
    const std::string expected = whole.answer();
    const std::size_t count = sent_.frames.size();
    for (std::size_t cut = 0; cut < count; cut += count / 23 + 1) {
      Supervised again(files_.inventory, until);
      again.take_frames(sent_.frames, cut);
      PlannedScan planned(files_.exhibit(), sets_);
      planned.order = again.order();
      SentFrames rest;
      ASSERT_TRUE(scan(planned, kSerially, rest));
      again.take_frames(rest.frames, rest.frames.size());
      again.take(Done{});
      EXPECT_EQ(again.answer(), expected)
          << to_string(until) << ", after " << cut << " of " << count;
    }
  }
}

}  // namespace
}  // namespace winnow
