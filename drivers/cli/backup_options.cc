#include "drivers/cli/backup_options.h"

#include "drivers/cli/option_kit.h"

namespace winnow {
namespace {

constexpr char kBackupExamples[] =
    "The copy is a plain folder with a manifest.sha256 that sha256sum -c reads. It can "
    "be\n"
    "taken while a scan is under way, and nothing is ever overwritten.\n"
    "Examples:\n"
    "  winnow backup --case case-17 --out /media/safe/case-17-monday\n"
    "  cd /media/safe/case-17-monday && sha256sum -c manifest.sha256";

constexpr char kRestoreExamples[] =
    "Every file is checked first, and a backup that is damaged makes no case.\n"
    "Example:\n"
    "  winnow restore --from /media/safe/case-17-monday --case case-17";

void add_operator(CLI::App& command, std::string& name) {
  command.add_option("--operator", name, "Who runs this, for the record")
      ->type_name("NAME");
}

}  // namespace

void add_backup(CLI::App& app, BackupOptions& options) {
  CLI::App& command =
      add_command(app, "backup", "Copy a case into a folder", kBackupExamples);
  add_case(command, options.case_path);
  command.add_option("--out", options.out, "Folder to make, which is not there yet")
      ->required()
      ->type_name("FOLDER");
  add_operator(command, options.operator_name);
}

void add_restore(CLI::App& app, RestoreOptions& options) {
  CLI::App& command =
      add_command(app, "restore", "Make a case of a backup", kRestoreExamples);
  command.add_option("--from", options.from, "Folder that winnow backup wrote")
      ->required()
      ->type_name("FOLDER");
  command
      .add_option("--case", options.case_path, "Case to make, which is not there yet")
      ->required()
      ->type_name("DIR");
  add_operator(command, options.operator_name);
}

}  // namespace winnow
