// disposition: what is decided of an exhibit, from its receipt to its return.
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <string>

#include "base/text.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/decision_case.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/open_case.h"
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

ExhibitDecisions exhibit_of(const DecisionCase& of, const std::string& ref) {
  const auto known = of.decisions.exhibits.find(ref);
  return known == of.decisions.exhibits.end() ? ExhibitDecisions() : known->second;
}

// As of now, whenever the return is said to have been decided: sets are not in date for
// having been so once.
Result<std::vector<std::string>> hindrances(const DecisionCase& of,
                                            const DispositionRequest& request,
                                            std::int64_t now) {
  if (request.to != Disposition::returned) return std::vector<std::string>();
  const auto policy = policy_in_force(of.decisions);
  if (!policy) return policy.error();
  const auto scan = scan_on_record(of.folder, request.ref);
  if (!scan) return scan.error();
  return hindrances_to_return(
      scan->has_value() ? &(*scan)->coverage : nullptr,
      scan->has_value() ? strongest((*scan)->findings, *policy) : Met::nothing,
      exhibit_of(of, request.ref).facts, of.decisions.set_dates, *policy, now);
}

std::string told(const DispositionRequest& request) {
  std::string text = request.ref + ": " + to_string(request.to);
  if (!request.assigned_to.empty()) text += " to " + request.assigned_to;
  if (request.until) text += " until " + moment_text(*request.until);
  if (request.is_exception) text += ", as an exception";
  return text;
}

// Where it stands in the order now, so that the yield of the order can be told later;
// nothing for one that does not wait.
Result<StartPlace> place_of(const DecisionCase& of, const DispositionRequest& request,
                            std::int64_t now) {
  StartPlace place;
  if (request.to != Disposition::assigned && request.to != Disposition::submitted) {
    return place;
  }
  const auto policy = policy_in_force(of.decisions);
  if (!policy) return policy.error();
  auto open = open_store(of.folder.path());
  if (!open) return std::move(open).error();
  const auto ranking = rank_case(open->store, of.decisions, *policy, now);
  if (!ranking) return ranking.error();
  for (const RankedExhibit& exhibit : ranking->waiting) {
    if (exhibit.ref != request.ref) continue;
    place = {exhibit.lane, exhibit.rank,
             static_cast<std::uint32_t>(ranking->waiting.size())};
  }
  return place;
}

Result<Judged> judge_step(const DecisionCase& of, DispositionRequest& request,
                          std::int64_t now) {
  const auto place = place_of(of, request, now);
  if (!place) return place.error();
  request.started = *place;
  const auto against = hindrances(of, request, now);
  if (!against) return against.error();
  return Judged{disposition_event(request),
                refusal_of_disposition(request, of.decisions, *against, now),
                told(request)};
}

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
    return judge_step(on_record, request, now);
  });
}

}  // namespace

int run_disposition(const DispositionOptions& options) {
  auto of = open_decisions(options.case_path);
  if (!of) return fail(of.error());
  const std::string ref = reference_in(*of, options.ref);
  if (auto checked = check_exhibit(*of, ref); !checked) return fail(checked.error());
  if (options.to) return take_step(*of, options, ref);
  const ExhibitDecisions exhibit = exhibit_of(*of, ref);
  print(options.json ? history_json(ref, exhibit) + "\n" : history_text(ref, exhibit));
  return finish_answer(kExitDone);
}

}  // namespace winnow
