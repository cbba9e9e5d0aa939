// make_corpus on every file system, small: the same seed gives the same bytes, the
// truth table says what is on the image and what a scan finds there; and what
// measurements of a scan are made with reads it rightly.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

using Row = std::map<std::string, std::string>;
using Rows = std::vector<Row>;

class Corpus : public ::testing::TestWithParam<const char*> {
 protected:
  // The rows of the truth table.
  Rows make(const std::string& name, const std::string& seed) const {
    const Ran made =
        run({WINNOW_MAKE_CORPUS, folder_.path(name), "--fs", GetParam(), "--size",
             "64MiB", "--files", "150", "--planted", "4", "--seed", seed});
    EXPECT_EQ(made.status, 0) << made.err;
    return read_table(truth(name));
  }
  std::string image(const std::string& name) const { return stem(name) + ".img"; }
  std::string truth(const std::string& name) const { return stem(name) + ".tsv"; }
  // Of the corpus "c".
  void check_places(const Rows& rows) const;
  // A scan with the list that goes with "c": sizes and digests, no blocks.
  void check_scan(const Rows& rows) const;

  TempFolder folder_;

 private:
  std::string stem(const std::string& name) const {
    return folder_.path(name) + "/corpus-" + GetParam();
  }
};

Rows rows_where(const Rows& rows, const std::string& planted,
                const std::string& state) {
  Rows kept;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(kept), [&](const Row& row) {
    return row.at("planted") == planted && row.at("state") == state;
  });
  return kept;
}

// The bytes on the image where a row says that they lie.
std::string bytes_at(const std::string& image, const Row& row) {
  std::string bytes;
  std::istringstream extents(row.at("extents"));
  std::string extent;
  while (std::getline(extents, extent, ',')) {
    const std::size_t plus = extent.find('+');
    bytes += image.substr(std::stoull(extent), std::stoull(extent.substr(plus + 1)));
  }
  return bytes;
}

// Contents by their size, of the folder `planted`.
std::multimap<std::size_t, std::string> references(const std::string& folder) {
  std::multimap<std::size_t, std::string> found;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::string bytes = read_text(file.path());
    found.emplace(bytes.size(), std::move(bytes));
  }
  return found;
}

std::size_t equal_blocks(const std::string& a, const std::string& b) {
  std::size_t equal = 0;
  for (std::size_t at = 0; at + 4096 <= std::min(a.size(), b.size()); at += 4096) {
    equal += a.compare(at, 4096, b, at, 4096) == 0 ? 1u : 0u;
  }
  return equal;
}

TEST_P(Corpus, SameSeedGivesSameBytes) {
  make("one", "5");
  make("two", "5");
  EXPECT_EQ(sha256_of_file(image("one")), sha256_of_file(image("two")));
  EXPECT_EQ(read_text(truth("one")), read_text(truth("two")));
  EXPECT_EQ(read_text(folder_.path("one/planted.csv")),
            read_text(folder_.path("two/planted.csv")));
}

void Corpus::check_places(const Rows& rows) const {
  EXPECT_EQ(rows_where(rows, "known", "live").size(), 4u);
  EXPECT_EQ(rows_where(rows, "known", "deleted").size(), 1u);
  EXPECT_EQ(rows_where(rows, "twin", "live").size(), 1u);
  const auto contents = references(folder_.path("c/planted"));
  EXPECT_EQ(contents.size(), 6u);

  const std::string image_bytes = read_text(image("c"));
  std::set<std::string> known;
  for (const auto& [size, bytes] : contents) known.insert(bytes);
  for (const char* state : {"live", "deleted"}) {
    for (const Row& row : rows_where(rows, "known", state)) {
      EXPECT_TRUE(known.contains(bytes_at(image_bytes, row))) << row.at("path");
    }
  }
  for (const Row& row : rows_where(rows, "twin", "live")) {
    EXPECT_FALSE(known.contains(bytes_at(image_bytes, row)));
    EXPECT_TRUE(contents.contains(std::stoull(row.at("size"))));
  }
  const Rows same_size = rows_where(rows, "same-size", "live");
  EXPECT_EQ(same_size.size(), 18u);
  for (const Row& row : same_size) {
    EXPECT_TRUE(contents.contains(std::stoull(row.at("size")))) << row.at("path");
  }
  // Of the one that is partly left, some blocks are there and some are not.
  const Rows partly = rows_where(rows, "known", "partly");
  ASSERT_EQ(partly.size(), 1u);
  const std::string& whole = contents.find(std::stoull(partly[0].at("size")))->second;
  const std::size_t left = equal_blocks(bytes_at(image_bytes, partly[0]), whole);
  EXPECT_GE(left, 3u);
  EXPECT_LT(left, whole.size() / 4096);
}

void Corpus::check_scan(const Rows& rows) const {
  std::set<std::string> wanted;
  for (const Row& row : rows_where(rows, "known", "live")) {
    wanted.insert("/volume-0/" + row.at("path"));
  }
  ASSERT_EQ(wanted.size(), 4u);
  const Ran scan =
      run({WINNOW_MEASURE, folder_.path("rows"), "--stamps", folder_.path("stamps"),
           WINNOW_PROGRAM, "scan", image("c"), "--hashset",
           folder_.path("c/planted.csv"), "--case", folder_.path("case"), "--json"});
  ASSERT_EQ(scan.status, 0) << scan.err;
  std::set<std::string> found;
  for (const Found& one : parse_findings(
           winnow({"findings", "--case", folder_.path("case"), "--json"}).out)) {
    if (one.kind == "exact" && one.allocated) found.insert(one.path);
  }
  EXPECT_EQ(found, wanted);

  const std::string facts =
      run({"awk", "-f", WINNOW_PLANTED_FOUND, truth("c"), folder_.path("stamps")}).out;
  EXPECT_NE(facts.find(" found=4 wanted=4 wrong=0 "), std::string::npos) << facts;
  EXPECT_NE(facts.find(" of_whole=1 "), std::string::npos) << facts;
  EXPECT_NE(facts.find(" of_partly=1"), std::string::npos) << facts;
}

TEST_P(Corpus, PlantedFilesLieAndAreFoundWhereTheTableSays) {
  const Rows rows = make("c", "1");
  check_places(rows);
  check_scan(rows);
}

INSTANTIATE_TEST_SUITE_P(FileSystems, Corpus,
                         ::testing::Values("ntfs", "ext4", "fat32", "exfat"),
                         [](const auto& fs) { return std::string(fs.param); });

// Content only where a probe would look, and an image that takes little room.
TEST(HollowCorpus, IsLargeAndSmallAtOnce) {
  const TempFolder folder;
  const Ran made = run({WINNOW_MAKE_CORPUS, folder.path("c"), "--fs", "ext4", "--size",
                        "8GiB", "--files", "400", "--planted", "4", "--hollow"});
  ASSERT_EQ(made.status, 0) << made.err;
  struct stat facts {};
  ASSERT_EQ(::stat(folder.path("c/corpus-ext4.img").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_size, 8LL << 30);
  EXPECT_LT(facts.st_blocks * 512LL, 256LL << 20);
  const Rows rows = read_table(folder.path("c/corpus-ext4.tsv"));
  EXPECT_EQ(rows.size(), 400u);
  for (const Row& row : rows) {
    const bool is_whole = row.at("planted") == "known" || row.at("planted") == "twin";
    EXPECT_EQ(row.at("kind"), is_whole ? "file" : "hollow");
    EXPECT_EQ(row.at("md5") == "-", !is_whole);
  }
}

TEST(Measure, SaysWhatACommandCost) {
  const TempFolder folder;
  const Ran ran =
      run({WINNOW_MEASURE, folder.path("rows"), "--stamps", folder.path("stamps"), "sh",
           "-c",
           "echo one; head -c 50000000 /dev/zero | tail -c 30000000 >/dev/null; "
           "sleep 0.2; echo two; exit 5"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  std::istringstream row(read_text(folder.path("rows")));
  double wall = 0;
  double processor = 0;
  double peak_kib = 0;
  double fetched = 0;
  double device = 0;
  int status = 0;
  row >> wall >> processor >> peak_kib >> fetched >> device >> status;
  EXPECT_GE(wall, 0.2);
  EXPECT_GT(processor, 0);
  EXPECT_GT(peak_kib, 25000);  // tail holds 30 MB
  EXPECT_GE(fetched, 1e8);     // head reads 50 MB, tail reads them again
  EXPECT_EQ(status, 5);

  std::istringstream stamps(read_text(folder.path("stamps")));
  double first = -1;
  double second = -1;
  std::string word;
  stamps >> first >> word;
  EXPECT_EQ(word, "one");
  stamps >> second >> word;
  EXPECT_EQ(word, "two");
  EXPECT_GE(second - first, 0.2);
  EXPECT_LE(second, wall + 0.001);
}

}  // namespace
}  // namespace winnow::test
