#include "drivers/web/board_json.h"

#include "base/text.h"
#include "drivers/answers/answers_json.h"
#include "drivers/answers/json.h"
#include "drivers/answers/words.h"
#include "drivers/cases/tool_version.h"
#include "drivers/decisions/intake_fields.h"
#include "drivers/web/page_words.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

const std::vector<std::string> kNone;

// To whom it is assigned now.
std::string assigned_to(const CaseSnapshot& snapshot, const RankedExhibit& exhibit) {
  const auto known = snapshot.decisions.exhibits.find(exhibit.ref);
  if (known == snapshot.decisions.exhibits.end() || known->second.steps.empty() ||
      exhibit.facts.disposition != Disposition::assigned) {
    return "";
  }
  return known->second.steps.back().assigned_to;
}

void put_row(Json& json, const CaseSnapshot& snapshot, const RankedExhibit& exhibit,
             const std::string& as_of, const std::string& scanning,
             const std::vector<std::string>& changes) {
  json.begin();
  put_place_fields(json, exhibit, snapshot.policy, as_of);
  json.text("lane_words", words_of(exhibit.lane)).text("words", words_of(exhibit));
  json.text("change", exhibit.smallest_change).texts("related", exhibit.related);
  json.text_or_null("assigned_to", assigned_to(snapshot, exhibit));
  json.text_or_null("case_reference", exhibit.facts.intake.case_ref);
  json.flag("complete", exhibit.is_scanned && exhibit.coverage.complete);
  json.flag("ended", exhibit.is_scanned && exhibit.coverage.ended);
  json.flag("scanning",
            exhibit.ref == scanning || snapshot.growing.contains(exhibit.ref));
  json.texts("changes", changes).end();
}

const std::vector<std::string>& changes_of(const ChangesByRef& changes,
                                           const std::string& ref) {
  const auto found = changes.find(ref);
  return found == changes.end() ? kNone : found->second;
}

void put_people(Json& json, const People& people) {
  json.key("people").begin_list();
  for (const auto& [name, role] : people.all()) {
    json.begin().text("name", name).text("role", to_string(role)).end();
  }
  json.end_list();
}

void put_selftest(Json& json, const LastSelftest& last) {
  json.key("selftest");
  if (!last || !*last) {
    json.nothing();
    return;
  }
  const SelftestRecord& selftest = **last;
  json.begin().flag("passed", selftest.has_passed);
  json.text_or_null("at", moment_text(selftest.at));
  json.text("version", printable_utf8(selftest.tool_version));
  json.text("line", printable_utf8(selftest.line)).end();
}

void put_remarks(Json& json, const std::vector<std::string>& remarks) {
  json.key("remarks").begin_list();
  for (const std::string& remark : remarks) json.text(printable_utf8(remark));
  json.end_list();
}

}  // namespace

std::string row_json(const CaseSnapshot& snapshot, const RankedExhibit& exhibit,
                     const std::string& scanning,
                     const std::vector<std::string>& changes) {
  Json json;
  put_row(json, snapshot, exhibit, utc_text({snapshot.as_of, 0}).value_or(""), scanning,
          changes);
  return json.done();
}

std::string board_json(const CaseSnapshot& snapshot, const std::string& scanning,
                       const ChangesByRef& changes) {
  const std::string as_of = utc_text({snapshot.as_of, 0}).value_or("");
  Json json;
  json.begin().count("revision", snapshot.revision).text("as_of", as_of);
  for (const auto& [name, exhibits] : {std::pair("waiting", &snapshot.ranking.waiting),
                                       std::pair("others", &snapshot.ranking.others)}) {
    json.key(name).begin_list();
    for (const RankedExhibit& exhibit : *exhibits) {
      put_row(json, snapshot, exhibit, as_of, scanning,
              changes_of(changes, exhibit.ref));
    }
    json.end_list();
  }
  json.count("exceptions", snapshot.exceptions.size());
  put_remarks(json, snapshot.remarks);
  return json.text("forecast", on_the_page(snapshot.forecast)).end().done();
}

std::string case_json(const CaseSnapshot& snapshot, const std::string& case_path,
                      const LastSelftest& selftest, bool is_practice) {
  std::set<std::string> unseen;
  for (const auto& [ref, scanned] : snapshot.scanned) {
    unseen.merge(never_examined(scanned->coverage));
  }
  const Policy& policy = snapshot.policy;
  Json json;
  json.begin().text("version", tool_version());
  json.text("case", printable_utf8(case_path)).text("limits", limits_words(unseen));
  json.flag("is_practice", is_practice);
  json.text("no_match", kNoMatchWords);
  json.key("policy").begin().text("name", policy.name);
  json.text("signed_by", policy.signed_by).text("signed_on", policy.signed_on);
  json.text("sha256", policy.sha256).end();
  const AuditHead& head = snapshot.decisions.head;
  json.key("audit").begin().count("count", head.count).text("head", head.text()).end();
  put_people(json, snapshot.decisions.people);
  put_selftest(json, selftest);
  std::vector<std::string> remarks = snapshot.remarks;
  if (!selftest) remarks.push_back(selftest.error().line());
  put_remarks(json, remarks);
  return json.end().done();
}

}  // namespace winnow
