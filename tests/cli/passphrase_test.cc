#include "drivers/cli/passphrase.h"

#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <string>
#include <string_view>
#include <thread>

#include "base/file.h"
#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

std::string text_in(const Result<Secret>& secret) {
  if (!secret) return "fault: " + secret.error().line();
  return std::string(text_of(secret->bytes()));
}

struct Terminal {
  Terminal() {
    int user_fd = -1;
    int program_fd = -1;
    EXPECT_EQ(::openpty(&user_fd, &program_fd, nullptr, nullptr, nullptr), 0);
    user = Fd(user_fd);
    program = Fd(program_fd);
  }
  [[nodiscard]] bool echoes() const {
    termios state{};
    EXPECT_EQ(::tcgetattr(program.get(), &state), 0);
    return (state.c_lflag & ECHO) != 0;
  }
  // What is typed before is thrown away.
  void wait_until_quiet() const {
    while (echoes()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  Fd user;     // the end of who types and sees
  Fd program;  // the end of who asks
};

TEST(Passphrase, IsAskedForWithoutBeingShown) {
  const Terminal terminal;
  std::thread user([&] {
    terminal.wait_until_quiet();
    EXPECT_TRUE(write_all(terminal.user.get(), bytes_of("not to be seen\n"), "user"));
  });
  const auto answer =
      ask_passphrase("Passphrase: ", terminal.program.get(), terminal.program.get());
  user.join();
  EXPECT_EQ(text_in(answer), "not to be seen");
  EXPECT_TRUE(terminal.echoes());
  std::string seen(1000, '\0');
  const ssize_t got = ::read(terminal.user.get(), seen.data(), seen.size());
  ASSERT_GT(got, 0);
  seen.resize(static_cast<std::size_t>(got));
  EXPECT_EQ(seen, "Passphrase: \r\n");
}

// The child ends by the signal, and the terminal shows again what is typed.
TEST(Passphrase, AnInterruptionLeavesTheTerminalAsItWas) {
  const Terminal terminal;
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto answer =
        ask_passphrase("Passphrase: ", terminal.program.get(), terminal.program.get());
    ::_exit(answer ? 0 : 1);
  }
  terminal.wait_until_quiet();
  // Again and again: one that comes just before the reading is not noticed by it.
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    ::kill(child, SIGINT);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
  EXPECT_TRUE(terminal.echoes());
}

TEST(Passphrase, IsTheFirstLineOfAFile) {
  const TempFolder folder;
  EXPECT_EQ(text_in(passphrase_in(folder.write("a", "one two \nrest"))), "one two ");
  EXPECT_EQ(text_in(passphrase_in(folder.write("b", "no end"))), "no end");
  EXPECT_EQ(text_in(passphrase_in(folder.write("c", "dos\r\n"))), "dos");
  const std::string longest(1024, 'x');
  EXPECT_EQ(text_in(passphrase_in(folder.write("d", longest + "\r\n"))), longest);
}

TEST(Passphrase, OneThatIsNoneOrTooLongIsAFault) {
  const TempFolder folder;
  for (const char* text : {"", "\n", "\r\nsecond"}) {
    const auto none = passphrase_in(folder.write("a", text));
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().line(),
              folder.path("a") + ": holds no passphrase; its first line is empty");
  }
  const auto longer = passphrase_in(folder.write("b", std::string(1025, 'x') + "\n"));
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().kind, FaultKind::usage);
  EXPECT_FALSE(passphrase_in(folder.path("nowhere")));
}

}  // namespace
}  // namespace winnow
