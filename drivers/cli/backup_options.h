// Options of backup and restore.
#ifndef WINNOW_DRIVERS_CLI_BACKUP_OPTIONS_H_
#define WINNOW_DRIVERS_CLI_BACKUP_OPTIONS_H_

#include <string>

namespace CLI {
class App;
}

namespace winnow {

struct BackupOptions {
  std::string case_path = "winnow-case";
  std::string out;
  std::string operator_name;
  std::string command_line;  // as a shell would take it
};
struct RestoreOptions {
  std::string from;
  std::string case_path;
  std::string operator_name;
  std::string command_line;
};

void add_backup(CLI::App& app, BackupOptions& options);
void add_restore(CLI::App& app, RestoreOptions& options);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_BACKUP_OPTIONS_H_
