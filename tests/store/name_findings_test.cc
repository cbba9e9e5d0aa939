// Findings by name in the case's database: the same as in the ledger, also when it is
// made again from the journals.
#include <gtest/gtest.h>

#include "drivers/store/case_store.h"
#include "scanner/supervise/recorder.h"
#include "tests/base/temp_folder.h"
#include "tests/ledger/ledger_messages.h"

namespace winnow {
namespace {

void expect_same(const std::vector<Finding>& a, const std::vector<Finding>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].kind, b[i].kind);
    EXPECT_EQ(a[i].file, b[i].file);
    EXPECT_EQ(a[i].inode, b[i].inode);
    EXPECT_EQ(a[i].path, b[i].path);
    EXPECT_EQ(a[i].allocated, b[i].allocated);
    EXPECT_EQ(a[i].size, b[i].size);
    EXPECT_EQ(a[i].digests, b[i].digests);
    EXPECT_EQ(a[i].set_number, b[i].set_number);
    EXPECT_EQ(a[i].set, b[i].set);
    EXPECT_EQ(a[i].entry, b[i].entry);
    EXPECT_EQ(a[i].category, b[i].category);
    EXPECT_EQ(a[i].runs, b[i].runs);
    EXPECT_EQ(a[i].times.modified, b[i].times.modified);
    EXPECT_EQ(a[i].times.created, b[i].times.created);
    EXPECT_EQ(a[i].tier, b[i].tier);
    EXPECT_EQ(a[i].note, b[i].note);
    EXPECT_EQ(a[i].hint, b[i].hint);
  }
}

TEST(NameFindings, AreKeptAndMadeAgain) {
  const TempFolder temporary;
  auto folder = CaseFolder::open_or_create(temporary.path("case"), "test");
  ASSERT_TRUE(folder);
  auto recorder = Recorder::begin(folder->journal_path("usb"), sample_run());
  ASSERT_TRUE(recorder);
  FileRecord deleted = file_record(1);
  deleted.path = "/volume-0/it's \"deleted\"";
  deleted.allocated = false;
  deleted.times.modified = Instant{1'700'000'000, 5};
  deleted.times.created = Instant{-7, 0};
  deleted.runs = {{4096, 512}, {winnow::Run::kHole, 1024}, {8192, 512}};
  const std::vector<Message> messages = {
      opened_image(),
      volume(0),
      FileFound{file_record(0)},
      FileFound{deleted},
      InventoryDone{2, 7, 0},
      NamesMet{{{0, "tor", "anonymising browser", 0}, {4, "hc", "container", 3}},
               {{0, 1}, {1, 0}, {1, 1}}},
      entry_met(),
      OutcomeKnown{matched(0)}};
  for (const Message& message : messages) {
    const auto taken = recorder->record(message);
    ASSERT_TRUE(taken && taken->is_taken) << (taken ? taken->refusal : "");
  }
  ASSERT_TRUE(recorder->journal().sync());
  const auto expected = recorder->ledger().findings();
  ASSERT_EQ(expected.size(), 4u);

  auto store = CaseStore::open(folder->database_path());
  ASSERT_TRUE(store);
  ASSERT_TRUE(store->bring_up_to_date(*folder));
  const auto kept = store->findings("usb");
  ASSERT_TRUE(kept) << kept.error().line();
  expect_same(*kept, expected);
  // Nothing of an exhibit is left over, or doubled, when its journal is taken again.
  ASSERT_TRUE(store->take_journal(folder->journal_path("usb")));
  const auto again = store->findings("usb");
  ASSERT_TRUE(again);
  expect_same(*again, expected);
}

}  // namespace
}  // namespace winnow
