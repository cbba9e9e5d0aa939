// What bash completes behind `winnow`, out of the definitions of commands and options.
// A script to be sourced; it needs bash alone.
#ifndef WINNOW_DRIVERS_CLI_BASH_COMPLETION_H_
#define WINNOW_DRIVERS_CLI_BASH_COMPLETION_H_

#include <CLI/CLI.hpp>
#include <string>

namespace winnow {

[[nodiscard]] std::string bash_completion(const CLI::App& app);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_BASH_COMPLETION_H_
