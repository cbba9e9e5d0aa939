#include "scanner/supervise/interruption.h"

#include <atomic>
#include <cerrno>

namespace winnow {
namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP};

// A signal handler can reach nothing but these; both are lock-free, as it must be.
std::atomic<bool> g_requested{false};
std::atomic<pid_t> g_child{0};
static_assert(std::atomic<bool>::is_always_lock_free);
static_assert(std::atomic<pid_t>::is_always_lock_free);

void on_signal(int) {
  const int saved = errno;
  g_requested = true;
  if (const pid_t child = g_child; child > 0) ::kill(child, SIGKILL);
  errno = saved;
}

}  // namespace

Interruption::Interruption() {
  g_requested = false;
  struct sigaction action {};
  action.sa_handler = on_signal;
  ::sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    ::sigaction(kSignals[i], &action, &before_[i]);
  }
}

Interruption::~Interruption() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    ::sigaction(kSignals[i], &before_[i], nullptr);
  }
}

bool Interruption::requested() {
  return g_requested;
}

void Interruption::guard(pid_t child) {
  g_child = child;
  if (child > 0 && g_requested) ::kill(child, SIGKILL);
}

}  // namespace winnow
