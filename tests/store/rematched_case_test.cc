// A case whose exhibits were compared with further sets: the rows that are amended are
// those that a rebuild makes, and one that was cut off changed nothing.
#include <gtest/gtest.h>

#include <filesystem>

#include "hashsets/building/build.h"
#include "scanner/supervise/rematch.h"
#include "tests/store/practice_case.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

std::string md5_of(FileId file) {
  return hashed(file).digests.get(Algorithm::md5)->hex();
}

class RematchedCase : public ::testing::Test {
 protected:
  RematchedCase() {
    auto messages = rich_exhibit();
    messages.emplace_back(Done{});
    case_.record("usb", messages);
    journal_ = case_.folder->journal_path("usb");
    // Of file 3, which a known set lists, and both of its members; and of file 0, which
    // another set listed before.
    add_set("later", SetType::notable, md5_of(3) + "\n" + md5_of(0) + "\n");
    add_set("programs", SetType::known, md5_of(0) + "\n");
  }

  void add_set(const std::string& name, SetType type, const std::string& list) {
    BuildRequest request;
    request.sources = {case_.temporary.write(name + ".txt", list)};
    request.output = case_.temporary.path(name + ".wset");
    request.name = name;
    request.type = type;
    const auto built = build_set(request);
    ASSERT_TRUE(built) << built.error().line();
    paths_.emplace_back(request.output, type);
  }
  [[nodiscard]] std::unique_ptr<RematchSets> open_sets() const {
    std::vector<ScanSet> sets;
    for (const auto& [path, type] : paths_) {
      auto opened = open_scan_set(path, type);
      EXPECT_TRUE(opened) << opened.error().line();
      sets.push_back(std::move(*opened));
    }
    put_in_order(sets);
    auto all = RematchSets::of(std::move(sets));
    EXPECT_TRUE(all);
    return std::move(*all);
  }
  Rematched rematch() {
    const auto sets = open_sets();
    auto result = rematch_exhibit(journal_, *sets, {"N. N.", "test"});
    EXPECT_TRUE(result) << result.error().line();
    return std::move(*result);
  }
  void expect_rows_of_a_rebuild(CaseStore& store) {
    auto fresh = CaseStore::open(":memory:");
    ASSERT_TRUE(fresh);
    ASSERT_TRUE(fresh->bring_up_to_date(*case_.folder));
    const auto unlike = store.tables_unlike(*fresh);
    ASSERT_TRUE(unlike);
    EXPECT_EQ(*unlike, std::vector<std::string>());
  }
  [[nodiscard]] std::string findings_text(const std::vector<Finding>& findings) const {
    std::string text;
    for (const Finding& finding : findings) {
      text += std::string(to_string(finding.kind)) + " " + finding.set + " " +
              std::to_string(finding.set_number) + " " + finding.path + "\n";
    }
    return text;
  }

  PracticeCase case_;
  std::string journal_;
  std::vector<std::pair<std::string, SetType>> paths_;
};

TEST_F(RematchedCase, TheRowsAreThoseOfARebuild) {
  CaseStore store = case_.open_store();
  const auto before = store.coverage("usb");
  ASSERT_TRUE(before);
  const Rematched result = rematch();
  ASSERT_EQ(result.end, RematchEnd::done);
  ASSERT_TRUE(store.take_rematch(journal_, *result.ledger, result.before, result.mark));
  expect_rows_of_a_rebuild(store);
  const auto after = store.coverage("usb");
  ASSERT_TRUE(after);
  EXPECT_EQ(after->files.count(FileOutcome::matched),
            before->files.count(FileOutcome::matched) + 1);
  EXPECT_EQ(after->members.count(FileOutcome::matched), 2u);
  EXPECT_EQ(before->known_benign, 1u);
  EXPECT_EQ(after->known_benign, 0u);
  EXPECT_EQ(after->sets.size(), 4u);
  const auto findings = store.findings("usb");
  ASSERT_TRUE(findings);
  std::size_t later = 0;
  for (const Finding& finding : *findings) later += finding.set == "later" ? 1 : 0;
  EXPECT_EQ(later, 5u) << "two files, two members, and a digest that one names";
  EXPECT_EQ(findings_text(*findings), findings_text(result.ledger->findings()));
}

TEST_F(RematchedCase, AStoreThatLagsTakesAllOfTheJournal) {
  CaseStore store = case_.open_store();
  const Rematched first = rematch();
  add_set("third", SetType::notable, md5_of(3) + "\n");
  const Rematched second = rematch();
  ASSERT_EQ(second.end, RematchEnd::done);
  EXPECT_EQ(second.added.size(), 1u);
  ASSERT_TRUE(store.take_rematch(journal_, *second.ledger, second.before, second.mark));
  expect_rows_of_a_rebuild(store);
}

TEST_F(RematchedCase, TheSameSetsAgainChangeNothing) {
  ASSERT_EQ(rematch().end, RematchEnd::done);
  const std::string journal = TempFolder::read(journal_);
  EXPECT_EQ(rematch().end, RematchEnd::nothing_new);
  EXPECT_EQ(TempFolder::read(journal_), journal);
}

TEST_F(RematchedCase, WhatWasCutOffAnywhereChangedNothingAndIsDoneAgain) {
  const std::string before = TempFolder::read(journal_);
  auto replay = replay_journal(journal_);
  ASSERT_TRUE(replay);
  const std::string old_findings = findings_text(replay->ledger.findings());
  const Rematched whole = rematch();
  ASSERT_EQ(whole.end, RematchEnd::done);
  const std::string new_findings = findings_text(whole.ledger->findings());
  const std::string after = TempFolder::read(journal_);
  ASSERT_GT(after.size(), before.size());
  ASSERT_EQ(after.substr(0, before.size()), before);
  for (std::size_t size = before.size(); size < after.size(); size += 13) {
    std::ofstream(journal_, std::ios::binary | std::ios::trunc)
        << after.substr(0, size);
    auto cut = replay_journal(journal_);
    ASSERT_TRUE(cut);
    ASSERT_NE(cut->end, JournalEnd::damaged) << size << ": " << cut->complaint;
    ASSERT_EQ(findings_text(cut->ledger.findings()), old_findings) << size;
    ASSERT_EQ(cut->ledger.coverage().sets.size(), 2u);
    const Rematched again = rematch();
    ASSERT_EQ(again.end, RematchEnd::done);
    ASSERT_EQ(findings_text(again.ledger->findings()), new_findings) << size;
    CaseStore store = case_.open_store();
    expect_rows_of_a_rebuild(store);
  }
}

TEST_F(RematchedCase, AScanThatDidNotEndIsLeftToBeFinished) {
  case_.record("card", rich_exhibit());
  journal_ = case_.folder->journal_path("card");
  const std::string before = TempFolder::read(journal_);
  EXPECT_EQ(rematch().end, RematchEnd::not_finished);
  EXPECT_EQ(TempFolder::read(journal_), before);
}

TEST_F(RematchedCase, NothingIsAppendedToADamagedJournal) {
  std::string journal = TempFolder::read(journal_);
  journal[journal.size() / 2] = static_cast<char>(~journal[journal.size() / 2]);
  std::ofstream(journal_, std::ios::binary | std::ios::trunc) << journal;
  const Rematched result = rematch();
  EXPECT_EQ(result.end, RematchEnd::damaged);
  EXPECT_NE(result.complaint, "");
  EXPECT_EQ(TempFolder::read(journal_), journal);
}

}  // namespace
}  // namespace winnow
