#include "drivers/decisions/what_if.h"

#include <optional>
#include <string_view>

#include "drivers/decisions/decision_events.h"
#include "drivers/decisions/intake_fields.h"

namespace winnow {
namespace {

struct Parts {
  std::string ref;
  std::string field;
  std::string value;
};

bool is_field(std::string_view name) {
  return name == "verdict" || name == "disposition" ||
         find_intake_field(name) != nullptr;
}

// A reference, and a value, may hold colons and equals signs: the first field that is
// known parts them. Else the first piece that looks like one, to be named.
std::optional<Parts> parts_of(const std::string& text) {
  std::optional<Parts> unknown;
  for (std::size_t sign = text.find('='); sign != std::string::npos;
       sign = text.find('=', sign + 1)) {
    const std::size_t colon = text.rfind(':', sign);
    if (colon == std::string::npos || colon == 0 || colon + 1 == sign) continue;
    Parts parts{text.substr(0, colon), text.substr(colon + 1, sign - colon - 1),
                text.substr(sign + 1)};
    if (is_field(parts.field)) return parts;
    if (!unknown) unknown = std::move(parts);
  }
  return unknown;
}

Fault usage(const std::string& what) {
  return {FaultKind::usage, what, "--what-if", std::nullopt};
}

Signatures supposed_by(std::int64_t at_seconds) {
  Signatures signatures;
  signatures.by = "what-if";
  signatures.reason = "what-if";
  signatures.at = at_seconds;
  return signatures;
}

Result<AuditEvent> review_of(const Parts& parts, const Signatures& signatures) {
  const auto verdict = parse_verdict(parts.value);
  if (!verdict) return usage("verdict must be match, creation or nothing");
  return review_event({parts.ref, verdict, {}, signatures});
}

Result<AuditEvent> disposition_of(const Parts& parts, const Signatures& signatures) {
  const auto disposition = parse_disposition(parts.value);
  if (!disposition) {
    return usage(
        "disposition must be received, triaged, assigned, submitted, held, retained or "
        "returned");
  }
  DispositionRequest request;
  request.ref = parts.ref;
  request.to = *disposition;
  request.signatures = signatures;
  return disposition_event(request);
}

Result<AuditEvent> intake_of(const Parts& parts, const Signatures& signatures) {
  const IntakeField* const field = find_intake_field(parts.field);
  if (field == nullptr) {
    return usage("there is no field '" + parts.field +
                 "'; winnow intake --help names them");
  }
  IntakeRequest request;
  request.ref = parts.ref;
  request.signatures = signatures;
  if (const std::string complaint = state(*field, parts.value, request.statements);
      !complaint.empty()) {
    return usage(parts.field + " " + complaint);
  }
  return intake_event(request, false, {});
}

Result<AuditEvent> event_of(const Parts& parts, std::int64_t at_seconds) {
  const Signatures signatures = supposed_by(at_seconds);
  if (parts.field == "verdict") return review_of(parts, signatures);
  if (parts.field == "disposition") return disposition_of(parts, signatures);
  return intake_of(parts, signatures);
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
  auto event = event_of(*parts, at_seconds);
  if (!event) return std::move(event).error();
  AuditLine line;
  line.actor = "what-if";
  line.what = std::move(*event);
  take_event(line, decisions);
  return {};
}

}  // namespace winnow
