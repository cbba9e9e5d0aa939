// Options of export.
#ifndef WINNOW_DRIVERS_CLI_EXPORT_OPTIONS_H_
#define WINNOW_DRIVERS_CLI_EXPORT_OPTIONS_H_

#include <string>

#include "drivers/exchange/export_case.h"

namespace CLI {
class App;
}

namespace winnow {

struct ExportOptions {
  std::string case_path = "winnow-case";
  ExchangeFormat format = ExchangeFormat::csv;
  std::string out;
  std::string exhibit;  // "" for all
  std::string operator_name;
  std::string command_line;  // as a shell would take it
};

void add_export(CLI::App& app, ExportOptions& options);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_EXPORT_OPTIONS_H_
