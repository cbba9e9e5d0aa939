// Files and folders in very many pieces, and folders of very many names, against what
// was written. The Sleuth Kit's own tools on the same image are shown beside: 4.11.1
// reads ext4 files of several extent leaf blocks as empty and loses such folders whole.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <sstream>

#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

constexpr char kPieces[] =
    "file   \"DCIM/first day.jpg\" picture:7:640x480:85\n"
    "pieces films/f300.bin noise:1:2MiB 300\n"
    "pieces films/f700.bin noise:2:4MiB 700\n"
    "pieces films/f2000.bin noise:3:10MiB 2000\n"
    "folder-pieces a300 300\n"
    "folder-pieces a700 700\n"
    "link   \"DCIM/second name.jpg\" \"DCIM/first day.jpg\"\n";
constexpr char kCrowd[] = "crowd many 100000 5\n";

struct Count {
  int written = 0;
  int found = 0;
};

class Fragments : public ::testing::Test {
 protected:
  // Makes the image, scans it against the MD5 of all that was written, and holds the
  // findings against the manifest. Deleted files count where their content is still
  // there.
  void check(const std::string& maker, const std::string& text) {
    write_text(folder_.path("recipe"), text);
    const Ran made = run({maker, folder_.path("recipe"), folder_.path("image"),
                          folder_.path("manifest.tsv")});
    ASSERT_EQ(made.status, 0) << made.err;
    const auto manifest = read_table(folder_.path("manifest.tsv"));
    ASSERT_GT(manifest.size(), 1'000u);
    std::string list;
    for (const auto& row : manifest) {
      if (row.at("kind") != "folder") list += row.at("md5") + "\n";
    }
    write_text(folder_.path("list.md5"), list);
    const Ran scan =
        winnow({"scan", folder_.path("image"), "--hashset", folder_.path("list.md5"),
                "--case", folder_.path("case"), "--digests", "md5"});
    ASSERT_EQ(scan.status, 1) << scan.err;
    std::multimap<std::string, std::string> md5_of;
    for (const Found& f : parse_findings(
             winnow({"findings", "--case", folder_.path("case"), "--json"}).out)) {
      md5_of.emplace(f.path, f.md5);
    }
    for (const auto& row : manifest) count(row, md5_of);
    std::printf("%-28s %9s %9s\n", "what", "written", "found");
    for (const auto& [what, c] : counts_) {
      std::printf("%-28s %9d %9d\n", what.c_str(), c.written, c.found);
    }
  }

  void count(const std::map<std::string, std::string>& row,
             const std::multimap<std::string, std::string>& md5_of) {
    if (row.at("kind") == "folder" || row.at("size") == "0") return;
    const std::string path = "/volume-0/" + row.at("path");
    bool found = false;
    const auto [from, to] = md5_of.equal_range(path);
    for (auto it = from; it != to; ++it) found = found || it->second == row.at("md5");
    const std::string folder = row.at("path").substr(0, row.at("path").find('/'));
    const std::string what = row.at("state") + " " + row.at("kind") + " in " + folder;
    ++counts_[what].written;
    counts_[what].found += found ? 1 : 0;
    if (row.at("state") == "live") {
      EXPECT_TRUE(found) << path;
    }
  }

  void show_beside(const std::string& what, const std::string& command) {
    if (!has_program("fls")) return;
    const Ran ran = run({"sh", "-c", command});
    std::printf("beside it, %s: %s", what.c_str(), ran.out.c_str());
  }

  TempFolder folder_;
  std::map<std::string, Count> counts_;
};

TEST_F(Fragments, ext4_in_pieces) {
  check(WINNOW_MAKE_EXT4, std::string("volume size=256MiB unit=1024 inodes=40000\n") +
                              kPieces + "folder-pieces a2000 2000\n");
  EXPECT_EQ(counts_["live file in films"].found, 3);
  EXPECT_EQ(counts_["live file in a2000"].found, 8'000);
  const std::string image = folder_.path("image");
  show_beside("names fls -r lists in the folder of 700 pieces",
              "fls -r -p " + image + " | grep -c '\ta700/'");
  for (const char* name : {"f300.bin", "f700.bin", "f2000.bin"}) {
    show_beside(std::string("bytes icat gives of ") + name,
                "icat " + image + " $(fls -r -p " + image + " | grep " + name +
                    " | sed 's/^[^0-9]*\\([0-9]*\\).*/\\1/') | wc -c");
  }
}

TEST_F(Fragments, ntfs_in_pieces) {
  check(WINNOW_MAKE_NTFS,
        std::string("volume size=256MiB\n") + kPieces +
            "file DCIM/packed.txt text:5:300000 packed\n"
            "stream \"DCIM/first day.jpg\" hidden picture:8:320x240:80\n");
  EXPECT_EQ(counts_["live file in films"].found, 3);
  EXPECT_GT(counts_["live file in a700"].found, 1'000);
  EXPECT_EQ(counts_["live packed in DCIM"].found, 1);
  EXPECT_EQ(counts_["live stream in DCIM"].found, 1);
  EXPECT_EQ(counts_["live link in DCIM"].found, 1);
}

TEST_F(Fragments, ext4_crowd) {
  check(WINNOW_MAKE_EXT4,
        std::string("volume size=512MiB unit=1024 inodes=130000\n") + kCrowd);
  EXPECT_EQ(counts_["live file in many"].found, 80'000);
}

TEST_F(Fragments, ntfs_crowd) {
  check(WINNOW_MAKE_NTFS, std::string("volume size=512MiB\n") + kCrowd);
  EXPECT_EQ(counts_["live file in many"].found, 80'000);
  EXPECT_EQ(counts_["deleted file in many"].found, 20'000);
}

}  // namespace
}  // namespace winnow::test
