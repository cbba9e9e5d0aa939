#include "drivers/decisions/decision_events.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "drivers/decisions/signed_policy.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

// As the log prints it, so that what is read back is what was written.
void put(AuditEvent& event, const char* key, const std::string& text) {
  if (!text.empty()) event.detail.emplace_back(key, text);
}

void put(AuditEvent& event, const char* key,
         const std::optional<std::int64_t>& seconds) {
  if (seconds) put(event, key, utc_text({*seconds, 0}).value_or(""));
}

// "sha256:...", of those that there are; "" of none.
std::string strongest_text(const Digests& digests) {
  std::string text;
  for (const Algorithm algorithm : kAlgorithms) {
    const auto& digest = digests.get(algorithm);
    if (digest) text = std::string(to_string(algorithm)) + ":" + digest->hex();
  }
  return text;
}

void put(AuditEvent& event, const Signatures& signatures) {
  put(event, "at", std::optional(signatures.at));
  put(event, "reason", signatures.reason);
  put(event, "countersigned_by", signatures.countersigned_by);
  put(event, "account", signatures.account);
}

}  // namespace

AuditEvent intake_event(const IntakeRequest& request, bool is_first,
                        const std::vector<RiskQuestion>& lowered) {
  AuditEvent event{"intake", request.ref, is_first ? "taken in" : "changed", {}};
  for (const Stated& one : request.statements) {
    event.detail.emplace_back(key_of(*one.field), one.text);
  }
  put(event, "lowered", questions_text(lowered));
  put(event, "review_on", request.review_on);
  put(event, request.signatures);
  return event;
}

AuditEvent disposition_event(const DispositionRequest& request) {
  AuditEvent event{"disposition", request.ref, to_string(request.to), {}};
  put(event, "assigned_to", request.assigned_to);
  put(event, "until", request.until);
  put(event, "exception", request.is_exception ? "yes" : "");
  if (request.started.lane) {
    put(event, "lane", to_string(*request.started.lane));
    put(event, "place", std::to_string(request.started.place));
    put(event, "of", std::to_string(request.started.of));
  }
  put(event, request.signatures);
  return event;
}

AuditEvent review_event(const ReviewRequest& request) {
  AuditEvent event{"review", request.ref, "", {}};
  if (request.verdict) event.outcome = to_string(*request.verdict);
  if (request.lower_to) {
    event.event = "lane_lowered";
    event.outcome = to_string(*request.lower_to);
    if (request.lower_from) put(event, "from", to_string(*request.lower_from));
  }
  put(event, request.signatures);
  return event;
}

AuditEvent viewed_event(const GlimpseRequest& request) {
  AuditEvent event{"viewed", request.ref, to_text(request.place), {}};
  put(event, "path", request.path);
  put(event, "digest", strongest_text(request.digests));
  put(event, request.signatures);
  return event;
}

AuditEvent grant_event(const std::string& name, Role role,
                       const Signatures& signatures) {
  AuditEvent event{"role_granted", name, to_string(role), {}};
  put(event, signatures);
  return event;
}

AuditEvent policy_event(const Policy& policy, const std::string& toml,
                        const Signatures& signatures) {
  AuditEvent event{"policy_signed", policy.name, policy.sha256, {}};
  put(event, "toml", as_event_text(toml).value_or(""));
  put(event, "signed_by", policy.signed_by);
  put(event, "signed_on", policy.signed_on);
  put(event, signatures);
  return event;
}

AuditEvent refused_event(const AuditEvent& asked, const std::string& why) {
  AuditEvent event{"refused", asked.object, why, {}};
  event.detail.emplace_back("asked", asked.event + " " + asked.outcome);
  for (const auto& [key, value] : asked.detail) {
    // The whole of a policy says nothing more than its hash.
    if (key != "toml") event.detail.emplace_back(key, value);
  }
  return event;
}

std::string questions_text(const std::vector<RiskQuestion>& questions) {
  std::string text;
  for (const RiskQuestion question : questions) {
    text += (text.empty() ? "" : ", ") + std::string(to_string(question));
  }
  return text;
}

std::optional<std::vector<RiskQuestion>> parse_questions(std::string_view text) {
  std::vector<RiskQuestion> questions;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(", "), text.size());
    const auto question = parse_risk_question(text.substr(0, end));
    if (!question) return std::nullopt;
    questions.push_back(*question);
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return questions;
}

}  // namespace winnow
