#include "drivers/cli/case_answers.h"

#include <algorithm>
#include <set>
#include <utility>

#include "drivers/cli/open_case.h"
#include "drivers/decisions/signed_policy.h"

namespace winnow {
namespace {

Result<ExhibitAnswer> answer_of(const std::string& ref, bool is_scanned,
                                const Decisions& decisions, CaseStore& store) {
  ExhibitAnswer answer;
  answer.ref = ref;
  answer.is_scanned = is_scanned;
  if (const auto known = decisions.exhibits.find(ref);
      known != decisions.exhibits.end()) {
    answer.facts = known->second.facts;
  }
  if (!is_scanned) return answer;
  auto coverage = store.coverage(ref);
  if (!coverage) return std::move(coverage).error();
  auto findings = store.findings(ref);
  if (!findings) return std::move(findings).error();
  answer.coverage = std::move(*coverage);
  answer.findings = std::move(*findings);
  return answer;
}

}  // namespace

Result<CaseAnswers> read_case_answers(const std::string& case_path) {
  auto of = open_decisions(case_path);
  if (!of) return std::move(of).error();
  auto policy = policy_in_force(of->decisions);
  if (!policy) return std::move(policy).error();
  auto open = open_store(case_path);
  if (!open) return std::move(open).error();
  const auto scanned = open->store.exhibits();
  if (!scanned) return scanned.error();
  std::set<std::string> refs(scanned->begin(), scanned->end());
  for (const auto& [ref, exhibit] : of->decisions.exhibits) refs.insert(ref);
  CaseAnswers known{std::move(*of), std::move(*policy), {}};
  for (const std::string& ref : refs) {
    const bool is_scanned =
        std::find(scanned->begin(), scanned->end(), ref) != scanned->end();
    auto answer = answer_of(ref, is_scanned, known.of.decisions, open->store);
    if (!answer) return std::move(answer).error();
    known.answers.push_back(std::move(*answer));
  }
  return known;
}

std::vector<RankedExhibit> judge_all(const CaseAnswers& known,
                                     std::int64_t as_of_seconds) {
  std::vector<RankedExhibit> judged;
  for (const ExhibitAnswer& answer : known.answers) {
    judged.push_back(judge(answer, known.policy, as_of_seconds));
  }
  return judged;
}

std::vector<RankedExhibit> order_of(const CaseAnswers& known,
                                    std::vector<RankedExhibit> judged) {
  std::erase_if(judged, [](const RankedExhibit& exhibit) {
    return !is_waiting(exhibit.facts.disposition);
  });
  return put_in_order(std::move(judged), starts_so_far(known.of.decisions),
                      known.policy);
}

}  // namespace winnow
