#include "drivers/web/case_watch.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdio.h>

#include <filesystem>
#include <thread>

#include "tests/store/practice_case.h"

namespace winnow {
namespace {

CaseWatch::Look await_look(const CaseWatch& watch, std::uint64_t number,
                           CaseWatch::Look wanted) {
  for (int i = 0; i < 500 && watch.look_of(number) != wanted; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return watch.look_of(number);
}

// At once, so that no look meets neither.
void swap_names(const std::string& one, const std::string& other) {
  EXPECT_EQ(
      ::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE), 0);
}

// What a scan's end is told from must have been looked at after it.
TEST(CaseWatch, ALookThatMetAFaultIsMissedUntilOneSeesAll) {
  PracticeCase practice;
  practice.record("usb", rich_exhibit());
  CaseUse use;
  Pulse pulse;
  auto watch = CaseWatch::start(practice.folder->path(), use, pulse);
  ASSERT_TRUE(watch);
  const std::uint64_t first = (*watch)->look_soon();
  EXPECT_EQ(await_look(**watch, first, CaseWatch::Look::seen), CaseWatch::Look::seen);
  EXPECT_EQ((*watch)->look_of(first + 1), CaseWatch::Look::awaited);

  const std::string journals = practice.folder->path() + "/journal";
  const std::string no_folder = practice.temporary.write("file", "no folder");
  swap_names(journals, no_folder);
  const std::uint64_t second = (*watch)->look_soon();
  EXPECT_EQ(await_look(**watch, second, CaseWatch::Look::missed),
            CaseWatch::Look::missed);
  EXPECT_EQ((*watch)->look_of(first), CaseWatch::Look::seen);
  const std::uint64_t come = (*watch)->looks_come();
  EXPECT_NE((*watch)->now()->find("usb"), nullptr);
  const std::size_t remarks = (*watch)->now()->decisions.remarks.size();
  EXPECT_EQ((*watch)->now()->remarks.size(), remarks + 1);

  swap_names(journals, no_folder);
  EXPECT_EQ(await_look(**watch, second, CaseWatch::Look::seen), CaseWatch::Look::seen);
  EXPECT_GT((*watch)->looks_come(), come);
  EXPECT_NE((*watch)->now()->find("usb"), nullptr);
  EXPECT_EQ((*watch)->now()->remarks.size(), remarks);
}

// Of an exhibit whose journal went bad all that was known stays, and says so.
TEST(CaseWatch, AJournalThatIsNoneAnyMoreIsARemark) {
  for (const bool is_busy : {false, true}) {
    PracticeCase practice;
    practice.record("phone", rich_exhibit());
    practice.record("usb", rich_exhibit());
    CaseUse use;
    Pulse pulse;
    auto watch = CaseWatch::start(practice.folder->path(), use, pulse);
    ASSERT_TRUE(watch);
    if (is_busy) {
      ASSERT_TRUE(*practice.folder->try_lock());
    }
    std::filesystem::rename(practice.temporary.write("file", "no journal"),
                            practice.folder->journal_path("usb"));
    const std::uint64_t look = (*watch)->look_soon();
    EXPECT_EQ(await_look(**watch, look, CaseWatch::Look::seen), CaseWatch::Look::seen);
    const auto now = (*watch)->now();
    EXPECT_EQ(now->scanned.size(), 2u);
    ASSERT_EQ(now->remarks.size(), now->decisions.remarks.size() + 1);
    EXPECT_NE(now->remarks.back().find("is not a journal"), std::string::npos);
    const Coverage& before = now->scanned.at("phone")->coverage;
    const Coverage& kept = now->scanned.at("usb")->coverage;
    EXPECT_FALSE(kept.complete);
    EXPECT_EQ(kept.problems.size(), before.problems.size() + 1);
  }
}

}  // namespace
}  // namespace winnow
