#include "hashsets/building/import_record.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.h"

namespace winnow {
namespace {

// Counts up whenever the importers take a list differently than before.
constexpr unsigned kImporterVersion = 3;

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void text(Writer& json, const char* key, const std::string& value) {
  json.Key(key);
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

// Left out where nobody said anything.
void stated(Writer& json, const char* key, const std::string& value) {
  if (!value.empty()) text(json, key, printable_utf8(value));
}

void number(Writer& json, const char* key, std::uint64_t value) {
  json.Key(key);
  json.Uint64(value);
}

void source_files(Writer& json, const std::vector<ImportedFile>& files) {
  json.Key("source_files");
  json.StartArray();
  for (const ImportedFile& file : files) {
    json.StartObject();
    text(json, "name", file.name);
    number(json, "size", file.size);
    text(json, "sha256", file.sha256.hex());
    text(json, "format_detected", file.format);
    number(json, "rows_read", file.rows);
    stated(json, "publisher", file.publisher);
    stated(json, "publisher_version", file.publisher_version);
    stated(json, "released_on", file.released_on);
    json.EndObject();
  }
  json.EndArray();
}

void algorithms(Writer& json, const SetWriter::Counts& counts) {
  json.Key("algorithms");
  json.StartArray();
  for (const Algorithm algorithm : kAlgorithms) {
    const std::uint64_t count = counts.digests[static_cast<std::size_t>(algorithm)];
    if (count == 0) continue;
    json.StartObject();
    text(json, "name", to_string(algorithm));
    number(json, "count", count);
    json.EndObject();
  }
  json.EndArray();
}

// By reason, whichever was met first.
void counts_by_reason(Writer& json, const char* key,
                      const std::vector<BuildReport::Rejection>& counted) {
  std::map<std::string, std::uint64_t> sorted;
  for (const BuildReport::Rejection& one : counted) sorted[one.reason] = one.count;
  json.Key(key);
  json.StartObject();
  for (const auto& [reason, count] : sorted) number(json, reason.c_str(), count);
  json.EndObject();
}

void assertion(Writer& json, const BuildReport::Assertion& said) {
  json.StartObject();
  if (said.code) {
    json.Key("code");
    json.Int64(*said.code);
  }
  stated(json, "profile", said.profile);
  stated(json, "label", said.label);
  text(json, "source", said.source);
  json.EndObject();
}

void conflicts(Writer& json, const std::vector<BuildReport::Conflict>& listed) {
  if (listed.empty()) return;
  json.Key("conflicts_listed");
  json.StartArray();
  for (const BuildReport::Conflict& one : listed) {
    json.StartObject();
    text(json, "algorithm", one.algorithm);
    text(json, "digest", one.digest);
    json.Key("assertions");
    json.StartArray();
    assertion(json, one.first);
    assertion(json, one.second);
    json.EndArray();
    json.EndObject();
  }
  json.EndArray();
}

void value_of(Writer& json, const std::string& digest, const std::string& source) {
  json.StartObject();
  text(json, "digest", digest);
  text(json, "source", source);
  json.EndObject();
}

void inconsistencies(Writer& json,
                     const std::vector<BuildReport::Inconsistency>& listed) {
  if (listed.empty()) return;
  json.Key("inconsistencies_listed");
  json.StartArray();
  for (const BuildReport::Inconsistency& one : listed) {
    json.StartObject();
    text(json, "algorithm", one.algorithm);
    text(json, "digest", one.digest);
    text(json, "other_algorithm", one.other_algorithm);
    json.Key("values");
    json.StartArray();
    value_of(json, one.first, one.first_source);
    value_of(json, one.second, one.second_source);
    json.EndArray();
    json.EndObject();
  }
  json.EndArray();
}

}  // namespace

std::string import_record_json(const BuildRequest& request,
                               const CategoryProfile* profile,
                               std::vector<ImportedFile> files,
                               const BuildReport& report,
                               const SetWriter::Counts& counts) {
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  json.StartObject();
  text(json, "declared_name", printable_utf8(request.name));
  text(json, "declared_type", to_string(request.type));
  stated(json, "publisher", request.publisher);
  stated(json, "publisher_version", request.publisher_version);
  stated(json, "released_on", request.released_on);
  stated(json, "imported_at_utc", request.imported_at_utc);
  stated(json, "imported_by", request.imported_by);
  if (request.pdq_alert_distance) {
    number(json, "pdq_alert_distance", *request.pdq_alert_distance);
  }
  if (profile != nullptr) {
    text(json, "profile_id", profile->id());
    text(json, "profile_version", profile->version());
    text(json, "profile_source_ref", profile->source_ref());
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) {
    return std::tie(a.name, a.sha256, a.size) < std::tie(b.name, b.sha256, b.size);
  });
  source_files(json, files);
  std::uint64_t rows = 0;
  for (const ImportedFile& file : files) rows += file.rows;
  number(json, "rows_read", rows);
  counts_by_reason(json, "rows_rejected_by_reason", report.rejections);
  counts_by_reason(json, "rows_kept_with_remark", report.remarks);
  number(json, "rows_empty_file", report.empty_file_rows);
  number(json, "duplicates", counts.duplicates);
  number(json, "conflicts", counts.conflicts);
  conflicts(json, report.listed_conflicts);
  number(json, "inconsistencies", counts.inconsistencies);
  inconsistencies(json, report.listed_inconsistencies);
  number(json, "entries", counts.entries);
  algorithms(json, counts);
  number(json, "pdq", counts.pdq);
  number(json, "sizes", counts.sizes);
  number(json, "entries_without_a_size", counts.without_a_size);
  number(json, "importer_version", kImporterVersion);
  json.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize());
}

}  // namespace winnow
