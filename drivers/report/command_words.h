// The command of a run as the report of one exhibit tells it: without the others.
#ifndef WINNOW_DRIVERS_REPORT_COMMAND_WORDS_H_
#define WINNOW_DRIVERS_REPORT_COMMAND_WORDS_H_

#include <string>
#include <vector>

namespace winnow {

struct NamedExhibit {
  std::string ref;
  std::string path;  // as it was given
};

// A command as a shell would take it, without the words that name `others`; how many
// these are stands behind it. If not each of them could be found in it, nothing of the
// command but where to read it. Pure.
[[nodiscard]] std::string command_without(const std::string& command,
                                          const std::vector<NamedExhibit>& others);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_COMMAND_WORDS_H_
