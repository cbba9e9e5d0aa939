// training: who completed the guided first run, and for how long that counts.
#include <string>

#include "drivers/answers/json.h"
#include "drivers/answers/words.h"
#include "drivers/cases/decision_case.h"
#include "drivers/cases/tool_version.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/put_on_record.h"
#include "drivers/selftest/training_record.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

std::string moment(std::int64_t seconds) {
  return utc_text(Instant{seconds, 0}).value_or("");
}

std::string day(std::int64_t seconds) {
  const std::string text = moment(seconds);
  return text.substr(0, text.find('T'));
}

// Why it does not count, or until when it does.
std::string standing(const TrainingCompletion& completion, std::int64_t now) {
  if (completion.is_valid) return "counts until " + day(completion.expires);
  if (now >= completion.expires) return "expired on " + day(completion.expires);
  return "of another version";
}

std::string training_text(const TrainingRecord& record, std::int64_t now) {
  std::string text;
  for (const TrainingCompletion& completion : record.completed) {
    text += completion.name + "  " + day(completion.at) + "  " +
            completion.tool_version + "  " + standing(completion, now) + "\n";
  }
  if (text.empty()) text = "nobody has completed the guided first run\n";
  for (const auto& [name, done] : record.under_way) {
    text += name + "  under way, " + std::to_string(done) + " of " +
            counted_text(training_steps().size(), "step") + "\n";
  }
  return text + "a completion counts for " + counted_text(record.valid_days, "day") +
         ", on the version it was made with\n";
}

std::string training_json(const TrainingRecord& record) {
  Json json;
  json.begin().count("valid_days", record.valid_days).key("completed").begin_list();
  for (const TrainingCompletion& completion : record.completed) {
    json.begin()
        .text("name", completion.name)
        .text("at", moment(completion.at))
        .text("version", completion.tool_version)
        .text("expires", moment(completion.expires))
        .flag("is_valid", completion.is_valid)
        .end();
  }
  json.end_list().key("under_way").begin_list();
  for (const auto& [name, done] : record.under_way) {
    json.begin().text("name", name).count("done", done).end();
  }
  json.end_list().key("steps").begin_list();
  for (const TrainingStep& step : training_steps()) {
    json.begin().text("key", step.key).text("text", step.text).end();
  }
  return json.end_list().end().done();
}

}  // namespace

int run_training(const TrainingOptions& options) {
  if (options.valid_days != 0) {
    const auto set = set_training_validity(options.valid_days, options.operator_name);
    if (!set) return fail(set.error());
  }
  const std::int64_t now = now_seconds();
  const auto record = read_training(tool_version(), now);
  if (!record) return fail(record.error());
  for (const std::string& remark : record->remarks) say("winnow: training: " + remark);
  if (options.json) {
    print(training_json(*record) + "\n");
  } else {
    tell(training_text(*record, now));
    if (record->head.count > 0) {
      tell("Record of the training: " + counted_text(record->head.count, "event") +
           ", head " + record->head.text() + "; note it down elsewhere\n");
    }
  }
  return finish_answer(kExitDone);
}

}  // namespace winnow
