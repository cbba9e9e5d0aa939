#include "scanner/supervise/child_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "scanner/supervise/interruption.h"
#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

std::string script(const TempFolder& folder, const std::string& body) {
  const std::string path = folder.write("program", "#!/bin/sh\n" + body + "\n");
  EXPECT_EQ(::chmod(path.c_str(), 0755), 0);
  return path;
}

std::string ending_of(const std::string& program, const std::vector<int>& fds = {}) {
  auto child = ChildProcess::start(program, fds);
  EXPECT_TRUE(child);
  return child ? child->wait() : "";
}

TEST(ChildProcess, TellsHowItEnded) {
  const TempFolder folder;
  EXPECT_EQ(ending_of(script(folder, "exit 0")), "");
  EXPECT_EQ(ending_of(script(folder, "exit 3")), "ended with status 3");
  EXPECT_EQ(ending_of(script(folder, "kill -SEGV $$")), "was killed by signal 11");
  EXPECT_EQ(ending_of(folder.path("nothing")), "could not be started");
}

TEST(ChildProcess, HasItsDescriptorsAndNoOthers) {
  const TempFolder folder;
  const std::string out = folder.path("fds");
  const Fd first(::open(folder.write("1", "one").c_str(), O_RDONLY | O_CLOEXEC));
  const Fd second(::open(folder.write("2", "two").c_str(), O_RDONLY | O_CLOEXEC));
  // A descriptor that is not close-on-exec by mistake is not the child's business; ours
  // all are. Sources are given in the wrong order on purpose.
  const std::string program = script(folder, "cat <&5 >" + out + "; cat <&6 >>" + out +
                                                 "; ls /proc/self/fd | sort -n | "
                                                 "tr '\\n' ' ' >>" +
                                                 out);
  EXPECT_EQ(ending_of(program, {second.get(), first.get()}), "");
  const std::string text = TempFolder::read(out);
  EXPECT_EQ(text.substr(0, 6), "twoone");
  // 0-2, the channel, the board, the two, and what ls opens for itself.
  EXPECT_EQ(text.substr(6, 14), "0 1 2 3 4 5 6 ");
  EXPECT_EQ(std::count(text.begin() + 6, text.end(), ' '), 8);
}

TEST(ChildProcess, TargetsMayBeSourcesOfOthers) {
  // Sources that lie exactly where others are to go, in every rotation.
  const TempFolder folder;
  std::vector<Fd> fds;
  std::vector<int> numbers;
  for (int i = 0; i < 6; ++i) {
    fds.emplace_back(::open(folder.write(std::to_string(i), std::to_string(i)).c_str(),
                            O_RDONLY | O_CLOEXEC));
    numbers.push_back(fds.back().get());
  }
  const std::string out = folder.path("out");
  const std::string program = script(
      folder,
      "cat /dev/fd/5 /dev/fd/6 /dev/fd/7 /dev/fd/8 /dev/fd/9 /dev/fd/10 >" + out);
  for (std::size_t turn = 0; turn < numbers.size(); ++turn) {
    std::string expected;
    for (const int number : numbers) {
      for (std::size_t i = 0; i < fds.size(); ++i) {
        if (fds[i].get() == number) expected += std::to_string(i);
      }
    }
    EXPECT_EQ(ending_of(program, numbers), "");
    EXPECT_EQ(TempFolder::read(out), expected);
    std::rotate(numbers.begin(), numbers.begin() + 1, numbers.end());
  }
}

TEST(ChildProcess, HasAnEnvironmentOfItsOwn) {
  const TempFolder folder;
  ASSERT_EQ(::setenv("WINNOW_SECRET", "x", 1), 0);
  ASSERT_EQ(::setenv("UBSAN_OPTIONS", "print_stacktrace=1", 1), 0);
  const std::string out = folder.path("env");
  EXPECT_EQ(ending_of(script(folder, "/usr/bin/env >" + out)), "");
  ::unsetenv("WINNOW_SECRET");
  const std::string text = TempFolder::read(out);
  EXPECT_NE(text.find("TZ=UTC\n"), std::string::npos);
  EXPECT_NE(text.find("UBSAN_OPTIONS=print_stacktrace=1\n"), std::string::npos);
  EXPECT_EQ(text.find("WINNOW_SECRET"), std::string::npos);
  EXPECT_EQ(text.find("HOME="), std::string::npos);
}

TEST(ChildProcess, ItsInputAndOutputAreNowhere) {
  const TempFolder folder;
  const std::string out = folder.path("links");
  EXPECT_EQ(ending_of(script(folder,
                             "in=$(readlink /proc/$$/fd/0); out=$(readlink "
                             "/proc/$$/fd/1); echo $in $out >" +
                                 out)),
            "");
  EXPECT_EQ(TempFolder::read(out), "/dev/null /dev/null\n");
}

TEST(ChildProcess, EndsWithItsObject) {
  const TempFolder folder;
  const std::string out = folder.path("pid");
  pid_t pid = 0;
  {
    auto child = ChildProcess::start(
        script(folder, "echo $$ >" + out + "; exec 3>&-; exec sleep 1000"), {});
    ASSERT_TRUE(child);
    // Its end of the channel closes when it has written its number.
    ASSERT_TRUE(child->channel().receive());
    pid = static_cast<pid_t>(std::stol(TempFolder::read(out)));
    EXPECT_EQ(::kill(pid, 0), 0);
  }
  EXPECT_NE(::kill(pid, 0), 0);
}

}  // namespace
}  // namespace winnow
