#include "scanner/rank/smallest_change.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "scanner/rank/hint_words.h"

namespace winnow {
namespace {

// What lane_of() looks at, with one thing changed.
struct Change {
  std::string words;
  std::vector<Finding> findings;
  const Coverage* coverage = nullptr;
  CaseFacts facts;
};

// As few findings as give the same lane: there may be a million, and each change tries
// them again.
std::vector<Finding> those_that_matter(const std::vector<Finding>& findings,
                                       const Policy& policy) {
  std::vector<Finding> few;
  std::set<Met> met;
  bool has_encrypted = false;
  for (const Finding& finding : findings) {
    const bool is_new = met.insert(met_by(finding, policy)).second;
    const bool is_encrypted =
        !has_encrypted && finding.is_hint() && suggests_encrypted_content(finding.hint);
    if (is_new || is_encrypted) few.push_back(finding);
    has_encrypted = has_encrypted || is_encrypted;
  }
  return few;
}

const Coverage& coverage_of_all() {
  static const Coverage kAll = [] {
    Coverage coverage;
    coverage.balanced = true;
    coverage.complete = true;
    coverage.ended = true;
    return coverage;
  }();
  return kAll;
}

Finding listed_file() {
  Finding finding;
  finding.kind = FindingKind::exact;
  return finding;
}

// Of any profile whose grades the policy knows.
std::optional<Finding> severest_file(const Policy& policy) {
  if (policy.severity.empty()) return std::nullopt;
  Finding finding = listed_file();
  finding.category.profile = policy.severity.begin()->first;
  finding.category.code = policy.severity.begin()->second.severest;
  return finding;
}

void add_answers(const Change& base, std::vector<Change>& changes) {
  for (std::size_t i = 0; i < kRiskQuestions; ++i) {
    const auto question = static_cast<RiskQuestion>(i);
    for (const Answer answer : {Answer::yes, Answer::no}) {
      Change change = base;
      change.facts.intake.risk.of(question) = {answer, true, std::nullopt};
      change.words =
          std::string("'") + words_of(question) + "' is answered " + to_string(answer);
      changes.push_back(std::move(change));
    }
  }
  Change change = base;
  for (const RiskQuestion question : kAccessQuestions) {
    change.facts.intake.risk.of(question) = {Answer::no, true, std::nullopt};
  }
  change.words = "every question about access to children is answered no";
  changes.push_back(std::move(change));
}

// Only where there is a lead that a person could look at.
void add_verdicts(const Change& base, const Policy& policy,
                  std::vector<Change>& changes) {
  const Met met = std::max(strongest(base.findings, policy), base.facts.met_before);
  if (met == Met::nothing) return;
  const std::array<std::pair<Verdict, const char*>, 3> verdicts = {
      {{Verdict::match, "a reviewer finds that a lead holds"},
       {Verdict::creation, "a reviewer finds credible signs of creation"},
       {Verdict::nothing, "a reviewer finds that no lead holds"}}};
  for (const auto& [verdict, words] : verdicts) {
    Change change = base;
    change.facts.review.verdict = verdict;
    // A review looks at all that was met before it.
    if (change.facts.met_before == Met::lead) change.facts.met_before = Met::nothing;
    change.words = words;
    changes.push_back(std::move(change));
  }
}

void add_scans(const Change& base, const Policy& policy, std::vector<Change>& changes) {
  Change complete = base;
  complete.coverage = &coverage_of_all();
  complete.facts.intake.cannot_be_scanned.clear();
  complete.words = "a complete scan meets no more";
  changes.push_back(std::move(complete));
  Change listed = base;
  listed.findings.push_back(listed_file());
  listed.words = "a listed file is found";
  changes.push_back(std::move(listed));
  if (auto severest = severest_file(policy)) {
    Change worst = base;
    worst.findings.push_back(std::move(*severest));
    worst.words = "a listed file of the severest grade is found";
    changes.push_back(std::move(worst));
  }
}

std::vector<Change> all_changes(const Change& base, const Policy& policy) {
  std::vector<Change> changes;
  if (base.facts.lowered_to) {
    Change change = base;
    change.facts.lowered_to.reset();
    change.words = "the reviewer's lowering is taken back";
    changes.push_back(std::move(change));
  }
  add_answers(base, changes);
  add_verdicts(base, policy, changes);
  add_scans(base, policy, changes);
  return changes;
}

// Whether a lane is a better end of a change than the best so far: more urgent before
// less urgent, and nearer before farther.
bool is_better(Lane lane, Lane best, Lane given) {
  const bool is_up = lane < given;
  if (is_up != (best < given)) return is_up;
  return is_up ? lane > best : lane < best;
}

}  // namespace

std::string smallest_change(Lane given, const std::vector<Finding>& findings,
                            const Coverage* coverage, const CaseFacts& facts,
                            const Policy& policy, std::int64_t as_of_seconds) {
  const Change base{"", those_that_matter(findings, policy), coverage, facts};
  std::optional<Lane> best;
  std::string words;
  for (const Change& change : all_changes(base, policy)) {
    const Lane lane =
        lane_of(change.findings, change.coverage, change.facts, policy, as_of_seconds)
            .lane;
    if (lane == given || (best && !is_better(lane, *best, given))) continue;
    best = lane;
    words = change.words;
  }
  if (!best) return "no single change would move it to another lane";
  return std::string("lane ") + to_string(*best) + " if " + words;
}

}  // namespace winnow
