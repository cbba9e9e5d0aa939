// Bad input gets one line that names the thing, the place and the remedy; exit status
// 2; and nothing half-written.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

namespace fs = std::filesystem;

class Errors : public ::testing::Test {
 protected:
  void SetUp() override {
    const Ran made = run({WINNOW_PRACTICE_DEVICES, folder_.path("")});
    ASSERT_EQ(made.status, 0) << made.err;
  }

  // Expects exit status 2, one line on stderr that holds every one of `words`, nothing
  // on stdout and no case.
  void expect_refused(const Ran& ran, const std::vector<std::string>& words) {
    EXPECT_EQ(ran.status, 2) << ran.out << ran.err;
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
    EXPECT_EQ(ran.out, "");
    for (const std::string& word : words) {
      EXPECT_NE(ran.err.find(word), std::string::npos) << word << " in: " << ran.err;
    }
    EXPECT_FALSE(fs::exists(folder_.path("case")));
  }

  Ran scan(const std::string& image, const std::string& set) {
    return winnow({"scan", folder_.path("stick-fat.img"), folder_.path(image),
                   "--hashset", folder_.path(set), "--case", folder_.path("case")});
  }

  TempFolder folder_;
};

TEST_F(Errors, a_missing_image) {
  expect_refused(scan("nowhere.img", "practice-list.md5"),
                 {"nowhere.img", "No such file"});
}

TEST_F(Errors, a_missing_ewf_segment) {
  if (!has_program("ewfacquirestream")) GTEST_SKIP() << "ewf-tools are not installed";
  const Ran made =
      run({"sh", "-c",
           "cd '" + folder_.path("") +
               "' && ewfacquirestream -q -t e -S 2097152 -c deflate:none < "
               "laptop-ntfs.img >/dev/null 2>&1 && ls e.E* | wc -l"});
  const int segments = std::atoi(made.out.c_str());
  ASSERT_GT(segments, 4);
  char last[8];
  std::snprintf(last, sizeof last, "e.E%02d", segments);
  fs::rename(folder_.path(last), folder_.path("kept"));
  expect_refused(scan("e.E01", "practice-list.md5"), {last, "missing", "folder"});
  fs::rename(folder_.path("kept"), folder_.path(last));
  fs::remove(folder_.path("e.E03"));
  expect_refused(scan("e.E01", "practice-list.md5"), {"e.E03", "missing"});
}

TEST_F(Errors, a_set_that_is_no_list) {
  expect_refused(scan("phone-ext4.img", "stick-fat.img"), {"stick-fat.img"});
}

TEST_F(Errors, a_malformed_list_with_the_line) {
  write_text(folder_.path("bad.md5"), std::string(32, 'a') +
                                          "  a.jpg\nnot a digest\nnor "
                                          "this\nnor that\n");
  expect_refused(scan("phone-ext4.img", "bad.md5"), {"bad.md5", "2"});
}

TEST_F(Errors, a_damaged_compiled_set) {
  const Ran built =
      winnow({"hashset", "build", folder_.path("good.wset"),
              folder_.path("practice-list.md5"), "--name", "x", "--type", "notable"});
  ASSERT_EQ(built.status, 0) << built.err;
  std::string bytes = read_text(folder_.path("good.wset"));
  bytes.resize(bytes.size() / 2);
  write_text(folder_.path("half.wset"), bytes);
  expect_refused(scan("phone-ext4.img", "half.wset"), {"half.wset"});
}

TEST_F(Errors, a_folder_given_as_a_set) {
  fs::create_directory(folder_.path("lists"));
  expect_refused(scan("phone-ext4.img", "lists"), {"lists", "folder"});
}

TEST_F(Errors, an_unknown_option) {
  const Ran ran = winnow({"scan", "--frobnicate"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_NE(ran.err.find("--frobnicate"), std::string::npos) << ran.err;
}

TEST_F(Errors, a_case_from_a_newer_version) {
  const Ran first = scan("phone-ext4.img", "practice-list.md5");
  ASSERT_EQ(first.status, 1) << first.err;
  const std::string file = folder_.path("case/case.json");
  std::string text = read_text(file);
  const auto at = text.find("\"winnow_case\":1");
  ASSERT_NE(at, std::string::npos) << text;
  text.replace(at, 15, "\"winnow_case\":9");
  write_text(file, text);
  for (const char* command : {"rank", "findings", "coverage"}) {
    const Ran ran = winnow({command, "--case", folder_.path("case")});
    EXPECT_EQ(ran.status, 2) << command;
    EXPECT_NE(ran.err.find("newer version"), std::string::npos) << ran.err;
    EXPECT_EQ(ran.out, "");
  }
  EXPECT_EQ(scan("phone-ext4.img", "practice-list.md5").status, 2);
  EXPECT_EQ(read_text(file), text);
}

TEST_F(Errors, no_space_for_the_case) {
  if (::geteuid() != 0) GTEST_SKIP() << "mounting a small disk takes root";
  fs::create_directory(folder_.path("small"));
  const std::string small = folder_.path("small");
  const Ran ran =
      run({"unshare", "-m", "sh", "-c",
           "mount -t tmpfs -o size=24k none '" + small + "' || exit 77; exec '" +
               WINNOW_PROGRAM + "' scan '" + folder_.path("laptop-ntfs.img") +
               "' --hashset '" + folder_.path("practice-list.md5") + "' --case '" +
               small + "/case'"});
  if (ran.status == 77 || ran.status == 127 || ran.status == 1) {
    GTEST_SKIP() << "no small disk can be mounted here: " << ran.err;
  }
  EXPECT_EQ(ran.status, 2) << ran.out << ran.err;
  EXPECT_NE(ran.err.find("space"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find(small), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace winnow::test
