#include "drivers/selftest/selftest.h"

#include <utility>

#include "drivers/answers/json.h"
#include "drivers/answers/words.h"
#include "drivers/selftest/known_answers.h"
#include "drivers/selftest/practice_pack.h"
#include "drivers/selftest/practice_trial.h"
#include "scanner/ledger/utc_text.h"
#include "scanner/supervise/interruption.h"

namespace winnow {
namespace {

std::string when_and_what(const SelftestRecord& record) {
  const std::string moment = utc_text(Instant{record.at, 0}).value_or("");
  return record.tool_version + ", " + moment.substr(0, moment.find('T'));
}

std::string line_of(const SelftestRecord& record) {
  const std::string checks = counted_text(record.checks, "check");
  if (record.has_passed) {
    return "self-test passed, fit for the functions tested; not accreditation (" +
           checks + ", " + when_and_what(record) + ")";
  }
  return "self-test FAILED: " + std::to_string(record.failed) + " of " + checks +
         "; do not rely on this installation until it passes (" +
         when_and_what(record) + ")";
}

}  // namespace

Result<SelftestReport> run_selftest(const SelftestRequest& request) {
  const Interruption interruption;
  SelftestChecks checks;
  if (auto known = check_known_answers(request.folder, checks); !known) {
    return std::move(known).error();
  }
  const auto files = write_practice_files(request.pack, request.folder);
  if (!files && files.error().kind != FaultKind::malformed) return files.error();
  checks.holds("the practice exhibits", files.has_value(), "to be whole",
               files ? "" : files.error().line());
  if (files) {
    auto scanned =
        check_practice_trial(request.program, request.folder, *files, checks);
    if (!scanned) return std::move(scanned).error();
  }
  SelftestReport report;
  report.failed = checks.failed();
  report.record.has_passed = report.failed.empty();
  report.record.at = request.now;
  report.record.tool_version = request.tool_version;
  report.record.machine = this_machine();
  report.record.checks = checks.count();
  report.record.failed = static_cast<std::uint32_t>(report.failed.size());
  report.record.line = line_of(report.record);
  return report;
}

std::string selftest_text(const SelftestReport& report) {
  std::string text = report.record.line + "\n";
  for (const FailedCheck& check : report.failed) text += "  " + check.line() + "\n";
  return text;
}

std::string selftest_json(const SelftestReport& report) {
  Json json;
  json.begin()
      .flag("passed", report.record.has_passed)
      .text("at", utc_text(Instant{report.record.at, 0}).value_or(""))
      .text("version", report.record.tool_version)
      .text("machine", report.record.machine)
      .count("checks", report.record.checks)
      .count("failed", report.record.failed)
      .text("line", report.record.line)
      .key("failures")
      .begin_list();
  for (const FailedCheck& check : report.failed) {
    json.begin()
        .text("what", check.what)
        .text("expected", check.expected)
        .text("came", check.came)
        .end();
  }
  return json.end_list().end().done();
}

}  // namespace winnow
