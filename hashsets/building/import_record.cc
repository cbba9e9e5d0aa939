#include "hashsets/building/import_record.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace winnow {
namespace {

// Counts up whenever the importers take a list differently than before.
constexpr unsigned kImporterVersion = 3;

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void text(Writer& json, const char* key, const std::string& value) {
  json.Key(key);
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
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

}  // namespace

std::string import_record_json(const std::string& name, SetType type,
                               const CategoryProfile* profile,
                               std::vector<ImportedFile> files,
                               const BuildReport& report,
                               const SetWriter::Counts& counts) {
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  json.StartObject();
  text(json, "declared_name", name);
  text(json, "declared_type", to_string(type));
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
