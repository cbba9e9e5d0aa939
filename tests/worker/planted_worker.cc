// A child in which seven things go wrong: an item that aborts, one that loops, one that
// takes memory without end, each once among the files and once among the entries of
// the walk; and in free space a chunk that aborts. All else is as in winnow-worker.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "scanner/worker/child_program.h"

namespace {

// For ever, in a way that no compiler may leave out.
void loop() {
  volatile std::uint64_t turns = 0;
  while (true) turns = turns + 1;
}

void take_memory() {
  // The limit is on what is asked for: it need not be touched.
  constexpr std::size_t kPiece = 16 << 20;
  std::vector<char*> pieces;
  while (true) pieces.push_back(new char[kPiece]);
}

void go_wrong(std::uint64_t how) {
  switch (how) {
    case 1:
      std::abort();
    case 2:
      return loop();
    case 3:
      return take_memory();
    default:
      return;
  }
}

void on_work(const winnow::WorkPlace& place) {
  constexpr std::uint64_t kFiles = 1000;
  constexpr std::uint64_t kEntries = 2000;
  if (place.step == winnow::WorkStep::file && place.number > kFiles) {
    go_wrong(place.number - kFiles);
  }
  if (place.step == winnow::WorkStep::entry && place.number > kEntries) {
    go_wrong(place.number - kEntries);
  }
  constexpr std::uint64_t kChunk = 3;
  if (place.step == winnow::WorkStep::space && place.number == kChunk) std::abort();
}

}  // namespace

int main(int argc, char** argv) {
  winnow::ChildParts parts;
  parts.on_work = on_work;
  return winnow::run_child_program(argc, argv, parts);
}
