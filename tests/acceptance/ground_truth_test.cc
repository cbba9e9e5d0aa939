// Every image of the shared evidence against what The Sleuth Kit 4.11.1 saw in it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "tests/acceptance/evidence_images.h"
#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

constexpr char kEmptyMd5[] = "d41d8cd98f00b204e9800998ecf8427e";

struct Tally {
  int expected = 0;
  int found = 0;
  int explained = 0;
};

class GroundTruth : public ::testing::Test {
 protected:
  void SetUp() override {
    if (evidence_folder().empty()) GTEST_SKIP() << kNoEvidence;
    rows_ = read_table(evidence_folder() + "/ground_truth_files.tsv");
    ASSERT_GT(rows_.size(), 400u);
    for (const auto& row : read_table(WINNOW_EXPLAINED)) {
      explained_[{row.at("image"), row.at("path")}] = row.at("reason");
    }
    std::string list;
    for (const auto& row : rows_) list += row.at("md5") + "  " + row.at("path") + "\n";
    write_text(folder_.path("truth.md5"), list);
  }

  // The path of a row as Winnow names it: the volume by the place of its file system.
  std::string path_of(const std::map<std::string, std::string>& row,
                      const rapidjson::Value& coverage) const {
    const std::uint64_t offset = std::stoull(row.at("fs_offset")) * 512;
    for (const auto& volume : coverage["volumes"].GetArray()) {
      if (volume["offset"].GetUint64() == offset) {
        return "/volume-" + std::to_string(volume["index"].GetUint()) + "/" +
               row.at("path");
      }
    }
    return "(no volume at " + std::to_string(offset) + ")";
  }

  void check_image(const std::string& image);

  TempFolder folder_;
  std::vector<std::map<std::string, std::string>> rows_;
  std::map<std::pair<std::string, std::string>, std::string> explained_;
  std::set<std::pair<std::string, std::string>> used_explanations_;
  std::map<std::string, Tally> tallies_;
};

void GroundTruth::check_image(const std::string& image) {
  SCOPED_TRACE(image);
  const std::string a_case = folder_.path("case-" + std::to_string(tallies_.size()));
  Tally& tally = tallies_[image];
  const Ran scan = winnow({"scan", evidence_folder() + "/" + image, "--hashset",
                           folder_.path("truth.md5"), "--case", a_case});
  ASSERT_TRUE(scan.status == 0 || scan.status == 1 || scan.status == 3)
      << scan.status << scan.err;
  const auto findings =
      parse_findings(winnow({"findings", "--case", a_case, "--json"}).out);
  const rapidjson::Document coverage =
      parse_json(winnow({"coverage", "--case", a_case, "--json"}).out);
  ASSERT_TRUE(coverage.IsArray() && coverage.Size() == 1);
  EXPECT_TRUE(coverage[0]["balanced"].GetBool());
  EXPECT_EQ(scan.status == 1, !findings.empty());

  for (const auto& row : rows_) {
    if (row.at("image") != image) continue;
    ++tally.expected;
    const std::string path = path_of(row, coverage[0]);
    const bool found =
        std::any_of(findings.begin(), findings.end(), [&](const Found& f) {
          return f.kind == "exact" && f.path == path && f.md5 == row.at("md5");
        });
    const auto key = std::pair(image, row.at("path"));
    if (found) {
      ++tally.found;
      EXPECT_EQ(explained_.count(key), 0u) << "explained, yet found: " << path;
    } else if (row.at("md5") == kEmptyMd5) {
      // The digest of no bytes is dropped from every set: it would match any empty
      // file.
      ++tally.explained;
    } else if (explained_.count(key) == 1) {
      ++tally.explained;
      used_explanations_.insert(key);
    } else {
      ADD_FAILURE() << row.at("alloc") << " file neither found nor explained: " << path
                    << " " << row.at("md5");
    }
  }
}

TEST_F(GroundTruth, every_file_is_found_or_explained_by_name) {
  for (const std::string& image : evidence_images()) check_image(image);
  std::printf("%-40s %9s %9s %9s\n", "image", "expected", "found", "explained");
  for (const auto& [image, tally] : tallies_) {
    std::printf("%-40s %9d %9d %9d\n", image.c_str(), tally.expected, tally.found,
                tally.explained);
  }
  EXPECT_EQ(used_explanations_.size(), explained_.size())
      << "an explanation in explained.tsv explains nothing any more";
}

}  // namespace
}  // namespace winnow::test
