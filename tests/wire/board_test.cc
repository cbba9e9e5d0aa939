#include "scanner/wire/board.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <thread>

namespace winnow {
namespace {

constexpr off_t kFirstSlot = 64;
constexpr off_t kSlotBytes = 64;

// As a child gone bad would write it.
template <typename T>
void write_at(const Board& board, off_t offset, T value) {
  ASSERT_EQ(::pwrite(board.fd(), &value, sizeof value, offset),
            static_cast<ssize_t>(sizeof value));
}

TEST(Board, ShowsWhatThreadsAreAt) {
  const auto board = Board::create();
  ASSERT_TRUE(board) << board.error().line();
  auto marks = BoardMarks::attach(board->fd());
  ASSERT_TRUE(marks) << marks.error().line();
  EXPECT_TRUE(board->at_work().empty());
  std::thread([&] {
    const AtWork file(*marks, {WorkStep::file, 4096, 17});
    marks->fetched(99);
    const auto workers = board->at_work();
    ASSERT_EQ(workers.size(), 1u);
    EXPECT_EQ(workers[0].thread, static_cast<std::uint32_t>(::gettid()));
    EXPECT_EQ(workers[0].place, (WorkPlace{WorkStep::file, 4096, 17}));
    EXPECT_EQ(workers[0].fetched, 99u);
  }).join();
  EXPECT_TRUE(board->at_work().empty());
}

TEST(Board, EachThingIsATurnOfItsOwn) {
  const auto board = Board::create();
  ASSERT_TRUE(board);
  auto marks = BoardMarks::attach(board->fd());
  ASSERT_TRUE(marks);
  std::thread([&] {
    std::uint32_t before = 0;
    for (int i = 0; i < 3; ++i) {
      const AtWork entry(*marks, {WorkStep::entry, 0, 5});
      const auto workers = board->at_work();
      ASSERT_EQ(workers.size(), 1u);
      EXPECT_NE(workers[0].turn, before) << "the same entry, but another time";
      EXPECT_EQ(workers[0].fetched, 0u);
      before = workers[0].turn;
      marks->fetched(7);
    }
  }).join();
}

TEST(Board, NothingThatAChildWritesHurts) {
  const auto board = Board::create();
  ASSERT_TRUE(board);
  // A step that is none, a slot at work that no thread owns, a magic that is gone.
  write_at<std::uint32_t>(*board, kFirstSlot + 4, 1);
  write_at<std::uint64_t>(*board, kFirstSlot + 8, 200);
  write_at<std::uint32_t>(*board, kFirstSlot + kSlotBytes + 4, 3);
  write_at<std::uint64_t>(*board, kFirstSlot + kSlotBytes + 8, 6);
  write_at<std::uint64_t>(*board, kFirstSlot + kSlotBytes + 24, ~std::uint64_t{0});
  write_at<std::uint64_t>(*board, 0, 0);
  const auto workers = board->at_work();
  ASSERT_EQ(workers.size(), 1u);
  EXPECT_EQ(workers[0].place, (WorkPlace{WorkStep::file, 0, ~std::uint64_t{0}}));
  // And it cannot be made smaller below the supervisor's feet.
  EXPECT_NE(::ftruncate(board->fd(), 0), 0);
  EXPECT_FALSE(BoardMarks::attach(board->fd())) << "without its magic it is none";
}

}  // namespace
}  // namespace winnow
