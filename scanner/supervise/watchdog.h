// Watchdog: tells a child that hangs from one that works.
//
// An item's time is the processor time of its own thread, as the system counts it: a
// loaded machine or a slow disk makes nothing time out. Which thread is at what, the
// board says; it is hostile, so a child that lies about that is still ended when it has
// computed for long without a word. One thread.
#ifndef WINNOW_SCANNER_SUPERVISE_WATCHDOG_H_
#define WINNOW_SCANNER_SUPERVISE_WATCHDOG_H_

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <map>
#include <optional>

#include "scanner/supervise/item_limits.h"
#include "scanner/wire/board.h"

namespace winnow {

// How often look() is to be called.
inline constexpr std::chrono::milliseconds kWatchInterval{100};

class Watchdog {
 public:
  // `content_bytes` gives the size of the file that a place names.
  using ContentBytes = std::function<std::uint64_t(const WorkPlace&)>;
  Watchdog(const Board& board, pid_t child, ItemLimits limits,
           std::uint64_t evidence_bytes, ContentBytes content_bytes);

  // The child has said something.
  void heard();

  struct Hang {
    std::optional<Board::Worker> at;  // whose limit it was; none: the child as a whole
  };
  [[nodiscard]] std::optional<Hang> look();

 private:
  using Clock = std::chrono::steady_clock;
  struct Watched {
    std::uint32_t turn = 0;
    std::chrono::milliseconds since{0};  // processor time of the thread then
  };

  [[nodiscard]] std::chrono::milliseconds limit_of(const Board::Worker& worker) const;
  [[nodiscard]] std::optional<Board::Worker> find_overdue();
  [[nodiscard]] bool is_stalled();

  const Board& board_;
  pid_t child_;
  ItemLimits limits_;
  std::uint64_t evidence_bytes_;
  ContentBytes content_bytes_;
  std::map<std::uint32_t, Watched> watched_;  // by thread
  // The child as a whole: its processor time and the clock when it last gave a sign.
  std::chrono::milliseconds sign_cpu_{0};
  std::chrono::milliseconds last_cpu_{0};
  Clock::time_point moved_ = Clock::now();
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_WATCHDOG_H_
