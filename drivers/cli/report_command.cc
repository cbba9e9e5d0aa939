// report: what was found and what was not looked at, as a folder to print and pass on.
#include <string>
#include <utility>

#include "base/text.h"
#include "drivers/answers/words.h"
#include "drivers/cases/known_case.h"
#include "drivers/cases/output_place.h"
#include "drivers/cases/tool_version.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/linked_versions.h"
#include "drivers/cli/put_on_record.h"
#include "drivers/decisions/blanks.h"
#include "drivers/report/write_report.h"
#include "drivers/selftest/selftest_record.h"

namespace winnow {
namespace {

std::string plain(const std::string& text) {
  return printable_utf8(without_outer_blanks(text));
}

ReportRequest request_of(const ReportOptions& options, const DecisionCase& of) {
  ReportRequest request;
  request.case_path = options.case_path;
  if (!options.exhibit.empty()) request.exhibit = reference_in(of, options.exhibit);
  request.is_safeguarding = options.safeguarding;
  request.recipient = plain(options.recipient);
  request.purpose = plain(options.purpose);
  request.made_by = printable_utf8(actor_of(options.operator_name));
  request.as_of = options.as_of_seconds.value_or(now_seconds());
  request.tool_version = tool_version();
  request.libraries = linked_versions();
  request.machine = this_machine();
  if (auto selftest = last_selftest()) {
    request.selftest = std::move(*selftest);
  } else {
    request.selftest_fault = selftest.error().what;
    say("winnow: the report goes on without a self-test: " + selftest.error().line());
  }
  return request;
}

std::string files_text(const WrittenReport& written) {
  std::string text;
  for (const ManifestLine& file : written.files) {
    text += (text.empty() ? "" : ", ") + file.path;
  }
  return text + ", " + kManifestName;
}

}  // namespace

int run_report(const ReportOptions& options) {
  auto still = aloud(open_still_case(options.case_path));
  if (!still) return fail(still.error());
  const DecisionCase& of = still->known->of;
  if (auto apart = check_apart_from_exhibits(of.folder, options.out); !apart) {
    return fail(apart.error());
  }
  const ReportRequest request = request_of(options, of);
  const auto written = write_report(*still, request, options.out, options.command_line);
  if (!written) return fail(written.error());
  for (const std::string& remark : written->remarks) say("winnow: " + remark);
  const std::string out = printable_utf8(options.out);
  tell("Report " + written->id + " of " + counted_text(written->exhibits, "exhibit") +
       " is in " + out + ": " + files_text(*written) + "\n" +
       "SHA-256 of its manifest: " + written->manifest_sha256 + "\n" +
       audit_head_line(written->log_head));
  return finish_answer(kExitDone);
}

}  // namespace winnow
