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
