// Options of selftest and training.
#ifndef WINNOW_DRIVERS_CLI_SELFTEST_OPTIONS_H_
#define WINNOW_DRIVERS_CLI_SELFTEST_OPTIONS_H_

#include <cstdint>
#include <string>

namespace CLI {
class App;
}

namespace winnow {

struct SelftestOptions {
  std::string keep;  // folder to make and leave there; "" for a temporary one
  bool json = false;
};
struct TrainingOptions {
  std::uint32_t valid_days = 0;  // 0: as it is
  std::string operator_name;
  bool json = false;
};

void add_selftest(CLI::App& app, SelftestOptions& options);
void add_training(CLI::App& app, TrainingOptions& options);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_SELFTEST_OPTIONS_H_
