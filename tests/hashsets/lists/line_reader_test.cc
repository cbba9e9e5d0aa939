#include "hashsets/lists/line_reader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "base/digester.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

struct Read {
  std::vector<std::string> lines;
  std::vector<bool> terminated;
  std::vector<bool> cut;
  std::uint64_t size = 0;
  std::string sha256;
};

Read read_all(int fd) {
  ListSource source(fd, "list");
  LineReader reader(source);
  Read read;
  for (;;) {
    const auto line = reader.next();
    EXPECT_TRUE(line);
    if (!line || !*line) break;
    EXPECT_EQ((*line)->number, read.lines.size() + 1);
    read.lines.emplace_back((*line)->text);
    read.terminated.push_back((*line)->terminated);
    read.cut.push_back((*line)->cut);
  }
  read.size = source.size();
  read.sha256 = source.sha256().hex();
  return read;
}

Read read_text(std::string_view text) {
  const Fd fd = memory_file(bytes_of(text));
  return read_all(fd.get());
}

using Lines = std::vector<std::string>;

TEST(LineReader, BothLineEnds) {
  const Read read = read_text("one\ntwo\r\n\nfour\r\n");
  EXPECT_EQ(read.lines, (Lines{"one", "two", "", "four"}));
  EXPECT_EQ(read.terminated, (std::vector<bool>{true, true, true, true}));
}

TEST(LineReader, LastLineWithoutEndIsMarked) {
  const Read read = read_text("one\ntwo");
  EXPECT_EQ(read.lines, (Lines{"one", "two"}));
  EXPECT_EQ(read.terminated, (std::vector<bool>{true, false}));
}

TEST(LineReader, EmptyFileHasNoLines) {
  EXPECT_TRUE(read_text("").lines.empty());
}

TEST(LineReader, ByteOrderMarkIsNoTextButCounts) {
  const Read read = read_text("\xEF\xBB\xBFone\n\xEF\xBB\xBFtwo\n");
  EXPECT_EQ(read.lines, (Lines{"one", "\xEF\xBB\xBFtwo"}));
  EXPECT_EQ(read.size, 14u);
}

TEST(LineReader, SizeAndDigestAreThoseOfTheFile) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "line " + std::to_string(i) + "\n";
  const Read read = read_text(text);
  EXPECT_EQ(read.lines.size(), 100'000u);
  EXPECT_EQ(read.lines[99'999], "line 99999");
  EXPECT_EQ(read.size, text.size());
  EXPECT_EQ(read.sha256, digest_of(Algorithm::sha256, bytes_of(text)).hex());
}

// The reader reads in steps of a power of two; a line end may be the first byte of a
// step.
TEST(LineReader, LinesMayEndAnywhereInABuffer) {
  for (std::size_t step = std::size_t{1} << 14; step <= std::size_t{1} << 19;
       step *= 2) {
    for (std::size_t length = step - 2; length <= step + 2; ++length) {
      const std::string line(length, 'x');
      const Read read = read_text(line + "\nafter\n\n");
      ASSERT_EQ(read.lines, (Lines{line, "after", ""})) << length;
    }
  }
}

TEST(LineReader, LongLinesAreCutAndTheNextOneIsWhole) {
  const std::string longest(kLineLimit, 'x');
  for (const std::size_t more :
       {std::size_t{1}, std::size_t{500'000}, 3 * kLineLimit}) {
    const Read read =
        read_text(longest + "\n" + longest + std::string(more, 'y') + "\nafter\n");
    ASSERT_EQ(read.lines.size(), 3u) << more;
    EXPECT_EQ(read.lines[0], longest);
    EXPECT_EQ(read.lines[1], longest);
    EXPECT_EQ(read.lines[2], "after");
    EXPECT_EQ(read.cut, (std::vector<bool>{false, true, false}));
  }
  EXPECT_EQ(read_text(longest + "yy").cut, (std::vector<bool>{true}));
}

TEST(LineReader, HeadIsTheBeginningAndTakesNothingAway) {
  const std::string text = "first\n" + std::string(2 * kListHead, 'x') + "\n";
  const Fd fd = memory_file(bytes_of(text));
  ListSource source(fd.get(), "list");
  const auto head = source.head();
  ASSERT_TRUE(head);
  EXPECT_EQ(text_of(*head), text.substr(0, kListHead));
  LineReader reader(source);
  EXPECT_EQ((**reader.next()).text, "first");
  EXPECT_EQ((**reader.next()).text.size(), 2 * kListHead);
}

TEST(LineReader, ReadsPipes) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const Fd from(ends[0]);
  std::thread writer([to = ends[1]] {
    for (const char c : std::string_view("a\nbc\nd")) EXPECT_EQ(::write(to, &c, 1), 1);
    ::close(to);
  });
  const Read read = read_all(from.get());
  writer.join();
  EXPECT_EQ(read.lines, (Lines{"a", "bc", "d"}));
}

TEST(LineReader, UnreadableIsAFault) {
  ListSource source(-1, "list");
  LineReader reader(source);
  const auto line = reader.next();
  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().kind, FaultKind::io);
  EXPECT_EQ(line.error().place, "list");
}

}  // namespace
}  // namespace winnow
