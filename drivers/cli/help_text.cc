#include "drivers/cli/help_text.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

#include "drivers/answers/line_layout.h"

namespace winnow {
namespace {

constexpr std::size_t kColumns = 80;
constexpr std::size_t kAboutAt = 30;     // where the words about an option begin
constexpr std::size_t kCommandsAt = 15;  // and those about a command

struct GroupNames {
  const char* title;
  std::vector<const char*> names;
};

// A command that is missing here is shown as one of "Other commands"; a test asks for
// none of these.
const std::vector<GroupNames>& group_names() {
  static const std::vector<GroupNames> groups = {
      {"Scan exhibits and read the answer",
       {"scan", "rank", "findings", "coverage", "links", "serve"}},
      {"Lists of known files", {"hashset", "rematch"}},
      {"What people know and decide",
       {"intake", "review", "disposition", "outcome", "exceptions", "people", "policy",
        "glimpse"}},
      {"Hand on, keep and check a case",
       {"report", "export", "verify", "backup", "restore"}},
      {"This machine", {"selftest", "training", "bench", "reproduce"}},
  };
  return groups;
}

std::string padded(std::string text, std::size_t columns) {
  const std::size_t used = columns_of(text);
  if (used < columns) text.append(columns - used, ' ');
  return text;
}

// "  name   about", the words below each other.
std::string entry(const std::string& name, const std::string& words, std::size_t at) {
  std::string text = "  " + name;
  if (words.empty()) return text + "\n";
  if (columns_of(text) + 2 > at) {
    text += "\n" + std::string(at, ' ');
  } else {
    text = padded(std::move(text), at);
  }
  std::string gap;
  for (const std::string& line : broken_line(words, kColumns - at, 0)) {
    text += gap + line;
    gap = "\n" + std::string(at, ' ');
  }
  return text + "\n";
}

std::string paragraph(const std::string& words) {
  std::string text;
  for (const std::string& line : broken_line(words, kColumns, 0)) text += line + "\n";
  return text;
}

// CLI11 writes what is checked of a value behind its name: "N:INT in [1 - 1024]".
std::string without_checks(const std::string& type) {
  std::size_t end = type.size();
  for (const char* check : {":INT in ", ":UINT in ", ":FLOAT in ", ":SIZE ["}) {
    end = std::min(end, type.find(check));
  }
  return type.substr(0, end);
}

bool takes_many(const CLI::Option& option) {
  return option.get_expected_max() >= CLI::detail::expected_max_vector_size;
}

std::string names_of(const std::set<CLI::Option*>& options) {
  std::set<std::string> sorted;  // those given are in the order of their addresses
  for (const CLI::Option* one : options) sorted.insert(one->get_name());
  std::string names;
  for (const std::string& name : sorted) names += (names.empty() ? "" : ", ") + name;
  return names;
}

class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string /*name*/,
                        CLI::AppFormatMode /*mode*/) const override {
    return paragraph(about(*app)) + "\n" + lines_of_usage(*app) + commands_of(*app) +
           entries("Arguments", positionals(*app)) +
           entries("Options", shown_options(*app)) + footer_of(*app);
  }

 private:
  static std::string lines_of_usage(const CLI::App& app) {
    constexpr std::string_view kUsage = "Usage: ";
    std::string text(kUsage);
    std::string gap;
    for (const std::string& line :
         broken_line(usage_of(app), kColumns - kUsage.size(), 2)) {
      text += gap + line;
      gap = "\n" + std::string(kUsage.size(), ' ');
    }
    return text + "\n";
  }
  static std::string entries(const char* title,
                             const std::vector<const CLI::Option*>& options) {
    if (options.empty()) return "";
    std::string text = std::string("\n") + title + ":\n";
    for (const CLI::Option* option : options) {
      text += entry(name_of(*option), about(*option), kAboutAt);
    }
    return text;
  }
  static std::string commands_of(const CLI::App& app) {
    std::string text;
    for (const CommandGroup& group : command_groups(app)) {
      text += "\n" + group.title + ":\n";
      for (const CLI::App* command : group.commands) {
        text += entry(command->get_name(), about(*command), kCommandsAt);
      }
    }
    return text;
  }
  static std::string footer_of(const CLI::App& app) {
    std::string text;
    for (const FooterPart& part : footer_parts(app)) {
      const bool belongs = part.is_literal && text.ends_with(":\n");
      if (!belongs) text += "\n";
      text += part.is_literal ? part.text : paragraph(part.text);
    }
    return text;
  }
};

}  // namespace

std::string about(const CLI::App& command) {
  std::string text = command.get_description();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::vector<CommandGroup> command_groups(const CLI::App& app) {
  std::vector<const CLI::App*> left;
  for (const CLI::App* command : app.get_subcommands({})) left.push_back(command);
  if (app.get_parent() != nullptr) {
    return left.empty() ? std::vector<CommandGroup>()
                        : std::vector{CommandGroup{"Commands", left}};
  }
  std::vector<CommandGroup> groups;
  for (const GroupNames& names : group_names()) {
    CommandGroup group{names.title, {}};
    for (const char* name : names.names) {
      const auto place = std::find_if(
          left.begin(), left.end(),
          [name](const CLI::App* command) { return command->get_name() == name; });
      if (place == left.end()) continue;
      group.commands.push_back(*place);
      left.erase(place);
    }
    if (!group.commands.empty()) groups.push_back(std::move(group));
  }
  if (!left.empty()) groups.push_back({"Other commands", left});
  return groups;
}

std::vector<const CLI::Option*> shown_options(const CLI::App& command) {
  return command.get_options([](const CLI::Option* option) {
    return option->nonpositional() && !option->get_group().empty();
  });
}

std::vector<const CLI::Option*> positionals(const CLI::App& command) {
  return command.get_options(
      [](const CLI::Option* option) { return option->get_positional(); });
}

std::string value_of(const CLI::Option& option) {
  if (option.get_type_size() == 0) return "";
  return without_checks(option.get_type_name());
}

std::string name_of(const CLI::Option& option) {
  if (option.get_positional()) {
    return option.get_name(true, false) + (takes_many(option) ? "..." : "");
  }
  std::string names;
  for (const std::string& name : option.get_snames()) names += "-" + name + ", ";
  for (const std::string& name : option.get_lnames()) names += "--" + name;
  const std::string value = value_of(option);
  return value.empty() ? names : names + " " + value;
}

std::string about(const CLI::Option& option) {
  std::vector<std::string> remarks;
  if (option.get_required() && !option.get_positional()) remarks.push_back("required");
  if (const auto needs = option.get_needs(); !needs.empty()) {
    remarks.push_back("with " + names_of(needs));
  }
  if (const auto excludes = option.get_excludes(); !excludes.empty()) {
    remarks.push_back("not with " + names_of(excludes));
  }
  if (const std::string value = option.get_default_str(); !value.empty()) {
    remarks.push_back("default: " + value);
  }
  std::string text = option.get_description();
  const char* before = " (";
  for (const std::string& remark : remarks) {
    text += before + remark;
    before = "; ";
  }
  return remarks.empty() ? text : text + ")";
}

std::string usage_of(const CLI::App& command) {
  std::string usage = command.get_name();
  for (const CLI::App* above = command.get_parent(); above != nullptr;
       above = above->get_parent()) {
    usage = above->get_name() + " " + usage;
  }
  // Before the options: all files behind --hashset are taken for sets.
  for (const CLI::Option* one : positionals(command)) {
    const std::string name = name_of(*one);
    usage += one->get_required() ? " " + name : " [" + name + "]";
  }
  if (!command.get_subcommands({}).empty()) usage += " COMMAND";
  for (const CLI::Option* one : shown_options(command)) {
    if (one->get_required()) usage += " " + name_of(*one);
  }
  return usage + " [OPTIONS]";
}

std::vector<FooterPart> footer_parts(const CLI::App& command) {
  std::vector<FooterPart> parts;
  std::istringstream lines(command.get_footer());
  for (std::string line; std::getline(lines, line);) {
    const bool is_literal = line.starts_with("  ");
    const bool is_heading = line == "Examples:" || line == "Example:";
    const bool goes_on = !parts.empty() && parts.back().is_literal == is_literal &&
                         !parts.back().text.ends_with(":") && !is_heading;
    if (!goes_on) {
      parts.push_back({"", is_literal});
    } else if (!is_literal) {
      parts.back().text += ' ';
    }
    parts.back().text += line;
    if (is_literal) parts.back().text += '\n';
  }
  return parts;
}

std::shared_ptr<CLI::Formatter> help_formatter() {
  return std::make_shared<HelpFormatter>();
}

}  // namespace winnow
