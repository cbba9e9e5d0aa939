#include "drivers/exchange/csv_export.h"

#include "drivers/answers/answers_json.h"
#include "drivers/answers/csv.h"
#include "drivers/exchange/cautions.h"

namespace winnow {
namespace {

const std::vector<std::string>& heads() {
  static const std::vector<std::string> kHeads = {
      "exhibit",    "volume",   "path",       "held_in",  "inode",    "runs",
      "allocated",  "size",     "times_from", "modified", "accessed", "changed",
      "created",    "md5",      "sha1",       "sha256",   "pdq",      "kind",
      "matched_by", "distance", "quality",    "set",      "set_id",   "entry",
      "profile",    "category", "label",      "tier",     "note",     "caution"};
  return kHeads;
}

std::vector<std::string> cells_of(const ExchangeExhibit& exhibit,
                                  const WalkedFinding& walked) {
  const Finding& finding = walked.finding;
  const std::string volume = volume_of_path(finding.path);
  const bool is_near = finding.near.has_value();
  const bool is_local = keeps_local_time(exhibit.coverage, finding.path);
  const bool is_in_file = finding.kind != FindingKind::block;
  const Category& category = finding.category;
  return {exhibit.ref,
          volume,
          finding.path,
          walked.holder_path,
          is_in_file ? std::to_string(finding.inode) : "",
          runs_text(finding.runs),
          finding.allocated ? "yes" : "no",
          std::to_string(finding.size),
          file_system_of(exhibit.coverage, volume),
          moment_text(finding.times.modified, is_local),
          moment_text(finding.times.accessed, is_local),
          moment_text(finding.times.changed, is_local),
          moment_text(finding.times.created, is_local),
          hex_of(finding.digests, Algorithm::md5),
          hex_of(finding.digests, Algorithm::sha1),
          hex_of(finding.digests, Algorithm::sha256),
          finding.pdq ? to_hex(finding.pdq->value) : "",
          to_string(finding.kind),
          what_matched(finding),
          is_near ? std::to_string(finding.near->distance) : "",
          is_near ? std::to_string(finding.near->quality) : "",
          finding.is_hint() ? "" : finding.set,
          id_of_set(finding, exhibit.coverage.sets),
          finding.is_hint() ? "" : std::to_string(finding.entry),
          category.profile,
          category.code ? std::to_string(*category.code) : "",
          category.label,
          to_string(finding.tier),
          finding.note,
          finding.kind == FindingKind::exact ? kListedCaution : kLeadCaution};
}

}  // namespace

Result<Exported> write_csv(const ExchangeCase& exchange, NewFile& file) {
  file.put(csv_row(heads()));
  std::uint64_t findings = 0;
  for (const ExchangeExhibit& exhibit : exchange.exhibits) {
    auto walk = exchange.store->walk_findings(exhibit.ref);
    if (!walk) return std::move(walk).error();
    while (true) {
      const auto walked = walk->next();
      if (!walked) return walked.error();
      if (!*walked) break;
      file.put(csv_row(cells_of(exhibit, **walked)));
      ++findings;
      if (auto written = file.check(); !written) return std::move(written).error();
    }
  }
  return Exported{{{"exhibits", exchange.exhibits.size()}, {"findings", findings}}, {}};
}

}  // namespace winnow
