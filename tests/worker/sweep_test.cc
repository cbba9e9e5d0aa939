#include "scanner/worker/sweep.h"

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

constexpr std::uint64_t kMiB = 1 << 20;

// A sweep of a device whose only file lies at [1 MiB, 2 MiB + 700).
struct PracticeSweep {
  explicit PracticeSweep(std::size_t size) : evidence(size) {
    order.until = Tier::everything;
    FileRecord file;
    file.size = kMiB + 700;
    file.runs = {{kMiB, kMiB + 700}};
    inventory.files.push_back(file);
  }

  // What is sent, but for the progress; stops with a fault behind `limit` messages.
  Result<void> run(std::size_t limit = 1'000) {
    sent.clear();
    ranges.clear();
    swept.clear();
    return sweep->run([this, limit](const Message& message) -> Result<void> {
      if (sent.size() == limit) return Fault{FaultKind::io, "closed", "", {}};
      sent.push_back(message);
      if (const auto* range = std::get_if<RangeUnreadable>(&message)) {
        ranges.push_back({range->offset, range->length});
      }
      if (const auto* to = std::get_if<Swept>(&message)) swept.push_back(to->to);
      return {};
    });
  }
  void begin() { sweep.emplace(order, &evidence, inventory); }

  MemoryEvidence evidence;
  ScanOrder order;
  Inventory inventory;
  std::optional<Sweep> sweep;
  std::vector<Message> sent;
  Runs ranges;
  std::vector<std::uint64_t> swept;
};

TEST(Sweep, IsOnlyOfADeviceThatIsKnownToBeDamaged) {
  PracticeSweep practice(4 * kMiB);
  practice.evidence.fail(3 * kMiB, 512);
  practice.begin();
  ASSERT_TRUE(practice.run());
  EXPECT_TRUE(practice.sent.empty());
  EXPECT_EQ(practice.evidence.asked(0, 4 * kMiB), 0u);
}

TEST(Sweep, IsForWhoWantsEverything) {
  PracticeSweep practice(4 * kMiB);
  practice.order.damage_known = true;
  practice.order.until = Tier::look;
  practice.begin();
  ASSERT_TRUE(practice.run());
  practice.order.until = Tier::everything;
  practice.order.alone = {0};
  ASSERT_TRUE(practice.run());
  EXPECT_TRUE(practice.sent.empty());
}

TEST(Sweep, FindsWhatLiesOutsideFiles) {
  PracticeSweep practice(4 * kMiB);
  practice.order.damage_known = true;
  practice.evidence.fail(512, 1024);
  practice.evidence.fail(kMiB + 512, 512);       // the file's
  practice.evidence.fail(2 * kMiB + 512, 1024);  // begins in the file
  practice.evidence.fail(3 * kMiB - 512, 1024);  // over the edge of a piece
  practice.begin();
  ASSERT_TRUE(practice.run());
  EXPECT_EQ(practice.ranges,
            (Runs{{512, 1024}, {2 * kMiB + 700, 836}, {3 * kMiB - 512, 1024}}));
  EXPECT_EQ(practice.swept, (std::vector<std::uint64_t>{4 * kMiB}));
}

TEST(Sweep, GoesRoundWhatIsBarredOfFreeSpace) {
  PracticeSweep practice(20 * kMiB);
  practice.order.damage_known = true;
  practice.order.barred = {
      {{WorkStep::space, 8 * kMiB, 1}, 1, false, "crashed"},
      {{WorkStep::space, 100, SpaceSearched::kNoChunk}, 1, false, "crashed"},
      {{WorkStep::entry, 0, 0}, 1, false, "crashed"}};
  practice.evidence.fail(512, 512);
  practice.evidence.fail(9 * kMiB, 512);
  practice.evidence.fail(17 * kMiB, 512);
  practice.begin();
  ASSERT_TRUE(practice.run());
  EXPECT_EQ(practice.ranges, (Runs{{512, 512}, {17 * kMiB, 512}}));
  EXPECT_EQ(practice.evidence.asked(8 * kMiB, 8 * kMiB), 0u);
}

TEST(Sweep, FollowsDamageOfTheWalkAndOfContent) {
  for (const bool in_walk : {true, false}) {
    PracticeSweep practice(4 * kMiB);
    practice.evidence.fail(0, 512);
    std::vector<std::byte> sector(512);
    if (in_walk) {
      ASSERT_FALSE(practice.evidence.read(0, sector));
    }
    practice.begin();
    if (!in_walk) {
      // Met on the way, in a gap between files: not known before a file is touched.
      ASSERT_FALSE(practice.evidence.read(0, sector));
      ASSERT_TRUE(practice.run());
      EXPECT_TRUE(practice.sent.empty());
      OutcomeRecord touched;
      touched.file = 0;
      touched.outcome = FileOutcome::unreadable;
      touched.unreadable = {{kMiB, 512}};
      practice.sweep->see(OutcomeKnown{touched});
    }
    ASSERT_TRUE(practice.run());
    EXPECT_EQ(practice.ranges, (Runs{{0, 512}})) << in_walk;
  }
}

// Cut at every message and begun again where the record ends.
TEST(Sweep, GivesTheSameAfterBeingStoppedAnywhere) {
  const auto damage = [](PracticeSweep& practice) {
    practice.order.damage_known = true;
    practice.evidence.fail(5 * kMiB, 512);
    practice.evidence.fail(64 * kMiB - 512, 1024);  // over the end of a stretch
    practice.evidence.fail(130 * kMiB, 512);
  };
  PracticeSweep whole(140 * kMiB);
  damage(whole);
  whole.begin();
  ASSERT_TRUE(whole.run());
  EXPECT_EQ(whole.ranges, (Runs{{5 * kMiB, 512},
                                {64 * kMiB - 512, 512},
                                {64 * kMiB, 512},
                                {130 * kMiB, 512}}));
  EXPECT_EQ(whole.swept,
            (std::vector<std::uint64_t>{64 * kMiB, 128 * kMiB, 140 * kMiB}));
  PracticeSweep again(140 * kMiB);
  damage(again);
  for (std::size_t limit = 0; limit < whole.sent.size(); ++limit) {
    again.order.swept_to = 0;
    again.begin();
    ASSERT_FALSE(again.run(limit));
    std::set<std::pair<std::uint64_t, std::uint64_t>> all;
    for (const DeviceRun& range : again.ranges) all.emplace(range.offset, range.length);
    if (!again.swept.empty()) again.order.swept_to = again.swept.back();
    again.begin();
    ASSERT_TRUE(again.run());
    for (const DeviceRun& range : again.ranges) all.emplace(range.offset, range.length);
    EXPECT_EQ(all.size(), whole.ranges.size()) << limit;
  }
}

TEST(Sweep, EndsWithTheDeviceThatWentAway) {
  PracticeSweep practice(4 * kMiB);
  practice.order.damage_known = true;
  practice.evidence.pull_after(1);
  practice.begin();
  const auto ran = practice.run();
  ASSERT_FALSE(ran);
  EXPECT_EQ(ran.error().kind, FaultKind::gone);
  EXPECT_TRUE(practice.sent.empty());
}

}  // namespace
}  // namespace winnow
