#include "scanner/supervise/interruption.h"

#include <time.h>

#include <atomic>
#include <cerrno>
#include <cstdint>

namespace winnow {
namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP};

// Sooner, a second signal is a key that bounced, or one that was sent to all processes
// of a terminal as well as to this one.
constexpr std::int64_t kSoonest = 1'000;  // milliseconds

// A signal handler can reach nothing but these; all are lock-free, as it must be.
std::atomic<bool> g_requested{false};
std::atomic<std::int64_t> g_requested_at{0};  // milliseconds
std::atomic<pid_t> g_child{0};
static_assert(std::atomic<bool>::is_always_lock_free);
static_assert(std::atomic<std::int64_t>::is_always_lock_free);
static_assert(std::atomic<pid_t>::is_always_lock_free);

std::int64_t now_milliseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000 + now.tv_nsec / 1'000'000;
}

void on_signal(int number) {
  const int saved = errno;
  if (!g_requested) {
    g_requested_at = now_milliseconds();
    g_requested = true;
  } else if (now_milliseconds() - g_requested_at >= kSoonest) {
    ::signal(number, SIG_DFL);
    ::raise(number);  // comes when this handler has ended
  }
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
    ::sigaction(kSignals[i], nullptr, &before_[i]);
    const bool is_ignored = kSignals[i] == SIGHUP && before_[i].sa_handler == SIG_IGN;
    if (!is_ignored) ::sigaction(kSignals[i], &action, nullptr);
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
