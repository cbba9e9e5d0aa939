#include "drivers/cli/option_kit.h"

#include <charconv>
#include <utility>

#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

// Farther than this, unrelated pictures are met too.
constexpr unsigned kMostThreshold = 64;

std::string parse_threshold(const std::string& text,
                            std::map<std::string, unsigned>& thresholds) {
  const std::size_t sign = text.rfind('=');
  unsigned bits = 0;
  const char* end = text.data() + text.size();
  if (sign == std::string::npos || sign == 0 ||
      std::from_chars(text.data() + sign + 1, end, bits).ptr != end ||
      sign + 1 == text.size() || bits > kMostThreshold) {
    return "must be the name of a set and a number of bits up to " +
           std::to_string(kMostThreshold) + ", such as NAME=20";
  }
  thresholds[text.substr(0, sign)] = bits;
  return "";
}

}  // namespace

CLI::App& add_command(CLI::App& parent, const std::string& name,
                      const std::string& about, const char* examples) {
  CLI::App& command = *parent.add_subcommand(name, about);
  command.footer(examples);
  return command;
}

void add_files(CLI::App& command, const std::string& name,
               std::vector<std::string>& values, const std::string& about) {
  command.add_option(name, values, about)->type_name("FILE...");
}

void add_repeated(CLI::App& command, const std::string& name,
                  std::vector<std::string>& values, const std::string& about,
                  const std::string& shown) {
  command.add_option(name, values, about)
      ->type_name(shown)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false);
}

void add_parsed(CLI::App& command, const std::string& name, const std::string& shown,
                const std::string& about,
                std::function<std::string(const std::string&)> parse) {
  command
      .add_option_function<std::string>(
          name,
          [name, parse = std::move(parse)](const std::string& text) {
            const std::string complaint = parse(text);
            if (!complaint.empty()) throw CLI::ValidationError(name, complaint);
          },
          about)
      ->type_name(shown);
}

void add_case(CLI::App& command, std::string& path) {
  command.add_option("--case", path, "Folder of the case")
      ->type_name("DIR")
      ->capture_default_str();
}

CLI::Option& add_passphrase_file(CLI::App& command, std::string& path,
                                 const std::string& about) {
  return *command.add_option("--passphrase-file", path, about)->type_name("FILE");
}

void add_thresholds(CLI::App& command, std::map<std::string, unsigned>& thresholds) {
  command
      .add_option_function<std::vector<std::string>>(
          "--set-threshold",
          [&thresholds](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) {
              const std::string complaint = parse_threshold(text, thresholds);
              if (!complaint.empty()) {
                throw CLI::ValidationError("--set-threshold", complaint);
              }
            }
          },
          "Within how many of 256 bits a picture is near those of this set, such as "
          "NAME=20 (default 31)")
      ->type_name("NAME=BITS")
      ->expected(1)
      ->take_all();
}

void add_moment(CLI::App& command, const std::string& name,
                std::optional<std::int64_t>& seconds, const std::string& about) {
  add_parsed(command, name, "TIME", about,
             [&seconds](const std::string& text) -> std::string {
               seconds = parse_utc(text);
               if (seconds) return "";
               return "must be a date or a moment in UTC, such as 2024-05-31 or "
                      "2024-05-31T12:00:00Z";
             });
}

}  // namespace winnow
