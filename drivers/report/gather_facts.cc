#include "drivers/report/gather_facts.h"

#include <algorithm>
#include <utility>

#include <unistd.h>

#include "scanner/supervise/recorder.h"

namespace winnow {
namespace {

Result<std::vector<RankedExhibit>> exhibits_asked(KnownCase& known,
                                                  const ReportRequest& request) {
  auto ranking = known.ranking(request.as_of);
  if (!ranking) return std::move(ranking).error();
  std::vector<RankedExhibit> all = std::move(ranking->waiting);
  std::move(ranking->others.begin(), ranking->others.end(), std::back_inserter(all));
  if (request.exhibit.empty()) return all;
  std::erase_if(all,
                [&](const RankedExhibit& one) { return one.ref != request.exhibit; });
  if (!all.empty()) return all;
  return Fault{FaultKind::usage,
               "the case holds no exhibit " + request.exhibit +
                   "; winnow rank --all lists those it holds",
               request.case_path, std::nullopt};
}

Result<void> add_reasons(CaseStore& store, ExhibitFacts& facts) {
  for (std::size_t i = 0; i < kFileOutcomes; ++i) {
    const auto outcome = static_cast<FileOutcome>(i);
    if (outcome == FileOutcome::matched || outcome == FileOutcome::hashed) continue;
    if (facts.ranked.coverage.files.count(outcome) == 0) continue;
    auto reasons = store.reasons(facts.ranked.ref, outcome);
    if (!reasons) return std::move(reasons).error();
    facts.reasons.emplace_back(outcome, std::move(*reasons));
  }
  return {};
}

Result<void> add_scan(KnownCase& known, const TakeFindings& take, ExhibitFacts& facts) {
  const std::string& ref = facts.ranked.ref;
  CaseStore& store = known.open.store;
  auto findings = store.findings(ref);
  if (!findings) return std::move(findings).error();
  take(facts.ranked, *findings);
  facts.findings = findings->size();
  facts.listed_files = count_listed_files(*findings);
  add_counts(*findings, facts.ranked.coverage.sets, facts.grades);
  if (findings->size() > kMostFindingsShown) findings->resize(kMostFindingsShown);
  facts.shown = std::move(*findings);
  auto run = run_of_journal(known.of.folder.journal_path(ref));
  if (!run) return std::move(run).error();
  facts.run = std::move(*run);
  return add_reasons(store, facts);
}

Result<ExhibitFacts> facts_of(KnownCase& known, RankedExhibit ranked,
                              const CaseHistory& history, const TakeFindings& take) {
  ExhibitFacts facts;
  facts.ranked = std::move(ranked);
  const std::string& ref = facts.ranked.ref;
  if (const auto scans = history.scans.find(ref); scans != history.scans.end()) {
    facts.scans = scans->second;
  }
  if (const auto check = history.evidence_checks.find(ref);
      check != history.evidence_checks.end()) {
    facts.evidence_check = check->second;
  }
  if (!facts.ranked.is_scanned) return facts;
  if (auto added = add_scan(known, take, facts); !added)
    return std::move(added).error();
  return facts;
}

// Of all exhibits, each once, in the order that gives them their numbers.
std::vector<ReportedSet> sets_of(const std::vector<ExhibitFacts>& exhibits,
                                 const CaseHistory& history) {
  std::vector<ReportedSet> sets;
  for (const ExhibitFacts& exhibit : exhibits) {
    for (const UsedSet& used : exhibit.ranked.coverage.sets) {
      const bool is_there =
          std::any_of(sets.begin(), sets.end(), [&](const ReportedSet& one) {
            return one.used.id == used.id && one.used.name == used.name;
          });
      if (is_there) continue;
      const auto record = history.sets.find(used.id);
      sets.push_back(
          {used, record == history.sets.end() ? SetRecord() : record->second});
    }
  }
  std::sort(sets.begin(), sets.end(), [](const ReportedSet& a, const ReportedSet& b) {
    return precedes(a.used, b.used);
  });
  return sets;
}

}  // namespace

Result<ReportFacts> gather_facts(StillCase& still, const ReportRequest& request,
                                 const TakeFindings& take) {
  KnownCase& known = *still.known;
  auto exhibits = exhibits_asked(known, request);
  if (!exhibits) return std::move(exhibits).error();
  ReportFacts facts;
  facts.request = request;
  facts.is_of_one_moment = still.is_of_one_moment;
  facts.history = history_in(still.audit, request.exhibit);
  facts.policy = known.policy;
  for (RankedExhibit& ranked : *exhibits) {
    auto one = facts_of(known, std::move(ranked), facts.history, take);
    if (!one) return std::move(one).error();
    facts.exhibits.push_back(std::move(*one));
  }
  facts.sets = sets_of(facts.exhibits, facts.history);
  return facts;
}

}  // namespace winnow
