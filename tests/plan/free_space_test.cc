#include "scanner/plan/free_space.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

constexpr std::uint64_t kMiB = 1 << 20;
constexpr std::uint64_t kExhibit = 32 * kMiB;

VolumeRecord volume(std::uint64_t offset, std::uint64_t length,
                    std::uint64_t grid_offset, std::uint32_t grid_bytes) {
  VolumeRecord record{0, offset, length, "ext4", VolumeOutcome::examined, ""};
  record.grid_offset = grid_offset;
  record.grid_bytes = grid_bytes;
  return record;
}

class FreeSpace : public ::testing::Test {
 protected:
  void add_volume(const VolumeRecord& record) {
    inventory_.volumes.push_back(record);
    inventory_.volumes.back().index =
        static_cast<std::uint32_t>(inventory_.volumes.size() - 1);
  }
  FileRecord& add_file(Runs runs, std::uint64_t size) {
    FileRecord& file = files_.emplace_back();
    file.runs = std::move(runs);
    file.size = size;
    return file;
  }
  // "offset+length/grid_offset:grid_bytes ..."; every stretch ends at its own end.
  [[nodiscard]] std::string space(std::uint64_t bytes = kExhibit) {
    inventory_.files = FileList(files_);
    std::string text;
    for (const SpaceStretch& s : free_space(inventory_, bytes)) {
      EXPECT_EQ(s.end, s.offset + s.length);
      text += (text.empty() ? "" : " ") + std::to_string(s.offset) + "+" +
              std::to_string(s.length) + "/" + std::to_string(s.grid_offset) + ":" +
              std::to_string(s.grid_bytes);
    }
    return text;
  }

  Inventory inventory_;
  std::vector<FileRecord> files_;
};

TEST_F(FreeSpace, WithoutVolumesIsAllOnTheFinestGrid) {
  EXPECT_EQ(space(), "0+33554432/0:512");
  EXPECT_EQ(space(4095), "");
  EXPECT_EQ(space(4096), "0+4096/0:512");
  EXPECT_EQ(space(0), "");
}

TEST_F(FreeSpace, IsWhatNoLiveFileCovers) {
  add_volume(volume(0, kExhibit, 0, 4096));
  add_file({{8192, 4096}, {40960, 4096}}, 8192);
  add_file({{12288, 4096}}, 4096);
  add_file({{65536, 4096}}, 4096).allocated = false;
  EXPECT_EQ(space(), "0+8192/0:4096 16384+24576/0:4096 45056+33509376/0:4096");
}

TEST_F(FreeSpace, HoldsTheSlackBehindTheEndsOfFiles) {
  add_volume(volume(0, 65536, 0, 8192));
  add_file({{0, 8192}, {8192, 8192}}, 8193);     // its last cluster holds one byte
  add_file({{16384, 8192}}, 8192 - 4095);        // slack without room for a block
  add_file({{24576, 8192}}, 4096);               // room for exactly one
  add_file({{32768, 8192}, {40960, 8192}}, 10);  // the second run is all slack
  EXPECT_EQ(space(65536), "8193+8191/0:4096 28672+4096/0:4096 32778+32758/0:4096");
}

TEST_F(FreeSpace, LeavesOutAllThatHoldsStoredForms) {
  add_volume(volume(0, 65536, 0, 4096));
  FileRecord& compressed = add_file({{0, 8192}, {12288, 4096}}, 100'000);
  compressed.content = ContentKind::library;
  FileRecord& small = add_file({{20480, 4096}}, 100);
  small.content = ContentKind::library;
  FileRecord& resident = add_file({}, 100);
  resident.content = ContentKind::resident;
  EXPECT_EQ(space(65536), "8192+4096/0:4096 16384+4096/0:4096 24576+40960/0:4096");
}

TEST_F(FreeSpace, CountsHolesOfFilesAsTheirSizeOnly) {
  add_volume(volume(0, 65536, 0, 4096));
  add_file({{Run::kHole, 8192}, {8192, 4096}}, 10'000);
  EXPECT_EQ(space(65536), "0+8192/0:4096 10000+55536/0:4096");
}

TEST_F(FreeSpace, HasNoEncryptedVolume) {
  VolumeRecord closed = volume(kMiB, kMiB, 0, 0);
  closed.outcome = VolumeOutcome::encrypted;
  add_volume(closed);
  VolumeRecord strange = volume(2 * kMiB, kMiB, 0, 0);
  strange.outcome = VolumeOutcome::unsupported;
  add_volume(strange);
  EXPECT_EQ(space(), "0+1048576/0:512 2097152+31457280/0:512");
}

TEST_F(FreeSpace, ChangesItsGridAtTheBordersOfVolumes) {
  add_volume(volume(kMiB, kMiB, kMiB + 512, 1024));
  add_volume(volume(4 * kMiB, kMiB, 4 * kMiB + 2048, 65536));
  EXPECT_EQ(space(8 * kMiB),
            "0+1048576/0:512 1048576+1048576/512:1024 2097152+2097152/0:512 "
            "4194304+1048576/2048:4096 5242880+3145728/0:512");
}

TEST_F(FreeSpace, KnowsVolumesInAnyOrderOfTheirTable) {
  add_volume(volume(4 * kMiB, kMiB, 4 * kMiB, 4096));
  add_volume(volume(kMiB, kMiB, kMiB, 1024));
  EXPECT_EQ(space(8 * kMiB),
            "0+1048576/0:512 1048576+1048576/0:1024 2097152+2097152/0:512 "
            "4194304+1048576/0:4096 5242880+3145728/0:512");
}

TEST_F(FreeSpace, KnowsVolumesOfOnePoolOnce) {
  add_volume(volume(kMiB, 4 * kMiB, kMiB, 4096));
  add_volume(volume(kMiB, 4 * kMiB, kMiB, 4096));
  EXPECT_EQ(space(6 * kMiB),
            "0+1048576/0:512 1048576+4194304/0:4096 5242880+1048576/0:512");
}

// The stale header of another file system must not hide where clusters begin.
TEST_F(FreeSpace, AVolumeThatWasNotExaminedHasNoGrid) {
  for (const VolumeOutcome outcome :
       {VolumeOutcome::unsupported, VolumeOutcome::failed}) {
    inventory_.volumes.clear();
    VolumeRecord stale = volume(kMiB, 4 * kMiB, kMiB, 4096);
    stale.outcome = outcome;
    add_volume(stale);
    EXPECT_EQ(space(6 * kMiB), "0+6291456/0:512");
    add_volume(volume(kMiB, 4 * kMiB, kMiB + 1536, 2048));
    EXPECT_EQ(space(6 * kMiB),
              "0+1048576/0:512 1048576+4194304/1536:2048 5242880+1048576/0:512");
  }
}

// Of two that were examined, each has clusters of its own.
TEST_F(FreeSpace, VolumesOverEachOtherAreSearchedOnTheFinestGrid) {
  add_volume(volume(kMiB, 4 * kMiB, kMiB, 4096));
  add_volume(volume(kMiB, 4 * kMiB, kMiB + 1536, 2048));
  EXPECT_EQ(space(6 * kMiB), "0+6291456/0:512");
  // One within the other, and one that begins in it.
  inventory_.volumes.clear();
  add_volume(volume(kMiB, 8 * kMiB, kMiB, 4096));
  add_volume(volume(3 * kMiB, kMiB, 3 * kMiB, 1024));
  add_volume(volume(8 * kMiB, 4 * kMiB, 8 * kMiB + 512, 8192));
  EXPECT_EQ(space(13 * kMiB),
            "0+1048576/0:512 1048576+2097152/0:4096 3145728+1048576/0:512 "
            "4194304+4194304/0:4096 8388608+1048576/0:512 9437184+3145728/512:4096 "
            "12582912+1048576/0:512");
}

TEST_F(FreeSpace, BorderPiecesWithoutRoomForABlockAreNone) {
  add_volume(volume(2048, 65536, 2048, 4096));
  EXPECT_EQ(space(2048 + 65536 + 4095), "2048+65536/2048:4096");
}

TEST_F(FreeSpace, EndsWithTheEvidence) {
  add_volume(volume(0, 10 * kMiB, 0, 4096));
  add_file({{8 * kMiB, 4096}, {20 * kMiB, 4096}}, 8192);
  add_file({{30 * kMiB, 4096}}, 4096);
  EXPECT_EQ(space(9 * kMiB), "0+8388608/0:4096 8392704+1044480/0:4096");
}

std::vector<SpaceStretch> one_stretch(std::uint64_t offset, std::uint64_t length,
                                      std::uint32_t grid = 512) {
  return {{offset, length, offset + length, 0, grid}};
}

TEST(PartOfSpace, KeepsWhereABlockMayEnd) {
  const auto stretches = one_stretch(4096, kMiB);
  const auto part = part_of_space(stretches, 8192, 16384);
  ASSERT_EQ(part.size(), 1u);
  EXPECT_EQ(part[0].offset, 8192u);
  EXPECT_EQ(part[0].length, 8192u);
  EXPECT_EQ(part[0].end, 4096 + kMiB);
  EXPECT_EQ(part_of_space(stretches, 0, 4097)[0].length, 1u);
  EXPECT_EQ(part_of_space(stretches, 0, kExhibit)[0].length, kMiB);
  EXPECT_TRUE(part_of_space(stretches, 0, 4096).empty());
  EXPECT_TRUE(part_of_space(stretches, 4096 + kMiB, kExhibit).empty());
  EXPECT_TRUE(part_of_space({}, 0, kExhibit).empty());
}

TEST(PlanSpace, IsABatchForEachChunkThatHasFreeSpace) {
  std::vector<SpaceStretch> stretches = one_stretch(0, 4096);
  stretches.push_back({kMiB, kMiB, 2 * kMiB, 0, 4096});
  stretches.push_back({7 * kMiB, 10 * kMiB, 17 * kMiB, 0, 4096});
  stretches.push_back({25 * kMiB, kMiB, 26 * kMiB, 0, 4096});
  const auto batches = plan_space(stretches, {});
  ASSERT_EQ(batches.size(), 4u);
  const std::size_t counts[] = {3, 1, 1, 1};
  std::uint64_t content = 0;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    EXPECT_EQ(batches[i].kind, Batch::Kind::space);
    EXPECT_EQ(batches[i].chunk, i);
    EXPECT_EQ(batches[i].samples, 0u);
    EXPECT_EQ(batches[i].stretches.size(), counts[i]) << i;
    content += batches[i].content_bytes;
  }
  EXPECT_EQ(content, 4096 + 12 * kMiB);
  EXPECT_EQ(batches[1].stretches[0].length, 8 * kMiB);
  EXPECT_EQ(batches[1].stretches[0].end, 17 * kMiB);
}

TEST(PlanSpace, LeavesOutChunksThatAreDone) {
  const auto stretches = one_stretch(0, kExhibit);
  const auto batches = plan_space(stretches, {0, 2});
  ASSERT_EQ(batches.size(), 2u);
  EXPECT_EQ(batches[0].chunk, 1u);
  EXPECT_EQ(batches[1].chunk, 3u);
  EXPECT_TRUE(plan_space(stretches, {0, 1, 2, 3}).empty());
  EXPECT_TRUE(plan_space({}, {}).empty());
}

// A block that begins in one chunk and ends in the next is read with the first.
TEST(PlanSpace, ReadsBlocksThatReachBeyondTheirChunk) {
  auto batches = plan_space(one_stretch(0, 2 * kSpaceChunkBytes), {});
  ASSERT_EQ(batches.size(), 2u);
  ASSERT_EQ(batches[0].reads.size(), 1u);
  EXPECT_EQ(batches[0].reads[0].length, kSpaceChunkBytes - 512 + 4096);
  EXPECT_EQ(batches[1].reads[0].offset, kSpaceChunkBytes);
  EXPECT_EQ(batches[1].reads[0].length, kSpaceChunkBytes);
  batches = plan_space(one_stretch(0, 2 * kSpaceChunkBytes, 4096), {});
  EXPECT_EQ(batches[0].reads[0].length, kSpaceChunkBytes);
}

// Every place of the grid where a block has room is in exactly one batch, whose reads
// hold it.
TEST_F(FreeSpace, IsPlannedWholeAndOnce) {
  std::mt19937 random(2718);
  for (int round = 0; round < 50; ++round) {
    inventory_ = Inventory();
    files_.clear();
    constexpr std::uint32_t kGrids[] = {512, 1024, 2048, 4096, 32768};
    add_volume(volume(kMiB, 12 * kMiB, kMiB + choose(random, 8) * 512,
                      kGrids[choose(random, 5)]));
    for (std::uint32_t i = choose(random, 40); i > 0; --i) {
      const std::uint64_t length = choose(random, 700'000) + 1;
      add_file({{choose(random, 20 * kMiB), length}}, length);
    }
    inventory_.files = FileList(files_);
    const auto stretches = free_space(inventory_, 20 * kMiB);
    const auto batches = plan_space(stretches, {});
    for (const SpaceStretch& s : stretches) {
      const std::uint64_t phase =
          (s.offset + s.grid_bytes - s.grid_offset) % s.grid_bytes;
      const std::uint64_t first = s.offset + (s.grid_bytes - phase) % s.grid_bytes;
      for (std::uint64_t at = first; at + 4096 <= s.end; at += s.grid_bytes) {
        int planned = 0;
        for (const Batch& batch : batches) {
          for (const SpaceStretch& part : batch.stretches) {
            if (at < part.offset || at >= part.offset + part.length) continue;
            ++planned;
            EXPECT_TRUE(std::any_of(batch.reads.begin(), batch.reads.end(),
                                    [at](const PlannedRead& read) {
                                      return read.offset <= at &&
                                             at + 4096 <= read.offset + read.length;
                                    }))
                << at;
          }
        }
        ASSERT_EQ(planned, 1) << at;
      }
    }
  }
}

}  // namespace
}  // namespace winnow
