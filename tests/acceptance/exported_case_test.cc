// Real images exported in every exchange format, and each file read back as its reader
// would: by its schema, by its constraints, by the bytes that it says lie somewhere.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/digester.h"
#include "tests/acceptance/evidence_images.h"
#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"
#include "tests/exchange/case_checker.h"
#include "tests/exchange/csv_lines.h"
#include "tests/exchange/dfxml_checker.h"

namespace winnow::test {
namespace {

namespace fs = std::filesystem;

class ExportedCase : public ::testing::Test {
 protected:
  void SetUp() override {
    if (evidence_folder().empty()) GTEST_SKIP() << kNoEvidence;
    const std::string containers = std::string(WINNOW_SHARED) + "/evidence/containers/";
    const std::string folder = folder_.path("archives");
    fs::copy(containers + "be_archives", folder, fs::copy_options::recursive);
    exhibits_ = {evidence_folder() + "/dfir_ntfs/ntfs3.raw",
                 evidence_folder() + "/go-ext4/assets/hierarchy_32.ext4",
                 evidence_folder() + "/sleuthkit/imageformat_mmls_1.E01", folder};
    write_list();
    const Ran built = winnow({"hashset", "build", folder_.path("graded.wset"),
                              folder_.path("list.json"), "--name", "graded", "--type",
                              "notable", "--profile", "uk"});
    ASSERT_EQ(built.status, 0) << built.err;
    std::vector<std::string> scan = {"scan"};
    scan.insert(scan.end(), exhibits_.begin(), exhibits_.end());
    for (const char* word : {"--hashset", "graded.wset", "--case", "case"}) {
      const bool is_option = word[0] == '-';
      scan.push_back(is_option ? word : folder_.path(word));
    }
    const Ran ran = winnow(scan);
    ASSERT_EQ(ran.status, 1) << ran.err;
  }

  // What The Sleuth Kit saw on these images, and what the archives hold, graded in
  // turn.
  void write_list() {
    std::set<std::string> digests;
    for (const auto& row : read_table(evidence_folder() + "/ground_truth_files.tsv")) {
      digests.insert(row.at("md5"));
    }
    for (const auto& row : read_table(WINNOW_CONTAINER_TRUTH)) {
      digests.insert(row.at("md5"));
    }
    std::string list =
        R"({"@odata.context":"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/)"
        R"(2.0.xml/UK/$metadata#Media","value":[)";
    int number = 0;
    for (const std::string& md5 : digests) {
      if (md5.size() != 32) continue;
      list += std::string(number == 0 ? "" : ",") +
              "{\"MediaID\":" + std::to_string(number) +
              ",\"Category\":" + std::to_string(number % 3 + 1) + ",\"MD5\":\"" + md5 +
              "\"}";
      ++number;
    }
    write_text(folder_.path("list.json"), list + "]}");
  }

  std::string exported(const std::string& format, const std::string& exhibit = "") {
    const std::string out = folder_.path("out." + exhibit + format);
    std::vector<std::string> line = {
        "export", "--case", folder_.path("case"), "--format", format, "--out", out};
    if (!exhibit.empty()) line.insert(line.end(), {"--exhibit", exhibit});
    const Ran ran = winnow(line);
    EXPECT_EQ(ran.status, 0) << ran.err;
    EXPECT_NE(ran.err.find("triage, not a full examination"), std::string::npos);
    EXPECT_NE(ran.out.find(sha256_of_file(out)), std::string::npos);
    return read_text(out);
  }

  std::vector<Found> findings() {
    return parse_findings(
        winnow({"findings", "--case", folder_.path("case"), "--json"}).out);
  }

  TempFolder folder_;
  std::vector<std::string> exhibits_;
};

TEST_F(ExportedCase, CsvHasEveryFinding) {
  const auto rows = csv_rows(exported("csv"));
  ASSERT_TRUE(rows);
  const auto records = csv_records(*rows);
  const auto found = findings();
  ASSERT_EQ(records.size(), found.size());
  ASSERT_GT(found.size(), 10u);
  bool has_member = false;
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(records[i].at("exhibit"), found[i].exhibit);
    EXPECT_EQ(records[i].at("path"), found[i].path);
    EXPECT_EQ(records[i].at("md5"), found[i].md5);
    EXPECT_EQ(records[i].at("allocated"), found[i].allocated ? "yes" : "no");
    if (found[i].kind == "exact") {
      EXPECT_EQ(records[i].at("profile"), "UK");
    }
    has_member = has_member || !records[i].at("held_in").empty();
  }
  EXPECT_TRUE(has_member);
}

TEST_F(ExportedCase, CaseGraphKeepsTheConstraints) {
  auto checked = check_case_graph(exported("case"));
  EXPECT_EQ(checked.complaints, std::vector<std::string>());
  EXPECT_EQ(checked.types["uco-analysis:AnalyticResult"],
            static_cast<int>(findings().size()));
  EXPECT_EQ(checked.types["uco-observable:Image"], 3);
  EXPECT_EQ(checked.types["uco-observable:Directory"], 1);
}

TEST_F(ExportedCase, VicsComesBackWithTheSameCounts) {
  const std::string text = exported("vics");
  rapidjson::Document document = parse_json(text);
  const auto& media = document["value"][0]["Media"];
  std::set<std::string> contents;
  for (const Found& found : findings()) {
    if (found.kind == "exact") contents.insert(found.md5);
  }
  ASSERT_EQ(media.Size(), contents.size());
  for (const auto& one : media.GetArray()) EXPECT_TRUE(one.HasMember("Category"));
  const Ran built =
      winnow({"hashset", "build", folder_.path("back.wset"), folder_.path("out.vics"),
              "--name", "back", "--type", "notable", "--profile", "uk"});
  ASSERT_EQ(built.status, 0) << built.err;
  const rapidjson::Document info =
      parse_json(winnow({"hashset", "info", folder_.path("back.wset"), "--json"}).out);
  EXPECT_EQ(info["entries"].GetUint64(), contents.size());
}

// What it says lies at some bytes of an image lies there.
TEST_F(ExportedCase, DfxmlPlacesEveryFile) {
  const std::string ref = fs::path(exhibits_[0]).filename();
  const auto read = read_dfxml(exported("dfxml", ref));
  EXPECT_EQ(read.complaints, std::vector<std::string>());
  EXPECT_EQ(read.volumes, 1);
  const std::string image = read_text(exhibits_[0]);
  int compared = 0;
  for (const auto& file : read.files) {
    const auto runs = file.find("byte_run");
    const auto digest = file.find("hashdigest md5");
    if (runs == file.end() || digest == file.end()) continue;
    std::istringstream places(runs->second);
    std::string content;
    std::size_t offset = 0;
    std::size_t length = 0;
    char plus = 0;
    while (places >> offset >> plus >> length) content += image.substr(offset, length);
    if (std::to_string(content.size()) != file.at("filesize")) continue;  // a hole
    EXPECT_EQ(digest_of(Algorithm::md5, bytes_of(content)).hex(), digest->second)
        << file.at("filename");
    ++compared;
  }
  EXPECT_GT(compared, 5);
}

TEST_F(ExportedCase, DfxmlAndBodyfileHaveEveryFile) {
  const auto read = read_dfxml(exported("dfxml"));
  EXPECT_EQ(read.complaints, std::vector<std::string>());
  const rapidjson::Document coverage =
      parse_json(winnow({"coverage", "--case", folder_.path("case"), "--json"}).out);
  std::uint64_t files = 0;
  std::uint64_t members = 0;
  for (const auto& exhibit : coverage.GetArray()) {
    files += exhibit["files"]["listed"].GetUint64();
    members += exhibit["members"]["listed"].GetUint64();
  }
  EXPECT_GT(members, 0u);
  EXPECT_EQ(read.files.size(), files + members);
  EXPECT_GE(read.volumes, 4);
  const std::string body = exported("bodyfile");
  EXPECT_EQ(static_cast<std::uint64_t>(std::count(body.begin(), body.end(), '\n')),
            files);
  // What libtsk makes of a time that NTFS never set.
  EXPECT_EQ(body.find("3373865674"), std::string::npos);
  std::istringstream lines(body);
  std::string line;
  while (std::getline(lines, line)) {
    EXPECT_EQ(std::count(line.begin(), line.end(), '|'), 10) << line;
  }
}

TEST_F(ExportedCase, NothingIsWrittenIntoAnExhibit) {
  const Ran ran = winnow({"export", "--case", folder_.path("case"), "--format", "csv",
                          "--out", folder_.path("archives/out.csv")});
  EXPECT_EQ(ran.status, 2);
  EXPECT_NE(ran.err.find("lies inside the exhibit"), std::string::npos);
}

}  // namespace
}  // namespace winnow::test
