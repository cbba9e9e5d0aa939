// New sets against a case without its exhibits: the answers are those of a scan with
// all the sets together, byte for byte, where all was kept; and where less was, what is
// not known is named and is no "no-match".
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <random>
#include <set>

#include "tests/acceptance/evidence_images.h"
#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

namespace fs = std::filesystem;

const std::string kEvidence = std::string(WINNOW_SHARED) + "/evidence/";

struct Answers {
  std::string findings;
  std::string coverage;
  std::string rank;
};

class Rematch : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kEvidence + "containers")) GTEST_SKIP() << kNoEvidence;
    const std::string exhibit = folder_.path("exhibit");
    fs::create_directory(exhibit);
    for (const char* part : {"be_archives", "thumbsdb", "sqlite_chat"}) {
      fs::copy(kEvidence + "containers/" + part, exhibit + "/" + part,
               fs::copy_options::recursive);
    }
    std::string pictures = folder_.path("reference");
    fs::create_directory(pictures);
    std::size_t number = 0;
    std::array<std::string, 3> lists;
    for (const auto& entry : fs::recursive_directory_iterator(exhibit)) {
      if (!entry.is_regular_file()) continue;
      files_.push_back(entry.path());
    }
    std::sort(files_.begin(), files_.end());
    for (const std::string& file : files_) {
      lists[number++ % lists.size()] += sha256_of_file(file) + "\n";
      if (file.ends_with(".jpg") && number % 2 == 0) {
        fs::copy_file(file, pictures + "/" + std::to_string(number) + ".jpg");
      }
    }
    std::string members;
    for (const auto& row : read_table(WINNOW_CONTAINER_TRUTH)) {
      members += row.at("md5") + "\n";
    }
    one_ = folder_.write("one.sha256", lists[0]);
    two_ = folder_.write("two.sha256", lists[1]);
    os_ = folder_.write("os.sha256", lists[2] + lists[1].substr(0, 65));
    members_ = folder_.write("members.md5", members);
    learned_ = folder_.path("pictures.wset");
    const Ran ran =
        winnow({"hashset", "learn", learned_, pictures, "--name", "pictures"});
    EXPECT_EQ(ran.status, 0) << ran.err;
  }

  [[nodiscard]] Answers answers_of(const std::string& a_case) const {
    const std::string at = folder_.path(a_case);
    return {winnow({"findings", "--case", at, "--json"}).out,
            winnow({"coverage", "--case", at, "--json"}).out,
            winnow({"rank", "--case", at, "--json", "--as-of", "2026-01-01"}).out};
  }
  Ran scan(const std::string& a_case, const std::vector<std::string>& options) {
    std::vector<std::string> arguments = {"scan", folder_.path("exhibit"), "--case",
                                          folder_.path(a_case)};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return winnow(arguments);
  }
  Ran rematch(const std::string& a_case, const std::vector<std::string>& options) {
    std::vector<std::string> arguments = {"rematch", "--case", folder_.path(a_case)};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return winnow(arguments);
  }
  void expect_same(const std::string& a, const std::string& b) {
    const Answers left = answers_of(a);
    const Answers right = answers_of(b);
    // Not EXPECT_EQ: it would print both in full.
    EXPECT_TRUE(left.findings == right.findings);
    EXPECT_TRUE(left.coverage == right.coverage);
    EXPECT_TRUE(left.rank == right.rank);
    EXPECT_GT(left.findings.size(), 10'000u);
  }
  void expect_sound(const std::string& a_case) {
    const std::string at = folder_.path(a_case);
    EXPECT_EQ(winnow({"verify", "--case", at}).status, 0);
    const Answers before = answers_of(a_case);
    EXPECT_EQ(winnow({"verify", "--case", at, "--rebuild"}).status, 0);
    EXPECT_TRUE(before.findings == answers_of(a_case).findings);
    EXPECT_EQ(winnow({"verify", "--case", at}).status, 0);
  }

  TempFolder folder_;
  std::vector<std::string> files_;
  std::string one_;
  std::string two_;
  std::string os_;
  std::string members_;
  std::string learned_;
};

TEST_F(Rematch, says_what_a_scan_with_all_sets_says) {
  EXPECT_EQ(scan("all", {"--hashset", one_, two_, members_, learned_, "--known", os_,
                         "--keep", "all", "--classes"})
                .status,
            1);
  EXPECT_EQ(scan("at-once", {"--hashset", one_, "--keep", "all", "--classes"}).status,
            1);
  EXPECT_EQ(scan("in-turn", {"--hashset", one_, "--keep", "all", "--classes"}).status,
            1);
  fs::remove_all(folder_.path("exhibit"));
  const Ran ran = rematch(
      "at-once", {"--hashset", two_, members_, learned_, "--known", os_, "--json"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  expect_same("at-once", "all");
  expect_sound("at-once");
  for (const std::string& set : {learned_, two_, members_}) {
    EXPECT_EQ(rematch("in-turn", {"--hashset", set}).status, 0);
  }
  EXPECT_EQ(rematch("in-turn", {"--known", os_}).status, 0);
  expect_same("in-turn", "all");
  const auto report = parse_json(ran.out);
  const auto& move = report["exhibits"][0];
  EXPECT_TRUE(move["moved"].GetBool());
  EXPECT_GT(move["after"]["counts"]["near"].GetUint64(), 0u);
  EXPECT_EQ(move["before"]["counts"]["near"].GetUint64(), 0u);
}

TEST_F(Rematch, of_images_says_what_a_scan_with_all_sets_says) {
  if (evidence_folder().empty()) GTEST_SKIP() << kNoEvidence;
  std::string first;
  std::string second;
  for (const auto& row : read_table(evidence_folder() + "/ground_truth_files.tsv")) {
    (first.size() > second.size() ? second : first) += row.at("md5") + "\n";
  }
  const std::string a = folder_.write("a.md5", first);
  const std::string b = folder_.write("b.md5", second);
  std::vector<std::string> images;
  for (const std::string& image : evidence_images()) {
    images.push_back(evidence_folder() + "/" + image);
  }
  const auto scanned = [&](const std::string& name, std::vector<std::string> options) {
    options.insert(options.begin(), "scan");
    options.insert(options.end(), {"--case", folder_.path(name)});
    options.insert(options.begin() + 1, images.begin(), images.end());
    return winnow(options).status;
  };
  EXPECT_EQ(scanned("both", {"--hashset", a, b}), 1);
  EXPECT_EQ(scanned("later", {"--hashset", a}), 1);
  EXPECT_EQ(rematch("later", {"--hashset", b}).status, 0);
  expect_same("later", "both");
  expect_sound("later");
}

TEST_F(Rematch, what_was_not_kept_is_named_and_is_no_negative) {
  const std::string nothing = folder_.write("nothing.md5", std::string(32, 'a') + "\n");
  fs::copy_file(files_.front(), folder_.path("text"));
  fs::remove_all(folder_.path("exhibit"));
  fs::create_directory(folder_.path("exhibit"));
  fs::copy_file(folder_.path("text"), folder_.path("exhibit/text"));
  EXPECT_EQ(scan("less", {"--hashset", nothing, "--digests", "md5", "--no-indications"})
                .status,
            0);
  EXPECT_NE(answers_of("less").rank.find("\"band\":\"no-match\""), std::string::npos);
  const Ran ran = rematch("less", {"--hashset", learned_, two_, "--json"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  std::set<std::string> not_decided;
  const auto report = parse_json(ran.out);
  for (const auto& one : report["exhibits"][0]["not_decided"].GetArray()) {
    not_decided.insert(std::string(one["what"].GetString()) + " of " +
                       one["set"].GetString());
  }
  EXPECT_EQ(not_decided,
            (std::set<std::string>{"pictures of pictures", "digests of two"}));
  EXPECT_STREQ(report["exhibits"][0]["after"]["band"].GetString(), "unexamined");
  EXPECT_NE(answers_of("less").rank.find("\"band\":\"unexamined\""), std::string::npos);
  expect_sound("less");
}

std::string noise(unsigned seed, std::size_t bytes) {
  std::mt19937 random(seed);
  std::string text(bytes, '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

// A partition table with one partition, and the space in front of it.
std::string front_of_disk(std::uint64_t volume_bytes) {
  constexpr std::uint32_t kFirstSector = 2048;
  std::string front(std::size_t{kFirstSector} * 512, '\0');
  const auto put = [&front](std::size_t at, std::uint32_t number) {
    for (std::size_t i = 0; i < 4; ++i) {
      front[at + i] = static_cast<char>(number >> (8 * i) & 0xFF);
    }
  };
  front[446 + 4] = 7;  // its type
  put(446 + 8, kFirstSector);
  put(446 + 12, static_cast<std::uint32_t>(volume_bytes / 512));
  front[510] = '\x55';
  front[511] = '\xAA';
  return front;
}

// Remnants in free space: of deleted files on a volume, and behind it on no grid at
// all, where blocks begin at any sector.
class RematchOfBlocks : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    for (const char* set : {"first", "second"}) {
      fs::create_directory(folder_.path(set));
    }
    std::string recipe = "volume size=64MiB\ncrowd many 100 7\n";
    std::string list;
    std::string tail = noise(90, 300 * 512);
    for (unsigned i = 0; i < 12; ++i) {
      const std::string name = "f" + std::to_string(i) + ".bin";
      const std::string reference =
          folder_.path(i % 2 == 0 ? "first/" : "second/") + name;
      const std::string content = noise(i + 1, 20'480 + 70'001 * i);
      write_text(reference, content);
      recipe += "file known/" + name + " host:" + reference + "\n";
      tail += content.substr(i * 4096, 5 * 4096) + noise(i + 60, 512 * (1 + i % 7));
      if (i % 3 == 0) list += sha256_of_file(reference) + "\n";
    }
    for (unsigned i = 0; i < 12; i += 2) {
      recipe += "delete known/f" + std::to_string(i) + ".bin\n";
    }
    recipe += "file known/late.bin noise:77:150000\n";
    write_text(folder_.path("recipe"), recipe);
    const Ran made = run({GetParam(), folder_.path("recipe"), folder_.path("volume"),
                          folder_.path("manifest.tsv")});
    ASSERT_EQ(made.status, 0) << made.err;
    const std::string volume = read_text(folder_.path("volume"));
    write_text(folder_.path("device"), front_of_disk(volume.size()) + volume + tail);
    write_text(folder_.path("list.sha256"), list);
    for (const char* set : {"first", "second"}) {
      const Ran learned = winnow({"hashset", "learn", wset(set), folder_.path(set),
                                  "--name", std::string(set)});
      ASSERT_EQ(learned.status, 0) << learned.err;
    }
  }
  [[nodiscard]] std::string wset(const std::string& set) const {
    return folder_.path(set + ".wset");
  }
  int scan(const std::string& a_case, const std::vector<std::string>& sets,
           const std::string& keep = "all") {
    std::vector<std::string> words = {"scan",     folder_.path("device"),
                                      "--case",   folder_.path(a_case),
                                      "--keep",   keep,
                                      "--hashset"};
    words.insert(words.end(), sets.begin(), sets.end());
    return winnow(words).status;
  }
  int rematch(const std::string& a_case, const std::string& set) {
    return winnow({"rematch", "--case", folder_.path(a_case), "--hashset", set}).status;
  }
  [[nodiscard]] std::string answers(const std::string& a_case) const {
    const std::string at = folder_.path(a_case);
    return winnow({"findings", "--case", at, "--json"}).out +
           winnow({"coverage", "--case", at, "--json"}).out +
           winnow({"rank", "--case", at, "--json", "--as-of", "2026-01-01"}).out;
  }

  TempFolder folder_;
};

TEST_P(RematchOfBlocks, of_free_space_says_what_a_scan_with_all_sets_says) {
  const std::string list = folder_.path("list.sha256");
  ASSERT_EQ(scan("all", {list, wset("first"), wset("second")}), 1);
  ASSERT_EQ(scan("none", {list}), 1);
  ASSERT_EQ(scan("one", {list, wset("first")}), 1);
  const std::string all = answers("all");
  std::size_t blocks = 0;
  for (std::size_t at = 0;
       (at = all.find("\"kind\":\"block\"", at)) != std::string::npos; ++at) {
    ++blocks;
  }
  EXPECT_GE(blocks, 12u) << "the pieces behind the volume at least";
  EXPECT_FALSE(answers("none") == all);
  fs::remove(folder_.path("device"));
  EXPECT_EQ(rematch("none", wset("second")), 0);
  EXPECT_FALSE(answers("none") == all);
  EXPECT_EQ(rematch("none", wset("first")), 0);
  EXPECT_TRUE(answers("none") == all);
  EXPECT_EQ(rematch("one", wset("second")), 0);
  EXPECT_TRUE(answers("one") == all);
  for (const char* a_case : {"none", "one"}) {
    const std::string at = folder_.path(a_case);
    EXPECT_EQ(winnow({"verify", "--case", at, "--rebuild"}).status, 0);
    EXPECT_TRUE(answers(a_case) == all);
  }
}

// Without the blocks it says so, and with them alone it needs nothing else.
TEST_P(RematchOfBlocks, that_were_not_kept_leave_it_undecided) {
  ASSERT_EQ(scan("less", {folder_.path("list.sha256")}, "pictures"), 1);
  EXPECT_EQ(rematch("less", wset("second")), 0);
  const std::string less =
      winnow({"coverage", "--case", folder_.path("less"), "--json"}).out;
  EXPECT_NE(less.find("it lists blocks of contents, and free space was not compared"),
            std::string::npos);
  EXPECT_NE(less.find("\"complete\":false"), std::string::npos);
  ASSERT_EQ(scan("blocks", {folder_.path("list.sha256")}, "blocks"), 1);
  EXPECT_EQ(rematch("blocks", wset("second")), 0);
  const std::string kept =
      winnow({"coverage", "--case", folder_.path("blocks"), "--json"}).out;
  EXPECT_EQ(kept.find("it lists blocks of contents"), std::string::npos);
  EXPECT_NE(kept.find("\"complete\":true"), std::string::npos);
  EXPECT_NE(kept.find("\"blocks\"]"), std::string::npos);
}

std::string last_part(const ::testing::TestParamInfo<std::string>& info) {
  return fs::path(info.param).filename();
}
INSTANTIATE_TEST_SUITE_P(Volumes, RematchOfBlocks,
                         ::testing::Values(WINNOW_MAKE_NTFS, WINNOW_MAKE_EXT4,
                                           WINNOW_MAKE_FAT),
                         last_part);

// Ended at some moment by a signal that nobody can hold back, and done again.
TEST_F(Rematch, killed_at_any_moment_it_is_done_again) {
  EXPECT_EQ(scan("all", {"--hashset", one_, two_, learned_, "--keep", "all"}).status,
            1);
  EXPECT_EQ(scan("killed", {"--hashset", one_, "--keep", "all"}).status, 1);
  int killed = 0;
  for (int microseconds = 2'000; microseconds < 200'000; microseconds += 9'000) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::freopen("/dev/null", "w", stdout);
      ::freopen("/dev/null", "w", stderr);
      ::execl(WINNOW_PROGRAM, "winnow", "rematch", "--case",
              folder_.path("killed").c_str(), "--hashset", two_.c_str(),
              learned_.c_str(), nullptr);
      ::_exit(127);
    }
    ::usleep(static_cast<useconds_t>(microseconds));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    killed += WIFSIGNALED(status) ? 1 : 0;
    EXPECT_EQ(winnow({"verify", "--case", folder_.path("killed"), "--rebuild"}).status,
              0);
  }
  EXPECT_GT(killed, 0);
  EXPECT_EQ(rematch("killed", {"--hashset", two_, learned_}).status, 0);
  expect_same("killed", "all");
  expect_sound("killed");
}

}  // namespace
}  // namespace winnow::test
