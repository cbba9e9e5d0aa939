// What the ext walker makes of volumes whose every byte is known.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "scanner/volumes/inventory.h"
#include "tests/evidence/memory_evidence.h"
#include "tests/volumes/ext_maker.h"

namespace winnow {
namespace {

class ExtWalker : public ::testing::Test {
 protected:
  ExtWalker() { maker_.put_folder(2, 20, {}); }

  void put_root(const std::vector<MadeName>& names) { maker_.put_folder(2, 20, names); }
  void put_file(std::uint32_t inode, std::uint32_t block, bool allocated = true) {
    ExtMaker::Inode file;
    file.size = 100;
    file.blocks = {block};
    maker_.put_inode(inode, file, allocated);
  }

  // One line a record: path, and what is notable about it.
  std::vector<std::string> listed() {
    inventory_ = take_inventory(maker_.volume);
    EXPECT_EQ(inventory_.volumes.size(), 1u);
    std::vector<std::string> lines;
    for (const FileRecord& file : inventory_.files) {
      EXPECT_EQ(file.id, lines.size());
      std::string line = file.path.substr(std::string("/volume-0").size());
      if (!file.allocated) line += " deleted";
      if (file.uncertain) line += " mixed";
      if (file.content == ContentKind::none) {
        line += std::string(" ") + to_string(file.none_outcome);
      }
      if (file.content == ContentKind::resident)
        line += " '" + file.inline_content + "'";
      if (file.same_content_as != kNoFile) {
        line += " =" + std::to_string(file.same_content_as);
      }
      lines.push_back(line);
    }
    return lines;
  }
  using Lines = std::vector<std::string>;

  ExtMaker maker_;
  Inventory inventory_;
};

TEST_F(ExtWalker, ListsAFileWithItsPlace) {
  put_root({{12, "a.jpg", 0}});
  put_file(12, 30);
  EXPECT_EQ(listed(), (Lines{"/a.jpg"}));
  EXPECT_EQ(inventory_.volumes[0].filesystem, "ext2");
  EXPECT_EQ(inventory_.volumes[0].outcome, VolumeOutcome::examined);
  const FileRecord& file = inventory_.files[0];
  EXPECT_EQ(file.inode, 12u);
  EXPECT_EQ(file.size, 100u);
  EXPECT_EQ(file.runs, (Runs{{30 * 1024, 100}}));
  EXPECT_TRUE(inventory_.problems.empty());
}

TEST_F(ExtWalker, ListsFoldersInFolders) {
  put_root({{12, "one", 0}});
  maker_.put_folder(12, 21, {{13, "two", 0}});
  maker_.put_folder(13, 22, {{14, "a", 0}});
  put_file(14, 30);
  EXPECT_EQ(listed(), (Lines{"/one/two/a"}));
}

TEST_F(ExtWalker, ListsEveryNameOfAFile) {
  put_root({{12, "a", 0}, {12, "b", 0}, {13, "d", 0}});
  maker_.put_folder(13, 21, {{12, "c", 0}});
  put_file(12, 30);
  EXPECT_EQ(listed(), (Lines{"/a", "/b =0", "/d/c =0"}));
}

TEST_F(ExtWalker, ListsADeletedFileUnderItsLeftBehindName) {
  put_root({{12, "a", 24}, {14, "c", 0}});
  maker_.volume.put(20 * 1024 + 24 + 12, folder_block({{13, "b", 0}}, 12));
  put_file(12, 30);
  put_file(13, 31, false);
  put_file(14, 32);
  EXPECT_EQ(listed(), (Lines{"/a", "/b deleted", "/c"}));
  EXPECT_EQ(inventory_.files[1].runs, (Runs{{31 * 1024, 100}}));
}

TEST_F(ExtWalker, CallsADeletedFileOnSomebodysBlockAMixture) {
  put_root({{12, "a", 0}});
  put_file(12, 30);
  put_file(13, 30, false);
  put_file(14, 20, false);  // on the folder's block
  put_file(15, 31, false);
  EXPECT_EQ(listed(), (Lines{"/a", "/$OrphanFiles/OrphanFile-13 deleted mixed",
                             "/$OrphanFiles/OrphanFile-14 deleted mixed",
                             "/$OrphanFiles/OrphanFile-15 deleted"}));
}

TEST_F(ExtWalker, ListsAllocatedFilesWithoutAName) {
  put_file(12, 30);
  EXPECT_EQ(listed(), (Lines{"/$OrphanFiles/OrphanFile-12"}));
}

TEST_F(ExtWalker, SaysThatALiveNameHasNoInode) {
  put_root({{12, "a", 0}, {0, "b", 0}});
  EXPECT_EQ(listed(), (Lines{"/b deleted skipped", "/a unreadable"}));
}

TEST_F(ExtWalker, KeepsTheNameOfAnEarlierUseOfAnInode) {
  put_root({{12, "new", 24}, {13, "z", 0}});
  maker_.volume.put(20 * 1024 + 24 + 12, folder_block({{12, "old", 0}}, 12));
  put_file(12, 30);
  put_file(13, 31);
  EXPECT_EQ(listed(), (Lines{"/new", "/old deleted skipped", "/z"}));
}

TEST_F(ExtWalker, SurvivesFoldersThatContainEachOther) {
  maker_.put_folder(12, 21, {{13, "in", 0}});
  maker_.put_folder(13, 22, {{12, "out", 0}, {14, "a", 0}});
  maker_.put_folder(15, 23, {{15, "self", 0}, {16, "b", 0}});
  put_file(14, 30);
  put_file(16, 31);
  const auto lines = listed();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].find("/$OrphanFiles"), 0u) << lines[0];
  EXPECT_NE(lines[0].find("/a"), std::string::npos) << lines[0];
  EXPECT_EQ(lines[1].find("/$OrphanFiles"), 0u) << lines[1];
}

TEST_F(ExtWalker, MakesNamesFitForPrinting) {
  put_root({{12, "a\nb\xff", 0}});
  put_file(12, 30);
  EXPECT_EQ(listed(), (Lines{"/a\\x0ab\\xff"}));
}

TEST_F(ExtWalker, KeepsShortLinksAsTheirContent) {
  put_root({{12, "link", 0}, {13, "long", 0}});
  ExtMaker::Inode link;
  link.mode = 0xA1FF;
  link.size = 6;
  link.raw_block = "target";
  maker_.put_inode(12, link);
  ExtMaker::Inode long_link;
  long_link.mode = 0xA1FF;
  long_link.size = 70;
  long_link.blocks = {30};
  maker_.put_inode(13, long_link);
  EXPECT_EQ(listed(), (Lines{"/link 'target'", "/long"}));
}

TEST_F(ExtWalker, KeepsInlineContent) {
  put_root({{12, "small", 0}, {13, "short", 0}, {14, "folder", 0}});
  ExtMaker::Inode small;
  small.flags = ExtInode::kInlineData;
  small.size = 7;
  small.raw_block = "content";
  maker_.put_inode(12, small);
  small.size = 500;  // more than stands in the inode
  maker_.put_inode(13, small);
  ExtMaker::Inode folder;
  folder.mode = 0x41ED;
  folder.flags = ExtInode::kInlineData;
  folder.size = 60;
  folder.raw_block = std::string("\2\0\0\0", 4) + folder_block({{12, "again", 0}}, 56);
  maker_.put_inode(14, folder);
  EXPECT_EQ(listed(),
            (Lines{"/small 'content'", "/folder/again '' =0", "/short unreadable"}));
}

TEST_F(ExtWalker, ReadsNoDevicesPipesOrSockets) {
  put_root({{12, "pipe", 0}, {13, "socket", 0}, {14, "disk", 0}});
  ExtMaker::Inode special;
  special.mode = 0x11A4;
  maker_.put_inode(12, special);
  special.mode = 0xC1A4;
  maker_.put_inode(13, special);
  special.mode = 0x61A4;
  special.blocks = {0x801};
  maker_.put_inode(14, special);
  EXPECT_EQ(listed(), (Lines{"/pipe skipped", "/socket skipped", "/disk skipped"}));
}

TEST_F(ExtWalker, SaysWhatIsEncrypted) {
  put_root({{12, "secret", 0}, {13, "outside", 0}});
  ExtMaker::Inode secret;
  secret.size = 100;
  secret.blocks = {30};
  secret.flags = ExtInode::kEncrypted;
  maker_.put_inode(12, secret);
  maker_.put_super(4, std::uint32_t{500});  // the image is cut short
  secret.blocks = {400};
  maker_.put_inode(13, secret);
  EXPECT_EQ(listed(), (Lines{"/secret encrypted", "/outside encrypted"}));
  EXPECT_EQ(inventory_.files[0].runs, (Runs{{30 * 1024, 100}}));
  EXPECT_TRUE(inventory_.files[1].runs.empty());  // no range that does not exist
}

TEST_F(ExtWalker, SaysWhatLiesBeyondACutImage) {
  put_root({{12, "a", 0}, {13, "b", 0}});
  maker_.put_super(4, std::uint32_t{500});
  put_file(12, 30);
  ExtMaker::Inode half;
  half.size = 2048;
  half.blocks = {31, 400};
  maker_.put_inode(13, half);
  EXPECT_EQ(listed(), (Lines{"/a", "/b unreadable"}));
  EXPECT_EQ(inventory_.files[1].runs, (Runs{{31 * 1024, 1024}}));
}

TEST_F(ExtWalker, SkipsDeletedFilesWhoseBlockMapWasCleared) {
  put_root({{12, "a", 0}});
  put_file(12, 30);
  ExtMaker::Inode cleared;
  cleared.size = 5000;
  cleared.links = 0;
  cleared.deleted_at = 1'000'000;
  maker_.put_inode(13, cleared, false);
  EXPECT_EQ(listed(), (Lines{"/a", "/$OrphanFiles/OrphanFile-13 deleted skipped"}));
}

TEST_F(ExtWalker, KeepsASparseLiveFile) {
  put_root({{12, "sparse", 0}});
  ExtMaker::Inode sparse;
  sparse.size = 5000;
  maker_.put_inode(12, sparse);
  EXPECT_EQ(listed(), (Lines{"/sparse"}));
  EXPECT_EQ(inventory_.files[0].runs, (Runs{{Run::kHole, 5000}}));
}

TEST_F(ExtWalker, NotesAFolderItCannotRead) {
  put_root({{12, "d", 0}, {14, "a", 0}});
  maker_.put_folder(12, 21, {{13, "b", 0}});
  put_file(13, 30);
  put_file(14, 31);
  maker_.volume.fail(21 * 1024, 1024);
  EXPECT_EQ(listed(), (Lines{"/$OrphanFiles/OrphanFile-13", "/a"}));
  ASSERT_EQ(inventory_.problems.size(), 1u);
  EXPECT_EQ(inventory_.problems[0].path, "/volume-0/d");
  EXPECT_EQ(inventory_.problems[0].outcome, "unreadable");
}

TEST_F(ExtWalker, TellsByTheInodeWhatIsLiveWhereTheBitmapCannotBeRead) {
  put_root({{12, "a", 0}});
  put_file(12, 30);
  ExtMaker::Inode gone;
  gone.size = 100;
  gone.links = 0;
  gone.deleted_at = 1'000'000;
  gone.blocks = {31};
  maker_.put_inode(13, gone);
  maker_.volume.fail(4 * 1024, 1);
  EXPECT_EQ(listed(), (Lines{"/a", "/$OrphanFiles/OrphanFile-13 deleted"}));
}

TEST_F(ExtWalker, FailsWhereNoInodeIsToBeHad) {
  maker_.volume.fail(ExtMaker::inode_at(1), 64 * 128);
  EXPECT_TRUE(listed().empty());
  EXPECT_EQ(inventory_.volumes[0].outcome, VolumeOutcome::failed);
  EXPECT_FALSE(inventory_.volumes[0].reason.empty());
  ASSERT_EQ(inventory_.problems.size(), 1u);
}

TEST_F(ExtWalker, SkipsInodesThatAChecksumSaysWereNeverUsed) {
  put_root({{12, "a", 0}});
  put_file(12, 30);
  put_file(40, 31, false);  // of an earlier file system
  maker_.put_never_used(44);
  EXPECT_EQ(listed(), (Lines{"/a"}));
  ASSERT_EQ(inventory_.problems.size(), 1u);
  EXPECT_EQ(inventory_.problems[0].outcome, "note");
  EXPECT_EQ(inventory_.problems[0].reason,
            "44 inodes that were never used were not read: the checksums of their "
            "groups vouch for it");
}

TEST_F(ExtWalker, ReadsThemWhereTheChecksumDoesNotHold) {
  put_root({{12, "a", 0}});
  put_file(12, 30);
  put_file(40, 31, false);
  for (const std::uint16_t flags : std::initializer_list<std::uint16_t>{0, 1}) {
    maker_.put_never_used(44, flags, false);
    EXPECT_EQ(listed(), (Lines{"/a", "/$OrphanFiles/OrphanFile-40 deleted"}));
    EXPECT_TRUE(inventory_.problems.empty());
  }
}

TEST_F(ExtWalker, ReadsWhatLiveNamesStandForWhateverAChecksumVouchesFor) {
  put_root({{12, "a", 0}, {40, "folder", 0}});
  put_file(12, 30);
  maker_.put_folder(40, 21, {{41, "b", 0}, {42, "c", 0}});
  put_file(41, 31);
  put_file(42, 32);
  for (const std::uint16_t flags : std::initializer_list<std::uint16_t>{0, 1}) {
    maker_.put_never_used(std::uint16_t{0xFFFF}, flags);
    EXPECT_EQ(listed(), (Lines{"/a", "/folder/b", "/folder/c"}));
    ASSERT_EQ(inventory_.problems.size(), 1u);
    EXPECT_EQ(inventory_.problems[0].outcome, "note");
    EXPECT_NE(inventory_.problems[0].reason.find("never used; they were read"),
              std::string::npos);
  }
}

TEST_F(ExtWalker, CountsABlockOfNamesOnceHoweverManyFoldersClaimIt) {
  put_file(12, 30);
  put_root({{12, "a", 0}});
  for (std::uint32_t folder = 13; folder < 60; ++folder) {
    ExtMaker::Inode claim;
    claim.mode = 0x41ED;
    claim.size = 1024;
    claim.blocks = {20};
    maker_.put_inode(folder, claim, folder % 2 == 0);
  }
  EXPECT_EQ(listed(), (Lines{"/a"}));
}

}  // namespace
}  // namespace winnow
