#include "drivers/web/scan_job.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <future>
#include <sstream>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

// A program in place of winnow, as a script of the shell.
class ScanJobTest : public testing::Test {
 protected:
  ScanJobSettings program(const std::string& lines) {
    const std::string path = folder_.path("program");
    std::ofstream(path) << "#!/bin/sh\n" << lines;
    ::chmod(path.c_str(), 0700);
    return {path, "case-1", {"list one.txt"}, {}, {"i.wset"}, ""};
  }
  ScanJob::Hooks hooks() {
    return {[this] { ++begun_; }, [] {},
            [this] { return static_cast<std::uint64_t>(++ended_); }};
  }
  static bool wait_for_end(const ScanJob& job) {
    for (int i = 0; i < 500; ++i) {
      if (job.state().phase == ScanPhase::ended) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
  }

  TempFolder folder_;
  std::atomic<int> begun_ = 0;
  std::atomic<int> ended_ = 0;
};

TEST_F(ScanJobTest, AsksForTheScanOfTheCommand) {
  const std::string told = folder_.path("told");
  ScanJob job(program("printf '%s\\n' \"$@\" >'" + told + "'\n"), hooks());
  const auto started = job.start({"/images/a b.raw", "-ref", "O'Neil", 90});
  ASSERT_TRUE(started && *started);
  ASSERT_TRUE(wait_for_end(job));
  std::stringstream text;
  text << std::ifstream(told).rdbuf();
  EXPECT_EQ(text.str(),
            "scan\n/images/a b.raw\n--json\n--case=case-1\n--exhibit-ref=-ref\n"
            "--operator=O'Neil\n--hashset\nlist one.txt\n--ignore\ni.wset\n"
            "--budget=90s\n");
  EXPECT_EQ(begun_, 1);
  EXPECT_EQ(ended_, 1);
}

TEST_F(ScanJobTest, IsOneAtATimeAndKeepsItsEnd) {
  ScanJob job(
      program("echo '{\"event\":\"finding\",\"kind\":\"exact\",\"path\":\"/a\"}'\n"
              "trap 'echo \"{\\\"event\\\":\\\"end\\\",\\\"exhibits\\\":[{\\\"end\\\":"
              "\\\"interrupted\\\"}]}\"; exit 3' INT\n"
              "while true; do sleep 0.05; done\n"),
      hooks());
  EXPECT_FALSE(job.stop());
  ASSERT_TRUE(*job.start({"/a.raw", "a", "O", 0}));
  EXPECT_EQ(job.running(), "a");
  EXPECT_FALSE(*job.start({"/b.raw", "b", "O", 0}));
  while (job.state().listed_files == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(job.stop());
  ASSERT_TRUE(wait_for_end(job));
  EXPECT_EQ(job.state().end, "interrupted");
  EXPECT_EQ(job.state().exit_status, 3);
  EXPECT_EQ(job.running(), "");
  ASSERT_TRUE(*job.start({"/b.raw", "b", "O", 0}));
  EXPECT_EQ(job.state().listed_files, 0u);
}

TEST_F(ScanJobTest, ReadsMuchOutputToItsEnd) {
  ScanJob job(program("head -c 3000000 /dev/zero | tr '\\0' x\necho\n"
                      "i=0; while [ $i -lt 3000 ]; do echo '{\"event\":\"problem\"}'; "
                      "i=$((i+1)); done\necho 'winnow: a fault' >&2\nexit 2\n"),
              hooks());
  ASSERT_TRUE(*job.start({"/a.raw", "a", "O", 0}));
  ASSERT_TRUE(wait_for_end(job));
  EXPECT_EQ(job.state().not_examined, 3000u);
  EXPECT_EQ(job.state().end, "a fault");
  EXPECT_EQ(job.state().look_of_end, 1u);
}

TEST_F(ScanJobTest, SaysThatAProgramCannotBeStarted) {
  ScanJobSettings settings = program("");
  settings.program = folder_.path("none");
  ScanJob job(settings, hooks());
  const auto started = job.start({"/a.raw", "a", "O", 0});
  ASSERT_FALSE(started);
  EXPECT_EQ(begun_, ended_);
  EXPECT_EQ(job.running(), "");
}

// A second signal would end a scan before it has written all.
TEST_F(ScanJobTest, AsksAScanToEndOnce) {
  const std::string told = folder_.path("told");
  ScanJob job(program("trap 'echo x >>'" + told +
                      "'' INT\necho '{\"event\":\"finding\"}'\n"
                      "until [ -s '" +
                      told + "' ]; do sleep 0.05; done\nsleep 0.5\nexit 3\n"),
              hooks());
  ASSERT_TRUE(*job.start({"/a.raw", "a", "O", 0}));
  while (job.state().leads == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(job.stop());
  EXPECT_TRUE(job.stop());
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_TRUE(job.stop());
  job.finish();
  EXPECT_EQ(job.state().exit_status, 3);
  std::stringstream text;
  text << std::ifstream(told).rdbuf();
  EXPECT_EQ(text.str(), "x\n");
}

TEST_F(ScanJobTest, AnswersOnButStartsNoneOnceItIsFinished) {
  ScanJob job(program("trap 'exit 3' INT\necho '{\"event\":\"finding\"}'\n"
                      "while true; do sleep 0.05; done\n"),
              hooks());
  ASSERT_TRUE(*job.start({"/a.raw", "a", "O", 0}));
  while (job.state().leads == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  job.finish();
  EXPECT_EQ(job.state().phase, ScanPhase::ended);
  EXPECT_EQ(job.state().exit_status, 3);
  EXPECT_EQ(job.running(), "");
  EXPECT_FALSE(*job.start({"/a.raw", "a", "O", 0}));
  EXPECT_FALSE(job.stop());
}

// Whoever reads the case may take minutes over it.
TEST_F(ScanJobTest, AnswersWhileItWaitsForTheCaseAndCanBeStoppedThen) {
  std::promise<void> may_begin;
  ScanJob::Hooks waiting = hooks();
  waiting.begins = [&] { may_begin.get_future().wait(); };
  const std::string told = folder_.path("told");
  ScanJob job(program("echo begun >'" + told + "'\n"), waiting);
  int reserved = 0;
  std::thread starter([&] {
    const auto started = job.start({"/a.raw", "a", "O", 0}, [&]() -> Result<void> {
      ++reserved;
      return {};
    });
    EXPECT_TRUE(started && !*started);
  });
  while (job.running() != "a") std::this_thread::yield();
  EXPECT_EQ(job.state().phase, ScanPhase::running);
  EXPECT_FALSE(*job.start({"/b.raw", "b", "O", 0}, [&]() -> Result<void> {
    ++reserved;
    return {};
  }));
  const auto stopped = job.stop();
  ASSERT_TRUE(stopped);
  EXPECT_EQ(stopped->ref, "a");
  EXPECT_EQ(stopped->path, "/a.raw");
  may_begin.set_value();
  starter.join();
  EXPECT_EQ(reserved, 1);
  EXPECT_EQ(ended_, 1);
  EXPECT_EQ(job.running(), "");
  EXPECT_FALSE(std::ifstream(told).good());
}

TEST_F(ScanJobTest, StartsNoneThatIsNotOnRecord) {
  ScanJob job(program(""), hooks());
  const auto started = job.start({"/a.raw", "a", "O", 0}, []() -> Result<void> {
    return Fault{FaultKind::io, "is full", "disk", std::nullopt};
  });
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().what, "is full");
  EXPECT_EQ(begun_, 0);
  EXPECT_EQ(job.running(), "");
}

// As the page's sockets are.
TEST_F(ScanJobTest, HandsNothingDownThatIsOpenHere) {
  const int handed = ::open("/usr", O_RDONLY | O_DIRECTORY);
  const std::string told = folder_.path("told");
  ScanJob job(program("ls -l /proc/self/fd >'" + told + "'\n"), hooks());
  ASSERT_TRUE(*job.start({"/a.raw", "a", "O", 0}));
  ASSERT_TRUE(wait_for_end(job));
  ::close(handed);
  const std::string text = TempFolder::read(told);
  EXPECT_NE(text.find(" 1 -> "), std::string::npos);
  EXPECT_EQ(text.find("-> /usr\n"), std::string::npos) << text;
}

// A server that was killed leaves nobody to let the workers of a slowed scan go on.
TEST_F(ScanJobTest, ASlowedScanEndsWithTheServer) {
  const std::string told = folder_.path("told");
  ScanJobSettings settings =
      program("trap 'echo stopped >'" + told + "'; exit 3' INT\necho ready >'" + told +
              "'\nfor i in $(seq 200); do sleep 0.05; done\n");
  settings.is_slowed = true;
  const auto word = [&] {
    std::string one;
    std::ifstream(told) >> one;
    return one;
  };
  const pid_t server = ::fork();
  if (server == 0) {
    ScanJob job(settings, hooks());
    static_cast<void>(job.start({"/a.raw", "a", "O", 0}));
    while (word() != "ready") std::this_thread::yield();
    ::kill(::getpid(), SIGKILL);
  }
  ::waitpid(server, nullptr, 0);
  for (int i = 0; i < 500 && word() != "stopped"; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(word(), "stopped");
}

TEST_F(ScanJobTest, TellsOfAScanThatWasKilled) {
  ScanJob job(program("echo 'a remark' >&2\nkill -9 $$\n"), hooks());
  ASSERT_TRUE(*job.start({"/a.raw", "a", "O", 0}));
  ASSERT_TRUE(wait_for_end(job));
  EXPECT_EQ(job.state().end, "was ended by signal 9");
}

TEST_F(ScanJobTest, EndsItsScanWhenItGoes) {
  const std::string told = folder_.path("told");
  {
    ScanJob job(
        program("trap 'echo stopped >'" + told + "'; exit 3' INT\necho ready >'" +
                told + "'\nwhile true; do sleep 0.05; done\n"),
        hooks());
    ASSERT_TRUE(*job.start({"/a.raw", "a", "O", 0}));
    while (!std::ifstream(told).good()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  std::string word;
  std::ifstream(told) >> word;
  EXPECT_EQ(word, "stopped");
}

}  // namespace
}  // namespace winnow
