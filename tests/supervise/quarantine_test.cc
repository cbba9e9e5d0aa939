#include "scanner/supervise/quarantine.h"

#include <gtest/gtest.h>
#include <signal.h>

namespace winnow {
namespace {

using std::chrono::milliseconds;

class QuarantineOf : public ::testing::Test {
 protected:
  explicit QuarantineOf(Tier until = Tier::everything)
      : quarantine_({milliseconds(2000), 1u << 30}, "usb") {
    RunStarted run;
    run.exhibit = "usb";
    run.until = until;
    take(run);
  }

  void take(const Message& message) {
    const auto checked = ledger_.check(message);
    ASSERT_TRUE(checked) << checked.error().line();
    ledger_.apply(message);
  }
  // An inventory of ten files of 4,096 bytes; one may be another name of the one
  // before.
  void list_files(FileId other_name = kNoFile) {
    take(Opened{{"raw", 64u << 20, false, "", {}}});
    take(VolumeFound{{0, 0, 1u << 20, "ext4", VolumeOutcome::examined, ""}});
    for (FileId id = 0; id < 10; ++id) {
      FileRecord file;
      file.id = id;
      file.path = "/volume-0/" + std::to_string(id);
      file.size = 4096;
      file.runs = {{id * 4096u + 4096, 4096}};
      if (id == other_name) {
        file.same_content_as = id - 1;
        file.runs = {{id * 4096u, 4096}};
      }
      take(FileFound{file});
    }
    take(InventoryDone{10, 0, 0});
  }
  void settle(FileId file) {
    OutcomeRecord outcome;
    outcome.file = file;
    outcome.outcome = FileOutcome::hashed;
    take(OutcomeKnown{outcome});
  }
  static ChildEnd end_at(std::vector<WorkPlace> places, Death death = Death::crash) {
    ChildEnd end;
    end.words = "was killed by signal 11";
    end.death = death;
    end.signal = 11;
    end.had_walked = true;
    for (const WorkPlace& place : places) end.at_work.push_back({1, 1, place, 0});
    return end;
  }
  static WorkPlace file(std::uint64_t number) { return {WorkStep::file, 0, number}; }
  static WorkPlace look(std::uint32_t file, std::uint32_t member) {
    return {WorkStep::look, 0, look_number(file, member)};
  }
  static WorkPlace chunk(std::uint64_t number) {
    return {WorkStep::space, number * kSpaceChunkBytes + 512, number};
  }
  static WorkPlace sample(std::uint64_t offset) {
    return {WorkStep::space, offset, SpaceSearched::kNoChunk};
  }
  [[nodiscard]] std::vector<std::uint32_t> alone_chunks() const {
    ScanOrder order;
    quarantine_.shape(order);
    return order.alone_chunks;
  }
  [[nodiscard]] bool one_by_one() const {
    ScanOrder order;
    quarantine_.shape(order);
    return order.one_by_one;
  }
  void search(std::uint32_t number) {
    SpaceSearched space;
    space.chunk = number;
    take(space);
  }
  [[nodiscard]] std::vector<FileId> alone() const {
    ScanOrder order;
    quarantine_.shape(order);
    return order.alone;
  }

  Ledger ledger_;
  Quarantine quarantine_;
};

TEST_F(QuarantineOf, TriesAloneWhatWasAtWork) {
  list_files();
  settle(3);
  // What is settled, what is no file and what is named twice is not tried.
  const auto verdict = quarantine_.judge(
      end_at({file(7), file(3), file(2), file(7), file(99), {WorkStep::none, 0, 1}}),
      ledger_);
  EXPECT_TRUE(verdict.on_record.empty());
  EXPECT_EQ(alone(), (std::vector<FileId>{2, 7}));
  settle(2);
  settle(7);
  EXPECT_TRUE(quarantine_.alone_done(ledger_));
  EXPECT_TRUE(alone().empty());
}

// What a probe has told of a file is its last word only where nothing comes after it.
TEST_F(QuarantineOf, TriesAloneWhatAnEarlyTierHasSettled) {
  list_files();
  take(FilesSettled{FileOutcome::probed, "why", {2}});
  static_cast<void>(quarantine_.judge(end_at({file(2), file(5)}), ledger_));
  EXPECT_EQ(alone(), (std::vector<FileId>{2, 5}));
  settle(5);
  EXPECT_FALSE(quarantine_.alone_done(ledger_));
}

class QuarantineOfAShortScan : public QuarantineOf {
 protected:
  QuarantineOfAShortScan() : QuarantineOf(Tier::confirm) {}
};

TEST_F(QuarantineOfAShortScan, IsDoneWithWhatAProbeHasSettled) {
  list_files();
  take(FilesSettled{FileOutcome::probed, "why", {2}});
  static_cast<void>(quarantine_.judge(end_at({file(5), file(7)}), ledger_));
  EXPECT_EQ(alone(), (std::vector<FileId>{5, 7}));
  take(FilesSettled{FileOutcome::skipped, "why", {5}});
  // The next child dies of the other one: that is all that is left.
  static_cast<void>(quarantine_.judge(end_at({file(7)}), ledger_));
  EXPECT_EQ(alone(), std::vector<FileId>{7});
  settle(7);
  EXPECT_TRUE(quarantine_.alone_done(ledger_));
}

// It was met by a sample, and is being read whole: that alone is another word on it.
TEST_F(QuarantineOfAShortScan, AccusesWhatAProbeHasSettledToo) {
  list_files();
  take(FilesSettled{FileOutcome::probed, "why", {2, 4}});
  static_cast<void>(quarantine_.judge(end_at({file(2), file(4)}), ledger_));
  EXPECT_EQ(alone(), (std::vector<FileId>{2, 4}));
  const auto verdict = quarantine_.judge(end_at({file(2)}), ledger_);
  ASSERT_EQ(verdict.on_record.size(), 1u);
  EXPECT_EQ(std::get<OutcomeKnown>(verdict.on_record[0]).outcome.file, 2u);
  take(verdict.on_record[0]);
  settle(4);
  EXPECT_TRUE(quarantine_.alone_done(ledger_));
}

class QuarantineOfAProbe : public QuarantineOf {
 protected:
  QuarantineOfAProbe() : QuarantineOf(Tier::probe) {}
};

TEST_F(QuarantineOfAProbe, SuspectsNothingThatIsSettled) {
  list_files();
  take(FilesSettled{FileOutcome::probed, "why", {2}});
  static_cast<void>(quarantine_.judge(end_at({file(2), file(5)}), ledger_));
  EXPECT_EQ(alone(), std::vector<FileId>{5});
}

TEST_F(QuarantineOf, AChunkOfFreeSpaceThatKillsTwiceIsBarred) {
  list_files();
  search(1);
  // Files first; what is done, and what is not there, is not tried.
  auto verdict = quarantine_.judge(
      end_at({chunk(5), file(3), chunk(1), chunk(2), chunk(5), chunk(8)}), ledger_);
  EXPECT_EQ(verdict.note,
            "the worker was killed by signal 11; trying alone what it was at: 1 file, "
            "2 parts of free space");
  EXPECT_EQ(alone(), std::vector<FileId>{3});
  EXPECT_TRUE(alone_chunks().empty());
  settle(3);
  EXPECT_TRUE(quarantine_.alone_done(ledger_));
  EXPECT_TRUE(alone().empty());
  EXPECT_EQ(alone_chunks(), (std::vector<std::uint32_t>{2, 5}));
  // The second that it tried gets a child of its own.
  search(2);
  verdict = quarantine_.judge(end_at({chunk(5)}), ledger_);
  EXPECT_TRUE(verdict.on_record.empty());
  verdict = quarantine_.judge(end_at({chunk(5)}), ledger_);
  ASSERT_EQ(verdict.on_record.size(), 1u);
  const Barred barred = std::get<PlaceBarred>(verdict.on_record[0]).barred;
  EXPECT_EQ(barred.place, (WorkPlace{WorkStep::space, 5 * kSpaceChunkBytes, 5}));
  EXPECT_EQ(barred.reason,
            "crash: the worker died of it (signal 11), while searching free space from "
            "byte 41943040 on; what it holds is not known");
  take(verdict.on_record[0]);
  EXPECT_FALSE(quarantine_.is_trying_alone());
  EXPECT_FALSE(one_by_one());
  // Said again it is no suspect, and nobody is.
  static_cast<void>(quarantine_.judge(end_at({chunk(5)}), ledger_));
  EXPECT_FALSE(quarantine_.is_trying_alone());
}

// A deadly member costs itself alone: the file is tried again without it.
TEST_F(QuarantineOf, AMemberThatKillsTwiceIsNotLookedAtAgain) {
  list_files();
  static_cast<void>(quarantine_.judge(end_at({look(4, 7), file(2)}), ledger_));
  EXPECT_EQ(alone(), (std::vector<FileId>{2, 4}));
  settle(2);
  auto verdict = quarantine_.judge(end_at({look(4, 7)}), ledger_);
  EXPECT_TRUE(verdict.on_record.empty());  // it was not the first thing tried
  verdict = quarantine_.judge(end_at({look(4, 7)}), ledger_);
  ASSERT_EQ(verdict.on_record.size(), 1u);
  const Barred barred = std::get<PlaceBarred>(verdict.on_record[0]).barred;
  EXPECT_EQ(barred.place, (WorkPlace{WorkStep::look, 5 * 4096, look_number(4, 7)}));
  EXPECT_EQ(barred.reason,
            "crash: the worker died of it (signal 11), while looking at member 7 of "
            "what it holds, at byte 20480 of the exhibit; repeat it with: winnow "
            "reproduce --case DIR --exhibit usb --item look:20480:30064771076");
  take(verdict.on_record[0]);
  EXPECT_EQ(alone(), std::vector<FileId>{4});  // once more, without it
  // Another member of the same file is another bar.
  verdict = quarantine_.judge(end_at({look(4, 9)}), ledger_);
  ASSERT_EQ(verdict.on_record.size(), 1u);
  take(verdict.on_record[0]);
  settle(4);
  EXPECT_TRUE(quarantine_.alone_done(ledger_));
}

TEST_F(QuarantineOf, ADeadlyMemberIsBarredForEveryNameOfItsContent) {
  list_files(5);
  static_cast<void>(quarantine_.judge(end_at({look(5, 7)}), ledger_));
  EXPECT_EQ(alone(), std::vector<FileId>{5});
  auto verdict = quarantine_.judge(end_at({look(5, 7)}), ledger_);
  ASSERT_EQ(verdict.on_record.size(), 1u);
  const WorkPlace bar{WorkStep::look, 5 * 4096, look_number(4, 7)};
  EXPECT_EQ(std::get<PlaceBarred>(verdict.on_record[0]).barred.place, bar);
  take(verdict.on_record[0]);
  settle(5);
  EXPECT_TRUE(quarantine_.alone_done(ledger_));
  // It goes there again under the other name: then nothing of it is looked at.
  static_cast<void>(quarantine_.judge(end_at({look(4, 7)}), ledger_));
  verdict = quarantine_.judge(end_at({look(4, 7)}), ledger_);
  ASSERT_EQ(verdict.on_record.size(), 1u);
  EXPECT_EQ(std::get<PlaceBarred>(verdict.on_record[0]).barred.place.number,
            look_number(4, kWholeLook));
}

// The name that would bear the bar has its outcome, and nothing is added to that.
TEST_F(QuarantineOf, ADeadlyNameOfAContentThatIsDoneFailsItself) {
  list_files(5);
  settle(4);
  static_cast<void>(quarantine_.judge(end_at({look(5, 7)}), ledger_));
  EXPECT_EQ(alone(), std::vector<FileId>{5});
  const auto verdict = quarantine_.judge(end_at({look(5, 7)}), ledger_);
  ASSERT_EQ(verdict.on_record.size(), 1u);
  const auto* known = std::get_if<OutcomeKnown>(&verdict.on_record[0]);
  ASSERT_NE(known, nullptr);
  EXPECT_EQ(known->outcome.file, 5u);
  EXPECT_EQ(known->outcome.outcome, FileOutcome::failed);
  EXPECT_FALSE(known->outcome.reason.empty());
  take(verdict.on_record[0]);
  EXPECT_FALSE(quarantine_.is_trying_alone());
}

// A child that dies at what it was told to leave alone is not believed a second time.
TEST_F(QuarantineOf, AFileOfWhichNothingCanBeLookedAtIsLeftUnlookedAt) {
  list_files();
  static_cast<void>(quarantine_.judge(end_at({look(4, 7)}), ledger_));
  auto verdict = quarantine_.judge(end_at({look(4, 7)}), ledger_);
  take(verdict.on_record[0]);
  verdict = quarantine_.judge(end_at({look(4, 7)}), ledger_);
  ASSERT_EQ(verdict.on_record.size(), 1u);
  EXPECT_EQ(std::get<PlaceBarred>(verdict.on_record[0]).barred.place.number,
            look_number(4, kWholeLook));
  take(verdict.on_record[0]);
  // And if that does not help, the file fails.
  verdict = quarantine_.judge(end_at({look(4, 0)}), ledger_);
  ASSERT_EQ(verdict.on_record.size(), 1u);
  const OutcomeRecord failed = std::get<OutcomeKnown>(verdict.on_record[0]).outcome;
  EXPECT_EQ(failed.file, 4u);
  EXPECT_EQ(failed.outcome, FileOutcome::failed);
  EXPECT_FALSE(quarantine_.is_trying_alone());
}

// Parts of a chunk that are looked at around a lead leave no word that it is done.
TEST_F(QuarantineOfAShortScan, AChunkThatAChildHasOutlivedIsNoSuspectAgain) {
  list_files();
  static_cast<void>(quarantine_.judge(end_at({chunk(2), chunk(3)}), ledger_));
  EXPECT_EQ(alone_chunks(), (std::vector<std::uint32_t>{2, 3}));
  EXPECT_TRUE(quarantine_.alone_done(ledger_));
  static_cast<void>(quarantine_.judge(end_at({chunk(2), chunk(4)}), ledger_));
  EXPECT_EQ(alone_chunks(), std::vector<std::uint32_t>{4});
  EXPECT_TRUE(quarantine_.alone_done(ledger_));
  for (int i = 0; i < 2; ++i) {
    EXPECT_FALSE(quarantine_.judge(end_at({chunk(2)}), ledger_).gives_up) << i;
  }
  EXPECT_TRUE(quarantine_.judge(end_at({chunk(2)}), ledger_).gives_up);
}

TEST_F(QuarantineOf, ASampleThatKillsTwiceWhenItIsTakenAloneIsLeftOut) {
  list_files();
  take(SamplesPlanned{512 * 1024, 3});
  SpaceSearched first;
  first.samples = 1;
  take(first);
  auto verdict = quarantine_.judge(end_at({sample(8192)}), ledger_);
  EXPECT_TRUE(verdict.on_record.empty());
  EXPECT_TRUE(one_by_one());
  take(first);
  EXPECT_TRUE(quarantine_.judge(end_at({sample(8192)}), ledger_).on_record.empty())
      << "another one came first";
  verdict = quarantine_.judge(end_at({sample(8192)}), ledger_);
  ASSERT_EQ(verdict.on_record.size(), 1u);
  take(verdict.on_record[0]);
  EXPECT_EQ(ledger_.samples_done(), 3u);
  EXPECT_FALSE(one_by_one()) << "the rest goes on as before";
  for (int i = 0; i < 2; ++i) {
    EXPECT_FALSE(quarantine_.judge(end_at({sample(8192)}), ledger_).gives_up) << i;
  }
  EXPECT_TRUE(quarantine_.judge(end_at({sample(8192)}), ledger_).gives_up)
      << "all samples are done";
}

TEST_F(QuarantineOf, GuiltyIsWhatAChildDiesOfFirst) {
  list_files();
  static_cast<void>(quarantine_.judge(end_at({file(2), file(5), file(7)}), ledger_));
  settle(2);
  // It died of the second that it tried: that one gets a child of its own.
  auto verdict = quarantine_.judge(end_at({file(5)}), ledger_);
  EXPECT_TRUE(verdict.on_record.empty());
  EXPECT_EQ(alone(), (std::vector<FileId>{5, 7}));
  verdict = quarantine_.judge(end_at({file(5)}), ledger_);
  ASSERT_EQ(verdict.on_record.size(), 1u);
  const auto& outcome = std::get<OutcomeKnown>(verdict.on_record[0]).outcome;
  EXPECT_EQ(outcome.file, 5u);
  EXPECT_EQ(outcome.outcome, FileOutcome::failed);
  EXPECT_EQ(
      outcome.reason,
      "crash: the worker died of it (signal 11), at byte 24576 of the exhibit; "
      "repeat it with: winnow reproduce --case DIR --exhibit usb --item file:24576:5");
  EXPECT_EQ(alone(), (std::vector<FileId>{7}));
}

TEST_F(QuarantineOf, WithoutASuspectEachFileBecomesAStep) {
  list_files();
  ChildEnd end = end_at({});
  EXPECT_FALSE(quarantine_.judge(end, ledger_).gives_up);
  ScanOrder order;
  quarantine_.shape(order);
  EXPECT_TRUE(order.one_by_one);
  EXPECT_TRUE(order.serial);
  EXPECT_FALSE(quarantine_.judge(end, ledger_).gives_up);
  end.got_further = true;
  EXPECT_FALSE(quarantine_.judge(end, ledger_).gives_up);
  end.got_further = false;
  EXPECT_FALSE(quarantine_.judge(end, ledger_).gives_up);
  EXPECT_FALSE(quarantine_.judge(end, ledger_).gives_up);
  EXPECT_TRUE(quarantine_.judge(end, ledger_).gives_up) << "three times in vain";
}

TEST_F(QuarantineOf, APlaceOfTheWalkIsBarredAtItsSecondDeath) {
  const WorkPlace entry{WorkStep::entry, 512, 77};
  EXPECT_TRUE(
      quarantine_.judge(end_at({entry}, Death::hang), ledger_).on_record.empty());
  // Another place first: that one is not guilty yet either.
  EXPECT_TRUE(quarantine_.judge(end_at({{WorkStep::entry, 512, 78}}), ledger_)
                  .on_record.empty());
  EXPECT_TRUE(
      quarantine_.judge(end_at({entry}, Death::hang), ledger_).on_record.empty());
  const auto verdict = quarantine_.judge(end_at({entry}, Death::hang), ledger_);
  ASSERT_EQ(verdict.on_record.size(), 1u);
  const auto& barred = std::get<PlaceBarred>(verdict.on_record[0]).barred;
  EXPECT_EQ(barred.place, entry);
  EXPECT_FALSE(barred.ends_volume);
  EXPECT_EQ(
      barred.reason,
      "hang: took more than 2 s of processor time, in the volume at byte 512; "
      "repeat it with: winnow reproduce --case DIR --exhibit usb --item entry:512:77");
}

// A child that somebody kills accuses nobody, unless that goes on at the same place.
TEST_F(QuarantineOf, KillsFromOutsideMustMeetTheSameOneThreeTimes) {
  ChildEnd killed = end_at({{WorkStep::entry, 0, 7}});
  killed.signal = SIGKILL;
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(quarantine_.judge(killed, ledger_).on_record.empty()) << i;
  }
  EXPECT_EQ(quarantine_.judge(killed, ledger_).on_record.size(), 1u);
  list_files();
  killed.at_work = {{1, 1, file(4), 0}};
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(quarantine_.judge(killed, ledger_).on_record.empty()) << i;
  }
  EXPECT_EQ(quarantine_.judge(killed, ledger_).on_record.size(), 1u);
}

TEST_F(QuarantineOf, AVolumeOfNothingButDeathsIsGivenUp) {
  for (std::uint64_t number = 1;; ++number) {
    ASSERT_LE(number, 16u);
    const ChildEnd end = end_at({{WorkStep::entry, 0, number}}, Death::hang);
    EXPECT_TRUE(quarantine_.judge(end, ledger_).on_record.empty());
    const auto verdict = quarantine_.judge(end, ledger_);
    ASSERT_EQ(verdict.on_record.size(), 1u);
    EXPECT_FALSE(verdict.gives_up) << "other volumes are still walked";
    take(verdict.on_record[0]);
    if (std::get<PlaceBarred>(verdict.on_record[0]).barred.ends_volume) break;
  }
  EXPECT_EQ(quarantine_.deaths()[static_cast<std::size_t>(Death::hang)], 32u);
}

TEST_F(QuarantineOf, DeathsAlwaysElsewhereComeToAnEnd) {
  std::uint64_t number = 0;
  while (
      !quarantine_.judge(end_at({{WorkStep::entry, 0, ++number}}), ledger_).gives_up) {
    ASSERT_LT(number, 100u);
  }
}

TEST_F(QuarantineOf, AContainerThatKillsCannotBeLeftOut) {
  const ChildEnd end = end_at({{WorkStep::container, 0, 0}});
  EXPECT_FALSE(quarantine_.judge(end, ledger_).gives_up);
  EXPECT_TRUE(quarantine_.judge(end, ledger_).gives_up);
}

TEST(ItemLimits, GrowWithTheItem) {
  const ItemLimits limits{milliseconds(2000), 0};
  const WorkPlace file{WorkStep::file, 0, 1};
  EXPECT_EQ(limits.of(file, 0, 0), milliseconds(2000));
  const auto gibibyte = limits.of(file, 1u << 30, 0);
  EXPECT_GT(gibibyte, milliseconds(100'000));
  EXPECT_LT(gibibyte, milliseconds(200'000));
  EXPECT_EQ(limits.of(file, 1u << 30, 1u << 30), gibibyte) << "not by what was fetched";
  const WorkPlace entry{WorkStep::entry, 0, 1};
  EXPECT_EQ(limits.of(entry, 1u << 30, 0), milliseconds(2000));
  EXPECT_GT(limits.of(entry, 0, 30u << 20), milliseconds(100'000));
  EXPECT_GT(limits.of(entry, 0, ~std::uint64_t{0}), limits.of(entry, 0, 1u << 30));
}

}  // namespace
}  // namespace winnow
