#include "hashsets/import_record.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace winnow {
namespace {

// Counts up whenever the importers take a list differently than before.
constexpr unsigned kImporterVersion = 1;

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void text(Writer& json, const char* key, const std::string& value) {
  json.Key(key);
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void number(Writer& json, const char* key, std::uint64_t value) {
  json.Key(key);
  json.Uint64(value);
}

void source_files(Writer& json, const std::vector<ImportedFile>& files,
                  const BuildReport& report) {
  json.Key("source_files");
  json.StartArray();
  for (std::size_t i = 0; i < files.size(); ++i) {
    json.StartObject();
    text(json, "name", files[i].name);
    number(json, "size", files[i].size);
    text(json, "sha256", files[i].sha256.hex());
    text(json, "format_detected", report.sources[i].format);
    number(json, "rows_read", report.sources[i].rows);
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

}  // namespace

std::string import_record_json(const std::string& name, SetType type,
                               const std::vector<ImportedFile>& files,
                               const BuildReport& report,
                               const SetWriter::Counts& counts) {
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  json.StartObject();
  text(json, "declared_name", name);
  text(json, "declared_type", to_string(type));
  source_files(json, files, report);
  std::uint64_t rows = 0;
  for (const BuildReport::Source& source : report.sources) rows += source.rows;
  number(json, "rows_read", rows);
  json.Key("rows_rejected_by_reason");
  json.StartObject();
  for (const BuildReport::Rejection& rejection : report.rejections) {
    number(json, rejection.reason.c_str(), rejection.count);
  }
  json.EndObject();
  number(json, "rows_empty_file", report.empty_file_rows);
  number(json, "duplicates", counts.duplicates);
  number(json, "conflicts", counts.conflicts);
  number(json, "entries", counts.entries);
  algorithms(json, counts);
  number(json, "importer_version", kImporterVersion);
  json.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize());
}

}  // namespace winnow
