#include "scanner/volumes/run_list.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>
#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

constexpr std::uint64_t kMax = ~std::uint64_t{0};

Runs appended(const Runs& pieces) {
  Runs runs;
  for (const DeviceRun& piece : pieces) append_run(runs, piece);
  return runs;
}

TEST(AppendRun, JoinsNeighboursOnly) {
  EXPECT_EQ(appended({{0, 10}, {10, 5}}), (Runs{{0, 15}}));
  EXPECT_EQ(appended({{0, 10}, {11, 5}}), (Runs{{0, 10}, {11, 5}}));
  EXPECT_EQ(appended({{0, 10}, {9, 5}}), (Runs{{0, 10}, {9, 5}}));
  EXPECT_EQ(appended({{10, 5}, {0, 10}}), (Runs{{10, 5}, {0, 10}}));
  EXPECT_EQ(appended({{10, 5}, {10, 5}}), (Runs{{10, 5}, {10, 5}}));
}

TEST(AppendRun, JoinsHolesWithHoles) {
  EXPECT_EQ(appended({{Run::kHole, 10}, {Run::kHole, 5}}), (Runs{{Run::kHole, 15}}));
  EXPECT_EQ(appended({{0, 10}, {Run::kHole, 5}, {10, 5}}),
            (Runs{{0, 10}, {Run::kHole, 5}, {10, 5}}));
}

TEST(AppendRun, LeavesOutWhatIsEmpty) {
  EXPECT_EQ(appended({{5, 0}, {Run::kHole, 0}}), Runs());
  EXPECT_EQ(appended({{0, 10}, {500, 0}, {10, 1}}), (Runs{{0, 11}}));
}

TEST(AppendRun, NeverWrapsAround) {
  // A hole and a length that ends where the hole's own mark begins.
  EXPECT_EQ(appended({{Run::kHole - 4, 4}, {Run::kHole, 4}}),
            (Runs{{Run::kHole - 4, 4}, {Run::kHole, 4}}));
  const Runs lengths = {{Run::kHole, kMax - 3}, {Run::kHole, 4}};
  EXPECT_EQ(appended(lengths), lengths);
  const Runs offsets = {{kMax - 9, 8}, {kMax - 1, 1}};
  EXPECT_EQ(appended(offsets), (Runs{{kMax - 9, 9}}));
  const Runs beyond = {{8, kMax - 3}, {4, 8}};  // 8 + (max - 3) wraps to 4
  EXPECT_EQ(appended(beyond), beyond);
}

TEST(ClipRuns, CutsToTheSize) {
  const Runs runs = {{0, 10}, {Run::kHole, 10}, {50, 10}};
  const std::vector<std::pair<std::uint64_t, Runs>> cases = {
      {0, {}},
      {1, {{0, 1}}},
      {10, {{0, 10}}},
      {11, {{0, 10}, {Run::kHole, 1}}},
      {25, {{0, 10}, {Run::kHole, 10}, {50, 5}}},
      {30, runs},
  };
  for (const auto& [size, expected] : cases) {
    Runs cut = runs;
    EXPECT_EQ(clip_runs(cut, size), 0u) << size;
    EXPECT_EQ(cut, expected) << size;
  }
}

TEST(ClipRuns, SaysWhatIsMissing) {
  Runs runs = {{0, 10}, {50, 10}};
  EXPECT_EQ(clip_runs(runs, 25), 5u);
  EXPECT_EQ(runs, (Runs{{0, 10}, {50, 10}}));
  Runs none;
  EXPECT_EQ(clip_runs(none, kMax), kMax);
  Runs huge = {{0, kMax}, {0, kMax}};
  EXPECT_EQ(clip_runs(huge, kMax), 0u);
  EXPECT_EQ(huge, (Runs{{0, kMax}}));
}

FileRecord record_of(std::uint64_t size, Runs runs, bool allocated = true) {
  FileRecord record;
  record.size = size;
  record.allocated = allocated;
  record.runs = std::move(runs);
  return record;
}

TEST(SettleRuns, LeavesASoundRecordAlone) {
  FileRecord record = record_of(15, {{0, 10}, {90, 10}});
  settle_runs(record, 100);
  EXPECT_EQ(record.content, ContentKind::runs);
  EXPECT_EQ(record.runs, (Runs{{0, 10}, {90, 5}}));
}

TEST(SettleRuns, StatesWhatFallsShort) {
  for (const bool allocated : {true, false}) {
    FileRecord record = record_of(25, {{0, 10}, {90, 10}}, allocated);
    settle_runs(record, 100);
    EXPECT_EQ(record.content, ContentKind::none);
    EXPECT_EQ(record.none_outcome,
              allocated ? FileOutcome::unreadable : FileOutcome::skipped);
    EXPECT_NE(record.why_none.find("20 of 25 bytes"), std::string::npos)
        << record.why_none;
  }
}

TEST(SettleRuns, KeepsOnlyRangesOfTheEvidence) {
  const Runs outside = {
      {100, 10}, {95, 10}, {kMax - 1, 10}, {kMax - 15, 10}, {1, kMax - 1}};
  for (const DeviceRun& run : outside) {
    FileRecord record = record_of(10 + run.length, {{0, 10}, run});
    if (run.length > 10) record.size = run.length;
    settle_runs(record, 100);
    EXPECT_EQ(record.content, ContentKind::none) << run.offset;
    EXPECT_EQ(record.none_outcome, FileOutcome::unreadable);
    EXPECT_EQ(record.runs, (Runs{{0, 10}})) << run.offset;
  }
  FileRecord record = record_of(10, {{90, 10}});
  settle_runs(record, 100);
  EXPECT_EQ(record.content, ContentKind::runs);
}

// The ledger takes only ranges that exist, whatever the content is.
TEST(SettleRuns, DropsRangesOutsideOfRecordsThatAreNotReadByRuns) {
  for (const ContentKind content : {ContentKind::none, ContentKind::library}) {
    FileRecord record = record_of(20, {{0, 10}, {95, 10}});
    record.content = content;
    settle_runs(record, 100);
    EXPECT_EQ(record.content, content);
    EXPECT_EQ(record.runs, (Runs{{0, 10}}));
  }
}

TEST(SettleRuns, LimitsHoles) {
  FileRecord most =
      record_of(kMaxHoleBytes + 10, {{0, 10}, {Run::kHole, kMaxHoleBytes}});
  settle_runs(most, 100);
  EXPECT_EQ(most.content, ContentKind::runs);
  FileRecord over =
      record_of(kMaxHoleBytes + 10, {{0, 9}, {Run::kHole, kMaxHoleBytes + 1}});
  settle_runs(over, 100);
  EXPECT_EQ(over.content, ContentKind::none);
  EXPECT_EQ(over.none_outcome, FileOutcome::failed) << "it may hold what is listed";
  EXPECT_NE(over.why_none.find("sparse"), std::string::npos);
}

bool could_join(const DeviceRun& first, const DeviceRun& second) {
  if (first.is_hole() || second.is_hole()) return first.is_hole() && second.is_hole();
  return first.offset + first.length == second.offset;
}

// A list and its twin, one entry a byte.
TEST(RunList, AgreesWithATwinThatKeepsEveryByte) {
  const std::uint32_t seed = 1807;
  std::mt19937 random(seed);
  for (int round = 0; round < 500; ++round) {
    SCOPED_TRACE("seed " + std::to_string(seed) + " round " + std::to_string(round));
    Runs runs;
    std::vector<std::uint64_t> twin;  // where each byte lies
    std::uint64_t at = choose(random, 50);
    for (int i = 0; i < 12; ++i) {
      const std::uint64_t length = choose(random, 5);
      const bool hole = choose(random, 4) == 0;
      if (choose(random, 2) == 0) at = choose(random, 50);
      append_run(runs, {hole ? Run::kHole : at, length});
      for (std::uint64_t b = 0; b < length; ++b) {
        twin.push_back(hole ? Run::kHole : at + b);
      }
      if (!hole) at += length;
    }
    const std::uint64_t size = choose(random, 60);
    const std::uint64_t missing = clip_runs(runs, size);
    EXPECT_EQ(missing, size > twin.size() ? size - twin.size() : 0);
    twin.resize(std::min<std::size_t>(twin.size(), size));
    std::vector<std::uint64_t> told;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      EXPECT_GT(runs[i].length, 0u);
      if (i > 0) {
        EXPECT_FALSE(could_join(runs[i - 1], runs[i]));
      }
      for (std::uint64_t b = 0; b < runs[i].length; ++b) {
        told.push_back(runs[i].is_hole() ? Run::kHole : runs[i].offset + b);
      }
    }
    EXPECT_EQ(told, twin);
    EXPECT_EQ(bytes_in_holes(runs), static_cast<std::uint64_t>(std::count(
                                        twin.begin(), twin.end(), Run::kHole)));
  }
}

}  // namespace
}  // namespace winnow
