#include "hashsets/learning/learn_record.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace winnow {
namespace {

// Counts up whenever a folder is learned differently than before.
constexpr unsigned kLearnerVersion = 2;

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void text(Writer& json, const char* key, const std::string& value) {
  json.Key(key);
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void number(Writer& json, const char* key, std::uint64_t value) {
  json.Key(key);
  json.Uint64(value);
}

void files(Writer& json, const LearnReport& report) {
  number(json, "files_found", report.files_found);
  number(json, "files_learned", report.files_learned);
  number(json, "files_empty", report.files_empty);
  number(json, "unreadable", report.unreadable.size());
  number(json, "links_not_followed", report.links.size());
  number(json, "special_files", report.special.size());
  number(json, "bytes", report.bytes);
}

void algorithms(Writer& json, const SetWriter::Counts& counts) {
  json.Key("algorithms");
  json.StartArray();
  for (const Algorithm algorithm : kAlgorithms) {
    json.StartObject();
    text(json, "name", to_string(algorithm));
    number(json, "count", counts.digests[static_cast<std::size_t>(algorithm)]);
    json.EndObject();
  }
  json.EndArray();
}

void blocks(Writer& json, const LearnReport& report) {
  number(json, "block_length", kBlockLength);
  number(json, "head_blocks", report.counts.head_blocks);
  number(json, "blocks", report.counts.blocks);
  number(json, "contents_bytes", report.counts.block_totals.bytes);
  number(json, "contents_whole_blocks", report.counts.block_totals.whole_blocks);
  number(json, "contents_blocks_with_a_key", report.counts.block_totals.kept_blocks);
  number(json, "files_without_a_probative_block", report.without_blocks);
  json.Key("blocks_left_out_by_reason");
  json.StartObject();
  for (std::size_t i = 0; i < kBlockKinds; ++i) {
    const auto kind = static_cast<BlockKind>(i);
    if (kind == BlockKind::probative) continue;
    number(json, to_string(kind), report.kinds[i]);
  }
  number(json, "shared-by-many", report.counts.shared_blocks);
  json.EndObject();
}

}  // namespace

std::string learn_record_json(const std::string& name, SetType type,
                              const CategoryProfile* profile, const LearnReport& report,
                              const std::string& imported_at_utc) {
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  json.StartObject();
  text(json, "declared_name", name);
  text(json, "declared_type", to_string(type));
  if (!imported_at_utc.empty()) text(json, "imported_at_utc", imported_at_utc);
  json.Key("learned");
  json.Bool(true);
  if (profile != nullptr) {
    text(json, "profile_id", profile->id());
    text(json, "profile_version", profile->version());
    text(json, "profile_source_ref", profile->source_ref());
  }
  files(json, report);
  number(json, "duplicates", report.counts.duplicates);
  number(json, "conflicts", report.counts.conflicts);
  number(json, "entries", report.counts.entries);
  algorithms(json, report.counts);
  number(json, "pdq", report.counts.pdq);
  number(json, "files_with_pdq", report.files_with_pdq);
  number(json, "sizes", report.counts.sizes);
  blocks(json, report);
  number(json, "learner_version", kLearnerVersion);
  json.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize());
}

}  // namespace winnow
