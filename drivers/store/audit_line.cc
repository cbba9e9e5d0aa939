#include "drivers/store/audit_line.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/digester.h"
#include "base/text.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

constexpr std::size_t kHashDigits = 64;
constexpr std::string_view kBeforeHash = ",\"hash\":\"";
constexpr std::string_view kAfterHash = "\"}";
constexpr std::size_t kTailBytes = kBeforeHash.size() + kHashDigits + kAfterHash.size();
constexpr std::size_t kFields = 10;

void put(Writer& writer, std::string_view text) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void put(Writer& writer, const char* key, std::string_view text) {
  writer.Key(key);
  put(writer, text);
}

// All of the line but the hash and the last bracket.
std::string hashed_part(const AuditLine& line) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  writer.Key("seq");
  writer.Uint64(line.seq);
  put(writer, "ts_utc", line.ts_utc);
  put(writer, "run_id", line.run_id);
  put(writer, "actor", line.actor);
  put(writer, "event", line.what.event);
  put(writer, "object", line.what.object);
  put(writer, "outcome", line.what.outcome);
  writer.Key("detail");
  writer.StartObject();
  for (const auto& [key, value] : line.what.detail) {
    writer.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
    put(writer, value);
  }
  writer.EndObject();
  put(writer, "prev_hash", line.prev_hash);
  return {buffer.GetString(), buffer.GetSize()};
}

std::string hash_of(std::string_view hashed) {
  AlgorithmSet sha256;
  sha256.add(Algorithm::sha256);
  Digester digester(sha256);
  digester.update(bytes_of(hashed));
  digester.update(bytes_of("}"));
  return digester.finish().get(Algorithm::sha256)->hex();
}

// The part that is hashed, if the line ends in the hash of it.
std::optional<std::string_view> confirmed_part(std::string_view text) {
  if (text.size() < kTailBytes || text.size() > kMaxAuditLineBytes) return std::nullopt;
  const std::string_view hashed = text.substr(0, text.size() - kTailBytes);
  const std::string_view tail = text.substr(hashed.size());
  if (!tail.starts_with(kBeforeHash) || !tail.ends_with(kAfterHash) ||
      tail.substr(kBeforeHash.size(), kHashDigits) != hash_of(hashed)) {
    return std::nullopt;
  }
  return hashed;
}

std::string text_in(const rapidjson::Value& object, const char* key) {
  const auto member = object.FindMember(key);
  if (member == object.MemberEnd() || !member->value.IsString()) return "";
  return {member->value.GetString(), member->value.GetStringLength()};
}

std::optional<AuditLine> read_fields(const rapidjson::Document& document) {
  if (!document.IsObject() || document.MemberCount() != kFields) return std::nullopt;
  const auto seq = document.FindMember("seq");
  const auto detail = document.FindMember("detail");
  if (seq == document.MemberEnd() || !seq->value.IsUint64() ||
      detail == document.MemberEnd() || !detail->value.IsObject()) {
    return std::nullopt;
  }
  AuditLine line;
  line.seq = seq->value.GetUint64();
  line.ts_utc = text_in(document, "ts_utc");
  line.run_id = text_in(document, "run_id");
  line.actor = text_in(document, "actor");
  line.what.event = text_in(document, "event");
  line.what.object = text_in(document, "object");
  line.what.outcome = text_in(document, "outcome");
  line.prev_hash = text_in(document, "prev_hash");
  line.hash = text_in(document, "hash");
  for (const auto& member : detail->value.GetObject()) {
    if (!member.value.IsString()) return std::nullopt;
    line.what.detail.emplace_back(
        std::string(member.name.GetString(), member.name.GetStringLength()),
        std::string(member.value.GetString(), member.value.GetStringLength()));
  }
  return line;
}

bool is_moment(const std::string& text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00.000Z";
  return text.size() == kShape.size() && text[19] == '.' && parse_utc(text);
}

bool is_run_id(std::string_view text) {
  constexpr std::string_view kShape = "00000000-0000-0000-0000-000000000000";
  if (text.size() != kShape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_digit =
        (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
    if (kShape[i] == '-' ? text[i] != '-' : !is_digit) return false;
  }
  return true;
}

bool is_detail(const std::vector<std::pair<std::string, std::string>>& detail) {
  std::set<std::string_view> keys;
  return std::all_of(detail.begin(), detail.end(), [&](const auto& one) {
    return is_printable_utf8(one.first) && is_printable_utf8(one.second) &&
           keys.insert(one.first).second;
  });
}

bool says_what_it_may(const AuditLine& line) {
  return line.seq > 0 && is_moment(line.ts_utc) && is_run_id(line.run_id) &&
         is_printable_utf8(line.actor) && is_printable_utf8(line.what.event) &&
         is_printable_utf8(line.what.object) && is_printable_utf8(line.what.outcome) &&
         is_detail(line.what.detail) && is_audit_hash(line.prev_hash);
}

}  // namespace

const std::string* detail_of(const AuditEvent& event, std::string_view key) {
  for (const auto& [name, value] : event.detail) {
    if (name == key) return &value;
  }
  return nullptr;
}

std::string detail_text(const AuditEvent& event, std::string_view key) {
  const std::string* const text = detail_of(event, key);
  return text == nullptr ? "" : *text;
}

std::string audit_line_text(const AuditLine& line) {
  std::string text = hashed_part(line);
  const std::string hash = hash_of(text);
  text += kBeforeHash;
  text += hash;
  text += kAfterHash;
  return text;
}

std::optional<AuditLine> parse_audit_line(std::string_view text) {
  const auto hashed = confirmed_part(text);
  if (!hashed) return std::nullopt;
  std::array<char, 8192> memory;  // enough for nearly all lines
  rapidjson::MemoryPoolAllocator<> pool(memory.data(), memory.size());
  rapidjson::Document document(&pool);
  // Iterative: a nest of brackets must not exhaust the stack.
  document.Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
  if (document.HasParseError()) return std::nullopt;
  auto line = read_fields(document);
  if (!line || !says_what_it_may(*line) || hashed_part(*line) != *hashed) {
    return std::nullopt;
  }
  return line;
}

bool is_audit_hash(std::string_view text) {
  return text.size() == kHashDigits &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace winnow
