#include "drivers/cli/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/text.h"
#include "drivers/answers/line_layout.h"
#include "drivers/answers/plain_table.h"
#include "drivers/cli/exit_status.h"

namespace winnow {
namespace {

constexpr std::size_t kUsualColumns = 80;  // of a terminal that does not tell

bool progress_is_shown = false;  // one thread, one terminal

void put(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
}

bool is_terminal(int fd) {
  return ::isatty(fd) == 1;
}

// One that knows no sequences but letters: an editor's shell window, a printer.
bool knows_sequences() {
  const char* term = std::getenv("TERM");
  return term != nullptr && *term != '\0' && std::strcmp(term, "dumb") != 0;
}

// Asked anew each time, as windows are resized.
std::size_t columns_of_terminal(int fd) {
  winsize size{};
  if (::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  if (const char* text = std::getenv("COLUMNS")) {
    std::size_t columns = 0;
    const char* const end = text + std::strlen(text);
    if (std::from_chars(text, end, columns).ptr == end && columns > 0) return columns;
  }
  return kUsualColumns;
}

bool colours_are_wanted() {
  const char* no_color = std::getenv("NO_COLOR");
  return is_terminal(STDOUT_FILENO) && knows_sequences() && !(no_color && *no_color);
}

const char* code_of(Ink ink) {
  switch (ink) {
    case Ink::plain:
      return "0";
    case Ink::bold:
      return "1";
    case Ink::red:
      return "1;31";
    case Ink::yellow:
      return "33";
  }
  return "0";
}

}  // namespace

int fail(const Fault& fault) {
  say("winnow: " + printable_utf8(fault.line()));
  return kExitFailed;
}

void say(std::string_view line) {
  end_progress();
  static const bool fits = is_terminal(STDERR_FILENO);
  if (fits) {
    put(stderr, fitted(line, columns_of_terminal(STDERR_FILENO)));
  } else {
    put(stderr, line);
  }
  put(stderr, "\n");
}

void show_progress(const std::function<std::string(std::size_t)>& text) {
  static const bool is_wanted = is_terminal(STDERR_FILENO) && knows_sequences();
  if (!is_wanted) return;
  // The last column stays free: some terminals go to the next line once it is written.
  const std::size_t columns = columns_of_terminal(STDERR_FILENO);
  put(stderr, "\r\x1b[K" + shortened(text(columns - 1), columns - 1));
  std::fflush(stderr);
  progress_is_shown = true;
}

void show_progress(const std::string& text) {
  show_progress([&text](std::size_t) { return text; });
}

void end_progress() {
  if (!progress_is_shown) return;
  put(stderr, "\r\x1b[K");
  std::fflush(stderr);
  progress_is_shown = false;
}

void print(std::string_view text) {
  end_progress();  // of the same terminal, most often
  put(stdout, text);
}

void tell(std::string_view text) {
  const std::size_t columns = output_columns();
  if (columns == kAnyWidth) return print(text);
  print(fitted(text, columns));
}

std::string rejoined(std::string text) {
  const std::size_t end = text.find('\n');
  if (output_columns() != kAnyWidth && end != std::string::npos) text[end] = ' ';
  return text;
}

std::size_t output_columns() {
  static const bool fits = is_terminal(STDOUT_FILENO);
  return fits ? columns_of_terminal(STDOUT_FILENO) : kAnyWidth;
}

bool finish_output() {
  return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

std::string inked(Ink ink, const std::string& text) {
  static const bool wanted = colours_are_wanted();
  if (!wanted || ink == Ink::plain) return text;
  return std::string("\x1b[") + code_of(ink) + "m" + text + "\x1b[0m";
}

}  // namespace winnow
