#include "drivers/store/audit_log.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "drivers/store/new_folder.h"
#include "scanner/ledger/utc_text.h"
#include "tests/base/temp_folder.h"
#include "tests/store/sample_audit_log.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

class AuditLogTest : public testing::Test {
 protected:
  AuditLogTest() { fs::create_directory(path_); }

  AuditLog open() {
    auto log = AuditLog::open(path_, "A. Person");
    EXPECT_TRUE(log) << (log ? "" : log.error().line());
    return std::move(*log);
  }
  [[nodiscard]] AuditFiles files() const {
    auto files = read_audit_files(path_);
    EXPECT_TRUE(files);
    return std::move(*files);
  }
  // Three events, whatever of the log was there before.
  void begin() {
    AuditLog log = open();
    for (const char* object : {"a", "b", "c"}) {
      ASSERT_TRUE(log.append({"exhibit_opened", object, "opened", {}}));
    }
  }
  [[nodiscard]] AuditLine line(std::size_t number) const {
    std::istringstream lines(TempFolder::read(log_));
    std::string text;
    for (std::size_t i = 0; i < number; ++i) std::getline(lines, text);
    const auto parsed = parse_audit_line(text);
    EXPECT_TRUE(parsed) << text;
    return parsed.value_or(AuditLine());
  }

  TempFolder folder_;
  std::string path_ = folder_.path("case");
  std::string log_ = path_ + "/audit.jsonl";
  std::string head_ = path_ + "/audit.head";
};

TEST_F(AuditLogTest, NothingIsThereBeforeTheFirstEvent) {
  EXPECT_FALSE(files().exist);
  EXPECT_EQ(files().check.fault, "");
  EXPECT_FALSE(fs::exists(log_));
}

TEST_F(AuditLogTest, HoldsWhatWasAppended) {
  std::string first_run;
  {
    AuditLog log = open();
    const AuditEvent event{"start", "scan", "begun", {{"command", "winnow 'a b'"}}};
    ASSERT_TRUE(log.append(event));
    EXPECT_EQ(log.head().count, 1u);
    EXPECT_EQ(TempFolder::read(head_), audit_head_file(log.head()));
    ASSERT_TRUE(log.append({"stop", "scan", "exit status 0", {}}));
    EXPECT_EQ(TempFolder::read(head_), audit_head_file(log.head()));
    EXPECT_TRUE(log.remarks().empty());
    first_run = line(1).run_id;
    EXPECT_EQ(line(2).run_id, first_run);
  }
  EXPECT_EQ(line(1).actor, "A. Person");
  EXPECT_EQ(line(1).what.event, "start");
  EXPECT_EQ(line(1).what.detail[0].second, "winnow 'a b'");
  EXPECT_GT(*parse_utc(line(1).ts_utc), *parse_utc("2024-01-01"));
  EXPECT_EQ(first_run[14], '4') << "a random UUID";
  ASSERT_TRUE(open().append({"start", "", "", {}}));
  EXPECT_NE(line(3).run_id, first_run);
  EXPECT_EQ(files().check.fault, "");
  EXPECT_EQ(files().check.head.count, 3u);
  EXPECT_EQ(files().check.untold, 0u);
}

TEST_F(AuditLogTest, HostileTextsMakeNoBadLines) {
  AuditLog log = open();
  const std::string long_text = std::string(kMaxAuditTextBytes - 1, 'x') + "\xc3\xa4y";
  ASSERT_TRUE(
      log.append({"a\"\\\n", std::string("\0\x1b\xff", 3), long_text, {{"", ""}}}));
  EXPECT_EQ(files().check.fault, "");
  EXPECT_EQ(line(1).what.object, "\\x00\\x1b\\xff");
  EXPECT_EQ(line(1).what.outcome, std::string(kMaxAuditTextBytes - 1, 'x') +
                                      "... (cut here; 65,538 bytes in all)");
}

TEST_F(AuditLogTest, AnEventOfNoValidFormIsRefusedAndLeavesTheLogWhole) {
  AuditLog log = open();
  ASSERT_TRUE(log.append({"start", "", "", {}}));
  EXPECT_FALSE(log.append({"stop", "", "", {{"a", "1"}, {"a", "2"}}}));
  EXPECT_FALSE(log.append({"stop", "", "", {}})) << "nothing after a fault";
  EXPECT_EQ(files().check.head.count, 1u);
  EXPECT_EQ(files().check.fault, "");
}

TEST_F(AuditLogTest, EventsThatTheHeadDoesNotTellOfAreTaken) {
  begin();
  const std::string head = TempFolder::read(head_);
  {
    AuditLog log = open();
    ASSERT_TRUE(log.append({"start", "", "", {}}));
  }
  folder_.write("case/audit.head", head);  // as if killed in between
  AuditLog log = open();
  EXPECT_TRUE(log.remarks().empty());
  EXPECT_EQ(line(5).what.event, "recovered");
  EXPECT_EQ(line(5).what.detail,
            (std::vector<std::pair<std::string, std::string>>{{"untold_events", "1"}}));
  EXPECT_EQ(files().check.fault, "");
  EXPECT_EQ(files().check.untold, 0u);
}

TEST_F(AuditLogTest, AKillBetweenTheFirstEventAndTheHeadIsRecovered) {
  ASSERT_TRUE(open().append({"start", "", "", {}}));
  fs::remove(head_);
  ASSERT_TRUE(open().append({"start", "", "", {}}));
  EXPECT_EQ(line(2).what.event, "recovered");
  EXPECT_EQ(files().check.fault, "");
}

// Lengths that a power cut can leave of a line.
TEST_F(AuditLogTest, ATornLineIsTakenOutAndSaid) {
  begin();
  const std::string good = TempFolder::read(log_);
  const std::string head = TempFolder::read(head_);
  const SampleAuditLog sample(1);
  for (std::size_t bytes = 1; bytes < sample.lines[0].size(); bytes += 23) {
    folder_.write("case/audit.jsonl", good + sample.lines[0].substr(0, bytes));
    folder_.write("case/audit.head", head);
    ASSERT_EQ(files().check.torn_bytes, bytes);
    ASSERT_EQ(files().check.fault, "");
    ASSERT_TRUE(open().remarks().empty());
    ASSERT_EQ(TempFolder::read(log_).substr(0, good.size()), good);
    ASSERT_EQ(line(4).what.event, "recovered");
    ASSERT_EQ(line(4).what.detail[0].second, std::to_string(bytes));
    ASSERT_EQ(files().check.fault, "");
    ASSERT_EQ(files().check.head.count, 4u);
  }
}

TEST_F(AuditLogTest, ADamagedLogIsKeptAndANewOneBegun) {
  begin();
  std::string damaged = TempFolder::read(log_);
  damaged[10] ^= 1;
  folder_.write("case/audit.jsonl", damaged);
  const std::string head = TempFolder::read(head_);
  {
    AuditLog log = open();
    ASSERT_EQ(log.remarks().size(), 1u);
    EXPECT_EQ(log.remarks()[0],
              "the audit log is damaged (audit.jsonl: line 1 was "
              "changed); it is kept as " +
                  path_ + "/audit.1.jsonl.old and a new one is begun");
  }
  EXPECT_EQ(TempFolder::read(path_ + "/audit.1.jsonl.old"), damaged);
  EXPECT_EQ(TempFolder::read(path_ + "/audit.1.head.old"), head);
  EXPECT_EQ(files().check.fault, "");
  EXPECT_EQ(line(1).what.event, "log_set_aside");
  EXPECT_EQ(line(1).what.object, "audit.1.jsonl.old");
  EXPECT_EQ(line(1).what.detail[0].second, "audit.jsonl: line 1 was changed");
  EXPECT_EQ(line(1).what.detail[2],
            (std::pair<std::string, std::string>(
                "sha256", *sha256_of_file(path_ + "/audit.1.jsonl.old"))));
  // The next damage is kept beside it.
  fs::remove(log_);
  EXPECT_EQ(files().check.fault, "audit.jsonl: is missing, but audit.head is there");
  begin();
  EXPECT_EQ(line(1).what.object, "audit.2.head.old");
  EXPECT_EQ(files().check.head.count, 4u);
  fs::remove(head_);
  EXPECT_EQ(files().check.fault, "audit.head: is missing");
  static_cast<void>(open());
  EXPECT_EQ(line(1).what.object, "audit.3.jsonl.old");
  folder_.write("case/audit.head", std::string(5000, 'x'));
  EXPECT_EQ(files().check.fault, "audit.head: is larger than the 4096 bytes allowed");
  static_cast<void>(open());
  EXPECT_EQ(line(1).what.object, "audit.4.jsonl.old");
  EXPECT_EQ(TempFolder::read(path_ + "/audit.1.jsonl.old"), damaged);
}

TEST_F(AuditLogTest, AFullDiskIsAFaultAndLeavesWholeLines) {
  fs::create_symlink("/dev/full", log_);
  auto log = AuditLog::open(path_, "A");
  ASSERT_TRUE(log) << log.error().line();
  const auto refused = log->append({"start", "", "", {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FaultKind::no_space);
  EXPECT_EQ(refused.error().place, log_);
  EXPECT_NE(refused.error().what.find("free some space"), std::string::npos);
  EXPECT_FALSE(fs::exists(head_));
}

// A disk that takes a part of the line.
TEST_F(AuditLogTest, AWriteThatIsCutShortIsTakenBack) {
  begin();
  const std::string good = TempFolder::read(log_);
  AuditLog log = open();
  const auto old_handler = ::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  rlimit small = before;
  small.rlim_cur = good.size() + 50;
  ::setrlimit(RLIMIT_FSIZE, &small);
  const auto refused = log.append({"start", "", "", {}});
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, old_handler);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FaultKind::no_space);
  EXPECT_EQ(TempFolder::read(log_), good);
  EXPECT_FALSE(log.append({"stop", "", "", {}})) << "nothing after a fault";
  begin();
  EXPECT_EQ(files().check.fault, "");
  EXPECT_EQ(files().check.head.count, 6u);
}

// ---- several programs at once ----

TEST_F(AuditLogTest, TwoLogsTakeTurns) {
  AuditLog scan = open();
  AuditLog intake = open();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(scan.append({"worker_started", "a", "", {}}));
    ASSERT_TRUE(intake.append({"intake", "b", "", {}}));
    ASSERT_TRUE(intake.append({"intake", "c", "", {}}));
  }
  EXPECT_EQ(intake.head().count, 9u);
  EXPECT_EQ(scan.head().count, 7u) << "as of its own last append";
  EXPECT_EQ(files().check.fault, "");
  EXPECT_EQ(files().check.untold, 0u);
  EXPECT_EQ(files().check.head, intake.head());
  EXPECT_EQ(line(4).what.object, "a");
  EXPECT_EQ(line(5).what.object, "b");
  EXPECT_NE(line(4).run_id, line(5).run_id);
}

TEST_F(AuditLogTest, AppendsNothingBehindAnotherEventThanTheOneNamed) {
  AuditLog log = open();
  const auto begun = log.append_after(AuditHead(), {"intake", "a", "", {}});
  ASSERT_TRUE(begun);
  ASSERT_TRUE(*begun);
  const AuditHead first = log.head();
  ASSERT_TRUE(open().append({"intake", "b", "", {}}));
  const std::string before = TempFolder::read(log_);
  for (const AuditHead& head : {AuditHead(), first}) {
    const auto appended = log.append_after(head, {"intake", "c", "", {}});
    ASSERT_TRUE(appended);
    EXPECT_FALSE(*appended);
  }
  EXPECT_EQ(TempFolder::read(log_), before);
  const auto appended = log.append_after(files().check.head, {"intake", "c", "", {}});
  ASSERT_TRUE(appended);
  EXPECT_TRUE(*appended);
  EXPECT_EQ(line(3).what.object, "c");
  EXPECT_EQ(files().check.fault, "");
}

TEST_F(AuditLogTest, TwoLogsBeginTheSameOne) {
  AuditLog first = open();
  AuditLog second = open();  // neither has an event yet
  ASSERT_TRUE(second.append({"intake", "b", "", {}}));
  ASSERT_TRUE(first.append({"start", "", "", {}}));
  EXPECT_EQ(files().check.fault, "");
  EXPECT_EQ(line(2).what.event, "start");
}

// Each of two processes appends many events, through several objects.
void append_many(const std::string& path, const std::string& who) {
  for (int run = 0; run < 3; ++run) {
    auto log = AuditLog::open(path, who);
    if (!log) ::_exit(1);
    for (int i = 0; i < 20; ++i) {
      if (!log->append({"intake", who, std::string(std::size_t(i) * 97, 'x'), {}})) {
        ::_exit(2);
      }
    }
  }
  ::_exit(0);
}

TEST_F(AuditLogTest, TwoProcessesAppendAtOnce) {
  std::vector<pid_t> children;
  for (const char* who : {"one", "two"}) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) append_many(path_, who);
    children.push_back(child);
  }
  // Who reads meanwhile never sees half an event.
  for (int i = 0; i < 50; ++i) {
    const AuditFiles seen = files();
    ASSERT_EQ(seen.check.fault, "");
    ASSERT_EQ(seen.check.torn_bytes, 0u);
    ASSERT_EQ(seen.check.untold, 0u);
  }
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(files().check.fault, "");
  EXPECT_EQ(files().check.head.count, 120u);
  std::map<std::string, int> events;
  for (std::size_t i = 1; i <= 120; ++i) ++events[line(i).actor];
  EXPECT_EQ(events, (std::map<std::string, int>{{"one", 60}, {"two", 60}}));
}

// Another program died in the middle of an append.
TEST_F(AuditLogTest, WhatAnotherLeftHalfDoneIsPutRight) {
  AuditLog log = open();
  ASSERT_TRUE(log.append({"start", "", "", {}}));
  const std::string head = TempFolder::read(head_);
  ASSERT_TRUE(open().append({"intake", "b", "", {}}));
  folder_.write("case/audit.head", head);
  const std::string good = TempFolder::read(log_);
  folder_.write("case/audit.jsonl", good + good.substr(0, 40));
  ASSERT_TRUE(log.append({"stop", "", "", {}}));
  EXPECT_EQ(line(3).what.event, "recovered");
  EXPECT_EQ(line(3).what.detail, (std::vector<std::pair<std::string, std::string>>{
                                     {"bytes", "40"}, {"untold_events", "1"}}));
  EXPECT_EQ(line(4).what.event, "stop");
  EXPECT_EQ(files().check.fault, "");
  EXPECT_TRUE(log.remarks().empty());
}

TEST_F(AuditLogTest, DamageMeanwhileSetsTheLogAside) {
  AuditLog log = open();
  AuditLog other = open();
  ASSERT_TRUE(log.append({"start", "", "", {}}));
  ASSERT_TRUE(other.append({"intake", "b", "", {}}));
  std::string damaged = TempFolder::read(log_);
  damaged[damaged.size() - 200] ^= 1;  // in what the other one appended
  folder_.write("case/audit.jsonl", damaged);
  ASSERT_TRUE(log.append({"stop", "", "", {}}));
  EXPECT_EQ(TempFolder::read(path_ + "/audit.1.jsonl.old"), damaged);
  EXPECT_EQ(log.remarks().size(), 1u);
  EXPECT_EQ(line(1).what.event, "log_set_aside");
  EXPECT_EQ(line(2).what.event, "stop");
  // The other goes on with the new one.
  ASSERT_TRUE(other.append({"intake", "c", "", {}}));
  EXPECT_EQ(line(3).what.object, "c");
  EXPECT_TRUE(other.remarks().empty());
  EXPECT_EQ(files().check.fault, "");
  EXPECT_FALSE(fs::exists(path_ + "/audit.2.jsonl.old"));
}

TEST_F(AuditLogTest, AnEndThatWasTakenOutMeanwhileIsSaid) {
  AuditLog log = open();
  ASSERT_TRUE(log.append({"start", "", "", {}}));
  const std::string short_log = TempFolder::read(log_);
  const std::string short_head = TempFolder::read(head_);
  ASSERT_TRUE(log.append({"intake", "b", "", {}}));
  folder_.write("case/audit.jsonl", short_log);  // whole by itself
  folder_.write("case/audit.head", short_head);
  ASSERT_EQ(files().check.fault, "");
  ASSERT_TRUE(log.append({"stop", "", "", {}}));
  EXPECT_EQ(line(1).what.event, "log_set_aside");
  EXPECT_EQ(line(1).what.detail[0].second,
            "audit.jsonl: event 2, which was in it as this program ran, is gone");
  EXPECT_EQ(TempFolder::read(path_ + "/audit.1.jsonl.old"), short_log);
  // All of it.
  fs::remove(log_);
  fs::remove(head_);
  ASSERT_TRUE(log.append({"stop", "", "", {}}));
  EXPECT_EQ(line(1).what.event, "log_set_aside");
  EXPECT_EQ(line(1).what.object, "audit.jsonl");
  EXPECT_EQ(line(2).what.event, "stop");
  EXPECT_EQ(files().check.fault, "");
}

TEST(ActorOf, IsTheOperatorOrTheAccount) {
  EXPECT_EQ(actor_of("A. Person"), "A. Person");
  EXPECT_NE(actor_of(""), "");
}

}  // namespace
}  // namespace winnow
