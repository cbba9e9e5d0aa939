#include "drivers/web/event_stream.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace winnow {
namespace {

TEST(Pulse, WakesWhoeverWaits) {
  Pulse pulse;
  const std::uint64_t seen = pulse.count();
  std::thread other([&pulse] { pulse.beat(); });
  EXPECT_NE(pulse.wait(seen, std::chrono::seconds(10)), seen);
  other.join();
  pulse.end();
  EXPECT_EQ(pulse.wait(pulse.count(), std::chrono::hours(1)), pulse.count());
}

TEST(StreamSeats, TheOldestMakesRoom) {
  StreamSeats seats;
  const std::uint64_t first = seats.take();
  for (int i = 0; i < 19; ++i) EXPECT_TRUE(seats.has(seats.take()));
  EXPECT_TRUE(seats.has(first));
  const std::uint64_t last = seats.take();
  EXPECT_FALSE(seats.has(first));
  EXPECT_TRUE(seats.has(last));
}

struct Told {
  std::atomic<std::uint64_t> revision = 1;
  std::atomic<std::uint64_t> scan = 1;
  EventSources sources() {
    return {[this] { return revision.load(); }, [this] { return scan.load(); },
            [this] { return "{\"n\":" + std::to_string(scan.load()) + "}"; }};
  }
};

TEST(EventStream, TellsTheLatestOfEach) {
  Pulse pulse;
  Told told;
  std::string text;
  const EventSources sources = told.sources();
  write_events(
      pulse, sources,
      [&](std::string_view piece) {
        text += piece;
        if (text.find("\"n\":1}") != std::string::npos && told.revision == 1) {
          told.revision = 2;
          pulse.beat();
        }
        if (text.find("{\"revision\":2}") != std::string::npos) pulse.end();
        return true;
      },
      [] { return true; });
  EXPECT_EQ(text,
            "event: board\ndata: {\"revision\":1}\n\nevent: scan\ndata: {\"n\":1}\n\n"
            "event: board\ndata: {\"revision\":2}\n\n");
}

TEST(EventStream, TellsOfAScanAtMostTwiceASecond) {
  Pulse pulse;
  Told told;
  std::atomic<int> scans = 0;
  std::thread busy([&] {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(1200);
    while (std::chrono::steady_clock::now() < end) {
      ++told.scan;
      pulse.beat();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    pulse.end();
  });
  const EventSources sources = told.sources();
  write_events(
      pulse, sources,
      [&](std::string_view piece) {
        scans += piece.starts_with("event: scan") ? 1 : 0;
        return true;
      },
      [] { return true; });
  busy.join();
  EXPECT_GE(scans, 2);
  EXPECT_LE(scans, 3);
}

TEST(EventStream, EndsWithItsReaderAndItsSeat) {
  Pulse pulse;
  Told told;
  const EventSources sources = told.sources();
  int pieces = 0;
  write_events(
      pulse, sources, [&](std::string_view) { return ++pieces < 2; },
      [] { return true; });
  EXPECT_EQ(pieces, 2);
  write_events(
      pulse, sources, [&](std::string_view) { return ++pieces < 100; },
      [] { return false; });
  EXPECT_EQ(pieces, 2);
}

}  // namespace
}  // namespace winnow
