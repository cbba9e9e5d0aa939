// policy: the policy by which exhibits are ordered. Its text is the data; who signed it
// is said beside.
#include <filesystem>
#include <string>

#include "base/file.h"
#include "base/text.h"
#include "drivers/cases/decision_case.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/put_on_record.h"
#include "drivers/decisions/signed_policy.h"

namespace winnow {
namespace {

constexpr std::uint64_t kMostPolicyBytes = 1 << 20;

std::string origin_of(const Policy& policy) {
  std::string text = "policy \"" + policy.name + "\", ";
  text += policy.signed_by.empty()
              ? "a proposal that nobody signed"
              : "signed by " + policy.signed_by + " on " + policy.signed_on;
  return text + ", SHA-256 " + policy.sha256;
}

int sign(const PolicyOptions& options) {
  const auto toml = read_whole_file(options.sign, kMostPolicyBytes);
  if (!toml) return fail(toml.error());
  const auto policy = parse_policy(*toml, options.sign);
  if (!policy) return fail(policy.error());
  if (!as_event_text(*toml)) {
    return fail({FaultKind::too_big,
                 "does not fit into the audit log whole: it is longer than 64 KiB or "
                 "holds characters that cannot be printed; leave out comments",
                 options.sign, std::nullopt});
  }
  auto of = aloud(begin_decisions(options.case_path));
  if (!of) return fail(of.error());
  const std::int64_t now = now_seconds();
  const Signatures signatures = signatures_of({options.operator_name, "", "", {}}, now);
  return put_on_record(*of, signatures.by, [&](const DecisionCase& on_record) {
    return Result<Judged>(
        {policy_event(*policy, *toml, signatures),
         refusal_of_policy(*policy, signatures, on_record.decisions.people, now),
         "in force: " + origin_of(*policy)});
  });
}

}  // namespace

int run_policy(const PolicyOptions& options) {
  if (!options.sign.empty()) return sign(options);
  std::error_code error;
  Decisions decisions;  // without a case: of the shipped one
  if (std::filesystem::exists(options.case_path, error)) {
    auto of = aloud(open_decisions(options.case_path));
    if (!of) return fail(of.error());
    decisions = std::move(of->decisions);
  }
  const auto policy = policy_in_force(decisions);
  if (!policy) return fail(policy.error());
  say("winnow: " + printable_utf8(origin_of(*policy)));
  print(policy_text_in_force(decisions));
  return finish_answer(kExitDone);
}

}  // namespace winnow
