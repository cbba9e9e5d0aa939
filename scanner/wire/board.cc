#include "scanner/wire/board.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include "base/bytes.h"

namespace winnow {

struct alignas(64) BoardSlot {
  std::atomic<std::uint32_t> thread;
  std::atomic<std::uint32_t> turn;
  std::atomic<std::uint64_t> step;
  std::atomic<std::uint64_t> offset;
  std::atomic<std::uint64_t> number;
  std::atomic<std::uint64_t> fetched;
};
static_assert(sizeof(BoardSlot) == 64);
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

struct BoardMemory {
  alignas(64) std::array<char, 64> magic;
  std::array<BoardSlot, kBoardSlots> slots;
};

namespace {

constexpr std::string_view kMagic = "WNBOARD1";
constexpr auto kRelaxed = std::memory_order_relaxed;

// The slot of this thread, 0 while it has none. A child has one board.
thread_local std::size_t t_slot = 0;

BoardSlot& slot_of_this_thread(BoardMemory& memory) {
  static std::atomic<std::size_t> taken{0};
  if (t_slot == 0) {
    t_slot = std::min(taken.fetch_add(1, kRelaxed), kBoardSlots - 1) + 1;
    memory.slots[t_slot - 1].thread.store(static_cast<std::uint32_t>(::gettid()),
                                          kRelaxed);
  }
  return memory.slots[t_slot - 1];
}

}  // namespace

Result<Board> Board::create() {
  Fd fd(::memfd_create("winnow-board", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd.is_open() || ::ftruncate(fd.get(), sizeof(BoardMemory)) != 0) {
    return fault_from_errno(errno, "cannot be made", "shared memory");
  }
  // A child that shrinks it would have us read beyond its end, which is a signal.
  if (::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    return fault_from_errno(errno, "cannot be sealed", "shared memory");
  }
  if (auto put = write_all(fd.get(), bytes_of(kMagic), "shared memory"); !put) {
    return std::move(put).error();
  }
  void* mapped =
      ::mmap(nullptr, sizeof(BoardMemory), PROT_READ, MAP_SHARED, fd.get(), 0);
  if (mapped == MAP_FAILED) {
    return fault_from_errno(errno, "cannot be mapped", "shared memory");
  }
  return Board(std::move(fd), static_cast<const BoardMemory*>(mapped));
}

Board::Board(Board&& other) noexcept
    : fd_(std::move(other.fd_)), memory_(std::exchange(other.memory_, nullptr)) {}

Board::~Board() {
  if (memory_ == nullptr) return;
  ::munmap(const_cast<BoardMemory*>(memory_), sizeof(BoardMemory));
}

std::vector<Board::Worker> Board::at_work() const {
  std::vector<Worker> workers;
  for (const BoardSlot& slot : memory_->slots) {
    Worker worker;
    worker.turn = slot.turn.load(std::memory_order_acquire);
    const std::uint64_t step = slot.step.load(kRelaxed);
    if (worker.turn % 2 == 0 || step > static_cast<std::uint64_t>(kLastWorkStep)) {
      continue;
    }
    worker.thread = slot.thread.load(kRelaxed);
    worker.place = {static_cast<WorkStep>(step), slot.offset.load(kRelaxed),
                    slot.number.load(kRelaxed)};
    worker.fetched = slot.fetched.load(kRelaxed);
    // Begun or ended meanwhile: it is alive, and the next look will tell.
    if (slot.turn.load(std::memory_order_acquire) == worker.turn) {
      workers.push_back(worker);
    }
  }
  return workers;
}

Result<BoardMarks> BoardMarks::attach(int fd) {
  void* mapped =
      ::mmap(nullptr, sizeof(BoardMemory), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (mapped == MAP_FAILED) {
    return fault_from_errno(errno, "cannot be mapped", "shared memory");
  }
  auto* memory = static_cast<BoardMemory*>(mapped);
  if (!std::equal(kMagic.begin(), kMagic.end(), memory->magic.begin())) {
    ::munmap(mapped, sizeof(BoardMemory));
    return Fault{FaultKind::malformed, "is not a board", "shared memory", {}};
  }
  return BoardMarks(memory);
}

void BoardMarks::begin(const WorkPlace& place) {
  BoardSlot& slot = slot_of_this_thread(*memory_);
  slot.step.store(static_cast<std::uint64_t>(place.step), kRelaxed);
  slot.offset.store(place.offset, kRelaxed);
  slot.number.store(place.number, kRelaxed);
  slot.fetched.store(0, kRelaxed);
  slot.turn.fetch_add(1, std::memory_order_release);
}

void BoardMarks::fetched(std::uint64_t bytes) {
  slot_of_this_thread(*memory_).fetched.store(bytes, kRelaxed);
}

void BoardMarks::end() {
  BoardSlot& slot = slot_of_this_thread(*memory_);
  slot.turn.fetch_add(1, std::memory_order_release);
}

}  // namespace winnow
