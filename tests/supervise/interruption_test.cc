#include "scanner/supervise/interruption.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace winnow {
namespace {

// A process that waits for its end.
pid_t sleeper() {
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::signal(SIGTERM, SIG_DFL);
    while (true) ::pause();
  }
  return pid;
}

int signal_that_ended(pid_t pid) {
  int status = 0;
  EXPECT_EQ(::waitpid(pid, &status, 0), pid);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

TEST(Interruption, SetsTheFlagAndEndsTheChild) {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    const Interruption interruption;
    EXPECT_FALSE(Interruption::requested());
    const pid_t child = sleeper();
    Interruption::guard(child);
    ASSERT_EQ(::raise(number), 0);
    EXPECT_TRUE(Interruption::requested());
    EXPECT_EQ(signal_that_ended(child), SIGKILL);
    Interruption::guard(0);
  }
}

TEST(Interruption, AChildThatStartsTooLateEndsAtOnce) {
  const Interruption interruption;
  ASSERT_EQ(::raise(SIGINT), 0);
  const pid_t child = sleeper();
  Interruption::guard(child);
  EXPECT_EQ(signal_that_ended(child), SIGKILL);
  Interruption::guard(0);
}

// In a process of its own: what ends it, after so long a pause between two signals.
int signal_after(useconds_t pause, int first, int second) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::signal(second, SIG_DFL);
    const Interruption interruption;
    ::raise(first);
    ::usleep(pause);
    ::raise(second);
    ::_exit(0);
  }
  return signal_that_ended(pid);
}

TEST(Interruption, ASecondSignalEndsTheProgramUnlessItComesAtOnce) {
  EXPECT_EQ(signal_after(1'100'000, SIGINT, SIGINT), SIGINT);
  EXPECT_EQ(signal_after(1'100'000, SIGINT, SIGTERM), SIGTERM);
  EXPECT_EQ(signal_after(0, SIGINT, SIGINT), 0);
  EXPECT_EQ(signal_after(0, SIGHUP, SIGTERM), 0);
}

TEST(Interruption, AHangUpThatIsIgnoredStaysIgnored) {
  ::signal(SIGHUP, SIG_IGN);
  {
    const Interruption interruption;
    ASSERT_EQ(::raise(SIGHUP), 0);
    EXPECT_FALSE(Interruption::requested());
  }
  EXPECT_EQ(::signal(SIGHUP, SIG_DFL), SIG_IGN);
}

TEST(Interruption, PutsBackWhatWasThere) {
  struct sigaction before {};
  ::sigaction(SIGINT, nullptr, &before);
  { const Interruption interruption; }
  struct sigaction after {};
  ::sigaction(SIGINT, nullptr, &after);
  EXPECT_EQ(before.sa_handler, after.sa_handler);
}

}  // namespace
}  // namespace winnow
