// Where file contents may begin, against volumes that others made: every piece of every
// live file must lie on the grid, and the grid be the one their boot sectors state.
#include "scanner/volumes/content_grid.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "scanner/volumes/inventory.h"
#include "tests/base/temp_folder.h"
#include "tests/evidence/memory_evidence.h"
#include "tests/evidence/sample_images.h"

namespace winnow {
namespace {

// "offset/bytes" of a volume's grid.
std::string grid_text(const VolumeRecord& volume) {
  return std::to_string(volume.grid_offset) + "/" + std::to_string(volume.grid_bytes);
}

// How many pieces of live files there are; the test has failed if one is off the grid.
std::size_t pieces_on_grid(const Inventory& inventory) {
  std::size_t pieces = 0;
  for (const FileRecord& file : inventory.files) {
    const VolumeRecord& volume = inventory.volumes[file.volume];
    for (const DeviceRun& run : file.runs) {
      if (!file.allocated || run.is_hole() || volume.grid_bytes == 0) continue;
      ++pieces;
      EXPECT_GE(run.offset, volume.grid_offset) << file.path;
      EXPECT_EQ((run.offset - volume.grid_offset) % volume.grid_bytes, 0u) << file.path;
    }
  }
  return pieces;
}

class ContentGridSamples : public SampleTest {};

TEST_F(ContentGridSamples, HoldEveryPieceOfEveryLiveFile) {
  const std::map<std::string, std::vector<std::string>> images = {
      {"sleuthkit/image.dd", {"0/1024"}},
      {"sleuthkit/image.iso", {"0/2048"}},
      {"sleuthkit/imageformat_mmls_1.E01", {"65536/4096", "28377088/4096"}},
      {"dfvfs/apfs.raw", {"0/4096"}},
      {"dfvfs/hfsplus.raw", {"0/4096"}},
      {"dfir_ntfs/exfat_win.raw", {"131072/512"}},
      {"dfir_ntfs/fat12.raw", {"23040/2048"}},
      {"dfir_ntfs/fat16.raw", {"43008/2048"}},
      {"dfir_ntfs/ntfs3.raw", {"0/4096"}},
      {"go-ewf/test/test.ntfs.dd.E01", {"0/1024"}},
      {"go-exfat/test/assets/test.exfat", {"69632/4096"}},
      {"go-ext4/assets/hierarchy_32.ext4", {"0/1024"}},
      {"go-fat/testcases/fat12.dd", {"18944/2048"}},
  };
  for (const auto& [name, expected] : images) {
    const auto sample = open_sample({"images/" + name});
    ASSERT_TRUE(sample) << name << ": " << sample.error().line();
    const Inventory inventory = take_inventory(*sample->opened.bytes);
    std::vector<std::string> grids;
    for (const VolumeRecord& volume : inventory.volumes) {
      grids.push_back(grid_text(volume));
    }
    EXPECT_EQ(grids, expected) << name;
    EXPECT_GT(pieces_on_grid(inventory), 0u) << name;
  }
}

// An HFS volume whose allocation blocks hold an HFS+ volume: Apple TN1150, "HFS
// Wrapper".
TEST_F(ContentGridSamples, OfAWrappedVolumeBeginsBehindTheWrapper) {
  constexpr std::size_t kWrapper = 64 * 1024;
  const auto inner = sample_bytes("images/dfvfs/hfsplus.raw");
  MemoryEvidence wrapped(kWrapper + inner.size());
  wrapped.put(1024, "BD");
  wrapped.put(1024 + 20, std::string_view("\0\0\x80\0", 4));  // blocks of 32 KiB
  wrapped.put(1024 + 28, std::string_view("\0\0", 2));        // from sector 0
  wrapped.put(1024 + 124, "H+");
  wrapped.put(1024 + 126, std::string_view("\0\2\x7f\xff", 4));
  wrapped.put(kWrapper, inner);
  const Inventory inventory = take_inventory(wrapped);
  ASSERT_EQ(inventory.volumes.size(), 1u);
  EXPECT_EQ(inventory.volumes[0].reason, "");
  EXPECT_EQ(grid_text(inventory.volumes[0]), "65536/4096");
  EXPECT_GT(pieces_on_grid(inventory), 0u);
}

TEST(ContentGrid, OfUfsIsItsFragments) {
  const TempFolder folder;
  folder.write("one", std::string(50'000, '1'));
  folder.write("two", std::string(3000, '2'));
  const TempFolder images;
  const std::string image = images.path("image");
  const std::string command =
      "makefs -t ffs -s 4m -o version=1,bsize=16384,fsize=2048 " + image + " " +
      folder.path("") + " > /dev/null 2>&1";
  if (std::system(command.c_str()) != 0) GTEST_SKIP() << "makefs cannot run here";
  const MemoryEvidence evidence(file_bytes(image));
  const Inventory inventory = take_inventory(evidence);
  ASSERT_EQ(inventory.volumes.size(), 1u);
  EXPECT_EQ(grid_text(inventory.volumes[0]), "0/2048");
  EXPECT_GE(pieces_on_grid(inventory), 2u);
}

VolumeRecord volume_of(std::uint64_t offset, std::uint64_t length) {
  VolumeRecord volume;
  volume.offset = offset;
  volume.length = length;
  return volume;
}

TEST(ContentGrid, IsUnknownWhereItCannotBe) {
  const std::pair<std::uint64_t, std::uint64_t> impossible[] = {
      {4096, 0},   {4096, 256},  {4096, 3 * 512}, {4096, 4 << 20},
      {511, 4096}, {8192, 4096}, {~0ull, 4096},   {4096, std::uint64_t{1} << 32},
  };
  for (const auto& [offset, bytes] : impossible) {
    VolumeRecord volume = volume_of(512, 7680);
    set_grid(volume, offset, bytes);
    EXPECT_EQ(grid_text(volume), "0/0") << offset << " " << bytes;
  }
  for (const std::uint32_t bytes : {512u, 2u << 20}) {
    VolumeRecord volume = volume_of(512, 7680);
    set_grid(volume, 8191, bytes);
    EXPECT_EQ(grid_text(volume), "8191/" + std::to_string(bytes));
  }
}

// A device with a boot sector at 512, of 32 reserved sectors and two tables.
class FatDevice : public MemoryEvidence {
 public:
  FatDevice(std::uint16_t sector, std::uint8_t cluster, std::uint16_t root_entries,
            std::uint16_t table16, std::uint32_t table32)
      : MemoryEvidence(std::size_t{1} << 20) {
    put_le(512 + 11, sector);
    put_le(512 + 13, cluster);
    put_le(512 + 14, std::uint16_t{32});
    put_le(512 + 16, std::uint8_t{2});
    put_le(512 + 17, root_entries);
    put_le(512 + 22, table16);
    put_le(512 + 36, table32);
  }
};

std::string fat_grid(const Evidence& evidence) {
  VolumeRecord volume = volume_of(512, evidence.size_bytes() - 512);
  set_fat_grid(evidence, volume);
  return grid_text(volume);
}

TEST(ContentGrid, OfFatBeginsBehindTablesAndRootFolder) {
  // 17 root entries take two sectors.
  EXPECT_EQ(fat_grid(FatDevice(512, 4, 17, 9, 0)),
            std::to_string(512 + (32 + 18 + 2) * 512) + "/2048");
  EXPECT_EQ(fat_grid(FatDevice(4096, 8, 0, 0, 10)),
            std::to_string(512 + (32 + 20) * 4096) + "/32768");
}

TEST(ContentGrid, OfDamagedFatIsUnknown) {
  EXPECT_EQ(fat_grid(FatDevice(0, 4, 0, 9, 0)), "0/0");
  EXPECT_EQ(fat_grid(FatDevice(512, 0, 0, 9, 0)), "0/0");
  EXPECT_EQ(fat_grid(FatDevice(512, 3, 0, 9, 0)), "0/0");
  EXPECT_EQ(fat_grid(FatDevice(512, 4, 0, 0, ~0u)), "0/0");
  FatDevice unreadable(512, 4, 0, 9, 0);
  unreadable.fail(512, 512);
  EXPECT_EQ(fat_grid(unreadable), "0/0");
}

TEST(ContentGrid, OfExfatIsItsClusterHeap) {
  MemoryEvidence evidence(1 << 20);
  evidence.put(512 + 3, "EXFAT   ");
  evidence.put_le(512 + 88, std::uint32_t{100});
  evidence.put_le(512 + 108, std::uint8_t{9});
  evidence.put_le(512 + 109, std::uint8_t{6});
  EXPECT_EQ(fat_grid(evidence), std::to_string(512 + 100 * 512) + "/32768");
  // Clusters of 32 MiB, the largest that the format allows.
  evidence.put_le(512 + 109, std::uint8_t{16});
  EXPECT_EQ(fat_grid(evidence), "0/0");
  evidence.put_le(512 + 109, std::uint8_t{255});
  EXPECT_EQ(fat_grid(evidence), "0/0");
}

}  // namespace
}  // namespace winnow
