#include "scanner/plan/device_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

constexpr std::uint64_t kKiB = 1024;

Inventory inventory_of(const std::vector<FileRecord>& files) {
  Inventory inventory;
  inventory.volumes.emplace_back();
  inventory.library_volumes.emplace_back();
  inventory.files = files;
  return inventory;
}

FileRecord file_at(Runs runs) {
  FileRecord file;
  for (const DeviceRun& run : runs) file.size += run.length;
  file.runs = std::move(runs);
  return file;
}

FileRecord file_of(ContentKind content, std::uint64_t size) {
  FileRecord file;
  file.content = content;
  file.size = size;
  return file;
}

std::vector<Batch> plan_all(const Inventory& inventory) {
  return plan_in_device_order(inventory,
                              std::vector<bool>(inventory.files.size(), true), 1);
}

// "g" gathered, "s" streamed, "-" settled, each with its files.
std::string shape(const std::vector<Batch>& batches) {
  std::string text;
  for (const Batch& batch : batches) {
    text += text.empty() ? "" : " ";
    text += batch.kind == Batch::Kind::gathered   ? "g"
            : batch.kind == Batch::Kind::streamed ? "s"
                                                  : "-";
    for (const FileId id : batch.files) text += "," + std::to_string(id);
  }
  return text;
}

// What every plan must keep, whatever it was made of.
void expect_lawful(const Inventory& inventory, const std::vector<Batch>& batches) {
  std::set<FileId> seen;
  std::uint64_t last_offset = 0;
  bool settled_over = false;
  for (const Batch& batch : batches) {
    ASSERT_FALSE(batch.files.empty());
    std::uint64_t content = 0;
    for (const FileId id : batch.files) {
      ASSERT_TRUE(seen.insert(id).second) << "file " << id << " is planned twice";
      content += inventory.files[id].size;
    }
    ASSERT_EQ(batch.content_bytes, content);
    if (batch.kind == Batch::Kind::settled) {
      ASSERT_FALSE(settled_over) << "what costs no read comes first";
      ASSERT_TRUE(batch.reads.empty());
      continue;
    }
    settled_over = true;
    if (batch.kind == Batch::Kind::streamed) {
      ASSERT_EQ(batch.files.size(), 1u);
      ASSERT_TRUE(batch.reads.empty());
    }
    ASSERT_LE(batch.buffer_bytes, 2 * kBatchBytes);
    std::uint64_t buffer = 0;
    std::uint64_t end = 0;
    for (const PlannedRead& read : batch.reads) {
      ASSERT_GT(read.length, 0u);
      ASSERT_GE(read.offset, end) << "reads overlap or fall back";
      end = read.offset + read.length;
      ASSERT_EQ(read.buffer_at, buffer) << "parts of the buffer overlap";
      buffer += read.length;
    }
    ASSERT_EQ(buffer, batch.buffer_bytes);
    for (const FileId id : batch.files) {
      const FileRecord& file = inventory.files[id];
      std::uint64_t first = 0;
      bool any = false;
      for (const DeviceRun& run : file.runs) {
        if (run.is_hole()) continue;
        if (!std::exchange(any, true)) first = run.offset;
        const bool covered = std::any_of(
            batch.reads.begin(), batch.reads.end(), [&](const PlannedRead& read) {
              return read.offset <= run.offset &&
                     run.offset + run.length <= read.offset + read.length;
            });
        ASSERT_TRUE(covered || batch.kind == Batch::Kind::streamed) << "file " << id;
      }
      ASSERT_GE(first, last_offset) << "file " << id << " lies before an earlier one";
      last_offset = first;
    }
  }
}

TEST(DeviceOrder, OfNothingIsEmpty) {
  EXPECT_TRUE(plan_all(inventory_of({})).empty());
}

TEST(DeviceOrder, FollowsTheDeviceAndNotTheList) {
  const Inventory inventory = inventory_of(
      {file_at({{900, 10}}), file_at({{100, 10}}), file_at({{500, 10}, {0, 10}})});
  const auto batches = plan_all(inventory);
  EXPECT_EQ(shape(batches), "g,1,2,0");
  expect_lawful(inventory, batches);
}

TEST(DeviceOrder, SettlesFirstWhatNeedsNoRead) {
  FileRecord none = file_of(ContentKind::none, 500);
  none.runs = {{40, 10}};
  const Inventory inventory =
      inventory_of({file_at({{900, 10}}), file_of(ContentKind::resident, 5), none,
                    file_at({}), file_of(ContentKind::library, 700)});
  EXPECT_EQ(shape(plan_all(inventory)), "-,1,2,3 s,4 g,0");
}

TEST(DeviceOrder, StreamsWhatIsLargerThanABatch) {
  const Inventory inventory = inventory_of({file_at({{0, kBatchBytes}}),
                                            file_at({{kBatchBytes, kBatchBytes + 1}}),
                                            file_at({{3 * kBatchBytes, 1}})});
  EXPECT_EQ(shape(plan_all(inventory)), "g,0 s,1 g,2");
}

TEST(DeviceOrder, WhatTheLibraryDecodesStandsAlone) {
  std::vector<FileRecord> files;
  for (std::uint64_t i = 0; i < 3; ++i) {
    files.push_back(file_at({{i * 3 * kBatchBytes, kBatchBytes + 1}}));
  }
  files[1].content = ContentKind::library;
  EXPECT_EQ(shape(plan_in_device_order(inventory_of(files), {true, true, true}, 16)),
            "s,0 s,1 s,2");
}

TEST(DeviceOrder, StreamsSoManySideBySide) {
  std::vector<FileRecord> files;
  for (std::uint64_t i = 0; i < 5; ++i) {
    files.push_back(file_at({{i * 3 * kBatchBytes, kBatchBytes + 1}}));
    files.push_back(file_at({{i * 3 * kBatchBytes + 2 * kBatchBytes, 100}}));
  }
  const Inventory inventory = inventory_of(files);
  const auto batches =
      plan_in_device_order(inventory, std::vector<bool>(files.size(), true), 2);
  std::size_t streamed = 0;
  std::size_t gathered = 0;
  for (const Batch& batch : batches) {
    if (batch.kind == Batch::Kind::streamed) {
      EXPECT_LE(batch.files.size(), 2u);
      streamed += batch.files.size();
    } else {
      gathered += batch.files.size();
    }
  }
  EXPECT_EQ(streamed, 5u);
  EXPECT_EQ(gathered, 5u);
  EXPECT_EQ(
      shape(plan_in_device_order(inventory_of({files[0], files[2]}), {true, true}, 16)),
      "s,0,1");
}

// A batch of large files that began last would keep one thread while the others have
// nothing left to do.
TEST(DeviceOrder, BeginsManyLargeFilesEarly) {
  std::vector<FileRecord> files;
  for (std::uint64_t i = 0; i < 100; ++i)
    files.push_back(file_at({{i << 20, 1 << 20}}));
  files.push_back(file_at({{100 << 20, kBatchBytes + 1}}));
  const Inventory inventory = inventory_of(files);
  const std::vector<bool> all(files.size(), true);
  const auto place_of_streams = [](const std::vector<Batch>& batches) {
    const auto found = std::find_if(batches.begin(), batches.end(), [](const Batch& b) {
      return b.kind == Batch::Kind::streamed;
    });
    return static_cast<std::size_t>(found - batches.begin()) * 10 / batches.size();
  };
  EXPECT_EQ(place_of_streams(plan_in_device_order(inventory, all, 16)), 5u);
  // Where going there is what takes long, it has its place.
  EXPECT_EQ(place_of_streams(plan_in_device_order(inventory, all, 1)), 9u);
}

TEST(DeviceOrder, GathersAFileThatIsAllHole) {
  const Inventory inventory = inventory_of({file_at({{Run::kHole, 1000}})});
  const auto batches = plan_all(inventory);
  EXPECT_EQ(shape(batches), "g,0");
  EXPECT_TRUE(batches[0].reads.empty());
  EXPECT_EQ(batches[0].buffer_bytes, 0u);
}

TEST(DeviceOrder, ReadsThroughNarrowGapsOnly) {
  const std::uint64_t gap = 64 * kKiB;
  const Inventory inventory =
      inventory_of({file_at({{0, 100}}), file_at({{100 + gap, 100}}),
                    file_at({{200 + gap + gap + 1, 100}})});
  const auto batches = plan_all(inventory);
  ASSERT_EQ(batches.size(), 1u);
  ASSERT_EQ(batches[0].reads.size(), 2u);
  EXPECT_EQ(batches[0].reads[0].length, 200 + gap);
  EXPECT_EQ(batches[0].reads[1].offset, 200 + 2 * gap + 1);
}

TEST(DeviceOrder, ReadsABlockOfSeveralFilesOnce) {
  const Inventory inventory = inventory_of(
      {file_at({{0, 1000}}), file_at({{100, 50}}), file_at({{500, 1000}, {0, 10}})});
  const auto batches = plan_all(inventory);
  ASSERT_EQ(batches.size(), 1u);
  EXPECT_EQ(batches[0].buffer_bytes, 1500u);
  expect_lawful(inventory, batches);
}

TEST(DeviceOrder, LimitsTheFilesOfABatch) {
  std::vector<FileRecord> files;
  for (std::uint64_t i = 0; i < 5000; ++i) files.push_back(file_at({{i * 512, 10}}));
  const Inventory inventory = inventory_of(std::move(files));
  const auto batches = plan_all(inventory);
  EXPECT_EQ(batches.size(), 3u);
  expect_lawful(inventory, batches);
}

TEST(DeviceOrder, PlansOtherNamesOnlyWhereTheFirstIsNot) {
  FileRecord alias = file_at({{0, 10}});
  alias.same_content_as = 0;
  FileRecord encrypted = file_of(ContentKind::none, 10);
  FileRecord other_encrypted = encrypted;
  other_encrypted.same_content_as = 2;
  const Inventory inventory =
      inventory_of({file_at({{0, 10}}), alias, encrypted, other_encrypted});
  EXPECT_EQ(shape(plan_all(inventory)), "-,2,3 g,0");
  EXPECT_EQ(shape(plan_in_device_order(inventory, {false, true, false, true}, 1)),
            "-,3 g,1");
  EXPECT_EQ(shape(plan_in_device_order(inventory, {true, false, false, false}, 1)),
            "g,0");
  EXPECT_TRUE(plan_in_device_order(inventory, {false, false, false, false}, 1).empty());
}

TEST(DeviceOrder, StreamsTheFilesOfAFolder) {
  Inventory inventory =
      inventory_of({file_of(ContentKind::runs, 10), file_of(ContentKind::runs, 0),
                    file_of(ContentKind::runs, 20)});
  inventory.folder_paths = {"a", "b", "c"};
  EXPECT_EQ(shape(plan_all(inventory)), "-,1 s,0 s,2");
}

// Inventories of every sort of file, and the laws.
TEST(DeviceOrder, KeepsItsLawsOnRandomInventories) {
  const std::uint32_t seed = 6174;
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    SCOPED_TRACE("seed " + std::to_string(seed) + " round " + std::to_string(round));
    std::vector<FileRecord> files;
    std::vector<bool> wanted;
    const std::uint32_t scale = 1u << choose(random, 22);
    for (std::uint32_t i = choose(random, 60); i > 0; --i) {
      Runs runs;
      for (std::uint32_t r = choose(random, 6); r > 0; --r) {
        runs.push_back({choose(random, 8) == 0 ? Run::kHole : choose(random, 1u << 28),
                        choose(random, scale) + 1});
      }
      FileRecord file = file_at(runs);
      const std::uint32_t kind = choose(random, 12);
      if (kind == 0) file.content = ContentKind::none;
      if (kind == 1) file.content = ContentKind::library;
      if (kind == 2) file = file_of(ContentKind::resident, 9);
      if (kind == 3 && !files.empty()) {
        const auto other = choose(random, files.size());
        if (files[other].same_content_as == kNoFile) {
          file = files[other];
          file.same_content_as = other;
        }
      }
      files.push_back(file);
      wanted.push_back(choose(random, 5) != 0);
    }
    const Inventory inventory = inventory_of(std::move(files));
    const auto batches = plan_in_device_order(inventory, wanted, 1);
    ASSERT_NO_FATAL_FAILURE(expect_lawful(inventory, batches));
    std::set<FileId> planned;
    for (const Batch& batch : batches)
      planned.insert(batch.files.begin(), batch.files.end());
    for (const FileRecord& file : inventory.files) {
      const FileId other = file.same_content_as;
      const bool by_another_name =
          other != kNoFile && wanted[other] && file.content != ContentKind::none;
      EXPECT_EQ(planned.count(file.id) == 1, wanted[file.id] && !by_another_name)
          << "file " << file.id;
    }
  }
}

TEST(Heads, AreReadInDeviceOrderWithoutTheRestOfTheFile) {
  FileRecord split = file_at({{50'000, 1024}, {90'000, 2048}, {10, 8192}});
  const Inventory inventory =
      inventory_of({file_at({{200'000, 100'000}}), split, file_at({{20'000, 512}})});
  const auto batches = plan_heads(inventory, {0, 1, 2}, 0);
  ASSERT_EQ(batches.size(), 1u);
  EXPECT_EQ(batches[0].kind, Batch::Kind::heads);
  EXPECT_EQ(batches[0].files, (std::vector<FileId>{2, 1, 0}));
  EXPECT_EQ(batches[0].content_bytes, 512 + 2 * 4096u);
  std::string reads;
  for (const PlannedRead& read : batches[0].reads) {
    reads += std::to_string(read.offset) + "+" + std::to_string(read.length) + " ";
  }
  EXPECT_EQ(reads, "10+1024 20000+512 50000+1024 90000+2048 200000+4096 ");
  EXPECT_EQ(batches[0].buffer_bytes, 512 + 2 * 4096u);
}

TEST(Heads, OfShortRunsAndHolesAreWhereTheirBytesAre) {
  EXPECT_TRUE(head_runs(file_at({})).empty());
  EXPECT_EQ(head_runs(file_at({{7, 100}})), (Runs{{7, 100}}));
  EXPECT_EQ(head_runs(file_at({{7, 100}, {Run::kHole, 3900}, {900, 5000}})),
            (Runs{{7, 100}, {Run::kHole, 3900}, {900, 96}}));
  FileRecord slack = file_at({{4096, 4096}});
  slack.size = 10;
  EXPECT_EQ(head_runs(slack), (Runs{{4096, 10}}));
  const Inventory inventory = inventory_of({file_at({{Run::kHole, 9000}, {512, 10}})});
  const auto batches = plan_heads(inventory, {0}, 0);
  ASSERT_EQ(batches.size(), 1u);
  EXPECT_TRUE(batches[0].reads.empty());
}

TEST(Heads, NeedNoReadOfWhatIsNotOnTheDevice) {
  Inventory inventory =
      inventory_of({file_of(ContentKind::resident, 5),
                    file_of(ContentKind::library, 9000), file_at({{8192, 4096}})});
  inventory.files[1].runs = {{0, 4096}};
  auto batches = plan_heads(inventory, {0, 1, 2}, 0);
  ASSERT_EQ(batches.size(), 1u);
  ASSERT_EQ(batches[0].reads.size(), 1u);
  EXPECT_EQ(batches[0].reads[0].offset, 8192u);
  inventory.folder_paths = {"a", "b", "c"};
  batches = plan_heads(inventory, {0, 1, 2}, 0);
  ASSERT_EQ(batches.size(), 1u);
  EXPECT_TRUE(batches[0].reads.empty());
  EXPECT_EQ(batches[0].files.size(), 3u);
}

TEST(Heads, GoThroughGapsThatAreCheaperThanARead) {
  std::vector<FileRecord> files;
  for (std::uint64_t i = 0; i < 300; ++i) files.push_back(file_at({{i * 8192, 5000}}));
  const Inventory inventory = inventory_of(std::move(files));
  std::vector<FileId> all(300);
  for (FileId id = 0; id < 300; ++id) all[id] = 299 - id;
  auto batches = plan_heads(inventory, all, 4096);
  ASSERT_EQ(batches.size(), 2u);
  EXPECT_EQ(batches[0].files.size(), 256u);
  EXPECT_EQ(batches[0].files.front(), 0u);
  EXPECT_EQ(batches[0].reads.size(), 1u);
  batches = plan_heads(inventory, all, 4095);
  EXPECT_EQ(batches[0].reads.size(), 256u);
  EXPECT_TRUE(plan_heads(inventory, {}, 4096).empty());
}

TEST(DeviceOrder, MergesFilesAndFreeSpaceByTheirPlace) {
  const Inventory inventory =
      inventory_of({file_of(ContentKind::resident, 5), file_at({{0, 100}}),
                    file_at({{40 << 20, 9 << 20}}), file_at({{80 << 20, 100}})});
  std::vector<Batch> space(2);
  for (std::uint64_t i = 0; i < 2; ++i) {
    space[i].kind = Batch::Kind::space;
    space[i].stretches = {{(i * 50 + 20) << 20, 4096, ~std::uint64_t{0}, 0, 512}};
    plan_stretch_reads(space[i], 0);
  }
  const auto merged = merge_in_device_order(plan_all(inventory), std::move(space));
  std::string order;
  for (const Batch& batch : merged) {
    order += batch.kind == Batch::Kind::space ? "space " : shape({batch}) + " ";
  }
  EXPECT_EQ(order, "-,0 g,1 space s,2 space g,3 ");
}

}  // namespace
}  // namespace winnow
