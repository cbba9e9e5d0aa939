// serve: the page's server, until Ctrl-C.
#include <chrono>
#include <filesystem>
#include <memory>
#include <thread>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "drivers/cases/decision_case.h"
#include "drivers/cases/tool_version.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/put_on_record.h"
#include "drivers/cli/set_door.h"
#include "drivers/cli/set_record.h"
#include "drivers/cli/set_sources.h"
#include "drivers/selftest/command_run.h"
#include "drivers/selftest/practice_pack.h"
#include "drivers/selftest/selftest_record.h"
#include "drivers/store/audit_log.h"
#include "drivers/web/http_door.h"
#include "drivers/web/image_roots.h"
#include "drivers/web/web_server.h"
#include "scanner/ledger/utc_text.h"
#include "scanner/supervise/interruption.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

constexpr int kUsualPort = 7431;
constexpr std::chrono::milliseconds kLookPause{100};

// A scan from the page has nobody to ask, whatever was typed when the server started.
Result<void> check_passphrases(const ServeOptions& options) {
  if (!options.passphrase_file.empty()) return {};
  for (const auto* paths : {&options.hashsets, &options.known, &options.ignore}) {
    for (const std::string& path : *paths) {
      const auto fd = open_read_only(path);
      if (!fd) continue;  // whoever opens it says why
      const auto head = head_of(*fd, path);
      if (!head || !looks_like_sealed(*head)) continue;
      return Fault{FaultKind::usage,
                   "is sealed, and every scan from the page opens it anew; give its "
                   "passphrase with --passphrase-file FILE",
                   path, std::nullopt};
    }
  }
  return {};
}

// Every set is opened and checked as a scan does it, so that no scan from the page ends
// at a set that cannot be read.
Result<std::vector<SetOnPage>> sets_of(const ServeOptions& options) {
  if (auto may_open = check_passphrases(options); !may_open) {
    return std::move(may_open).error();
  }
  const auto temporary = TemporaryFolder::create();
  if (!temporary) return temporary.error();
  ScanOptions asked;
  asked.hashsets = options.hashsets;
  asked.known = options.known;
  asked.ignore = options.ignore;
  asked.passphrase_file = options.passphrase_file;
  const auto sources = open_sets(asked, *temporary);
  if (!sources) return sources.error();
  for (const std::string& remark : sources->remarks) say("winnow: " + remark);
  std::vector<SetOnPage> sets;
  for (const ScanSet& one : sources->sets) {
    const auto sizes = one.set.size_rule();
    if (!sizes) return sizes.error();
    SetOnPage set;
    set.file = printable_utf8(one.path.starts_with(temporary->path()) ? one.set.name()
                                                                      : one.path);
    set.name = printable_utf8(one.set.name());
    set.type = to_string(one.set.type());
    set.entries = one.set.entry_count();
    set.dated = date_of(one.set).value_or(0);
    set.is_learned = *sizes == SizeRule::learned;
    set.has_pdq = one.set.pdq_count() > 0;
    sets.push_back(std::move(set));
  }
  return sets;
}

std::vector<std::string> absolute_paths(const std::vector<std::string>& paths) {
  std::vector<std::string> all;
  std::error_code error;
  for (const std::string& path : paths) {
    all.push_back(fs::absolute(path, error).string());
  }
  return all;
}

Result<WebSettings> settings_of(const ServeOptions& options) {
  auto sets = sets_of(options);
  if (!sets) return std::move(sets).error();
  WebSettings settings;
  settings.case_path = options.case_path;
  settings.image_folders = options.image_folders;
  settings.sets = std::move(*sets);
  settings.scans.hashsets = absolute_paths(options.hashsets);
  settings.scans.known = absolute_paths(options.known);
  settings.scans.ignore = absolute_paths(options.ignore);
  if (!options.passphrase_file.empty()) {
    settings.scans.passphrase_file = absolute_paths({options.passphrase_file})[0];
  }
  auto state = state_folder();
  if (!state) return std::move(state).error();
  settings.state_folder = std::move(*state);
  settings.last_selftest = &last_selftest;
  settings.is_practice = !options.practice.empty();
  return settings;
}

Result<void> log_served(const ServeOptions& options, const std::string& outcome) {
  auto log = AuditLog::open(options.case_path, actor_of(options.operator_name));
  if (!log) return std::move(log).error();
  for (const std::string& remark : log->remarks()) say("winnow: " + remark);
  return log->append({"serve", "page", outcome, {{"tool_version", tool_version()}}});
}

// By a command of its own: learning decodes pictures, and is gone on with if it was cut
// off.
Result<void> learn_practice_set(const std::string& folder, const std::string& set) {
  const auto learned =
      run_command({"/proc/self/exe", "hashset", "learn", set,
                   folder + "/" + kPracticeReference, "--name", "practice set",
                   "--imported-at", utc_text({now_seconds(), 0}).value_or("")},
                  folder);
  if (!learned) return learned.error();
  if (learned->status == kExitDone) return {};
  return Fault{FaultKind::io,
               "cannot be learned: " + printable_utf8(learned->err) +
                   "; winnow selftest tells whether the installation is whole",
               set, std::nullopt};
}

// Practice devices and a set of what is planted on them in a folder of their own, with
// a case beside them: all that the guided first run takes.
Result<void> set_up_practice(ServeOptions& options) {
  const std::string folder = options.practice;
  if (!options.hashsets.empty() || !options.image_folders.empty()) {
    return Fault{FaultKind::usage,
                 "brings its own list, devices and case; leave out --hashset and "
                 "--images",
                 "--practice", std::nullopt};
  }
  const std::string set = folder + "/practice.wset";
  std::error_code error;
  if (!fs::exists(set, error)) {
    fs::create_directories(folder, error);
    if (error) {
      return Fault{FaultKind::io,
                   "cannot be made: " + error.message() +
                       "; name another folder with --practice",
                   folder, std::nullopt};
    }
    const auto written = write_practice_files(practice_pack(), folder);
    if (!written) return written.error();
    say("winnow: learning the practice set");
    if (auto done = learn_practice_set(folder, set); !done) return done;
  }
  options.hashsets = {set};
  options.image_folders = {folder};
  options.case_path = folder + "/case";
  return {};
}

void serve_until_stopped(HttpDoor& door, WebServer& server) {
  door.serve();
  while (!Interruption::requested()) std::this_thread::sleep_for(kLookPause);
  say("winnow: ending; a running scan is brought to an end first");
  server.close();
  door.close();
}

}  // namespace

int run_serve(const ServeOptions& asked) {
  const Interruption interruption;
  ServeOptions options = asked;
  if (!options.practice.empty()) {
    if (auto done = set_up_practice(options); !done) return fail(done.error());
  }
  auto settings = settings_of(options);
  if (!settings) return fail(settings.error());
  // All is checked before the case is made, if there is none.
  if (auto roots = ImageRoots::open(options.image_folders); !roots) {
    return fail(roots.error());
  }
  if (auto of = aloud(begin_decisions(options.case_path)); !of) return fail(of.error());
  auto server = WebServer::create(std::move(*settings));
  if (!server) return fail(server.error());
  auto door = HttpDoor::open(
      options.port.value_or(kUsualPort), !options.port.has_value(),
      [&server](const WebRequest& request) { return (*server)->answer(request); },
      [](const std::string& line) { say("winnow: " + line); });
  if (!door) return fail(door.error());
  print((*door)->address() + "\n");
  if (!finish_output()) return finish_answer(kExitDone);
  if (auto logged = log_served(options, "begun"); !logged) return fail(logged.error());
  say("winnow: open this in the browser; Ctrl-C ends it");
  serve_until_stopped(**door, **server);
  if (auto logged = log_served(options, "ended"); !logged) return fail(logged.error());
  return finish_answer(kExitDone);
}

}  // namespace winnow
