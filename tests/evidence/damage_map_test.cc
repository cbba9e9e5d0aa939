#include "scanner/evidence/damage_map.h"

#include <gtest/gtest.h>

#include <random>
#include <thread>
#include <vector>

#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

const Fault kWorn{FaultKind::io, "worn out", "disk", std::nullopt};
const Fault kTorn{FaultKind::io, "torn off", "disk", std::nullopt};

TEST(DamageMap, KnowsNothingAtFirst) {
  const DamageMap map;
  EXPECT_TRUE(map.is_empty());
  EXPECT_EQ(map.first_in(0, ~std::uint64_t{0}), std::nullopt);
}

TEST(DamageMap, GivesTheFirstPartThatIsAskedFor) {
  DamageMap map;
  map.add({1024, 512}, kWorn);
  map.add({4096, 1024}, kWorn);
  EXPECT_FALSE(map.is_empty());
  EXPECT_EQ(map.first_in(0, 1024), std::nullopt);
  EXPECT_EQ(map.first_in(1536, 2560), std::nullopt);
  EXPECT_EQ(map.first_in(0, 1025), (DeviceRun{1024, 1}));
  EXPECT_EQ(map.first_in(0, 9000), (DeviceRun{1024, 512}));
  EXPECT_EQ(map.first_in(1100, 9000), (DeviceRun{1100, 436}));
  EXPECT_EQ(map.first_in(1536, 9000), (DeviceRun{4096, 1024}));
}

TEST(DamageMap, JoinsNeighboursAndKeepsTheirCauses) {
  DamageMap map;
  map.add({1024, 512}, kWorn);
  map.add({2048, 512}, kWorn);
  map.add({1536, 512}, kTorn);
  EXPECT_EQ(map.first_in(0, 9000), (DeviceRun{1024, 1536}));
  EXPECT_EQ(map.fault_at(1024).what, "worn out");
  EXPECT_EQ(map.fault_at(1536).what, "torn off");
  EXPECT_EQ(map.fault_at(2559).what, "worn out");
  EXPECT_EQ(map.fault_at(2559).line(), "disk: worn out (at byte 2559)");
}

TEST(DamageMap, KeepsTheFirstCauseOfBytesThatAreAddedAgain) {
  DamageMap map;
  map.add({1000, 100}, kWorn);
  map.add({900, 300}, kTorn);
  map.add({0, 0}, kTorn);
  EXPECT_EQ(map.first_in(0, 9000), (DeviceRun{900, 300}));
  EXPECT_EQ(map.fault_at(999).what, "torn off");
  EXPECT_EQ(map.fault_at(1000).what, "worn out");
  EXPECT_EQ(map.fault_at(1100).what, "torn off");
}

TEST(DamageMap, AgreesWithAListOfBytes) {
  std::mt19937 random(161803);
  for (int round = 0; round < 200; ++round) {
    DamageMap map;
    std::vector<int> cause(300, -1);
    for (std::uint32_t i = choose(random, 12); i > 0; --i) {
      const DeviceRun range{choose(random, 280), choose(random, 20)};
      const int which = static_cast<int>(choose(random, 2));
      map.add(range, which == 0 ? kWorn : kTorn);
      for (std::uint64_t b = range.offset; b < range.offset + range.length; ++b) {
        int& known = cause[static_cast<std::size_t>(b)];
        if (known < 0) known = which;
      }
    }
    for (std::size_t from = 0; from < cause.size(); ++from) {
      const std::size_t length = choose(random, cause.size() - from) + 1;
      std::optional<DeviceRun> expected;
      for (std::size_t b = from; b < from + length; ++b) {
        if (cause[b] >= 0 && !expected) expected = DeviceRun{b, 0};
        if (cause[b] < 0 && expected) break;
        if (expected) ++expected->length;
      }
      ASSERT_EQ(map.first_in(from, length), expected) << round << " " << from;
      if (cause[from] >= 0) {
        ASSERT_EQ(map.fault_at(from).what, cause[from] == 0 ? "worn out" : "torn off");
      }
    }
  }
}

TEST(DamageMap, MayBeUsedFromSeveralThreads) {
  DamageMap map;
  std::vector<std::thread> threads;
  for (std::uint64_t t = 0; t < 4; ++t) {
    threads.emplace_back([&map, t] {
      for (std::uint64_t i = t; i < 2000; i += 4) {
        map.add({i * 1024, 512}, kWorn);
        EXPECT_EQ(map.first_in(i * 1024, 1024), (DeviceRun{i * 1024, 512}));
        EXPECT_EQ(map.fault_at(i * 1024).what, "worn out");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(map.first_in(1999 * 1024 + 512, 9000), std::nullopt);
}

}  // namespace
}  // namespace winnow
