#include "drivers/web/event_stream.h"

#include <optional>

namespace winnow {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kScanPause{500};
constexpr std::chrono::milliseconds kPingPause{15'000};
// A reader that has gone, and a seat that was taken away, are noticed this soon.
constexpr std::chrono::milliseconds kLongestSleep{1'000};

std::string event_text(const char* name, const std::string& data) {
  return std::string("event: ") + name + "\ndata: " + data + "\n\n";
}

// One stream's way through what there is to tell.
class Teller {
 public:
  Teller(const EventSources& sources, const StreamSink& sink)
      : sources_(sources), sink_(sink) {}

  // False once nobody reads any more.
  [[nodiscard]] bool tell() {
    const auto now = Clock::now();
    const std::uint64_t revision = sources_.revision();
    if (!revision_ || *revision_ != revision) {
      revision_ = revision;
      if (!send("board", "{\"revision\":" + std::to_string(revision) + "}"))
        return false;
    }
    const std::uint64_t scan = sources_.scan_count();
    if ((!scan_ || *scan_ != scan) && now - scan_told_ >= kScanPause) {
      scan_ = scan;
      scan_told_ = now;
      if (!send("scan", sources_.scan_json())) return false;
    }
    return now - last_ < kPingPause || send("ping", "{}");
  }
  // How long there is nothing to do if nothing changes.
  [[nodiscard]] std::chrono::milliseconds rest() const {
    return scan_ && *scan_ == sources_.scan_count() ? kLongestSleep : kScanPause;
  }

 private:
  bool send(const char* name, const std::string& data) {
    last_ = Clock::now();
    return sink_(event_text(name, data));
  }

  const EventSources& sources_;
  const StreamSink& sink_;
  std::optional<std::uint64_t> revision_;
  std::optional<std::uint64_t> scan_;
  Clock::time_point scan_told_;
  Clock::time_point last_ = Clock::now();
};

}  // namespace

void Pulse::beat() {
  const std::lock_guard lock(mutex_);
  ++count_;
  changed_.notify_all();
}

void Pulse::end() {
  const std::lock_guard lock(mutex_);
  is_over_ = true;
  changed_.notify_all();
}

std::uint64_t Pulse::wait(std::uint64_t seen, std::chrono::milliseconds longest) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, longest, [&] { return count_ != seen || is_over_; });
  return count_;
}

std::uint64_t Pulse::count() const {
  const std::lock_guard lock(mutex_);
  return count_;
}

bool Pulse::is_over() const {
  const std::lock_guard lock(mutex_);
  return is_over_;
}

void write_events(const Pulse& pulse, const EventSources& sources,
                  const StreamSink& sink, const std::function<bool()>& may_go_on) {
  Teller teller(sources, sink);
  while (!pulse.is_over() && may_go_on()) {
    const std::uint64_t seen = pulse.count();
    if (!teller.tell()) return;
    static_cast<void>(pulse.wait(seen, teller.rest()));
    // Events of a scan come thick: what came within this is told together.
    if (pulse.count() != seen) pulse.wait(pulse.count(), std::chrono::milliseconds(50));
  }
}

}  // namespace winnow
