#include "scanner/supervise/watchdog.h"

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <set>
#include <string>
#include <utility>

#include "base/file.h"

namespace winnow {
namespace {

using std::chrono::milliseconds;

// Beyond this, a child that says nothing is ended whatever its board says: processor
// time as a multiple of an item's limit, over what those at work may take, and time on
// the clock without any. The second is longer than any disk takes over a bad sector.
constexpr int kSilentItems = 60;
constexpr std::chrono::minutes kStill{15};

// Of one file no more members are looked at (LookLimits).
constexpr std::uint32_t kMostLookMembers = 65'536;

// Of what is looked at, no more than this is believed to come of its bytes: as much as
// a long video of few bits has pixels.
constexpr std::uint64_t kMostExpansion = 64;
constexpr std::uint64_t kLeastExpanding = std::uint64_t{64} << 20;

// Processor time of a thread of the child; none if it is not there.
std::optional<milliseconds> thread_time(pid_t child, std::uint32_t thread) {
  const auto file = open_read_only("/proc/" + std::to_string(child) + "/task/" +
                                   std::to_string(thread) + "/stat");
  if (!file) return std::nullopt;
  std::array<char, 4096> text{};
  if (::read(file->get(), text.data(), text.size() - 1) <= 0) return std::nullopt;
  // proc(5): fields 14 and 15, counted from behind the name in parentheses, which is
  // field 2 and may hold anything.
  const char* at = std::strrchr(text.data(), ')');
  if (at == nullptr) return std::nullopt;
  ++at;
  for (int field = 3; field < 14; ++field) {
    while (*at == ' ') ++at;
    while (*at != ' ' && *at != '\0') ++at;
  }
  char* end = nullptr;
  const unsigned long long user = std::strtoull(at, &end, 10);
  const unsigned long long system = std::strtoull(end, &end, 10);
  const long ticks = ::sysconf(_SC_CLK_TCK);
  return milliseconds((user + system) * 1000 /
                      static_cast<unsigned long long>(ticks > 0 ? ticks : 100));
}

std::optional<milliseconds> process_time(pid_t child) {
  clockid_t clock{};
  timespec time{};
  if (::clock_getcpuclockid(child, &clock) != 0 || ::clock_gettime(clock, &time) != 0) {
    return std::nullopt;
  }
  return std::chrono::duration_cast<milliseconds>(
      std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
}

}  // namespace

Watchdog::Watchdog(const Board& board, pid_t child, ItemLimits limits,
                   std::uint64_t evidence_bytes, ContentBytes content_bytes)
    : board_(board),
      child_(child),
      limits_(limits),
      evidence_bytes_(evidence_bytes),
      content_bytes_(std::move(content_bytes)) {}

milliseconds Watchdog::limit_of(const Board::Worker& worker) const {
  const WorkPlace& place = worker.place;
  if (place.step == WorkStep::look) {
    const std::uint64_t content =
        content_bytes_({WorkStep::file, place.offset, looked_file(place)});
    const std::uint64_t most = kMostExpansion * std::max(content, kLeastExpanding);
    return limits_.of(place, content, std::min(worker.fetched, most));
  }
  const std::uint64_t content =
      place.step == WorkStep::file ? content_bytes_(place) : 0;
  return limits_.of(place, content, std::min(worker.fetched, evidence_bytes_));
}

void Watchdog::heard() {
  sign_cpu_ = last_cpu_;
  moved_ = Clock::now();
  credit_ = milliseconds(0);
  members_.clear();
  for (auto& [thread, watched] : watched_) watched.sign_at = watched.now;
}

std::optional<Watchdog::Hang> Watchdog::look() {
  if (auto overdue = find_overdue()) return Hang{std::move(overdue)};
  if (is_silent()) return Hang{longest_without_sign()};
  if (Clock::now() - moved_ > kStill) return Hang{};
  return std::nullopt;
}

std::optional<Board::Worker> Watchdog::find_overdue() {
  std::set<std::uint32_t> seen;  // a thread is at one thing, whatever the board says
  for (const Board::Worker& worker : board_.at_work()) {
    if (!seen.insert(worker.thread).second) continue;
    const auto used = thread_time(child_, worker.thread);
    if (!used) continue;
    const auto [known, is_first] = watched_.emplace(worker.thread, Watched{});
    Watched& watched = known->second;
    if (is_first) watched.sign_at = *used;
    if (is_first || watched.turn != worker.turn) {
      // Met within the last interval: what it took before that is not counted.
      watched.turn = worker.turn;
      watched.since = *used;
    }
    watched.now = *used;
    see(worker, watched);
    if (*used - watched.since > limit_of(worker)) return worker;
  }
  return std::nullopt;
}

// How many members further it is than before; member 0 is the file itself.
std::uint32_t Watchdog::members_further(const WorkPlace& place) {
  const std::uint32_t behind = looked_member(place) + 1;
  if (looked_member(place) > kMostLookMembers) return 0;
  const std::uint32_t file = looked_file(place);
  if (content_bytes_({WorkStep::file, place.offset, file}) == 0) return 0;
  std::uint32_t& met = members_[file];
  if (behind <= met) return 0;
  return behind - std::exchange(met, behind);
}

void Watchdog::see(const Board::Worker& worker, Watched& watched) {
  watched.limit = std::max(watched.limit, limit_of(worker));
  if (worker.place.step != WorkStep::look) {
    watched.sign = worker;
    return;
  }
  if (const std::uint32_t members = members_further(worker.place); members > 0) {
    credit_ += std::min(watched.now - watched.sign_at, members * watched.limit);
    watched.sign_at = watched.now;
    watched.limit = limit_of(worker);
  } else if (watched.sign.place.step == WorkStep::look &&
             looked_file(watched.sign.place) == looked_file(worker.place)) {
    // Perhaps at what holds the member that it gets nowhere with.
    return;
  }
  watched.sign = worker;
}

bool Watchdog::is_silent() {
  const auto used = process_time(child_);
  if (!used) return false;  // gone: its channel will tell
  if (*used != last_cpu_) moved_ = Clock::now();
  last_cpu_ = *used;
  milliseconds silence = limits_.item * kSilentItems + credit_;
  for (const Board::Worker& worker : board_.at_work()) silence += limit_of(worker);
  return *used - sign_cpu_ > silence;
}

std::optional<Board::Worker> Watchdog::longest_without_sign() const {
  const Watched* longest = nullptr;
  for (const Board::Worker& worker : board_.at_work()) {
    const auto known = watched_.find(worker.thread);
    if (known == watched_.end()) continue;
    const Watched& watched = known->second;
    if (longest == nullptr ||
        watched.now - watched.sign_at > longest->now - longest->sign_at) {
      longest = &watched;
    }
  }
  if (longest == nullptr) return std::nullopt;
  return longest->sign;
}

}  // namespace winnow
