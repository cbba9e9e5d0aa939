#include "tests/cli/pseudo_terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>

namespace winnow::test {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kPatience{30};

[[noreturn]] void become(const std::vector<std::string>& argv,
                         const std::map<std::string, std::string>& variables) {
  ::setenv("TERM", "xterm", 1);
  ::unsetenv("NO_COLOR");
  ::unsetenv("COLUMNS");
  for (const auto& [name, value] : variables) {
    value.empty() ? ::unsetenv(name.c_str()) : ::setenv(name.c_str(), value.c_str(), 1);
  }
  std::vector<char*> pointers;
  for (const std::string& one : argv)
    pointers.push_back(const_cast<char*>(one.c_str()));
  pointers.push_back(nullptr);
  ::execv(pointers.front(), pointers.data());
  ::_exit(127);
}

}  // namespace

PseudoTerminal::PseudoTerminal(const std::vector<std::string>& argv,
                               unsigned short columns,
                               const std::map<std::string, std::string>& variables) {
  winsize size{};
  size.ws_row = 24;
  size.ws_col = columns;
  program_ = ::forkpty(&terminal_, nullptr, nullptr, &size);
  if (program_ == 0) become(argv, variables);
  ::fcntl(terminal_, F_SETFD, FD_CLOEXEC);
}

PseudoTerminal::~PseudoTerminal() {
  if (terminal_ >= 0) ::close(terminal_);
  if (program_ <= 0) return;
  ::kill(program_, SIGKILL);
  ::waitpid(program_, nullptr, 0);
}

// False once nobody holds the other side.
bool PseudoTerminal::read_some(int milliseconds) {
  pollfd waiting{terminal_, POLLIN, 0};
  if (::poll(&waiting, 1, milliseconds) <= 0) return true;
  std::array<char, 4096> bytes{};
  const ssize_t got = ::read(terminal_, bytes.data(), bytes.size());
  if (got <= 0) return false;
  output_.append(bytes.data(), static_cast<std::size_t>(got));
  return true;
}

bool PseudoTerminal::shows(const std::string& text) {
  const auto until = Clock::now() + kPatience;
  while (output_.find(text) == std::string::npos) {
    if (Clock::now() > until || !read_some(100)) return false;
  }
  return true;
}

void PseudoTerminal::watch(std::chrono::milliseconds time) {
  const auto until = Clock::now() + time;
  while (Clock::now() < until && read_some(50)) {
  }
}

void PseudoTerminal::type(const std::string& keys) {
  static_cast<void>(::write(terminal_, keys.data(), keys.size()));
}

void PseudoTerminal::resize(unsigned short columns) {
  winsize size{};
  size.ws_row = 24;
  size.ws_col = columns;
  ::ioctl(terminal_, TIOCSWINSZ, &size);
}

void PseudoTerminal::hang_up() {
  ::close(terminal_);
  terminal_ = -1;
}

void PseudoTerminal::signal(int number) {
  ::kill(program_, number);
}

int PseudoTerminal::wait() {
  const auto until = Clock::now() + kPatience;
  while (terminal_ >= 0 && Clock::now() < until && read_some(100)) {
  }
  int status = 0;
  while (::waitpid(program_, &status, WNOHANG) == 0) {
    if (Clock::now() > until) ::kill(program_, SIGKILL);
    ::usleep(10'000);
  }
  program_ = 0;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

std::string PseudoTerminal::output() const {
  std::string text;
  for (std::size_t i = 0; i < output_.size(); ++i) {
    const bool ends =
        output_[i] == '\r' && i + 1 < output_.size() && output_[i + 1] == '\n';
    if (!ends) text += output_[i];
  }
  return text;
}

termios PseudoTerminal::settings() const {
  termios settings{};
  ::tcgetattr(terminal_, &settings);
  return settings;
}

}  // namespace winnow::test
