#include "scanner/supervise/watchdog.h"

#include <gtest/gtest.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
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

void compute_for(milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < until) {
  }
}

// A thread of this process that plays a child's looker: at this file or that member of
// it, each for a moment.
class LookPlayer {
 public:
  using NextMember = std::uint32_t (*)(std::uint32_t turn);

  LookPlayer(WorkMarks& marks, std::uint32_t file, NextMember next)
      : thread_([this, &marks, file, next] {
          for (std::uint32_t turn = 0; !ends_; ++turn) {
            const AtWork at(marks, {WorkStep::look, 0, look_number(file, next(turn))});
            compute_for(milliseconds(3));
          }
        }) {}
  ~LookPlayer() {
    ends_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> ends_{false};
  std::thread thread_;
};

std::uint32_t always_further(std::uint32_t turn) {
  return turn % 2 == 0 ? 0 : turn / 2 + 1;  // and back to what holds them
}

std::uint32_t again_and_again(std::uint32_t turn) {
  return turn % 2 == 0 ? 0 : std::min(turn, 3u);
}

milliseconds processor_time() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + milliseconds(time.tv_nsec / 1'000'000);
}

class WatchdogOf : public ::testing::Test {
 protected:
  WatchdogOf() : board_(Board::create()), marks_(BoardMarks::attach(board_->fd())) {}

  Watchdog watchdog(milliseconds limit, std::uint64_t content = 0) {
    return Watchdog(*board_, ::getpid(), {limit, 0}, 1u << 30,
                    [content](const WorkPlace&) { return content; });
  }

  // Looks on from now; what this process took before is no child's.
  Watchdog watchdog_from_now(milliseconds limit, std::uint64_t content) {
    Watchdog dog = watchdog(limit, content);
    (void)dog.look();
    dog.heard();
    return dog;
  }

  // What it finds within that much processor time of all threads.
  static std::optional<Watchdog::Hang> watch(Watchdog& dog, milliseconds time) {
    const milliseconds until = processor_time() + time;
    while (processor_time() < until) {
      std::this_thread::sleep_for(milliseconds(10));
      if (auto hang = dog.look()) return hang;
    }
    return std::nullopt;
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

// No word for three times as long as a child may be silent.
TEST_F(WatchdogOf, LetsALookGoOnAsLongAsItMeetsMembers) {
  Watchdog dog = watchdog_from_now(milliseconds(20), 1'000);
  const LookPlayer looker(*marks_, 7, always_further);
  EXPECT_FALSE(watch(dog, milliseconds(3 * 60 * 20)));
}

TEST_F(WatchdogOf, EndsALookThatLeadsBackWhereItGotNoFurther) {
  for (int i = 0; i < 2; ++i) {
    Watchdog dog = watchdog_from_now(milliseconds(20), 1'000);
    const LookPlayer healthy(*marks_, 7, always_further);
    const LookPlayer looper(*marks_, 8, again_and_again);
    const auto hang = watch(dog, milliseconds(6 * 60 * 20));
    ASSERT_TRUE(hang);
    ASSERT_TRUE(hang->at);
    EXPECT_EQ(hang->at->place.number, look_number(8, 3)) << to_text(hang->at->place);
  }
}

TEST_F(WatchdogOf, BelievesNothingOfFilesThatAreNotListed) {
  Watchdog dog = watchdog_from_now(milliseconds(20), 0);
  const LookPlayer liar(*marks_, 7, always_further);
  const milliseconds began = processor_time();
  EXPECT_TRUE(watch(dog, milliseconds(3 * 60 * 20)));
  EXPECT_GE(processor_time() - began, milliseconds(60 * 20 - 100));
}

}  // namespace
}  // namespace winnow
