// The pages of a report: self-contained, harmless whatever a device holds, and the same
// bytes for the same facts.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "base/bytes.h"
#include "base/digester.h"
#include "base/text_pieces.h"
#include "drivers/answers/words.h"
#include "drivers/report/html_text.h"
#include "drivers/report/report_html.h"
#include "drivers/report/safeguarding_html.h"
#include "tests/report/sample_report.h"

namespace winnow {
namespace {

constexpr char kHostile[] = "</td><script>alert(1)</script>\u202egpj\x1b[2J\"'=1+1";

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Every text that a device, a set or a person could bring.
ReportFacts hostile_report() {
  Finding finding = sample_finding(FindingKind::exact, kHostile);
  finding.set = finding.note = finding.category.label = kHostile;
  ReportFacts facts = sample_report({finding});
  facts.request.made_by = facts.request.recipient = facts.request.purpose = kHostile;
  facts.policy.name = facts.history.verdict = kHostile;
  facts.history.lines[0].outcome = kHostile;
  facts.sets[0].used.name = facts.sets[0].record.path = kHostile;
  RankedExhibit& ranked = facts.exhibits[0].ranked;
  ranked.ref = ranked.facts.intake.device = kHostile;
  ranked.facts.has_intake = true;
  ranked.facts.intake.safeguarding = {Referral::referred, kHostile, 0, kHostile};
  ranked.coverage.problems[0] = {kHostile, std::nullopt, "encrypted", kHostile};
  ranked.coverage.volumes[0].filesystem = ranked.coverage.volumes[0].reason = kHostile;
  ranked.coverage.evidence.metadata = {{kHostile, kHostile}};
  facts.exhibits[0].scans[0].command = kHostile;
  return facts;
}

void expect_harmless(const std::string& html) {
  for (const char* never : {"<script", "</script", "\u202e", "\x1b", "javascript:",
                            " src=", " onerror", "<img", "<link", "http:", "https:"}) {
    EXPECT_EQ(html.find(never), std::string::npos) << never;
  }
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(html.find("unsafe-inline"), std::string::npos);
  EXPECT_EQ(html.find(" style="), std::string::npos);
}

TEST(ReportPages, HostileNamesHarmNothing) {
  expect_harmless(report_html(hostile_report()));
  expect_harmless(safeguarding_html(hostile_report()));
}

TEST(ReportPages, ThePolicyLetsInTheStyleSheetOfThePageAlone) {
  const std::string html = report_html(hostile_report());
  const std::size_t begin = html.find("<style>") + 7;
  const std::size_t end = html.find("</style>");
  ASSERT_LT(end, html.find("<body>"));
  const std::string css = html.substr(begin, end - begin);
  const std::string hex = digest_of(Algorithm::sha256, bytes_of(css)).hex();
  std::string digest;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    digest += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  EXPECT_NE(html.find("'sha256-" + base64_text(digest) + "'"), std::string::npos);
}

TEST(ReportPages, TheSameFactsGiveTheSameBytes) {
  const ReportFacts facts = sample_report({sample_finding(FindingKind::exact, "/a")});
  EXPECT_EQ(report_html(facts), report_html(facts));
  EXPECT_EQ(safeguarding_html(facts), safeguarding_html(facts));
}

// After a change that is meant, WINNOW_WRITE_SMALL_REPORT=1 makes it anew.
TEST(ReportPages, TheSmallReportIsAsItWasLookedAt) {
  const std::string html = report_html(
      sample_report({sample_finding(FindingKind::exact, "/volume-0/a.jpg"),
                     sample_finding(FindingKind::near, "/volume-0/b.jpg", false)}));
  if (std::getenv("WINNOW_WRITE_SMALL_REPORT") != nullptr) {
    std::ofstream(WINNOW_SMALL_REPORT, std::ios::binary) << html;
  }
  EXPECT_EQ(html, read_file(WINNOW_SMALL_REPORT));
}

TEST(SafeguardingPage, SaysHowMuchWasNotRead) {
  ReportFacts facts = sample_report({});
  EXPECT_NE(safeguarding_html(facts).find("400 bytes of 1,000 bytes were not read"),
            std::string::npos);
  facts.exhibits[0].ranked.coverage.read_bytes = 0;
  facts.exhibits[0].ranked.coverage.until = Tier::inventory;
  const std::string html = safeguarding_html(facts);
  EXPECT_NE(html.find("nothing of its 1,000 bytes was read"), std::string::npos);
  EXPECT_NE(html.find("no further than the tier"), std::string::npos);
}

TEST(SafeguardingPage, WhatWasMetInNoByteThatCountsWasReadAllTheSame) {
  ReportFacts facts = sample_report({sample_finding(FindingKind::exact, "/a")});
  facts.exhibits.resize(1);
  facts.exhibits[0].ranked.coverage.read_bytes = 0;
  std::string html = safeguarding_html(facts);
  EXPECT_NE(html.find("1 listed file, 0 leads"), std::string::npos);
  EXPECT_EQ(html.find("nothing of its"), std::string::npos);
  EXPECT_EQ(html.find("were not read"), std::string::npos);
  facts.exhibits = {sample_exhibit("AB/1", {})};
  facts.exhibits[0].ranked.coverage.read_bytes = 0;
  EXPECT_NE(safeguarding_html(facts).find("nothing of its"), std::string::npos);
  facts.exhibits[0].ranked.coverage.logical_bytes = 1;
  EXPECT_EQ(safeguarding_html(facts).find("nothing of its"), std::string::npos);
}

TEST(SafeguardingPage, CountsAnArchiveThatCouldNotBeOpened) {
  ReportFacts facts = sample_report({});
  facts.exhibits.resize(1);
  Coverage& coverage = facts.exhibits[0].ranked.coverage;
  coverage.files.by_outcome = {2, 5, 0, 0, 0, 0, 0, 0};  // each was compared whole
  coverage.problems = {{"/volume-0/secret.zip", std::nullopt, "encrypted", "a key"},
                       {"/volume-0/secret.zip", std::nullopt, "note", "a remark"}};
  const std::string html = safeguarding_html(facts);
  EXPECT_NE(html.find("1 file: encrypted"), std::string::npos);
  EXPECT_EQ(html.find("secret"), std::string::npos);
}

TEST(ReportPages, OfALogWithoutAnEventThereIsNoHeadToCheck) {
  ReportFacts facts = sample_report({});
  EXPECT_NE(report_html(facts).find("--head 12:"), std::string::npos);
  facts.history.head = {};
  const std::string html = report_html(facts);
  EXPECT_EQ(html.find("--head"), std::string::npos);
  EXPECT_NE(html.find("no event could be read"), std::string::npos);
}

TEST(ReportPages, AFewFindingsOfManyAreListedAndTheRestCounted) {
  ReportFacts facts = sample_report({sample_finding(FindingKind::exact, "/a")});
  facts.exhibits[0].findings = 100'000;
  EXPECT_NE(report_html(facts).find("The first 1 of 100,000 findings are listed here; "
                                    "findings.csv and answers.json have them all."),
            std::string::npos);
}

TEST(ReportPages, NoWordOfAllClear) {
  const std::string html = report_html(sample_report({}));
  for (const char* never : {"clean", "is clear", "nothing found", "innocent"}) {
    EXPECT_EQ(html.find(never), std::string::npos) << never;
  }
  EXPECT_NE(html.find("not a full examination"), std::string::npos);
}

TEST(SafeguardingPage, NamesNoFileAndKeepsUnknownUnknown) {
  ReportFacts facts =
      sample_report({sample_finding(FindingKind::exact, "/volume-0/DCIM/holiday.jpg")});
  facts.request.recipient = "A. Lead";
  facts.request.purpose = "strategy meeting";
  Intake& intake = facts.exhibits[0].ranked.facts.intake;
  intake.risk.of(RiskQuestion::lives_with_children) = {Answer::yes, true, std::nullopt};
  // Lowered, and past its review.
  intake.risk.of(RiskQuestion::works_with_children) = {Answer::no, true, 1000};
  const std::string html = safeguarding_html(facts);
  for (const char* never : {"holiday", "DCIM", "/volume-0", "list.wset", "<svg"}) {
    EXPECT_EQ(html.find(never), std::string::npos) << never;
  }
  for (const char* wanted :
       {"A. Lead", "strategy meeting", "unknown: nobody has answered this",
        "unknown: it was answered no, and that answer is due for review",
        "a listed file was found", "open: nobody has decided", kNoMatchWords}) {
    EXPECT_NE(html.find(wanted), std::string::npos) << wanted;
  }
}

}  // namespace
}  // namespace winnow
