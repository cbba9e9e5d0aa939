#include "drivers/decisions/what_if.h"

#include <optional>

#include "drivers/decisions/intake_fields.h"

namespace winnow {
namespace {

struct Parts {
  std::string ref;
  std::string field;
  std::string value;
};

// References may hold colons, fields and values none before their sign.
std::optional<Parts> parts_of(const std::string& text) {
  const std::size_t sign = text.find('=');
  if (sign == std::string::npos) return std::nullopt;
  const std::size_t colon = text.rfind(':', sign);
  if (colon == std::string::npos || colon == 0 || colon + 1 == sign) {
    return std::nullopt;
  }
  return Parts{text.substr(0, colon), text.substr(colon + 1, sign - colon - 1),
               text.substr(sign + 1)};
}

Fault usage(const std::string& what) {
  return {FaultKind::usage, what, "--what-if", std::nullopt};
}

Result<void> suppose_verdict(const std::string& value, std::int64_t at,
                             CaseFacts& facts) {
  const auto verdict = parse_verdict(value);
  if (!verdict) return usage("verdict must be match, creation or nothing");
  facts.review = {*verdict, "what-if", "what-if", at};
  return {};
}

Result<void> suppose_disposition(const std::string& value, std::int64_t at,
                                 CaseFacts& facts) {
  const auto disposition = parse_disposition(value);
  if (!disposition) {
    return usage(
        "disposition must be received, triaged, assigned, submitted, held, retained or "
        "returned");
  }
  facts.disposition = *disposition;
  const bool starts =
      *disposition == Disposition::assigned || *disposition == Disposition::submitted;
  if (starts && !facts.started_at) facts.started_at = at;
  return {};
}

}  // namespace

std::string exhibit_supposed(const std::string& text) {
  const auto parts = parts_of(text);
  return parts ? parts->ref : "";
}

Result<void> suppose(const std::string& text, std::int64_t at_seconds,
                     Decisions& decisions) {
  const auto parts = parts_of(text);
  if (!parts) return usage("must be REF:FIELD=VALUE, such as AB-3:immediate-risk=yes");
  CaseFacts& facts = decisions.exhibits[parts->ref].facts;
  if (parts->field == "verdict")
    return suppose_verdict(parts->value, at_seconds, facts);
  if (parts->field == "disposition") {
    return suppose_disposition(parts->value, at_seconds, facts);
  }
  const IntakeField* const field = find_intake_field(parts->field);
  if (field == nullptr) {
    return usage("there is no field '" + parts->field +
                 "'; winnow intake --help names them");
  }
  if (const std::string complaint = field->take(parts->value, facts.intake);
      !complaint.empty()) {
    return usage(parts->field + " " + complaint);
  }
  if (!facts.has_intake) facts.known_since = at_seconds;
  facts.has_intake = true;
  return {};
}

}  // namespace winnow
