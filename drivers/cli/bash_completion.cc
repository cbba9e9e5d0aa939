#include "drivers/cli/bash_completion.h"

#include <string_view>

#include "drivers/cli/help_text.h"

namespace winnow {
namespace {

// Before: the tables, which say of a command, "scan" or "hashset build", what may
// follow, and of an option of it, "scan:--until", what its value may be: words, @files,
// @folders, or @text, which nobody can guess. "people:--grant 2" is of a second value.
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
    "  local earlier=${COMP_WORDS[COMP_CWORD > 1 ? COMP_CWORD - 2 : 0]}\n"
    "  local command='' word value wanted=''\n"
    "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
    "    word=${command:+$command }$word\n"
    "    [ -n \"$(_winnow_follows \"$word\")\" ] || break\n"
    "    command=$word\n"
    "  done\n"
    "  COMPREPLY=()\n"
    "  value=$(_winnow_value \"$command:$before\")\n"
    "  value=${value:-$(_winnow_value \"$command:$earlier 2\")}\n"
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

// Of "us|uk|FILE" the words alone: where none fits bash completes files by itself.
std::string words_of_value(const std::string& value) {
  if (value.find('|') != std::string::npos) {
    std::string words;
    for (const std::string& word : CLI::detail::split(value, '|')) {
      if (word != "FILE") words += (words.empty() ? "" : " ") + word;
    }
    return words;
  }
  if (value.starts_with("FILE") || value == "DEVICE") return "@files";
  if (value.starts_with("DIR") || value == "FOLDER") return "@folders";
  return "@text";
}

struct Tables {
  std::string follows;
  std::string values;
};

// `key`: "scan:--until"; `value`: as in the help, "WORD" or "WORD WORD".
void add_value(const std::string& key, const std::string& value, Tables& tables) {
  const auto add = [&tables](const std::string& which, const std::string& one) {
    tables.values += "    '" + which + "') echo '" + words_of_value(one) + "' ;;\n";
  };
  const std::size_t blank = value.find(' ');
  add(key, value.substr(0, blank));
  if (blank != std::string::npos) add(key + " 2", value.substr(blank + 1));
}

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
      add_value(path + ":--" + name, value_of(*option), tables);
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
