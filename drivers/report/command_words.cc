#include "drivers/report/command_words.h"

#include <algorithm>
#include <string_view>

#include "drivers/answers/words.h"

namespace winnow {
namespace {

constexpr std::string_view kRefOption = "--exhibit-ref";

struct Word {
  std::string written;  // with its quotes
  std::string meant;
};

// Quotes are single ones, outside of which a backslash stands before a quote alone.
std::vector<Word> words_in(const std::string& command) {
  std::vector<Word> words(1);
  bool is_quoted = false;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (c == ' ' && !is_quoted) {
      words.emplace_back();
      continue;
    }
    words.back().written += c;
    if (c == '\'') {
      is_quoted = !is_quoted;
    } else if (c == '\\' && !is_quoted && i + 1 < command.size()) {
      words.back().written += command[++i];
      words.back().meant += command[i];
    } else {
      words.back().meant += c;
    }
  }
  return words;
}

}  // namespace

std::string command_without(const std::string& command,
                            const std::vector<NamedExhibit>& others) {
  if (others.empty()) return command;
  const auto is_other = [&](std::string_view word) {
    return std::any_of(others.begin(), others.end(), [&](const NamedExhibit& one) {
      return word == one.ref || word == one.path;
    });
  };
  std::vector<Word> kept;
  for (Word& word : words_in(command)) {
    std::string_view meant = word.meant;
    if (meant.starts_with(kRefOption) &&
        meant.substr(kRefOption.size()).starts_with('=')) {
      meant.remove_prefix(kRefOption.size() + 1);
    }
    if (!is_other(meant)) {
      kept.push_back(std::move(word));
    } else if (!kept.empty() && kept.back().meant == kRefOption) {
      kept.pop_back();
    }
  }
  std::string text;
  for (const Word& word : kept) text += word.written + " ";
  const std::vector<Word> all = words_in(command);
  const bool are_found =
      std::all_of(others.begin(), others.end(), [&](const NamedExhibit& one) {
        return std::any_of(all.begin(), all.end(),
                           [&](const Word& word) { return word.meant == one.path; });
      });
  if (!are_found) return "of several exhibits: audit.jsonl has it";
  return text + "... and " + counted_text(others.size(), "more exhibit");
}

}  // namespace winnow
