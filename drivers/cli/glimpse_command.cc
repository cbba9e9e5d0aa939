// glimpse: a picture of an exhibit, blurred and grey, into a file, for a reviewer.
#include <string>

#include "base/text.h"
#include "drivers/answers/words.h"
#include "drivers/cases/decision_case.h"
#include "drivers/cases/glimpse_request.h"
#include "drivers/cases/output_place.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/put_on_record.h"
#include "drivers/store/new_file.h"

namespace winnow {
namespace {

// Netpbm's pgm(5), the binary form.
std::string pgm_of(const Glimpse& glimpse) {
  std::string pgm = "P5\n# grey and blurred on purpose\n" +
                    std::to_string(glimpse.width) + " " +
                    std::to_string(glimpse.height) + "\n255\n";
  return pgm.append(glimpse.grey.begin(), glimpse.grey.end());
}

}  // namespace

int run_glimpse(const GlimpseOptions& options) {
  auto of = aloud(open_decisions(options.case_path));
  if (!of) return fail(of.error());
  const std::string ref = reference_in(*of, options.ref);
  if (auto checked = check_exhibit(*of, ref); !checked) return fail(checked.error());
  if (auto apart = check_apart_from_exhibits(of->folder, options.out); !apart) {
    return fail(apart.error());
  }
  auto file = NewFile::begin(options.out, "--out");
  if (!file) return fail(file.error());
  const std::int64_t now = now_seconds();
  const GlimpseRequest request{
      ref, options.place, "", {}, signatures_of(options.signatures, now)};
  auto log = AuditLog::open(of->folder.path(), actor_of(request.signatures.by));
  if (!log) return fail(log.error());
  for (const std::string& remark : log->remarks()) say("winnow: " + remark);
  const auto glimpse = view_picture(request, *of, *log, now);
  if (!glimpse) return fail(glimpse.error());
  file->put(pgm_of(*glimpse));
  if (const auto sealed = file->seal(); !sealed) return fail(sealed.error());
  if (const auto kept = file->commit(); !kept) return fail(kept.error());
  if (!glimpse->damage.empty()) {
    say("winnow: the picture is damaged: " + glimpse->damage);
  }
  tell(ref + ": item " + to_text(options.place) + " is in " +
       printable_utf8(options.out) + ", grey and blurred on purpose\n" +
       audit_head_line(log->head()));
  return finish_answer(kExitDone);
}

}  // namespace winnow
