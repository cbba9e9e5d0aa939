#include "drivers/exchange/case_nodes.h"

#include <utility>

#include "base/text.h"
#include "drivers/answers/answers_json.h"
#include "drivers/exchange/cautions.h"
#include "drivers/exchange/stable_uuid.h"

namespace winnow {
namespace {

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

void put_time(Json& json, const char* name, const std::optional<Instant>& instant,
              bool is_local) {
  const std::string text = moment_text(instant, is_local);
  if (!text.empty()) put_typed(json, name, "xsd:dateTime", text);
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

Json& begin_facet(Json& json, const CaseNames& names, const Iri& whole,
                  const char* kind) {
  return json.begin()
      .text("@id", names.part(whole, kind))
      .text("@type", std::string("uco-observable:") + kind);
}

void put_hash(Json& json, const CaseNames& names, const Iri& whole, const char* method,
              const std::string& hex) {
  json.begin().text("@id", names.part(whole, "hash", method));
  json.text("@type", "uco-types:Hash").text("uco-types:hashMethod", method);
  put_typed(json, "uco-types:hashValue", "xsd:hexBinary", hex);
  json.end();
}

void put_image_content(Json& json, const CaseNames& names, const Iri& image,
                       const EvidenceRecord& evidence) {
  begin_facet(json, names, image, "ContentDataFacet");
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
    for (const auto& [method, hex] : hashes) put_hash(json, names, image, method, hex);
    json.end_list();
  }
  json.end();
}

void put_file_facet(Json& json, const CaseNames& names, const Iri& whole,
                    const Coverage& coverage, const CaseSubject& subject) {
  const std::string name = last_name(subject.path);
  begin_facet(json, names, whole, "FileFacet");
  put_text(json, "uco-observable:fileName", name);
  put_text(json, "uco-observable:filePath", subject.path);
  const std::string extension = extension_of(name);
  if (!extension.empty()) put_text(json, "uco-observable:extension", extension);
  json.flag("uco-observable:isDirectory", false);
  json.text("uco-observable:allocationStatus",
            subject.is_allocated ? "allocated" : "unallocated");
  put_integer(json, "uco-observable:sizeInBytes", subject.size);
  if (subject.times != nullptr) {
    const bool is_local = keeps_local_time(coverage, subject.path);
    put_time(json, "uco-observable:observableCreatedTime", subject.times->created,
             is_local);
    put_time(json, "uco-observable:modifiedTime", subject.times->modified, is_local);
    put_time(json, "uco-observable:accessedTime", subject.times->accessed, is_local);
    put_time(json, "uco-observable:metadataChangeTime", subject.times->changed,
             is_local);
  }
  json.end();
}

void put_content_facet(Json& json, const CaseNames& names, const Iri& whole,
                       const CaseSubject& subject) {
  begin_facet(json, names, whole, "ContentDataFacet");
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
      if (digest) put_hash(json, names, whole, method, digest->hex());
    }
    if (subject.pdq) put_hash(json, names, whole, "PDQ", to_hex(subject.pdq->value));
    json.end_list();
  }
  json.end();
}

void put_recovered_facet(Json& json, const CaseNames& names, const Iri& whole,
                         const char* name, const char* content) {
  begin_facet(json, names, whole, "RecoveredObjectFacet");
  json.text("uco-observable:nameRecoveredStatus", name);
  json.text("uco-observable:metadataRecoveredStatus", name);
  json.text("uco-observable:contentRecoveredStatus", content).end();
}

}  // namespace

Iri CaseNames::named(std::initializer_list<std::string_view> name) const {
  return "kb:" + stable_uuid(uuid_, name);
}

Iri CaseNames::part(const Iri& whole, std::string_view kind,
                    std::string_view which) const {
  return named({"part", whole, kind, which});
}

Iri CaseNames::of_exhibit(std::string_view kind) const {
  return named({kind, ref_});
}

Iri CaseNames::of_file(FileId file, std::uint32_t member) const {
  return named({"file", ref_, std::to_string(file), std::to_string(member)});
}

Iri CaseNames::of_subject(const Finding& finding) const {
  if (finding.file != kNoFile) return of_file(finding.file, finding.member);
  return named({"fragment", ref_, finding.path, std::to_string(finding.size),
                std::to_string(finding.set_number), std::to_string(finding.entry)});
}

Iri CaseNames::of_result(const Finding& finding, std::uint64_t number) const {
  return named(
      {"result", ref_, finding.path, class_text(finding), std::to_string(number)});
}

void GraphLines::put(const std::string& object) {
  file_.put(has_lines_ ? ",\n" : "\n");
  file_.put(object);
  has_lines_ = true;
}

void put_text(Json& json, const char* name, std::string_view text) {
  json.text(name, printable_utf8(text));
}

void put_typed(Json& json, const char* name, const char* type, std::string_view value) {
  json.key(name).begin().text("@type", type).text("@value", value).end();
}

void put_link(Json& json, const char* name, const Iri& iri) {
  json.key(name).begin().text("@id", iri).end();
}

std::string image_node(const CaseNames& names, const ExchangeExhibit& exhibit) {
  const Iri image = names.of_exhibit("image");
  const EvidenceRecord& evidence = exhibit.coverage.evidence;
  Json json;
  json.begin().text("@id", image).key("@type").begin_list();
  if (evidence.is_folder) {
    json.text("uco-observable:Directory").end_list();
  } else {
    json.text("uco-observable:Image").text("uco-observable:File").end_list();
  }
  put_text(json, "uco-core:name", exhibit.ref);
  json.key("uco-core:hasFacet").begin_list();
  if (!evidence.is_folder) {
    begin_facet(json, names, image, "ImageFacet");
    put_text(json, "uco-observable:imageType", evidence.kind);
    json.end();
  }
  begin_facet(json, names, image, "FileFacet");
  put_text(json, "uco-observable:fileName", last_name(exhibit.scan.path));
  put_text(json, "uco-observable:filePath", exhibit.scan.path);
  json.flag("uco-observable:isDirectory", evidence.is_folder).end();
  if (!evidence.is_folder) put_image_content(json, names, image, evidence);
  return json.end_list().end().done();
}

std::string file_node(const CaseNames& names, const ExchangeExhibit& exhibit,
                      const CaseSubject& subject) {
  const Iri whole = names.of_file(subject.file, subject.member);
  Json json;
  json.begin().text("@id", whole).key("@type").begin_list();
  json.text("uco-observable:File");
  if (!subject.is_allocated) json.text("uco-observable:RecoveredObject");
  json.end_list().key("uco-core:hasFacet").begin_list();
  put_file_facet(json, names, whole, exhibit.coverage, subject);
  put_content_facet(json, names, whole, subject);
  if (!subject.is_allocated) {
    // That the content is whole is known of none but an exact match, and is not said.
    put_recovered_facet(json, names, whole, "recovered",
                        subject.is_uncertain ? "partially recovered" : "unknown");
  }
  return json.end_list().end().done();
}

std::string fragment_node(const CaseNames& names, const Finding& finding) {
  const Iri whole = names.of_subject(finding);
  Json json;
  json.begin().text("@id", whole).key("@type").begin_list();
  json.text("uco-observable:ContentData").text("uco-observable:RecoveredObject");
  json.end_list();
  put_text(json, "uco-core:name", finding.path);
  json.key("uco-core:hasFacet").begin_list();
  begin_facet(json, names, whole, "ContentDataFacet");
  put_integer(json, "uco-observable:sizeInBytes", finding.size);
  json.end();
  put_recovered_facet(json, names, whole, "unknown", "partially recovered");
  return json.end_list().end().done();
}

std::vector<std::string> within_nodes(const CaseNames& names, const Iri& source,
                                      const Iri& target,
                                      const std::vector<PlacedRun>& runs) {
  std::vector<std::string> nodes;
  const auto add = [&](const PlacedRun* run) {
    const Iri relationship = names.part(
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
      begin_facet(json, names, relationship, "DataRangeFacet");
      put_integer(json, "uco-observable:rangeOffset", run->run.offset);
      put_integer(json, "uco-observable:rangeSize", run->run.length);
      json.end().end_list();
    }
    nodes.push_back(json.end().done());
  };
  if (runs.empty()) add(nullptr);
  for (const PlacedRun& run : runs) add(&run);
  return nodes;
}

std::string result_node(const CaseNames& names, const Finding& finding,
                        std::uint64_t number) {
  const Iri result = names.of_result(finding, number);
  const Iri facet = names.part(result, "facet");
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
  json.text("@id", names.part(result, "classification"));
  json.text("@type", "uco-analysis:ArtifactClassification");
  put_text(json, "uco-analysis:class", class_text(finding));
  return json.end().end_list().end().end_list().end().done();
}

std::string characterizes_node(const CaseNames& names, const Finding& finding,
                               std::uint64_t number) {
  const Iri result = names.of_result(finding, number);
  Json json;
  json.begin().text("@id", names.part(result, "characterizes"));
  json.text("@type", "uco-core:Relationship");
  put_link(json, "uco-core:source", result);
  put_link(json, "uco-core:target", names.of_subject(finding));
  json.text("uco-core:kindOfRelationship", "Characterizes");
  return json.flag("uco-core:isDirectional", true).end().done();
}

}  // namespace winnow
