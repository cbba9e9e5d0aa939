// export: a case in a format that other tools read.
#include "base/text.h"
#include "drivers/answers/words.h"
#include "drivers/cases/output_place.h"
#include "drivers/cases/tool_version.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/put_on_record.h"
#include "drivers/exchange/export_case.h"

namespace winnow {
namespace {

// "1 exhibit, 12 findings, 3 graded".
std::string counts_text(const Exported& exported) {
  std::string text;
  for (const auto& [name, count] : exported.counts) {
    text += text.empty() ? "" : ", ";
    text += name.ends_with('s') ? counted_text(count, name.substr(0, name.size() - 1))
                                : grouped(count) + " " + name;
  }
  return text;
}

AuditEvent event_of(const std::string& name, const ExportOptions& options,
                    const std::string& outcome) {
  AuditEvent event{name,
                   options.out,
                   outcome,
                   {{"format", to_string(options.format)},
                    {"exhibit", options.exhibit.empty() ? "all" : options.exhibit},
                    {"command", options.command_line},
                    {"tool_version", tool_version()}}};
  return event;
}

// On record before the file has its name: none is handed on that the case does not know
// of.
Result<void> put_in_place(NewFile& file, const NewFile::Sealed& sealed,
                          const Exported& exported, const ExportOptions& options,
                          AuditLog& log) {
  AuditEvent event = event_of("exported", options, "done");
  event.detail.emplace_back("sha256", sealed.sha256);
  event.detail.emplace_back("bytes", std::to_string(sealed.bytes));
  for (const auto& [name, count] : exported.counts) {
    event.detail.emplace_back(name, std::to_string(count));
  }
  if (auto logged = log.append(event); !logged) return logged;
  auto done = file.commit();
  if (done) return done;
  const auto logged =
      log.append(event_of("export_failed", options, done.error().line()));
  return logged ? done : logged;
}

void tell(const ExchangeCase& exchange, const Exported& exported) {
  for (const std::string& sentence : cautions_of(exchange)) {
    say("winnow: " + printable_utf8(sentence));
  }
  for (const std::string& sentence : exported.left_out) {
    say("winnow: not in this file: " + printable_utf8(sentence));
  }
}

}  // namespace

int run_export(const ExportOptions& options) {
  auto still = aloud(open_still_case(options.case_path));
  if (!still) return fail(still.error());
  const auto exchange = exchange_case_of(*still->known, options.exhibit);
  if (!exchange) return fail(exchange.error());
  if (auto apart = check_apart_from_exhibits(still->known->of.folder, options.out);
      !apart) {
    return fail(apart.error());
  }
  auto file = NewFile::begin(options.out, "--out");
  if (!file) return fail(file.error());
  const auto exported = write_exchange(options.format, *exchange, *file);
  if (!exported) return fail(exported.error());
  const auto sealed = file->seal();
  if (!sealed) return fail(sealed.error());
  auto log = AuditLog::open(options.case_path, actor_of(options.operator_name));
  if (!log) return fail(log.error());
  for (const std::string& remark : log->remarks()) say("winnow: " + remark);
  if (auto put = put_in_place(*file, *sealed, *exported, options, *log); !put) {
    return fail(put.error());
  }
  tell(*exchange, *exported);
  tell("Exported as " + std::string(to_string(options.format)) + " into " +
       printable_utf8(options.out) + ": " + counts_text(*exported) + ", " +
       counted_text(sealed->bytes, "byte") + "\nSHA-256: " + sealed->sha256 + "\n" +
       audit_head_line(log->head()));
  return finish_answer(kExitDone);
}

}  // namespace winnow
