#include "hashsets/learning/learn.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <thread>

#include "tests/base/temp_folder.h"
#include "tests/hashsets/learned_sets.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

class LearnTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directory(folder_.path("reference"));
    request_.output = folder_.path("out.wset");
    request_.folder = folder_.path("reference");
    request_.name = "learned";
    request_.memory_bytes = kTestMemory;
  }

  void add(const std::string& path, const std::string& content) {
    const std::string file = folder_.path("reference/" + path);
    fs::create_directories(fs::path(file).parent_path());
    folder_.write("reference/" + path, content);
    files_[path] = content;
  }
  // A folder of a few kinds of files.
  void add_many() {
    for (unsigned i = 0; i < 60; ++i) {
      add(std::to_string(i % 5) + "/sub/" + std::to_string(i) + ".bin",
          invented_bytes(i / 2, 1 + i * 700) + std::string(5000, '\0'));
    }
    add("1/large", invented_bytes(900, 2 * kWholeFile + 77));
    add("loose", invented_bytes(901, 9000));
  }

  [[nodiscard]] LearnReport learn() {
    auto report = learn_set(request_);
    EXPECT_TRUE(report) << report.error().line();
    return report ? std::move(*report) : LearnReport();
  }
  [[nodiscard]] HashSet set() {
    auto opened = open_set(request_.output);
    EXPECT_TRUE(opened) << opened.error().line();
    return std::move(*opened);
  }
  [[nodiscard]] SetEntry entry_of(const HashSet& set, const std::string& path) {
    const auto match = set.find(digests_of_text(files_.at(path)));
    EXPECT_TRUE(match && *match) << path;
    const auto entry = set.entry((*match)->entry);
    EXPECT_TRUE(entry);
    return *entry;
  }
  [[nodiscard]] std::string journal() const { return request_.output + ".learning"; }

  TempFolder folder_;
  LearnRequest request_;
  std::map<std::string, std::string> files_;
};

TEST_F(LearnTest, TheSetAnswersAsTheFilesDo) {
  add_many();
  const LearnReport report = learn();
  EXPECT_EQ(report.files_found, 62u);
  EXPECT_EQ(report.files_learned, 62u);
  EXPECT_EQ(report.files_resumed, 0u);
  EXPECT_TRUE(report.unreadable.empty());
  std::vector<ListedContent> contents;
  std::uint64_t bytes = 0;
  for (const auto& [path, content] : files_) {
    const char first = path[0];
    contents.push_back(
        {content, first == 'l' ? std::optional<std::int64_t>() : first - '0'});
    bytes += content.size();
  }
  EXPECT_EQ(report.bytes, bytes);
  const LearnedTwin twin(contents);
  const HashSet set = this->set();
  ASSERT_TRUE(set.verify());
  EXPECT_EQ(set.entry_count(), twin.entries);
  EXPECT_EQ(set.size_rule().value(), SizeRule::learned);
  EXPECT_EQ(set.head_block_count(), twin.heads.size());
  for (const auto& [key, entries] : twin.heads) {
    EXPECT_EQ(set.find_head_block(key).value(), twin.head(key));
  }
  for (const auto& [key, entries] : twin.blocks) {
    EXPECT_EQ(set.find_block(key).value(), twin.block(key));
    EXPECT_EQ(set.block_uses(key).value(), twin.uses.at(key));
  }
  EXPECT_EQ(set.probative_share_ppm().value(), twin.probative_share_ppm);
  for (const auto& [path, content] : files_) {
    EXPECT_EQ(set.ask_size(content.size()).value(), SizeAnswer::may_match);
    EXPECT_EQ(set.ask_size(content.size() + 3'000'000).value(),
              SizeAnswer::cannot_match);
    if (path[0] != 'l') {
      EXPECT_EQ(entry_of(set, path).code.has_value(), true) << path;
    }
  }
  EXPECT_NE(::access(journal().c_str(), F_OK), 0);
}

TEST_F(LearnTest, NoNamesAndNoContentUnlessAsked) {
  add("4/a-telling-name.jpg", "a telling content of some length");
  EXPECT_EQ(learn().files_learned, 1u);
  const std::string without = TempFolder::read(request_.output);
  EXPECT_EQ(without.find("telling"), std::string::npos);
  EXPECT_EQ(without.find("reference"), std::string::npos);
  request_.keep_names = true;
  EXPECT_EQ(learn().files_learned, 1u);
  EXPECT_EQ(entry_of(set(), "4/a-telling-name.jpg").source, "4/a-telling-name.jpg");
  EXPECT_EQ(TempFolder::read(request_.output).find("content of"), std::string::npos);
}

TEST_F(LearnTest, ThreadsAndOrderMakeNoDifference) {
  add_many();
  EXPECT_EQ(learn().files_learned, 62u);
  const auto one = bytes_in(request_.output);
  for (const std::uint32_t threads : {2u, 7u}) {
    request_.threads = threads;
    request_.memory_bytes = std::uint64_t{1} << 26;
    EXPECT_EQ(learn().files_learned, 62u);
    EXPECT_EQ(bytes_in(request_.output), one) << threads;
  }
}

// The first threads are through before the last ones begin.
TEST_F(LearnTest, MoreThreadsThanFiles) {
  add("a", "1");
  for (const std::uint32_t threads : {1u, 2u, 16u, 64u, 16u, 2u}) {
    request_.threads = threads;
    EXPECT_EQ(learn().files_learned, 1u);
  }
}

// A run is killed in the middle, again and again, and the set is the same.
TEST_F(LearnTest, AKilledRunIsGoneOnWith) {
  add_many();
  EXPECT_EQ(learn().files_learned, 62u);
  const auto whole = bytes_in(request_.output);
  std::uint64_t resumed = 0;
  for (unsigned delay_us = 0; delay_us <= 40'000; delay_us += 2000) {
    ASSERT_TRUE(fs::remove(request_.output));
    const pid_t child = ::fork();
    if (child == 0) {
      request_.threads = 2;
      const auto ignored = learn_set(request_);
      ::_exit(0);
    }
    ::usleep(delay_us);
    ::kill(child, SIGKILL);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    const LearnReport report = learn();
    EXPECT_EQ(report.files_learned, 62u);
    resumed += report.files_resumed;
    ASSERT_EQ(bytes_in(request_.output), whole) << delay_us;
    EXPECT_NE(::access(journal().c_str(), F_OK), 0);
  }
  EXPECT_GT(resumed, 0u);
}

// Finished files that are as they were are not read again; others are.
TEST_F(LearnTest, WhatWasLearnedIsNotReadAgain) {
  add("a", invented_bytes(1, 5000));
  add("b", invented_bytes(2, 5000));
  add("c", invented_bytes(3, 5000));
  EXPECT_EQ(learn().files_learned, 3u);
  const auto whole = bytes_in(request_.output);
  // A run that cannot write its set leaves what it learned.
  const LearnRequest good = request_;
  request_.memory_bytes = 1 << 20;
  const pid_t child = ::fork();
  if (child == 0) {
    const auto ignored = learn_set(request_, [](const LearnProgress& progress) {
      if (progress.files_done == progress.files) ::_exit(0);
    });
    ::_exit(1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), 0);
  ASSERT_EQ(::access(journal().c_str(), F_OK), 0);
  const std::string kept = TempFolder::read(journal());

  EXPECT_EQ(learn().files_resumed, 3u);
  EXPECT_EQ(bytes_in(request_.output), whole);

  folder_.write("out.wset.learning", kept);
  add("b", invented_bytes(4, 5000));
  add("d", invented_bytes(5, 5000));
  fs::remove(folder_.path("reference/c"));
  const LearnReport report = learn();
  EXPECT_EQ(report.files_resumed, 1u);
  EXPECT_EQ(report.files_learned, 3u);
  const HashSet set = this->set();
  EXPECT_TRUE(set.find(digests_of_text(files_["b"])).value());
  EXPECT_TRUE(set.find(digests_of_text(files_["d"])).value());
  EXPECT_FALSE(set.find(digests_of_text(files_["c"])).value());
  EXPECT_EQ(set.entry_count(), 3u);
}

TEST_F(LearnTest, AJournalOfAnotherFolderIsRefused) {
  add("a", "1");
  folder_.write("out.wset.learning",
                "not a journal, but of some length all the same; "
                "so it can be no beginning of one either, surely "
                "not, whatever the folder's path may be, for "
                "it does not begin as one");
  const auto report = learn_set(request_);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().place, journal());
}

TEST_F(LearnTest, WhatIsLeftOutIsCounted) {
  add("4/a", "content");
  add("4/empty", "");
  add("3/a-again", "content");
  add("4/a-twice", "content");
  fs::create_symlink("4/a", folder_.path("reference/link"));
  ASSERT_EQ(::mkfifo(folder_.path("reference/pipe").c_str(), 0600), 0);
  const LearnReport report = learn();
  EXPECT_EQ(report.files_found, 4u);
  EXPECT_EQ(report.files_learned, 3u);
  EXPECT_EQ(report.files_empty, 1u);
  EXPECT_EQ(report.links, std::vector<std::string>{"link"});
  EXPECT_EQ(report.special, std::vector<std::string>{"pipe"});
  EXPECT_EQ(report.without_blocks, 3u);
  EXPECT_EQ(report.counts.entries, 2u);
  EXPECT_EQ(report.counts.duplicates, 1u);
  EXPECT_EQ(report.counts.conflicts, 1u);
  EXPECT_EQ(report.counts.head_blocks, 1u);
  EXPECT_EQ(set().import_record_json(),
            "{\"declared_name\":\"learned\",\"declared_type\":\"notable\","
            "\"learned\":true,\"files_found\":4,\"files_learned\":3,\"files_empty\":1,"
            "\"unreadable\":0,\"links_not_followed\":1,\"special_files\":1,"
            "\"bytes\":21,\"duplicates\":1,\"conflicts\":1,\"entries\":2,"
            "\"algorithms\":[{\"name\":\"md5\",\"count\":2},"
            "{\"name\":\"sha1\",\"count\":2},{\"name\":\"sha256\",\"count\":2}],"
            "\"pdq\":0,\"files_with_pdq\":0,"
            "\"sizes\":1,\"block_length\":4096,\"head_blocks\":1,\"blocks\":0,"
            "\"contents_bytes\":7,\"contents_whole_blocks\":0,"
            "\"contents_blocks_with_a_key\":0,"
            "\"files_without_a_probative_block\":3,\"blocks_left_out_by_reason\":{"
            "\"constant\":0,\"repeating\":0,\"ramp\":0,\"common-format\":0,"
            "\"low-entropy\":0,\"shared-by-many\":0},\"learner_version\":2}");
}

TEST_F(LearnTest, WhatCannotBeReadIsNamedAndTheRestLearned) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  add("a", "1");
  add("b", "2");
  fs::permissions(folder_.path("reference/b"), fs::perms::none);
  const LearnReport report = learn();
  EXPECT_EQ(report.files_learned, 1u);
  ASSERT_EQ(report.unreadable.size(), 1u);
  EXPECT_EQ(report.unreadable[0].path, "b");
}

TEST_F(LearnTest, CategoriesAreGradedByTheProfile) {
  add("1/worst", "1");
  add("4/no-hit", "4");
  add("77/unknown", "77");
  add("none", "0");
  request_.profile = "us";
  const LearnReport report = learn();
  EXPECT_EQ(report.unknown_codes, 1u);
  const HashSet set = this->set();
  const SetEntry worst = entry_of(set, "1/worst");
  EXPECT_EQ(worst.code, 1);
  EXPECT_EQ(worst.label, "Child Abuse Material (CAM)");
  EXPECT_TRUE(worst.counts_as_hit);
  EXPECT_FALSE(worst.profile.empty());
  EXPECT_FALSE(entry_of(set, "4/no-hit").counts_as_hit);
  EXPECT_EQ(entry_of(set, "77/unknown").code, 77);
  EXPECT_EQ(entry_of(set, "none").code, std::nullopt);
  EXPECT_EQ(entry_of(set, "none").profile, "");
}

TEST_F(LearnTest, CategoriesComeFromATable) {
  add("1/a", "a");
  add("b", "b");
  request_.categories_file =
      folder_.write("table.csv", "path,category,label\n1/a,3,by hand\nmissing,1,\n");
  const LearnReport report = learn();
  EXPECT_EQ(report.not_found, std::vector<std::string>{"missing"});
  const HashSet set = this->set();
  EXPECT_EQ(entry_of(set, "1/a").code, 3);
  EXPECT_EQ(entry_of(set, "1/a").label, "by hand");
  EXPECT_EQ(entry_of(set, "b").code, std::nullopt);
  request_.category = 2;
  EXPECT_FALSE(learn_set(request_));
  request_.categories_file.clear();
  EXPECT_EQ(learn().files_learned, 2u);
  EXPECT_EQ(entry_of(this->set(), "1/a").code, 2);
}

TEST_F(LearnTest, WhatCannotBeLeavesTheOldSet) {
  add("a", "1");
  EXPECT_EQ(learn().files_learned, 1u);
  const auto before = bytes_in(request_.output);
  const auto place_of = [&](auto change) {
    LearnRequest request = request_;
    change(request);
    const auto report = learn_set(request);
    return report ? std::string("learned") : report.error().place;
  };
  const std::string reference = folder_.path("reference");
  EXPECT_EQ(place_of([&](auto& r) { r.folder = folder_.path("nowhere"); }),
            folder_.path("nowhere"));
  EXPECT_EQ(place_of([&](auto& r) { r.folder = folder_.path("reference/a"); }),
            folder_.path("reference/a"));
  EXPECT_EQ(place_of([&](auto& r) { r.output = reference + "/set.wset"; }),
            reference + "/set.wset");
  EXPECT_EQ(place_of([&](auto& r) { r.output = reference + "/../reference/new/s"; }),
            reference + "/../reference/new/s");
  EXPECT_EQ(place_of([&](auto& r) { r.name = ""; }), request_.output);
  EXPECT_EQ(place_of([&](auto& r) { r.profile = "nobody"; }), "nobody");
  fs::create_directory(folder_.path("hollow"));
  folder_.write("hollow/empty", "");
  EXPECT_EQ(place_of([&](auto& r) { r.folder = folder_.path("hollow"); }),
            folder_.path("hollow"));
  EXPECT_EQ(bytes_in(request_.output), before);
  EXPECT_EQ(fs::exists(journal()), false);
  EXPECT_EQ(fs::exists(reference + "/set.wset"), false);
}

TEST_F(LearnTest, ShowsHowFarItIs) {
  add_many();
  LearnProgress last;
  const auto report = learn_set(request_, [&](const LearnProgress& progress) {
    EXPECT_GE(progress.files_done, last.files_done);
    EXPECT_EQ(progress.files, 62u);
    last = progress;
  });
  ASSERT_TRUE(report);
  EXPECT_EQ(last.files_done, 62u);
  EXPECT_EQ(last.bytes_done, last.bytes);
  EXPECT_EQ(last.bytes, report->bytes);
}

}  // namespace
}  // namespace winnow
