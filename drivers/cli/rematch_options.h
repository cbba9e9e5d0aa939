// What the operator asked of `winnow rematch`.
#ifndef WINNOW_DRIVERS_CLI_REMATCH_OPTIONS_H_
#define WINNOW_DRIVERS_CLI_REMATCH_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace winnow {

struct RematchOptions {
  std::string case_path = "winnow-case";
  std::vector<std::string> hashsets;
  std::vector<std::string> known;
  std::map<std::string, unsigned> set_thresholds;  // bits, by a set's name
  std::string passphrase_file;                     // of sealed sets; "" for none
  std::string operator_name;
  std::optional<std::int64_t> as_of_seconds;  // of the orders before and after
  bool json = false;
  std::string command_line;  // as a shell would take it
};

void add_rematch(CLI::App& app, RematchOptions& rematch);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_REMATCH_OPTIONS_H_
