// disposition: what is decided of an exhibit, from its receipt to its return.
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <string>

#include "base/text.h"
#include "drivers/cases/decision_case.h"
#include "drivers/cases/judges.h"
#include "drivers/cases/open_case.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/put_on_record.h"
#include "drivers/decisions/blanks.h"
#include "drivers/decisions/case_ranking.h"
#include "drivers/decisions/intake_fields.h"
#include "drivers/decisions/return_rules.h"
#include "drivers/decisions/signed_policy.h"
#include "scanner/rank/lanes.h"

namespace winnow {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

// ---- the history ----

std::string step_text(const DispositionStep& step) {
  std::string text = "  " + moment_text(step.at) + "  " + to_string(step.to);
  if (!step.assigned_to.empty()) text += " to " + step.assigned_to;
  if (step.until) text += " until " + moment_text(*step.until);
  text += ", by " + step.by;
  if (!step.countersigned_by.empty()) {
    text += ", countersigned by " + step.countersigned_by;
  }
  if (!step.reason.empty()) text += ": " + step.reason;
  return text + "\n";
}

std::string history_text(const std::string& ref, const ExhibitDecisions& exhibit) {
  std::string text = ref + ": " + to_string(exhibit.facts.disposition) + "\n";
  for (const DispositionStep& step : exhibit.steps) text += step_text(step);
  return text;
}

void put_or_null(Writer& writer, const char* key, const std::string& text) {
  writer.Key(key);
  if (text.empty()) {
    writer.Null();
  } else {
    writer.String(text.c_str(), static_cast<rapidjson::SizeType>(text.size()));
  }
}

std::string history_json(const std::string& ref, const ExhibitDecisions& exhibit) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  put_or_null(writer, "exhibit", ref);
  put_or_null(writer, "disposition", to_string(exhibit.facts.disposition));
  writer.Key("steps");
  writer.StartArray();
  for (const DispositionStep& step : exhibit.steps) {
    writer.StartObject();
    put_or_null(writer, "to", to_string(step.to));
    put_or_null(writer, "at", moment_text(step.at));
    put_or_null(writer, "by", step.by);
    put_or_null(writer, "countersigned_by", step.countersigned_by);
    put_or_null(writer, "reason", step.reason);
    put_or_null(writer, "assigned_to", step.assigned_to);
    put_or_null(writer, "until", moment_text(step.until));
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

// ---- a step ----

int take_step(DecisionCase& of, const DispositionOptions& options,
              const std::string& ref) {
  const std::int64_t now = now_seconds();
  DispositionRequest request{ref,
                             *options.to,
                             printable_utf8(without_outer_blanks(options.to_examiner)),
                             options.until,
                             options.is_exception,
                             {},
                             signatures_of(options.signatures, now)};
  return put_on_record(of, request.signatures.by, [&](const DecisionCase& on_record) {
    return judge_disposition(request, on_record, now);
  });
}

}  // namespace

int run_disposition(const DispositionOptions& options) {
  auto of = aloud(open_decisions(options.case_path));
  if (!of) return fail(of.error());
  const std::string ref = reference_in(*of, options.ref);
  if (auto checked = check_exhibit(*of, ref); !checked) return fail(checked.error());
  if (options.to) return take_step(*of, options, ref);
  const ExhibitDecisions exhibit = decisions_of(*of, ref);
  options.json ? print(history_json(ref, exhibit) + "\n")
               : tell(history_text(ref, exhibit));
  return finish_answer(kExitDone);
}

}  // namespace winnow
