#include "drivers/cli/bash_completion.h"

#include <algorithm>
#include <string_view>

#include "drivers/cli/help_text.h"

namespace winnow {
namespace {

// Before: the tables, which say of a command, "scan" or "hashset build", what may
// follow, and of an option of it, "scan:--until", what its value may be: words, @files,
// @folders, or @text, which nobody can guess.
constexpr char kBegin[] =
    "# Completion of winnow for bash; written by winnow --generate bash-completion.\n"
    "_winnow_follows() {\n"
    "  case $1 in\n";
constexpr char kBetween[] =
    "  esac\n"
    "}\n"
    "_winnow_value() {\n"
    "  case $1 in\n";
constexpr char kEnd[] =
    "  esac\n"
    "}\n"
    "_winnow() {\n"
    "  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
    "  local command='' word value wanted=''\n"
    "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
    "    word=${command:+$command }$word\n"
    "    [ -n \"$(_winnow_follows \"$word\")\" ] || break\n"
    "    command=$word\n"
    "  done\n"
    "  COMPREPLY=()\n"
    "  value=$(_winnow_value \"$command:$before\")\n"
    "  case $value in\n"
    "    @files) compopt -o filenames; return ;;\n"
    "    @folders)\n"
    "      compopt -o filenames +o default\n"
    "      mapfile -t COMPREPLY < <(compgen -d -- \"$current\")\n"
    "      return ;;\n"
    "    @text) compopt +o default; return ;;\n"
    "    '') ;;\n"
    "    *)\n"
    "      mapfile -t COMPREPLY < <(compgen -W \"$value\" -- \"$current\")\n"
    "      return ;;\n"
    "  esac\n"
    "  # Where nothing fits bash completes files by itself: exhibits, lists.\n"
    "  for word in $(_winnow_follows \"$command\"); do\n"
    "    [[ $word = -* && $current != -* ]] || wanted+=\" $word\"\n"
    "  done\n"
    "  mapfile -t COMPREPLY < <(compgen -W \"$wanted\" -- \"$current\")\n"
    "}\n"
    "complete -o default -F _winnow winnow\n";

std::string words_of_value(const CLI::Option& option) {
  std::string value = value_of(option);
  if (value.find('|') != std::string::npos) {
    std::replace(value.begin(), value.end(), '|', ' ');
    return value;
  }
  if (value.starts_with("FILE") || value == "DEVICE") return "@files";
  if (value == "DIR" || value == "FOLDER") return "@folders";
  return "@text";
}

struct Tables {
  std::string follows;
  std::string values;
};

// "hashset build": without the program's name.
void add(const CLI::App& command, const std::string& path, Tables& tables) {
  std::string words;
  for (const CLI::App* below : command.get_subcommands({})) {
    words += below->get_name() + " ";
    add(*below, path.empty() ? below->get_name() : path + " " + below->get_name(),
        tables);
  }
  for (const CLI::Option* option : shown_options(command)) {
    for (const std::string& name : option->get_lnames()) {
      words += "--" + name + " ";
      if (value_of(*option).empty()) continue;
      tables.values += "    '" + path + ":--" + name + "') echo '" +
                       words_of_value(*option) + "' ;;\n";
    }
  }
  words.pop_back();
  tables.follows += "    '" + path + "') echo '" + words + "' ;;\n";
}

}  // namespace

std::string bash_completion(const CLI::App& app) {
  Tables tables;
  add(app, "", tables);
  return kBegin + tables.follows + kBetween + tables.values + kEnd;
}

}  // namespace winnow
