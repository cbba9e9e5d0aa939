// Files made to break readers, each as an exhibit of its own and all as one folder, in
// one scan; and things given in each other's place.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "tests/base/temp_folder.h"
#include "tests/hostile/child_run.h"
#include "tests/hostile/scan_answers.h"

namespace winnow::hostile {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes kLimit{40};  // for thousands of exhibits
// Of the fuzz seeds every so-manieth is an exhibit of its own, if WINNOW_WHOLE_CORPUS
// is not set; in the folder are all of them.
constexpr std::size_t kSeedsLeftOut = 60;

class HostileCorpus : public ::testing::Test {
 protected:
  void SetUp() override { become_reaper(); }

  int run(const std::vector<std::string>& argv) {
    const Ended ended = run_to_end(argv, path("out"), path("err"), kLimit);
    EXPECT_TRUE(ended.in_time) << argv[1];
    EXPECT_LT(ended.status, 128) << "ended by a signal: " << read_text(path("err"));
    EXPECT_TRUE(reap_orphans("winnow-worker", std::chrono::seconds(1)).left.empty());
    return ended.status;
  }
  int winnow(std::vector<std::string> words) {
    words.insert(words.begin(), WINNOW_PROGRAM);
    return run(words);
  }
  void shell(const std::string& script) {
    ASSERT_EQ(run({"sh", "-ec", script}), 0)
        << script << ": " << read_text(path("err"));
  }

  // Scans and holds the answers against the contract; the exit status.
  int scan(const std::vector<std::string>& exhibits,
           const std::vector<std::string>& options) {
    fs::remove_all(path("case"));
    std::vector<std::string> words = {"scan", "--case", path("case"), "--json"};
    words.insert(words.end(), options.begin(), options.end());
    words.push_back("--");
    words.insert(words.end(), exhibits.begin(), exhibits.end());
    Answers answers;
    answers.status = winnow(words);
    answers.events = read_text(path("out"));
    answers.errors = read_text(path("err"));
    if (answers.status != 2) {
      EXPECT_EQ(winnow({"findings", "--case", path("case"), "--json"}), 0);
      answers.findings = read_text(path("out"));
      EXPECT_EQ(winnow({"coverage", "--case", path("case"), "--json"}), 0);
      answers.coverage = read_text(path("out"));
    }
    for (const std::string& complaint : check_answers(answers, exhibits.size())) {
      ADD_FAILURE() << complaint << "\n" << answers.errors.substr(0, 1000);
    }
    errors_ = answers.errors;
    return answers.status;
  }

  void try_pair(const std::string& exhibit, const std::string& option,
                const std::string& set) {
    SCOPED_TRACE(exhibit + " " + option + " " + set);
    // A compiled set is of one type, and this one notable.
    const bool fits = set == "list" || (set == "set.wset" && option == "--hashset");
    const int status =
        scan({path(exhibit)}, {option, path(set), "--hashset", path("list")});
    EXPECT_EQ(status == 2, !fits || exhibit == "nothing") << errors_;
    if (status != 2) return;
    const std::string& wrong = exhibit == "nothing" ? exhibit : set;
    EXPECT_NE(errors_.find(path(wrong)), std::string::npos) << errors_;
  }

  [[nodiscard]] std::string path(const std::string& name) const {
    return folder_.path(name);
  }

  TempFolder folder_;
  std::string errors_;
};

bool is_left_out(const std::string& file, std::size_t place) {
  return std::getenv("WINNOW_WHOLE_CORPUS") == nullptr &&
         file.find("/afl-testcases/") != std::string::npos &&
         place % kSeedsLeftOut != 0;
}

std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

TEST_F(HostileCorpus, all_of_it_in_one_run) {
  const std::string source = std::string(WINNOW_SHARED) + "/evidence/hostile";
  if (!fs::exists(source)) GTEST_SKIP() << source << " is not there";
  // Images and seeds are unpacked; archives that are hostile themselves stay.
  shell("cp -r '" + source + "' '" + path("hostile") + "'; cd '" + path("hostile") +
        "'; chmod -R u+w .; find e2fsprogs -name '*.gz' -exec gunzip {} +; "
        "for image in exfatprogs/*/*.tar.xz; do tar -xf \"$image\" --no-same-owner "
        "-C \"$(dirname \"$image\")\"; rm \"$image\"; done; "
        "for seeds in seed/*.tar.zst; do tar -xf \"$seeds\" --no-same-owner -C seed; "
        "rm \"$seeds\"; done");
  std::vector<std::string> exhibits = {path("hostile")};
  const std::vector<std::string> files = files_below(path("hostile"));
  ASSERT_GT(files.size(), 5000u);
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!is_left_out(files[i], i)) exhibits.push_back(files[i]);
  }
  ASSERT_GT(exhibits.size(), 500u);
  const std::string list = folder_.write("listed.md5", std::string(32, 'a') + "\n");
  const int status = scan(exhibits, {"--hashset", list});
  // None of them is refused, none is listed, and some are damaged.
  EXPECT_EQ(status, 3) << errors_.substr(0, 1000);
}

// Every pairing of a folder, an image, a set and a list as exhibit and as set.
TEST_F(HostileCorpus, things_given_in_each_others_place) {
  shell("mkdir '" + path("folder") + "'; printf content > '" + path("folder/file") +
        "'; PATH=$PATH:/sbin:/usr/sbin mke2fs -q -F -d '" + path("folder") + "' '" +
        path("image") + "' 256; cp '" + path("image") + "' '" + path("image.wset") +
        "'; printf '%032d\\n' 1 > '" + path("list") + "'");
  ASSERT_EQ(winnow({"hashset", "build", path("set.wset"), path("list"), "--name", "x",
                    "--type", "notable"}),
            0);
  const std::vector<std::string> things = {"folder", "image",    "image.wset",
                                           "list",   "set.wset", "nothing"};
  for (const std::string& exhibit : things) {
    for (const std::string& set : things) {
      try_pair(exhibit, "--hashset", set);
      if (exhibit != "image") continue;
      try_pair(exhibit, "--known", set);
      try_pair(exhibit, "--ignore", set);
    }
  }
}

TEST_F(HostileCorpus, a_case_that_is_none) {
  const std::string list = folder_.write("list", std::string(32, 'a') + "\n");
  shell("mkdir '" + path("folder") + "'; cp '" + list + "' '" + path("folder/file") +
        "'");
  for (const std::string& thing : {path("list"), path("folder")}) {
    SCOPED_TRACE(thing);
    EXPECT_EQ(winnow({"scan", list, "--hashset", list, "--case", thing}), 2);
    const std::string errors = read_text(path("err"));
    EXPECT_EQ(std::count(errors.begin(), errors.end(), '\n'), 1) << errors;
    EXPECT_NE(errors.find(thing), std::string::npos) << errors;
    for (const char* verb : {"findings", "coverage", "rank", "verify"}) {
      EXPECT_EQ(winnow({verb, "--case", thing}), 2) << verb;
    }
  }
}

}  // namespace
}  // namespace winnow::hostile
