#include "drivers/cli/export_options.h"

#include "drivers/cli/option_kit.h"

namespace winnow {
namespace {

constexpr char kExportExamples[] =
    "  csv       findings, one a line, for a spreadsheet\n"
    "  case      findings and what they are in, CASE/UCO 1.4.0 (JSON-LD)\n"
    "  vics      listed contents and where they lie, VICS 2.0, metadata only\n"
    "  dfxml     every file, with its place, times and digests\n"
    "  bodyfile  every file, for a timeline (mactime)\n"
    "In CSV an apostrophe stands before what a spreadsheet would take for a formula.\n"
    "No content of any file is exported, and nothing is ever overwritten. The same "
    "case\n"
    "gives the same bytes. Each export, with its SHA-256, is put on record in the "
    "case.\n"
    "Examples:\n"
    "  winnow export --case case-17 --format csv --out findings.csv\n"
    "  winnow export --case case-17 --format vics --exhibit usb.E01 --out usb.json";

}  // namespace

void add_export(CLI::App& app, ExportOptions& options) {
  CLI::App& command =
      add_command(app, "export", "Write a case in an exchange format", kExportExamples);
  add_case(command, options.case_path);
  command
      .add_option_function<std::string>(
          "--format",
          [&options](const std::string& word) {
            const auto parsed = parse_exchange_format(word);
            if (!parsed) {
              throw CLI::ValidationError("--format",
                                         "must be vics, case, dfxml, bodyfile or csv");
            }
            options.format = *parsed;
          },
          "The format, see below")
      ->required()
      ->type_name("csv|case|vics|dfxml|bodyfile");
  command.add_option("--out", options.out, "File to make, which is not there yet")
      ->required()
      ->type_name("FILE");
  command.add_option("--exhibit", options.exhibit, "This exhibit alone (default: all)")
      ->type_name("REF");
  command
      .add_option("--operator", options.operator_name, "Who runs this, for the record")
      ->type_name("NAME");
}

}  // namespace winnow
