#include "drivers/cli/put_on_record.h"

#include "base/text.h"
#include "drivers/answers/words.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"

namespace winnow {
namespace {

void say_remarks(const Decisions& decisions) {
  for (const std::string& remark : decisions.remarks) {
    say("winnow: " + printable_utf8(remark));
  }
}

}  // namespace

Result<DecisionCase> aloud(Result<DecisionCase> of) {
  if (of) say_remarks(of->decisions);
  return of;
}

Result<KnownCase> aloud(Result<KnownCase> known) {
  if (known) say_remarks(known->of.decisions);
  return known;
}

Result<StillCase> aloud(Result<StillCase> still) {
  if (!still) return still;
  say_remarks(still->known->of.decisions);
  if (!still->is_of_one_moment) {
    say("winnow: others are putting things on record; what this tells may be of "
        "moments "
        "a little apart");
  }
  return still;
}

int put_on_record(DecisionCase& of, const std::string& by, const Judge& judge) {
  auto log = AuditLog::open(of.folder.path(), actor_of(by));
  if (!log) return fail(log.error());
  for (const std::string& remark : log->remarks()) say("winnow: " + remark);
  const auto judged = put_judged(of, judge, *log);
  if (!judged) return fail(judged.error());
  if (judged->refusal) {
    return fail(
        {FaultKind::usage, *judged->refusal, judged->event.object, std::nullopt});
  }
  tell(judged->told + "\n" + audit_head_line(log->head()));
  return finish_answer(kExitDone);
}

int finish_answer(int exit_status) {
  if (finish_output()) return exit_status;
  return fail({FaultKind::io, "cannot be written; free some space", "standard output",
               std::nullopt});
}

}  // namespace winnow
