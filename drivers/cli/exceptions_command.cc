// exceptions: what a supervisor has to look at.
#include <utility>
#include "drivers/cases/known_case.h"

#include "drivers/answers/outcome_answer.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/put_on_record.h"
#include "drivers/decisions/exceptions.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {

int run_exceptions(const ExceptionsOptions& options) {
  auto known = aloud(open_known_case(options.case_path));
  if (!known) return fail(known.error());
  const std::int64_t as_of = options.as_of_seconds.value_or(now_seconds());
  auto ranking = known->ranking(as_of);
  if (!ranking) return fail(ranking.error());
  const auto entries = exceptions_of(known->of.decisions, all_of(std::move(*ranking)),
                                     known->policy, as_of);
  const std::string moment = utc_text({as_of, 0}).value_or("");
  options.json ? print(exceptions_json(entries, moment) + "\n")
               : tell(exceptions_text(entries, moment, output_columns()));
  return finish_answer(kExitDone);
}

}  // namespace winnow
