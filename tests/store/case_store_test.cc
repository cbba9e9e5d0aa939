#include "drivers/store/case_store.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "drivers/store/case_schema.h"
#include "tests/store/practice_case.h"

namespace winnow {
namespace {

void expect_same(const Coverage& a, const Coverage& b) {
  EXPECT_EQ(a.total_bytes, b.total_bytes);
  EXPECT_EQ(a.read_bytes, b.read_bytes);
  EXPECT_EQ(a.unread_bytes, b.unread_bytes);
  EXPECT_EQ(a.unreadable_bytes, b.unreadable_bytes);
  EXPECT_EQ(a.logical_bytes, b.logical_bytes);
  EXPECT_EQ(a.files.listed, b.files.listed);
  EXPECT_EQ(a.files.by_outcome, b.files.by_outcome);
  EXPECT_EQ(a.problems, b.problems);
  EXPECT_EQ(a.balanced, b.balanced);
  EXPECT_EQ(a.complete, b.complete);
  EXPECT_EQ(a.ended, b.ended);
  EXPECT_EQ(a.kept, b.kept);
  EXPECT_EQ(a.known_benign, b.known_benign);
  EXPECT_EQ(a.evidence.kind, b.evidence.kind);
  EXPECT_EQ(a.evidence.bytes, b.evidence.bytes);
  EXPECT_EQ(a.evidence.unsupported, b.evidence.unsupported);
  EXPECT_EQ(a.evidence.metadata, b.evidence.metadata);
  EXPECT_EQ(a.until, b.until);
  EXPECT_EQ(a.space_searched, b.space_searched);
  EXPECT_EQ(a.residual.examined_bytes, b.residual.examined_bytes);
  EXPECT_EQ(a.residual.sampled_bytes, b.residual.sampled_bytes);
  EXPECT_EQ(a.residual.samples, b.residual.samples);
  EXPECT_EQ(a.residual.samples_read, b.residual.samples_read);
  EXPECT_EQ(a.residual.unseen_bytes, b.residual.unseen_bytes);
  EXPECT_EQ(a.residual.probative_ppm, b.residual.probative_ppm);
  EXPECT_EQ(a.residual.settled_bytes, b.residual.settled_bytes);
  EXPECT_EQ(a.residual.is_folder, b.residual.is_folder);
  ASSERT_EQ(a.volumes.size(), b.volumes.size());
  for (std::size_t i = 0; i < a.volumes.size(); ++i) {
    EXPECT_EQ(a.volumes[i].filesystem, b.volumes[i].filesystem);
    EXPECT_EQ(a.volumes[i].outcome, b.volumes[i].outcome);
    EXPECT_EQ(a.volumes[i].length, b.volumes[i].length);
  }
  ASSERT_EQ(a.sets.size(), b.sets.size());
  for (std::size_t i = 0; i < a.sets.size(); ++i) {
    EXPECT_EQ(a.sets[i].name, b.sets[i].name);
    EXPECT_EQ(a.sets[i].type, b.sets[i].type);
  }
}

void expect_same(const Finding& a, const Finding& b) {
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.file, b.file);
  EXPECT_EQ(a.inode, b.inode);
  EXPECT_EQ(a.path, b.path);
  EXPECT_EQ(a.allocated, b.allocated);
  EXPECT_EQ(a.size, b.size);
  EXPECT_EQ(a.digests, b.digests);
  EXPECT_EQ(a.algorithm, b.algorithm);
  EXPECT_EQ(a.set_number, b.set_number);
  EXPECT_EQ(a.set, b.set);
  EXPECT_EQ(a.entry, b.entry);
  EXPECT_EQ(a.category, b.category);
  EXPECT_EQ(a.runs, b.runs);
  EXPECT_EQ(a.times.modified, b.times.modified);
  EXPECT_EQ(a.times.accessed, b.times.accessed);
  EXPECT_EQ(a.times.created, b.times.created);
  EXPECT_EQ(a.tier, b.tier);
  EXPECT_EQ(a.note, b.note);
}

TEST(CaseStore, AnswersAsTheLedgerDoes) {
  PracticeCase practice;
  const auto ledger = practice.record("usb", rich_exhibit());
  CaseStore store = practice.open_store();
  const auto coverage = store.coverage("usb");
  ASSERT_TRUE(coverage);
  expect_same(*coverage, ledger->coverage());
  const auto findings = store.findings("usb");
  ASSERT_TRUE(findings);
  const auto expected = ledger->findings();
  ASSERT_EQ(findings->size(), 3u);
  ASSERT_EQ(expected.size(), 3u);
  EXPECT_EQ(expected[0].kind, FindingKind::block);
  EXPECT_EQ(coverage->files.count(FileOutcome::probed), 1u);
  EXPECT_EQ(coverage->residual.samples_read, 29u);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    expect_same((*findings)[i], expected[i]);
  }
}

TEST(CaseStore, AMemberMayBeDeletedInALiveFile) {
  PracticeCase practice;
  OutcomeRecord outcome = hashed(0);
  MemberRecord live{"a", 10, FileOutcome::matched, "", outcome.digests, {}, {}};
  live.matches = {{0, 0, Algorithm::sha256, false, Tier::look}};
  MemberRecord deleted = live;
  deleted.path = "b";
  deleted.allocated = false;
  deleted.uncertain = true;
  MemberRecord closed{"c", 10, FileOutcome::unsupported, "not read", {}, {}, {}};
  outcome.members = {live, deleted, closed};
  const auto ledger = practice.record(
      "usb", {opened_image(), volume(0), FileFound{file_record(0)},
              InventoryDone{1, 0, 0}, entry_met(), OutcomeKnown{outcome}, Done{}});
  CaseStore store = practice.open_store();
  expect_same(*store.coverage("usb"), ledger->coverage());
  const auto findings = store.findings("usb");
  ASSERT_TRUE(findings);
  const auto expected = ledger->findings();
  ASSERT_EQ(findings->size(), 2u);
  ASSERT_EQ(expected.size(), 2u);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    expect_same((*findings)[i], expected[i]);
  }
  EXPECT_TRUE((*findings)[0].allocated);
  EXPECT_FALSE((*findings)[1].allocated);
}

TEST(CaseStore, ExhibitsAreKeptApart) {
  PracticeCase practice;
  const auto first = practice.record("b", rich_exhibit());
  const auto second =
      practice.record("a", {opened_image(), volume(0), FileFound{file_record(0)},
                            InventoryDone{1, 0, 0}, OutcomeKnown{hashed(0)}, Done{}});
  CaseStore store = practice.open_store();
  EXPECT_EQ(*store.exhibits(), (std::vector<std::string>{"a", "b"}));
  expect_same(*store.coverage("a"), second->coverage());
  expect_same(*store.coverage("b"), first->coverage());
  EXPECT_TRUE(store.findings("a")->empty());
  EXPECT_EQ(store.findings("b")->size(), 3u);
}

TEST(CaseStore, CatchesUpWithTheJournals) {
  PracticeCase practice;
  std::vector<Message> messages = rich_exhibit();
  const std::vector<Message> start(messages.begin(), messages.end() - 3);
  practice.record("usb", start);
  EXPECT_EQ(practice.open_store().findings("usb")->size(), 2u);
  const auto ledger = practice.record("usb", messages);
  CaseStore store = practice.open_store();
  EXPECT_EQ(store.findings("usb")->size(), 3u);
  expect_same(*store.coverage("usb"), ledger->coverage());
}

TEST(CaseStore, ForgetsAnExhibitWithoutAJournal) {
  PracticeCase practice;
  practice.record("a", rich_exhibit());
  practice.record("b", rich_exhibit());
  practice.open_store();
  std::filesystem::remove(practice.folder->journal_path("a"));
  CaseStore store = practice.open_store();
  EXPECT_EQ(*store.exhibits(), std::vector<std::string>{"b"});
  EXPECT_TRUE(store.findings("a")->empty());
}

TEST(CaseStore, ARebuildGivesTheSameRows) {
  PracticeCase practice;
  practice.record("b", rich_exhibit());
  practice.open_store();
  practice.record("a", rich_exhibit());  // its number is another one after a rebuild
  CaseStore before = practice.open_store();
  auto fresh = CaseStore::open(practice.temporary.path("fresh.db"));
  ASSERT_TRUE(fresh);
  ASSERT_TRUE(fresh->bring_up_to_date(*practice.folder));
  EXPECT_EQ(*fresh->tables_unlike(before), std::vector<std::string>{});
  auto anew = CaseStore::create_anew(*practice.folder);
  ASSERT_TRUE(anew);
  EXPECT_TRUE(anew->exhibits()->empty());
  ASSERT_TRUE(anew->bring_up_to_date(*practice.folder));
  EXPECT_EQ(*fresh->tables_unlike(*anew), std::vector<std::string>{});
}

TEST(CaseStore, AChangedRowOfAnyTableIsSeen) {
  PracticeCase practice;
  practice.record("usb", rich_exhibit());
  auto fresh = CaseStore::open(practice.temporary.path("fresh.db"));
  ASSERT_TRUE(fresh);
  ASSERT_TRUE(fresh->bring_up_to_date(*practice.folder));
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"exhibits", "UPDATE exhibits SET complete = 1 - complete"},
      {"metadata", "UPDATE metadata SET value = '18' WHERE position = 0"},
      {"sets", "UPDATE sets SET name = 'other' WHERE number = 1"},
      {"volumes", "UPDATE volumes SET outcome = 0"},
      {"files", "DELETE FROM files WHERE key & 4294967295 = 4"},
      {"digests", "UPDATE digests SET md5 = NULL WHERE key & 4294967295 = 3"},
      {"digests", "UPDATE digests SET benign = 1 - benign"},
      {"members", "UPDATE members SET type = 'other' WHERE type = 'archive'"},
      {"members", "UPDATE members SET quality = 1 WHERE quality IS NULL"},
      {"pictures", "UPDATE pictures SET quality = 1"},
      {"named_digests", "DELETE FROM named_digests"},
      {"findings", "UPDATE findings SET note = ''"},
      {"block_findings", "UPDATE block_findings SET note = ''"},
      {"problems", "DELETE FROM problems"}};
  for (const auto& [table, change] : changes) {
    std::filesystem::remove(practice.folder->database_path());
    CaseStore store = practice.open_store();
    {
      auto database = Database::open(practice.folder->database_path());
      ASSERT_TRUE(database);
      ASSERT_TRUE(database->execute(change)) << change;
    }
    EXPECT_EQ(*fresh->tables_unlike(store), std::vector<std::string>{table});
  }
}

TEST(CaseStore, ADamagedJournalAnswersAsFarAsItGoes) {
  PracticeCase practice;
  practice.record("usb", {opened_image(), volume(0), FileFound{file_record(0)},
                          InventoryDone{1, 0, 0}, OutcomeKnown{hashed(0)}, Done{}});
  const std::string path = practice.folder->journal_path("usb");
  std::string journal = TempFolder::read(path);
  journal[journal.size() - 1] = static_cast<char>(journal[journal.size() - 1] ^ 1);
  std::ofstream(path, std::ios::binary) << journal;
  CaseStore store = practice.open_store();
  const auto coverage = store.coverage("usb");
  ASSERT_TRUE(coverage);
  EXPECT_FALSE(coverage->complete);
  ASSERT_EQ(coverage->problems.size(), 1u);
  EXPECT_NE(coverage->problems[0].reason.find("is damaged at byte"), std::string::npos);
}

TEST(CaseStore, ANewerDatabaseIsRefused) {
  PracticeCase practice;
  practice.open_store();
  {
    auto database = Database::open(practice.folder->database_path());
    ASSERT_TRUE(database);
    ASSERT_TRUE(
        database->execute("PRAGMA user_version=" + std::to_string(kSchemaVersion + 1)));
  }
  const auto store = CaseStore::open(practice.folder->database_path());
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().kind, FaultKind::unsupported);
}

// Its database stays for the version that can read the journals.
TEST(CaseStore, JournalsOfAnEarlierVersionAreNotTaken) {
  PracticeCase practice;
  practice.record("usb", rich_exhibit());
  CaseStore store = practice.open_store();
  ASSERT_TRUE(check_journals(*practice.folder));
  const std::string journal = practice.folder->journal_path("usb");
  std::string older = TempFolder::read(journal);
  older[8] = kJournalVersion - 1;
  practice.temporary.write(
      std::filesystem::relative(journal, practice.temporary.path("")).string(), older);
  for (const auto& refused :
       {check_journals(*practice.folder), store.take_journal(journal),
        store.bring_up_to_date(*practice.folder)}) {
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, FaultKind::unsupported);
    EXPECT_EQ(refused.error().place, journal);
  }
  EXPECT_FALSE(CaseStore::create_anew(*practice.folder));
  EXPECT_TRUE(std::filesystem::exists(practice.folder->database_path()));
  EXPECT_FALSE(store.findings("usb")->empty());
}

TEST(CaseStore, SaysWhyFilesEndedAsTheyDid) {
  PracticeCase practice;
  std::vector<Message> messages = {opened_image(), volume(0)};
  for (FileId id = 0; id < 5; ++id) messages.emplace_back(FileFound{file_record(id)});
  messages.emplace_back(InventoryDone{5, 1, 0});
  for (FileId id = 0; id < 3; ++id) {
    messages.emplace_back(OutcomeKnown{
        not_read(id, FileOutcome::skipped, id == 1 ? "a device file" : "a link")});
  }
  messages.emplace_back(
      OutcomeKnown{not_read(3, FileOutcome::encrypted, "a password is needed")});
  practice.record("usb", messages);
  practice.record("other", messages);
  CaseStore store = practice.open_store();
  const auto reasons = store.reasons("usb", FileOutcome::skipped);
  ASSERT_TRUE(reasons) << reasons.error().line();
  EXPECT_EQ(*reasons, (ReasonCounts{{"a link", 2}, {"a device file", 1}}));
  EXPECT_EQ(store.reasons("usb", FileOutcome::failed)->size(), 0u);
}

// Every schema before this one, whatever was in its tables: all of it is made anew.
TEST(CaseStore, EveryOlderSchemaIsMadeAnewFromTheJournals) {
  PracticeCase practice;
  practice.record("b", rich_exhibit());
  practice.record("a", rich_exhibit());
  auto fresh = CaseStore::open(practice.temporary.path("fresh.db"));
  ASSERT_TRUE(fresh);
  ASSERT_TRUE(fresh->bring_up_to_date(*practice.folder));
  for (int version = 0; version < kSchemaVersion; ++version) {
    practice.open_store();
    {
      auto database = Database::open(practice.folder->database_path());
      ASSERT_TRUE(database);
      ASSERT_TRUE(
          database->execute("DROP TABLE digests; CREATE TABLE digests (key);"
                            "UPDATE files SET path = 'of old'"));
      ASSERT_TRUE(database->set_version(version));
    }
    CaseStore store = practice.open_store();
    EXPECT_EQ(*fresh->tables_unlike(store), std::vector<std::string>{});
  }
}

TEST(CaseStore, TheVersionIsReadFromTheFileItself) {
  PracticeCase practice;
  const std::string path = practice.folder->database_path();
  EXPECT_EQ(*Database::version_in(path), 0);
  practice.open_store();
  EXPECT_EQ(*Database::version_in(path), kSchemaVersion);
  const std::string other = practice.temporary.write("other", std::string(100, 'x'));
  EXPECT_EQ(*Database::version_in(other), 0);
}

// Of an older version nothing is kept but the journals.
TEST(CaseStore, AnOlderDatabaseIsMadeAnew) {
  PracticeCase practice;
  const auto ledger = practice.record("usb", rich_exhibit());
  practice.open_store();
  {
    auto database = Database::open(practice.folder->database_path());
    ASSERT_TRUE(database);
    ASSERT_TRUE(database->execute("DROP TABLE block_findings; PRAGMA user_version=1"));
  }
  CaseStore store = practice.open_store();
  expect_same(*store.coverage("usb"), ledger->coverage());
  EXPECT_EQ(store.findings("usb")->size(), 3u);
}

}  // namespace
}  // namespace winnow
