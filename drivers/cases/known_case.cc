#include "drivers/cases/known_case.h"

#include <utility>

#include "drivers/decisions/signed_policy.h"

namespace winnow {

Result<KnownCase> open_known_case(const std::string& case_path) {
  auto of = open_decisions(case_path);
  if (!of) return std::move(of).error();
  auto policy = policy_in_force(of->decisions);
  if (!policy) return std::move(policy).error();
  auto open = open_store(case_path);
  if (!open) return std::move(open).error();
  return KnownCase{std::move(*of), std::move(*open), std::move(*policy)};
}

// If the log still ends where the decisions did, nobody put anything on record between
// the two, and the store, which is held still between them, is of their moment.
Result<StillCase> open_still_case(const std::string& case_path) {
  constexpr int kMostTries = 5;
  for (int tries = 1;; ++tries) {
    auto opened = open_known_case(case_path);
    if (!opened) return std::move(opened).error();
    auto known = std::make_unique<KnownCase>(std::move(*opened));
    auto still = known->open.store.hold_still();
    if (!still) return std::move(still).error();
    auto audit = read_audit_history(case_path);
    if (!audit) return std::move(audit).error();
    const bool is_of_one = audit->files.check.head == known->of.decisions.head;
    if (!is_of_one && tries < kMostTries) continue;
    return StillCase{std::move(known), std::move(*still), std::move(*audit), is_of_one};
  }
}

}  // namespace winnow
