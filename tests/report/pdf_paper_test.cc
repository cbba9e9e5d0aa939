#include "drivers/report/pdf_paper.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace winnow
