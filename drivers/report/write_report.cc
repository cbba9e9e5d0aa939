#include "drivers/report/write_report.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/bytes.h"
#include "base/digester.h"
#include "base/file.h"
#include "drivers/answers/answers_json.h"
#include "drivers/decisions/intake_fields.h"
#include "drivers/report/gather_facts.h"
#include "drivers/report/growing_file.h"
#include "drivers/report/report_csv.h"
#include "drivers/report/report_html.h"
#include "drivers/report/report_tables.h"
#include "drivers/report/safeguarding_html.h"
#include "drivers/report/summary_pdf.h"
#include "drivers/store/new_folder.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

constexpr char kAnswersName[] = "answers.json";

std::string sha256_hex(const std::string& text) {
  return digest_of(Algorithm::sha256, bytes_of(text)).hex();
}

std::string rank_of(const ReportFacts& facts) {
  std::vector<RankedExhibit> ranked;
  for (const ExhibitFacts& exhibit : facts.exhibits) ranked.push_back(exhibit.ranked);
  return rank_json(ranked, facts.policy,
                   utc_text({facts.request.as_of, 0}).value_or(""));
}

// All findings, exhibit by exhibit, while they are gathered.
class FindingFiles {
 public:
  static Result<FindingFiles> begin(const std::string& folder) {
    auto csv = GrowingFile::begin(folder, "findings.csv");
    if (!csv) return std::move(csv).error();
    auto json = GrowingFile::begin(folder, kAnswersName);
    if (!json) return std::move(json).error();
    FindingFiles files(std::move(*csv), std::move(*json));
    files.csv_.put(findings_csv_head());
    files.json_.put("{\"findings\":[\n");
    return files;
  }
  void take(const RankedExhibit& exhibit, const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) {
      csv_.put(finding_csv(exhibit.ref, finding, exhibit.coverage));
      json_.put((is_first_ ? "" : ",\n") +
                finding_json(exhibit.ref, finding, exhibit.coverage));
      is_first_ = false;
    }
  }
  Result<void> end(const ReportFacts& facts, std::vector<ManifestLine>& lines) {
    put_rest(facts);
    for (GrowingFile* file : {&csv_, &json_}) {
      auto line = file->end();
      if (!line) return std::move(line).error();
      lines.push_back(std::move(*line));
    }
    return {};
  }

 private:
  FindingFiles(GrowingFile csv, GrowingFile json)
      : csv_(std::move(csv)), json_(std::move(json)) {}

  void put_rest(const ReportFacts& facts) {
    std::vector<std::pair<std::string, Coverage>> coverage;
    for (const ExhibitFacts& exhibit : facts.exhibits) {
      if (!exhibit.ranked.is_scanned) continue;
      coverage.emplace_back(exhibit.ranked.ref, exhibit.ranked.coverage);
    }
    // As winnow coverage has them.
    std::sort(coverage.begin(), coverage.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    json_.put("\n],\n\"coverage\":" + coverage_json(coverage));
    json_.put(",\n\"rank\":" + rank_of(facts) + "}\n");
  }

  GrowingFile csv_;
  GrowingFile json_;
  bool is_first_ = true;
};

// Of all that is told: the same facts have the same id.
std::string id_of(const ReportFacts& facts) {
  const ReportRequest& request = facts.request;
  std::string told = facts.data_sha256 + "\n" + rank_of(facts) + "\n" +
                     facts.history.head.text() + "\n" + facts.history.verdict + "\n";
  for (const std::string& text :
       {moment_text(request.as_of), request.exhibit, request.recipient, request.purpose,
        request.made_by, request.tool_version,
        std::string(request.is_safeguarding ? "safeguarding" : "report")}) {
    told += text + "\n";
  }
  if (!facts.is_of_one_moment) told += "of moments apart\n";
  for (const auto& row : selftest_table(facts).rows) told += row[0] + row[1] + "\n";
  for (const auto& [name, version] : request.libraries) told += name + version + "\n";
  return "WR-" + sha256_hex(told).substr(0, 16);
}

Result<void> add_file(const std::string& folder, const std::string& name,
                      const std::string& text, std::vector<ManifestLine>& lines) {
  auto line = write_new_file(folder, name, text);
  if (!line) return std::move(line).error();
  lines.push_back(std::move(*line));
  return {};
}

Result<ReportFacts> write_pages(ReportFacts facts, const std::string& folder,
                                WrittenReport& written) {
  const auto answers =
      std::find_if(written.files.begin(), written.files.end(),
                   [](const ManifestLine& line) { return line.path == kAnswersName; });
  facts.data_sha256 = answers->sha256;
  facts.id = id_of(facts);
  auto pdf = summary_pdf(facts);
  if (!pdf) return std::move(pdf).error();
  written.remarks = std::move(pdf->remarks);
  for (const auto& [name, text] : {std::pair("coverage.csv", coverage_csv(facts)),
                                   std::pair("report.html", report_html(facts)),
                                   std::pair("summary.pdf", std::move(pdf->bytes))}) {
    if (auto added = add_file(folder, name, text, written.files); !added) {
      return std::move(added).error();
    }
  }
  return facts;
}

Result<ReportFacts> write_whole(StillCase& still, const ReportRequest& request,
                                const std::string& folder, WrittenReport& written) {
  auto files = FindingFiles::begin(folder);
  if (!files) return std::move(files).error();
  auto facts = gather_facts(still, request,
                            [&](const RankedExhibit& exhibit, const auto& findings) {
                              files->take(exhibit, findings);
                            });
  if (!facts) return facts;
  if (auto ended = files->end(*facts, written.files); !ended) {
    return std::move(ended).error();
  }
  return write_pages(std::move(*facts), folder, written);
}

Result<ReportFacts> write_safeguarding(StillCase& still, const ReportRequest& request,
                                       const std::string& folder,
                                       WrittenReport& written) {
  auto facts = gather_facts(still, request,
                            [](const RankedExhibit&, const auto& /*findings*/) {});
  if (!facts) return facts;
  facts->id = id_of(*facts);
  auto added =
      add_file(folder, "safeguarding.html", safeguarding_html(*facts), written.files);
  if (!added) return std::move(added).error();
  return facts;
}

Result<void> write_manifest(const std::string& folder, WrittenReport& written) {
  std::sort(
      written.files.begin(), written.files.end(),
      [](const ManifestLine& a, const ManifestLine& b) { return a.path < b.path; });
  auto line = write_new_file(folder, kManifestName, manifest_text(written.files));
  if (!line) return std::move(line).error();
  written.manifest_sha256 = std::move(line->sha256);
  return {};
}

AuditEvent reported_event(const ReportRequest& request, const WrittenReport& written,
                          const std::string& out, const std::string& command_line) {
  std::string names;
  for (const ManifestLine& file : written.files) {
    names += (names.empty() ? "" : ", ") + file.path;
  }
  AuditEvent event{kReportedEvent,
                   request.exhibit.empty() ? "case" : request.exhibit,
                   request.is_safeguarding ? "safeguarding summary" : "report",
                   {{"report", written.id},
                    {"files", names},
                    {"manifest_sha256", written.manifest_sha256},
                    {"out", out},
                    {"as_of", moment_text(request.as_of)}}};
  if (!request.recipient.empty()) {
    event.detail.emplace_back("recipient", request.recipient);
  }
  if (!request.purpose.empty()) event.detail.emplace_back("purpose", request.purpose);
  event.detail.emplace_back("command", command_line);
  event.detail.emplace_back("tool_version", request.tool_version);
  return event;
}

}  // namespace

Result<WrittenReport> write_report(StillCase& still, const ReportRequest& request,
                                   const std::string& out,
                                   const std::string& command_line) {
  if (request.is_safeguarding &&
      (request.recipient.empty() || request.purpose.empty())) {
    return Fault{FaultKind::usage,
                 "needs a recipient and a purpose; give --recipient NAME and --purpose "
                 "TEXT, which go on record with it",
                 "--safeguarding", std::nullopt};
  }
  auto folder = NewFolder::begin(out, "--out");
  if (!folder) return std::move(folder).error();
  WrittenReport written;
  auto facts = request.is_safeguarding
                   ? write_safeguarding(still, request, folder->part(), written)
                   : write_whole(still, request, folder->part(), written);
  if (!facts) return std::move(facts).error();
  written.id = facts->id;
  written.exhibits = facts->exhibits.size();
  if (auto done = write_manifest(folder->part(), written); !done) {
    return std::move(done).error();
  }
  auto log = AuditLog::open(request.case_path, request.made_by);
  if (!log) return std::move(log).error();
  auto told = log->append(reported_event(request, written, out, command_line));
  if (!told) return std::move(told).error();
  if (auto done = folder->commit(); !done) {
    // The fault counts; that of a log that takes no more would hide it.
    static_cast<void>(
        log->append({"report_failed", written.id, done.error().line(), {}}));
    return std::move(done).error();
  }
  written.log_head = log->head();
  const std::vector<std::string>& remarks = log->remarks();
  written.remarks.insert(written.remarks.end(), remarks.begin(), remarks.end());
  return written;
}

}  // namespace winnow
