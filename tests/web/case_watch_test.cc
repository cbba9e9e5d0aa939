#include "drivers/web/case_watch.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
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

  const std::string broken = practice.folder->journal_path("broken");
  std::ofstream(broken) << "no journal";
  const std::uint64_t second = (*watch)->look_soon();
  EXPECT_EQ(await_look(**watch, second, CaseWatch::Look::missed),
            CaseWatch::Look::missed);
  EXPECT_EQ((*watch)->look_of(first), CaseWatch::Look::seen);
  const std::uint64_t come = (*watch)->looks_come();

  std::filesystem::remove(broken);
  EXPECT_EQ(await_look(**watch, second, CaseWatch::Look::seen), CaseWatch::Look::seen);
  EXPECT_GT((*watch)->looks_come(), come);
  EXPECT_NE((*watch)->now()->find("usb"), nullptr);
}

}  // namespace
}  // namespace winnow
