// selftest: whether this installation answers as it must.
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <utility>

#include "base/place.h"
#include "base/text.h"
#include "drivers/cases/decision_case.h"
#include "drivers/cases/temporary_folder.h"
#include "drivers/cases/tool_version.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/put_on_record.h"
#include "drivers/selftest/practice_pack.h"
#include "drivers/selftest/selftest.h"
#include "drivers/selftest/selftest_record.h"

namespace winnow {
namespace {

// Its own, or the one that was asked for.
struct WorkFolder {
  std::optional<TemporaryFolder> temporary;
  std::string path;
};

Result<WorkFolder> work_folder(const std::string& keep) {
  if (keep.empty()) {
    auto folder = TemporaryFolder::create();
    if (!folder) return std::move(folder).error();
    std::string path = folder->path();
    return WorkFolder{std::move(*folder), std::move(path)};
  }
  if (::mkdir(keep.c_str(), 0700) == 0) {
    return WorkFolder{std::nullopt, absolute_path(keep)};
  }
  if (errno == EEXIST) {
    return Fault{FaultKind::usage,
                 "is there already, and nothing is ever overwritten; choose another "
                 "--keep",
                 keep, std::nullopt};
  }
  return fault_from_errno(errno, "cannot be made; choose another --keep", keep);
}

Result<SelftestReport> test_in(const std::string& folder) {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) {
    return Fault{FaultKind::io, "cannot be read: " + error.message(), "/proc/self/exe",
                 std::nullopt};
  }
  return run_selftest(
      {program.string(), folder, practice_pack(), tool_version(), now_seconds()});
}

}  // namespace

int run_selftest_command(const SelftestOptions& options) {
  // A result that cannot be kept is found out before the work, not after it.
  if (const auto state = state_folder(); !state) return fail(state.error());
  const auto folder = work_folder(options.keep);
  if (!folder) return fail(folder.error());
  const auto report = test_in(folder->path);
  if (!report) return fail(report.error());
  print(options.json ? selftest_json(*report) + "\n" : selftest_text(*report));
  if (!options.keep.empty()) {
    say("winnow: the practice devices, sets and cases are in " +
        printable_utf8(options.keep));
  }
  if (const auto kept = keep_selftest(report->record); !kept) return fail(kept.error());
  return finish_answer(report->record.has_passed ? kExitDone : kExitFailed);
}

}  // namespace winnow
