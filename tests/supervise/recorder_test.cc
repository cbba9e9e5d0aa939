#include "scanner/supervise/recorder.h"

#include <gtest/gtest.h>

#include "tests/base/temp_folder.h"
#include "tests/ledger/ledger_messages.h"

namespace winnow {
namespace {

void record(Recorder& recorder, const Message& message) {
  const auto taken = recorder.record(message);
  ASSERT_TRUE(taken);
  EXPECT_TRUE(taken->is_taken) << taken->refusal;
}

// A journal of three files, two of them examined.
Result<Recorder> practice_record(const std::string& path) {
  auto recorder = Recorder::begin(path, sample_run());
  if (!recorder) return recorder;
  record(*recorder, opened_image());
  record(*recorder, volume(0));
  for (FileId id = 0; id < 3; ++id) record(*recorder, FileFound{file_record(id)});
  record(*recorder, InventoryDone{3, 7, 0});
  record(*recorder, entry_met());
  record(*recorder, OutcomeKnown{matched(0)});
  record(*recorder, OutcomeKnown{hashed(2)});
  return recorder;
}

TEST(Recorder, AReplayGivesTheSameLedger) {
  const TempFolder folder;
  const std::string path = folder.path("a.wj");
  auto recorder = practice_record(path);
  ASSERT_TRUE(recorder);
  ASSERT_TRUE(recorder->journal().sync());
  std::size_t messages = 0;
  const auto replay = replay_journal(path, [&](const Message&) -> Result<void> {
    ++messages;
    return {};
  });
  ASSERT_TRUE(replay);
  EXPECT_EQ(replay->end, JournalEnd::clean);
  EXPECT_EQ(messages, replay->mark.records);
  EXPECT_EQ(replay->ledger.examined(), (std::vector<FileId>{0, 2}));
  EXPECT_EQ(replay->ledger.findings().size(), 1u);
  EXPECT_EQ(replay->ledger.coverage().read_bytes,
            recorder->ledger().coverage().read_bytes);
}

TEST(Recorder, WhatIsRefusedIsNotOnRecord) {
  const TempFolder folder;
  const std::string path = folder.path("a.wj");
  auto recorder = practice_record(path);
  ASSERT_TRUE(recorder);
  const auto before = recorder->journal().mark().offset;
  const auto taken = recorder->record(OutcomeKnown{hashed(2)});
  ASSERT_TRUE(taken);
  EXPECT_FALSE(taken->is_taken);
  EXPECT_EQ(taken->refusal, "message refused: a second outcome of a file");
  EXPECT_EQ(recorder->journal().mark().offset, before);
  EXPECT_EQ(recorder->ledger().outcome_count(), 2u);
}

TEST(Recorder, GoesOnAfterAReplay) {
  const TempFolder folder;
  const std::string path = folder.path("a.wj");
  ASSERT_TRUE(practice_record(path)->journal().sync());
  auto replay = replay_journal(path);
  ASSERT_TRUE(replay);
  auto recorder = Recorder::go_on(path, std::move(*replay));
  ASSERT_TRUE(recorder);
  record(*recorder, OutcomeKnown{hashed(1)});
  record(*recorder, Done{});
  ASSERT_TRUE(recorder->journal().sync());
  const auto again = replay_journal(path);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->ledger.ended());
  EXPECT_EQ(again->ledger.outcome_count(), 3u);
}

TEST(Recorder, ARecordThatContradictsIsDamage) {
  const TempFolder folder;
  const std::string path = folder.path("a.wj");
  auto recorder = practice_record(path);
  ASSERT_TRUE(recorder);
  const auto good = recorder->journal().mark();
  // Checksums that fit, content that does not: one who can write the file can do this.
  std::string frame;
  encode(OutcomeKnown{hashed(2)}, frame);
  ASSERT_TRUE(recorder->journal().append(bytes_of(frame).subspan(4)));
  ASSERT_TRUE(recorder->journal().sync());
  auto replay = replay_journal(path);
  ASSERT_TRUE(replay);
  EXPECT_EQ(replay->end, JournalEnd::damaged);
  EXPECT_EQ(replay->mark.offset, good.offset);
  EXPECT_NE(replay->complaint.find("a second outcome"), std::string::npos);
  EXPECT_EQ(replay->ledger.outcome_count(), 2u);
  ASSERT_TRUE(recorder->journal().append(bytes_of("no message at all")));
  ASSERT_TRUE(recorder->journal().sync());
  EXPECT_EQ(replay_journal(path)->mark.offset, good.offset);
}

// What a picture shows is nobody's to keep.
TEST(Recorder, AGlimpseInAJournalIsDamage) {
  const TempFolder folder;
  const std::string path = folder.path("a.wj");
  auto recorder = practice_record(path);
  ASSERT_TRUE(recorder);
  const auto good = recorder->journal().mark();
  const auto taken = recorder->record(GlimpseSeen{1, 1, {7}, ""});
  ASSERT_TRUE(taken);
  EXPECT_FALSE(taken->is_taken);
  std::string frame;
  encode(GlimpseSeen{1, 1, {7}, ""}, frame);
  ASSERT_TRUE(recorder->journal().append(bytes_of(frame).subspan(4)));
  ASSERT_TRUE(recorder->journal().sync());
  const auto replay = replay_journal(path);
  ASSERT_TRUE(replay);
  EXPECT_EQ(replay->end, JournalEnd::damaged);
  EXPECT_EQ(replay->mark.offset, good.offset);
  EXPECT_NE(replay->complaint.find("not a thing to put on record"), std::string::npos);
}

TEST(Recorder, TellsWhoseJournalItIs) {
  const TempFolder folder;
  const std::string path = folder.path("a.wj");
  ASSERT_TRUE(practice_record(path)->journal().sync());
  const auto run = run_of_journal(path);
  ASSERT_TRUE(run && *run);
  EXPECT_EQ((*run)->exhibit, "usb");
  const auto cut =
      run_of_journal(folder.write("b.wj", TempFolder::read(path).substr(0, 40)));
  ASSERT_TRUE(cut);
  EXPECT_FALSE(*cut);
  auto other = JournalWriter::create(folder.path("c.wj"));
  std::string frame;
  encode(Done{}, frame);
  ASSERT_TRUE(other->append(bytes_of(frame).subspan(4)));
  ASSERT_TRUE(other->sync());
  EXPECT_FALSE(run_of_journal(folder.path("c.wj")));
}

TEST(Recorder, AJournalOfAnEarlierVersionIsNoDamage) {
  const TempFolder folder;
  const std::string path = folder.path("a.wj");
  ASSERT_TRUE(practice_record(path)->journal().sync());
  std::string older = TempFolder::read(path);
  older[8] = kJournalVersion - 1;
  folder.write("a.wj", older);
  const auto run = run_of_journal(path);
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().kind, FaultKind::unsupported);
  const auto replay = replay_journal(path);
  ASSERT_FALSE(replay);
  EXPECT_EQ(replay.error().line(), run.error().line());
}

TEST(Recorder, AFaultOfTheTakerEndsTheReplay) {
  const TempFolder folder;
  const std::string path = folder.path("a.wj");
  ASSERT_TRUE(practice_record(path)->journal().sync());
  const auto replay = replay_journal(path, [](const Message&) -> Result<void> {
    return Fault{FaultKind::no_space, "full", "", std::nullopt};
  });
  ASSERT_FALSE(replay);
  EXPECT_EQ(replay.error().kind, FaultKind::no_space);
}

}  // namespace
}  // namespace winnow
