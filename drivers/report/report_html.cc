#include "drivers/report/report_html.h"

#include <algorithm>

#include "base/text.h"
#include "drivers/answers/words.h"
#include "drivers/report/html_charts.h"
#include "drivers/report/html_page.h"
#include "drivers/report/report_charts.h"
#include "drivers/report/report_tables.h"
#include "drivers/report/report_words.h"

namespace winnow {
namespace {

constexpr std::size_t kMostEventsShown = 200;

void put_answers(const ReportFacts& facts, HtmlPage& page) {
  page.begin_part("The answer");
  page.notice(limits_of(facts));
  page.paragraph(kGradeWords);
  page.table(answers_table(facts));
  const std::vector<GradeCount> grades = all_grades(facts);
  const ReportTable counts =
      grades_table(grades, "Findings of all exhibits, by kind and grade");
  if (grades.empty()) {
    page.table(counts);
  } else {
    page.chart(bars_svg(findings_chart(grades, counts.caption), "chart-findings"),
               counts);
  }
  const BarChart bytes = bytes_chart(facts);
  if (!bytes.bars.empty()) {
    page.chart(bars_svg(bytes, "chart-bytes"), bytes_table(facts));
  }
  page.table(about_table(facts));
}

void put_method(const ReportFacts& facts, HtmlPage& page) {
  page.begin_part("What was done, with what");
  page.paragraph(
      "Each exhibit was opened for reading only. Its files, and what these hold, were "
      "compared with sets of listed files by digest, by how pictures look and by "
      "blocks, as far as the sets allow; names and contents worth a look are told as "
      "indications. Nothing of an exhibit is in this report but what is named here.");
  page.table(sets_table(facts));
  page.table(policy_table(facts.policy));
  page.table(history_table(facts, kMostEventsShown));
}

void put_findings(const ExhibitFacts& exhibit, const std::string& id, HtmlPage& page) {
  const std::string& ref = exhibit.ranked.ref;
  page.heading("Findings");
  const ReportTable counts =
      grades_table(exhibit.grades, "Findings of " + ref + ", by kind and grade");
  if (exhibit.grades.empty()) {
    page.table(counts);
    return;
  }
  page.chart(bars_svg(findings_chart(exhibit.grades, counts.caption), id + "-findings"),
             counts);
  if (exhibit.findings > exhibit.shown.size()) {
    page.paragraph("The first " + grouped(exhibit.shown.size()) + " of " +
                   counted_text(exhibit.findings, "finding") +
                   " are listed here; findings.csv and answers.json have them all.");
  }
  page.table(findings_table(exhibit));
}

void put_coverage(const ExhibitFacts& exhibit, HtmlPage& page) {
  const Coverage& coverage = exhibit.ranked.coverage;
  page.heading("What was looked at");
  page.list(extent_lines(exhibit));
  page.paragraph(counted_text(coverage.total_bytes, "byte") +
                 " in all: " + grouped(coverage.read_bytes) + " read, " +
                 grouped(coverage.unread_bytes) + " not read, " +
                 grouped(coverage.unreadable_bytes) + " unreadable. " +
                 grouped(coverage.known_benign) + " files known benign.");
  page.paragraph(sampling_words(exhibit));
  page.table(files_table(exhibit));
  page.table(volumes_table(exhibit));
  page.heading("What was not examined");
  page.list(not_examined_lines(exhibit));
  page.table(reasons_table(exhibit));
  page.table(problems_table(exhibit));
}

void put_residual(const ExhibitFacts& exhibit, const std::string& id, HtmlPage& page) {
  const ResidualBasis& basis = exhibit.ranked.coverage.residual;
  const std::vector<Residual> curve = residual_curve(basis);
  page.heading("Residual risk, for the laboratory");
  page.paragraph(laboratory_words(basis));
  const bool is_stated =
      std::any_of(curve.begin(), curve.end(),
                  [](const Residual& point) { return point.confidence > 0; });
  if (!is_stated) return;
  const ReportTable beside = residual_table(exhibit);
  page.chart(curve_svg(curve, beside.caption, id + "-residual"), beside);
}

void put_exhibit(const ReportFacts& facts, std::size_t number, HtmlPage& page) {
  const ExhibitFacts& exhibit = facts.exhibits[number];
  const RankedExhibit& ranked = exhibit.ranked;
  const std::string id = "exhibit-" + std::to_string(number + 1);
  page.begin_part("Exhibit " + ranked.ref, "Exhibit " + ranked.ref);
  page.notice(answer_words(ranked));
  if (!ranked.review.empty()) page.paragraph("To be reviewed: " + ranked.review);
  page.table(intake_table(exhibit, facts.request.as_of));
  if (!ranked.is_scanned) {
    page.heading("What was not examined");
    page.list(not_examined_lines(exhibit));
    return;
  }
  page.table(evidence_table(exhibit));
  page.table(scans_table(exhibit, facts.history));
  put_findings(exhibit, id, page);
  put_coverage(exhibit, page);
  put_residual(exhibit, id, page);
}

void put_limits(HtmlPage& page) {
  page.begin_part("Limits and known sources of error",
                  "Limits, records and signatures");
  page.list(error_sources());
}

void put_records(const ReportFacts& facts, HtmlPage& page) {
  page.begin_part("Records and versions");
  page.table(audit_table(facts));
  page.paragraph(
      "To check the files of this report: sha256sum -c manifest.sha256 in their "
      "folder.");
  if (facts.history.head.count > 0) {
    page.paragraph(
        "To check that the head above is in the case's log: winnow verify --case DIR "
        "--head " +
        facts.history.head.text());
  }
  page.table(selftest_table(facts));
  page.table(versions_table(facts));
  page.begin_part("For the unit to fill in");
  page.fields(unit_fields());
}

std::string subtitle_of(const ReportFacts& facts) {
  return facts.request.exhibit.empty()
             ? counted_text(facts.exhibits.size(), "exhibit") + " of a case"
             : "Exhibit " + facts.request.exhibit;
}

}  // namespace

std::string report_html(const ReportFacts& facts) {
  HtmlPage page("Triage report", subtitle_of(facts), facts.id);
  put_answers(facts, page);
  put_method(facts, page);
  for (std::size_t i = 0; i < facts.exhibits.size(); ++i) put_exhibit(facts, i, page);
  put_limits(page);
  put_records(facts, page);
  return page.done();
}

}  // namespace winnow
