// What a report tells adds up, and says what it leaves out.
#include "drivers/report/report_tables.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "drivers/answers/words.h"
#include "drivers/report/report_csv.h"
#include "drivers/report/report_words.h"
#include "tests/report/sample_report.h"

namespace winnow {
namespace {

std::uint64_t number_of(const std::string& cell) {
  std::string digits;
  for (const char c : cell) {
    if (c != ',') digits += c;
  }
  return std::stoull(digits);
}

std::string all_of(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::string all_of_rows(const ReportTable& table) {
  std::string text;
  for (const auto& row : table.rows) text += all_of(row);
  return text;
}

TEST(ReportTables, SumsAreThoseOfTheCoverage) {
  const ReportFacts facts = sample_report({sample_finding(FindingKind::exact, "/a")});
  const auto bytes = bytes_table(facts).rows[0];
  EXPECT_EQ(number_of(bytes[1]), 1000u);
  EXPECT_EQ(number_of(bytes[1]),
            number_of(bytes[2]) + number_of(bytes[3]) + number_of(bytes[4]));
  const ReportTable files = files_table(facts.exhibits[0]);
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i + 1 < files.rows.size(); ++i) {
    sum += number_of(files.rows[i][1]);
  }
  EXPECT_EQ(sum, number_of(files.rows.back()[1]));
  EXPECT_EQ(sum, facts.exhibits[0].ranked.coverage.files.listed);
}

TEST(ReportTables, NoListedFileNeverStandsWithoutTheFixedWords) {
  const ReportFacts facts = sample_report({});
  const ReportTable answers = answers_table(facts);
  for (const auto& row : answers.rows) {
    EXPECT_NE(row[1].find("no listed file met in the part examined"),
              std::string::npos);
    EXPECT_NE(row[1].find(kNoMatchWords), std::string::npos);
  }
  const std::string csv = coverage_csv(facts);
  EXPECT_NE(csv.find(kNoMatchWords), std::string::npos) << csv;
}

TEST(ReportTables, WhatWasNotExaminedComesBeforeRemarks) {
  const ReportTable problems = problems_table(sample_exhibit("AB/1", {}));
  ASSERT_EQ(problems.rows.size(), 3u);
  EXPECT_TRUE(problems.rows[0][2].starts_with("volume 1 (BitLocker)"));
  EXPECT_EQ(problems.rows[0][1], "encrypted");
  EXPECT_EQ(problems.rows[1][1], "encrypted");
  EXPECT_EQ(problems.rows[2][1], "note");
  EXPECT_NE(coverage_csv(sample_report({})).find(",2,1,0,0\r\n"), std::string::npos);
  const std::string lines = all_of(not_examined_lines(sample_exhibit("AB/1", {})));
  EXPECT_NE(lines.find("BitLocker"), std::string::npos) << lines;
}

TEST(ReportTables, TheSafeguardingDecisionIsAmongWhatPeopleSaid) {
  ExhibitFacts exhibit = sample_exhibit("AB/1", {});
  const auto stated = [&] {
    for (const auto& row : intake_table(exhibit, 0).rows) {
      if (row[0] == "Safeguarding referral") return row[1];
    }
    return std::string();
  };
  EXPECT_EQ(stated(), "open: nobody has decided");
  exhibit.ranked.facts.has_intake = true;
  exhibit.ranked.facts.intake.safeguarding = {Referral::referred, "O. Officer",
                                              std::nullopt, "R-1"};
  EXPECT_EQ(stated(), "referred, by O. Officer, reference R-1");
}

TEST(ReportTables, AMomentBeforeTheFactsIsToldAsSuch) {
  ReportFacts facts = sample_report({});
  facts.history.head_at = "2026-11-22T07:00:00.000Z";
  const auto stand = [&] {
    for (const auto& row : about_table(facts).rows) {
      if (row[0] == "Findings and log") return row[1];
    }
    return std::string();
  };
  facts.request.as_of = 0;
  EXPECT_NE(stand().find("2026-11-22 07:00:00, which is later"), std::string::npos);
  facts.request.as_of = 4'000'000'000;
  EXPECT_EQ(stand().find("later"), std::string::npos);
  EXPECT_EQ(stand().find("DAMAGED"), std::string::npos);
  facts.history.is_sound = false;
  EXPECT_NE(stand().find("DAMAGED"), std::string::npos);
}

TEST(ReportTables, SaysHowTheScanWasCutShort) {
  ExhibitFacts exhibit = sample_exhibit("AB/1", {});
  exhibit.ranked.coverage.ended = false;
  exhibit.ranked.coverage.until = Tier::probe;
  const std::string lines = all_of(extent_lines(exhibit));
  EXPECT_NE(lines.find("no further than the tier 'probe'"), std::string::npos) << lines;
  EXPECT_NE(lines.find("its time budget was up"), std::string::npos) << lines;
  EXPECT_NE(lines.find("counts are minimums"), std::string::npos) << lines;
}

TEST(ReportTables, SaysOneInHowMuchWasSampled) {
  ExhibitFacts exhibit = sample_exhibit("AB/1", {});
  EXPECT_NE(sampling_words(exhibit).find("no sample was taken"), std::string::npos);
  Coverage& coverage = exhibit.ranked.coverage;
  coverage.space_searched = true;
  coverage.residual.probative_ppm = 900'000;
  coverage.residual.sampled_bytes = std::uint64_t{64} << 20;
  coverage.residual.samples = 128;
  coverage.residual.samples_read = 120;
  const std::string words = sampling_words(exhibit);
  EXPECT_NE(words.find("128 samples stand, one in 512.0 KiB, of which 120 were read"),
            std::string::npos)
      << words;
}

TEST(ReportTables, TheContainersDigestIsToldAsItIsOnRecord) {
  ExhibitFacts exhibit = sample_exhibit("AB/1", {});
  EXPECT_NE(evidence_check_words(exhibit).find("not verified"), std::string::npos);
  exhibit.evidence_check = {"2026-01-02T03:04:05.678Z", "A. Person", "MISMATCH",
                            "md5 0b"};
  EXPECT_NE(evidence_check_words(exhibit).find("MISMATCH (md5 0b)"), std::string::npos);
  exhibit.evidence_check.reset();
  exhibit.ranked.coverage.evidence.metadata.clear();
  EXPECT_NE(evidence_check_words(exhibit).find("not stored"), std::string::npos);
}

TEST(ReportTables, TheSelfTestIsToldByItsNumbersAndByWhatItDoesNotSpeakFor) {
  ReportFacts facts = sample_report({});
  facts.request.machine = "this one";
  facts.request.selftest = {true, 1'790'000'000, "0.1.0 (abc)", "this one", 17,
                            0,    "all is well"};
  const auto told = [&] { return all_of_rows(selftest_table(facts)); };
  EXPECT_NE(told().find("passed"), std::string::npos);
  EXPECT_EQ(told().find("all is well"), std::string::npos);
  EXPECT_EQ(told().find("Mind"), std::string::npos) << told();
  facts.exhibits[0].scans[0].tool_version = "0.0.9";
  EXPECT_NE(told().find("a scan was made by another version: 0.0.9"),
            std::string::npos);
  facts.request.selftest->machine = "another";
  EXPECT_NE(told().find("another machine"), std::string::npos);
  facts.request.selftest->failed = 2;
  EXPECT_NE(told().find("its record contradicts itself"), std::string::npos);
  facts.request.selftest->has_passed = false;
  EXPECT_NE(told().find("FAILED"), std::string::npos);
  facts.request.selftest_fault = "is no record";
  EXPECT_NE(told().find("not to be relied on: its record is no record"),
            std::string::npos);
}

TEST(ReportTables, AMemberLiesInItsHolder) {
  Finding finding = sample_finding(FindingKind::exact, "/a.zip//b.jpg");
  finding.member = 1;
  const ReportTable table = findings_table(sample_exhibit("AB/1", {finding}));
  EXPECT_EQ(table.rows[0][7], "in its holder, which begins at 8,192");
  EXPECT_NE(finding_csv("AB/1", finding, {}).find(",/a.zip//b.jpg,/a.zip,"),
            std::string::npos);
}

TEST(ReportTables, MembersThatAreNamedAreNotToldTwice) {
  ExhibitFacts exhibit = sample_exhibit("AB/1", {});
  Coverage& coverage = exhibit.ranked.coverage;
  coverage.volumes.clear();
  coverage.members.listed = 3;
  coverage.members.by_outcome = {0, 0, 0, 0, 2, 0, 0, 1};
  coverage.problems = {{"/a.zip//b", std::nullopt, "encrypted", "needs a key"},
                       {"/a.zip//c", std::nullopt, "unsupported", "of a later kind"}};
  const auto first = [&] { return problems_table(exhibit).rows[0]; };
  EXPECT_EQ(problems_table(exhibit).rows.size(), 3u);
  EXPECT_EQ(first()[0], "1 more file inside other files");
  EXPECT_EQ(first()[2], "encrypted: not readable without its key");
  coverage.members.by_outcome = {0, 1, 0, 0, 1, 0, 0, 1};
  EXPECT_EQ(first()[0], "/a.zip//b");
}

TEST(ReportTables, AFolderIsAsLargeAsItsFiles) {
  ExhibitFacts exhibit = sample_exhibit("AB/1", {});
  EvidenceRecord& evidence = exhibit.ranked.coverage.evidence;
  evidence.kind = "folder";
  evidence.bytes = 0;
  evidence.is_folder = true;
  EXPECT_NE(all_of_rows(evidence_table(exhibit)).find("1,000 bytes"),
            std::string::npos);
}

TEST(ReportTables, WhatHasNoWordsIsInTheTableBelow) {
  ExhibitFacts exhibit = sample_exhibit("AB/1", {});
  Coverage& coverage = exhibit.ranked.coverage;
  coverage.volumes.clear();
  coverage.files.by_outcome = {2, 5, 0, 0, 0, 0, 0, 0};
  coverage.unreadable_bytes = 0;
  const std::string lines = all_of(not_examined_lines(exhibit));
  EXPECT_NE(lines.find("what the table below names"), std::string::npos) << lines;
  EXPECT_EQ(lines.find("winnow coverage"), std::string::npos) << lines;
}

TEST(ReportTables, OneExhibitIsNotAllOfThem) {
  ReportFacts facts = sample_report({});
  EXPECT_NE(all_of_rows(about_table(facts)).find("all 2 of the case"),
            std::string::npos);
  facts.exhibits.resize(1);
  EXPECT_NE(all_of_rows(about_table(facts)).find("the only one of the case"),
            std::string::npos);
}

TEST(ReportTables, SaysThatARunWasAtWork) {
  ReportFacts facts = sample_report({});
  facts.history.head_at = "2026-11-22T07:00:00.000Z";
  EXPECT_EQ(all_of_rows(about_table(facts)).find("a run was at work"),
            std::string::npos);
  facts.is_of_one_moment = false;
  EXPECT_NE(all_of_rows(about_table(facts)).find("a run was at work"),
            std::string::npos);
}

TEST(ReportCsv, TimesOfFatAreNoUtcAndIssuesOfASetAreToldApart) {
  Finding finding = sample_finding(FindingKind::exact, "/volume-0/a");
  finding.times.modified = Instant{0, 0};
  Coverage coverage = sample_coverage();
  std::string row = finding_csv("AB/1", finding, coverage);
  EXPECT_NE(row.find(",ntfs,1970-01-01T00:00:00Z,"), std::string::npos) << row;
  EXPECT_NE(row.find(",list," + std::string(64, 'a') + ","), std::string::npos) << row;
  coverage.volumes[0].filesystem = "fat32";
  row = finding_csv("AB/1", finding, coverage);
  EXPECT_NE(row.find(",fat32,1970-01-01T00:00:00,"), std::string::npos) << row;
}

TEST(ReportCsv, AnIndicationIsOfNoSet) {
  Finding finding = sample_finding(FindingKind::indication, "/a");
  finding.hint = "some words";
  finding.set = kNamesSet;
  finding.set_number = kNoSet;
  const std::string row = finding_csv("AB/1", finding, sample_coverage());
  EXPECT_NE(row.find(",name,,,,,,uk,1,"), std::string::npos) << row;
}

TEST(ReportCsv, NoCellIsAFormula) {
  Finding finding = sample_finding(FindingKind::exact, "=HYPERLINK(\"http://x\")");
  finding.note = "@SUM(1)";
  const std::string row = finding_csv("+1", finding, {});
  EXPECT_TRUE(row.starts_with("'+1,")) << row;
  EXPECT_NE(row.find("\"'=HYPERLINK(\"\"http://x\"\")\""), std::string::npos) << row;
  EXPECT_NE(row.find("'@SUM(1)"), std::string::npos) << row;
}

TEST(ReportCsv, EachRowHasAsManyCellsAsThereAreHeads) {
  const auto commas = [](const std::string& line) {
    return std::count(line.begin(), line.end(), ',');
  };
  Finding finding = sample_finding(FindingKind::near, "/a");
  finding.near = NearFacts{};
  EXPECT_EQ(commas(findings_csv_head()), commas(finding_csv("a", finding, {})));
  ReportFacts facts = sample_report({sample_finding(FindingKind::exact, "/a")});
  facts.exhibits.resize(1);
  const std::string csv = coverage_csv(facts);
  const std::size_t end = csv.find("\r\n");
  EXPECT_EQ(commas(csv.substr(0, end)), commas(csv.substr(end)));
}

}  // namespace
}  // namespace winnow
