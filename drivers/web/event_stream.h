// Pulse: wakes whoever waits for something to change; and the stream of events that the
// page reads.
#ifndef WINNOW_DRIVERS_WEB_EVENT_STREAM_H_
#define WINNOW_DRIVERS_WEB_EVENT_STREAM_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include "drivers/web/web_exchange.h"

namespace winnow {

// Any thread.
class Pulse {
 public:
  void beat();
  // For good: everybody who waits is told to leave.
  void end();
  // Until another count than `seen`, at most so long; the count then. Nobody waits
  // after end().
  std::uint64_t wait(std::uint64_t seen, std::chrono::milliseconds longest) const;
  [[nodiscard]] std::uint64_t count() const;
  [[nodiscard]] bool is_over() const;

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::uint64_t count_ = 0;  // guarded by mutex_, as is the next
  bool is_over_ = false;
};

// Streams hold a thread each: the oldest makes room where there are too many, as when a
// page was opened again and again.
class StreamSeats {
 public:
  // A number for a new stream.
  [[nodiscard]] std::uint64_t take() { return ++last_; }
  [[nodiscard]] bool has(std::uint64_t seat) const { return last_ - seat < kSeats; }

 private:
  static constexpr std::uint64_t kSeats = 20;
  std::atomic<std::uint64_t> last_ = 0;
};

// What the stream tells: the latest of each when it is asked.
struct EventSources {
  std::function<std::uint64_t()> revision;    // of the board
  std::function<std::uint64_t()> scan_count;  // grows with every change of the scan
  std::function<std::string()> scan_json;
};

// Writes `board` and `scan` events as they come, the latter at most twice a second, and
// a `ping` where there is nothing to tell; until the pulse or the reader ends.
void write_events(const Pulse& pulse, const EventSources& sources,
                  const StreamSink& sink, const std::function<bool()>& may_go_on);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_EVENT_STREAM_H_
