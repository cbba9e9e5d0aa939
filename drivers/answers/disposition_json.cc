#include "drivers/answers/disposition_json.h"

#include "drivers/answers/json.h"
#include "drivers/decisions/intake_fields.h"

namespace winnow {

void put_steps(Json& json, const ExhibitDecisions& exhibit) {
  json.key("steps").begin_list();
  for (const DispositionStep& step : exhibit.steps) {
    json.begin().text_or_null("to", to_string(step.to));
    json.text_or_null("at", moment_text(step.at)).text_or_null("by", step.by);
    json.text_or_null("countersigned_by", step.countersigned_by);
    json.text_or_null("reason", step.reason);
    json.text_or_null("assigned_to", step.assigned_to);
    json.text_or_null("until", moment_text(step.until)).end();
  }
  json.end_list();
}

std::string history_json(const std::string& ref, const ExhibitDecisions& exhibit) {
  Json json;
  json.begin().text_or_null("exhibit", ref);
  json.text_or_null("disposition", to_string(exhibit.facts.disposition));
  put_steps(json, exhibit);
  return json.end().done();
}

}  // namespace winnow
