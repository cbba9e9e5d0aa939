#include "drivers/report/pdf_paper.h"

#include <gtest/gtest.h>

#include <functional>
#include <utility>

#include "drivers/report/summary_pdf.h"
#include "tests/report/sample_report.h"

namespace winnow {
namespace {

TEST(SummaryPdf, TheSameFactsGiveTheSameBytes) {
  const ReportFacts facts = sample_report({sample_finding(FindingKind::exact, "/a")});
  const auto one = summary_pdf(facts);
  const auto two = summary_pdf(facts);
  ASSERT_TRUE(one && two);
  EXPECT_TRUE(one->bytes.starts_with("%PDF-"));
  EXPECT_EQ(one->bytes, two->bytes);
}

TEST(SummaryPdf, WithoutItsFontItIsMadeAndSaysSo) {
  ReportFacts facts = sample_report({});
  facts.exhibits[0].ranked.ref = "\u0420\u0424 \u00e9";
  const auto pdf = summary_pdf(facts, "/nowhere");
  ASSERT_TRUE(pdf);
  ASSERT_EQ(pdf->remarks.size(), 1u);
  EXPECT_NE(pdf->remarks[0].find("install fonts-dejavu-core"), std::string::npos);
}

TEST(SummaryPdf, HoldsAnyTextAndMoreRowsThanAPage) {
  ReportFacts facts = sample_report({});
  facts.exhibits[0].ranked.ref = std::string(5000, 'x') + "\U0001f600\u202e\xff";
  for (int i = 0; i < 300; ++i) {
    facts.exhibits.push_back(sample_exhibit("E " + std::to_string(i), {}));
  }
  facts.policy.name = std::string(100'000, 'p');
  EXPECT_TRUE(summary_pdf(facts));
}

std::size_t pages_of(PdfPaper paper) {
  const auto bytes = paper.done();
  const std::string page = "/Type /Page\n";
  std::size_t pages = 0;
  for (std::size_t at = 0; bytes && (at = bytes->find(page, at)) != std::string::npos;
       at += page.size()) {
    ++pages;
  }
  return pages;
}

// A page that is filled by more than a half.
PdfPaper begun_paper() {
  auto paper = PdfPaper::begin({"title", "left", "right", 0});
  paper->list(std::vector<std::string>(35, "line"));
  return std::move(*paper);
}

TEST(PdfPaper, WhatFitsOnAPageIsNotParted) {
  EXPECT_EQ(pages_of(begun_paper()), 1u);
  const std::vector<UnitField> fields(10, UnitField{"label", 1});
  BarChart chart{"title", {"a", "b", "c"}, {}, false};
  chart.bars.resize(15, ChartBar{"bar", {1, 1, 1}, "3"});
  ReportTable table{"caption", {"head"}, {}, 1};
  table.rows.resize(25, {"cell"});
  const auto put_fields = [&](PdfPaper& on) { on.fields("heading", fields); };
  const auto put_chart = [&](PdfPaper& on) { on.bars(chart); };
  const auto put_table = [&](PdfPaper& on) { on.table(table, {1}); };
  using Put = std::function<void(PdfPaper&)>;
  for (const Put& put : {Put(put_fields), Put(put_chart), Put(put_table)}) {
    PdfPaper paper = begun_paper();
    put(paper);
    put(paper);  // parted, both would end on the second page
    EXPECT_EQ(pages_of(std::move(paper)), 3u);
  }
}

}  // namespace
}  // namespace winnow
