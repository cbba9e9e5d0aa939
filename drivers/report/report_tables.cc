#include "drivers/report/report_tables.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "drivers/answers/closed_volumes.h"
#include "drivers/answers/finding_cells.h"
#include "drivers/answers/words.h"
#include "drivers/decisions/intake_fields.h"
#include "drivers/report/report_words.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

constexpr char kNotOnRecord[] = "not on record";

std::string or_else(const std::string& text, const char* otherwise = kNotOnRecord) {
  return text.empty() ? otherwise : text;
}

// A moment of the audit log, to the second, with a blank to break it at.
std::string log_moment(const std::string& moment) {
  constexpr std::size_t kDay = 10;
  constexpr std::size_t kSecond = 19;
  if (moment.size() < kSecond) return or_else(moment);
  return moment.substr(0, kDay) + " " + moment.substr(kDay + 1, kSecond - kDay - 1);
}

std::string exhibits_text(const ReportFacts& facts) {
  if (!facts.request.exhibit.empty()) {
    return facts.request.exhibit + ", one of the case";
  }
  if (facts.exhibits.size() == 1) return "the only one of the case";
  return "all " + grouped(facts.exhibits.size()) + " of the case";
}

// Of which moment the facts are, whatever moment the order is asked for.
std::string stand_text(const ReportFacts& facts) {
  const std::string damage =
      facts.history.is_sound
          ? ""
          : "; the log, or one before it, is DAMAGED: what was decided may be missing";
  const std::string apart =
      facts.is_of_one_moment
          ? ""
          : "; a run was at work and put more on record while this was gathered: what "
            "was met and what was decided may be of moments a little apart";
  if (facts.history.head_at.empty()) {
    return "as they stand; the log has no event that could be read" + damage;
  }
  std::string text = "as they stood after event " + grouped(facts.history.head.count) +
                     " of the log, of " + log_moment(facts.history.head_at);
  if (facts_moment(facts) > facts.request.as_of) {
    text += ", which is later: order, risks and days alone are as of the moment above";
  }
  return text + apart + damage;
}

std::string order_text(const RankedExhibit& exhibit) {
  std::string text =
      std::string("lane ") + to_string(exhibit.lane) + ", " + words_of(exhibit.lane);
  if (exhibit.rank > 0) text = "place " + std::to_string(exhibit.rank) + ", " + text;
  if (exhibit.due) text += "; to be started by " + day_text(exhibit.due->day);
  if (exhibit.is_overdue) text += ", OVERDUE";
  return text;
}

std::string used_date(const ReportedSet& set) {
  return or_else(set.record.dated, "nobody said");
}

std::string entries_text(const ReportedSet& set) {
  const std::string& text = set.record.entries;
  const bool is_number = !text.empty() && text.size() < 19 &&
                         std::all_of(text.begin(), text.end(),
                                     [](char c) { return c >= '0' && c <= '9'; });
  return is_number ? grouped(std::stoull(text)) : or_else(text);
}

void add_stated(ReportTable& table, const char* name, const std::string& value) {
  if (!value.empty()) table.rows.push_back({name, value});
}

std::string place_text(const Problem& problem) {
  if (!problem.range) return or_else(problem.path, "the exhibit");
  const std::string range = counted_text(problem.range->second, "byte") +
                            " from byte " + grouped(problem.range->first) + " on";
  return problem.path.empty() ? range : problem.path + ", " + range;
}

std::string matched_by(const Finding& finding) {
  if (finding.near) {
    return "PDQ, " + std::to_string(finding.near->distance) + " bits apart, quality " +
           std::to_string(finding.near->quality);
  }
  if (finding.is_hint()) return finding.hint;
  if (finding.kind == FindingKind::block) return "blocks (XXH3-64)";
  std::string text = to_string(finding.algorithm);
  const auto digest = finding.digests.get(finding.algorithm);
  return digest ? text + " " + digest->hex() : text;
}

// Of what a file holds the runs are those of the file: it may be packed in there.
std::string first_byte(const Finding& finding) {
  if (finding.runs.empty()) return "no place of its own";
  const std::string first = grouped(finding.runs.front().offset);
  return finding.member == 0 ? first : "in its holder, which begins at " + first;
}

// By tens of thousandths, without rounding up.
std::string percent_of(std::uint32_t ten_thousandths) {
  const std::string cents = std::to_string(ten_thousandths % 100);
  return std::to_string(ten_thousandths / 100) + "." + (cents.size() < 2 ? "0" : "") +
         cents + " %";
}

// Of its numbers, never of the line that it was told in.
std::string result_text(const SelftestRecord& selftest) {
  if (selftest.has_passed != (selftest.failed == 0) || selftest.checks == 0) {
    return "not to be relied on: its record contradicts itself";
  }
  return selftest.has_passed
             ? "passed: fit for the functions tested; not accreditation"
             : "FAILED: do not rely on this installation until it passes";
}

// What of this report and its scans that self-test does not speak for.
std::vector<std::string> not_tested(const SelftestRecord& selftest,
                                    const ReportFacts& facts) {
  std::vector<std::string> lines;
  if (selftest.tool_version != facts.request.tool_version) {
    lines.emplace_back("the program that wrote this report is another version");
  }
  if (selftest.machine != facts.request.machine) {
    lines.emplace_back(
        "this report was written on another machine, or one that has "
        "changed since");
  }
  std::set<std::string> others;
  for (const ExhibitFacts& exhibit : facts.exhibits) {
    for (const ScanStep& scan : exhibit.scans) {
      if (scan.tool_version != selftest.tool_version) others.insert(scan.tool_version);
    }
  }
  for (const std::string& version : others) {
    lines.push_back(version.empty()
                        ? "of a scan it is not on record what version made it"
                        : "a scan was made by another version: " + version);
  }
  return lines;
}

}  // namespace

std::int64_t facts_moment(const ReportFacts& facts) {
  return parse_utc(facts.history.head_at).value_or(0);
}

std::string confidence_text(std::uint32_t ten_thousandths) {
  if (ten_thousandths == 0) return "nothing can be stated";
  return ten_thousandths >= kCertain ? "certain" : percent_of(ten_thousandths);
}

ReportTable about_table(const ReportFacts& facts) {
  const ReportRequest& request = facts.request;
  ReportTable table{"This report", {}, {}, 2};
  table.rows = {{"Report", facts.id},
                {"Exhibits", exhibits_text(facts)},
                {"As of", moment_text(request.as_of)},
                {"Findings and log", stand_text(facts)},
                {"Made by", or_else(request.made_by, "nobody named")},
                {"Made with", "Winnow " + request.tool_version}};
  add_stated(table, "For", request.recipient);
  add_stated(table, "Purpose", request.purpose);
  add_stated(table, "SHA-256 of answers.json", facts.data_sha256);
  return table;
}

ReportTable answers_table(const ReportFacts& facts) {
  ReportTable table{"Answer for each exhibit",
                    {"Exhibit", "Answer", "Order for full examination", "Looked at",
                     "Listed files", "Leads"},
                    {},
                    4};
  for (const ExhibitFacts& exhibit : facts.exhibits) {
    const RankedExhibit& ranked = exhibit.ranked;
    const bool is_scanned = ranked.is_scanned;
    table.rows.push_back({ranked.ref, answer_words(ranked), order_text(ranked),
                          extent_words(exhibit),
                          is_scanned ? grouped(exhibit.listed_files) : "-",
                          is_scanned ? grouped(count_leads(exhibit.grades)) : "-"});
  }
  return table;
}

ReportTable bytes_table(const ReportFacts& facts) {
  ReportTable table{"Bytes of each exhibit: what was read, and what was not",
                    {"Exhibit", "Total", "Read", "Not read", "Unreadable"},
                    {},
                    1};
  for (const ExhibitFacts& exhibit : facts.exhibits) {
    const Coverage& coverage = exhibit.ranked.coverage;
    if (!exhibit.ranked.is_scanned) {
      table.rows.push_back({exhibit.ranked.ref, "not scanned", "-", "-", "-"});
      continue;
    }
    table.rows.push_back({exhibit.ranked.ref, grouped(coverage.total_bytes),
                          grouped(coverage.read_bytes), grouped(coverage.unread_bytes),
                          grouped(coverage.unreadable_bytes)});
  }
  return table;
}

ReportTable sets_table(const ReportFacts& facts) {
  ReportTable table{"Sets that the exhibits were compared with",
                    {"Set", "Type", "Identifier (SHA-256 of all it holds)", "Date",
                     "Opened as", "Entries"},
                    {},
                    5};
  for (const ReportedSet& set : facts.sets) {
    table.rows.push_back({set.used.name, to_string(set.used.type), set.used.id,
                          used_date(set), or_else(set.record.path), entries_text(set)});
  }
  return table;
}

ReportTable policy_table(const Policy& policy) {
  ReportTable table{"Policy that the order follows", {}, {}, 2};
  table.rows = {{"Policy", policy.name},
                {"Signed by", or_else(policy.signed_by,
                                      "nobody: it is the proposal that Winnow ships")},
                {"Signed on", or_else(policy.signed_on, "-")},
                {"SHA-256", policy.sha256}};
  return table;
}

ReportTable history_table(const ReportFacts& facts, std::size_t most) {
  const std::vector<HistoryLine>& lines = facts.history.lines;
  const std::size_t begin = lines.size() > most ? lines.size() - most : 0;
  ReportTable table{"What was done, as the audit log has it",
                    {"When (UTC)", "By", "What", "Of", "Outcome"},
                    {},
                    5};
  if (begin > 0) {
    table.caption +=
        ": the last " + grouped(most) + " of " + counted_text(lines.size(), "event");
  }
  if (facts.history.left_out > 0) {
    table.caption +=
        "; not told here: " + counted_text(facts.history.left_out, "more event") +
        (facts.request.exhibit.empty() ? ", steps within these"
                                       : ", steps within these or of other exhibits");
  }
  if (begin > 0 || facts.history.left_out > 0) {
    table.caption += "; audit.jsonl of the case has them all";
  }
  for (std::size_t i = begin; i < lines.size(); ++i) {
    const HistoryLine& line = lines[i];
    table.rows.push_back(
        {log_moment(line.at), line.by, line.what, line.object, line.outcome});
  }
  return table;
}

ReportTable audit_table(const ReportFacts& facts) {
  const CaseHistory& history = facts.history;
  ReportTable table{"Audit log of the case", {}, {}, 2};
  table.rows = {
      {"Events before the reports at its end", grouped(history.head.count)},
      {"Head", history.head.count > 0 ? history.head.text() : "no event could be read"},
      {"Is it sound?", history.verdict}};
  for (const std::string& remark : history.remarks) {
    table.rows.push_back({"Remark", remark});
  }
  return table;
}

ReportTable selftest_table(const ReportFacts& facts) {
  ReportTable table{"Last self-test on this machine", {}, {}, 2};
  const ReportRequest& request = facts.request;
  if (!request.selftest_fault.empty()) {
    table.rows = {{"Result", "not to be relied on: its record " +
                                 printable_utf8(request.selftest_fault)}};
    return table;
  }
  if (!request.selftest) {
    table.rows = {{"Result", "no self-test is on record on this machine"}};
    return table;
  }
  const SelftestRecord& selftest = *request.selftest;
  table.rows = {{"Result", result_text(selftest)},
                {"When", moment_text(selftest.at)},
                {"Program that was tested", printable_utf8(selftest.tool_version)},
                {"Machine", or_else(printable_utf8(selftest.machine))},
                {"Checks", grouped(selftest.checks) + ", of them " +
                               grouped(selftest.failed) + " failed"}};
  for (const std::string& other : not_tested(selftest, facts)) {
    table.rows.push_back({"Mind", other});
  }
  return table;
}

ReportTable versions_table(const ReportFacts& facts) {
  ReportTable table{"Program and libraries", {"Name", "Version"}, {}, 2};
  table.rows.push_back({"Winnow, which wrote this report", facts.request.tool_version});
  for (const auto& [name, version] : facts.request.libraries) {
    table.rows.push_back({name, version});
  }
  return table;
}

std::vector<GradeCount> all_grades(const ReportFacts& facts) {
  std::vector<GradeCount> rows;
  for (const ExhibitFacts& exhibit : facts.exhibits) add_counts(exhibit.grades, rows);
  return rows;
}

ReportTable grades_table(const std::vector<GradeCount>& rows,
                         const std::string& caption) {
  ReportTable table{caption,
                    {"Kind of evidence", "Grade, as the set quotes it", "Set", "Live",
                     "Recovered from deleted", "In free space", "Total"},
                    {},
                    3};
  for (const GradeCount& row : rows) {
    table.rows.push_back({words_of(row.kind), row.grade, set_text(row, rows),
                          grouped(row.of(FoundIn::live)),
                          grouped(row.of(FoundIn::deleted)),
                          grouped(row.of(FoundIn::free_space)), grouped(row.total())});
  }
  return table;
}

ReportTable findings_table(const ExhibitFacts& exhibit) {
  ReportTable table{
      "Findings of " + exhibit.ranked.ref,
      {"Path", "Kind", "Grade, as the set quotes it", "Set", "Where", "Matched by",
       "Note", "First byte on the exhibit", "Size in bytes"},
      {},
      7};
  const std::vector<UsedSet>& sets = exhibit.ranked.coverage.sets;
  for (const Finding& finding : exhibit.shown) {
    const GradeCount of_set{
        finding.kind, "", finding.set, id_of_set(finding, sets), {}};
    table.rows.push_back({finding.path, to_string(finding.kind), grade_text(finding),
                          set_text(of_set, exhibit.grades), words_of(found_in(finding)),
                          matched_by(finding), finding.note, first_byte(finding),
                          grouped(finding.size)});
  }
  return table;
}

ReportTable evidence_table(const ExhibitFacts& exhibit) {
  const Coverage& coverage = exhibit.ranked.coverage;
  const EvidenceRecord& evidence = coverage.evidence;
  const std::uint64_t size = evidence.is_folder ? coverage.total_bytes : evidence.bytes;
  ReportTable table{"Evidence of " + exhibit.ranked.ref, {}, {}, 2};
  if (exhibit.run) table.rows.push_back({"Opened as", exhibit.run->path});
  table.rows.push_back({"Kind", or_else(evidence.kind)});
  table.rows.push_back({"Size", counted_text(size, "byte")});
  add_stated(table, "Not read by this version", evidence.unsupported);
  for (const auto& [key, value] : evidence.metadata) {
    table.rows.push_back({metadata_words(key), value});
  }
  table.rows.push_back(
      {"Against its container's digest", evidence_check_words(exhibit)});
  return table;
}

ReportTable intake_table(const ExhibitFacts& exhibit, std::int64_t as_of) {
  const CaseFacts& facts = exhibit.ranked.facts;
  const Intake& intake = facts.intake;
  constexpr char kSafeguarding[] = "Safeguarding referral";
  ReportTable table{"What people put on record of " + exhibit.ranked.ref, {}, {}, 2};
  table.rows.push_back({"Disposition", to_string(facts.disposition)});
  if (!facts.has_intake) {
    table.rows.push_back({"Intake", "there is none: every answer is unknown"});
    table.rows.push_back({kSafeguarding, referral_text(intake.safeguarding)});
    return table;
  }
  add_stated(table, "Device", intake.device);
  add_stated(table, "Seizure reference", intake.seizure_ref);
  if (intake.seized_at) {
    table.rows.push_back({"Seized at", moment_text(*intake.seized_at)});
  }
  add_stated(table, "Case reference", intake.case_ref);
  table.rows.push_back({"Holder", holder_words(intake)});
  add_stated(table, "Consent covers", intake.consent_scope);
  add_stated(table, "Authority", intake.authority);
  table.rows.push_back({"Access to children", to_string(intake.risk.access(as_of))});
  table.rows.push_back({kSafeguarding, referral_text(intake.safeguarding)});
  add_stated(table, "Cannot be scanned", intake.cannot_be_scanned);
  if (facts.review.verdict != Verdict::none) {
    table.rows.push_back({"Reviewed by", facts.review.reviewer + ": " +
                                             to_string(facts.review.verdict) + ", " +
                                             facts.review.reason});
  }
  add_stated(table, "Lane lowered", facts.lowered_why);
  return table;
}

ReportTable scans_table(const ExhibitFacts& exhibit, const CaseHistory& history) {
  ReportTable table{
      "Scans of " + exhibit.ranked.ref,
      {"Began (UTC)", "Ended (UTC)", "By", "How it ended", "Version", "Command"},
      {},
      6};
  for (const ScanStep& step : exhibit.scans) {
    table.rows.push_back({log_moment(step.began), log_moment(step.ended),
                          or_else(step.by), step.how, or_else(step.tool_version),
                          or_else(step.command)});
  }
  if (table.rows.empty() && !history.is_sound) {
    table.rows.push_back(
        {"none is on record; the log is damaged", "-", "-", "-", "-", "-"});
  }
  return table;
}

ReportTable files_table(const ExhibitFacts& exhibit) {
  const Coverage& coverage = exhibit.ranked.coverage;
  ReportTable table{"What became of the files of " + exhibit.ranked.ref,
                    {"Outcome", "Files", "Inside other files"},
                    {},
                    1};
  for (std::size_t i = 0; i < kFileOutcomes; ++i) {
    const auto outcome = static_cast<FileOutcome>(i);
    table.rows.push_back({outcome_words(outcome),
                          grouped(coverage.files.count(outcome)),
                          grouped(coverage.members.count(outcome))});
  }
  table.rows.push_back({"all that were listed", grouped(coverage.files.listed),
                        grouped(coverage.members.listed)});
  return table;
}

ReportTable reasons_table(const ExhibitFacts& exhibit) {
  ReportTable table{"Why files of " + exhibit.ranked.ref + " were not compared whole",
                    {"Outcome", "Why", "Files"},
                    {},
                    2};
  for (const auto& [outcome, reasons] : exhibit.reasons) {
    for (const auto& [reason, files] : reasons) {
      table.rows.push_back(
          {to_string(outcome), printable_utf8(or_else(reason, "-")), grouped(files)});
    }
  }
  return table;
}

ReportTable volumes_table(const ExhibitFacts& exhibit) {
  ReportTable table{
      "Volumes of " + exhibit.ranked.ref,
      {"Volume", "File system", "Outcome", "Why", "First byte", "Length in bytes"},
      {},
      4};
  for (const VolumeRecord& volume : exhibit.ranked.coverage.volumes) {
    table.rows.push_back({std::to_string(volume.index),
                          or_else(volume.filesystem, "unknown"),
                          to_string(volume.outcome), or_else(volume.reason, "-"),
                          grouped(volume.offset), grouped(volume.length)});
  }
  return table;
}

std::vector<Problem> problems_of(const ExhibitFacts& exhibit) {
  const Coverage& coverage = exhibit.ranked.coverage;
  std::vector<Problem> problems = closed_volumes(coverage);
  problems.insert(problems.end(), coverage.problems.begin(), coverage.problems.end());
  return problems;
}

std::set<std::string> paths_named(const std::vector<Problem>& problems,
                                  FileOutcome outcome) {
  const bool takes_unsupported = outcome == counted_as(FileOutcome::unsupported);
  std::set<std::string> paths;
  for (const Problem& problem : problems) {
    if (problem.path.empty()) continue;
    if (problem.outcome == to_string(outcome) ||
        (takes_unsupported && problem.outcome == to_string(FileOutcome::unsupported))) {
      paths.insert(problem.path);
    }
  }
  return paths;
}

ReportTable problems_table(const ExhibitFacts& exhibit, std::size_t most) {
  std::vector<Problem> problems = problems_of(exhibit);
  std::stable_partition(problems.begin(), problems.end(), [](const Problem& problem) {
    return !is_remark(problem.outcome);
  });
  ReportTable table{
      "Single places not examined, damaged or worth a remark, on " + exhibit.ranked.ref,
      {"Where", "Outcome", "Why"},
      {},
      3};
  if (problems.size() > most) {
    table.caption += ": the first " + grouped(most) + " of " +
                     grouped(problems.size()) + "; answers.json has them all";
    problems.resize(most);
  }
  for (const FileOutcome outcome : {FileOutcome::encrypted, FileOutcome::unreadable,
                                    FileOutcome::failed, FileOutcome::unvisited}) {
    const std::uint64_t members = exhibit.ranked.coverage.members.count(outcome);
    const std::set<std::string> paths = paths_named(problems, outcome);
    const auto named = static_cast<std::uint64_t>(std::count_if(
        paths.begin(), paths.end(),
        [](const std::string& path) { return path.find("//") != std::string::npos; }));
    if (members <= named) continue;
    table.rows.push_back(
        {counted_text(members - named, named > 0 ? "more file" : "file") +
             " inside other files",
         to_string(outcome), outcome_words(outcome)});
  }
  for (const Problem& problem : problems) {
    table.rows.push_back({place_text(problem), problem.outcome, problem.reason});
  }
  return table;
}

ReportTable residual_table(const ExhibitFacts& exhibit) {
  ReportTable table{
      "Had so much listed material been on " + exhibit.ranked.ref +
          ", this scan would have met some of it with at least this probability",
      {"Listed material", "Probability"},
      {},
      1};
  for (const Residual& point : residual_curve(exhibit.ranked.coverage.residual)) {
    table.rows.push_back({bytes_text(point.bytes), confidence_text(point.confidence)});
  }
  return table;
}

}  // namespace winnow
