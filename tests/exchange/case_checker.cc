#include "tests/exchange/case_checker.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

namespace winnow::test {
namespace {

using Value = rapidjson::Value;

std::string text_of(const Value& value) {
  return value.IsString() ? std::string(value.GetString(), value.GetStringLength())
                          : "";
}

bool is_integer(const Value& value) {
  if (value.IsUint64() || value.IsInt64()) return true;
  return value.IsObject() && value.HasMember("@type") && value.HasMember("@value") &&
         text_of(value["@type"]) == "xsd:integer" &&
         std::regex_match(text_of(value["@value"]), std::regex("-?[0-9]+"));
}

bool is_typed(const Value& value, const char* type, const char* pattern) {
  return value.IsObject() && value.MemberCount() == 2 && value.HasMember("@type") &&
         value.HasMember("@value") && text_of(value["@type"]) == type &&
         std::regex_match(text_of(value["@value"]), std::regex(pattern));
}

constexpr char kMoment[] =
    "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z?";

bool is_reference(const Value& value) {
  return value.IsObject() && value.MemberCount() == 1 && value.HasMember("@id");
}

class GraphChecker {
 public:
  CheckedGraph check(const std::string& json) {
    rapidjson::Document document;
    document.Parse(json.c_str(), json.size());
    if (document.HasParseError()) {
      complain("", rapidjson::GetParseError_En(document.GetParseError()));
      return checked_;
    }
    check_context(document);
    check_lines(json, document["@graph"].Size());
    for (const Value& node : document["@graph"].GetArray()) visit(node);
    for (const std::string& reference : references_) {
      if (!defined_.contains(reference)) complain(reference, "is defined nowhere");
    }
    return checked_;
  }

 private:
  void complain(const std::string& id, const std::string& what) {
    checked_.complaints.push_back(id + ": " + what);
  }

  void check_context(const Value& document) {
    const std::map<std::string, std::string> spaces = {
        {"case-investigation", "https://ontology.caseontology.org/case/investigation/"},
        {"xsd", "http://www.w3.org/2001/XMLSchema#"}};
    for (const auto& one : document["@context"].GetObject()) {
      const std::string name = text_of(one.name);
      const std::string space = text_of(one.value);
      if (name.starts_with("uco-")) {
        const std::string wanted =
            "https://ontology.unifiedcyberontology.org/uco/" + name.substr(4) + "/";
        if (space != wanted) complain(name, "is another name space: " + space);
      } else if (spaces.contains(name) && spaces.at(name) != space) {
        complain(name, "is another name space: " + space);
      }
      prefixes_.insert(name);
    }
  }

  // One object a line, so that a reader can take it in a stream.
  void check_lines(const std::string& json, std::size_t nodes) {
    std::istringstream stream(json);
    std::string line;
    std::size_t objects = 0;
    while (std::getline(stream, line)) {
      if (!line.starts_with("{\"@id\"")) continue;
      if (line.ends_with(',')) line.pop_back();
      rapidjson::Document one;
      if (one.Parse(line.c_str(), line.size()).HasParseError()) {
        complain(line.substr(0, 60), "is no object of its own");
      }
      ++objects;
    }
    if (objects != nodes) complain("@graph", "is not one object a line");
  }

  void visit(const Value& value) {
    if (value.IsArray()) {
      for (const Value& one : value.GetArray()) visit(one);
      return;
    }
    if (!value.IsObject() || value.HasMember("@value")) return;
    if (!value.HasMember("@id")) return complain("a node", "is blank: it has no @id");
    const std::string id = text_of(value["@id"]);
    if (!std::regex_match(id, std::regex("kb:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-"
                                         "[89ab][0-9a-f]{3}-[0-9a-f]{12}"))) {
      complain(id, "is no UUID of version 5");
    }
    if (is_reference(value)) {
      references_.insert(id);
      return;
    }
    if (!defined_.insert(id).second) complain(id, "is defined twice");
    check_node(value, id);
    for (const auto& member : value.GetObject()) visit(member.value);
  }

  std::set<std::string> types_of(const Value& node, const std::string& id) {
    std::set<std::string> types;
    if (!node.HasMember("@type")) {
      complain(id, "has no @type");
    } else if (node["@type"].IsString()) {
      types.insert(text_of(node["@type"]));
    } else {
      for (const Value& one : node["@type"].GetArray()) types.insert(text_of(one));
    }
    for (const std::string& type : types) ++checked_.types[type];
    return types;
  }

  // At least and at most so many values of a property, each of which is as it should.
  template <typename IsGood>
  void need(const Value& node, const std::string& id, const char* property,
            unsigned least, unsigned most, IsGood is_good) {
    unsigned count = 0;
    for (const auto& member : node.GetObject()) {
      if (text_of(member.name) != property) continue;
      std::vector<const Value*> values;
      if (member.value.IsArray()) {
        for (const Value& one : member.value.GetArray()) values.push_back(&one);
      } else {
        values.push_back(&member.value);
      }
      for (const Value* one : values) {
        ++count;
        if (!is_good(*one)) complain(id, std::string(property) + " is no such value");
      }
    }
    if (count < least || count > most) {
      complain(id, std::string(property) + " stands there " + std::to_string(count) +
                       " times");
    }
  }

  void check_node(const Value& node, const std::string& id) {
    std::set<std::string> names;
    for (const auto& member : node.GetObject()) {
      const std::string name = text_of(member.name);
      if (!names.insert(name).second) complain(id, name + " is a key twice");
      if (name[0] != '@' && !prefixes_.contains(name.substr(0, name.find(':')))) {
        complain(id, name + " has no name space");
      }
    }
    constexpr unsigned kMany = 1'000'000;
    const auto text = [](const Value& v) { return v.IsString(); };
    const auto flag = [](const Value& v) { return v.IsBool(); };
    const auto link = [](const Value& v) { return is_reference(v); };
    const auto node_or_link = [](const Value& v) {
      return v.IsObject() && v.HasMember("@id");
    };
    const auto moment = [](const Value& v) {
      return is_typed(v, "xsd:dateTime", kMoment);
    };
    const auto among = [](std::set<std::string> words) {
      return [words](const Value& v) { return words.contains(text_of(v)); };
    };
    for (const std::string& type : types_of(node, id)) {
      if (type == "uco-types:Hash") {
        need(node, id, "uco-types:hashMethod", 1, 1,
             among({"MD5", "SHA1", "SHA256", "PDQ"}));
        need(node, id, "uco-types:hashValue", 1, 1, [](const Value& v) {
          return is_typed(v, "xsd:hexBinary", "([0-9a-fA-F]{2})+");
        });
      } else if (type == "uco-observable:ContentDataFacet") {
        need(node, id, "uco-observable:sizeInBytes", 0, 1, is_integer);
        need(node, id, "uco-observable:mimeType", 0, kMany, text);
        need(node, id, "uco-observable:hash", 0, kMany, node_or_link);
        need(node, id, "uco-observable:dataPayload", 0, 0, text);
        need(node, id, "uco-observable:magicNumber", 0, 1, text);
        need(node, id, "uco-observable:isEncrypted", 0, 1, flag);
      } else if (type == "uco-observable:FileFacet") {
        need(node, id, "uco-observable:fileName", 1, 1, text);
        need(node, id, "uco-observable:filePath", 1, 1, text);
        need(node, id, "uco-observable:extension", 0, 1, text);
        need(node, id, "uco-observable:isDirectory", 0, 1, flag);
        need(node, id, "uco-observable:sizeInBytes", 0, 1, is_integer);
        need(node, id, "uco-observable:allocationStatus", 0, 1, text);
        for (const char* time :
             {"uco-observable:observableCreatedTime", "uco-observable:modifiedTime",
              "uco-observable:accessedTime", "uco-observable:metadataChangeTime"}) {
          need(node, id, time, 0, 1, moment);
        }
      } else if (type == "uco-core:Relationship" ||
                 type == "uco-observable:ObservableRelationship") {
        need(node, id, "uco-core:source", 1, kMany, link);
        need(node, id, "uco-core:target", 1, 1, link);
        need(node, id, "uco-core:isDirectional", 1, 1, flag);
        need(node, id, "uco-core:kindOfRelationship", 0, 1,
             among({"Contained_Within", "Characterizes"}));
      } else if (type == "uco-observable:DataRangeFacet") {
        need(node, id, "uco-observable:rangeOffset", 1, 1, is_integer);
        need(node, id, "uco-observable:rangeSize", 1, 1, is_integer);
      } else if (type == "case-investigation:InvestigativeAction") {
        need(node, id, "uco-action:performer", 0, 1, link);
        need(node, id, "uco-action:startTime", 0, 1, moment);
        need(node, id, "uco-action:endTime", 0, 1, moment);
        need(node, id, "uco-action:actionStatus", 1, 1,
             among({"Complete/Finish", "Error", "Fail", "Ongoing", "Pending", "Success",
                    "Unknown"}));
        need(node, id, "uco-action:instrument", 1, kMany, link);
        need(node, id, "uco-action:object", 1, kMany, link);
        need(node, id, "uco-action:result", 1, kMany, link);
        need(node, id, "uco-core:description", 1, 1, text);
      } else if (type == "case-investigation:ProvenanceRecord") {
        need(node, id, "case-investigation:exhibitNumber", 1, 1, text);
        need(node, id, "case-investigation:rootExhibitNumber", 0, kMany, text);
        need(node, id, "uco-core:object", 1, kMany, link);
      } else if (type == "uco-tool:ConfiguredTool") {
        need(node, id, "uco-configuration:usesConfiguration", 1, 1, node_or_link);
        need(node, id, "uco-tool:version", 1, 1, text);
      } else if (type == "uco-configuration:Configuration") {
        need(node, id, "uco-configuration:configurationEntry", 1, kMany, node_or_link);
      } else if (type == "uco-configuration:ConfigurationEntry") {
        need(node, id, "uco-configuration:itemName", 1, 1, text);
        need(node, id, "uco-configuration:itemValue", 1, 1, text);
        need(node, id, "uco-configuration:itemObject", 0, 0, link);
      } else if (type == "uco-observable:RecoveredObjectFacet") {
        const auto status =
            among({"recovered", "partially recovered", "overwritten", "unknown"});
        need(node, id, "uco-observable:nameRecoveredStatus", 1, 1, status);
        need(node, id, "uco-observable:metadataRecoveredStatus", 1, 1, status);
        need(node, id, "uco-observable:contentRecoveredStatus", 1, 1, status);
      } else if (type == "uco-observable:ImageFacet") {
        need(node, id, "uco-observable:imageType", 0, 1, text);
      } else if (type == "uco-analysis:ArtifactClassificationResultFacet") {
        need(node, id, "uco-analysis:classification", 1, kMany, node_or_link);
      } else if (type == "uco-analysis:ArtifactClassification") {
        need(node, id, "uco-analysis:class", 1, 1, text);
        need(node, id, "uco-analysis:classificationConfidence", 0, 1,
             [](const Value& v) { return is_typed(v, "xsd:decimal", "[0-9.]+"); });
      } else if (!known_plain_types().contains(type)) {
        complain(id, type + " is a type that nothing is known of");
      }
    }
  }

  static const std::set<std::string>& known_plain_types() {
    static const std::set<std::string> kTypes = {
        "uco-tool:AnalyticTool",          "uco-identity:Person",
        "uco-observable:Image",           "uco-observable:File",
        "uco-observable:Directory",       "uco-observable:ContentData",
        "uco-observable:RecoveredObject", "uco-analysis:AnalyticResult"};
    return kTypes;
  }

  CheckedGraph checked_;
  std::set<std::string> prefixes_;
  std::set<std::string> defined_;
  std::set<std::string> references_;
};

}  // namespace

CheckedGraph check_case_graph(const std::string& json) {
  return GraphChecker().check(json);
}

}  // namespace winnow::test
