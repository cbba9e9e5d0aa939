// Reports of real scans: what is in them, and that hostile names of files harm nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

namespace fs = std::filesystem;

class Reports : public ::testing::Test {
 protected:
  [[nodiscard]] Ran report(const std::string& out) {
    return winnow({"report", "--case", folder_.path("case"), "--out", folder_.path(out),
                   "--as-of", "2026-11-22", "--operator", "O. Operator"});
  }
  void expect_manifest_holds(const std::string& out) {
    const Ran ran =
        run({"sh", "-c",
             "cd '" + folder_.path(out) +
                 "' && sha256sum --strict -c manifest.sha256 && "
                 "test $(ls | wc -l) = $(($(wc -l <manifest.sha256) + 1))"});
    EXPECT_EQ(ran.status, 0) << ran.out << ran.err;
  }

  TempFolder folder_;
};

TEST_F(Reports, OfPracticeDevices) {
  ASSERT_EQ(run({WINNOW_PRACTICE_DEVICES, folder_.path("")}).status, 0);
  ASSERT_EQ(
      winnow({"scan", folder_.path("laptop-ntfs.img"), folder_.path("stick-fat.img"),
              "--hashset", folder_.path("practice-list.md5"), "--case",
              folder_.path("case"), "--operator", "A. Person"})
          .status,
      1);
  const Ran ran = report("out");
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  expect_manifest_holds("out");
  EXPECT_NE(ran.out.find(sha256_of_file(folder_.path("out/manifest.sha256"))),
            std::string::npos)
      << ran.out;
  const std::string id = ran.out.substr(ran.out.find("WR-"), 19);

  const std::string html = read_text(folder_.path("out/report.html"));
  const auto found = parse_findings(
      winnow({"findings", "--json", "--case", folder_.path("case")}).out);
  ASSERT_FALSE(found.empty());
  for (const Found& finding : found) {
    EXPECT_NE(html.find(finding.md5), std::string::npos) << finding.path;
  }
  EXPECT_NE(html.find(id), std::string::npos);

  if (!has_program("pdftotext")) GTEST_SKIP() << "no pdftotext";
  const Ran text = run({"pdftotext", "-layout", folder_.path("out/summary.pdf"), "-"});
  ASSERT_EQ(text.status, 0);
  for (const std::string& wanted :
       {id, std::string("laptop-ntfs.img"), std::string("stick-fat.img"),
        std::string("a listed file was found"), std::string("Page 1 of "),
        std::string("does not mean that a child"),
        std::string("Accreditation statement"), std::string("O. Operator"),
        std::string("not a full examination")}) {
    EXPECT_NE(text.out.find(wanted), std::string::npos) << wanted;
  }
  const auto pages =
      static_cast<std::size_t>(std::count(text.out.begin(), text.out.end(), '\f'));
  EXPECT_NE(
      text.out.find("Page " + std::to_string(pages) + " of " + std::to_string(pages)),
      std::string::npos);
}

TEST_F(Reports, HostileNamesOfFilesHarmNothing) {
  const std::string exhibit = folder_.path("exhibit");
  fs::create_directory(exhibit);
  const std::string content = "an invented listed content\n";
  for (const char* name : {"<script>alert(1)<", "=cmd|'!A0", "a\u202egpj.exe",
                           "\x1b[2J\x07 bell", "\"onload=\"x", "\xff\xfe"}) {
    write_text(exhibit + "/" + name, content);
  }
  write_text(folder_.path("file"), content);
  write_text(folder_.path("list.sha256"), sha256_of_file(folder_.path("file")) + "\n");
  ASSERT_EQ(winnow({"scan", exhibit, "--hashset", folder_.path("list.sha256"), "--case",
                    folder_.path("case")})
                .status,
            1);
  ASSERT_EQ(report("out").status, 0);
  expect_manifest_holds("out");
  const std::string html = read_text(folder_.path("out/report.html"));
  for (const char* never : {"<script", "\u202e", "\x1b", "\x07", "\xff"}) {
    EXPECT_EQ(html.find(never), std::string::npos) << never;
  }
  EXPECT_NE(html.find("&lt;script&gt;alert(1)&lt;"), std::string::npos);
  EXPECT_NE(html.find("a\\u{202e}gpj.exe"), std::string::npos);
  const std::string csv = read_text(folder_.path("out/findings.csv"));
  EXPECT_EQ(csv.find('\x1b'), std::string::npos);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 7);
}

}  // namespace
}  // namespace winnow::test
