// An item that aborts, one that loops and one that takes memory without end, among the
// files and among the entries of the walk, and a place of free space that aborts: each
// is one line of the ledger, the same on every run, and nothing else is lost.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <set>

#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

class Planted : public ::testing::Test {
 protected:
  void SetUp() override {
    write_text(folder_.path("recipe"),
               "volume size=64MiB label=CROWD\n"
               "crowd many 3000\n"
               "file DCIM/a.jpg picture:7:320x240:85\n");
    const Ran made = run({WINNOW_MAKE_NTFS, folder_.path("recipe"),
                          folder_.path("device"), folder_.path("manifest.tsv")});
    ASSERT_EQ(made.status, 0) << made.err;
    std::string list;
    for (const auto& row : read_table(folder_.path("manifest.tsv"))) {
      if (row.at("kind") != "folder") list += row.at("md5") + "\n";
    }
    write_text(folder_.path("list.md5"), list);
    set_ = folder_.path("list.md5");
    planted_ = winnow_with_worker(folder_.path("bin"), WINNOW_PLANTED_WORKER);
  }

  struct Answer {
    int status = -1;
    std::string findings;
    std::string coverage;
  };
  Answer scan(const std::string& program, const std::string& name,
              const std::vector<std::string>& more) {
    std::vector<std::string> words = {program,     "scan",   folder_.path("device"),
                                      "--hashset", set_,     "--item-limit",
                                      "500ms",     "--case", folder_.path(name)};
    words.insert(words.end(), more.begin(), more.end());
    Answer answer;
    const Ran ran = run(words);
    answer.status = ran.status;
    std::fputs(ran.err.c_str(), stdout);
    answer.findings = winnow({"findings", "--case", folder_.path(name), "--json"}).out;
    answer.coverage = winnow({"coverage", "--case", folder_.path(name), "--json"}).out;
    return answer;
  }

  TempFolder folder_;
  std::string planted_;
  std::string set_;
};

struct Failure {
  std::string path;  // or range
  std::string reason;
};

// A path, or a range of the device as OFFSET+LENGTH.
std::string place_of(const rapidjson::Value& problem) {
  if (problem.HasMember("path")) return problem["path"].GetString();
  return std::to_string(problem["range"][0].GetUint64()) + "+" +
         std::to_string(problem["range"][1].GetUint64());
}

std::vector<Failure> failures_in(const std::string& coverage) {
  const auto document = parse_json(coverage);
  std::vector<Failure> failures;
  for (const auto& problem : document[0]["problems"].GetArray()) {
    if (std::string(problem["outcome"].GetString()) != "failed") continue;
    failures.push_back({place_of(problem), problem["reason"].GetString()});
    std::printf("failed: %s: %s\n", failures.back().path.c_str(),
                failures.back().reason.c_str());
  }
  return failures;
}

TEST_F(Planted, EachIsOneLineAndNothingElseIsLost) {
  const Answer whole = scan(WINNOW_PROGRAM, "whole", {});
  ASSERT_EQ(whole.status, 1);
  const Answer planted = scan(planted_, "planted", {"--threads", "2"});
  EXPECT_EQ(planted.status, 1);

  const auto failures = failures_in(planted.coverage);
  ASSERT_EQ(failures.size(), 6u);
  for (const char* how : {"crash: ", "hang: ", "memory: "}) {
    EXPECT_EQ(std::count_if(failures.begin(), failures.end(),
                            [how](const Failure& f) {
                              return f.reason.find(how) != std::string::npos;
                            }),
              2)
        << how;
  }
  // All other listed files are found.
  std::set<std::string> seen;
  for (const Failure& failure : failures) seen.insert(failure.path);
  for (const Found& one : parse_findings(planted.findings)) seen.insert(one.path);
  for (const Found& one : parse_findings(whole.findings)) {
    EXPECT_TRUE(seen.contains(one.path)) << one.path;
  }
  const auto coverage = parse_json(planted.coverage);
  // The entries too: their names stand in their folder.
  EXPECT_EQ(coverage[0]["files"]["failed"].GetUint64(), 6u);
  EXPECT_TRUE(coverage[0]["balanced"].GetBool());
  EXPECT_FALSE(coverage[0]["complete"].GetBool());

  const Answer crowded = scan(planted_, "crowded", {"--threads", "8"});
  EXPECT_EQ(crowded.findings, planted.findings);
  EXPECT_EQ(crowded.coverage, planted.coverage);
  const Answer twin = scan(planted_, "twin", {"--serial"});
  EXPECT_EQ(twin.coverage, planted.coverage);
}

TEST_F(Planted, APlaceOfFreeSpaceCostsItselfAlone) {
  std::filesystem::create_directory(folder_.path("learnt"));
  std::string content;
  for (std::mt19937 random(1); content.size() < 20'000;) {
    content += static_cast<char>(random() & 0xFF);
  }
  write_text(folder_.path("learnt/one"), content);
  set_ = folder_.path("learnt.wset");
  const Ran learnt =
      winnow({"hashset", "learn", set_, folder_.path("learnt"), "--name", "learnt"});
  ASSERT_EQ(learnt.status, 0) << learnt.err;
  const Answer planted = scan(planted_, "planted", {"--threads", "2"});
  const auto coverage = parse_json(planted.coverage);
  EXPECT_FALSE(coverage[0]["complete"].GetBool());
  EXPECT_EQ(coverage[0]["files"]["unvisited"].GetUint64(), 0u);
  const auto failures = failures_in(planted.coverage);
  EXPECT_EQ(std::count_if(failures.begin(), failures.end(),
                          [](const Failure& failure) {
                            return failure.path == "25165824+8388608";
                          }),
            1);
  for (const auto& more : {std::vector<std::string>{"--threads", "8"},
                           std::vector<std::string>{"--serial"}}) {
    const Answer again = scan(planted_, "again" + more.back(), more);
    EXPECT_EQ(again.coverage, planted.coverage);
    EXPECT_EQ(again.findings, planted.findings);
  }
}

TEST_F(Planted, TheCommandOfTheLineRepeatsIt) {
  const Answer planted = scan(planted_, "planted", {});
  for (const Failure& failure : failures_in(planted.coverage)) {
    const auto command = failure.reason.find("--exhibit ");
    ASSERT_NE(command, std::string::npos) << failure.reason;
    const auto item = failure.reason.substr(failure.reason.rfind(' ') + 1);
    const Ran again = run({planted_, "reproduce", "--case", folder_.path("planted"),
                           "--exhibit", "device", "--item", item});
    EXPECT_EQ(again.status, 0) << again.err;
    std::fputs(again.out.c_str(), stdout);
    EXPECT_EQ(again.out.find("ended well"), std::string::npos);
    const Ran healthy = winnow({"reproduce", "--case", folder_.path("planted"),
                                "--exhibit", "device", "--item", item});
    EXPECT_EQ(healthy.out, item + ": the worker ended well\n");
  }
}

TEST(Reproduce, TellsOfAFolderThatHasChanged) {
  const TempFolder folder;
  std::filesystem::create_directory(folder.path("exhibit"));
  write_text(folder.path("exhibit/a.txt"), "what was scanned");
  write_text(folder.path("list.md5"), "00112233445566778899aabbccddeeff\n");
  EXPECT_EQ(winnow({"scan", folder.path("exhibit"), "--hashset",
                    folder.path("list.md5"), "--case", folder.path("case")})
                .status,
            0);
  const auto again = [&folder] {
    return winnow({"reproduce", "--case", folder.path("case"), "--exhibit", "exhibit",
                   "--item", "file:0:0"});
  };
  EXPECT_EQ(again().out, "file:0:0: the worker ended well\n");
  write_text(folder.path("exhibit/b.txt"), "what is there now");
  std::filesystem::rename(folder.path("exhibit/b.txt"), folder.path("exhibit/a.txt"));
  const Ran changed = again();
  EXPECT_EQ(changed.out, "");
  EXPECT_NE(changed.status, 0);
  EXPECT_NE(changed.err.find("has changed since it was scanned"), std::string::npos)
      << changed.err;
}

}  // namespace
}  // namespace winnow::test
