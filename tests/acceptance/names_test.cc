// Names that make a device worth a look, on a practice volume: met without reading any
// content, the same for any number of threads, and by the rules that were given.
#include <gtest/gtest.h>

#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

constexpr char kRecipe[] =
    "volume size=32MiB\n"
    "file   \"Users/a/Desktop/TOR BROWSER/Browser/start.exe\" noise:1:20KiB\n"
    "file   \"Users/a/Desktop/TOR BROWSER/Browser/more.dll\" noise:2:20KiB\n"
    "file   Users/a/Documents/holiday.HC noise:3:64KiB\n"
    "file   Users/a/Documents/letter.txt noise:4:3KiB\n"
    "file   Users/a/Documents/known.met noise:5:3KiB\n"
    "delete Users/a/Documents/known.met\n";

class Names : public ::testing::Test {
 protected:
  void SetUp() override {
    write_text(folder_.path("recipe"), kRecipe);
    const Ran made = run({WINNOW_MAKE_NTFS, folder_.path("recipe"),
                          folder_.path("image"), folder_.path("manifest.tsv")});
    ASSERT_EQ(made.status, 0) << made.err;
    write_text(folder_.path("list.md5"), "00112233445566778899aabbccddeeff  other\n");
  }

  Ran scan(const std::string& name, std::vector<std::string> options) {
    options.insert(options.begin(),
                   {"scan", folder_.path("image"), "--case", folder_.path(name)});
    return winnow(options);
  }
  [[nodiscard]] std::string findings(const std::string& name) const {
    return winnow({"findings", "--case", folder_.path(name), "--json"}).out;
  }
  [[nodiscard]] static std::vector<std::string> paths_of(const std::string& json) {
    std::vector<std::string> paths;
    for (const Found& found : parse_findings(json)) {
      EXPECT_EQ(found.kind, "indication");
      paths.push_back(found.path + (found.allocated ? "" : " (deleted)"));
    }
    return paths;
  }

  TempFolder folder_;
  const std::vector<std::string> expected_ = {
      "/volume-0/Users/a/Desktop/TOR BROWSER/Browser/start.exe",
      "/volume-0/Users/a/Documents/holiday.HC",
      "/volume-0/Users/a/Documents/known.met (deleted)"};
};

TEST_F(Names, are_met_before_any_content_is_read) {
  const Ran ran = scan("case", {"--until", "inventory"});
  EXPECT_EQ(ran.status, 3) << ran.err;
  const std::string json = findings("case");
  EXPECT_EQ(paths_of(json), expected_);
  const auto first = parse_json(json.substr(0, json.find('\n')));
  ASSERT_TRUE(first.IsObject());
  EXPECT_STREQ(first["set"].GetString(), "name indications");
  EXPECT_STREQ(first["algorithm"].GetString(), "name");
  EXPECT_STREQ(first["note"].GetString(),
               "anonymising browser (rule tor-browser-folder)");
  EXPECT_EQ(first["tier"].GetInt(), 1);
  EXPECT_TRUE(first["digest"].ObjectEmpty());
  EXPECT_GT(first["runs"].Size(), 0u);
}

TEST_F(Names, are_all_that_is_met_and_the_exit_status_says_so) {
  const Ran ran = scan("case", {"--hashset", folder_.path("list.md5")});
  EXPECT_EQ(ran.status, 3) << ran.err;
  const auto coverage =
      parse_json(winnow({"coverage", "--case", folder_.path("case"), "--json"}).out);
  ASSERT_TRUE(coverage.IsArray());
  EXPECT_TRUE(coverage[0]["complete"].GetBool());
  const auto rank =
      parse_json(winnow({"rank", "--case", folder_.path("case"), "--json"}).out);
  ASSERT_TRUE(rank.IsArray());
  EXPECT_STREQ(rank[0]["band"].GetString(), "indicated");
  EXPECT_EQ(rank[0]["counts"]["indication"].GetInt(), 3);
  EXPECT_EQ(
      scan("none", {"--hashset", folder_.path("list.md5"), "--no-indications"}).status,
      0);
  EXPECT_EQ(findings("none"), "");
}

TEST_F(Names, are_the_same_for_any_number_of_threads_and_after_a_rebuild) {
  const std::string list = folder_.path("list.md5");
  EXPECT_EQ(scan("one", {"--hashset", list, "--threads", "1"}).status, 3);
  EXPECT_EQ(scan("eight", {"--hashset", list, "--threads", "8"}).status, 3);
  EXPECT_EQ(scan("twin", {"--hashset", list, "--serial"}).status, 3);
  const std::string json = findings("one");
  EXPECT_EQ(paths_of(json), expected_);
  EXPECT_EQ(findings("eight"), json);
  EXPECT_EQ(findings("twin"), json);
  EXPECT_EQ(winnow({"verify", "--case", folder_.path("one"), "--rebuild"}).status, 0);
  EXPECT_EQ(findings("one"), json);
}

TEST_F(Names, follow_the_rules_that_are_given) {
  const std::string rules = folder_.path("own.txt");
  write_text(rules, "winnow-indications 1\nletters | file | LETTER.* | a letter\n");
  EXPECT_EQ(scan("case", {"--until", "inventory", "--indications", rules}).status, 3);
  EXPECT_EQ(paths_of(findings("case")),
            std::vector<std::string>{"/volume-0/Users/a/Documents/letter.txt"});
  // Other rules are another scan, which takes the place of the first.
  const Ran again = scan("case", {"--until", "inventory"});
  EXPECT_NE(again.err.find("it was scanned with other sets or settings"),
            std::string::npos)
      << again.err;
  EXPECT_EQ(paths_of(findings("case")), expected_);
}

}  // namespace
}  // namespace winnow::test
