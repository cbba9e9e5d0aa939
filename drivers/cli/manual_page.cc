#include "drivers/cli/manual_page.h"

#include <string_view>

#include "drivers/cases/tool_version.h"
#include "drivers/cli/help_text.h"

namespace winnow {
namespace {

constexpr char kExitStatus[] =
    ".SH EXIT STATUS\n"
    "Of \\fBscan\\fR:\n"
    ".TP\n.B 0\nComplete, and nothing was met.\n"
    ".TP\n.B 1\nA listed file was met.\n"
    ".TP\n.B 2\nIt could not run; one line says what, where and what to do.\n"
    ".TP\n.B 3\nNothing was met, but the scan is not complete: it was stopped, or\n"
    "something was encrypted, unreadable, unsupported or left out; or there are\n"
    "indications alone.\n"
    ".PP\n"
    "Of several exhibits 1 comes before 3, and 3 before 0. All other commands end "
    "with\n"
    "0 when they are done and with 2 when not, but for those whose text above says\n"
    "otherwise.\n";

constexpr char kSignals[] =
    ".SH SIGNALS\n"
    "Ctrl-C (SIGINT), SIGTERM and SIGHUP end a scan: what is known by then is put on\n"
    "record and printed, as a part of the answer, and the same command goes on from\n"
    "there. A second one, a second later or more, ends the program at once; nothing\n"
    "that is on record is lost.\n";

constexpr char kSurroundings[] =
    ".SH ENVIRONMENT\n"
    ".TP\n.B NO_COLOR\nIf it is set to anything, nothing is printed in colour. Colour\n"
    "and the line of progress are for terminals alone.\n"
    ".TP\n.B TERM\nOn a terminal that says\n.B dumb\n"
    "there is neither colour nor a line of progress.\n"
    ".TP\n.B COLUMNS\nThe width of a terminal that does not tell its own.\n"
    ".SH FILES\n"
    ".TP\n.I ./winnow-case\n"
    "The case, unless\n.B \\-\\-case\nsays otherwise: journals, which are the record, "
    "the\n"
    "audit log, and a database that is made from the journals.\n"
    ".SH CAUTION\n"
    "This is triage, not a full examination. That no listed file was met is not a\n"
    "statement that a device holds nothing: new, altered or encrypted material may be\n"
    "present. A listed file is a reason to examine a device soon, not a finding of "
    "fact\n"
    "about a person. Exhibits are only ever read, but only a write blocker keeps\n"
    "everything else on the machine from writing to them.\n";

// Text in which nothing is taken for a request. A hyphen that people copy stays one.
std::string roff(std::string_view text) {
  std::string all;
  bool begins_line = true;
  for (const char c : text) {
    if (begins_line && (c == '.' || c == '\'')) all += "\\&";
    begins_line = c == '\n';
    if (c == '\\') {
      all += "\\e";
    } else if (c == '-') {
      all += "\\-";
    } else {
      all += c;
    }
  }
  return all;
}

std::string bold(const std::string& text) {
  return "\\fB" + roff(text) + "\\fR";
}

std::string tagged(const std::string& tag, const std::string& words) {
  return ".TP\n" + bold(tag) + "\n" + roff(words) + "\n";
}

std::string options_of(const CLI::App& command) {
  std::string text;
  for (const CLI::Option* option : positionals(command)) {
    text += tagged(name_of(*option), about(*option));
  }
  for (const CLI::Option* option : shown_options(command)) {
    text += tagged(name_of(*option), about(*option));
  }
  return text;
}

std::string footer_of(const CLI::App& command) {
  std::string text;
  for (const FooterPart& part : footer_parts(command)) {
    text += part.is_literal ? ".PP\n.nf\n" + roff(part.text) + ".fi\n"
                            : ".PP\n" + roff(part.text) + "\n";
  }
  return text;
}

// A command, and those below it.
std::string section_of(const CLI::App& command) {
  std::string text = ".SS " + roff(usage_of(command)) + "\n" + roff(about(command)) +
                     ".\n" + options_of(command) + footer_of(command);
  for (const CLI::App* below : command.get_subcommands({})) text += section_of(*below);
  return text;
}

}  // namespace

std::string manual_page(const CLI::App& app) {
  std::string text = ".TH WINNOW 1 \"\" \"winnow " + roff(tool_version()) +
                     "\" \"User Commands\"\n"
                     ".SH NAME\nwinnow \\- find listed files on seized devices and put "
                     "the devices in order\n"
                     ".SH SYNOPSIS\n.B winnow\n.I COMMAND\n[\\fIOPTIONS\\fR]\n"
                     ".SH DESCRIPTION\n" +
                     roff(about(app)) + "\n";
  const auto groups = command_groups(app);
  for (const CommandGroup& group : groups) {
    text += ".SS " + roff(group.title) + "\n";
    for (const CLI::App* command : group.commands) {
      text += tagged("winnow " + command->get_name(), about(*command));
    }
  }
  text += ".SH OPTIONS\n" + options_of(app) + footer_of(app) + ".SH COMMANDS\n";
  for (const CommandGroup& group : groups) {
    for (const CLI::App* command : group.commands) text += section_of(*command);
  }
  return text + kExitStatus + kSignals + kSurroundings;
}

}  // namespace winnow
