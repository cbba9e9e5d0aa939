// What the operator asked for of the page's server.
#ifndef WINNOW_DRIVERS_CLI_SERVE_OPTIONS_H_
#define WINNOW_DRIVERS_CLI_SERVE_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

namespace winnow {

struct ServeOptions {
  std::string case_path = "winnow-case";
  std::optional<int> port;  // 0 for any; nothing: the usual one, or the next free one
  std::vector<std::string> hashsets;
  std::vector<std::string> known;
  std::vector<std::string> ignore;
  std::vector<std::string> image_folders;
  std::string passphrase_file;  // of sealed sets; "" for none
  std::string practice;         // folder of the guided first run; "" for none
  std::string operator_name;
};

void add_serve(CLI::App& app, ServeOptions& options);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_SERVE_OPTIONS_H_
