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

}  // namespace winnow
