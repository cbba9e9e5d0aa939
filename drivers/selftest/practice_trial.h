// The program itself on the practice exhibits: learning and compiling sets, sealing
// one, scanning with it, and asking what came of it, each by a command as a person
// gives it.
#ifndef WINNOW_DRIVERS_SELFTEST_PRACTICE_TRIAL_H_
#define WINNOW_DRIVERS_SELFTEST_PRACTICE_TRIAL_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/selftest/practice_pack.h"
#include "drivers/selftest/selftest_checks.h"

namespace winnow {

// Runs `program` in `folder`, in which the files of the pack lie, and checks all it
// says. A Fault if a program cannot be started or the run was interrupted.
[[nodiscard]] Result<void> check_practice_trial(const std::string& program,
                                                const std::string& folder,
                                                const std::vector<PracticeFile>& files,
                                                SelftestChecks& checks);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_SELFTEST_PRACTICE_TRIAL_H_
