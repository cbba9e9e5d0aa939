#include "scanner/examine/examiner.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

#include "tests/examine/examined_files.h"

namespace winnow {
namespace {

constexpr std::uint64_t kMiB = 1 << 20;

TEST(Examiner, HashesEveryKindOfContentAsOpensslDoes) {
  ExaminedFiles files(2 * kBatchBytes);
  std::vector<FileId> ids = {
      files.add({{0, 1}}),
      files.add({{100, 4096}, {50'000, 4096}, {20'000, 100}}),
      files.add({{Run::kHole, 100'000}, {7000, 10}, {Run::kHole, 3}}),  // holes
      files.add({{Run::kHole, kBatchBytes + 1}}),
      files.add_resident("resident"),
      files.add_resident(""),
      files.add({}),
      files.add({{kMiB, kBatchBytes}, {0, kMiB}}),  // streamed
      files.add({{kMiB, kBatchBytes + 1}}),         // streamed, just
      files.add({{4 * kMiB, kBatchBytes}}),         // gathered, just
      files.add({{6 * kMiB, 64}, {6 * kMiB, 64}}),  // the same place twice
  };
  const auto outcomes = files.examine_all();
  for (const FileId id : ids) files.expect_hashed(outcomes[id], id);
}

TEST(Examiner, ComputesWhatIsAskedForOnly) {
  ExaminedFiles files(4096);
  const FileId id = files.add({{0, 100}});
  AlgorithmSet algorithms;
  algorithms.add(Algorithm::sha1);
  const auto outcomes = files.examine_all(algorithms);
  EXPECT_FALSE(outcomes[id].digests.get(Algorithm::md5));
  EXPECT_FALSE(outcomes[id].digests.get(Algorithm::sha256));
  EXPECT_EQ(outcomes[id].digests.get(Algorithm::sha1)->hex(),
            openssl_hex(EVP_sha1(), files.content(id)));
}

TEST(Examiner, PassesOnWhatTheInventorySettled) {
  ExaminedFiles files(4096);
  const FileId secret = files.add_none(FileOutcome::encrypted, "EFS");
  const FileId gone = files.add_none(FileOutcome::skipped, "only its name is left");
  const auto outcomes = files.examine_all();
  EXPECT_EQ(outcomes[secret].outcome, FileOutcome::encrypted);
  EXPECT_EQ(outcomes[secret].reason, "EFS");
  EXPECT_EQ(outcomes[gone].outcome, FileOutcome::skipped);
  EXPECT_EQ(outcomes[gone].reason, "only its name is left");
  EXPECT_EQ(outcomes[gone].digests, Digests());
}

TEST(Examiner, SaysFailedWhereTheLibraryHasNoVolume) {
  ExaminedFiles files(4096);
  FileRecord packed;
  packed.content = ContentKind::library;
  packed.size = 10;
  const FileId id = files.add_record(packed);
  const FileId after = files.add({{0, 100}});
  const auto outcomes = files.examine_all();
  EXPECT_EQ(outcomes[id].outcome, FileOutcome::failed);
  EXPECT_FALSE(outcomes[id].reason.empty());
  EXPECT_EQ(outcomes[id].digests, Digests());
  files.expect_hashed(outcomes[after], after);
}

TEST(Examiner, LosesOnlyTheFilesThatABadSectorTouches) {
  ExaminedFiles files(kMiB);
  const FileId before = files.add({{1000, 1000}});
  const FileId hit = files.add({{2000, 1000}});
  const FileId after = files.add({{3000, 1000}});
  const FileId in_two = files.add({{10'000, 500}, {2500, 100}, {20'000, 5}});
  const FileId hole = files.add({{2048, 0}, {Run::kHole, 2000}});
  const FileId gap = files.add({{3600, 10}});
  files.evidence.fail(2048, 512);
  const auto outcomes = files.examine_all();
  for (const FileId id : {before, after, hole, gap}) {
    files.expect_hashed(outcomes[id], id);
  }
  EXPECT_EQ(outcomes[hit].outcome, FileOutcome::unreadable);
  EXPECT_EQ(outcomes[hit].unreadable, (Runs{{2048, 512}}));
  EXPECT_EQ(outcomes[hit].reason,
            "512 bytes cannot be read, of 1000; the first: cannot be read (at byte "
            "2048)");
  EXPECT_EQ(outcomes[hit].digests, Digests());
  EXPECT_EQ(outcomes[in_two].outcome, FileOutcome::unreadable);
  EXPECT_EQ(outcomes[in_two].unreadable, (Runs{{2500, 60}}));
}

TEST(Examiner, ListsEveryGapOfAStreamedFile) {
  ExaminedFiles files(16 * kMiB);
  const FileId id = files.add({{0, kMiB}, {2 * kMiB, 8 * kMiB}});
  const FileId next = files.add({{12 * kMiB, 100}});
  files.evidence.fail(5 * kMiB, 512);
  files.evidence.fail(7 * kMiB - 512, 1024);
  const auto outcomes = files.examine_all();
  EXPECT_EQ(outcomes[id].outcome, FileOutcome::unreadable);
  EXPECT_EQ(outcomes[id].unreadable, (Runs{{5 * kMiB, 512}, {7 * kMiB - 512, 1024}}));
  files.expect_hashed(outcomes[next], next);
}

TEST(Examiner, GivesNoOutcomeOnceTheDeviceIsGone) {
  ExaminedFiles files(kMiB);
  files.add({{1000, 1000}});
  files.evidence.pull_after(0);
  Examiner examiner(files.exhibit(), AlgorithmSet::all(), untold_marks());
  const auto batches = plan_in_device_order(files.inventory, {true}, kStreams);
  ASSERT_EQ(batches.size(), 1u);
  LoadedBatch loaded;
  loaded.batch = &batches[0];
  load_batch(files.evidence, loaded);
  static_cast<void>(examiner.examine(batches[0], &loaded));
  ASSERT_TRUE(examiner.gone());
  EXPECT_EQ(examiner.gone()->kind, FaultKind::gone);
}

// Random files, random bad ranges; the twin looks at every byte.
TEST(Examiner, AgreesWithATwinAboutWhatCannotBeRead) {
  const std::uint32_t seed = 271828;
  std::mt19937 random(seed);
  std::size_t lost = 0;
  for (std::uint32_t round = 0; round < 40; ++round) {
    SCOPED_TRACE("seed " + std::to_string(seed) + " round " + std::to_string(round));
    constexpr std::size_t kSize = 200'000;
    ExaminedFiles files(kSize, round);
    std::set<std::uint64_t> bad_bytes;
    for (std::uint32_t i = choose(random, 4); i > 0; --i) {
      const DeviceRun bad{choose(random, kSize / 512 - 2) * 512,
                          (choose(random, 2) + 1) * 512};
      files.evidence.fail(bad.offset, bad.length);
      for (std::uint64_t b = 0; b < bad.length; ++b) bad_bytes.insert(bad.offset + b);
    }
    for (int i = 0; i < 30; ++i) {
      Runs runs;
      for (std::uint32_t r = choose(random, 4); r > 0; --r) {
        runs.push_back(
            {choose(random, 6) == 0 ? Run::kHole : choose(random, kSize - 3000),
             choose(random, 3000) + 1});
      }
      files.add(runs);
    }
    const auto outcomes = files.examine_all();
    for (const FileRecord& file : files.inventory.files) {
      Runs expected;
      for (const DeviceRun& run : file.runs) {
        if (run.is_hole()) continue;
        for (auto bad = bad_bytes.lower_bound(run.offset);
             bad != bad_bytes.end() && *bad < run.offset + run.length; ++bad) {
          append_range(expected, {*bad, 1});
        }
      }
      const OutcomeRecord& outcome = outcomes[file.id];
      if (expected.empty()) {
        files.expect_hashed(outcome, file.id);
        continue;
      }
      ++lost;
      ASSERT_EQ(outcome.outcome, FileOutcome::unreadable);
      EXPECT_EQ(outcome.unreadable, expected);
    }
  }
  EXPECT_GT(lost, 20u);
}

}  // namespace
}  // namespace winnow
