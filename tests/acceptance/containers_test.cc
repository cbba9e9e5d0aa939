// One content in every container: the same findings.
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"
#include "tests/evidence/ewf2_writer.h"

namespace winnow::test {
namespace {

// The findings of an image, without the name of the exhibit.
std::string findings_of(const TempFolder& folder, const std::string& image) {
  const std::string a_case = folder.path("case-" + image);
  const Ran scan =
      winnow({"scan", folder.path(image), "--hashset", folder.path("practice-list.md5"),
              "--case", a_case, "--exhibit-ref", "X"});
  EXPECT_EQ(scan.status, 1) << image << ": " << scan.err;
  return winnow({"findings", "--case", a_case, "--json"}).out;
}

class Containers : public ::testing::Test {
 protected:
  void SetUp() override {
    const Ran made = run({WINNOW_PRACTICE_DEVICES, folder_.path("")});
    ASSERT_EQ(made.status, 0) << made.err;
    raw_ = findings_of(folder_, "laptop-ntfs.img");
    ASSERT_GT(raw_.size(), 1000u);
  }

  void convert(const std::string& needed, const std::string& shell_command) {
    if (!has_program(needed)) GTEST_SKIP() << needed << " is not installed";
    const Ran ran =
        run({"sh", "-c", "cd '" + folder_.path("") + "' && " + shell_command});
    ASSERT_EQ(ran.status, 0) << ran.out << ran.err;
  }

  void expect_same(const std::string& image) {
    const std::string findings = findings_of(folder_, image);
    // Not EXPECT_EQ: it would print both in full.
    EXPECT_TRUE(findings == raw_)
        << image << ": " << findings.size() << " bytes, not " << raw_.size();
  }

  TempFolder folder_;
  std::string raw_;
};

TEST_F(Containers, split_raw) {
  convert("split", "split -b 10000000 -d -a 3 laptop-ntfs.img laptop.");
  expect_same("laptop.000");
}

TEST_F(Containers, ewf_in_one_segment_and_in_many) {
  convert(
      "ewfacquirestream",
      "ewfacquirestream -q -t one -C case-7 -E item-3 -e 'A. Examiner' -D text -N none "
      "< laptop-ntfs.img >/dev/null 2>&1 && "
      "ewfacquirestream -q -t many -S 2097152 -c deflate:none < laptop-ntfs.img "
      ">/dev/null 2>&1 && test -e many.E02");
  expect_same("one.E01");
  expect_same("many.E01");
  const std::string coverage =
      winnow({"coverage", "--case", folder_.path("case-one.E01"), "--json"}).out;
  EXPECT_NE(coverage.find("case-7"), std::string::npos);
  EXPECT_NE(coverage.find("A. Examiner"), std::string::npos);
  EXPECT_NE(coverage.find("acq.md5_stored"), std::string::npos);
}

TEST_F(Containers, ewf_second_version) {
  // No tool of Debian writes Ex01: the tests' own writer does.
  ASSERT_TRUE(write_ewf2(folder_.path("laptop-ntfs.img"), folder_.path("one.Ex01"),
                         std::uint64_t{1} << 30));
  ASSERT_TRUE(write_ewf2(folder_.path("laptop-ntfs.img"), folder_.path("many.Ex01"),
                         std::uint64_t{2} << 20));
  ASSERT_TRUE(std::filesystem::exists(folder_.path("many.Ex02")));
  expect_same("one.Ex01");
  expect_same("many.Ex01");
}

TEST_F(Containers, vhd) {
  convert("qemu-img",
          "qemu-img convert -O vpc laptop-ntfs.img dynamic.vhd && "
          "qemu-img convert -O vpc -o subformat=fixed laptop-ntfs.img "
          "fixed.vhd");
  expect_same("dynamic.vhd");
  expect_same("fixed.vhd");
}

TEST_F(Containers, vhdx) {
  convert("qemu-img", "qemu-img convert -O vhdx laptop-ntfs.img new.vhdx");
  expect_same("new.vhdx");
}

TEST_F(Containers, vmdk) {
  convert("qemu-img",
          "qemu-img convert -O vmdk laptop-ntfs.img sparse.vmdk && "
          "qemu-img convert -O vmdk -o subformat=streamOptimized "
          "laptop-ntfs.img stream.vmdk");
  expect_same("sparse.vmdk");
  expect_same("stream.vmdk");
}

TEST_F(Containers, aff) {
  convert("affconvert",
          "cp laptop-ntfs.img laptop-ntfs.raw && affconvert laptop-ntfs.raw >/dev/null "
          "2>&1");
  expect_same("laptop-ntfs.aff");
}

TEST_F(Containers, qcow2_is_named_and_not_read) {
  convert("qemu-img", "qemu-img convert -O qcow2 laptop-ntfs.img other.qcow2");
  const Ran scan =
      winnow({"scan", folder_.path("other.qcow2"), "--hashset",
              folder_.path("practice-list.md5"), "--case", folder_.path("case")});
  EXPECT_EQ(scan.status, 3) << scan.err;
  EXPECT_NE(scan.out.find("QCOW2"), std::string::npos) << scan.out;
  const std::string coverage =
      winnow({"coverage", "--case", folder_.path("case"), "--json"}).out;
  const rapidjson::Document json = parse_json(coverage);
  ASSERT_TRUE(json.IsArray() && json.Size() == 1) << coverage;
  EXPECT_TRUE(json[0]["balanced"].GetBool());
  EXPECT_FALSE(json[0]["complete"].GetBool());
  EXPECT_EQ(json[0]["bytes"]["unread"].GetUint64(),
            json[0]["bytes"]["total"].GetUint64());
  EXPECT_GT(json[0]["bytes"]["total"].GetUint64(), 0u);
}

}  // namespace
}  // namespace winnow::test
