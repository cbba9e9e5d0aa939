// The input is what a child left on the board, from its first slot on.
#include <algorithm>

#include "scanner/wire/board.h"
#include "tests/fuzz/fuzz_targets.h"

namespace winnow {
namespace {

constexpr std::size_t kSlotBytes = 64;
constexpr std::size_t kSlotsBegin = 64;

}  // namespace

Violation fuzz_board(Bytes input) {
  const auto board = Board::create();
  if (!board) return {};
  input = input.first(std::min(input.size(), kBoardSlots * kSlotBytes));
  if (!write_at(board->fd(), kSlotsBegin, input, "board")) return {};
  const auto workers = board->at_work();
  if (workers.size() > kBoardSlots) return "more threads at work than there are slots";
  for (const Board::Worker& worker : workers) {
    if (worker.turn % 2 == 0) return "a thread that is not at work";
    if (worker.place.step > kLastWorkStep) return "a step that does not exist";
  }
  return {};
}

}  // namespace winnow
