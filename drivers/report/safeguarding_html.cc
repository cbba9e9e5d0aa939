#include "drivers/report/safeguarding_html.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "drivers/answers/words.h"
#include "drivers/report/html_page.h"
#include "drivers/report/report_tables.h"
#include "drivers/report/report_words.h"
#include "scanner/rank/lanes.h"

namespace winnow {
namespace {

// How a recorded answer counts by now, and that it does.
std::string answer_text(const RiskAnswer& answer, std::int64_t as_of) {
  if (!answer.is_stated) return "unknown: nobody has answered this";
  const Answer now = answer.at(as_of);
  std::string text = to_string(now);
  if (now != answer.answer) {
    text += std::string(": it was answered ") + to_string(answer.answer) +
            ", and that answer is due for review";
  } else if (answer.review_on) {
    text += ", to be reviewed on " + day_text(day_of(*answer.review_on));
  }
  return text;
}

ReportTable risk_table(const ExhibitFacts& exhibit, std::int64_t as_of) {
  const CaseRisk& risk = exhibit.ranked.facts.intake.risk;
  ReportTable table{"Risk to children around the holder of " + exhibit.ranked.ref +
                        ", as it is on record",
                    {"Question", "Answer"},
                    {},
                    2};
  for (std::size_t i = 0; i < kRiskQuestions; ++i) {
    const auto question = static_cast<RiskQuestion>(i);
    table.rows.push_back({words_of(question), answer_text(risk.of(question), as_of)});
  }
  return table;
}

// How far what was met can be the whole. What is packed lies in no bytes that count as
// read, and can be met all the same.
std::string reach_text(const ExhibitFacts& exhibit) {
  const Coverage& coverage = exhibit.ranked.coverage;
  const std::string total = bytes_text(coverage.total_bytes);
  const bool is_anything_known = coverage.logical_bytes > 0 ||
                                 exhibit.listed_files > 0 ||
                                 count_leads(exhibit.grades) > 0;
  if (coverage.read_bytes == 0 && !is_anything_known) {
    return "nothing of its " + total +
           " was read, so that of their content nothing is "
           "known";
  }
  const std::uint64_t not_read = coverage.unread_bytes + coverage.unreadable_bytes;
  if (not_read == 0 || coverage.read_bytes == 0)
    return "of the part that was examined, so there may be more";
  return bytes_text(not_read) + " of " + total + " were not read, so there may be more";
}

std::string met_text(const ExhibitFacts& exhibit) {
  if (!exhibit.ranked.is_scanned) return "nothing is known: it was not scanned";
  return counted_text(exhibit.listed_files, "listed file") + ", " +
         counted_text(count_leads(exhibit.grades), "lead") +
         " that a person has to check; " + reach_text(exhibit);
}

ReportTable exhibit_table(const ExhibitFacts& exhibit) {
  const RankedExhibit& ranked = exhibit.ranked;
  const Intake& intake = ranked.facts.intake;
  ReportTable table{"Exhibit " + ranked.ref, {}, {}, 2};
  if (!intake.device.empty()) table.rows.push_back({"What it is", intake.device});
  if (!intake.case_ref.empty()) table.rows.push_back({"Case", intake.case_ref});
  table.rows.push_back({"Holder", holder_words(intake)});
  table.rows.push_back({"Met so far", met_text(exhibit)});
  table.rows.push_back({"Safeguarding referral", referral_text(intake.safeguarding)});
  std::string place = words_of(ranked.lane);
  if (ranked.due) place += "; to be started by " + day_text(ranked.due->day);
  if (ranked.is_overdue) place += ", which is overdue";
  table.rows.push_back({"Full examination", place});
  return table;
}

// In words that name no file: what a scan could not see, by kind.
std::vector<std::string> not_seen(const ExhibitFacts& exhibit) {
  const RankedExhibit& ranked = exhibit.ranked;
  std::vector<std::string> lines;
  if (!ranked.is_scanned) {
    lines.push_back(ranked.facts.intake.cannot_be_scanned.empty()
                        ? "all of it: it was not scanned"
                        : "all of it: it cannot be scanned");
    return lines;
  }
  const Coverage& coverage = ranked.coverage;
  if (!coverage.evidence.unsupported.empty()) {
    lines.emplace_back("all of it: this version does not read images of its kind");
  }
  if (auto until = until_words(coverage); !until.empty()) {
    lines.push_back(std::move(until));
  }
  if (!coverage.ended) lines.emplace_back("the scan did not come to its end");
  for (const VolumeRecord& volume : coverage.volumes) {
    if (volume.outcome == VolumeOutcome::examined) continue;
    lines.push_back("a part of " + bytes_text(volume.length) + ": " +
                    to_string(volume.outcome));
  }
  for (const FileOutcome outcome : {FileOutcome::encrypted, FileOutcome::unreadable,
                                    FileOutcome::failed, FileOutcome::unvisited}) {
    // A file that was compared whole is named too if nobody could look inside.
    const std::uint64_t files = std::max<std::uint64_t>(
        coverage.files.count(outcome) + coverage.members.count(outcome),
        paths_named(coverage.problems, outcome).size());
    if (files > 0) {
      lines.push_back(counted_text(files, "file") + ": " + outcome_words(outcome));
    }
  }
  if (coverage.unreadable_bytes > 0) {
    lines.push_back(bytes_text(coverage.unreadable_bytes) + " could not be read");
  }
  for (const std::string& part : never_examined(coverage)) lines.push_back(part);
  if (lines.empty()) {
    lines.emplace_back("what is not on the exhibit itself, such as remote storage");
  }
  return lines;
}

void put_exhibit(const ReportFacts& facts, const ExhibitFacts& exhibit,
                 HtmlPage& page) {
  page.begin_part("Exhibit " + exhibit.ranked.ref, "Exhibit " + exhibit.ranked.ref);
  page.notice(answer_words(exhibit.ranked));
  page.table(exhibit_table(exhibit));
  page.table(risk_table(exhibit, facts.request.as_of));
  page.heading("What could not be examined, or was not");
  page.list(not_seen(exhibit));
}

}  // namespace

std::string safeguarding_html(const ReportFacts& facts) {
  HtmlPage page("Safeguarding summary", "For " + facts.request.recipient, facts.id);
  page.begin_part("What this is");
  page.notice("This is triage, not a full examination. Whatever stands below: " +
              std::string(kNoMatchWords) + ".");
  page.table(about_table(facts));
  page.paragraph(
      "It is for the recipient and the purpose named above; both are on record. It "
      "holds no picture and names no file. An answer that is unknown is unknown: it "
      "must not be read as no.");
  for (const ExhibitFacts& exhibit : facts.exhibits) put_exhibit(facts, exhibit, page);
  page.begin_part("For the unit and the recipient to fill in", "To fill in");
  page.fields({{"Given by: name, role, date", 1},
               {"Received by: name, role, date", 1},
               {"What is to follow", 3}});
  return page.done();
}

}  // namespace winnow
