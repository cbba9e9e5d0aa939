#include "drivers/cli/passphrase.h"

#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <utility>

#include "base/file.h"

namespace winnow {
namespace {

constexpr std::size_t kLongest = 1024;
constexpr std::array kEndingSignals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

volatile std::sig_atomic_t caught_signal = 0;
void catch_signal(int number) {
  caught_signal = number;
}

Fault usage(std::string what, std::string place) {
  return Fault{FaultKind::usage, std::move(what), std::move(place), std::nullopt};
}

// While it lives, what is typed is not shown and a signal only interrupts the reading;
// the signal has its usual effect once the terminal is as before.
class QuietTerminal {
 public:
  explicit QuietTerminal(int fd) : fd_(fd) {
    caught_signal = 0;
    struct sigaction action {};
    action.sa_handler = catch_signal;
    for (std::size_t i = 0; i < kEndingSignals.size(); ++i) {
      ::sigaction(kEndingSignals[i], &action, &actions_[i]);
    }
    is_terminal_ = ::tcgetattr(fd_, &before_) == 0;
    if (!is_terminal_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    quiet.c_lflag |= ICANON | ISIG | ECHONL;
    quiet.c_cc[VSUSP] = _POSIX_VDISABLE;  // nobody comes back to a quiet terminal
    ::tcsetattr(fd_, TCSAFLUSH, &quiet);
  }
  ~QuietTerminal() {
    if (is_terminal_) ::tcsetattr(fd_, TCSADRAIN, &before_);
    for (std::size_t i = 0; i < kEndingSignals.size(); ++i) {
      ::sigaction(kEndingSignals[i], &actions_[i], nullptr);
    }
    if (caught_signal != 0) ::raise(caught_signal);
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;

 private:
  int fd_;
  bool is_terminal_ = false;
  termios before_{};
  std::array<struct sigaction, kEndingSignals.size()> actions_{};
};

// Byte by byte, so that of a pipe nothing more than the line is taken.
Result<Secret> first_line(int fd, const std::string& name) {
  auto line = Secret::of_length(kLongest + 2);
  if (!line) return line;
  const MutableBytes space = line->bytes();
  std::size_t length = 0;
  while (length < space.size()) {
    const ssize_t got = ::read(fd, space.data() + length, 1);
    if (got < 0 && errno == EINTR && caught_signal == 0) continue;
    if (got < 0) return fault_from_errno(errno, "cannot be read", name);
    if (got == 0 || space[length] == std::byte{'\n'}) break;
    ++length;
  }
  if (length > 0 && space[length - 1] == std::byte{'\r'}) --length;
  if (length == 0) return usage("holds no passphrase; its first line is empty", name);
  if (length > kLongest) {
    return usage("its first line is longer than a passphrase may be, which is " +
                     std::to_string(kLongest) + " bytes",
                 name);
  }
  return Secret::copy_of(space.first(length));
}

}  // namespace

Result<Secret> passphrase_in(const std::string& path) {
  const auto fd = open_read_only(path);
  if (!fd) return fd.error();
  caught_signal = 0;
  return first_line(fd->get(), path);
}

bool can_ask() {
  return ::isatty(STDIN_FILENO) == 1;
}

Result<Secret> ask_passphrase(const std::string& prompt, int terminal, int out) {
  const QuietTerminal quiet(terminal);
  auto shown = write_all(out, bytes_of(prompt), "the terminal");
  if (!shown) return std::move(shown).error();
  return first_line(terminal, "the answer");
}

Result<Secret> new_passphrase(const std::string& path) {
  if (!path.empty()) return passphrase_in(path);
  if (!can_ask()) {
    return usage("is needed: there is no terminal to ask for the passphrase on",
                 "--passphrase-file");
  }
  auto first =
      ask_passphrase("Passphrase for the new set: ", STDIN_FILENO, STDERR_FILENO);
  if (!first) return first;
  const auto second =
      ask_passphrase("The same once more: ", STDIN_FILENO, STDERR_FILENO);
  if (!second) return second.error();
  const Bytes a = first->bytes();
  const Bytes b = second->bytes();
  if (std::equal(a.begin(), a.end(), b.begin(), b.end())) return first;
  return usage("is not the same both times; run the command again", "the passphrase");
}

}  // namespace winnow
