// Known answers: values that stand in a standard, or that another program gave, and
// that the program's own functions must give too.
//
// Digests of the examples of FIPS 180-4 and RFC 1321, XXH3 in its canonical form, a
// chain of the audit log computed apart from it, and a journal that is read as it was
// written, cut short, and changed. PDQ, sets and seals are checked where they are used,
// by the program itself (practice_trial.h).
#ifndef WINNOW_DRIVERS_SELFTEST_KNOWN_ANSWERS_H_
#define WINNOW_DRIVERS_SELFTEST_KNOWN_ANSWERS_H_

#include <string>

#include "base/result.h"
#include "drivers/selftest/selftest_checks.h"

namespace winnow {

// Writes two files into `folder`. A Fault if it cannot; what is wrong goes to `checks`.
[[nodiscard]] Result<void> check_known_answers(const std::string& folder,
                                               SelftestChecks& checks);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_SELFTEST_KNOWN_ANSWERS_H_
