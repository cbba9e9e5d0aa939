#include "drivers/store/journal_follower.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/store/practice_case.h"

namespace winnow {
namespace {

// Two journals of one exhibit: what is followed, and what a store reads at its leisure.
class JournalFollowing : public testing::Test {
 protected:
  JournalFollowing() : store(practice.open_store()) {}

  [[nodiscard]] std::string path() const {
    return practice.folder->journal_path("usb");
  }
  static RunStarted run() {
    RunStarted run = sample_run();
    run.exhibit = "usb";
    return run;
  }
  static void put(Recorder& recorder, const Message& message) {
    const auto taken = recorder.record(message);
    ASSERT_TRUE(taken && taken->is_taken) << (taken ? taken->refusal : "");
  }
  // What a follower that is to catch up may need, and more.
  static void let_it_look() {
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
  }
  void expect_as_read_from_the_journal() {
    auto fresh = CaseStore::open(practice.temporary.path("fresh.db"));
    ASSERT_TRUE(fresh);
    ASSERT_TRUE(fresh->bring_up_to_date(*practice.folder));
    EXPECT_EQ(*fresh->exhibits(), std::vector<std::string>{"usb"});
    EXPECT_EQ(*fresh->tables_unlike(store), std::vector<std::string>{});
  }

  PracticeCase practice;
  CaseStore store;
};

TEST_F(JournalFollowing, GivesTheRowsThatTheJournalGives) {
  auto follower = store.follow_journal(path());
  let_it_look();  // there is no journal yet
  auto recorder = Recorder::begin(path(), run());
  ASSERT_TRUE(recorder);
  for (const Message& message : rich_exhibit()) {
    put(*recorder, message);
    ASSERT_TRUE(recorder->journal().flush());
    if (std::holds_alternative<InventoryDone>(message)) let_it_look();
  }
  {
    auto reader = Database::open(practice.folder->database_path());
    ASSERT_TRUE(reader);
    EXPECT_EQ(*reader->query_number("SELECT count(*) FROM files"), 0);
  }
  const auto done = follower->finish(recorder->ledger(), recorder->ledger().coverage(),
                                     recorder->journal().mark());
  ASSERT_TRUE(done) << done.error().line();
  EXPECT_TRUE(*done);
  follower.reset();
  // Nothing is left to catch up with.
  ASSERT_TRUE(store.bring_up_to_date(*practice.folder));
  expect_as_read_from_the_journal();
}

TEST_F(JournalFollowing, ReplacesWhatWasKnownOfTheExhibit) {
  std::vector<Message> messages = rich_exhibit();
  const std::vector<Message> some(messages.begin(), messages.end() - 3);
  practice.record("usb", some);
  ASSERT_TRUE(store.bring_up_to_date(*practice.folder));
  auto follower = store.follow_journal(path());
  auto recorder = Recorder::go_on(path(), *replay_journal(path()));
  ASSERT_TRUE(recorder);
  for (auto message = messages.end() - 3; message != messages.end(); ++message) {
    put(*recorder, *message);
  }
  ASSERT_TRUE(recorder->journal().sync());
  EXPECT_TRUE(*follower->finish(recorder->ledger(), recorder->ledger().coverage(),
                                recorder->journal().mark()));
  follower.reset();
  expect_as_read_from_the_journal();
}

TEST_F(JournalFollowing, LeavesNothingBehindWhenItIsLetGo) {
  practice.record("usb", rich_exhibit());
  {
    auto follower = store.follow_journal(path());
    let_it_look();
  }
  EXPECT_TRUE(store.exhibits()->empty());
  ASSERT_TRUE(store.bring_up_to_date(*practice.folder));
  expect_as_read_from_the_journal();
}

// Begun again in the same file, and set aside for another one: both while it looks.
TEST_F(JournalFollowing, SaysThatItFollowedOtherWords) {
  for (const bool is_set_aside : {false, true}) {
    practice.record("usb", {opened_image(), volume(0), FileFound{file_record(0)}});
    auto follower = store.follow_journal(path());
    let_it_look();
    if (is_set_aside) std::filesystem::rename(path(), path() + ".old");
    const auto ledger = practice.record("usb", rich_exhibit());
    const auto replay = replay_journal(path());
    ASSERT_TRUE(replay);
    const auto done = follower->finish(*ledger, ledger->coverage(), replay->mark);
    ASSERT_TRUE(done) << done.error().line();
    EXPECT_FALSE(*done);
    follower.reset();
    EXPECT_TRUE(store.exhibits()->empty());
    ASSERT_TRUE(store.take_journal(path()));
    expect_as_read_from_the_journal();
    std::filesystem::remove(path());
    ASSERT_TRUE(store.bring_up_to_date(*practice.folder));
    std::filesystem::remove(practice.temporary.path("fresh.db"));
  }
}

TEST_F(JournalFollowing, TellsWhatIsNoJournal) {
  std::ofstream(path()) << "a letter to the editor";
  auto follower = store.follow_journal(path());
  const Ledger none;
  const auto done = follower->finish(none, none.coverage(), {});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().place, path());
}

}  // namespace
}  // namespace winnow
