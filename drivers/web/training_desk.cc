#include "drivers/web/training_desk.h"

#include <algorithm>
#include <string_view>

#include "drivers/answers/json.h"
#include "drivers/cases/decision_case.h"
#include "drivers/cases/tool_version.h"
#include "drivers/decisions/roles.h"
#include "drivers/selftest/training_record.h"
#include "drivers/web/request_body.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

using Events = std::vector<AuditLine>;

bool is_named(std::string_view path, std::string_view name) {
  const auto slash = path.rfind('/');
  return (slash == std::string_view::npos ? path : path.substr(slash + 1)) == name;
}

// Of an exhibit that was scanned from a file of this name, or was about to be.
bool are_of_device(const Events& events, std::string_view file) {
  return std::any_of(events.begin(), events.end(), [&](const AuditLine& line) {
    return is_named(detail_text(line.what, "path"), file);
  });
}

bool has(const Events& events, std::string_view event, const std::string& by,
         std::string_view outcome = "") {
  return std::any_of(events.begin(), events.end(), [&](const AuditLine& line) {
    return line.what.event == event && is_same_person(line.actor, by) &&
           (outcome.empty() || line.what.outcome == outcome);
  });
}

std::string lacking_of_device(const CaseSnapshot& snapshot, const std::string& file,
                              std::string_view event, const std::string& name,
                              std::string_view outcome, const std::string& what) {
  // Several exhibits are of one device once several people were trained.
  for (const auto& [ref, events] : *snapshot.timelines) {
    if (are_of_device(events, file) && has(events, event, name, outcome)) return "";
  }
  return file + " was not " + what + " by " + name + " yet";
}

std::string lacking_intake(const CaseSnapshot& snapshot, const std::string& name) {
  for (const auto& [ref, events] : *snapshot.timelines) {
    if (has(events, "intake", name)) return "";
  }
  return "no exhibit was taken in by " + name + " yet";
}

// Whether a referral is needed, decided of a device that holds listed files.
std::string lacking_decision(const CaseSnapshot& snapshot, const std::string& name) {
  for (const auto& [ref, events] : *snapshot.timelines) {
    if (!are_of_device(events, "laptop.img")) continue;
    for (const AuditLine& line : events) {
      const std::string decided = detail_text(line.what, "referral");
      if (line.what.event == "intake" && is_same_person(line.actor, name) &&
          !decided.empty() && decided != to_string(Referral::open)) {
        return "";
      }
    }
  }
  return "whether a referral is needed was not decided of laptop.img by " + name +
         " yet";
}

std::string lacking_measurement(const CaseSnapshot& snapshot, const std::string& name) {
  for (const auto& [object, events] : *snapshot.timelines) {
    if (is_named(object, "laptop.img") && has(events, "measured", name)) return "";
  }
  return "laptop.img was not chosen by " + name +
         " yet, or how long it will take was not looked at";
}

const std::vector<BodyField>& step_shape() {
  static const std::vector<BodyField> kShape = {{"name", BodyKind::text, true},
                                                {"step", BodyKind::text, true}};
  return kShape;
}

void put_steps(Json& json, std::size_t done) {
  json.key("steps").begin_list();
  for (std::size_t i = 0; i < training_steps().size(); ++i) {
    const TrainingStep& step = training_steps()[i];
    json.begin().text("key", step.key).text("text", step.text);
    json.flag("done", i < done).end();
  }
  json.end_list();
}

std::size_t steps_done(const TrainingRecord& record, const std::string& name) {
  for (const TrainingCompletion& one : record.completed) {
    if (one.is_valid && is_same_person(one.name, name)) return training_steps().size();
  }
  const auto found = record.under_way.find(name);
  return found == record.under_way.end() ? 0 : found->second;
}

}  // namespace

std::string lacking_for(const std::string& step, const std::string& name,
                        const CaseSnapshot& snapshot) {
  const auto of_device = [&](const char* file, const char* event, const char* outcome,
                             const char* what) {
    return lacking_of_device(snapshot, file, event, name, outcome, what);
  };
  if (step == "intake") return lacking_intake(snapshot, name);
  if (step == "expect") return lacking_measurement(snapshot, name);
  const auto scanned = [&](const char* file) {
    constexpr char kWhat[] = "scanned to its end";
    // Again, of an exhibit that was scanned before.
    return of_device(file, "scan_ended", "already done", kWhat).empty()
               ? ""
               : of_device(file, "scan_ended", "done", kWhat);
  };
  if (step == "scan_laptop") return scanned("laptop.img");
  if (step == "scan_stick") return scanned("stick.img");
  if (step == "stop") {
    return of_device("phone.img", "stop_asked", "", "stopped while it was scanned");
  }
  if (step == "record") return lacking_decision(snapshot, name);
  return "";
}

WebAnswer TrainingDesk::show(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto record = read_training(tool_version(), now_seconds());
  if (!record) return fault_answer(record.error());
  Json json;
  json.begin().flag("is_practice", is_practice_);
  put_steps(json, name.empty() ? 0 : steps_done(*record, name));
  json.key("completed").begin_list();
  for (const TrainingCompletion& one : record->completed) {
    json.begin().text("name", one.name).text("at", utc_text({one.at, 0}).value_or(""));
    json.text("version", one.tool_version);
    json.text("expires", utc_text({one.expires, 0}).value_or(""));
    json.flag("is_valid", one.is_valid).end();
  }
  json.end_list().texts("remarks", record->remarks);
  return json_answer(json.end().done());
}

WebAnswer TrainingDesk::take(const std::string& text) {
  const auto body = RequestBody::parse(text, step_shape());
  if (!body) return fault_answer(body.error());
  if (!is_practice_) {
    return refused_answer(
        "the training is done on the practice devices alone, and this is no practice "
        "case; ask the unit to start Winnow for the training");
  }
  const std::string name = body->text("name");
  const std::string step = body->text("step");
  if (std::string lacking = lacking_for(step, name, *watch_.now()); !lacking.empty()) {
    return refused_answer(lacking + "; do it first");
  }
  const std::lock_guard lock(mutex_);
  const auto taken = take_training_step(name, step, tool_version(), now_seconds());
  if (!taken) {
    return taken.error().kind == FaultKind::usage ? refused_answer(taken.error().what)
                                                  : fault_answer(taken.error());
  }
  Json json;
  json.begin().count("done", taken->done).flag("complete", taken->is_complete);
  return json_answer(json.end().done());
}

}  // namespace winnow
