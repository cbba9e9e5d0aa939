#include "drivers/web/decision_desk.h"

#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"
#include "base/text_pieces.h"
#include "drivers/answers/json.h"
#include "drivers/cases/glimpse_request.h"
#include "drivers/decisions/blanks.h"
#include "drivers/decisions/intake_fields.h"
#include "drivers/web/request_body.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

const std::vector<BodyField>& intake_shape() {
  static const std::vector<BodyField> kShape = {
      {"ref", BodyKind::text, true},      {"fields", BodyKind::texts}, {"review_on"},
      {"operator", BodyKind::text, true}, {"countersigned_by"},        {"reason"}};
  return kShape;
}

const std::vector<BodyField>& disposition_shape() {
  static const std::vector<BodyField> kShape = {{"ref", BodyKind::text, true},
                                                {"to", BodyKind::text, true},
                                                {"to_examiner"},
                                                {"until"},
                                                {"exception", BodyKind::flag},
                                                {"operator", BodyKind::text, true},
                                                {"countersigned_by"},
                                                {"reason"}};
  return kShape;
}

const std::vector<BodyField>& review_shape() {
  static const std::vector<BodyField> kShape = {
      {"ref", BodyKind::text, true},      {"verdict"},          {"lower_to"},
      {"operator", BodyKind::text, true}, {"countersigned_by"}, {"reason"}};
  return kShape;
}

const std::vector<BodyField>& glimpse_shape() {
  static const std::vector<BodyField> kShape = {{"ref", BodyKind::text, true},
                                                {"item", BodyKind::text, true},
                                                {"operator", BodyKind::text, true},
                                                {"countersigned_by"},
                                                {"reason"}};
  return kShape;
}

Fault wrong(const char* place, std::string what) {
  return Fault{FaultKind::usage, std::move(what), place, std::nullopt};
}

Signatures signatures_in(const RequestBody& body, std::int64_t now) {
  return signatures_of({body.text("operator"), body.text("countersigned_by"),
                        body.text("reason"), std::nullopt},
                       now);
}

Result<std::optional<std::int64_t>> moment_in(const RequestBody& body,
                                              const char* name) {
  const std::string text = body.text(name);
  if (text.empty()) return std::optional<std::int64_t>();
  const auto moment = parse_utc(text);
  if (moment) return moment;
  return wrong(name,
               "must be a date or a moment in UTC, such as 2024-05-31 or "
               "2024-05-31T12:00:00Z");
}

Result<Statements> statements_in(const RequestBody& body) {
  Statements statements;
  for (const auto& [key, text] : body.texts()) {
    const IntakeField* const field = find_intake_field(key);
    if (field == nullptr) return wrong("fields", key + " is no field of an intake");
    const std::string complaint = state(*field, text, statements);
    if (!complaint.empty()) return wrong("fields", key + " " + complaint);
  }
  return statements;
}

// A case and an exhibit that it knows.
struct Asked {
  RequestBody body;
  DecisionCase of;
  std::string ref;
};
Result<Asked> asked_in(const std::string& case_path, const std::string& json,
                       const std::vector<BodyField>& shape) {
  auto body = RequestBody::parse(json, shape);
  if (!body) return std::move(body).error();
  auto of = open_decisions(case_path);
  if (!of) return std::move(of).error();
  std::string ref = reference_in(*of, body->text("ref"));
  if (auto checked = check_exhibit(*of, ref); !checked) {
    return std::move(checked).error();
  }
  return Asked{std::move(*body), std::move(*of), std::move(ref)};
}

Result<DispositionRequest> disposition_in(const Asked& asked, std::int64_t now) {
  DispositionRequest request;
  request.ref = asked.ref;
  const auto to = parse_disposition(asked.body.text("to"));
  if (!to) {
    return wrong("to",
                 "must be received, triaged, assigned, submitted, held, retained or "
                 "returned");
  }
  request.to = *to;
  request.assigned_to = without_outer_blanks(asked.body.text("to_examiner"));
  const auto until = moment_in(asked.body, "until");
  if (!until) return until.error();
  request.until = *until;
  request.is_exception = asked.body.flag("exception");
  request.signatures = signatures_in(asked.body, now);
  return request;
}

Result<ReviewRequest> review_in(const Asked& asked, std::int64_t now) {
  ReviewRequest request;
  request.ref = asked.ref;
  const std::string verdict = asked.body.text("verdict");
  const std::string lower_to = asked.body.text("lower_to");
  if (verdict.empty() == lower_to.empty()) {
    return wrong("review", "say either the verdict or the lane to lower to");
  }
  if (!verdict.empty()) {
    request.verdict = parse_verdict(verdict);
    if (!request.verdict || *request.verdict == Verdict::none) {
      return wrong("verdict", "must be match, creation or nothing");
    }
  } else {
    request.lower_to = parse_lane(lower_to);
    if (!request.lower_to) return wrong("lower_to", "must be B, C or D");
  }
  request.signatures = signatures_in(asked.body, now);
  return request;
}

}  // namespace

DecisionDesk::DecisionDesk(std::string case_path, CaseWatch& watch)
    : case_path_(std::move(case_path)), watch_(watch) {}

WebAnswer DecisionDesk::put(DecisionCase& of, const std::string& by,
                            const Judge& judge) {
  auto log = AuditLog::open(of.folder.path(), actor_of(by));
  if (!log) return fault_answer(log.error());
  const auto judged = put_judged(of, judge, *log);
  watch_.look_soon();
  if (!judged) return fault_answer(judged.error());
  if (judged->refusal) return refused_answer(*judged->refusal);
  Json json;
  json.begin().text("told", judged->told).key("audit").begin();
  json.count("count", log->head().count).text("head", log->head().text());
  return json_answer(json.end().end().done());
}

WebAnswer DecisionDesk::intake(const std::string& json) {
  const std::lock_guard lock(mutex_);
  const auto body = RequestBody::parse(json, intake_shape());
  if (!body) return fault_answer(body.error());
  auto statements = statements_in(*body);
  if (!statements) return fault_answer(statements.error());
  const auto review_on = moment_in(*body, "review_on");
  if (!review_on) return fault_answer(review_on.error());
  auto of = open_decisions(case_path_);
  if (!of) return fault_answer(of.error());
  const std::int64_t now = now_seconds();
  IntakeRequest request{reference_in(*of, body->text("ref")), std::move(*statements),
                        *review_on, signatures_in(*body, now)};
  const std::string complaint = complaint_of_reference(request.ref);
  if (!complaint.empty()) {
    return error_answer(400, "the exhibit's reference " + complaint);
  }
  if (request.statements.empty() && !request.review_on &&
      decisions_of(*of, request.ref).facts.has_intake) {
    return error_answer(400, "nothing was changed: " + printable_utf8(request.ref) +
                                 " is taken in, and nothing more is stated of it");
  }
  return put(*of, request.signatures.by, [&](const DecisionCase& on_record) {
    return judge_intake(request, on_record, now);
  });
}

WebAnswer DecisionDesk::disposition(const std::string& json) {
  const std::lock_guard lock(mutex_);
  auto asked = asked_in(case_path_, json, disposition_shape());
  if (!asked) return fault_answer(asked.error());
  const std::int64_t now = now_seconds();
  auto request = disposition_in(*asked, now);
  if (!request) return fault_answer(request.error());
  // The order is known here: while a scan is at work the case's database is not.
  const RankNow rank = [this](const DecisionCase& of, const Policy& policy,
                              std::int64_t at) -> Result<CaseRanking> {
    return ranking_in(watch_.now()->scanned, of.decisions, policy, at);
  };
  return put(asked->of, request->signatures.by, [&](const DecisionCase& on_record) {
    return judge_disposition(*request, on_record, now, rank);
  });
}

WebAnswer DecisionDesk::glimpse(const std::string& json) {
  // A picture on a slow device shall not keep all who ask waiting.
  const std::unique_lock lock(viewing_, std::try_to_lock);
  if (!lock.owns_lock()) return refused_answer("another picture is being made");
  auto asked = asked_in(case_path_, json, glimpse_shape());
  if (!asked) return fault_answer(asked.error());
  const auto place = parse_picture_place(asked->body.text("item"));
  if (!place) return error_answer(400, "item: is no place of a finding");
  const std::int64_t now = now_seconds();
  const GlimpseRequest request{
      asked->ref, *place, "", {}, signatures_in(asked->body, now)};
  auto log = AuditLog::open(asked->of.folder.path(), actor_of(request.signatures.by));
  if (!log) return fault_answer(log.error());
  const auto glimpse = view_picture(request, asked->of, *log, now);
  watch_.look_soon();
  if (!glimpse) {
    return glimpse.error().kind == FaultKind::usage
               ? refused_answer(glimpse.error().what)
               : fault_answer(glimpse.error());
  }
  Json answer;
  answer.begin().count("width", glimpse->width).count("height", glimpse->height);
  answer.text("grey", base64_text({reinterpret_cast<const char*>(glimpse->grey.data()),
                                   glimpse->grey.size()}));
  return json_answer(answer.text("damage", glimpse->damage).end().done());
}

WebAnswer DecisionDesk::review(const std::string& json) {
  const std::lock_guard lock(mutex_);
  auto asked = asked_in(case_path_, json, review_shape());
  if (!asked) return fault_answer(asked.error());
  const std::int64_t now = now_seconds();
  auto request = review_in(*asked, now);
  if (!request) return fault_answer(request.error());
  return put(asked->of, request->signatures.by, [&](const DecisionCase& on_record) {
    return judge_review(*request, on_record, now);
  });
}

}  // namespace winnow
