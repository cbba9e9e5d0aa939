// What --help, the manual page and the completion of shells say of commands and
// options: all out of the same definitions (options.cc). Pure functions over CLI11's.
#ifndef WINNOW_DRIVERS_CLI_HELP_TEXT_H_
#define WINNOW_DRIVERS_CLI_HELP_TEXT_H_

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

namespace winnow {

// Commands that serve the same purpose, in the order in which a newcomer needs them.
struct CommandGroup {
  std::string title;
  std::vector<const CLI::App*> commands;
};
// All commands of the program, each in one group.
[[nodiscard]] std::vector<CommandGroup> command_groups(const CLI::App& app);

// What it is for, as one line.
[[nodiscard]] std::string about(const CLI::App& command);

// Options that help shows, --help the first; and what stands without a dash, in order.
[[nodiscard]] std::vector<const CLI::Option*> shown_options(const CLI::App& command);
[[nodiscard]] std::vector<const CLI::Option*> positionals(const CLI::App& command);
// "FILE", "yes|no|unknown"; "" of an option that takes no value.
[[nodiscard]] std::string value_of(const CLI::Option& option);
// "--case DIR", "-h, --help", "EXHIBIT...".
[[nodiscard]] std::string name_of(const CLI::Option& option);
// With what goes with it: "Folder of the case (default: winnow-case)".
[[nodiscard]] std::string about(const CLI::Option& option);
// "winnow hashset build OUT SRC... [OPTIONS]".
[[nodiscard]] std::string usage_of(const CLI::App& command);

// The text under the options: prose, or lines that stay as they are (examples).
struct FooterPart {
  std::string text;
  bool is_literal = false;  // its lines are two columns in, and end with a line feed
};
[[nodiscard]] std::vector<FooterPart> footer_parts(const CLI::App& command);

// --help, in lines of at most 80 columns. To be set before commands are added.
[[nodiscard]] std::shared_ptr<CLI::Formatter> help_formatter();

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_HELP_TEXT_H_
