// Options of report.
#ifndef WINNOW_DRIVERS_CLI_REPORT_OPTIONS_H_
#define WINNOW_DRIVERS_CLI_REPORT_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace winnow {

struct ReportOptions {
  std::string case_path = "winnow-case";
  std::string out;
  std::string exhibit;  // "" for all
  bool safeguarding = false;
  std::string recipient;
  std::string purpose;
  std::string operator_name;
  std::optional<std::int64_t> as_of_seconds;  // now, if it is not given
  std::string command_line;                   // as a shell would take it
};

void add_report(CLI::App& app, ReportOptions& options);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_REPORT_OPTIONS_H_
