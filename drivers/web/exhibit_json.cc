#include "drivers/web/exhibit_json.h"

#include <algorithm>

#include "drivers/answers/answers_json.h"
#include "drivers/answers/disposition_json.h"
#include "drivers/answers/json.h"
#include "drivers/answers/links_json.h"
#include "drivers/decisions/intake_fields.h"
#include "scanner/ledger/residual.h"

namespace winnow {
namespace {

constexpr std::size_t kMostEvents = 500;

// coverage_json() of one exhibit is a list of one.
std::string coverage_object(const std::string& ref, const Coverage& coverage) {
  const std::string list = coverage_json({{ref, coverage}});
  return list.substr(1, list.size() - 2);
}

void put_coverage(Json& json, const RankedExhibit& exhibit,
                  const ReasonCounts& skipped) {
  json.key("coverage");
  if (exhibit.is_scanned) {
    json.document(coverage_object(exhibit.ref, exhibit.coverage));
  } else {
    json.nothing();
  }
  json.key("residual").begin_list();
  if (exhibit.is_scanned) {
    for (const Residual& residual : residual_curve(exhibit.coverage.residual)) {
      json.begin().count("bytes", residual.bytes);
      json.raw("confidence", fraction_text(residual.confidence)).end();
    }
  }
  json.end_list();
  json.text("assumptions",
            exhibit.is_scanned ? laboratory_words(exhibit.coverage.residual) : "");
  json.key("skipped").begin_list();
  for (const auto& [reason, files] : skipped) {
    json.begin().text("reason", reason).count("files", files).end();
  }
  json.end_list();
}

void put_intake(Json& json, const CaseFacts& facts) {
  json.key("intake").begin();
  for (const IntakeField& field : intake_fields()) {
    if (field.question && !facts.intake.risk.of(*field.question).is_stated) continue;
    json.text(key_of(field).c_str(), field.text(facts.intake));
  }
  json.end();
  json.text_or_null("known_since",
                    facts.has_intake ? moment_text(facts.known_since) : "");
  json.key("lowered");
  if (!facts.lowered_to) {
    json.nothing();
  } else {
    json.begin().text("to", to_string(*facts.lowered_to));
    json.text_or_null("from", facts.lowered_from ? to_string(*facts.lowered_from) : "");
    json.text("why", facts.lowered_why).end();
  }
  json.key("reviewed");
  if (facts.review.verdict == Verdict::none) {
    json.nothing();
    return;
  }
  json.begin().text("verdict", to_string(facts.review.verdict));
  json.text("by", facts.review.reviewer).text("at", moment_text(facts.review.at));
  json.text("reason", facts.review.reason).end();
}

void put_outcomes(Json& json, const std::vector<Outcome>& outcomes) {
  json.key("outcomes").begin_list();
  for (const Outcome& outcome : outcomes) {
    json.begin().text("result", to_string(outcome.result));
    json.count("items", outcome.items).count("minutes", outcome.minutes);
    json.text("at", moment_text(outcome.at)).text("by", outcome.by).end();
  }
  json.end_list();
}

void put_timeline(Json& json, const std::vector<AuditLine>& lines) {
  json.key("timeline").begin_list();
  const std::size_t shown = std::min(lines.size(), kMostEvents);
  for (std::size_t i = 0; i < shown; ++i) {
    const AuditLine& line = lines[lines.size() - 1 - i];
    json.begin().text("at", line.ts_utc).text("event", line.what.event);
    json.text("outcome", line.what.outcome).text("actor", line.actor);
    json.key("detail").begin();
    for (const auto& [key, value] : line.what.detail) json.text(key.c_str(), value);
    json.end().end();
  }
  json.end_list();
}

bool is_on(const ContentLink& link, const std::string& ref) {
  return std::any_of(link.exhibits.begin(), link.exhibits.end(),
                     [&ref](const LinkedPlaces& one) { return one.exhibit == ref; });
}

}  // namespace

std::string exhibit_json(const CaseSnapshot& snapshot, const RankedExhibit& exhibit,
                         const std::string& row) {
  const auto scanned = snapshot.scanned.find(exhibit.ref);
  const auto known = snapshot.decisions.exhibits.find(exhibit.ref);
  const ExhibitDecisions decided =
      known == snapshot.decisions.exhibits.end() ? ExhibitDecisions() : known->second;
  const auto timeline = snapshot.timelines->find(exhibit.ref);
  Json json;
  json.begin().document("row", row);
  put_coverage(
      json, exhibit,
      scanned == snapshot.scanned.end() ? ReasonCounts() : scanned->second->skipped);
  put_intake(json, exhibit.facts);
  put_steps(json, decided);
  put_outcomes(json, decided.outcomes);
  put_timeline(json, timeline == snapshot.timelines->end() ? std::vector<AuditLine>()
                                                           : timeline->second);
  return json.end().done();
}

std::string links_page_json(const CaseSnapshot& snapshot, const std::string& ref,
                            std::uint64_t offset, std::uint64_t limit) {
  std::uint64_t total = 0;
  Json items;
  items.begin_list();
  for (const ContentLink& link : *snapshot.links) {
    if (!ref.empty() && !is_on(link, ref)) continue;
    if (total >= offset && total - offset < limit) items.document(link_json(link));
    ++total;
  }
  items.end_list();
  Json json;
  json.begin().count("total", total).document("items", items.done());
  return json.end().done();
}

std::string intake_fields_json() {
  Json json;
  json.begin_list();
  for (const IntakeField& field : intake_fields()) {
    json.begin().text("key", key_of(field)).text("name", field.name);
    json.text("about", field.about).text("shown", field.shown);
    json.flag("is_question", field.question.has_value()).end();
  }
  return json.end_list().done();
}

}  // namespace winnow
