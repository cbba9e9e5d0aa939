#include "drivers/cli/rematch_options.h"

#include "drivers/cli/option_kit.h"

namespace winnow {
namespace {

constexpr char kRematchExamples[] =
    "What a scan keeps (--keep) is compared with sets that came later; no exhibit is "
    "read.\n"
    "A set that is on record of an exhibit already is not compared with it again.\n"
    "Examples:\n"
    "  winnow rematch --case case-17 --hashset new-list.txt\n"
    "  winnow rematch --case case-17 --hashset grade1-2026.wset --known os.wset \\\n"
    "      --json";

}  // namespace

void add_rematch(CLI::App& app, RematchOptions& rematch) {
  CLI::App& command = add_command(
      app, "rematch", "Compare all of a case with new sets, without exhibits",
      kRematchExamples);
  add_case(command, rematch.case_path);
  add_files(command, "--hashset", rematch.hashsets,
            "Sets or lists of files to look for (notable)");
  add_files(command, "--known", rematch.known, "Sets or lists of known benign files");
  add_thresholds(command, rematch.set_thresholds);
  add_passphrase_file(command, rematch.passphrase_file, kOfSealedSets);
  command
      .add_option("--operator", rematch.operator_name, "Who runs this, for the record")
      ->type_name("NAME");
  add_moment(command, "--as-of", rematch.as_of_seconds,
             "Rank as of this moment, such as 2024-05-31T12:00:00Z (default: now)");
  command.add_flag("--json", rematch.json, "For programs: JSON on standard output");
}

}  // namespace winnow
