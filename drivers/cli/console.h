// The operator's terminal: lines on standard error, colours and a progress line only
// where there is a terminal to show them (and NO_COLOR is not set).
//
// Standard output is for data alone. One thread.
#ifndef WINNOW_DRIVERS_CLI_CONSOLE_H_
#define WINNOW_DRIVERS_CLI_CONSOLE_H_

#include <string>
#include <string_view>

#include "base/result.h"

namespace winnow {

// "winnow: <the fault's line>" on standard error; gives kExitFailed.
int fail(const Fault& fault);

// A whole line on standard error; a progress line that stands there is wiped first.
void say(std::string_view line);
// Replaces the progress line; nothing where standard error is no terminal.
void show_progress(const std::string& text);
void end_progress();

// Writes data; a standard output that takes no more is told of by finish_output().
void print(std::string_view text);
// Flushes; false if something of it was lost (the disk behind it is full).
[[nodiscard]] bool finish_output();

enum class Ink { plain, bold, red, yellow, green, dim };
// `text` in that ink, for standard output.
[[nodiscard]] std::string inked(Ink ink, const std::string& text);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_CONSOLE_H_
