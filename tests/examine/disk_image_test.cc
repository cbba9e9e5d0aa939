// Disk images as contents: volumes made up byte by byte.
#include "scanner/examine/disk_image.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/volumes/ext_maker.h"

namespace winnow {
namespace {

struct MemberSeen {
  std::string name;
  MemberState state = MemberState::readable;
  bool allocated = true;
  bool uncertain = false;
  bool operator==(const MemberSeen&) const = default;
};

class Collected final : public MemberSink {
 public:
  bool member(const Member& member, MemberBytes&) override {
    members.push_back({member.name, member.state, member.allocated, member.uncertain});
    return members.size() < most;
  }
  void named_digest(const Digest&, const std::string&) override {}
  void note(const std::string& words) override { notes += words + "\n"; }

  std::size_t most = 1'000'000;
  std::vector<MemberSeen> members;
  std::string notes;
};

class DiskImage : public ::testing::Test {
 protected:
  DiskImage() { maker_.put_folder(2, 20, {}); }

  void put_file(std::uint32_t inode, std::uint32_t block, bool allocated = true) {
    ExtMaker::Inode file;
    file.size = 100;
    file.blocks = {block};
    file.deleted_at = allocated ? 0 : 1'700'000'000;
    maker_.put_inode(inode, file, allocated);
  }
  // A partition of the disk; `head` is written to its first byte.
  void put_partition(std::size_t number, std::uint32_t sector, std::uint32_t sectors) {
    const std::size_t at = 446 + 16 * number;
    disk_.put_le(at + 4, std::uint8_t{0x83});
    disk_.put_le(at + 8, sector);
    disk_.put_le(at + 12, sectors);
    disk_.put_le(510, std::uint16_t{0xAA55});
  }
  Result<void> open(const MemoryEvidence& disk, const ContainerLimits& limits = {}) {
    MemoryContent content{disk.bytes()};
    return open_disk_image(content, limits, seen_);
  }

  ExtMaker maker_;
  MemoryEvidence disk_{std::size_t{1} << 20};
  Collected seen_;
};

TEST_F(DiskImage, FilesAreMembersAndDeletedOnesAreMarked) {
  maker_.put_folder(2, 20, {{12, "a.jpg", 0}});
  put_file(12, 30);
  put_file(13, 31, false);
  put_file(14, 30, false);
  const auto opened = open(maker_.volume);
  EXPECT_TRUE(opened) << opened.error().line();
  EXPECT_EQ(
      seen_.members,
      (std::vector<MemberSeen>{
          {"volume-0/a.jpg", MemberState::readable, true, false},
          {"volume-0/$OrphanFiles/OrphanFile-13", MemberState::readable, false, false},
          {"volume-0/$OrphanFiles/OrphanFile-14", MemberState::readable, false,
           true}}));
}

TEST_F(DiskImage, AClosedVolumeIsAGapAndTheWorstIsNamed) {
  maker_.put_folder(2, 20, {{12, "a.jpg", 0}});
  put_file(12, 30);
  put_partition(0, 64, 128);
  put_partition(1, 256, 128);
  put_partition(2, 512, 128);
  disk_.put(64 * 512, "XFSB");
  disk_.put(256 * 512, maker_.volume.bytes());
  disk_.put(512 * 512, std::string("LUKS\xBA\xBE\0\1", 8));
  const auto opened = open(disk_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, FaultKind::encrypted);
  EXPECT_NE(opened.error().what.find("volume-2"), std::string::npos)
      << opened.error().what;
  EXPECT_NE(seen_.notes.find("volume-0 of the image is unsupported: XFS"),
            std::string::npos)
      << seen_.notes;
  ASSERT_EQ(seen_.members.size(), 1u);
  EXPECT_EQ(seen_.members[0].name, "volume-1/a.jpg");
}

TEST_F(DiskImage, WithoutAFileSystemItIsNotSupported) {
  put_partition(0, 64, 128);
  const auto opened = open(disk_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, FaultKind::unsupported);
}

TEST_F(DiskImage, WhatCouldNotBeListedIsAGap) {
  maker_.put_folder(2, 20, {{12, "inner", 0}, {40, "gone.jpg", 0}});
  ExtMaker::Inode folder;
  folder.mode = 0x41ED;
  folder.size = 1024;
  folder.blocks = {100'000};  // beyond the volume
  maker_.put_inode(12, folder);
  const auto opened = open(maker_.volume);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, FaultKind::io);
  EXPECT_NE(opened.error().what.find("volume-0/inner"), std::string::npos)
      << opened.error().what;
  ASSERT_EQ(seen_.members.size(), 1u);
  EXPECT_EQ(seen_.members[0].name, "volume-0/gone.jpg");
  EXPECT_EQ(seen_.members[0].state, MemberState::damaged);
}

// Who shares a cluster with a deleted file is then not known.
TEST_F(DiskImage, WithTooManyFilesIsListedInPart) {
  std::vector<MadeName> names;
  for (std::uint32_t i = 0; i < 20; ++i) {
    names.push_back({12 + i, "file" + std::to_string(i), 0});
    put_file(12 + i, 30 + i, i != 1);
  }
  names.erase(names.begin() + 1);
  maker_.put_folder(2, 20, names);
  ContainerLimits limits;
  limits.entries = 8;
  const auto opened = open(maker_.volume, limits);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, FaultKind::too_big);
  EXPECT_GE(seen_.members.size(), 4u);
  EXPECT_LE(seen_.members.size(), 8u);
  const auto deleted =
      std::find_if(seen_.members.begin(), seen_.members.end(),
                   [](const MemberSeen& member) { return !member.allocated; });
  ASSERT_NE(deleted, seen_.members.end());
  EXPECT_TRUE(deleted->uncertain);
}

TEST_F(DiskImage, TheGapIsToldOfWhereNoMoreIsWanted) {
  maker_.put_folder(2, 20, {{12, "a", 0}, {13, "b", 0}});
  put_file(12, 30);
  put_file(13, 31);
  put_partition(0, 64, 128);
  put_partition(1, 256, 128);
  disk_.put(64 * 512, std::string("LUKS\xBA\xBE\0\1", 8));
  disk_.put(256 * 512, maker_.volume.bytes());
  seen_.most = 1;
  const auto opened = open(disk_);
  EXPECT_EQ(seen_.members.size(), 1u);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, FaultKind::encrypted);
}

}  // namespace
}  // namespace winnow
