// One run of a command of the program, by a process of its own.
#ifndef WINNOW_DRIVERS_SELFTEST_COMMAND_RUN_H_
#define WINNOW_DRIVERS_SELFTEST_COMMAND_RUN_H_

#include <string>
#include <vector>

#include "base/result.h"

namespace winnow {

struct CommandAnswer {
  int status = -1;  // exit status; 128 and the signal that ended it
  std::string out;
  std::string err;
};

// Runs words[0], a path, without standard input, and waits for its end. What it prints
// goes through files in `folder`. A Fault if it cannot be started, prints more than 64
// MiB, or if it was interrupted; in the main thread, under an Interruption.
[[nodiscard]] Result<CommandAnswer> run_command(const std::vector<std::string>& words,
                                                const std::string& folder);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_SELFTEST_COMMAND_RUN_H_
