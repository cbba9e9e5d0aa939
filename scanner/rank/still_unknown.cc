#include "scanner/rank/still_unknown.h"

#include <set>
#include <utility>

#include "scanner/rank/counted.h"
#include "scanner/rank/lanes.h"

namespace winnow {
namespace {

void add_answers(const CaseRisk& risk, std::int64_t as_of,
                 std::vector<std::string>& unknowns) {
  for (std::size_t i = 0; i < kRiskQuestions; ++i) {
    const auto question = static_cast<RiskQuestion>(i);
    const RiskAnswer& answer = risk.of(question);
    if (answer.at(as_of) != Answer::unknown) continue;
    std::string what = std::string("'") + words_of(question) + "'";
    if (!answer.is_stated) {
      what += " was not answered";
    } else if (answer.answer != Answer::unknown) {
      what += " was answered no, and the answer is due for review";
    } else {
      what += " was answered unknown";
    }
    unknowns.push_back(std::move(what));
  }
}

void add_intake(const CaseFacts& facts, std::int64_t as_of,
                std::vector<std::string>& unknowns) {
  if (!facts.has_intake) {
    unknowns.emplace_back(
        "there is no intake: the holder, the risk to children and when it was seized");
    return;
  }
  add_answers(facts.intake.risk, as_of, unknowns);
  if (!facts.intake.seized_at) {
    unknowns.emplace_back(
        "when it was seized; it counts from when it was put on record");
  }
  if (facts.intake.holder == HolderRole::unknown) {
    unknowns.emplace_back("whether its holder is a suspect, a victim or a witness");
  }
}

// Listed files whose grade says nothing to the policy. A file may stand in several
// sets: one grade that is known is enough.
void add_grades(const std::vector<Finding>& findings, const Policy& policy,
                std::vector<std::string>& unknowns) {
  using File = std::pair<FileId, std::uint32_t>;
  std::set<File> graded;
  std::set<File> listed;
  for (const Finding& finding : findings) {
    if (finding.kind != FindingKind::exact) continue;
    const File file(finding.file, finding.member);
    listed.insert(file);
    const auto profile = policy.severity.find(finding.category.profile);
    if (finding.category.code && profile != policy.severity.end() &&
        profile->second.points.count(*finding.category.code) != 0) {
      graded.insert(file);
    }
  }
  if (const std::uint64_t left = listed.size() - graded.size(); left > 0) {
    unknowns.push_back("the grade of " + counted(left, "listed file") +
                       ": no set states one that the policy knows");
  }
}

}  // namespace

std::vector<std::string> still_unknown(const std::vector<Finding>& findings,
                                       const Coverage* coverage, const CaseFacts& facts,
                                       const Policy& policy,
                                       std::int64_t as_of_seconds) {
  std::vector<std::string> unknowns;
  add_intake(facts, as_of_seconds, unknowns);
  add_grades(findings, policy, unknowns);
  for (const std::string& part : parts_not_examined(coverage, facts)) {
    unknowns.push_back("not examined: " + part);
  }
  return unknowns;
}

}  // namespace winnow
