#include "drivers/cases/glimpse_request.h"

#include <unistd.h>

#include <utility>

#include "drivers/decisions/decision_rules.h"

namespace winnow {
namespace {

Result<PictureOnRecord> on_record(const GlimpseRequest& request,
                                  const CaseFolder& folder) {
  const std::string journal = folder.journal_path(request.ref);
  if (::access(journal.c_str(), F_OK) != 0) {
    return Fault{FaultKind::usage,
                 "was never scanned, so that no picture of it is known; scan it first",
                 request.ref, std::nullopt};
  }
  return picture_on_record(journal, request.place);
}

}  // namespace

Judged judge_glimpse(const GlimpseRequest& request, const DecisionCase& of,
                     std::int64_t now) {
  return {viewed_event(request), refusal_of_glimpse(request, of.decisions, now),
          request.ref + ": viewed " + to_text(request.place)};
}

Result<Glimpse> view_picture(GlimpseRequest request, DecisionCase& of, AuditLog& log,
                             std::int64_t now) {
  const auto picture = on_record(request, of.folder);
  if (!picture) return picture.error();
  request.path = picture->path;
  request.digests = picture->digests;
  // Who may not is told so whether the exhibit is there or not; a view that cannot come
  // about for want of it is none.
  const auto scanned = attach_again(picture->record.ledger, request.ref);
  if (!scanned && !judge_glimpse(request, of, now).refusal) return scanned.error();
  const Judge judge = [&](const DecisionCase& known) -> Result<Judged> {
    return judge_glimpse(request, known, now);
  };
  const auto judged = put_judged(of, judge, log);
  if (!judged) return judged.error();
  if (judged->refusal) {
    return Fault{FaultKind::usage, *judged->refusal, request.ref, std::nullopt};
  }
  if (!scanned) return scanned.error();
  auto glimpse = glimpse_of(*scanned, *picture);
  if (glimpse) return glimpse;
  const auto noted = log.append(
      {"view_failed",
       request.ref,
       to_text(request.place),
       {{"why", glimpse.error().line()}, {"account", request.signatures.account}}});
  if (!noted) return noted.error();
  return glimpse;
}

}  // namespace winnow
