#include "scanner/supervise/batch_replay.h"

#include <gtest/gtest.h>

#include "tests/base/temp_folder.h"
#include "tests/ledger/ledger_messages.h"

namespace winnow {
namespace {

constexpr FileId kFiles = 200;  // as many as the exhibit has room for

class BatchReplay : public ::testing::Test {
 protected:
  BatchReplay() {
    auto recorder = Recorder::begin(journal_, sample_run());
    EXPECT_TRUE(recorder);
    const auto put = [&](const Message& message) {
      const auto taken = recorder->record(message);
      EXPECT_TRUE(taken && taken->is_taken);
    };
    put(opened_image());
    put(volume(0));
    for (FileId id = 0; id < kFiles; ++id) put(FileFound{file_record(id)});
    put(InventoryDone{kFiles, 7, 0});
    put(entry_met());
    // More than a batch.
    for (int i = 0; i < 9000; ++i) {
      put(ProblemMet{{"/p" + std::to_string(i), 0, 0, "note", "a remark"}});
    }
    for (FileId id = 0; id < kFiles; ++id) {
      put(OutcomeKnown{id % 50 == 0 ? matched(id) : hashed(id)});
    }
    put(Done{});
    EXPECT_TRUE(recorder->journal().sync());
  }

  // What it calls with, and the replay; both ways say the same.
  void expect_as_one_by_one() {
    std::vector<std::size_t> kinds;
    const auto slow = replay_journal(journal_, [&](const Message& message) {
      kinds.push_back(message.index());
      return Result<void>();
    });
    std::vector<std::size_t> kinds_in_batches;
    const auto fast = replay_in_batches(
        journal_, [&](std::span<const Message> messages, const Ledger& ledger) {
          for (const Message& message : messages) {
            kinds_in_batches.push_back(message.index());
          }
          EXPECT_EQ(messages.empty() || ledger.run().has_value(), true);
          return Result<void>();
        });
    ASSERT_TRUE(slow && fast);
    EXPECT_EQ(kinds, kinds_in_batches);
    EXPECT_EQ(fast->end, slow->end);
    EXPECT_EQ(fast->complaint, slow->complaint);
    EXPECT_EQ(fast->mark.offset, slow->mark.offset);
    EXPECT_EQ(fast->mark.chain, slow->mark.chain);
    EXPECT_EQ(fast->mark.records, slow->mark.records);
    EXPECT_EQ(fast->ledger.findings().size(), slow->ledger.findings().size());
    EXPECT_EQ(fast->ledger.ended(), slow->ledger.ended());
  }

  const TempFolder folder_;
  const std::string journal_ = folder_.path("a.wj");
};

TEST_F(BatchReplay, IsTheReplayOfOneThread) {
  expect_as_one_by_one();
}

TEST_F(BatchReplay, StopsWhereTheOtherStops) {
  const std::string whole = TempFolder::read(journal_);
  for (const double part : {0.0, 0.3, 0.7, 0.95}) {
    const auto size =
        static_cast<std::size_t>(static_cast<double>(whole.size()) * part);
    static_cast<void>(folder_.write("a.wj", whole.substr(0, size)));
    expect_as_one_by_one();
    std::string damaged = whole;
    damaged[std::max<std::size_t>(size, 20)] ^= 1;
    static_cast<void>(folder_.write("a.wj", damaged));
    expect_as_one_by_one();
  }
}

TEST_F(BatchReplay, EndsWithTheFaultOfWhoTakes) {
  int calls = 0;
  const auto replay =
      replay_in_batches(journal_, [&](std::span<const Message>, const Ledger&) {
        return ++calls == 2 ? Result<void>(Fault{FaultKind::io, "enough", "", {}})
                            : Result<void>();
      });
  ASSERT_FALSE(replay);
  EXPECT_EQ(replay.error().what, "enough");
}

}  // namespace
}  // namespace winnow
