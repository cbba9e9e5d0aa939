// Images against the digests that they store of themselves.
#include <gtest/gtest.h>
#include <zlib.h>

#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

class VerifyEvidence : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string source = std::string(WINNOW_SHARED) + "/evidence/images/dfvfs/";
    image_ = read_text(source + "ext2.E01");
    if (image_.empty()) GTEST_SKIP() << source << " is not there";
    write_text(folder_.path("list.md5"), std::string(32, 'a') + "\n");
  }

  // Scans the image as it is now, and verifies.
  Ran verify() {
    write_text(folder_.path("disk.E01"), image_);
    write_text(folder_.path("raw.img"), std::string(4096, '\0'));
    const Ran scan =
        winnow({"scan", folder_.path("disk.E01"), folder_.path("raw.img"), "--hashset",
                folder_.path("list.md5"), "--case", folder_.path("case")});
    EXPECT_EQ(scan.status, 3) << scan.err;
    return winnow({"verify", "--case", folder_.path("case"), "--evidence"});
  }

  // The stored MD5: the data of the section "hash", which ends in its own Adler-32.
  void change_stored_md5() {
    const std::size_t descriptor = image_.find(std::string("hash\0\0\0\0", 8));
    ASSERT_NE(descriptor, std::string::npos);
    constexpr std::size_t kDescriptorBytes = 76;
    constexpr std::size_t kHashedBytes = 32;
    const std::size_t data = descriptor + kDescriptorBytes;
    image_[data] = static_cast<char>(image_[data] ^ 1);
    const auto sum =
        ::adler32(1, reinterpret_cast<const Bytef*>(&image_[data]), kHashedBytes);
    for (std::size_t i = 0; i < 4; ++i) {
      image_[data + kHashedBytes + i] = static_cast<char>(sum >> 8 * i & 0xFF);
    }
  }

  TempFolder folder_;
  std::string image_;
};

TEST_F(VerifyEvidence, AnImageThatIsWhatItSays) {
  const Ran ran = verify();
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_NE(ran.out.find("evidence of disk.E01: match (md5 "), std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("evidence of raw.img: not stored"), std::string::npos);
  const Ran report =
      winnow({"report", "--case", folder_.path("case"), "--out", folder_.path("out")});
  EXPECT_EQ(report.status, 0) << report.err;
  const std::string html = read_text(folder_.path("out/report.html"));
  EXPECT_NE(html.find(">match (md5 "), std::string::npos);
  EXPECT_NE(html.find(">not stored (raw "), std::string::npos);
}

TEST_F(VerifyEvidence, AnImageThatIsNot) {
  change_stored_md5();
  const Ran ran = verify();
  EXPECT_EQ(ran.status, 2);
  EXPECT_NE(ran.out.find("evidence of disk.E01: MISMATCH (md5 "), std::string::npos)
      << ran.out;
  EXPECT_NE(ran.err.find("disk.E01"), std::string::npos) << ran.err;
}

TEST_F(VerifyEvidence, AnImageThatIsNoLongerThere) {
  static_cast<void>(verify());
  std::filesystem::remove(folder_.path("disk.E01"));
  const Ran ran = winnow({"verify", "--case", folder_.path("case"), "--evidence"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_NE(ran.out.find("evidence of disk.E01: not verified"), std::string::npos);
}

}  // namespace
}  // namespace winnow::test
