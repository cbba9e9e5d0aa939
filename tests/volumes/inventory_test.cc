#include "scanner/volumes/inventory.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/evidence/memory_evidence.h"
#include "tests/volumes/ext_maker.h"

namespace winnow {
namespace {

TEST(Inventory, SaysThatNothingWasRecognised) {
  const MemoryEvidence evidence(1 << 20);
  const Inventory inventory = take_inventory(evidence);
  ASSERT_EQ(inventory.volumes.size(), 1u);
  EXPECT_EQ(inventory.volumes[0].outcome, VolumeOutcome::unsupported);
  EXPECT_NE(inventory.volumes[0].reason.find("no file system"), std::string::npos);
  EXPECT_TRUE(inventory.files.empty());
}

TEST(Inventory, SaysWhatIsEncryptedAndWhatIsNotRead) {
  MemoryEvidence evidence(1 << 20);
  evidence.put(3, "-FVE-FS-");
  Inventory inventory = take_inventory(evidence);
  ASSERT_EQ(inventory.volumes.size(), 1u);
  EXPECT_EQ(inventory.volumes[0].outcome, VolumeOutcome::encrypted);
  EXPECT_EQ(inventory.volumes[0].filesystem, "BitLocker");
  MemoryEvidence other(1 << 20);
  other.put(0, "XFSB");
  inventory = take_inventory(other);
  ASSERT_EQ(inventory.volumes.size(), 1u);
  EXPECT_EQ(inventory.volumes[0].outcome, VolumeOutcome::unsupported);
  EXPECT_EQ(inventory.volumes[0].filesystem, "XFS");
}

TEST(Inventory, SaysThatAVolumeCannotBeRead) {
  MemoryEvidence evidence(1 << 20);
  evidence.fail(0, 1 << 20);
  const Inventory inventory = take_inventory(evidence);
  ASSERT_EQ(inventory.volumes.size(), 1u);
  EXPECT_EQ(inventory.volumes[0].outcome, VolumeOutcome::unreadable);
}

// Only a boot sector's magic, and nothing behind it.
TEST(Inventory, FailsAVolumeThatOnlyLooksLikeOne) {
  const std::pair<std::size_t, std::string_view> looks[] = {{3, "NTFS    "},
                                                            {3, "EXFAT   "},
                                                            {1080, "\x53\xef"},
                                                            {1024, {"H+\0\x04", 4}},
                                                            {32, "NXSB"}};
  for (const auto& [offset, magic] : looks) {
    MemoryEvidence evidence(1 << 20);
    evidence.put(offset, magic);
    const Inventory inventory = take_inventory(evidence);
    ASSERT_EQ(inventory.volumes.size(), 1u) << magic;
    EXPECT_EQ(inventory.volumes[0].outcome, VolumeOutcome::failed) << magic;
    EXPECT_FALSE(inventory.volumes[0].reason.empty()) << magic;
    EXPECT_TRUE(inventory.files.empty()) << magic;
  }
}

TEST(Inventory, ListsSeveralVolumesOneAfterTheOther) {
  ExtMaker maker(64);
  maker.put_folder(2, 20, {{12, "a", 0}});
  ExtMaker::Inode file;
  file.size = 100;
  file.blocks = {30};
  maker.put_inode(12, file);
  MemoryEvidence disk(3 << 20);
  disk.put(1 << 20, maker.volume.bytes());
  disk.put(2 << 20, maker.volume.bytes());
  const Inventory inventory = take_inventory(disk);
  ASSERT_EQ(inventory.volumes.size(), 2u);
  EXPECT_EQ(inventory.library_volumes.size(), 2u);
  ASSERT_EQ(inventory.files.size(), 2u);
  for (std::uint32_t i = 0; i < 2; ++i) {
    EXPECT_EQ(inventory.files[i].id, i);
    EXPECT_EQ(inventory.files[i].volume, i);
    EXPECT_EQ(inventory.files[i].path, "/volume-" + std::to_string(i) + "/a");
    const std::uint64_t at = (std::uint64_t{i} + 1) << 20;
    EXPECT_EQ(inventory.files[i].runs, (Runs{{at + 30 * 1024, 100}}));
  }
}

TEST(InventoryChecksum, TellsApartWhatIsListedDifferently) {
  Inventory inventory;
  inventory.volumes.emplace_back();
  using Files = std::vector<FileRecord>;
  FileRecord file;
  FileRecord named;
  named.path = "/volume-0/a";
  inventory.files = Files{named, file};
  const std::uint64_t before = inventory_checksum(inventory);
  EXPECT_EQ(inventory_checksum(inventory), before);
  Inventory other = inventory;
  file.size = 1;
  other.files = Files{named, file};
  EXPECT_NE(inventory_checksum(other), before);
  other = inventory;
  other.volumes[0].reason = "x";
  EXPECT_NE(inventory_checksum(other), before);
  other = inventory;
  other.files = Files{FileRecord(), named};
  EXPECT_NE(inventory_checksum(other), before);
}

}  // namespace
}  // namespace winnow
