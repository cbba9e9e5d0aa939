// Passphrases of sealed sets: the first line of a file, or typed on the terminal
// without being shown. Never from the command line or the environment, where others can
// read them. One thread.
#ifndef WINNOW_DRIVERS_CLI_PASSPHRASE_H_
#define WINNOW_DRIVERS_CLI_PASSPHRASE_H_

#include <string>

#include "base/result.h"
#include "hashsets/sealing/secret.h"

namespace winnow {

// Without its line end. `path` may be a pipe.
[[nodiscard]] Result<Secret> passphrase_in(const std::string& path);

// Whether somebody can be asked: standard input is a terminal.
[[nodiscard]] bool can_ask();
// Shows `prompt` on `out` and reads a line of `terminal` that is not shown. A signal
// that ends the program leaves the terminal as it was.
[[nodiscard]] Result<Secret> ask_passphrase(const std::string& prompt, int terminal,
                                            int out);

// For a set that is to be sealed: out of the file, or, if "" names none, asked twice.
[[nodiscard]] Result<Secret> new_passphrase(const std::string& path);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_PASSPHRASE_H_
