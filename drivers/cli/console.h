// The operator's terminal: colours, lines that fit it and a line of progress, only
// where there is a terminal that can show them. Pipes and files get whole lines and no
// more.
//
// Standard output is for what was asked for alone. One thread.
#ifndef WINNOW_DRIVERS_CLI_CONSOLE_H_
#define WINNOW_DRIVERS_CLI_CONSOLE_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace winnow {

// "winnow: <the fault's line>" on standard error; gives kExitFailed.
int fail(const Fault& fault);

// A whole line on standard error; a progress line that stands there is wiped first.
void say(std::string_view line);
// Replaces the progress line by what `text` makes of the columns there are now; nothing
// where standard error is no terminal, or one that cannot wipe a line (TERM=dumb).
void show_progress(const std::function<std::string(std::size_t columns)>& text);
// The same with a text whose middle is left out where it is too long.
void show_progress(const std::string& text);
void end_progress();

// Writes data as it is; a standard output that takes no more is told of by
// finish_output().
void print(std::string_view text);
// Writes text for people, broken to the terminal's width if there is a terminal.
void tell(std::string_view text);
// The same text, for a terminal with a space in place of its first line end, which
// breaks a sentence where pipes and files want it broken.
[[nodiscard]] std::string rejoined(std::string text);
// The columns of standard output; kAnyWidth (plain_table.h) where it is no terminal.
[[nodiscard]] std::size_t output_columns();
// Flushes; false if something of it was lost (the disk behind it is full).
[[nodiscard]] bool finish_output();

enum class Ink { plain, bold, red, yellow };
// `text` in that ink, for standard output: plain where that is no terminal, NO_COLOR is
// set, or TERM is dumb.
[[nodiscard]] std::string inked(Ink ink, const std::string& text);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_CONSOLE_H_
