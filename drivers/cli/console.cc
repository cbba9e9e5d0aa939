#include "drivers/cli/console.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "base/text.h"
#include "drivers/cli/exit_status.h"

namespace winnow {
namespace {

bool progress_is_shown = false;  // one thread, one terminal

void put(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
}

bool colours_are_wanted() {
  const char* no_color = std::getenv("NO_COLOR");
  return ::isatty(STDOUT_FILENO) == 1 && !(no_color && *no_color);
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
    case Ink::green:
      return "32";
    case Ink::dim:
      return "2";
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
  put(stderr, line);
  put(stderr, "\n");
}

void show_progress(const std::string& text) {
  static const bool is_terminal = ::isatty(STDERR_FILENO) == 1;
  if (!is_terminal) return;
  put(stderr, "\r\x1b[K" + text);
  std::fflush(stderr);
  progress_is_shown = true;
}

void end_progress() {
  if (!progress_is_shown) return;
  put(stderr, "\r\x1b[K");
  progress_is_shown = false;
}

void print(std::string_view text) {
  put(stdout, text);
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
