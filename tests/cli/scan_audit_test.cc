#include "drivers/cli/scan_audit.h"

#include <gtest/gtest.h>

#include "scanner/supervise/interruption.h"
#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

struct Shown : ScanWatcher {
  void noted(Note, const std::string& line) override { lines.push_back(line); }
  void troubled(const Problem&) override { ++problems; }
  std::vector<std::string> lines;
  int problems = 0;
};

TEST(AuditedWatcher, ANoteIsOnRecordBeforeItIsShown) {
  const TempFolder folder;
  auto log = AuditLog::open(folder.path(""), "A");
  ASSERT_TRUE(log);
  Shown shown;
  AuditedWatcher watcher(*log, "usb.raw", shown);
  watcher.noted(Note::worker_ended,
                "usb.raw: the worker was killed by signal 9; starting it again");
  EXPECT_EQ(shown.lines.size(), 1u);
  EXPECT_EQ(log->head().count, 1u);
  const std::string text = TempFolder::read(folder.path("audit.jsonl"));
  EXPECT_NE(text.find("\"event\":\"worker_ended\",\"object\":\"usb.raw\""),
            std::string::npos);
  EXPECT_FALSE(watcher.fault());
}

TEST(AuditedWatcher, WhatCannotBeLoggedIsNotShownAndEndsTheRun) {
  const TempFolder folder;
  const Interruption interruption;
  auto log = AuditLog::open(folder.path(""), "A");
  ASSERT_TRUE(log);
  ASSERT_FALSE(log->append({"x", "", "", {{"a", ""}, {"a", ""}}}));  // it gave up
  Shown shown;
  AuditedWatcher watcher(*log, "usb.raw", shown);
  watcher.troubled({});
  EXPECT_FALSE(Interruption::requested());
  watcher.noted(Note::worker_ended,
                "usb.raw: the worker was killed by signal 9; starting it again");
  watcher.troubled({});
  EXPECT_TRUE(shown.lines.empty());
  EXPECT_EQ(shown.problems, 1);
  EXPECT_TRUE(watcher.fault());
  EXPECT_TRUE(Interruption::requested());
}

}  // namespace
}  // namespace winnow
