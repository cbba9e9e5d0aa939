// Board: memory that supervisor and child share, in which each thread of the child says
// what it is at. Nothing waits for it and nothing is asked: a thread that dies or loops
// leaves its last word standing.
//
//   board = "WNBOARD1" zero:56  slot*kBoardSlots
//   slot  = thread:u32 turn:u32 step:u64 offset:u64 number:u64 fetched:u64   64 bytes
//   thread  its number in the system, 0 while the slot has no owner
//   turn    odd while at work; one higher at each begin and each end
//
// To the supervisor all of it is hostile: any value may stand anywhere and change at
// any time. It only ever costs the child that wrote it.
#ifndef WINNOW_SCANNER_WIRE_BOARD_H_
#define WINNOW_SCANNER_WIRE_BOARD_H_

#include <atomic>
#include <cstdint>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "scanner/wire/work_place.h"

namespace winnow {

// More threads than this share the last slot.
inline constexpr std::size_t kBoardSlots = 256;

struct BoardMemory;

// The supervisor's side. One thread at a time.
class Board {
 public:
  [[nodiscard]] static Result<Board> create();
  Board(Board&& other) noexcept;
  Board& operator=(Board&&) = delete;
  ~Board();

  [[nodiscard]] int fd() const { return fd_.get(); }

  struct Worker {
    std::uint32_t thread = 0;
    std::uint32_t turn = 0;
    WorkPlace place;  // what it is at, or was when the child ended
    std::uint64_t fetched = 0;
  };
  // The threads that are at work now.
  [[nodiscard]] std::vector<Worker> at_work() const;

 private:
  Board(Fd fd, const BoardMemory* memory) : fd_(std::move(fd)), memory_(memory) {}
  Fd fd_;
  const BoardMemory* memory_;
};

// The child's side: marks go to the slot of the calling thread. Any thread. The memory
// stays mapped to the end of the process.
class BoardMarks : public WorkMarks {
 public:
  // Of the descriptor that Board::create() made; a fault if it is none.
  [[nodiscard]] static Result<BoardMarks> attach(int fd);
  void begin(const WorkPlace& place) override;
  void fetched(std::uint64_t bytes) override;
  void end() override;

 private:
  explicit BoardMarks(BoardMemory* memory) : memory_(memory) {}
  BoardMemory* memory_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_WIRE_BOARD_H_
