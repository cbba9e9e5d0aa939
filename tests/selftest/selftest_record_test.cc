#include "drivers/selftest/selftest_record.h"

#include <sys/stat.h>

#include "tests/selftest/own_state_folder.h"

namespace winnow::test {
namespace {

using SelftestRecordTest = OwnStateFolder;

SelftestRecord sample() {
  return {true, 1795000000, "0.1.0 (abc)", "Linux 6.1 x86_64", 99, 0, "passed \"so\""};
}

TEST_F(SelftestRecordTest, AMachineThatWasNeverTestedHasNone) {
  const auto last = last_selftest();
  ASSERT_TRUE(last) << last.error().line();
  EXPECT_FALSE(last->has_value());
}

TEST_F(SelftestRecordTest, TheLastOneTakesThePlaceOfTheOneBefore) {
  ASSERT_TRUE(keep_selftest(sample()));
  SelftestRecord failed = sample();
  failed.has_passed = false;
  failed.failed = 2;
  failed.at += 60;
  failed.line = "self-test FAILED: 2 of 99 checks";
  ASSERT_TRUE(keep_selftest(failed));
  const auto last = last_selftest();
  ASSERT_TRUE(last) << last.error().line();
  ASSERT_TRUE(last->has_value());
  EXPECT_FALSE((*last)->has_passed);
  EXPECT_EQ((*last)->at, failed.at);
  EXPECT_EQ((*last)->tool_version, failed.tool_version);
  EXPECT_EQ((*last)->machine, failed.machine);
  EXPECT_EQ((*last)->checks, 99u);
  EXPECT_EQ((*last)->failed, 2u);
  EXPECT_EQ((*last)->line, failed.line);
}

TEST_F(SelftestRecordTest, ADamagedRecordIsAFaultThatNamesItAndNeverAPass) {
  ASSERT_TRUE(keep_selftest(sample()));
  for (const char* text :
       {"", "{", "[]", "{\"passed\":true}", "{\"passed\":\"yes\"}"}) {
    write("selftest.json", text);
    const auto last = last_selftest();
    ASSERT_FALSE(last) << text;
    EXPECT_NE(last.error().line().find("selftest.json"), std::string::npos);
  }
}

TEST_F(SelftestRecordTest, TheFolderIsItsOwnersAlone) {
  ASSERT_TRUE(state_folder());
  struct stat info {};
  ASSERT_EQ(::stat(state().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
}

TEST_F(SelftestRecordTest, AFolderThatOthersMayWriteToIsRefused) {
  ASSERT_TRUE(state_folder());
  ASSERT_EQ(::chmod(state().c_str(), 0777), 0);
  const auto folder = state_folder();
  ASSERT_FALSE(folder);
  EXPECT_NE(folder.error().line().find("chmod 700"), std::string::npos);
  EXPECT_FALSE(keep_selftest(sample()));
}

TEST_F(SelftestRecordTest, TheFolderIsFoundAsXdgHasIt) {
  const std::string top = state() + "-home";
  ::unsetenv("WINNOW_STATE");
  ::setenv("XDG_STATE_HOME", "relative", 1);
  ::setenv("HOME", top.c_str(), 1);
  auto folder = state_folder();
  ASSERT_TRUE(folder) << folder.error().line();
  EXPECT_EQ(*folder, top + "/.local/state/winnow");
  ::setenv("XDG_STATE_HOME", (top + "/state").c_str(), 1);
  folder = state_folder();
  ASSERT_TRUE(folder) << folder.error().line();
  EXPECT_EQ(*folder, top + "/state/winnow");
  ::unsetenv("XDG_STATE_HOME");
}

}  // namespace
}  // namespace winnow::test
