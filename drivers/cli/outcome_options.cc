#include "drivers/cli/outcome_options.h"

#include <charconv>

#include "base/text.h"
#include "drivers/cli/option_kit.h"

namespace winnow {
namespace {

constexpr char kOutcomeExamples[] =
    "listed: material that a list knew; unlisted: material that none knew; nothing: "
    "none "
    "was\n"
    "found; impossible: it could not be examined. The last outcome of an exhibit "
    "counts.\n"
    "Examples:\n"
    "  winnow outcome phone-3 --result unlisted --items 41 --hours 6.5 \\\n"
    "      --operator 'E. Examiner'\n"
    "  winnow outcome --figures --as-of 2026-11-22\n"
    "  winnow outcome --propose 5 --operator 'E. Examiner'\n"
    "  winnow outcome --propose-weights >proposal.toml";

constexpr char kExceptionsExamples[] =
    "Examples:\n"
    "  winnow exceptions --case case-17\n"
    "  winnow exceptions --case case-17 --as-of 2026-11-22 --json";

constexpr double kMostHours = 100'000;

// "6.5" in minutes.
std::string parse_hours(const std::string& text, std::uint64_t& minutes) {
  double hours = -1;
  const char* const end = text.data() + text.size();
  const auto [read, error] = std::from_chars(text.data(), end, hours);
  if (error != std::errc() || read != end || !(hours > 0 && hours <= kMostHours)) {
    return "must be a number of hours above 0, such as 6.5";
  }
  minutes = static_cast<std::uint64_t>(hours * 60 + 0.5);
  if (minutes == 0) minutes = 1;
  return "";
}

void add_record(CLI::App& command, OutcomeOptions& outcome) {
  command.add_option("REF", outcome.exhibit, "Reference of the exhibit");
  add_parsed(command, "--result", "listed|unlisted|nothing|impossible",
             "What was found", [&outcome](const std::string& text) -> std::string {
               outcome.result = parse_examination_result(text);
               if (outcome.result) return "";
               return "must be listed, unlisted, nothing or impossible";
             });
  command
      .add_option("--items", outcome.items, "Items of material, as they were counted")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 53));
  add_parsed(command, "--hours", "H", "Hours that the examination took",
             [&outcome](const std::string& text) {
               return parse_hours(text, outcome.minutes);
             });
  add_moment(command, "--at", outcome.at_seconds,
             "When the examination ended (default: now)");
}

void add_questions(CLI::App& command, OutcomeOptions& outcome) {
  command.add_flag("--figures", outcome.figures,
                   "Yield, misses and waits of the whole case");
  add_moment(command, "--as-of", outcome.as_of_seconds,
             "Figures as of this moment (default: now)");
  command.add_flag("--json", outcome.json, "Figures for programs");
  command
      .add_option("--propose", outcome.propose,
                  "Draw so many exhibits of the lower half of the order at random, to "
                  "be examined so that misses are seen")
      ->type_name("N")
      ->check(CLI::Range(1, 10'000));
  command
      .add_option("--seed", outcome.seed,
                  "Seed of the draw, for the record (default: the head of the audit "
                  "log); it is on record, so that the draw can be repeated")
      ->type_name("TEXT");
  command.add_flag("--propose-weights", outcome.propose_weights,
                   "Print weights that the outcomes speak for; nothing is changed");
}

// What does not go together, or is missing; "" if all is well.
std::string complaint_about(const CLI::App& command, const OutcomeOptions& outcome) {
  const bool records = !outcome.exhibit.empty();
  const int asked = (records ? 1 : 0) + (outcome.figures ? 1 : 0) +
                    (outcome.propose > 0 ? 1 : 0) + (outcome.propose_weights ? 1 : 0);
  if (asked != 1) {
    return "give one of: an exhibit and its --result, --figures, --propose, "
           "--propose-weights";
  }
  if (records != outcome.result.has_value()) {
    return "an exhibit and its --result go together";
  }
  const auto is_given = [&command](const char* name) {
    return command.count(name) > 0;
  };
  for (const char* name : {"--items", "--hours", "--at"}) {
    if (is_given(name) && !records) return std::string(name) + " goes with an exhibit";
  }
  for (const char* name : {"--as-of", "--json"}) {
    if (is_given(name) && !outcome.figures) {
      return std::string(name) + " goes with --figures";
    }
  }
  if (is_given("--seed") && outcome.propose == 0) return "--seed goes with --propose";
  if (is_given("--seed") &&
      (outcome.seed.empty() || !is_printable_utf8(outcome.seed))) {
    return "--seed must be plain text";
  }
  if ((records || outcome.propose > 0) && outcome.operator_name.empty()) {
    return "--operator is needed: say who puts this on record";
  }
  const bool is_holding = outcome.result == ExaminationResult::listed ||
                          outcome.result == ExaminationResult::unlisted;
  if (is_given("--items") && !is_holding) {
    return "--items goes with --result listed or unlisted";
  }
  return "";
}

}  // namespace

void add_outcome(CLI::App& app, OutcomeOptions& outcome) {
  CLI::App& command =
      add_command(app, "outcome", "What full examinations found", kOutcomeExamples);
  add_record(command, outcome);
  add_questions(command, outcome);
  add_case(command, outcome.case_path);
  command
      .add_option("--operator", outcome.operator_name, "Who runs this, for the record")
      ->type_name("NAME");
  command.callback([&command, &outcome] {
    const std::string complaint = complaint_about(command, outcome);
    if (!complaint.empty()) throw CLI::ValidationError("outcome", complaint);
  });
}

void add_exceptions(CLI::App& app, ExceptionsOptions& exceptions) {
  CLI::App& command = add_command(app, "exceptions", "What a supervisor has to look at",
                                  kExceptionsExamples);
  add_case(command, exceptions.case_path);
  add_moment(command, "--as-of", exceptions.as_of_seconds,
             "As of this moment (default: now)");
  command.add_flag("--json", exceptions.json, "For programs: JSON on standard output");
}

}  // namespace winnow
