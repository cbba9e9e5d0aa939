#include "scanner/supervise/watchdog.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace winnow {
namespace {

using std::chrono::milliseconds;

// A thread of this process that plays a child's: computes, or sleeps, at some place.
class Player {
 public:
  Player(WorkMarks& marks, const WorkPlace& place, bool computes)
      : thread_([this, &marks, place, computes] {
          const AtWork at(marks, place);
          has_begun_ = true;
          volatile std::uint64_t turns = 0;
          while (!ends_) {
            if (computes) {
              turns = turns + 1;
            } else {
              std::this_thread::sleep_for(milliseconds(5));
            }
          }
        }) {
    while (!has_begun_) std::this_thread::yield();
  }
  ~Player() {
    ends_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> has_begun_{false};
  std::atomic<bool> ends_{false};
  std::thread thread_;
};

class WatchdogOf : public ::testing::Test {
 protected:
  WatchdogOf() : board_(Board::create()), marks_(BoardMarks::attach(board_->fd())) {}

  Watchdog watchdog(milliseconds limit, std::uint64_t content = 0) {
    return Watchdog(*board_, ::getpid(), {limit, 0}, 1u << 30,
                    [content](const WorkPlace&) { return content; });
  }

  Result<Board> board_;
  Result<BoardMarks> marks_;
};

TEST_F(WatchdogOf, FindsTheOneThatComputesForTooLong) {
  Watchdog dog = watchdog(milliseconds(100));
  const Player sleeper(*marks_, {WorkStep::file, 0, 1}, false);
  const Player looper(*marks_, {WorkStep::file, 0, 2}, true);
  std::optional<Watchdog::Hang> hang;
  while (!hang) {
    std::this_thread::sleep_for(milliseconds(10));
    hang = dog.look();
    dog.heard();
  }
  ASSERT_TRUE(hang->at);
  EXPECT_EQ(hang->at->place.number, 2u);
}

TEST_F(WatchdogOf, LetsALargeItemTakeLonger) {
  Watchdog dog = watchdog(milliseconds(50), std::uint64_t{1} << 34);
  const Player worker(*marks_, {WorkStep::file, 0, 2}, true);
  for (int i = 0; i < 30; ++i) {
    std::this_thread::sleep_for(milliseconds(10));
    dog.heard();
    EXPECT_FALSE(dog.look());
  }
}

TEST_F(WatchdogOf, CountsEachThingByItself) {
  Watchdog dog = watchdog(milliseconds(200));
  for (std::uint64_t number = 0; number < 5; ++number) {
    const Player worker(*marks_, {WorkStep::file, 0, number}, true);
    for (int i = 0; i < 10; ++i) {
      std::this_thread::sleep_for(milliseconds(10));
      dog.heard();
      EXPECT_FALSE(dog.look()) << "each took 100 ms at most";
    }
  }
}

// Whatever the board says, or does not say.
TEST_F(WatchdogOf, EndsAChildThatComputesInSilence) {
  Watchdog dog = watchdog(milliseconds(1));
  WorkMarks untold;
  const Player worker(untold, {}, true);
  std::optional<Watchdog::Hang> hang;
  while (!hang) {
    std::this_thread::sleep_for(milliseconds(10));
    hang = dog.look();
  }
  EXPECT_FALSE(hang->at);
}

}  // namespace
}  // namespace winnow
