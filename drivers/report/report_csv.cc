#include "drivers/report/report_csv.h"

#include <algorithm>

#include "drivers/answers/answers_json.h"
#include "drivers/answers/csv.h"
#include "drivers/answers/finding_cells.h"
#include "drivers/report/report_words.h"

namespace winnow {
namespace {

// Of what a file holds: that file, of which the runs are; "" for others.
std::string holder_path(const Finding& finding) {
  return finding.member == 0 ? "" : finding.path.substr(0, finding.path.find("//"));
}

void add_file_counts(const FileCounts& counts, std::vector<std::string>& cells) {
  cells.push_back(std::to_string(counts.listed));
  for (const std::uint64_t count : counts.by_outcome) {
    cells.push_back(std::to_string(count));
  }
}

void add_file_heads(const std::string& of, std::vector<std::string>& cells) {
  cells.push_back(of + "_listed");
  for (std::size_t i = 0; i < kFileOutcomes; ++i) {
    cells.push_back(of + "_" + to_string(static_cast<FileOutcome>(i)));
  }
}

std::vector<std::string> coverage_heads() {
  std::vector<std::string> cells = {
      "exhibit",          "answer",       "scanned",     "complete",   "ended",
      "balanced",         "until",        "bytes_total", "bytes_read", "bytes_unread",
      "bytes_unreadable", "bytes_logical"};
  add_file_heads("files", cells);
  add_file_heads("members", cells);
  for (const char* more : {"known_benign", "problems", "volumes_not_examined",
                           "samples", "samples_read"}) {
    cells.emplace_back(more);
  }
  return cells;
}

std::string yes_or_no(bool value) {
  return value ? "yes" : "no";
}

std::vector<std::string> coverage_cells(const ExhibitFacts& exhibit) {
  const RankedExhibit& ranked = exhibit.ranked;
  const Coverage& coverage = ranked.coverage;
  if (!ranked.is_scanned) return {ranked.ref, answer_words(ranked), "no"};
  std::vector<std::string> cells = {ranked.ref,
                                    answer_words(ranked),
                                    "yes",
                                    yes_or_no(coverage.complete),
                                    yes_or_no(coverage.ended),
                                    yes_or_no(coverage.balanced),
                                    to_string(coverage.until),
                                    std::to_string(coverage.total_bytes),
                                    std::to_string(coverage.read_bytes),
                                    std::to_string(coverage.unread_bytes),
                                    std::to_string(coverage.unreadable_bytes),
                                    std::to_string(coverage.logical_bytes)};
  add_file_counts(coverage.files, cells);
  add_file_counts(coverage.members, cells);
  cells.push_back(std::to_string(coverage.known_benign));
  cells.push_back(std::to_string(coverage.problems.size()));
  cells.push_back(std::to_string(std::count_if(
      coverage.volumes.begin(), coverage.volumes.end(), [](const VolumeRecord& volume) {
        return volume.outcome != VolumeOutcome::examined;
      })));
  cells.push_back(std::to_string(coverage.residual.samples));
  cells.push_back(std::to_string(coverage.residual.samples_read));
  return cells;
}

}  // namespace

std::string findings_csv_head() {
  return csv_row({"exhibit",  "kind",    "path", "held_in",    "where",    "inode",
                  "size",     "md5",     "sha1", "sha256",     "pdq",      "matched_by",
                  "distance", "quality", "set",  "set_id",     "entry",    "profile",
                  "code",     "label",   "runs", "times_from", "modified", "accessed",
                  "changed",  "created", "tier", "note"});
}

std::string finding_csv(const std::string& ref, const Finding& finding,
                        const Coverage& coverage) {
  const Category& category = finding.category;
  const bool is_local = keeps_local_time(coverage, finding.path);
  return csv_row({ref,
                  to_string(finding.kind),
                  finding.path,
                  holder_path(finding),
                  words_of(found_in(finding)),
                  std::to_string(finding.inode),
                  std::to_string(finding.size),
                  hex_of(finding.digests, Algorithm::md5),
                  hex_of(finding.digests, Algorithm::sha1),
                  hex_of(finding.digests, Algorithm::sha256),
                  finding.pdq ? to_hex(finding.pdq->value) : "",
                  what_matched(finding),
                  finding.near ? std::to_string(finding.near->distance) : "",
                  finding.near ? std::to_string(finding.near->quality) : "",
                  finding.is_hint() ? "" : finding.set,
                  id_of_set(finding, coverage.sets),
                  finding.is_hint() ? "" : std::to_string(finding.entry),
                  category.profile,
                  category.code ? std::to_string(*category.code) : "",
                  category.label,
                  runs_text(finding.runs),
                  file_system_of(coverage, volume_of_path(finding.path)),
                  moment_text(finding.times.modified, is_local),
                  moment_text(finding.times.accessed, is_local),
                  moment_text(finding.times.changed, is_local),
                  moment_text(finding.times.created, is_local),
                  to_string(finding.tier),
                  finding.note});
}

std::string coverage_csv(const ReportFacts& facts) {
  const std::vector<std::string> heads = coverage_heads();
  std::string text = csv_row(heads);
  for (const ExhibitFacts& exhibit : facts.exhibits) {
    std::vector<std::string> cells = coverage_cells(exhibit);
    cells.resize(heads.size());
    text += csv_row(cells);
  }
  return text;
}

}  // namespace winnow
