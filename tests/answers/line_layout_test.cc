#include "drivers/answers/line_layout.h"

#include <gtest/gtest.h>

#include <sstream>

namespace winnow {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(LineLayout, CountsColumnsAsTerminalsDo) {
  EXPECT_EQ(columns_of("plain"), 5u);
  EXPECT_EQ(columns_of("caf\u00e9"), 4u);
  EXPECT_EQ(columns_of("cafe\u0301"), 4u);  // the accent by itself
  EXPECT_EQ(columns_of("\u5199\u771f"), 4u);
  EXPECT_EQ(columns_of("\x1b[1;31mred\x1b[0m"), 3u);
}

TEST(LineLayout, LeavesWhatFits) {
  const std::string text = "one line\n\n  and  another, \x1b[1mbold\x1b[0m\nno end";
  EXPECT_EQ(fitted(text, 40), text);
  EXPECT_EQ(fitted("", 40), "");
}

TEST(LineLayout, BreaksAtSpacesAndGoesOnBelowTheWords) {
  EXPECT_EQ(fitted("       +120  seven of them live, not deleted\n", 40),
            "       +120  seven of them live, not\n"
            "             deleted\n");
  EXPECT_EQ(fitted("  plain words that are too long to stand\n", 24),
            "  plain words that are\n"
            "    too long to stand\n");
}

TEST(LineLayout, BreaksALongPathBehindASlashWithAMark) {
  EXPECT_EQ(
      fitted("  listed file  /volume-0/Users/Alex/Pictures/Garden/meadow.jpg\n", 44),
      "  listed file  /volume-0/Users/Alex/\\\n"
      "    Pictures/Garden/meadow.jpg\n");
}

TEST(LineLayout, NoLineIsLongerThanTheScreen) {
  const std::string path = "/volume-0/" + std::string(300, 'x') + "/" +
                           std::string(40, 'y') + "/\u5199\u771f.jpg";
  const std::string text = "exhibit-17: " + path + " (a listed file)\n       ?  " +
                           path + "  and \x1b[1;31mwords in colour that go on\x1b[0m\n";
  for (std::size_t columns = kFewestColumns; columns < 130; ++columns) {
    std::string put_together;
    for (const std::string& line : lines_of(fitted(text, columns))) {
      ASSERT_LE(columns_of(line), columns) << line;
      const std::size_t begin = line.find_first_not_of(' ');
      std::string part = line.substr(begin == std::string::npos ? 0 : begin);
      if (part.ends_with('\\')) part.pop_back();
      put_together += part;
    }
    // Nothing of a path is lost.
    EXPECT_NE(put_together.find(path), std::string::npos) << columns;
  }
}

TEST(LineLayout, ACommandToCopyStaysWhole) {
  const std::string command =
      "winnow reproduce --case DIR --exhibit usb --item file:1:2";
  const std::string text =
      "  failed: /volume-0/a.jpg: crashed; repeat it with: " + command + "\n";
  const auto lines = lines_of(fitted(text, 40));
  EXPECT_EQ(lines.back(), "    " + command);
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) EXPECT_LE(lines[i].size(), 40u);
}

TEST(LineLayout, ShowsWhatWouldTurnTheDirection) {
  EXPECT_EQ(fitted("photo\u202egpj.exe (live)\n", 60), "photo\\u202egpj.exe (live)\n");
  EXPECT_EQ(fitted("a\u2066b\u2028c", 60), "a\\u2066b\\u2028c");
}

TEST(LineLayout, BytesThatAreNoTextDoNoHarm) {
  std::string bytes;
  for (int i = 1; i < 256; ++i) bytes += static_cast<char>(i);
  for (std::size_t columns = 1; columns < 60; ++columns) {
    EXPECT_FALSE(fitted(bytes + "\x1b[", columns).empty());
    EXPECT_FALSE(shortened(bytes, columns).empty());
  }
  EXPECT_EQ(shortened(bytes, 0), "");
}

TEST(LineLayout, ShortensInTheMiddle) {
  EXPECT_EQ(shortened("laptop-ntfs.img", 15), "laptop-ntfs.img");
  EXPECT_EQ(shortened("laptop-ntfs.img", 10), "lapt...img");
  EXPECT_EQ(shortened("laptop-ntfs.img", 1), ".");
  EXPECT_LE(columns_of(shortened("\u5199\u771f\u5199\u771f\u5199\u771f", 7)), 7u);
}

}  // namespace
}  // namespace winnow
