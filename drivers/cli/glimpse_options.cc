#include "drivers/cli/glimpse_options.h"

#include "drivers/cli/option_kit.h"

namespace winnow {
namespace {

constexpr char kGlimpseExamples[] =
    "Only a reviewer or a supervisor may, each time for a stated reason, and each view "
    "is\n"
    "in the audit log before the picture is decoded. It is grey and blurred for good: "
    "no\n"
    "more of it than 24 by 24 pixels ever leaves the program that decodes it. The "
    "exhibit\n"
    "must be attached as it was scanned. `item` of winnow findings --json says what to "
    "give\n"
    "as ITEM; @MILLISECONDS behind it is another moment of a video.\n"
    "Example:\n"
    "  winnow glimpse --case case-17 --exhibit usb.E01 --item 1204/3 --out look.pgm "
    "\\\n"
    "      --operator 'R. Reviewer' --reason 'is the lead what it seems'";

}  // namespace

void add_glimpse(CLI::App& app, GlimpseOptions& options) {
  CLI::App& command =
      add_command(app, "glimpse", "One picture, grey and blurred, for a reviewer",
                  kGlimpseExamples);
  add_case(command, options.case_path);
  command.add_option("--exhibit", options.ref, "Reference of the exhibit")
      ->type_name("REF")
      ->required();
  add_parsed(command, "--item", "ITEM", "The picture, as findings --json names it",
             [&options](const std::string& text) -> std::string {
               const auto place = parse_picture_place(text);
               if (!place) return "must be an item such as 1204, 1204/3 or 1204@2500";
               options.place = *place;
               return "";
             });
  command.get_option("--item")->required();
  command
      .add_option("--out", options.out, "File to make, which is not there yet (PGM)")
      ->type_name("FILE.pgm")
      ->required();
  command
      .add_option("--operator", options.signatures.operator_name,
                  "Who looks, for the record")
      ->type_name("NAME");
  command.add_option("--reason", options.signatures.reason, "Why, for the record")
      ->type_name("TEXT");
}

}  // namespace winnow
