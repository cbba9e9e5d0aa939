// Decisions as commands: told on the terminal, with an exit status.
#ifndef WINNOW_DRIVERS_CLI_PUT_ON_RECORD_H_
#define WINNOW_DRIVERS_CLI_PUT_ON_RECORD_H_

#include <string>

#include "base/result.h"
#include "drivers/cases/decision_case.h"
#include "drivers/cases/known_case.h"

namespace winnow {

// Says what of the case's log could not be understood, if it was opened.
[[nodiscard]] Result<DecisionCase> aloud(Result<DecisionCase> of);
[[nodiscard]] Result<KnownCase> aloud(Result<KnownCase> known);
[[nodiscard]] Result<StillCase> aloud(Result<StillCase> still);

// put_judged() as a whole command: tells, and gives the exit status.
[[nodiscard]] int put_on_record(DecisionCase& of, const std::string& by,
                                const Judge& judge);

// The end of a command: a fault if standard output took not all.
[[nodiscard]] int finish_answer(int exit_status);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_PUT_ON_RECORD_H_
