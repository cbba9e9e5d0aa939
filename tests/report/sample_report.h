// Facts of a small report of invented exhibits, for tests.
#ifndef WINNOW_TESTS_REPORT_SAMPLE_REPORT_H_
#define WINNOW_TESTS_REPORT_SAMPLE_REPORT_H_

#include <string>

#include "drivers/report/report_facts.h"

namespace winnow {

inline Finding sample_finding(FindingKind kind, const std::string& path,
                              bool allocated = true) {
  Finding finding;
  finding.kind = kind;
  finding.path = path;
  finding.allocated = allocated;
  finding.size = 4096;
  finding.set = "list";
  finding.category = {"uk", 1, "Category A"};
  finding.runs = {{8192, 4096}};
  finding.note = "MD5 only";
  return finding;
}

// Its sums hold.
inline Coverage sample_coverage() {
  Coverage coverage;
  coverage.total_bytes = 1000;
  coverage.read_bytes = 600;
  coverage.unread_bytes = 300;
  coverage.unreadable_bytes = 100;
  coverage.files.listed = 7;
  coverage.files.by_outcome = {2, 3, 0, 1, 1, 0, 0, 0};
  coverage.members.listed = 1;
  coverage.members.by_outcome = {0, 1, 0, 0, 0, 0, 0, 0};
  coverage.balanced = true;
  coverage.ended = true;
  coverage.evidence = {"EWF (E01)",
                       1000,
                       false,
                       "",
                       {{"acq.case_number", "CASE 17"}, {"acq.md5_stored", "0a"}}};
  coverage.sets = {{"list", std::string(64, 'a'), SetType::notable}};
  coverage.volumes = {{0, 0, 600, "ntfs", VolumeOutcome::examined, "", 0, 0},
                      {1, 600, 400, "BitLocker", VolumeOutcome::encrypted, "", 0, 0}};
  coverage.problems = {{"/volume-0/a", std::nullopt, "note", "only a remark"},
                       {"/volume-0/b", std::nullopt, "encrypted", "needs a key"}};
  return coverage;
}

inline ExhibitFacts sample_exhibit(const std::string& ref,
                                   const std::vector<Finding>& findings) {
  ExhibitFacts exhibit;
  exhibit.ranked.ref = ref;
  exhibit.ranked.rank = 1;
  exhibit.ranked.coverage = sample_coverage();
  exhibit.ranked.band = findings.empty() ? Band::no_match : Band::match;
  exhibit.findings = findings.size();
  exhibit.listed_files = count_listed_files(findings);
  exhibit.shown = findings;
  add_counts(findings, exhibit.ranked.coverage.sets, exhibit.grades);
  exhibit.reasons = {{FileOutcome::skipped, {{"no listed file has its size", 1}}}};
  exhibit.scans = {{"2026-01-02T03:04:05.678Z", "2026-01-02T03:05:05.678Z", "A. Person",
                    "out of time", "0.1.0 (abc)", "winnow scan --budget 90s"}};
  return exhibit;
}

// Two exhibits: one with a listed file, one with none.
inline ReportFacts sample_report(const std::vector<Finding>& findings) {
  ReportFacts facts;
  facts.request.made_by = "O. Operator";
  facts.request.as_of = 1'795'000'000;
  facts.request.tool_version = "0.1.0 (abc)";
  facts.request.libraries = {{"SQLite", "3.40.1"}};
  facts.id = "WR-0123456789abcdef";
  facts.data_sha256 = std::string(64, 'd');
  facts.exhibits = {sample_exhibit("AB/1", findings), sample_exhibit("AB/2", {})};
  facts.sets = {{facts.exhibits[0].ranked.coverage.sets[0],
                 {"list.wset", "2026-01-01T00:00:00Z", "20"}}};
  facts.policy.name = "policy";
  facts.policy.signed_by = "A. Signer";
  facts.policy.signed_on = "2026-01-01";
  facts.policy.sha256 = std::string(64, 'b');
  facts.history.head = {12, std::string(64, 'c')};
  facts.history.verdict = "It holds together from its first event to its last.";
  facts.history.is_sound = true;
  facts.history.lines = {
      {"2026-01-02T03:04:05.678Z", "A. Person", "run begun", "scan", "begun"}};
  return facts;
}

}  // namespace winnow

#endif  // WINNOW_TESTS_REPORT_SAMPLE_REPORT_H_
