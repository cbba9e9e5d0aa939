// What a person sees at a terminal, and what a pipe gets of the same.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "drivers/answers/line_layout.h"
#include "tests/base/temp_folder.h"
#include "tests/cli/pseudo_terminal.h"

namespace winnow::test {
namespace {

namespace fs = std::filesystem;
constexpr char kWipe[] = "\r\x1b[K";

std::vector<std::string> split(const std::string& text, const std::string& by) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end = 0; end != std::string::npos; begin = end + by.size()) {
    end = text.find(by, begin);
    parts.push_back(text.substr(begin, end - begin));
  }
  return parts;
}

// The lines of progress as they replaced each other.
std::vector<std::string> progress_lines(const std::string& output) {
  std::vector<std::string> lines;
  std::vector<std::string> parts = split(output, kWipe);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::string line = split(parts[i], "\n").front();
    if (line.starts_with("slow: ") && !line.ends_with(" found")) lines.push_back(line);
  }
  return lines;
}

std::string piped(const std::string& command) {
  std::string text;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  char bytes[4096];
  while (const std::size_t got = std::fread(bytes, 1, sizeof bytes, pipe)) {
    text.append(bytes, got);
  }
  ::pclose(pipe);
  return text;
}

// A case with the fake child: exhibits with long references, listed files and intake.
class Terminal : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(in("bin"));
    fs::copy_file(WINNOW_PROGRAM, fake());
    fs::copy_file(WINNOW_FAKE_WORKER, in("bin/winnow-worker"));
  }
  std::string fake() const { return in("bin/winnow"); }
  std::string in(const std::string& name) const { return folder_.path(name); }

  void make_case() {
    folder_.write("usb.raw", "files 30\nproblem 1\nencrypted 5\nclosed-volume 1\n");
    folder_.write("card-with-a-rather-long-reference-0123456789-0123456789.raw",
                  "files 30\nskipped 3\n");
    // MD5 of "content-3" and "content-25".
    piped("for i in 3 25; do printf content-$i | md5sum; done >" + in("list.txt"));
    piped(fake() + " scan " + in("usb.raw") + " " +
          in("card-with-a-rather-long-reference-0123456789-0123456789.raw") +
          " --hashset " + in("list.txt") + " --case " + in("case") + " 2>&1");
    piped(fake() + " intake usb.raw --seized-at 2024-01-01 --holder suspect --case " +
          in("case") + " --operator 'O. Operator'");
  }
  std::vector<std::string> answers() const {
    return {"rank",           "findings",   "coverage",
            "links",          "exceptions", "outcome --figures",
            "intake usb.raw", "people",     "verify"};
  }
  std::vector<std::string> command(const std::string& words) const {
    std::vector<std::string> argv = {fake()};
    std::istringstream stream(words);
    for (std::string word; stream >> word;) argv.push_back(word);
    argv.insert(argv.end(), {"--case", in("case")});
    return argv;
  }
  // What a command shows on a terminal.
  std::string shown(const std::vector<std::string>& argv, unsigned short columns,
                    const std::map<std::string, std::string>& variables = {}) const {
    PseudoTerminal terminal(argv, columns, variables);
    EXPECT_EQ(terminal.wait(), 0) << argv[1];
    return terminal.output();
  }

  // A folder that keeps the real child busy for longer than any test takes: a thousand
  // files of holes.
  std::string slow_exhibit() {
    fs::create_directories(in("slow"));
    for (int i = 0; i < 20; ++i) {
      folder_.write("slow/small-" + std::to_string(i), "content-" + std::to_string(i));
    }
    for (int i = 0; i < 1000; ++i) {
      const std::string large = folder_.write("slow/large-" + std::to_string(i), "x");
      fs::resize_file(large, (std::uintmax_t{64} << 20) + static_cast<unsigned>(i));
    }
    piped("printf other | md5sum >" + in("list.txt"));
    return in("slow");
  }
  std::vector<std::string> slow_scan() {
    const std::string exhibit = slow_exhibit();
    return {WINNOW_PROGRAM, "scan",   exhibit,   "--hashset",
            in("list.txt"), "--case", in("case")};
  }
  std::string coverage() const {
    return piped(std::string(WINNOW_PROGRAM) + " coverage --json --case " + in("case"));
  }

  TempFolder folder_;
};

TEST_F(Terminal, AnswersFitTheWidth) {
  make_case();
  for (const std::uint16_t columns : std::to_array<std::uint16_t>({80, 60, 40})) {
    for (const std::string& answer : answers()) {
      for (const std::string& line : split(shown(command(answer), columns), "\n")) {
        if (line.find("  winnow ") != std::string::npos) continue;  // to be copied
        EXPECT_LE(columns_of(line), columns) << answer << ": " << line;
      }
    }
  }
}

TEST_F(Terminal, PipesGetWholeLinesAndNoSequences) {
  make_case();
  for (const std::string& answer : answers()) {
    const std::string narrow = "COLUMNS=40 TERM=xterm " + fake() + " " + answer +
                               " --case " + in("case") + " 2>&1";
    const std::string text = piped(narrow);
    EXPECT_EQ(text.find('\x1b'), std::string::npos) << answer;
    EXPECT_EQ(text.find("\\\n"), std::string::npos) << answer;
  }
  const std::string rank = piped(fake() + " rank --case " + in("case"));
  EXPECT_NE(rank.find("card-with-a-rather-long-reference-0123456789-0123456789.raw  "
                      "lane "),
            std::string::npos);
}

TEST_F(Terminal, JsonIsNeverBroken) {
  make_case();
  for (const std::string answer :
       {"rank --json", "findings --json", "coverage --json"}) {
    const std::string text = shown(command(answer), 40);
    for (const std::string& line : split(text, "\n")) {
      const bool is_told = line.find("Audit log") != std::string::npos;
      if (line.empty() || is_told) continue;
      EXPECT_TRUE(line.front() == '{' || line.front() == '[') << line;
    }
  }
}

TEST_F(Terminal, ColourOnlyWhereItIsWanted) {
  make_case();
  const auto rank = command("rank");
  EXPECT_NE(shown(rank, 80).find("\x1b[1m"), std::string::npos);
  EXPECT_EQ(shown(rank, 80, {{"NO_COLOR", "1"}}).find('\x1b'), std::string::npos);
  EXPECT_EQ(shown(rank, 80, {{"TERM", "dumb"}}).find('\x1b'), std::string::npos);
  EXPECT_EQ(shown(rank, 80, {{"TERM", ""}}).find('\x1b'), std::string::npos);
}

TEST_F(Terminal, AWidthThatTheTerminalDoesNotTellIsAskedOfCOLUMNS) {
  make_case();
  for (const std::string& line :
       split(shown(command("rank"), 0, {{"COLUMNS", "50"}}), "\n")) {
    EXPECT_LE(columns_of(line), 50u) << line;
  }
}

TEST_F(Terminal, ProgressRestsOnOneLineAndFollowsTheWidth) {
  PseudoTerminal terminal(slow_scan(), 70);
  ASSERT_TRUE(terminal.shows(" left")) << terminal.output();
  const std::size_t before = progress_lines(terminal.output()).size();
  terminal.resize(30);
  for (int i = 0; i < 60; ++i) {
    terminal.watch(std::chrono::milliseconds(500));
    if (progress_lines(terminal.output()).size() > before + 2) break;
  }
  terminal.type("\x03");
  EXPECT_EQ(terminal.wait(), 3);
  const auto lines = progress_lines(terminal.output());
  // One may have been on its way at the resize.
  ASSERT_GT(lines.size(), before + 2);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_LT(columns_of(lines[i]), i < before + 1 ? 70u : 30u) << lines[i];
    EXPECT_EQ(lines[i].find('\n'), std::string::npos);
  }
}

TEST_F(Terminal, ALargeFileIsNoSilence) {
  fs::create_directories(in("large"));
  for (const std::string name : {"large/a", "large/b", "large/c"}) {
    fs::resize_file(folder_.write(name, name), std::uintmax_t{7} << 30);
  }
  piped("printf other | md5sum >" + in("list.txt"));
  PseudoTerminal terminal({WINNOW_PROGRAM, "scan", in("large"), "--hashset",
                           in("list.txt"), "--case", in("case")},
                          80);
  EXPECT_TRUE(terminal.shows(", nothing finished for 3 s")) << terminal.output();
  terminal.type("\x03");
  EXPECT_EQ(terminal.wait(), 3);
}

TEST_F(Terminal, NoProgressWhereALineCannotBeWiped) {
  PseudoTerminal terminal(slow_scan(), 80, {{"TERM", "dumb"}});
  ASSERT_TRUE(terminal.shows("files found"));
  terminal.watch(std::chrono::milliseconds(700));
  terminal.type("\x03");
  EXPECT_EQ(terminal.wait(), 3);
  EXPECT_EQ(terminal.output().find('\x1b'), std::string::npos);
}

void expect_partial(const std::string& output) {
  EXPECT_NE(output.find("every count is a minimum"), std::string::npos) << output;
  const std::string unseen = split(output, "left unseen: ").back();
  EXPECT_NE(unseen.substr(0, 20).find(" files, "), std::string::npos) << output;
  EXPECT_NE(output.find("NOT FINISHED: slow"), std::string::npos) << output;
  EXPECT_NE(output.find("run the same command again to go on"), std::string::npos);
}

TEST_F(Terminal, CtrlCEndsAScanWithATruePartOfTheAnswer) {
  PseudoTerminal terminal(slow_scan(), 100);
  const termios before = terminal.settings();
  ASSERT_TRUE(terminal.shows(" left")) << terminal.output();
  terminal.type("\x03");
  ASSERT_TRUE(terminal.shows("to go on\r\n")) << terminal.output();
  const termios after = terminal.settings();
  EXPECT_EQ(terminal.wait(), 3);
  EXPECT_EQ(before.c_lflag, after.c_lflag);
  EXPECT_EQ(before.c_oflag, after.c_oflag);
  EXPECT_EQ(before.c_iflag, after.c_iflag);
  const std::string output = terminal.output();
  expect_partial(output);
  EXPECT_EQ(split(output, kWipe).back().find("stopping"), std::string::npos);
  EXPECT_NE(coverage().find("\"complete\":false"), std::string::npos);
  EXPECT_NE(piped(std::string(WINNOW_PROGRAM) + " verify --case " + in("case"))
                .find("audit log: sound"),
            std::string::npos);
}

TEST_F(Terminal, OtherSignalsEndItAlike) {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    fs::remove_all(in("case"));
    PseudoTerminal terminal(slow_scan(), 100);
    ASSERT_TRUE(terminal.shows(" left")) << terminal.output();
    terminal.signal(number);
    EXPECT_EQ(terminal.wait(), 3) << number;
    expect_partial(terminal.output());
  }
}

// Nobody is left to read the answer; the case has it.
TEST_F(Terminal, AClosedWindowLeavesTheAnswerInTheCase) {
  PseudoTerminal terminal(slow_scan(), 100);
  ASSERT_TRUE(terminal.shows(" left")) << terminal.output();
  terminal.hang_up();
  EXPECT_EQ(terminal.wait(), 2);
  EXPECT_NE(coverage().find("\"complete\":false"), std::string::npos) << coverage();
  const std::string log = TempFolder::read(in("case/audit.jsonl"));
  EXPECT_NE(log.find("stopped by a signal"), std::string::npos) << log;
}

}  // namespace
}  // namespace winnow::test
