// Whatever bytes of an ext volume are damaged, its inventory is taken to the end, is
// the same each time, and holds nothing that the ledger would refuse.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "scanner/volumes/inventory.h"
#include "tests/evidence/memory_evidence.h"
#include "tests/evidence/sample_images.h"
#include "tests/volumes/ext_maker.h"

namespace winnow {
namespace {

// What the trusted side checks of every inventory (ledger_checks.cc).
void expect_sound(const Inventory& inventory, std::uint64_t evidence_bytes) {
  const auto exists = [&](std::uint64_t offset, std::uint64_t length) {
    return offset <= evidence_bytes && length <= evidence_bytes - offset;
  };
  for (const VolumeRecord& volume : inventory.volumes) {
    ASSERT_TRUE(exists(volume.offset, volume.length));
    ASSERT_EQ(volume.outcome == VolumeOutcome::examined, volume.reason.empty());
  }
  for (std::size_t i = 0; i < inventory.files.size(); ++i) {
    const FileRecord& file = inventory.files[i];
    ASSERT_EQ(file.id, i);
    ASSERT_LT(file.volume, inventory.volumes.size());
    ASSERT_EQ(file.path.find("/volume-"), 0u);
    ASSERT_TRUE(file.same_content_as == kNoFile || file.same_content_as < i);
    std::uint64_t bytes = 0;
    for (const DeviceRun& run : file.runs) {
      ASSERT_TRUE(run.is_hole() || exists(run.offset, run.length)) << file.path;
      ASSERT_GT(run.length, 0u) << file.path;
      bytes += run.length;
    }
    if (file.content == ContentKind::runs) {
      ASSERT_EQ(bytes, file.size) << file.path;
    }
    ASSERT_EQ(file.content == ContentKind::none, !file.why_none.empty()) << file.path;
  }
}

// Seeded changes of 1 to 16 bytes, most of them where the metadata is.
void mutate_and_list(const std::vector<std::byte>& image, std::uint32_t seed,
                     int rounds, std::size_t metadata_bytes) {
  std::mt19937 random(seed);
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE("seed " + std::to_string(seed) + " round " + std::to_string(round));
    MemoryEvidence evidence(image);
    for (std::uint32_t i = choose(random, 16) + 1; i > 0; --i) {
      const std::size_t reach = choose(random, 8) == 0 ? image.size() : metadata_bytes;
      evidence.bytes()[choose(random, reach)] = static_cast<std::byte>(random());
    }
    evidence.put(1080, "\x53\xef");  // still an ext volume
    const Inventory inventory = take_inventory(evidence);
    ASSERT_NO_FATAL_FAILURE(expect_sound(inventory, image.size()));
    ASSERT_FALSE(inventory.volumes.empty());
    if (round % 16 == 0) {
      ASSERT_EQ(inventory_checksum(take_inventory(evidence)),
                inventory_checksum(inventory));
    }
  }
}

class ExtSampleDamage : public SampleTest {};

TEST_F(ExtSampleDamage, OfExt2) {
  mutate_and_list(sample_bytes("images/sleuthkit/image.dd"), 2020, 400, 40 * 1024);
}

TEST_F(ExtSampleDamage, OfExt4With32BitDescriptors) {
  mutate_and_list(sample_bytes("images/go-ext4/assets/hierarchy_32.ext4"), 2121, 300,
                  300 * 1024);
}

TEST_F(ExtSampleDamage, OfExt4With64BitDescriptors) {
  mutate_and_list(sample_bytes("images/go-ext4/assets/hierarchy_64.ext4"), 2222, 300,
                  300 * 1024);
}

// Without samples: a made-up volume with folders, links, deleted and indirect files.
constexpr std::size_t kMadeUpBlocks = 96;

void make_up(ExtMaker& maker) {
  maker.put_folder(2, 20,
                   {{12, "folder", 0}, {13, "file", 0}, {14, "link", 0}, {15, "x", 0}});
  maker.put_folder(12, 21, {{13, "other-name", 0}, {16, "tree", 0}});
  ExtMaker::Inode file;
  file.size = 30 * 1024;
  file.blocks = {30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 50};
  maker.put_inode(13, file);
  const std::uint32_t pointers[] = {42, 43, 44, 45, 46};
  maker.put_block(50, text_of(std::as_bytes(std::span(pointers))));
  ExtMaker::Inode link;
  link.mode = 0xA1FF;
  link.size = 4;
  link.raw_block = "file";
  maker.put_inode(14, link);
  file.blocks = {30};
  maker.put_inode(15, file, false);
  ExtMaker::Inode tree;
  tree.flags = ExtInode::kExtents;
  tree.size = 5 * 1024;
  tree.raw_block = extent_node(1, {{0, 0, 51}});
  maker.put_inode(16, tree);
  maker.put_block(51, extent_node(0, {{0, 3, 60}, {4, 1, 70}}));
}

TEST(ExtDamage, OfAMadeUpVolume) {
  ExtMaker maker(kMadeUpBlocks);
  make_up(maker);
  ASSERT_EQ(take_inventory(maker.volume).files.size(), 5u);
  const Bytes image(maker.volume.bytes());
  mutate_and_list({image.begin(), image.end()}, 2323, 1500, 15 * 1024);
}

TEST(ExtDamage, CutAtEveryKibibyte) {
  ExtMaker maker(kMadeUpBlocks);
  make_up(maker);
  const Bytes image(maker.volume.bytes());
  for (std::size_t size = 512; size <= image.size(); size += 512) {
    const Bytes cut = image.first(size);
    const MemoryEvidence evidence(std::vector<std::byte>(cut.begin(), cut.end()));
    ASSERT_NO_FATAL_FAILURE(expect_sound(take_inventory(evidence), size)) << size;
  }
}

TEST(ExtDamage, WithAnyOneBlockUnreadable) {
  for (std::size_t block = 0; block < kMadeUpBlocks; ++block) {
    ExtMaker maker(kMadeUpBlocks);
    make_up(maker);
    maker.volume.fail(block * 1024, 1024);
    const Inventory inventory = take_inventory(maker.volume);
    ASSERT_NO_FATAL_FAILURE(expect_sound(inventory, maker.volume.size_bytes()))
        << block;
    // All but superblock, descriptors and inode table costs a name or a block map.
    if (block > 2 && (block < 5 || block > 12)) {
      ASSERT_GE(inventory.files.size(), 3u) << block;
    }
  }
}

// A folder of names for every inode, claimed by every inode: cheap to write, dear to
// believe.
TEST(ExtDamage, AVolumeMadeToMultiplyIsListedInItsOwnSize) {
  ExtMaker maker(64);
  std::vector<MadeName> names;
  for (std::uint32_t i = 0; i < 60; ++i) names.push_back({i % 50 + 12, "n", 0});
  for (std::uint32_t block = 30; block < 60; ++block) {
    maker.put_block(block, folder_block(names));
  }
  std::vector<MadeExtent> all = {{0, 30, 30}, {30, 30, 30}, {60, 30, 30}, {90, 30, 30}};
  for (std::uint32_t inode = 2; inode <= ExtMaker::kInodes; ++inode) {
    ExtMaker::Inode folder;
    folder.mode = 0x41ED;
    folder.size = 120 * 1024;
    folder.flags = ExtInode::kExtents;
    folder.raw_block = extent_node(0, all);
    maker.put_inode(inode, folder);
  }
  ExtMaker::Inode file;
  file.size = 100;
  file.blocks = {61};
  maker.put_inode(12, file);
  const Inventory inventory = take_inventory(maker.volume);
  EXPECT_LE(inventory.files.size(), 30u * 60u);
}

}  // namespace
}  // namespace winnow
