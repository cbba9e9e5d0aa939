// The self-test: does this installation, on this machine, give the answers that it
// must?
//
// Known answers first (known_answers.h), then the program itself on the practice
// exhibits that it carries (practice_pack.h, practice_trial.h). A test that passes says
// that the functions tested are fit for use here; it is no accreditation, and nothing
// of what a list holds or a person decides is tested.
#ifndef WINNOW_DRIVERS_SELFTEST_SELFTEST_H_
#define WINNOW_DRIVERS_SELFTEST_SELFTEST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "drivers/selftest/selftest_checks.h"
#include "drivers/selftest/selftest_record.h"

namespace winnow {

struct SelftestRequest {
  std::string program;  // path of the winnow program to be tested
  std::string folder;   // to work in; it is there, and is left as it is at the end
  Bytes pack;           // practice_pack()
  std::string tool_version;
  std::int64_t now = 0;  // seconds since 1970
};

struct SelftestReport {
  SelftestRecord record;
  std::vector<FailedCheck> failed;
};

// A Fault only where nothing can be said: no room on the disk, an interruption. Puts
// nothing on record itself. In the main thread, for its handling of signals.
[[nodiscard]] Result<SelftestReport> run_selftest(const SelftestRequest& request);

// The line, and below it a line for each check that failed.
[[nodiscard]] std::string selftest_text(const SelftestReport& report);
// One line of JSON: passed, at, version, machine, checks, failed, line, failures
// [{what, expected, came}].
[[nodiscard]] std::string selftest_json(const SelftestReport& report);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_SELFTEST_SELFTEST_H_
