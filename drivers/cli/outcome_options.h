// The options of outcome and exceptions.
#ifndef WINNOW_DRIVERS_CLI_OUTCOME_OPTIONS_H_
#define WINNOW_DRIVERS_CLI_OUTCOME_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "drivers/decisions/decisions.h"

namespace winnow {

// One of: an outcome to record (exhibit and result), figures, a draw, weights.
struct OutcomeOptions {
  std::string case_path = "winnow-case";
  std::string exhibit;
  std::optional<ExaminationResult> result;
  std::uint64_t items = 0;
  std::uint64_t minutes = 0;
  std::optional<std::int64_t> at_seconds;  // nothing for now
  bool figures = false;
  std::optional<std::int64_t> as_of_seconds;
  bool json = false;
  std::uint32_t propose = 0;  // so many; 0 for none
  std::string seed;           // "" for the audit log's head
  bool propose_weights = false;
  std::string operator_name;
};
void add_outcome(CLI::App& app, OutcomeOptions& outcome);

struct ExceptionsOptions {
  std::string case_path = "winnow-case";
  std::optional<std::int64_t> as_of_seconds;
  bool json = false;
};
void add_exceptions(CLI::App& app, ExceptionsOptions& exceptions);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_OUTCOME_OPTIONS_H_
