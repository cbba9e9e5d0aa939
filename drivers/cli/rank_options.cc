#include "drivers/cli/rank_options.h"

#include <cmath>

#include "drivers/cli/option_kit.h"

namespace winnow {
namespace {

constexpr char kExamples[] =
    "Examples:\n"
    "  winnow rank\n"
    "  winnow rank --as-of 2026-11-22 --json\n"
    "  winnow rank --what-if AB-3:immediate-risk=yes\n"
    "  winnow rank --what-if AB-3:verdict=match --what-if AB-4:suspect=S1\n"
    "  winnow rank --starts 12 --arrivals 9";

constexpr double kMostAWeek = 100'000;

void add_rate(CLI::App& command, const std::string& name,
              std::optional<std::int64_t>& thousandths, const std::string& about) {
  add_parsed(command, name, "N", about,
             [&thousandths](const std::string& text) -> std::string {
               double number = 0;
               if (!CLI::detail::lexical_cast(text, number) || !(number >= 0) ||
                   number > kMostAWeek) {
                 return "must be a number of exhibits a week, such as 12 or 2.5";
               }
               thousandths = std::llround(number * 1000);
               return "";
             });
}

}  // namespace

void add_rank(CLI::App& app, RankOptions& options) {
  CLI::App& command =
      add_command(app, "rank", "The exhibits in the order to examine them", kExamples);
  add_case(command, options.case_path);
  add_moment(command, "--as-of", options.as_of_seconds,
             "Rank as of this moment, such as 2024-05-31T12:00:00Z (default: now)");
  command.add_flag("--all", options.all,
                   "Those too that are started, retained or returned");
  add_repeated(command, "--what-if", options.what_if,
               "The order if this were on record: a field of winnow intake, verdict or "
               "disposition of an exhibit; nothing is changed",
               "REF:FIELD=VALUE");
  command
      .add_option("--policy", options.policy_file,
                  "The order by this policy file; nothing is changed")
      ->type_name("FILE");
  add_rate(command, "--starts", options.starts,
           "Examinations begun a week, for the forecast (default: as on record)");
  add_rate(command, "--arrivals", options.arrivals,
           "Exhibits that come a week, for the forecast (default: as on record)");
  command.add_flag("--json", options.json, "For programs: JSON on standard output");
}

}  // namespace winnow
