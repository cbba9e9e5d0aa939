// MemoryGate: as many threads at once do what takes much memory as there is room for.
//
// A child that runs out of memory is started again, which costs far more than to wait.
// Any thread; who waits takes no processor time. First come, first served. Who has a
// room asks for no other one.
#ifndef WINNOW_SCANNER_EXAMINE_MEMORY_GATE_H_
#define WINNOW_SCANNER_EXAMINE_MEMORY_GATE_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <utility>

namespace winnow {

class MemoryGate {
 public:
  // What is no larger every thread may have at any time.
  static constexpr std::uint64_t kSmallBytes = std::uint64_t{16} << 20;

  // `bytes`: of all that is more than small, together.
  explicit MemoryGate(std::uint64_t bytes) : bytes_(bytes) {}

  class Room {
   public:
    Room() = default;
    Room(Room&& other) noexcept
        : gate_(std::exchange(other.gate_, nullptr)), bytes_(other.bytes_) {}
    Room& operator=(Room&&) = delete;
    ~Room() {
      if (gate_ != nullptr) gate_->give_back(bytes_);
    }

   private:
    friend class MemoryGate;
    Room(MemoryGate* gate, std::uint64_t bytes) : gate_(gate), bytes_(bytes) {}
    MemoryGate* gate_ = nullptr;
    std::uint64_t bytes_ = 0;
  };

  // Waits until there is so much; what is more than all there is goes alone.
  [[nodiscard]] Room take(std::uint64_t bytes);

 private:
  void give_back(std::uint64_t bytes);

  const std::uint64_t bytes_;
  std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  std::uint64_t taken_ = 0;
  std::uint64_t next_ = 0;    // number of the next who comes
  std::uint64_t served_ = 0;  // of the next who gets a room
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_MEMORY_GATE_H_
