// What walkers make of metadata with bad sectors: only what stands in them is lost.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "scanner/volumes/inventory.h"
#include "scanner/volumes/ntfs_index.h"
#include "scanner/volumes/tsk_handles.h"
#include "tests/evidence/memory_evidence.h"
#include "tests/volumes/ext_maker.h"

namespace winnow {
namespace {

class ExtBadSectors : public ::testing::Test {
 protected:
  void put_file(std::uint32_t inode, std::uint32_t block) {
    ExtMaker::Inode file;
    file.size = 100;
    file.blocks = {block};
    maker_.put_inode(inode, file);
  }
  // Paths of the records with content, and of those without.
  void list() {
    inventory_ = take_inventory(maker_.volume);
    for (const FileRecord& file : inventory_.files) {
      const std::string path = file.path.substr(std::string("/volume-0").size());
      (file.content == ContentKind::none ? lost_ : whole_).push_back(path);
      if (file.content == ContentKind::none) {
        EXPECT_EQ(file.none_outcome, FileOutcome::unreadable) << path;
      }
    }
    std::sort(whole_.begin(), whole_.end());
    std::sort(lost_.begin(), lost_.end());
  }
  using Paths = std::vector<std::string>;

  ExtMaker maker_;
  Inventory inventory_;
  Paths whole_;
  Paths lost_;
};

TEST_F(ExtBadSectors, LoseOnlyTheInodesInThem) {
  maker_.put_folder(
      2, 20, {{16, "a", 0}, {17, "b", 0}, {20, "c", 0}, {21, "d", 0}, {24, "e", 0}});
  for (const std::uint32_t inode : {16u, 17u, 20u, 21u, 24u}) {
    put_file(inode, 30 + inode);
  }
  maker_.volume.fail(ExtMaker::inode_at(17) / 512 * 512, 512);  // 17 to 20
  list();
  EXPECT_EQ(whole_, (Paths{"/a", "/d", "/e"}));
  EXPECT_EQ(lost_, (Paths{"/b", "/c"}));
  ASSERT_EQ(inventory_.problems.size(), 1u);
  EXPECT_EQ(inventory_.problems[0].reason,
            "inodes 17 to 20 cannot be read: cannot be read (at byte " +
                std::to_string(ExtMaker::inode_at(17)) + ")");
}

// Whether an inode is in use is then told by itself.
TEST_F(ExtBadSectors, OfTheInodeBitmapLoseNothing) {
  maker_.put_folder(2, 20, {{12, "a", 0}});
  put_file(12, 30);
  maker_.volume.fail(4 * ExtMaker::kBlock, 512);
  list();
  EXPECT_EQ(whole_, (Paths{"/a"}));
  EXPECT_EQ(lost_, Paths());
}

TEST_F(ExtBadSectors, OfAFolderLoseOnlyTheNamesInThem) {
  std::vector<MadeName> names;
  for (std::uint32_t inode = 12; inode < 52; ++inode) {
    names.push_back({inode, "name-" + std::to_string(inode) + "-long", 0});
    put_file(inode, 21 + inode % 40);
  }
  maker_.put_folder(2, 20, names);
  maker_.volume.fail(20 * ExtMaker::kBlock, 512);
  list();
  EXPECT_EQ(lost_, Paths());
  EXPECT_EQ(whole_.size(), 40u);
  const auto named = std::count_if(whole_.begin(), whole_.end(), [](const auto& path) {
    return path.find("/name-") == 0;
  });
  EXPECT_EQ(named, 15);  // 25 begin in the first sector
  ASSERT_FALSE(inventory_.problems.empty());
}

TEST_F(ExtBadSectors, OfABlockListAreAFileThatCannotBeRead) {
  maker_.put_folder(2, 20, {{12, "a", 0}, {13, "b", 0}});
  ExtMaker::Inode file;
  file.size = 14 * ExtMaker::kBlock;
  file.blocks = {30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 50};
  maker_.put_inode(12, file);
  maker_.volume.put_le(50 * ExtMaker::kBlock, std::uint32_t{42});
  maker_.volume.put_le(50 * ExtMaker::kBlock + 4, std::uint32_t{43});
  put_file(13, 45);
  maker_.volume.fail(50 * ExtMaker::kBlock, 512);
  list();
  EXPECT_EQ(whole_, (Paths{"/b"}));
  EXPECT_EQ(lost_, (Paths{"/a"}));
}

TEST_F(ExtBadSectors, BeforeTheSuperblockHideNothing) {
  maker_.put_folder(2, 20, {{12, "a", 0}});
  put_file(12, 30);
  maker_.volume.fail(0, 1024);
  list();
  EXPECT_EQ(whole_, (Paths{"/a"}));
}

TEST_F(ExtBadSectors, AreNotWhatAPulledDeviceHas) {
  maker_.put_folder(2, 20, {{12, "a", 0}});
  put_file(12, 30);
  ASSERT_FALSE(take_inventory(maker_.volume).gone);
  const std::size_t reads = maker_.volume.asked(0, maker_.volume.size_bytes());
  const std::vector<std::byte> bytes(maker_.volume.bytes().begin(),
                                     maker_.volume.bytes().end());
  for (std::size_t left = 0; left < reads; ++left) {
    MemoryEvidence pulled(bytes);
    pulled.pull_after(left);
    EXPECT_TRUE(take_inventory(pulled).gone) << left;
  }
}

// ---- libtsk ----

TEST(TskImageFaults, AreThoseOfBytesThatWereWanted) {
  MemoryEvidence evidence(1 << 20);
  evidence.put(4096, "here");
  evidence.fail(70'144, 512);
  TskImage image(evidence);
  char target[1000];
  // The cache load meets the bad sector, what was asked for does not.
  ASSERT_EQ(tsk_img_read(image.get(), 65'536, target, 512), 512);
  EXPECT_FALSE(image.take_read_fault());
  ASSERT_EQ(tsk_img_read(image.get(), 4096, target, 4), 4);
  EXPECT_EQ(std::string_view(target, 4), "here");
  EXPECT_FALSE(image.take_read_fault());
  EXPECT_EQ(tsk_img_read(image.get(), 70'144, target, 512), -1);
  const auto fault = image.take_read_fault();
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->offset, 70'144u);
  // 4.11.1 gives zeros and success here.
  static_cast<void>(tsk_img_read(image.get(), 70'000, target, 1000));
  EXPECT_TRUE(image.take_read_fault());
}

TEST(TskImageFaults, AreSeenWhereJustACacheLoadIsWanted) {
  MemoryEvidence evidence(1 << 20);
  evidence.fail(131'072, 512);
  TskImage image(evidence);
  std::vector<char> target(65'536);
  EXPECT_EQ(tsk_img_read(image.get(), 131'072, target.data(), target.size()), -1);
  EXPECT_TRUE(image.take_read_fault());
}

TEST(TskImageFaults, AreNoneWhereTheCopyOfAnAllocationTableServes) {
  MemoryEvidence evidence(1 << 20);
  evidence.put_le(11, std::uint16_t{512});
  evidence.put_le(14, std::uint16_t{32});  // the first table begins at byte 16,384
  evidence.put_le(16, std::uint8_t{2});
  evidence.put_le(22, std::uint16_t{64});  // and is 32 KiB long
  evidence.put(16'384 + 32'768 + 1024, "from the copy");
  evidence.fail(16'384 + 1024, 512);
  evidence.fail(16'384 + 5120, 512);
  evidence.fail(16'384 + 32'768 + 5120, 512);
  evidence.fail(100'352, 512);
  TskImage image(evidence);
  image.use_fat_copy(0);
  char target[4096];
  ASSERT_EQ(tsk_img_read(image.get(), 16'384, target, 4096), 4096);
  EXPECT_EQ(std::string_view(target + 1024, 13), "from the copy");
  EXPECT_FALSE(image.take_read_fault());
  EXPECT_EQ(tsk_img_read(image.get(), 20'480, target, 4096), -1);  // both are bad
  EXPECT_TRUE(image.take_read_fault());
  EXPECT_EQ(tsk_img_read(image.get(), 100'352, target, 512), -1);  // no table
  EXPECT_TRUE(image.take_read_fault());
}

// ---- names of NTFS entries that cannot be read ----

// An index record of 4 KiB with thirty names.
struct MadeIndex {
  static constexpr std::size_t kAt = 8192;
  static constexpr std::size_t kEntry = 128;

  MadeIndex() : evidence(1 << 16) {
    index.folder = 77;
    index.root.assign(32, '\0');
    index.root[8 + 1] = 0x10;  // records of 4096 bytes
    index.root[16] = 16;       // no entries
    index.runs = {{kAt, 4096}};
    evidence.put(kAt, "INDX");
    evidence.put_le(kAt + 4, std::uint16_t{40});
    evidence.put_le(kAt + 24, std::uint32_t{40});
    for (std::uint64_t entry = 0; entry < 30; ++entry) {
      const std::size_t at = kAt + 64 + kEntry * static_cast<std::size_t>(entry);
      const std::string text = "a name of file " + std::to_string(1000 + entry);
      evidence.put_le(at, (entry + 100) | std::uint64_t{3} << 48);
      evidence.put_le(at + 8, std::uint16_t{kEntry});
      evidence.put_le(at + 10, static_cast<std::uint16_t>(66 + 2 * text.size()));
      evidence.put_le(at + 16, std::uint64_t{77} | std::uint64_t{5} << 48);
      evidence.put_le(at + 16 + 48, 5000 + entry);
      evidence.put_le(at + 16 + 64, static_cast<std::uint8_t>(text.size()));
      for (std::size_t i = 0; i < text.size(); ++i) {
        evidence.put_le(at + 16 + 66 + 2 * i, static_cast<std::uint16_t>(text[i]));
      }
    }
    evidence.put_le(kAt + 28, static_cast<std::uint32_t>(40 + kEntry * 30));
    // The last two bytes of each sector move to the list of fixups.
    for (std::size_t sector = 0; sector < 8; ++sector) {
      const std::size_t end = kAt + 512 * sector + 510;
      evidence.put_le(kAt + 42 + 2 * sector, le<std::uint16_t>(evidence.bytes(), end));
      evidence.put_le(end, std::uint16_t{0x5555});
    }
  }

  std::vector<NtfsIndexName> find(std::uint64_t from, std::uint64_t to) {
    return find_ntfs_index_names(evidence, index, [from, to](std::uint64_t entry) {
      return entry >= from && entry < to;
    });
  }

  MemoryEvidence evidence;
  NtfsFolderIndex index;
};

TEST(NtfsIndex, GivesTheNamesThatAreWanted) {
  MadeIndex made;
  const auto names = made.find(100, 130);
  ASSERT_EQ(names.size(), 30u);
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(names[i].entry, 100 + i);
    EXPECT_EQ(names[i].sequence, 3u);
    EXPECT_EQ(names[i].size, 5000 + i);
    EXPECT_EQ(names[i].text, "a name of file " + std::to_string(1000 + i));
    EXPECT_FALSE(names[i].is_folder);
  }
  EXPECT_EQ(made.find(104, 105).size(), 1u);
  EXPECT_TRUE(made.find(0, 100).empty());
}

TEST(NtfsIndex, LosesOnlyTheNamesInBadSectors) {
  MadeIndex made;
  made.evidence.fail(MadeIndex::kAt + 1024, 512);
  const auto names = made.find(100, 130);
  // Entries 8 to 10 stand in the bad sector whole, 7 begins and 11 ends in it.
  ASSERT_EQ(names.size(), 25u);
  EXPECT_EQ(names[6].entry, 106u);
  EXPECT_EQ(names[7].entry, 112u);
}

TEST(NtfsIndex, WithoutItsHeadStillGivesNames) {
  MadeIndex made;
  made.evidence.fail(MadeIndex::kAt, 512);
  const auto names = made.find(100, 130);
  ASSERT_FALSE(names.empty());
  EXPECT_EQ(names.front().entry, 104u);  // 3 ends in the second sector
  for (const NtfsIndexName& name : names) {
    EXPECT_EQ(name.text, "a name of file " + std::to_string(900 + name.entry));
  }
  EXPECT_EQ(names.size(), 20u);  // one of four lies over the end of a sector
}

TEST(NtfsIndex, OfAnotherFolderGivesNone) {
  MadeIndex made;
  made.index.folder = 78;
  EXPECT_TRUE(made.find(100, 130).empty());
}

// A FAT12 volume whose root folder fills four sectors with 64 files of one cluster.
void fill_fat_root(MemoryEvidence& volume) {
  constexpr std::size_t kRootAt = 3 * 512;
  volume.put(0, "\xeb\x3c\x90WINNOW  ");
  volume.put_le(11, std::uint16_t{512});  // bytes a sector
  volume.put_le(13, std::uint8_t{1});     // sectors a cluster
  volume.put_le(14, std::uint16_t{1});    // before the tables
  volume.put_le(16, std::uint8_t{2});     // tables
  volume.put_le(17, std::uint16_t{64});   // entries of the root folder
  volume.put_le(19, std::uint16_t{200});  // sectors
  volume.put_le(21, std::uint8_t{0xF8});
  volume.put_le(22, std::uint16_t{1});  // sectors a table
  volume.put_le(510, std::uint16_t{0xAA55});
  for (std::size_t table = 512; table < kRootAt; table += 512) {
    for (std::size_t at = 0; at < 3 * 33; ++at) {
      volume.put_le(table + at, std::uint8_t{0xFF});  // every cluster ends its chain
    }
  }
  for (std::uint16_t i = 0; i < 64; ++i) {
    const std::size_t at = kRootAt + 32u * i;
    const std::string number = std::to_string(100 + i);
    volume.put(at, "FILE" + number + " TXT");
    volume.put_le(at + 11, std::uint8_t{0x20});
    volume.put_le(at + 24, std::uint16_t{0x5821});
    volume.put_le(at + 26, static_cast<std::uint16_t>(2 + i));
    volume.put_le(at + 28, std::uint32_t{300});
  }
}

TEST(FatBadSectors, OfAFolderLoseOnlyTheNamesInThem) {
  MemoryEvidence volume(std::vector<std::byte>(200 * 512));
  fill_fat_root(volume);
  ASSERT_EQ(take_inventory(volume).files.size(), 64u);
  constexpr std::uint64_t kSecondOfRoot = 4 * 512;
  volume.fail(kSecondOfRoot, 512);
  const Inventory inventory = take_inventory(volume);
  std::set<std::string> paths;
  for (const FileRecord& file : inventory.files) paths.insert(file.path);
  EXPECT_EQ(paths.size(), 48u);
  EXPECT_TRUE(paths.contains("/volume-0/FILE115.TXT"));
  EXPECT_FALSE(paths.contains("/volume-0/FILE116.TXT"))
      << "it stands in the bad sector";
  EXPECT_TRUE(paths.contains("/volume-0/FILE132.TXT"));
  EXPECT_TRUE(std::any_of(inventory.problems.begin(), inventory.problems.end(),
                          [](const ProblemRecord& p) {
                            return p.path == "/volume-0/" && p.outcome == "unreadable";
                          }));
}

}  // namespace
}  // namespace winnow
