// The pieces that commands put their options together of, over CLI11.
#ifndef WINNOW_DRIVERS_CLI_OPTION_KIT_H_
#define WINNOW_DRIVERS_CLI_OPTION_KIT_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace winnow {

CLI::App& add_command(CLI::App& parent, const std::string& name,
                      const std::string& about, const char* examples = "");
// --case DIR
void add_case(CLI::App& command, std::string& path);
// Takes every value up to the next option, and may be given again.
void add_files(CLI::App& command, const std::string& name,
               std::vector<std::string>& values, const std::string& about);
// One value each time it is given: a value that follows is the next argument.
void add_repeated(CLI::App& command, const std::string& name,
                  std::vector<std::string>& values, const std::string& about,
                  const std::string& shown);
// An option whose text is turned into a value by `parse`, which gives a complaint or
// "".
void add_parsed(CLI::App& command, const std::string& name, const std::string& shown,
                const std::string& about,
                std::function<std::string(const std::string&)> parse);
// --passphrase-file FILE
CLI::Option& add_passphrase_file(CLI::App& command, std::string& path,
                                 const std::string& about);
inline constexpr char kOfSealedSets[] =
    "The passphrase of sealed sets is its first line (default: asked for)";
// --set-threshold NAME=BITS, any number of times.
void add_thresholds(CLI::App& command, std::map<std::string, unsigned>& thresholds);
// A date or a moment in UTC, in seconds since 1970.
void add_moment(CLI::App& command, const std::string& name,
                std::optional<std::int64_t>& seconds, const std::string& about);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_OPTION_KIT_H_
