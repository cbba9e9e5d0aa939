#include "drivers/decisions/rematch_moves.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "drivers/decisions/case_ranking.h"

namespace winnow {
namespace {

// Those that wait, in order, then the others.
std::vector<RankedExhibit> ranked(const std::vector<ExhibitAnswer>& answers,
                                  const OrderedBy& by) {
  CaseRanking ranking;
  for (const ExhibitAnswer& answer : answers) {
    place(judge(answer, by.policy, by.as_of_seconds), ranking);
  }
  ranking.waiting = put_in_order(std::move(ranking.waiting), by.so_far, by.policy);
  return all_of(std::move(ranking));
}

bool is_of(const Finding& finding, const std::vector<std::string>& sets) {
  return !finding.is_hint() &&
         std::find(sets.begin(), sets.end(), finding.set) != sets.end();
}

// A set of the same name may have been there before: what it met is not new.
std::map<std::string, KindCounts> new_by_set(const ExhibitAnswer& before,
                                             const ExhibitAnswer& after,
                                             const std::vector<std::string>& added) {
  std::map<std::string, KindCounts> counts;
  for (const Finding& finding : after.findings) {
    if (!is_of(finding, added)) continue;
    ++counts[finding.set][static_cast<std::size_t>(finding.kind)];
  }
  for (const Finding& finding : before.findings) {
    if (!is_of(finding, added)) continue;
    --counts[finding.set][static_cast<std::size_t>(finding.kind)];
  }
  return counts;
}

std::vector<SharedContent> shared_contents(
    const std::vector<ExhibitAnswer>& answers,
    const std::map<std::string, RematchedExhibit>& rematched) {
  std::map<std::pair<std::string, std::uint32_t>, std::set<std::string>> on;
  for (const ExhibitAnswer& answer : answers) {
    const auto found = rematched.find(answer.ref);
    if (found == rematched.end()) continue;
    for (const Finding& finding : answer.findings) {
      if (finding.kind == FindingKind::indication) continue;
      if (!is_of(finding, found->second.added)) continue;
      on[{finding.set, finding.entry}].insert(answer.ref);
    }
  }
  std::vector<SharedContent> shared;
  for (const auto& [content, refs] : on) {
    if (refs.size() < 2) continue;
    shared.push_back({content.first, content.second, {refs.begin(), refs.end()}});
  }
  return shared;
}

template <typename T>
const T* find_ref(const std::vector<T>& all, const std::string& ref) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const T& one) { return one.ref == ref; });
  return found == all.end() ? nullptr : &*found;
}

std::string why_no_digests(FileOutcome outcome) {
  switch (outcome) {
    case FileOutcome::probed:
      return "only their first bytes were read";
    case FileOutcome::skipped:
      return "they were not read on purpose";
    case FileOutcome::encrypted:
      return "they are encrypted";
    case FileOutcome::unreadable:
      return "they cannot be read";
    case FileOutcome::failed:
      return "reading them failed";
    default:
      return "the scan did not come to them";
  }
}

void add_outcomes(const std::string& what, const FileCounts& counts, bool with_skipped,
                  std::vector<NotDecided>& all) {
  for (std::size_t i = 0; i < kFileOutcomes; ++i) {
    const auto outcome = static_cast<FileOutcome>(i);
    const bool has_digests =
        outcome == FileOutcome::matched || outcome == FileOutcome::hashed;
    if (has_digests || counts.by_outcome[i] == 0) continue;
    if (outcome == FileOutcome::skipped && !with_skipped) continue;
    all.push_back({what, "", counts.by_outcome[i],
                   std::string(to_string(outcome)) + ": no digests are on record, as " +
                       why_no_digests(outcome)});
  }
}

}  // namespace

bool ExhibitMove::has_moved() const {
  return before.rank != after.rank || before.lane != after.lane ||
         before.band != after.band || before.score != after.score ||
         before.counts != after.counts;
}

bool ExhibitMove::matches_after_leaving() const {
  const Disposition now = after.facts.disposition;
  return (now == Disposition::returned || now == Disposition::retained) &&
         before.counts != after.counts;
}

std::vector<NotDecided> not_decided_of(const Coverage& coverage) {
  std::vector<NotDecided> all;
  // A scan to the end skips only what has no content to list.
  add_outcomes("files", coverage.files, coverage.until != Tier::everything, all);
  add_outcomes("members", coverage.members, false, all);
  if (coverage.until < Tier::look) {
    all.push_back({"members", "", 0, "what files hold was not looked at"});
  }
  for (const VolumeRecord& volume : coverage.volumes) {
    if (volume.outcome == VolumeOutcome::examined) continue;
    all.push_back({"volumes", "", 1,
                   "not examined: number " + std::to_string(volume.index) + ", " +
                       to_string(volume.outcome) +
                       (volume.reason.empty() ? "" : ": " + volume.reason)});
  }
  if (!coverage.evidence.unsupported.empty()) {
    all.push_back({"volumes", "", 0, coverage.evidence.unsupported});
  }
  return all;
}

RematchReport rank_before_and_after(
    std::vector<ExhibitAnswer> before, std::vector<ExhibitAnswer> after,
    const std::map<std::string, RematchedExhibit>& rematched, const OrderedBy& by) {
  RematchReport report;
  report.shared = shared_contents(after, rematched);
  std::map<std::string, std::map<std::string, KindCounts>> by_set;
  for (const ExhibitAnswer& answer : after) {
    const ExhibitAnswer* earlier = find_ref(before, answer.ref);
    const auto found = rematched.find(answer.ref);
    if (earlier == nullptr || found == rematched.end()) continue;
    by_set[answer.ref] = new_by_set(*earlier, answer, found->second.added);
  }
  const auto order_before = ranked(before, by);
  for (RankedExhibit& exhibit : ranked(after, by)) {
    ExhibitMove& move = report.exhibits.emplace_back();
    move.ref = exhibit.ref;
    if (const RankedExhibit* earlier = find_ref(order_before, exhibit.ref)) {
      move.before = *earlier;
    }
    const auto found = rematched.find(exhibit.ref);
    if (found != rematched.end()) {
      move.end = found->second.end;
      move.complaint = found->second.complaint;
      move.added = found->second.added;
      move.not_decided = found->second.not_decided;
    }
    if (exhibit.is_scanned) {
      std::ranges::move(not_decided_of(exhibit.coverage),
                        std::back_inserter(move.not_decided));
    } else {
      move.not_decided.push_back({"files", "", 0, "it was never scanned"});
    }
    move.by_set = std::move(by_set[exhibit.ref]);
    move.after = std::move(exhibit);
  }
  return report;
}

}  // namespace winnow
