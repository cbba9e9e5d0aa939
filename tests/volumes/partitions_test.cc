#include "scanner/volumes/partitions.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scanner/volumes/signatures.h"
#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

constexpr std::size_t kMiB = 1 << 20;

// A disk in memory, with tables written by the formats' documentation (UEFI 2.10
// chapter 5 for GPT and the protective MBR).
class Disk {
 public:
  explicit Disk(std::size_t size, std::size_t sector_bytes = 512)
      : evidence(size), sector_(sector_bytes) {}

  struct Entry {
    std::uint8_t type = 0x83;
    std::uint32_t first = 0;
    std::uint32_t sectors = 0;
  };
  // A partition table in sector `at`: an MBR, or a link of an extended partition.
  void put_table(std::uint64_t at, const std::vector<Entry>& entries) {
    const std::size_t base = at * sector_;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const std::size_t entry = base + 446 + 16 * i;
      evidence.put_le(entry + 4, entries[i].type);
      evidence.put_le(entry + 8, entries[i].first);
      evidence.put_le(entry + 12, entries[i].sectors);
    }
    evidence.put(base + 510, "\x55\xaa");
  }
  struct Part {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
  };
  // Protective MBR, header and entries at the start, their copies at the end.
  void put_gpt(const std::vector<Part>& parts) {
    put_table(0, {{0xEE, 1, 0xFFFFFFFF}});
    const std::uint64_t end = evidence.size_bytes() / sector_ - 1;
    const std::uint64_t entry_sectors = 128 * 128 / sector_;
    put_header(1, end, 2);
    put_entries(2, parts);
    put_header(end, 1, end - entry_sectors);
    put_entries(end - entry_sectors, parts);
  }
  // The first bytes of something known, at a byte.
  void put_volume(std::size_t offset) { evidence.put(offset + 1080, "\x53\xef"); }
  void wipe(std::size_t offset, std::size_t length) {
    evidence.put(offset, std::string(length, '\0'));
  }

  MemoryEvidence evidence;

 private:
  void put_header(std::uint64_t at, std::uint64_t other, std::uint64_t entries) {
    const std::size_t base = at * sector_;
    evidence.put(base, "EFI PART");
    evidence.put_le(base + 8, std::uint32_t{0x10000});
    evidence.put_le(base + 12, std::uint32_t{92});
    evidence.put_le(base + 24, at);
    evidence.put_le(base + 32, other);
    evidence.put_le(base + 40, std::uint64_t{34});
    evidence.put_le(base + 48, evidence.size_bytes() / sector_ - 34);
    evidence.put_le(base + 72, entries);
    evidence.put_le(base + 80, std::uint32_t{128});
    evidence.put_le(base + 84, std::uint32_t{128});
  }
  void put_entries(std::uint64_t at, const std::vector<Part>& parts) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::size_t base = at * sector_ + 128 * i;
      // Linux file system data 0FC63DAF-8483-4772-8E79-3D69D8477DE4
      evidence.put(base,
                   "\xaf\x3d\xc6\x0f\x83\x84\x72\x47\x8e\x79\x3d\x69\xd8\x47\x7d\xe4");
      evidence.put_le(base + 16, std::uint64_t{i + 1});
      evidence.put_le(base + 32, parts[i].first);
      evidence.put_le(base + 40, parts[i].last);
    }
  }

  std::size_t sector_;
};

// "offset+length" of each, in KiB.
std::string extents(const Evidence& evidence, std::vector<ProblemRecord>& problems) {
  std::string text;
  WalkGuide guide(untold_marks(), {});
  for (const Extent& extent : find_extents(evidence, guide, problems)) {
    EXPECT_EQ(extent.offset % 512, 0u);
    text += (text.empty() ? "" : " ") + std::to_string(extent.offset / 1024) + "+" +
            std::to_string(extent.length / 1024);
  }
  return text;
}
std::string extents(const Disk& disk) {
  std::vector<ProblemRecord> problems;
  const std::string text = extents(disk.evidence, problems);
  EXPECT_TRUE(problems.empty()) << problems[0].reason;
  return text;
}

TEST(FindExtents, OfADiskWithoutATableAreTheWhole) {
  const Disk empty(kMiB);
  EXPECT_EQ(extents(empty), "0+1024");
  Disk volume(kMiB);
  volume.put_volume(0);
  EXPECT_EQ(extents(volume), "0+1024");
  const Disk tiny(512);
  EXPECT_EQ(extents(tiny), "0+0");
}

TEST(FindExtents, OfAnMbrAreInOrderOfTheirOffset) {
  Disk disk(4 * kMiB);
  disk.put_table(0, {{0x83, 4096, 2048}, {0x07, 2048, 2048}});
  EXPECT_EQ(extents(disk), "1024+1024 2048+1024");
}

TEST(FindExtents, ReachIntoExtendedPartitions) {
  Disk disk(8 * kMiB);
  disk.put_table(0, {{0x83, 2048, 2048}, {0x05, 4096, 8192}});
  disk.put_table(4096, {{0x83, 1024, 1024}, {0x05, 2048, 2048}});
  disk.put_table(4096 + 2048, {{0x83, 1024, 1024}});
  EXPECT_EQ(extents(disk), "1024+1024 2560+512 3584+512");
}

TEST(FindExtents, SurviveAnExtendedPartitionThatTurnsBack) {
  Disk disk(8 * kMiB);
  disk.put_table(0, {{0x83, 2048, 2048}, {0x05, 4096, 8192}});
  disk.put_table(4096, {{0x83, 1024, 1024}, {0x05, 0, 2048}});  // itself
  disk.put_volume(1 * kMiB);
  std::vector<ProblemRecord> problems;
  const std::string found = extents(disk.evidence, problems);
  EXPECT_NE(found.find("1024+1024"), std::string::npos) << found;
}

TEST(FindExtents, OfAGptAreItsPartitions) {
  Disk disk(8 * kMiB);
  disk.put_gpt({{2048, 4095}, {6144, 8191}});
  EXPECT_EQ(extents(disk), "1024+1024 3072+1024");
}

TEST(FindExtents, OfAGptAreFoundInTheBackup) {
  for (const bool with_mbr : {true, false}) {
    Disk disk(8 * kMiB);
    disk.put_gpt({{2048, 4095}, {6144, 8191}});
    disk.wipe(512, 33 * 512);
    if (!with_mbr) disk.wipe(0, 512);
    EXPECT_EQ(extents(disk), "1024+1024 3072+1024") << with_mbr;
  }
}

TEST(FindExtents, OfLargeSectors) {
  Disk gpt(16 * kMiB, 4096);
  gpt.put_gpt({{256, 511}, {1024, 2047}});
  gpt.put_volume(1 * kMiB);
  EXPECT_EQ(extents(gpt), "1024+1024 4096+4096");
  Disk mbr(16 * kMiB, 4096);
  mbr.put_table(0, {{0x83, 256, 256}, {0x83, 1024, 1024}});
  mbr.put_volume(1 * kMiB);
  EXPECT_EQ(extents(mbr), "1024+1024 4096+4096");
}

TEST(FindExtents, TakeATableWithoutAnyKnownVolumeAtItsWord) {
  Disk disk(16 * kMiB);
  disk.put_table(0, {{0x83, 256, 256}});
  EXPECT_EQ(extents(disk), "128+128");
}

TEST(FindExtents, AreCutAtTheEndOfTheEvidence) {
  Disk disk(2 * kMiB);
  disk.put_table(0, {{0x83, 2048, 1'000'000}});
  EXPECT_EQ(extents(disk), "1024+1024");
}

// Wherever in the table the partition stands whose place was cut off.
TEST(FindExtents, OfACutImageAreThoseThatAreThere) {
  const Disk::Entry there{0x83, 1024, 1024};
  const Disk::Entry also_there{0x83, 2048, 1024};
  const Disk::Entry gone{0x83, 1'002'048, 2048};
  const std::vector<std::vector<Disk::Entry>> tables = {
      {there, also_there, gone}, {there, gone, also_there}, {gone, there, also_there}};
  for (const auto& table : tables) {
    Disk disk(2 * kMiB);
    disk.put_table(0, table);
    disk.put_volume(512 * 1024);
    std::vector<ProblemRecord> problems;
    EXPECT_EQ(extents(disk.evidence, problems), "512+512 1024+512");
    ASSERT_EQ(problems.size(), 1u);
    EXPECT_EQ(problems[0].outcome, "unreadable");
    EXPECT_NE(problems[0].reason.find("1 partitions"), std::string::npos);
  }
  Disk whole(8 * kMiB);
  whole.put_gpt({{1024, 2047}, {8192, 9215}});
  whole.put_volume(512 * 1024);
  Disk cut(2 * kMiB);
  cut.evidence.put(0, Bytes(whole.evidence.bytes()).first(2 * kMiB));
  std::vector<ProblemRecord> problems;
  EXPECT_EQ(extents(cut.evidence, problems), "512+512");
  EXPECT_EQ(problems.size(), 1u);
}

TEST(FindExtents, AreSearchedForWhereTheTableIsGone) {
  Disk disk(8 * kMiB);
  disk.put_volume(63 * 512);
  disk.put_volume(2 * kMiB);
  disk.put_volume(5 * kMiB);
  std::vector<ProblemRecord> problems;
  // 63 sectors are 31.5 KiB.
  EXPECT_EQ(extents(disk.evidence, problems), "31+2016 2048+3072 5120+3072");
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].outcome, "note");
}

TEST(FindExtents, AreNotReadOutOfABootSector) {
  Disk disk(4 * kMiB);
  disk.put_table(0, {{0x83, 2048, 2048}});  // code that looks like a table
  disk.evidence.put(3, "NTFS    ");
  EXPECT_EQ(extents(disk), "0+4096");
  disk.evidence.put(3, "-FVE-FS-");
  EXPECT_EQ(extents(disk), "0+4096");
}

TEST(FindExtents, OfAHybridDiscAreTheWholeAndWhatIsKnownInIt) {
  Disk disk(4 * kMiB);
  disk.evidence.put(32769, "CD001");
  disk.put_table(0, {{0x83, 0, 8192}, {0x83, 2048, 2048}, {0x83, 4096, 2048}});
  disk.put_volume(2 * kMiB);
  EXPECT_EQ(extents(disk), "0+4096 2048+1024");
}

TEST(FindExtents, SurviveAnUnreadableDisk) {
  Disk disk(4 * kMiB);
  disk.evidence.fail(0, 4 * kMiB);
  EXPECT_EQ(extents(disk), "0+4096");
}

TEST(ReadHead, GivesWhatThereIs) {
  MemoryEvidence evidence(200'000);
  EXPECT_EQ(read_head(evidence, 0, 200'000).size(), kSignatureBytes);
  EXPECT_EQ(read_head(evidence, 0, 1000).size(), 1000u);
  EXPECT_EQ(read_head(evidence, 199'000, 100'000).size(), 1000u);
  EXPECT_TRUE(read_head(evidence, 200'000, 1000).empty());
  EXPECT_TRUE(read_head(evidence, ~std::uint64_t{0}, 1000).empty());
}

TEST(ReadHead, KeepsWhatStandsAroundABadSector) {
  MemoryEvidence evidence(200'000);
  for (std::byte& b : evidence.bytes()) b = std::byte{7};
  evidence.fail(5120, 512);
  const auto head = read_head(evidence, 1024, 100'000);
  ASSERT_EQ(head.size(), kSignatureBytes);
  for (std::size_t i = 0; i < head.size(); ++i) {
    const bool is_bad = i >= 4096 && i < 4608;
    ASSERT_EQ(head[i], is_bad ? std::byte{0} : std::byte{7}) << i;
  }
  EXPECT_TRUE(read_head(evidence, 5120, 512).empty());
}

}  // namespace
}  // namespace winnow
