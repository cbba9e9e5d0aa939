#include "drivers/cli/serve_options.h"

#include "drivers/cli/option_kit.h"

namespace winnow {
namespace {

constexpr char kExamples[] =
    "The page is for this machine alone: it is served on loopback, and only to who "
    "knows\n"
    "its whole address, which is printed. Attached disks, and images below the folders "
    "of\n"
    "--images, can be scanned from it. Ctrl-C ends it, and asks a running scan to "
    "end.\n"
    "With --practice a folder is filled with harmless practice devices, their list "
    "and\n"
    "a case of their own, for the training that the page guides through.\n"
    "Examples:\n"
    "  winnow serve --practice ~/winnow-practice\n"
    "  winnow serve --case case-17 --hashset grade1.wset --images /mnt/images\n"
    "  winnow serve --case case-17 --port 0 --operator 'O. Operator'";

}  // namespace

void add_serve(CLI::App& app, ServeOptions& options) {
  CLI::App& command = add_command(
      app, "serve", "The page for officers and the unit, on this machine", kExamples);
  add_case(command, options.case_path);
  command
      .add_option("--port", options.port,
                  "Port on loopback; 0 is any (default: 7431, or the next free one)")
      ->type_name("N")
      ->check(CLI::Range(0, 65535));
  add_files(
      command, "--hashset", options.hashsets,
      "Sets or lists of files to look for (notable), of every scan from the page");
  add_files(command, "--known", options.known, "Sets or lists of known benign files");
  add_files(command, "--ignore", options.ignore,
            "Sets or lists of files to leave out of account");
  command
      .add_option("--images", options.image_folders,
                  "Folders below which images may be chosen")
      ->type_name("DIR...");
  command
      .add_option("--practice", options.practice,
                  "Serve the training in this folder, which is made if need be")
      ->type_name("FOLDER");
  add_passphrase_file(command, options.passphrase_file,
                      "The passphrase of sealed sets is its first line; they need it");
  command
      .add_option("--operator", options.operator_name, "Who starts it, for the record")
      ->type_name("NAME");
}

}  // namespace winnow
