// What the operator asked for of the order.
#ifndef WINNOW_DRIVERS_CLI_RANK_OPTIONS_H_
#define WINNOW_DRIVERS_CLI_RANK_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace winnow {

struct RankOptions {
  std::string case_path = "winnow-case";
  std::optional<std::int64_t> as_of_seconds;  // now, if it is not given
  bool all = false;                           // those that do not wait too
  std::vector<std::string> what_if;           // "REF:FIELD=VALUE"
  std::string policy_file;                    // of a what-if; "" for the one in force
  // A week, in thousandths, instead of what is on record.
  std::optional<std::int64_t> starts;
  std::optional<std::int64_t> arrivals;
  bool json = false;
};

void add_rank(CLI::App& app, RankOptions& options);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_RANK_OPTIONS_H_
