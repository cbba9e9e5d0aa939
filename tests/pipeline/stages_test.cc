#include "scanner/pipeline/stages.h"

#include <gtest/gtest.h>

#include "tests/pipeline/scan_jobs.h"

namespace winnow {
namespace {

class Stages : public ::testing::Test {
 protected:
  std::vector<OutcomeRecord> scanned(ScanOrder order = {}) {
    PlannedScan planned(files_.exhibit(), sets_);
    planned.order = std::move(order);
    const auto result = scan(planned, kSerially, sent_);
    EXPECT_TRUE(result) << result.error().line();
    std::vector<OutcomeRecord> outcomes;
    for (auto& known : sent_.all<OutcomeKnown>()) {
      outcomes.push_back(std::move(known.outcome));
    }
    return outcomes;
  }

  ExaminedFiles files_{1 << 20};
  std::vector<HashSet> sets_;
  SentFrames sent_;
};

TEST_F(Stages, GiveEveryFileOneOutcome) {
  const FileId read = files_.add({{0, 1000}});
  const FileId resident = files_.add_resident("r");
  const FileId none = files_.add_none(FileOutcome::encrypted, "EFS");
  const auto outcomes = scanned();
  ASSERT_EQ(outcomes.size(), 3u);
  for (const OutcomeRecord& outcome : outcomes) {
    if (outcome.file == none) {
      EXPECT_EQ(outcome.outcome, FileOutcome::encrypted);
    } else {
      EXPECT_TRUE(outcome.file == read || outcome.file == resident);
      files_.expect_hashed(outcome, outcome.file);
    }
  }
  // What there is nothing to read of was told before.
  const Progress progress = sent_.all<Progress>().back();
  EXPECT_EQ(progress.tier, Tier::everything);
  EXPECT_EQ(progress.files_done, 2u);
  EXPECT_EQ(progress.files_planned, 2u);
  EXPECT_EQ(progress.bytes_read, 1001u);
  EXPECT_EQ(progress.bytes_planned, 1001u);
}

TEST_F(Stages, GiveOtherNamesTheSameOutcome) {
  const FileId first = files_.add({{0, 1000}});
  FileRecord other = files_.inventory.files[first];
  other.same_content_as = first;
  const FileId second = files_.add_record(other);
  const FileId third = files_.add_record(other);
  const auto outcomes = scanned();
  ASSERT_EQ(outcomes.size(), 3u);
  EXPECT_EQ(outcomes[0].file, first);
  EXPECT_EQ(outcomes[1].file, second);
  EXPECT_EQ(outcomes[2].file, third);
  EXPECT_EQ(outcomes[1].digests, outcomes[0].digests);
  EXPECT_EQ(sent_.all<Progress>().back().files_planned, 1u);
}

// Whichever name is examined: those that are left, or one that is tried alone.
TEST_F(Stages, SayTheSameOfAContentWhicheverOfItsNamesIsExamined) {
  const FileId first = files_.add_resident("\xFF\xD8\xFF\xE0" + std::string(100, 'x'));
  FileRecord other = files_.inventory.files[first];
  other.same_content_as = first;
  other.inline_content.clear();
  const FileId second = files_.add_record(other);
  for (const FileId id : {first, second}) {
    FileRecord named = files_.inventory.files[id];
    named.path = id == first ? "/volume-0/a.jpg" : "/volume-0/b.txt";
    files_.inventory.files.replace(id, named);
  }
  LookGiven looked(files_);
  looked.rules.barred[look_number(first, kWholeLook)] = "the worker died of it";
  std::vector<ScanOrder> orders(4);
  orders[1].examined = {first};
  orders[2].alone = {second};
  orders[3].alone = {first, second};
  for (const ScanOrder& order : orders) {
    PlannedScan planned(files_.exhibit(), sets_);
    looked.take_part(planned.job);
    planned.order = order;
    SentFrames sent;
    ASSERT_TRUE(scan(planned, kSerially, sent));
    const auto known = sent.all<OutcomeKnown>();
    ASSERT_FALSE(known.empty());
    for (const auto& [outcome] : known) {
      ASSERT_TRUE(outcome.look);
      EXPECT_EQ(outcome.look->reason, "the worker died of it");
      EXPECT_EQ(outcome.look->hints.size(), outcome.file == second ? 1u : 0u);
    }
    EXPECT_EQ(known.back().outcome.file, second);
  }
}

TEST_F(Stages, LeaveOutWhatIsExaminedAlready) {
  const FileId first = files_.add({{0, 1000}});
  FileRecord other = files_.inventory.files[first];
  other.same_content_as = first;
  const FileId second = files_.add_record(other);
  const FileId third = files_.add({{5000, 10}});
  ScanOrder order;
  order.examined = {first, 9999};
  const auto outcomes = scanned(order);
  ASSERT_EQ(outcomes.size(), 2u);
  EXPECT_EQ(outcomes[0].file, second);
  EXPECT_EQ(outcomes[1].file, third);
  files_.expect_hashed(outcomes[0], second);
}

TEST_F(Stages, ReadNothingWhenOnlyTheInventoryIsAskedFor) {
  files_.add({{0, 1000}});
  files_.add_resident("r");
  const FileId none = files_.add_none(FileOutcome::skipped, "a pipe");
  files_.evidence.fail(0, 1 << 20);
  ScanOrder order;
  order.until = Tier::inventory;
  const auto outcomes = scanned(order);
  ASSERT_EQ(outcomes.size(), 1u);
  EXPECT_EQ(outcomes[0].file, none);
  EXPECT_EQ(outcomes[0].outcome, FileOutcome::skipped);
}

TEST_F(Stages, RaiseWhatANotableSetLists) {
  const FileId id = files_.add({{0, 1000}});
  const std::string listed = openssl_hex(EVP_sha1(), files_.content(id));
  const TempFolder folder;
  auto set = built_set(folder, listed + "\n");
  ASSERT_TRUE(set);
  sets_.push_back(std::move(*set));
  const auto outcomes = scanned();
  ASSERT_EQ(outcomes.size(), 1u);
  EXPECT_EQ(outcomes[0].outcome, FileOutcome::matched);
  ASSERT_EQ(outcomes[0].matches.size(), 1u);
  EXPECT_EQ(outcomes[0].matches[0].algorithm, Algorithm::sha1);
}

}  // namespace
}  // namespace winnow
