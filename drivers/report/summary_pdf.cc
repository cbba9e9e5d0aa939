#include "drivers/report/summary_pdf.h"

#include <algorithm>

#include "base/text.h"
#include "drivers/answers/words.h"
#include "drivers/report/report_charts.h"
#include "drivers/report/report_tables.h"
#include "drivers/report/report_words.h"

namespace winnow {
namespace {

// Exhibits that are told of one by one: more would be no summary.
constexpr std::size_t kMostTold = 20;
constexpr std::size_t kMostProblemsOnPaper = 25;  // of each
const std::vector<double> kFactShares = {1, 3};

void put_answers(const ReportFacts& facts, PdfPaper& paper) {
  paper.title("Triage report");
  paper.notice(limits_of(facts));
  paper.paragraph(kGradeWords);
  paper.table(about_table(facts), kFactShares);
  paper.table(answers_table(facts), {2, 3, 2.2, 1.6, .8, .8});
  const std::vector<GradeCount> grades = all_grades(facts);
  const std::string caption = "Findings of all exhibits, by kind and grade";
  if (!grades.empty()) paper.bars(findings_chart(grades, caption));
  paper.table(grades_table(grades, caption), {2.2, 2.2, 1.5, .7, 1.1, .9, .7});
  const BarChart bytes = bytes_chart(facts);
  if (!bytes.bars.empty()) paper.bars(bytes);
  paper.table(bytes_table(facts), {2, 1.3, 1.3, 1.3, 1.1});
}

// Outcomes that no file had are left out; the last row, of all files, is not.
ReportTable without_zeros(ReportTable table) {
  const auto is_zero = [](const std::vector<std::string>& row) {
    return std::all_of(row.begin() + 1, row.end(),
                       [](const std::string& cell) { return cell == "0"; });
  };
  const auto last = table.rows.end() - 1;
  table.rows.erase(std::remove_if(table.rows.begin(), last, is_zero), last);
  return table;
}

void put_exhibit(const ExhibitFacts& exhibit, const ReportFacts& facts,
                 PdfPaper& paper) {
  const std::string& ref = exhibit.ranked.ref;
  paper.heading("Exhibit " + ref);
  paper.notice(answer_words(exhibit.ranked));
  if (exhibit.ranked.is_scanned) {
    if (facts.exhibits.size() > 1) {
      paper.table(grades_table(exhibit.grades, "Findings of " + ref),
                  {2.2, 2.2, 1.5, .7, 1.1, .9, .7});
    }
    paper.list(extent_lines(exhibit));
    paper.paragraph(sampling_words(exhibit));
    paper.table(evidence_table(exhibit), kFactShares);
    paper.table(without_zeros(files_table(exhibit)), {4, 1, 1});
  }
  paper.paragraph("What was not examined:");
  paper.list(not_examined_lines(exhibit));
  if (exhibit.ranked.is_scanned) {
    paper.table(problems_table(exhibit, kMostProblemsOnPaper), {3, 1.2, 3});
  }
}

void put_exhibits(const ReportFacts& facts, PdfPaper& paper) {
  const std::size_t told = std::min(facts.exhibits.size(), kMostTold);
  for (std::size_t i = 0; i < told; ++i) put_exhibit(facts.exhibits[i], facts, paper);
  if (told < facts.exhibits.size()) {
    paper.paragraph("Of " + counted_text(facts.exhibits.size() - told, "more exhibit") +
                    " the tables above and report.html tell.");
  }
}

void put_records(const ReportFacts& facts, PdfPaper& paper) {
  paper.heading("With what");
  paper.table(sets_table(facts), {1.6, .9, 3, 1, 1.5, .9});
  paper.table(policy_table(facts.policy), kFactShares);
  paper.heading("Limits and known sources of error");
  paper.list(error_sources());
  paper.heading("Records");
  paper.table(audit_table(facts), kFactShares);
  paper.table(selftest_table(facts), kFactShares);
  paper.fields("For the unit to fill in", unit_fields());
}

}  // namespace

Result<SummaryPdf> summary_pdf(const ReportFacts& facts,
                               const std::string& font_folder) {
  const std::string about = facts.request.exhibit.empty()
                                ? counted_text(facts.exhibits.size(), "exhibit")
                                : "Exhibit " + facts.request.exhibit;
  auto paper = PdfPaper::begin({"Triage report", "Report " + facts.id, about,
                                std::max(facts.request.as_of, facts_moment(facts))},
                               font_folder);
  if (!paper) return std::move(paper).error();
  put_answers(facts, *paper);
  put_exhibits(facts, *paper);
  put_records(facts, *paper);
  for (const std::string& remark : paper->remarks())
    paper->paragraph("Remark: " + remark);
  auto bytes = paper->done();
  if (!bytes) return std::move(bytes).error();
  return SummaryPdf{std::move(*bytes), paper->remarks()};
}

}  // namespace winnow
