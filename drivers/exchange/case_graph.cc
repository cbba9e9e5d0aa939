#include "drivers/exchange/case_graph.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "drivers/answers/answers_json.h"
#include "drivers/answers/json.h"
#include "drivers/exchange/cautions.h"
#include "drivers/exchange/stable_uuid.h"

namespace winnow {
namespace {

constexpr std::pair<const char*, const char*> kContext[] = {
    {"kb", "urn:uuid:"},
    {"case-investigation", "https://ontology.caseontology.org/case/investigation/"},
    {"uco-action", "https://ontology.unifiedcyberontology.org/uco/action/"},
    {"uco-analysis", "https://ontology.unifiedcyberontology.org/uco/analysis/"},
    {"uco-configuration",
     "https://ontology.unifiedcyberontology.org/uco/configuration/"},
    {"uco-core", "https://ontology.unifiedcyberontology.org/uco/core/"},
    {"uco-identity", "https://ontology.unifiedcyberontology.org/uco/identity/"},
    {"uco-observable", "https://ontology.unifiedcyberontology.org/uco/observable/"},
    {"uco-tool", "https://ontology.unifiedcyberontology.org/uco/tool/"},
    {"uco-types", "https://ontology.unifiedcyberontology.org/uco/types/"},
    {"xsd", "http://www.w3.org/2001/XMLSchema#"}};

using Iri = std::string;

void put_text(Json& json, const char* name, std::string_view text) {
  json.text(name, printable_utf8(text));
}

// Larger numbers lose digits in a reader that takes all numbers for floating ones.
void put_integer(Json& json, const char* name, std::uint64_t number) {
  constexpr std::uint64_t kMostExact = std::uint64_t{1} << 53;
  if (number <= kMostExact) {
    json.count(name, number);
    return;
  }
  json.key(name).begin().text("@type", "xsd:integer");
  json.text("@value", std::to_string(number)).end();
}

void put_typed(Json& json, const char* name, const char* type, std::string_view value) {
  json.key(name).begin().text("@type", type).text("@value", value).end();
}

void put_time(Json& json, const char* name, const std::optional<Instant>& instant,
              bool is_local) {
  const std::string text = moment_text(instant, is_local);
  if (!text.empty()) put_typed(json, name, "xsd:dateTime", text);
}

void put_link(Json& json, const char* name, const Iri& iri) {
  json.key(name).begin().text("@id", iri).end();
}

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
  return coverage.ended && !is_read ? "Error" : "Complete/Finish";
}

std::string extension_of(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? "" : name.substr(dot + 1);
}

std::string class_text(const Finding& finding) {
  std::string text = std::string(to_string(finding.kind)) + "; set " + finding.set +
                     "; entry " + std::to_string(finding.entry);
  const Category& category = finding.category;
  if (!category.profile.empty()) text += "; profile " + category.profile;
  if (category.code) text += "; category " + std::to_string(*category.code);
  if (!category.label.empty()) text += "; " + category.label;
  return text;
}

// What a file object is told of: a file, or a member of one.
struct Subject {
  std::uint32_t file = kNoFile;
  std::uint32_t member = 0;
  std::string path;
  std::uint64_t size = 0;
  bool is_allocated = true;
  bool is_uncertain = false;
  const FileTimes* times = nullptr;  // none for a member
  const Digests* digests = nullptr;
  std::string type;
  std::optional<PdqHash> pdq;
};

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

class GraphWriter {
 public:
  GraphWriter(const ExchangeCase& exchange, NewFile& file)
      : exchange_(exchange), file_(file) {}

  Result<Exported> write();

 private:
  [[nodiscard]] Iri iri(std::initializer_list<std::string_view> name) const {
    return "kb:" + stable_uuid(exchange_.uuid, name);
  }
  // Of a node that stands in, or belongs to, another one.
  [[nodiscard]] Iri part_iri(const Iri& whole, std::string_view kind,
                             std::string_view which = "") const {
    return iri({"part", whole, kind, which});
  }
  [[nodiscard]] Iri of_exhibit(std::string_view kind) const {
    return iri({kind, exhibit_->ref});
  }
  // Of a node that each deed has of its own.
  [[nodiscard]] Iri of_deed(std::string_view kind) const {
    if (deed_.rematch.empty()) return of_exhibit(kind);
    return iri({kind, exhibit_->ref, "rematch", deed_.rematch});
  }
  [[nodiscard]] Iri file_iri(std::uint32_t file, std::uint32_t member) const {
    return iri({"file", exhibit_->ref, std::to_string(file), std::to_string(member)});
  }
  [[nodiscard]] Iri subject_iri(const Finding& finding) const;
  [[nodiscard]] Iri result_iri(const Finding& finding, std::uint64_t number) const;

  void put_line(const std::string& object);
  void put_context();
  void put_tool();
  void put_performer();
  void put_image();
  void put_image_content(Json& json, const Iri& image) const;
  Result<void> put_deed(Deed deed);
  [[nodiscard]] bool is_of_deed(const Finding& finding) const;
  Result<void> put_findings();
  void put_subject(const Subject& subject);
  void put_fragment(const Finding& finding);
  void put_holder(const WalkedFinding& walked);
  void put_within(const Iri& source, const Iri& target,
                  const std::vector<PlacedRun>& runs);
  void put_result(const Finding& finding, std::uint64_t number);
  Result<void> put_provenance();
  Result<void> put_action();
  // ,{"@id":...} of every subject and result of the deed.
  Result<void> put_links();

  Json& begin_facet(Json& json, const Iri& whole, const char* kind) const {
    return json.begin()
        .text("@id", part_iri(whole, kind))
        .text("@type", std::string("uco-observable:") + kind);
  }
  void put_file_facet(Json& json, const Iri& whole, const Subject& subject) const;
  void put_content_facet(Json& json, const Iri& whole, const Subject& subject) const;
  void put_hash(Json& json, const Iri& whole, const char* method,
                const std::string& hex) const;
  void put_recovered_facet(Json& json, const Iri& whole, const char* name,
                           const char* content) const;

  const ExchangeCase& exchange_;
  NewFile& file_;
  const ExchangeExhibit* exhibit_ = nullptr;
  Deed deed_;
  bool has_lines_ = false;
  std::uint64_t findings_ = 0;
  std::uint64_t files_ = 0;
};

Iri GraphWriter::subject_iri(const Finding& finding) const {
  if (finding.file != kNoFile) return file_iri(finding.file, finding.member);
  return iri({"fragment", exhibit_->ref, finding.path, std::to_string(finding.size),
              std::to_string(finding.set_number), std::to_string(finding.entry)});
}

// By its number among the findings of the exhibit, file by file.
Iri GraphWriter::result_iri(const Finding& finding, std::uint64_t number) const {
  return iri({"result", exhibit_->ref, finding.path, class_text(finding),
              std::to_string(number)});
}

void GraphWriter::put_line(const std::string& object) {
  file_.put(has_lines_ ? ",\n" : "\n");
  file_.put(object);
  has_lines_ = true;
}

void GraphWriter::put_context() {
  Json json;
  json.begin();
  for (const auto& [name, space] : kContext) json.text(name, space);
  file_.put("{\"@context\":" + json.end().done() + ",\n\"@graph\":[");
}

// What is of no set was met by the scan.
bool GraphWriter::is_of_deed(const Finding& finding) const {
  const std::vector<UsedSet>& sets = exhibit_->coverage.sets;
  const bool is_of_set = !finding.is_hint() && finding.set_number < sets.size();
  return (is_of_set ? rematch_of(*exhibit_, sets[finding.set_number].id) : "") ==
         deed_.rematch;
}

void GraphWriter::put_tool() {
  const Iri tool = of_deed("tool");
  const Iri configuration = part_iri(tool, "configuration");
  Json json;
  json.begin().text("@id", tool).key("@type").begin_list();
  json.text("uco-tool:AnalyticTool").text("uco-tool:ConfiguredTool").end_list();
  json.text("uco-core:name", "winnow").text("uco-tool:toolType", "triage scanner");
  put_text(json, "uco-tool:version", deed_.tool_version);
  json.key("uco-configuration:usesConfiguration").begin().text("@id", configuration);
  json.text("@type", "uco-configuration:Configuration");
  json.key("uco-configuration:configurationEntry").begin_list();
  const auto put_entry = [&](const std::string& name, const std::string& value) {
    json.begin().text("@id", part_iri(configuration, "entry", name));
    json.text("@type", "uco-configuration:ConfigurationEntry");
    put_text(json, "uco-configuration:itemName", name);
    put_text(json, "uco-configuration:itemValue", value);
    json.end();
  };
  put_entry("configuration", deed_.configuration);
  std::size_t number = 0;
  for (const UsedSet& used : exhibit_->coverage.sets) {
    if (rematch_of(*exhibit_, used.id) != deed_.rematch) continue;
    put_entry("hash set " + std::to_string(number++),
              used.name + ", " + to_string(used.type) + ", id " + used.id);
  }
  put_line(json.end_list().end().end().done());
}

// Nobody is named who is not on record.
std::string performer_of(const ExchangeExhibit& exhibit) {
  return exhibit.scan.operator_name.empty() ? exhibit.times.actor
                                            : exhibit.scan.operator_name;
}

void GraphWriter::put_performer() {
  if (deed_.performer.empty()) return;
  Json json;
  json.begin().text("@id", of_deed("performer"));
  json.text("@type", "uco-identity:Person");
  put_text(json, "uco-core:name", deed_.performer);
  put_line(json.end().done());
}

void GraphWriter::put_hash(Json& json, const Iri& whole, const char* method,
                           const std::string& hex) const {
  json.begin().text("@id", part_iri(whole, "hash", method));
  json.text("@type", "uco-types:Hash").text("uco-types:hashMethod", method);
  put_typed(json, "uco-types:hashValue", "xsd:hexBinary", hex);
  json.end();
}

void GraphWriter::put_image() {
  const Iri image = of_exhibit("image");
  const EvidenceRecord& evidence = exhibit_->coverage.evidence;
  Json json;
  json.begin().text("@id", image).key("@type").begin_list();
  if (evidence.is_folder) {
    json.text("uco-observable:Directory").end_list();
  } else {
    json.text("uco-observable:Image").text("uco-observable:File").end_list();
  }
  put_text(json, "uco-core:name", exhibit_->ref);
  json.key("uco-core:hasFacet").begin_list();
  if (!evidence.is_folder) {
    begin_facet(json, image, "ImageFacet");
    put_text(json, "uco-observable:imageType", evidence.kind);
    json.end();
  }
  begin_facet(json, image, "FileFacet");
  put_text(json, "uco-observable:fileName", last_name(exhibit_->scan.path));
  put_text(json, "uco-observable:filePath", exhibit_->scan.path);
  json.flag("uco-observable:isDirectory", evidence.is_folder).end();
  if (!evidence.is_folder) put_image_content(json, image);
  put_line(json.end_list().end().done());
}

void GraphWriter::put_image_content(Json& json, const Iri& image) const {
  const EvidenceRecord& evidence = exhibit_->coverage.evidence;
  begin_facet(json, image, "ContentDataFacet");
  put_integer(json, "uco-observable:sizeInBytes", evidence.bytes);
  // As the container states them; winnow verify --evidence compares them.
  constexpr std::pair<const char*, const char*> kStored[] = {
      {"acq.md5_stored", "MD5"}, {"acq.sha1_stored", "SHA1"}};
  std::vector<std::pair<const char*, std::string>> hashes;
  for (const auto& [key, method] : kStored) {
    for (const auto& [name, value] : evidence.metadata) {
      if (name == key && parse_digest(value)) hashes.emplace_back(method, value);
    }
  }
  if (!hashes.empty()) {
    json.key("uco-observable:hash").begin_list();
    for (const auto& [method, hex] : hashes) put_hash(json, image, method, hex);
    json.end_list();
  }
  json.end();
}

void GraphWriter::put_file_facet(Json& json, const Iri& whole,
                                 const Subject& subject) const {
  const std::string name = last_name(subject.path);
  begin_facet(json, whole, "FileFacet");
  put_text(json, "uco-observable:fileName", name);
  put_text(json, "uco-observable:filePath", subject.path);
  const std::string extension = extension_of(name);
  if (!extension.empty()) put_text(json, "uco-observable:extension", extension);
  json.flag("uco-observable:isDirectory", false);
  json.text("uco-observable:allocationStatus",
            subject.is_allocated ? "allocated" : "unallocated");
  put_integer(json, "uco-observable:sizeInBytes", subject.size);
  if (subject.times != nullptr) {
    const bool is_local = keeps_local_time(exhibit_->coverage, subject.path);
    put_time(json, "uco-observable:observableCreatedTime", subject.times->created,
             is_local);
    put_time(json, "uco-observable:modifiedTime", subject.times->modified, is_local);
    put_time(json, "uco-observable:accessedTime", subject.times->accessed, is_local);
    put_time(json, "uco-observable:metadataChangeTime", subject.times->changed,
             is_local);
  }
  json.end();
}

void GraphWriter::put_content_facet(Json& json, const Iri& whole,
                                    const Subject& subject) const {
  begin_facet(json, whole, "ContentDataFacet");
  put_integer(json, "uco-observable:sizeInBytes", subject.size);
  const std::string mime = mime_type(subject.type);
  if (!mime.empty()) json.text("uco-observable:mimeType", mime);
  constexpr std::pair<Algorithm, const char*> kMethods[] = {
      {Algorithm::md5, "MD5"},
      {Algorithm::sha1, "SHA1"},
      {Algorithm::sha256, "SHA256"}};
  const bool has_digest = *subject.digests != Digests{};
  if (has_digest || subject.pdq) {
    json.key("uco-observable:hash").begin_list();
    for (const auto& [algorithm, method] : kMethods) {
      const auto& digest = subject.digests->get(algorithm);
      if (digest) put_hash(json, whole, method, digest->hex());
    }
    if (subject.pdq) put_hash(json, whole, "PDQ", to_hex(subject.pdq->value));
    json.end_list();
  }
  json.end();
}

void GraphWriter::put_recovered_facet(Json& json, const Iri& whole, const char* name,
                                      const char* content) const {
  begin_facet(json, whole, "RecoveredObjectFacet");
  json.text("uco-observable:nameRecoveredStatus", name);
  json.text("uco-observable:metadataRecoveredStatus", name);
  json.text("uco-observable:contentRecoveredStatus", content).end();
}

void GraphWriter::put_subject(const Subject& subject) {
  const Iri whole = file_iri(subject.file, subject.member);
  Json json;
  json.begin().text("@id", whole).key("@type").begin_list();
  json.text("uco-observable:File");
  if (!subject.is_allocated) json.text("uco-observable:RecoveredObject");
  json.end_list().key("uco-core:hasFacet").begin_list();
  put_file_facet(json, whole, subject);
  put_content_facet(json, whole, subject);
  if (!subject.is_allocated) {
    // That the content is whole is known of none but an exact match, and is not said.
    put_recovered_facet(json, whole, "recovered",
                        subject.is_uncertain ? "partially recovered" : "unknown");
  }
  put_line(json.end_list().end().done());
  ++files_;
}

// Blocks of a listed content in free space.
void GraphWriter::put_fragment(const Finding& finding) {
  const Iri whole = subject_iri(finding);
  Json json;
  json.begin().text("@id", whole).key("@type").begin_list();
  json.text("uco-observable:ContentData").text("uco-observable:RecoveredObject");
  json.end_list();
  put_text(json, "uco-core:name", finding.path);
  json.key("uco-core:hasFacet").begin_list();
  begin_facet(json, whole, "ContentDataFacet");
  put_integer(json, "uco-observable:sizeInBytes", finding.size);
  json.end();
  put_recovered_facet(json, whole, "unknown", "partially recovered");
  put_line(json.end_list().end().done());
  put_within(whole, of_exhibit("image"),
             placed_runs(finding.runs, ContentKind::runs, finding.size));
}

// One relationship for each run: where pieces lie is of the piece, not of the file.
void GraphWriter::put_within(const Iri& source, const Iri& target,
                             const std::vector<PlacedRun>& runs) {
  const auto put_one = [&](const PlacedRun* run) {
    const Iri relationship = part_iri(
        source, "contained within", run == nullptr ? "" : std::to_string(run->in_file));
    Json json;
    json.begin().text("@id", relationship);
    json.text("@type", "uco-observable:ObservableRelationship");
    put_link(json, "uco-core:source", source);
    put_link(json, "uco-core:target", target);
    json.text("uco-core:kindOfRelationship", "Contained_Within");
    json.flag("uco-core:isDirectional", true);
    if (run != nullptr) {
      json.key("uco-core:hasFacet").begin_list();
      begin_facet(json, relationship, "DataRangeFacet");
      put_integer(json, "uco-observable:rangeOffset", run->run.offset);
      put_integer(json, "uco-observable:rangeSize", run->run.length);
      json.end().end_list();
    }
    put_line(json.end().done());
  };
  if (runs.empty()) put_one(nullptr);
  for (const PlacedRun& run : runs) put_one(&run);
}

void GraphWriter::put_result(const Finding& finding, std::uint64_t number) {
  const Iri result = result_iri(finding, number);
  const Iri facet = part_iri(result, "facet");
  std::string words =
      finding.kind == FindingKind::exact ? kListedCaution : kLeadCaution;
  if (!finding.note.empty()) words += "; " + finding.note;
  if (finding.kind == FindingKind::record) {
    for (const Algorithm algorithm : kAlgorithms) {
      const auto& digest = finding.digests.get(algorithm);
      if (digest)
        words += std::string("; ") + to_string(algorithm) + " " + digest->hex();
    }
  }
  Json json;
  json.begin().text("@id", result).text("@type", "uco-analysis:AnalyticResult");
  put_text(json, "uco-core:name",
           std::string(to_string(finding.kind)) + " match by " + what_matched(finding) +
               ", tier " + to_string(finding.tier));
  put_text(json, "uco-core:description", words);
  json.key("uco-core:hasFacet").begin_list().begin().text("@id", facet);
  json.text("@type", "uco-analysis:ArtifactClassificationResultFacet");
  json.key("uco-analysis:classification").begin_list().begin();
  json.text("@id", part_iri(result, "classification"));
  json.text("@type", "uco-analysis:ArtifactClassification");
  put_text(json, "uco-analysis:class", class_text(finding));
  put_line(json.end().end_list().end().end_list().end().done());

  Json relationship;
  relationship.begin().text("@id", part_iri(result, "characterizes"));
  relationship.text("@type", "uco-core:Relationship");
  put_link(relationship, "uco-core:source", result);
  put_link(relationship, "uco-core:target", subject_iri(finding));
  relationship.text("uco-core:kindOfRelationship", "Characterizes");
  put_line(relationship.flag("uco-core:isDirectional", true).end().done());
  ++findings_;
}

// The file that holds a member in which something was met.
void GraphWriter::put_holder(const WalkedFinding& walked) {
  Subject holder;
  holder.file = walked.finding.file;
  holder.path = walked.holder_path;
  holder.size = walked.holder_size;
  holder.is_allocated = walked.is_holder_allocated;
  holder.times = &walked.finding.times;
  holder.digests = &walked.holder;
  put_subject(holder);
}

Result<void> GraphWriter::put_findings() {
  auto walk =
      exchange_.store->walk_findings(exhibit_->ref, FindingWalk::Order::by_file);
  if (!walk) return std::move(walk).error();
  std::optional<WalkedFinding> subject;  // whose object is still to be written
  std::optional<PdqHash> pdq;
  std::uint32_t placed_file = kNoFile;  // said where it lies
  const auto end_subject = [&] {
    if (!subject) return;
    Subject of;
    of.file = subject->finding.file;
    of.member = subject->finding.member;
    of.path = subject->finding.path;
    of.size = subject->finding.size;
    of.is_allocated = subject->finding.allocated;
    of.is_uncertain = subject->is_uncertain;
    if (of.member == 0) of.times = &subject->finding.times;
    of.digests = &subject->content;
    of.type = subject->type;
    of.pdq = pdq;
    put_subject(of);
    subject.reset();
    pdq.reset();
  };
  const auto begin_subject = [&](const WalkedFinding& walked) {
    const Finding& finding = walked.finding;
    const Iri file = file_iri(finding.file, 0);
    if (placed_file != finding.file) {
      placed_file = finding.file;
      const std::uint64_t size =
          finding.member == 0 ? finding.size : walked.holder_size;
      put_within(file, of_exhibit("image"),
                 placed_runs(walked.whole_runs, walked.kept, size));
      if (finding.member != 0) put_holder(walked);
    }
    if (finding.member != 0) put_within(subject_iri(finding), file, {});
    subject = walked;
  };
  for (std::uint64_t number = 0; true; ++number) {
    const auto walked = walk->next();
    if (!walked) return walked.error();
    if (!*walked) break;
    const Finding& finding = (*walked)->finding;
    const bool is_same = subject && subject->finding.file == finding.file &&
                         subject->finding.member == finding.member;
    if (!is_same) end_subject();
    if (finding.file == kNoFile) {
      put_fragment(finding);
    } else if (!is_same) {
      begin_subject(**walked);
    }
    if (!pdq && finding.file != kNoFile) pdq = finding.pdq;
    put_result(finding, number);
    if (auto written = file_.check(); !written) return written;
  }
  end_subject();
  return {};
}

Result<void> GraphWriter::put_links() {
  auto walk =
      exchange_.store->walk_findings(exhibit_->ref, FindingWalk::Order::by_file);
  if (!walk) return std::move(walk).error();
  Iri last;
  const auto put = [&](const Iri& one) { file_.put(",{\"@id\":\"" + one + "\"}"); };
  for (std::uint64_t number = 0; true; ++number) {
    const auto walked = walk->next();
    if (!walked) return walked.error();
    if (!*walked) return {};
    if (!is_of_deed((*walked)->finding)) continue;
    const Iri subject = subject_iri((*walked)->finding);
    if (subject != last) put(subject);
    last = subject;
    put(result_iri((*walked)->finding, number));
    if (auto written = file_.check(); !written) return written;
  }
}

// Without what closes the object, so that a list can follow that is as long as it is.
std::string open_ended(Json& json) {
  const std::string object = json.end().done();
  return object.substr(0, object.size() - 1);
}

Result<void> GraphWriter::put_provenance() {
  Json json;
  json.begin().text("@id", of_deed("provenance"));
  json.text("@type", "case-investigation:ProvenanceRecord");
  put_text(json, "uco-core:description", deed_.provenance);
  put_text(json, "case-investigation:exhibitNumber", exhibit_->ref);
  put_text(json, "case-investigation:rootExhibitNumber", exhibit_->ref);
  put_line(open_ended(json) + ",\"uco-core:object\":[{\"@id\":\"" +
           of_exhibit("image") + "\"}");
  if (auto put = put_links(); !put) return put;
  file_.put("]}");
  return {};
}

Result<void> GraphWriter::put_action() {
  Json json;
  json.begin().text("@id", of_deed("action"));
  json.text("@type", "case-investigation:InvestigativeAction");
  json.text("uco-core:name", deed_.name);
  put_text(json, "uco-core:description",
           caution_text(cautions_of(exchange_, {exhibit_, 1})));
  if (!deed_.begun.empty()) {
    put_typed(json, "uco-action:startTime", "xsd:dateTime", deed_.begun);
  }
  if (!deed_.ended.empty()) {
    put_typed(json, "uco-action:endTime", "xsd:dateTime", deed_.ended);
  }
  json.text("uco-action:actionStatus", deed_.status);
  if (!deed_.performer.empty()) {
    put_link(json, "uco-action:performer", of_deed("performer"));
  }
  put_link(json, "uco-action:instrument", of_deed("tool"));
  put_link(json, "uco-action:object", of_exhibit("image"));
  put_line(open_ended(json) + ",\"uco-action:result\":[{\"@id\":\"" +
           of_deed("provenance") + "\"}");
  if (auto put = put_links(); !put) return put;
  file_.put("]}");
  return {};
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

Result<void> GraphWriter::put_deed(Deed deed) {
  deed_ = std::move(deed);
  put_tool();
  put_performer();
  if (auto put = put_provenance(); !put) return put;
  return put_action();
}

Result<Exported> GraphWriter::write() {
  put_context();
  for (const ExchangeExhibit& exhibit : exchange_.exhibits) {
    exhibit_ = &exhibit;
    put_image();
    if (auto put = put_findings(); !put) return std::move(put).error();
    for (Deed& deed : deeds_of(exhibit)) {
      if (auto put = put_deed(std::move(deed)); !put) return std::move(put).error();
    }
  }
  file_.put("\n]}\n");
  if (auto written = file_.check(); !written) return std::move(written).error();
  return Exported{{{"exhibits", exchange_.exhibits.size()},
                   {"findings", findings_},
                   {"files", files_}},
                  {"Files in which nothing was met: dfxml has them."}};
}

}  // namespace

Result<Exported> write_case_graph(const ExchangeCase& exchange, NewFile& file) {
  return GraphWriter(exchange, file).write();
}

}  // namespace winnow
