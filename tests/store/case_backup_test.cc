#include "drivers/store/case_backup.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <filesystem>

#include "drivers/store/manifest.h"
#include "tests/store/practice_case.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

// No file can become longer than this.
class FullDisk {
 public:
  explicit FullDisk(std::uint64_t bytes) {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit full{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &full);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

class CaseBackup : public testing::Test {
 protected:
  CaseBackup() {
    practice.record("usb", rich_exhibit());
    practice.open_store();
  }

  Result<BackupFacts> back_up() {
    auto log = AuditLog::open(practice.folder->path(), "A. Person");
    EXPECT_TRUE(log);
    return back_up_case(*practice.folder, copy, *log, {});
  }
  Result<RestoredCase> restore() { return restore_case(copy, again, "A. Person", {}); }
  void expect_nothing(const std::string& path) {
    EXPECT_FALSE(fs::exists(path));
    EXPECT_FALSE(fs::exists(path + ".part"));
  }

  PracticeCase practice;
  std::string copy = practice.temporary.path("copy");
  std::string again = practice.temporary.path("again");
};

TEST_F(CaseBackup, GivesTheSameRowsWhenItIsRestored) {
  const auto facts = back_up();
  ASSERT_TRUE(facts) << facts.error().line();
  EXPECT_EQ(facts->files, 4u);  // case.json, journal, audit log and its head
  EXPECT_FALSE(fs::exists(copy + "/case.db"));
  const auto restored = restore();
  ASSERT_TRUE(restored) << restored.error().line();
  EXPECT_EQ(restored->facts.files, 4u);
  EXPECT_EQ(restored->facts.manifest_sha256, facts->manifest_sha256);
  // That the practice case had journals and no log, the backup, the restoring.
  EXPECT_EQ(restored->head.count, 3u);
  auto ours = CaseStore::open(practice.folder->database_path());
  auto theirs = CaseStore::open(again + "/case.db");
  ASSERT_TRUE(ours && theirs);
  EXPECT_EQ(*ours->tables_unlike(*theirs), std::vector<std::string>{});
  EXPECT_EQ(theirs->findings("usb")->size(), 3u);
  EXPECT_EQ(read_audit_files(again)->check.fault, "");
}

// What is not of the store's own making belongs to the case as well.
TEST_F(CaseBackup, TakesEveryFileButThoseThatAreMadeAnew) {
  practice.temporary.write("case/policy.toml", "a = 1\n");
  practice.temporary.write("case/half.new", "half");
  practice.temporary.write("case/manifest.sha256", "of another backup");
  ASSERT_TRUE(back_up());
  EXPECT_EQ(TempFolder::read(copy + "/policy.toml"), "a = 1\n");
  EXPECT_FALSE(fs::exists(copy + "/half.new"));
  const auto lines =
      parse_manifest(TempFolder::read(copy + "/manifest.sha256"), "manifest");
  ASSERT_TRUE(lines);
  EXPECT_EQ(lines->size(), 5u);
  EXPECT_TRUE(restore());
}

TEST_F(CaseBackup, AJournalThatIsBeingWrittenIsCopiedAsFarAsItGoes) {
  RunStarted run = sample_run();
  run.exhibit = "other";
  auto recorder = Recorder::begin(practice.folder->journal_path("other"), run);
  ASSERT_TRUE(recorder);
  const std::vector<Message> messages = rich_exhibit();
  for (std::size_t i = 0; i < messages.size(); ++i) {
    ASSERT_TRUE(recorder->record(messages[i])->is_taken);
    if (i == messages.size() / 2) {
      ASSERT_TRUE(recorder->journal().flush());
      ASSERT_TRUE(back_up());
    }
  }
  ASSERT_TRUE(recorder->journal().sync());
  ASSERT_TRUE(restore());
  auto store = CaseStore::open(again + "/case.db");
  ASSERT_TRUE(store);
  EXPECT_EQ(*store->exhibits(), (std::vector<std::string>{"other", "usb"}));
  EXPECT_FALSE(store->coverage("other")->complete);
}

TEST_F(CaseBackup, NothingIsOverwritten) {
  fs::create_directory(copy);
  EXPECT_FALSE(back_up());
  EXPECT_TRUE(fs::is_empty(copy));
  fs::remove(copy);
  fs::create_symlink("nowhere", copy);
  EXPECT_FALSE(back_up()) << "a link that leads nowhere is something too";
  fs::remove(copy);
  ASSERT_TRUE(back_up());
  fs::create_directory(again);
  EXPECT_FALSE(restore());
  EXPECT_TRUE(fs::is_empty(again));
}

TEST_F(CaseBackup, AnyDamagedByteOfItIsRefused) {
  ASSERT_TRUE(back_up());
  for (const auto& entry : fs::recursive_directory_iterator(copy)) {
    if (!entry.is_regular_file()) continue;
    const std::string path = entry.path().string();
    const std::string sound = TempFolder::read(path);
    for (const std::size_t at : {std::size_t{0}, sound.size() / 2, sound.size() - 1}) {
      std::string bad = sound;
      bad[at] = static_cast<char>(bad[at] ^ 1);
      std::ofstream(path, std::ios::binary) << bad;
      const auto restored = restore();
      ASSERT_FALSE(restored) << path << " at " << at;
      expect_nothing(again);
    }
    std::ofstream(path, std::ios::binary) << sound.substr(0, sound.size() - 1);
    EXPECT_FALSE(restore()) << path << " cut short";
    std::ofstream(path, std::ios::binary) << sound;
  }
  EXPECT_TRUE(restore());
}

TEST_F(CaseBackup, MissingAndMoreFilesAreRefused) {
  ASSERT_TRUE(back_up());
  const std::string journal = practice.folder->journal_path("usb");
  const std::string copied = copy + "/journal/" + fs::path(journal).filename().string();
  fs::remove(copied);
  const auto missing = restore();
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().place, copied);
  EXPECT_EQ(missing.error().kind, FaultKind::missing);
  fs::copy_file(journal, copied);
  practice.temporary.write("copy/case.db", "made by looking into it");
  const auto more = restore();
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().place, copy + "/case.db");
  fs::remove(copy + "/case.db");
  EXPECT_TRUE(restore());
}

TEST_F(CaseBackup, AFullDiskLeavesNothingBehind) {
  practice.temporary.write("case/sets/large.wset", std::string(100'000, 'x'));
  {
    const FullDisk full(50'000);
    EXPECT_FALSE(back_up());
  }
  expect_nothing(copy);
  EXPECT_NE(TempFolder::read(practice.folder->path() + "/audit.jsonl")
                .find("\"event\":\"backup_failed\""),
            std::string::npos);
  ASSERT_TRUE(back_up());
  {
    const FullDisk full(50'000);
    EXPECT_FALSE(restore());
  }
  expect_nothing(again);
  EXPECT_TRUE(restore());
}

}  // namespace
}  // namespace winnow
