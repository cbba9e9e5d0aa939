// What a reviewer can see of a picture, and what nobody can: the real child, on an
// image and on a folder.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <map>
#include <sstream>

#include "bench/practice/zip_file.h"
#include "tests/acceptance/evidence_images.h"
#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

using practice::packed_for_zip;
using practice::zeros_for_zip;
using practice::zip_of;
using practice::ZipMember;

namespace fs = std::filesystem;

constexpr std::uint32_t kSide = 240;

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i, value >>= 8) out += static_cast<char>(value & 0xFF);
}

// A BMP of 24 bits, kSide pixels wide and high: the upper half of one grey, the lower
// of another. Fine print of black and white lies over it, if asked for.
std::string bmp_of(unsigned upper, unsigned lower, bool has_print = false) {
  std::string bmp = "BM";
  put(bmp, 54 + 3 * kSide * kSide, 4);
  put(bmp, 0, 4);
  put(bmp, 54, 4);
  put(bmp, 40, 4);
  put(bmp, kSide, 4);
  put(bmp, kSide, 4);
  put(bmp, 1, 2);
  put(bmp, 24, 2);
  put(bmp, 0, 24);
  for (std::uint32_t y = 0; y < kSide; ++y) {  // from the bottom up
    for (std::uint32_t x = 0; x < kSide; ++x) {
      const unsigned grey = y < kSide / 2 ? lower : upper;
      const bool is_print = has_print && (y % 10 == 3 || y % 10 == 4) && x % 10 < 8;
      const unsigned printed = grey + (x % 2 == 0 ? 50 : -50);
      bmp += std::string(3, static_cast<char>(is_print ? printed : grey));
    }
  }
  return bmp;
}

struct Pgm {
  unsigned width = 0;
  unsigned height = 0;
  std::string grey;
  [[nodiscard]] int at(unsigned x, unsigned y) const {
    return static_cast<unsigned char>(grey.at(std::size_t{y} * width + x));
  }
};

Pgm parse_pgm(const std::string& bytes) {
  std::istringstream in(bytes);
  std::string line;
  std::getline(in, line);
  EXPECT_EQ(line, "P5");
  std::getline(in, line);
  EXPECT_EQ(line, "# grey and blurred on purpose");
  Pgm pgm;
  int most = 0;
  in >> pgm.width >> pgm.height >> most;
  EXPECT_EQ(most, 255);
  in.get();
  pgm.grey.assign(std::istreambuf_iterator<char>(in), {});
  EXPECT_EQ(pgm.grey.size(), std::size_t{pgm.width} * pgm.height);
  return pgm;
}

class Glimpses : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directory(folder_.path("files")); }

  void put_file(const std::string& name, const std::string& bytes) {
    write_text(folder_.path("files/" + name), bytes);
    list_ += sha256_of_file(folder_.path("files/" + name)) + "\n";
  }
  // What a member holds is on the list as well.
  void list_content(const std::string& bytes) {
    write_text(folder_.path("content"), bytes);
    list_ += sha256_of_file(folder_.path("content")) + "\n";
  }
  // The files as an image, or as they are.
  void scan(bool as_image) {
    exhibit_ = folder_.path("files");
    if (as_image) {
      exhibit_ = folder_.path("image.raw");
      const Ran made = run(
          {"mke2fs", "-q", "-t", "ext4", "-d", folder_.path("files"), exhibit_, "64M"});
      ASSERT_EQ(made.status, 0) << made.err;
    }
    ref_ = fs::path(exhibit_).filename();
    fs::remove_all(folder_.path("case"));
    write_text(folder_.path("list.txt"), list_);
    const Ran ran = winnow({"scan", exhibit_, "--hashset", folder_.path("list.txt"),
                            "--case", folder_.path("case")});
    ASSERT_EQ(ran.status, 1) << ran.err;
    std::istringstream lines(
        winnow({"findings", "--case", folder_.path("case"), "--json"}).out);
    for (std::string line; std::getline(lines, line);) {
      const auto finding = parse_json(line);
      items_[finding["path"].GetString()] = finding["item"].GetString();
    }
    for (const char* role : {"administrator", "reviewer"}) {
      EXPECT_EQ(winnow({"people", "--case", folder_.path("case"), "--grant", role, role,
                        "--operator", "administrator"})
                    .status,
                0);
    }
  }
  Ran look(const std::string& item) {
    fs::remove(folder_.path("look.pgm"));
    return winnow({"glimpse", "--case", folder_.path("case"), "--exhibit", ref_,
                   "--item", item, "--out", folder_.path("look.pgm"), "--operator",
                   "reviewer", "--reason", "a test"});
  }
  Ran look_at(const std::string& path) {
    EXPECT_TRUE(items_.contains("/volume-0/" + path)) << path;
    return look(items_["/volume-0/" + path]);
  }
  Pgm seen(const std::string& path) {
    const Ran ran = look_at(path);
    EXPECT_EQ(ran.status, 0) << path << ": " << ran.err;
    return parse_pgm(read_text(folder_.path("look.pgm")));
  }
  void expect_unseen(const Ran& ran, const std::string& why) {
    EXPECT_EQ(ran.status, 2) << why;
    EXPECT_NE(ran.err.find(why), std::string::npos) << ran.err;
    EXPECT_FALSE(fs::exists(folder_.path("look.pgm"))) << why;
  }

  TempFolder folder_;
  std::string list_;
  std::string exhibit_;
  std::string ref_;
  std::map<std::string, std::string> items_;
};

TEST_F(Glimpses, show_the_picture_of_a_file_and_of_a_member_without_its_detail) {
  const std::string inner = bmp_of(20, 220);
  list_content(inner);
  put_file("live.bmp", bmp_of(200, 60));
  put_file("print.bmp", bmp_of(200, 60, true));
  put_file("a.zip", zip_of({{"words.txt", packed_for_zip("words")},
                            {"in/inner.bmp", packed_for_zip(inner)}}));
  std::vector<bool> ways = {false};
  if (has_program("mke2fs")) ways.push_back(true);
  for (const bool as_image : ways) {
    scan(as_image);
    const Pgm live = seen("live.bmp");
    EXPECT_EQ(live.width, 96u);
    EXPECT_EQ(live.height, 96u);
    EXPECT_EQ(live.at(10, 10), 200);
    EXPECT_EQ(live.at(10, 90), 60);
    // A content that only fine print sets apart cannot be told from it.
    EXPECT_EQ(seen("print.bmp").grey, live.grey);
    const Pgm member = seen("a.zip//in/inner.bmp");
    EXPECT_EQ(member.at(10, 10), 20);
    EXPECT_EQ(member.at(10, 90), 220);
    expect_unseen(look_at("a.zip"), "is no picture: archive");
  }
}

TEST_F(Glimpses, of_what_is_damaged_or_too_large_are_none_and_say_why) {
  put_file("broken.jpg", std::string("\xFF\xD8\xFF\xE0\0\x10JFIF\0", 11) + "no more");
  put_file("words.txt", "words");
  std::string wide = bmp_of(1, 2);
  for (const std::size_t at : {18, 22}) wide.replace(at, 2, "\x60\xEA");
  put_file("wide.bmp", wide);
  std::string bomb = zip_of({{"zeros", zeros_for_zip(std::uint64_t{255} << 24)},
                             {"behind.bmp", packed_for_zip(bmp_of(1, 2))}});
  put_file("bomb.zip", bomb);
  for (int depth = 0; depth < 12; ++depth) {
    std::vector<ZipMember> copies;
    for (int i = 0; i < 10; ++i) {
      copies.push_back({"copy" + std::to_string(i) + ".zip", packed_for_zip(bomb)});
    }
    bomb = zip_of(copies);
  }
  put_file("nested.zip", bomb);
  scan(false);
  expect_unseen(look_at("broken.jpg"), "/volume-0/broken.jpg: the JPEG cannot be");
  expect_unseen(look_at("words.txt"), "/volume-0/words.txt: is no picture");
  expect_unseen(look_at("wide.bmp"), "/volume-0/wide.bmp: ");
  const auto begin = std::chrono::steady_clock::now();
  expect_unseen(look(items_["/volume-0/bomb.zip"] + "/1"), "expands to more than");
  expect_unseen(look(items_["/volume-0/bomb.zip"] + "/2"),
                "is nothing that this file holds");
  expect_unseen(look(items_["/volume-0/nested.zip"] + "/8"), "is no picture");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::minutes(1));
  rusage usage{};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  EXPECT_LT(usage.ru_maxrss, 1 << 20) << "KiB, of the largest process";
}

TEST_F(Glimpses, of_a_video_are_of_the_moment_that_is_asked_for) {
  const std::string video =
      std::string(WINNOW_SHARED) + "/evidence/pictures/mei/mp4/sample_mpeg4.mp4";
  if (!fs::exists(video)) GTEST_SKIP() << kNoEvidence;
  put_file("film.mp4", read_text(video));
  scan(false);
  const Pgm first = seen("film.mp4");
  EXPECT_LE(first.width, 96u);
  EXPECT_EQ(look(items_["/volume-0/film.mp4"] + "@3000").status, 0);
  EXPECT_NE(parse_pgm(read_text(folder_.path("look.pgm"))).grey, first.grey);
}

TEST_F(Glimpses, of_another_device_are_none) {
  put_file("live.bmp", bmp_of(200, 60));
  scan(false);
  put_file("more.bmp", bmp_of(100, 60));
  expect_unseen(look_at("live.bmp"), "has changed since it was scanned");
  fs::remove_all(exhibit_);
  expect_unseen(look_at("live.bmp"), "cannot be opened");
  const std::string log = read_text(folder_.path("case/audit.jsonl"));
  EXPECT_NE(log.find("\"event\":\"view_failed\""), std::string::npos);
}

}  // namespace
}  // namespace winnow::test
