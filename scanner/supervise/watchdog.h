// Watchdog: tells a child that hangs from one that works.
//
// An item's time is the processor time of its own thread, as the system counts it: a
// loaded machine or a slow disk makes nothing time out. Which thread is at what, the
// board says; it is hostile, so a child that lies about that is still ended when it has
// computed for long without a word.
//
// Of a file that holds others there is one word, when all of it was looked at. Until
// then each member that was not met before is a sign of life, worth the processor time
// that its thread took up to it, within the limit of one place. Members' numbers only
// rise, so what leads back into itself gives no sign. A look may so take, in silence,
// kSilentItems and as many limits as it may have members (LookLimits: 65,536 of one
// file, however deep; their bytes, which raise these limits, are bounded there too):
// with 10 s an item and little content at most 7.6 days of one thread. What is honest
// takes far less, since each place within it has its own limit. One thread.
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
    // Whose limit it was; of a child that says nothing, who has computed longest since
    // he last got further, where that was. None: the child as a whole.
    std::optional<Board::Worker> at;
  };
  [[nodiscard]] std::optional<Hang> look();

 private:
  using Clock = std::chrono::steady_clock;
  // A thread; times are its processor time.
  struct Watched {
    std::uint32_t turn = 0;
    std::chrono::milliseconds since{0};  // when that turn was first seen
    std::chrono::milliseconds now{0};
    Board::Worker sign;                    // where it last got further
    std::chrono::milliseconds sign_at{0};  // and when
    std::chrono::milliseconds limit{0};    // the longest of the turns since then
  };

  [[nodiscard]] std::chrono::milliseconds limit_of(const Board::Worker& worker) const;
  [[nodiscard]] std::optional<Board::Worker> find_overdue();
  [[nodiscard]] std::uint32_t members_further(const WorkPlace& place);
  void see(const Board::Worker& worker, Watched& watched);
  [[nodiscard]] bool is_silent();
  [[nodiscard]] std::optional<Board::Worker> longest_without_sign() const;

  const Board& board_;
  pid_t child_;
  ItemLimits limits_;
  std::uint64_t evidence_bytes_;
  ContentBytes content_bytes_;
  std::map<std::uint32_t, Watched> watched_;  // by thread
  // Since it last said something: of each file that is looked at how many members were
  // met, itself among them, and the processor time credited for these.
  std::map<std::uint32_t, std::uint32_t> members_;
  std::chrono::milliseconds credit_{0};
  // The child as a whole: its processor time and the clock when it last gave a sign.
  std::chrono::milliseconds sign_cpu_{0};
  std::chrono::milliseconds last_cpu_{0};
  Clock::time_point moved_ = Clock::now();
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_WATCHDOG_H_
