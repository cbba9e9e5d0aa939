#include "scanner/volumes/ext_format.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/base/temp_folder.h"
#include "tests/evidence/memory_evidence.h"
#include "tests/volumes/ext_maker.h"

namespace winnow {
namespace {

Result<ExtLayout> layout_of(const ExtMaker& maker) {
  return read_ext_superblock(maker.volume, 0, maker.volume.size_bytes());
}

// ---- superblock ----

TEST(ExtSuperblock, GivesTheLayout) {
  const ExtMaker maker(64);
  const auto layout = layout_of(maker);
  ASSERT_TRUE(layout) << layout.error().what;
  EXPECT_EQ(layout->block_bytes, 1024u);
  EXPECT_EQ(layout->blocks, 64u);
  EXPECT_EQ(layout->inodes, ExtMaker::kInodes);
  EXPECT_EQ(layout->inode_bytes, 128u);
  EXPECT_EQ(layout->first_inode, 11u);
  EXPECT_EQ(layout->groups, 1u);
  EXPECT_STREQ(layout->name(), "ext2");
}

TEST(ExtSuperblock, TellsTheFlavours) {
  ExtMaker maker;
  maker.put_super(92, std::uint32_t{4});  // a journal
  EXPECT_STREQ(layout_of(maker)->name(), "ext3");
  maker.put_super(96, std::uint32_t{0x42});  // extents
  EXPECT_STREQ(layout_of(maker)->name(), "ext4");
  maker.put_super(96, std::uint32_t{8});  // is a journal
  const auto journal = layout_of(maker);
  ASSERT_FALSE(journal);
  EXPECT_EQ(journal.error().kind, FaultKind::unsupported);
}

TEST(ExtSuperblock, KeepsTheOldInodesOfRevisionZero) {
  ExtMaker maker;
  maker.put_super(76, std::uint32_t{0});
  maker.put_super(84, std::uint32_t{500});
  maker.put_super(88, std::uint16_t{256});
  const auto layout = layout_of(maker);
  ASSERT_TRUE(layout);
  EXPECT_EQ(layout->first_inode, 11u);
  EXPECT_EQ(layout->inode_bytes, 128u);
}

struct Wrong {
  std::size_t offset;
  std::uint32_t value;
  std::size_t width;
};

TEST(ExtSuperblock, RefusesWhatCannotBe) {
  const Wrong wrongs[] = {
      {56, 0xEF54, 2},                                     // magic
      {24, 7, 4},      {24, 0xFFFFFFFF, 4},                // block size
      {4, 0, 4},       {4, 1, 4},                          // blocks
      {20, 2, 4},      {20, 0xFFFFFFFF, 4},                // first block
      {32, 0, 4},                                          // blocks a group
      {40, 0, 4},      {40, 8193, 4},                      // inodes a group
      {0, 0, 4},                                           // inodes
      {88, 64, 2},     {88, 129, 2},        {88, 2048, 2}  // inode size
  };
  for (const Wrong& wrong : wrongs) {
    ExtMaker maker;
    if (wrong.width == 4) maker.put_super(wrong.offset, wrong.value);
    if (wrong.width == 2) {
      maker.put_super(wrong.offset, static_cast<std::uint16_t>(wrong.value));
    }
    const auto layout = layout_of(maker);
    ASSERT_FALSE(layout) << "field " << wrong.offset << " = " << wrong.value;
    EXPECT_EQ(layout.error().kind, FaultKind::malformed);
  }
}

TEST(ExtSuperblock, RefusesImpossibleDescriptorsOfA64BitVolume) {
  for (const int bytes : {0, 16, 48, 2048, 65535}) {
    ExtMaker maker;
    maker.put_super(96, std::uint32_t{0x82});
    maker.put_super(254, static_cast<std::uint16_t>(bytes));
    EXPECT_FALSE(layout_of(maker)) << bytes;
  }
  ExtMaker maker;
  maker.put_super(96, std::uint32_t{0x82});
  maker.put_super(254, std::uint16_t{64});
  EXPECT_TRUE(layout_of(maker));
}

TEST(ExtSuperblock, RefusesMoreBlocksThanHaveAnAddress) {
  ExtMaker maker;
  maker.put_super(24, std::uint32_t{6});  // 64 KiB
  maker.put_super(20, std::uint32_t{0});
  maker.put_super(96, std::uint32_t{0x82});
  maker.put_super(254, std::uint16_t{64});
  maker.put_super(0x150, std::uint32_t{0xFFFF});  // 2^48 blocks are 2^64 bytes
  EXPECT_FALSE(layout_of(maker));
  maker.put_super(0x150, std::uint32_t{0xFFFFFFFF});
  EXPECT_FALSE(layout_of(maker));
  maker.put_super(0x150, std::uint32_t{0xFF});
  EXPECT_TRUE(layout_of(maker));
}

TEST(ExtSuperblock, PromisesNoMoreGroupsThanTheEvidenceHolds) {
  ExtMaker maker(64);
  maker.put_super(4, std::uint32_t{0xFFFFFFFF});
  maker.put_super(0, std::uint32_t{0xFFFFFFFF});
  maker.put_super(32, std::uint32_t{1});
  maker.put_super(40, std::uint32_t{1});
  const auto layout = layout_of(maker);
  ASSERT_TRUE(layout);
  EXPECT_LE(layout->groups, 65u);
}

TEST(ExtSuperblock, IsAReadFaultWhereItCannotBeRead) {
  ExtMaker maker;
  maker.volume.fail(1500, 1);
  const auto layout = layout_of(maker);
  ASSERT_FALSE(layout);
  EXPECT_EQ(layout.error().kind, FaultKind::io);
  const MemoryEvidence tiny(2047);
  EXPECT_FALSE(read_ext_superblock(tiny, 0, 2047));
}

// ---- group descriptors ----

std::vector<std::string> complaints(const Evidence& evidence, const ExtLayout& layout) {
  std::vector<std::string> all;
  static_cast<void>(
      read_ext_groups(evidence, layout, [&](std::uint32_t group, auto why) {
        all.push_back(std::to_string(group) + ": " + why);
      }));
  return all;
}

TEST(ExtGroups, PointIntoTheVolume) {
  ExtMaker maker(64);
  const auto layout = layout_of(maker);
  EXPECT_TRUE(complaints(maker.volume, *layout).empty());
  // The table takes 8 blocks.
  for (const std::uint32_t table : {0u, 57u, 64u, 0xFFFFFFFFu}) {
    maker.put_descriptor(8, table);
    EXPECT_EQ(complaints(maker.volume, *layout).size(), 1u) << table;
  }
  maker.put_descriptor(8, std::uint32_t{56});
  EXPECT_TRUE(complaints(maker.volume, *layout).empty());
}

TEST(ExtGroups, AreBelievedAboutUnusedInodesOnlyWithAChecksum) {
  ExtMaker maker;
  maker.put_descriptor(18, std::uint16_t{1});   // no inode was ever used
  maker.put_descriptor(28, std::uint16_t{60});  // 60 of them at the end
  for (const std::uint32_t feature : {0u, 0x10u, 0x400u}) {
    maker.put_super(100, feature);
    const auto groups =
        read_ext_groups(maker.volume, *layout_of(maker), [](auto, auto) {});
    ASSERT_EQ(groups.size(), 1u);
    EXPECT_FALSE(groups[0].vouched);
    EXPECT_EQ(groups[0].flags, 0u);
    EXPECT_EQ(groups[0].unused_inodes, 0u);
  }
}

// mke2fs computes the checksums with code of its own.
class MadeByMke2fs : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::system("mke2fs -V > /dev/null 2>&1") != 0) {
      GTEST_SKIP() << "mke2fs is not on this machine";
    }
  }
  MemoryEvidence make(const std::string& options) {
    const TempFolder folder;
    const std::string image = folder.path("image");
    const std::string command =
        "mke2fs -q -F -g 256 -E lazy_itable_init=1 " + options + " " + image + " 12M";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return MemoryEvidence(file_bytes(image));
  }
};

TEST_F(MadeByMke2fs, DescriptorsAreVouchedForAndTheirDamageIsSeen) {
  const std::string options[] = {
      "-t ext4 -b 1024 -O ^has_journal",
      "-t ext4 -b 4096 -O metadata_csum,64bit,^has_journal",
      "-t ext4 -b 1024 -O metadata_csum,^64bit,^has_journal",
      "-t ext4 -b 1024 -O metadata_csum,metadata_csum_seed,64bit,^has_journal",
      "-t ext4 -b 1024 -O ^metadata_csum,uninit_bg,^64bit,^has_journal",
      "-t ext4 -b 1024 -O metadata_csum,64bit,meta_bg,^resize_inode,^has_journal",
      "-t ext4 -b 1024 -O "
      "metadata_csum,64bit,meta_bg,^resize_inode,^sparse_super,^has_journal"};
  for (const std::string& option : options) {
    SCOPED_TRACE(option);
    MemoryEvidence image = make(option);
    const auto layout = read_ext_superblock(image, 0, image.size_bytes());
    ASSERT_TRUE(layout) << layout.error().what;
    EXPECT_TRUE(layout->crc16_groups || layout->crc32_groups);
    const auto fail = [](std::uint32_t group, const std::string& why) {
      ADD_FAILURE() << group << ": " << why;
    };
    const auto groups = read_ext_groups(image, *layout, fail);
    ASSERT_GE(groups.size(), 1u);
    std::size_t uninitialised = 0;
    for (const ExtGroup& group : groups) {
      EXPECT_TRUE(group.vouched);
      uninitialised += group.flags & ExtGroup::kInodesUninitialised;
    }
    EXPECT_GT(groups[0].unused_inodes, 0u);
    EXPECT_GT(groups.size(), 10u);
    EXPECT_GT(uninitialised, 0u);
    // Free blocks of the first group: a field that the checksum covers.
    const std::size_t at = layout->block_bytes == 1024 ? 2048 : 4096;
    image.bytes()[at + 12] ^= std::byte{1};
    EXPECT_FALSE(read_ext_groups(image, *layout, fail)[0].vouched);
  }
}

// ---- inodes ----

TEST(ExtInode, TimesReachBeyond2038WithTheirExtraBits) {
  ExtLayout layout;
  layout.block_bytes = 1024;
  layout.inode_bytes = 256;
  std::array<std::byte, 256> raw{};
  const auto put = [&raw](std::size_t at, std::uint32_t value) {
    std::memcpy(raw.data() + at, &value, sizeof value);
  };
  put(16, 0x80000000);       // modified: 1901, or with one epoch more 2038
  put(136, (5u << 2) | 1);   // 5 ns, epoch 1
  put(144, 1000);            // created
  put(12, 0xFFFFFFFF);       // changed: a second before 1970
  raw[128] = std::byte{28};  // extra fields up to the creation time's
  const ExtInode inode = parse_ext_inode(layout, raw);
  EXPECT_EQ(inode.times.modified, (Instant{2147483648, 5}));
  EXPECT_EQ(inode.times.created, (Instant{1000, 0}));
  EXPECT_EQ(inode.times.changed, (Instant{-1, 0}));
  EXPECT_EQ(inode.times.accessed, std::nullopt);
  raw[128] = std::byte{4};  // no extra times
  EXPECT_EQ(parse_ext_inode(layout, raw).times.created, std::nullopt);
  EXPECT_EQ(parse_ext_inode(layout, raw).times.modified, (Instant{-2147483648, 0}));
  raw[128] = raw[129] = std::byte{0xFF};  // more than there is
  EXPECT_EQ(parse_ext_inode(layout, raw).times.created, (Instant{1000, 0}));
}

TEST(ExtInode, SizesOfFoldersHaveNoHighHalf) {
  ExtLayout layout;
  layout.block_bytes = 1024;
  std::array<std::byte, 128> raw{};
  raw[108] = std::byte{1};
  raw[1] = std::byte{0x80};
  EXPECT_EQ(parse_ext_inode(layout, raw).size, std::uint64_t{1} << 32);
  raw[1] = std::byte{0x40};
  EXPECT_EQ(parse_ext_inode(layout, raw).size, 0u);
}

TEST(ExtInode, InlineDataGoesOnInTheAttributes) {
  ExtLayout layout;
  layout.block_bytes = 1024;
  layout.inode_bytes = 256;
  std::string raw(256, '\0');
  raw[35] = 0x10;  // inline data
  raw[128] = 4;
  raw.replace(132, 4, std::string("\0\0\x02\xea", 4));
  //                        name index offset            size, hash
  raw.replace(136, 16, std::string("\x04\x07\x40\x00\0\0\0\0\x05\0\0\0\0\0\0\0", 16));
  raw.replace(152, 4, "data");
  raw.replace(136 + 0x40, 5, "tail!");
  EXPECT_EQ(parse_ext_inode(layout, bytes_of(raw)).inline_tail, "tail!");
  // Every length a hostile hand could write stays inside.
  for (std::size_t at = 136; at < 152; ++at) {
    for (const char value : {'\0', '\x7f', '\xff'}) {
      std::string damaged = raw;
      damaged[at] = value;
      EXPECT_LE(parse_ext_inode(layout, bytes_of(damaged)).inline_tail.size(), 116u);
    }
  }
}

}  // namespace
}  // namespace winnow
