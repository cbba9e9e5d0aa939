// Real volumes, listed as The Sleuth Kit lists them (ground_truth_images.tsv), but that
// - folders, its own inventions ($MBR, $OrphanFiles) and inode records that never held
// a
//   byte are not files;
// - orphans of FAT and exFAT take a search of the whole volume, which is not made.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "scanner/volumes/inventory.h"
#include "tests/evidence/sample_images.h"

namespace winnow {
namespace {

class InventorySamples : public SampleTest {};

// "filesystem offset outcome live/deleted" of each volume.
std::vector<std::string> volumes_of(const Inventory& inventory) {
  std::vector<std::string> lines;
  for (const VolumeRecord& volume : inventory.volumes) {
    int live = 0;
    int deleted = 0;
    for (const FileRecord& file : inventory.files) {
      if (file.volume == volume.index) ++(file.allocated ? live : deleted);
    }
    lines.push_back(volume.filesystem + " " + std::to_string(volume.offset) + " " +
                    to_string(volume.outcome) + " " + std::to_string(live) + "/" +
                    std::to_string(deleted));
  }
  return lines;
}

TEST_F(InventorySamples, AreListed) {
  const std::map<std::string, std::vector<std::string>> images = {
      {"sleuthkit/image.E01", {"ext2 0 examined 4/2"}},
      {"sleuthkit/image.dd", {"ext2 0 examined 4/2"}},
      {"sleuthkit/image.iso", {"iso9660 0 examined 3/0"}},
      {"sleuthkit/image.vhd", {"ext2 0 examined 4/2"}},
      {"sleuthkit/image.vmdk", {"ext2 0 examined 4/2"}},
      {"sleuthkit/imageformat_mmls_1.E01",
       {"ntfs 65536 examined 24/0", "ntfs 28377088 examined 24/0"}},
      // Read through a pool, which fls was not told to open.
      {"dfvfs/apfs.raw", {"apfs 0 examined 9/0"}},
      {"dfvfs/ext2.E01", {"ext2 0 examined 4/0"}},
      {"dfvfs/hfsplus.raw", {"hfs+ 0 examined 15/0"}},
      {"dfvfs/image.vhd", {"ext2 0 examined 3/3"}},
      {"dfvfs/iso9660.raw", {"iso9660 0 examined 3/0"}},
      {"plaso/image.E01", {"ext2 0 examined 3/3"}},
      {"plaso/syslog_image.dd", {"ext2 0 examined 2/6"}},
      {"plaso/tsk_volume_system.raw",
       {" 512 unsupported 0/0", "ext2 180224 examined 0/0"}},
      {"dfir_ntfs/exfat_win.raw", {"exfat 0 examined 405/4"}},
      {"dfir_ntfs/fat12.raw", {"fat12 0 examined 513/0"}},
      {"dfir_ntfs/fat16.raw", {"fat16 0 examined 513/0"}},
      {"dfir_ntfs/fat_deleted_dir_2.raw", {"fat16 0 examined 0/64"}},
      {"dfir_ntfs/gpt-512-3p.raw",
       {" 17408 unsupported 0/0", " 33280 unsupported 0/0", " 66048 unsupported 0/0"}},
      {"dfir_ntfs/mbr-512-p1e2.bin",
       {" 1024 unsupported 0/0", " 263168 unsupported 0/0", " 524800 unsupported 0/0"}},
      {"dfir_ntfs/ntfs3.raw", {"ntfs 0 examined 18/0"}},
      {"go-ewf/test/test.ntfs.dd.E01", {"ntfs 0 examined 29/0"}},
      {"go-exfat/test/assets/test.exfat", {"exfat 0 examined 10/3"}},
      {"go-ext4/assets/hierarchy_32.ext4", {"ext4 0 examined 11/0"}},
      {"go-ext4/assets/hierarchy_64.ext4", {"ext4 0 examined 11/5"}},
      {"go-ext4/assets/tiny.ext4", {"ext4 0 examined 1/0"}},
      {"go-fat/testcases/fat12.dd", {"fat12 0 examined 395/0"}},
  };
  for (const auto& [name, expected] : images) {
    const auto sample = open_sample({"images/" + name});
    ASSERT_TRUE(sample) << name << ": " << sample.error().line();
    const Inventory inventory = take_inventory(*sample->opened.bytes);
    EXPECT_EQ(volumes_of(inventory), expected) << name;
    for (const ProblemRecord& problem : inventory.problems) {
      EXPECT_EQ(problem.outcome, "note") << name << ": " << problem.reason;
    }
    EXPECT_EQ(inventory_checksum(inventory),
              inventory_checksum(take_inventory(*sample->opened.bytes)))
        << name;
  }
}

TEST_F(InventorySamples, EndWhereNoMoreMayBeListed) {
  for (const char* name :
       {"plaso/syslog_image.dd", "dfir_ntfs/exfat_win.raw", "dfir_ntfs/fat12.raw",
        "dfir_ntfs/ntfs3.raw", "dfvfs/apfs.raw", "dfvfs/hfsplus.raw",
        "sleuthkit/imageformat_mmls_1.E01"}) {
    const auto sample = open_sample({std::string("images/") + name});
    ASSERT_TRUE(sample) << name << ": " << sample.error().line();
    const auto gaps = [](const Inventory& inventory) {
      return std::count_if(
          inventory.problems.begin(), inventory.problems.end(),
          [](const ProblemRecord& p) { return p.outcome == "unvisited"; });
    };
    constexpr std::uint64_t kMost = 6;
    const Inventory part = take_inventory(*sample->opened.bytes, kMost);
    EXPECT_GT(gaps(part), 0) << name;
    EXPECT_LE(part.files.size(), 2 * kMost) << name;
    for (const VolumeRecord& volume : part.volumes) {
      EXPECT_EQ(volume.outcome, VolumeOutcome::examined) << name;
    }
    EXPECT_EQ(gaps(take_inventory(*sample->opened.bytes, 10'000)), 0) << name;
  }
}

TEST_F(InventorySamples, InOtherContainersAreTheSame) {
  const auto raw = open_sample({"images/sleuthkit/image.dd"});
  const auto ewf = open_sample({"images/sleuthkit/image.E01"});
  ASSERT_TRUE(raw);
  ASSERT_TRUE(ewf);
  EXPECT_EQ(inventory_checksum(take_inventory(*raw->opened.bytes)),
            inventory_checksum(take_inventory(*ewf->opened.bytes)));
}

TEST_F(InventorySamples, NameTheirFiles) {
  const auto sample = open_sample({"images/sleuthkit/image.dd"});
  ASSERT_TRUE(sample);
  const Inventory inventory = take_inventory(*sample->opened.bytes);
  std::vector<std::string> paths;
  for (const FileRecord& file : inventory.files) paths.push_back(file.path);
  EXPECT_EQ(paths, (std::vector<std::string>{
                       "/volume-0/a_link", "/volume-0/a_directory/a_file",
                       "/volume-0/passwords.txt", "/volume-0/a_directory/another_file",
                       "/volume-0/a_directory/.another_file.swp",
                       "/volume-0/a_directory/another_file~"}));
}

}  // namespace
}  // namespace winnow
