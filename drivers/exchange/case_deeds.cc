#include "drivers/exchange/case_deeds.h"

#include <algorithm>
#include <set>
#include <utility>

#include "drivers/exchange/cautions.h"

namespace winnow {
namespace {

// At work still, or cut off: nobody can tell.
bool is_ongoing(const ExchangeExhibit& exhibit) {
  const ScanTimes& times = exhibit.times;
  return !exhibit.coverage.ended && (times.ended.empty() || times.is_open);
}

const char* status_of(const ExchangeExhibit& exhibit) {
  const Coverage& coverage = exhibit.coverage;
  const std::string& how = exhibit.times.how;
  if (is_ongoing(exhibit)) return "Ongoing";
  if (coverage.complete) return "Success";
  if (how == "gave up" || how.starts_with("failed")) return "Fail";
  const bool is_read = coverage.read_bytes > 0 || coverage.logical_bytes > 0;
  const bool was_to_be_read = coverage.ended && coverage.until == Tier::everything;
  return was_to_be_read && !is_read ? "Error" : "Complete/Finish";
}

// What was done to an exhibit: the scan, or a rematch of what it put on record.
struct Deed {
  std::string rematch;  // its number, from 1, or kNotOnRecord; "": the scan
  std::string name;
  std::string provenance;  // what its results are
  std::string begun;
  std::string ended;
  std::string performer;  // "" if none is on record
  std::string tool_version;
  std::string configuration;
  std::string status;
};

// The rematches that the audit log does not name, all in one.
constexpr char kNotOnRecord[] = "not on record";

bool holds(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// Which deed brought in the set of this id.
std::string rematch_of(const ExchangeExhibit& exhibit, const std::string& set_id) {
  if (holds(exhibit.scanned_with, set_id)) return "";
  const std::vector<RematchTimes>& rematches = exhibit.times.rematches;
  for (std::size_t i = 0; i < rematches.size(); ++i) {
    if (holds(rematches[i].set_ids, set_id)) return std::to_string(i + 1);
  }
  return kNotOnRecord;
}

// Nobody is named who is not on record.
std::string performer_of(const ExchangeExhibit& exhibit) {
  return exhibit.scan.operator_name.empty() ? exhibit.times.actor
                                            : exhibit.scan.operator_name;
}

Deed scan_of(const ExchangeExhibit& exhibit) {
  return {"",
          "triage scan",
          "What the triage scan of exhibit " + exhibit.ref + " met",
          exhibit.times.begun,
          is_ongoing(exhibit) ? "" : exhibit.times.ended,
          performer_of(exhibit),
          exhibit.scan.tool_version,
          exhibit.scan.configuration,
          status_of(exhibit)};
}

Deed comparison_of(const ExchangeExhibit& exhibit, std::size_t number) {
  const RematchTimes& times = exhibit.times.rematches[number - 1];
  return {std::to_string(number),
          "comparison with further hash sets",
          "What was met when the record of the scan of exhibit " + exhibit.ref +
              " was compared with further hash sets, without the exhibit",
          times.begun,
          times.ended,
          times.actor,
          times.tool_version,
          times.command,
          "Success"};
}

// The record was compared with sets of which the audit log says nothing: it was
// damaged, or the comparison was cut off before it said so.
Deed unrecorded_of(const ExchangeExhibit& exhibit) {
  Deed deed;
  deed.rematch = kNotOnRecord;
  deed.name = "comparison, not on record";
  deed.provenance =
      "What was met by hash sets that the scan of exhibit " + exhibit.ref +
      " was not given; who compared its record with them, and when, is not on record";
  deed.tool_version = kNotOnRecord;
  deed.configuration = kNotOnRecord;
  deed.status = "Unknown";
  return deed;
}

// Those whose sets the record holds.
std::vector<Deed> deeds_of(const ExchangeExhibit& exhibit) {
  std::set<std::string> rematches;
  for (const UsedSet& used : exhibit.coverage.sets) {
    rematches.insert(rematch_of(exhibit, used.id));
  }
  std::vector<Deed> deeds = {scan_of(exhibit)};
  for (std::size_t i = 1; i <= exhibit.times.rematches.size(); ++i) {
    if (rematches.contains(std::to_string(i))) {
      deeds.push_back(comparison_of(exhibit, i));
    }
  }
  if (rematches.contains(kNotOnRecord)) deeds.push_back(unrecorded_of(exhibit));
  return deeds;
}

class DeedWriter {
 public:
  DeedWriter(const ExchangeCase& exchange, const ExchangeExhibit& exhibit,
             const Deed& deed, GraphLines& lines)
      : exchange_(exchange),
        exhibit_(exhibit),
        deed_(deed),
        names_(exchange, exhibit),
        lines_(lines) {}

  Result<void> put() {
    put_tool();
    put_performer();
    if (auto put = put_provenance(); !put) return put;
    return put_action();
  }

 private:
  // Of a node that each deed has of its own.
  [[nodiscard]] Iri own(std::string_view kind) const {
    if (deed_.rematch.empty()) return names_.of_exhibit(kind);
    return names_.named({kind, exhibit_.ref, "rematch", deed_.rematch});
  }
  [[nodiscard]] bool is_of_deed(const Finding& finding) const;
  void put_tool();
  void put_performer();
  Result<void> put_provenance();
  Result<void> put_action();
  // ,{"@id":...} of every subject and result of the deed.
  Result<void> put_links();

  const ExchangeCase& exchange_;
  const ExchangeExhibit& exhibit_;
  const Deed& deed_;
  CaseNames names_;
  GraphLines& lines_;
};

// What is of no set was met by the scan.
bool DeedWriter::is_of_deed(const Finding& finding) const {
  const std::vector<UsedSet>& sets = exhibit_.coverage.sets;
  const bool is_of_set = !finding.is_hint() && finding.set_number < sets.size();
  return (is_of_set ? rematch_of(exhibit_, sets[finding.set_number].id) : "") ==
         deed_.rematch;
}

void DeedWriter::put_tool() {
  const Iri tool = own("tool");
  const Iri configuration = names_.part(tool, "configuration");
  Json json;
  json.begin().text("@id", tool).key("@type").begin_list();
  json.text("uco-tool:AnalyticTool").text("uco-tool:ConfiguredTool").end_list();
  json.text("uco-core:name", "winnow").text("uco-tool:toolType", "triage scanner");
  put_text(json, "uco-tool:version", deed_.tool_version);
  json.key("uco-configuration:usesConfiguration").begin().text("@id", configuration);
  json.text("@type", "uco-configuration:Configuration");
  json.key("uco-configuration:configurationEntry").begin_list();
  const auto put_entry = [&](const std::string& name, const std::string& value) {
    json.begin().text("@id", names_.part(configuration, "entry", name));
    json.text("@type", "uco-configuration:ConfigurationEntry");
    put_text(json, "uco-configuration:itemName", name);
    put_text(json, "uco-configuration:itemValue", value);
    json.end();
  };
  put_entry("configuration", deed_.configuration);
  std::size_t number = 0;
  for (const UsedSet& used : exhibit_.coverage.sets) {
    if (rematch_of(exhibit_, used.id) != deed_.rematch) continue;
    put_entry("hash set " + std::to_string(number++),
              used.name + ", " + to_string(used.type) + ", id " + used.id);
  }
  lines_.put(json.end_list().end().end().done());
}

void DeedWriter::put_performer() {
  if (deed_.performer.empty()) return;
  Json json;
  json.begin().text("@id", own("performer"));
  json.text("@type", "uco-identity:Person");
  put_text(json, "uco-core:name", deed_.performer);
  lines_.put(json.end().done());
}

Result<void> DeedWriter::put_links() {
  auto walk = exchange_.store->walk_findings(exhibit_.ref, FindingWalk::Order::by_file);
  if (!walk) return std::move(walk).error();
  Iri last;
  const auto put = [&](const Iri& one) { lines_.go_on(",{\"@id\":\"" + one + "\"}"); };
  for (std::uint64_t number = 0; true; ++number) {
    const auto walked = walk->next();
    if (!walked) return walked.error();
    if (!*walked) return {};
    if (!is_of_deed((*walked)->finding)) continue;
    const Iri subject = names_.of_subject((*walked)->finding);
    if (subject != last) put(subject);
    last = subject;
    put(names_.of_result((*walked)->finding, number));
    if (auto written = lines_.check(); !written) return written;
  }
}

// Without what closes the object, so that a list can follow that is as long as it is.
std::string open_ended(Json& json) {
  const std::string object = json.end().done();
  return object.substr(0, object.size() - 1);
}

Result<void> DeedWriter::put_provenance() {
  Json json;
  json.begin().text("@id", own("provenance"));
  json.text("@type", "case-investigation:ProvenanceRecord");
  put_text(json, "uco-core:description", deed_.provenance);
  put_text(json, "case-investigation:exhibitNumber", exhibit_.ref);
  put_text(json, "case-investigation:rootExhibitNumber", exhibit_.ref);
  lines_.put(open_ended(json) + ",\"uco-core:object\":[{\"@id\":\"" +
             names_.of_exhibit("image") + "\"}");
  if (auto put = put_links(); !put) return put;
  lines_.go_on("]}");
  return {};
}

Result<void> DeedWriter::put_action() {
  Json json;
  json.begin().text("@id", own("action"));
  json.text("@type", "case-investigation:InvestigativeAction");
  json.text("uco-core:name", deed_.name);
  put_text(json, "uco-core:description",
           caution_text(cautions_of(exchange_, {&exhibit_, 1})));
  if (!deed_.begun.empty()) {
    put_typed(json, "uco-action:startTime", "xsd:dateTime", deed_.begun);
  }
  if (!deed_.ended.empty()) {
    put_typed(json, "uco-action:endTime", "xsd:dateTime", deed_.ended);
  }
  json.text("uco-action:actionStatus", deed_.status);
  if (!deed_.performer.empty()) {
    put_link(json, "uco-action:performer", own("performer"));
  }
  put_link(json, "uco-action:instrument", own("tool"));
  put_link(json, "uco-action:object", names_.of_exhibit("image"));
  lines_.put(open_ended(json) + ",\"uco-action:result\":[{\"@id\":\"" +
             own("provenance") + "\"}");
  if (auto put = put_links(); !put) return put;
  lines_.go_on("]}");
  return {};
}

}  // namespace

Result<void> put_deeds(const ExchangeCase& exchange, const ExchangeExhibit& exhibit,
                       GraphLines& lines) {
  for (const Deed& deed : deeds_of(exhibit)) {
    if (auto put = DeedWriter(exchange, exhibit, deed, lines).put(); !put) return put;
  }
  return {};
}

}  // namespace winnow
