#include "drivers/web/case_snapshot.h"

#include <utility>

namespace winnow {

const RankedExhibit* CaseSnapshot::find(const std::string& ref) const {
  for (const auto* exhibits : {&ranking.waiting, &ranking.others}) {
    for (const RankedExhibit& exhibit : *exhibits) {
      if (exhibit.ref == ref) return &exhibit;
    }
  }
  return nullptr;
}

ExhibitAnswer answer_in(const KnownScans& scanned, const Decisions& decisions,
                        const std::string& ref) {
  ExhibitAnswer answer;
  answer.ref = ref;
  if (const auto known = decisions.exhibits.find(ref);
      known != decisions.exhibits.end()) {
    answer.facts = known->second.facts;
  }
  const auto found = scanned.find(ref);
  answer.is_scanned = found != scanned.end();
  if (!answer.is_scanned) return answer;
  answer.coverage = found->second->coverage;
  answer.findings = found->second->findings;
  return answer;
}

CaseRanking ranking_in(const KnownScans& scanned, const Decisions& decisions,
                       const Policy& policy, std::int64_t as_of_seconds) {
  std::vector<std::string> refs;
  for (const auto& [ref, one] : scanned) refs.push_back(ref);
  std::vector<RankedExhibit> judged;
  for (const std::string& ref : exhibits_of(std::move(refs), decisions)) {
    judged.push_back(judge(answer_in(scanned, decisions, ref), policy, as_of_seconds));
  }
  return ranking_of(std::move(judged), decisions, policy);
}

}  // namespace winnow
