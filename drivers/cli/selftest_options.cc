#include "drivers/cli/selftest_options.h"

#include "drivers/cli/option_kit.h"

namespace winnow {
namespace {

constexpr char kSelftestExamples[] =
    "Scans three practice devices that the program carries, and checks every planted "
    "file\n"
    "and every known answer. The last result is kept in ~/.local/state/winnow, or "
    "where\n"
    "WINNOW_STATE says, and stands in each report. Exit status: 0 passed, 2 not.\n"
    "Examples:\n"
    "  winnow selftest\n"
    "  winnow selftest --keep practice    (leaves devices, sets and case there)";

constexpr char kTrainingExamples[] =
    "The guided first run on the practice devices is on the page (winnow serve); this\n"
    "lists who completed it, on which version, and until when that counts.\n"
    "Examples:\n"
    "  winnow training\n"
    "  winnow training --valid-days 180 --operator 'S. Supervisor'";

}  // namespace

void add_selftest(CLI::App& app, SelftestOptions& options) {
  CLI::App& command =
      add_command(app, "selftest", "Check that this installation answers as it must",
                  kSelftestExamples);
  command
      .add_option("--keep", options.keep,
                  "Folder to work in, which is not there yet and is left there")
      ->type_name("DIR");
  command.add_flag("--json", options.json, "One line of JSON");
}

void add_training(CLI::App& app, TrainingOptions& options) {
  CLI::App& command = add_command(app, "training", "Who completed the guided first run",
                                  kTrainingExamples);
  command
      .add_option("--valid-days", options.valid_days,
                  "From now on a completion counts for so many days")
      ->check(CLI::Range(1, 3650))
      ->type_name("N");
  command
      .add_option("--operator", options.operator_name, "Who says so, for the record")
      ->type_name("NAME");
  command.add_flag("--json", options.json, "One line of JSON");
}

}  // namespace winnow
