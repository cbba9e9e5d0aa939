#include "drivers/cli/progress_line.h"

#include <gtest/gtest.h>

#include "drivers/answers/line_layout.h"

namespace winnow {
namespace {

ProgressWords practice_words() {
  ProgressWords words;
  words.exhibit = "laptop.E01";
  words.progress.files_done = 1234;
  words.progress.files_planned = 56789;
  words.progress.bytes_read = 3u << 20;
  words.progress.bytes_planned = 12u << 20;
  words.progress.bottleneck = Bottleneck::computing;
  words.listed_files = 2;
  words.left = SecondsLeft(40, 90);
  return words;
}

TEST(ProgressLine, TellsFilesBytesAndTheTimeLeftAsAnInterval) {
  EXPECT_EQ(
      progress_line(practice_words(), 200),
      "laptop.E01: 1,234 of 56,789 files, 3.0 MiB of 12.0 MiB, 2 listed files met, "
      "40 to 90 s left, limit: " +
          std::string(to_string(Bottleneck::computing)));
}

TEST(ProgressLine, LeavesOutTheLeastImportantFirst) {
  EXPECT_EQ(progress_line(practice_words(), 79),
            "laptop.E01: 3.0 MiB of 12.0 MiB, 2 listed files met, 40 to 90 s left");
  EXPECT_EQ(progress_line(practice_words(), 40), "laptop.E01: 2 listed files met");
}

TEST(ProgressLine, IsNeverLongerThanTheTerminal) {
  ProgressWords words = practice_words();
  words.exhibit = std::string(100, 'x') + "\u5199\u771f.E01";
  for (std::size_t columns = 1; columns < 200; ++columns) {
    EXPECT_LE(columns_of(progress_line(words, columns)), columns);
  }
}

TEST(ProgressLine, RoundsTheBestDownAndTheWorstUp) {
  EXPECT_EQ(left_text({0, 1}), "0 to 1 s left");
  EXPECT_EQ(left_text({30, 120}), "30 to 120 s left");
  EXPECT_EQ(left_text({119, 121}), "1 to 3 min left");
  EXPECT_EQ(left_text({600, 3600}), "10 to 60 min left");
  EXPECT_EQ(left_text({3599, 3601}), "59 min to 1 h 1 min left");
  EXPECT_EQ(left_text({86'400, 200'000}), "24 h 0 min to 55 h 34 min left");
}

}  // namespace
}  // namespace winnow
