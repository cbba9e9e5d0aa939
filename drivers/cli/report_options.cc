#include "drivers/cli/report_options.h"

#include "drivers/cli/option_kit.h"

namespace winnow {
namespace {

constexpr char kExamples[] =
    "Writes report.html (print it from any browser), summary.pdf, findings.csv,\n"
    "coverage.csv, answers.json and manifest.sha256. With --safeguarding it writes "
    "safeguarding.html\n"
    "and its manifest alone: no picture, no path and no name of a file. Every report "
    "is put on\n"
    "record. It can be taken while a scan is under way, and nothing is ever "
    "overwritten.\n"
    "In CSV files an apostrophe stands before what a spreadsheet would take for a "
    "formula.\n"
    "Examples:\n"
    "  winnow report --case case-17 --out case-17-report --operator 'O. Operator'\n"
    "  winnow report --case case-17 --exhibit phone-3 --out phone-3-report\n"
    "  winnow report --case case-17 --out for-the-board --safeguarding \\\n"
    "      --recipient 'A. Lead, safeguarding board' --purpose 'strategy meeting'\n"
    "  cd case-17-report && sha256sum -c manifest.sha256";

void add_text(CLI::App& command, const std::string& name, std::string& text,
              const std::string& shown, const std::string& about) {
  command.add_option(name, text, about)->type_name(shown);
}

}  // namespace

void add_report(CLI::App& app, ReportOptions& options) {
  CLI::App& command =
      add_command(app, "report", "A report to print and to pass on", kExamples);
  add_case(command, options.case_path);
  command.add_option("--out", options.out, "Folder to make, which is not there yet")
      ->required()
      ->type_name("FOLDER");
  add_text(command, "--exhibit", options.exhibit, "REF", "Of this exhibit alone");
  command.add_flag("--safeguarding", options.safeguarding,
                   "The summary for safeguarding, and nothing else");
  add_text(command, "--recipient", options.recipient, "NAME",
           "Who gets it; goes on record");
  add_text(command, "--purpose", options.purpose, "TEXT",
           "What it is given for; goes on record");
  add_text(command, "--operator", options.operator_name, "NAME",
           "Who runs this, for the record");
  add_moment(command, "--as-of", options.as_of_seconds,
             "As of this moment, such as 2024-05-31T12:00:00Z (default: now)");
}

}  // namespace winnow
