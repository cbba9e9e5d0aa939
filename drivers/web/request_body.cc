#include "drivers/web/request_body.h"

#include <rapidjson/document.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"

namespace winnow {
namespace {

Fault wrong(std::string what, std::string name = "the request") {
  return Fault{FaultKind::usage, std::move(what), printable_utf8(name), std::nullopt};
}

// Lines of a person's text become one; all else that cannot be shown is made so.
std::string shown(const rapidjson::Value& value) {
  std::string text(value.GetString(), value.GetStringLength());
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return printable_utf8(text);
}

}  // namespace

Result<RequestBody> RequestBody::parse(std::string_view json,
                                       const std::vector<BodyField>& fields) {
  rapidjson::Document document;
  document
      .Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(
          json.data(), json.size());
  if (document.HasParseError() || !document.IsObject()) {
    return wrong("is no object of JSON");
  }
  RequestBody body;
  std::set<std::string> said;
  for (const auto& member : document.GetObject()) {
    const std::string name(member.name.GetString(), member.name.GetStringLength());
    const auto field =
        std::find_if(fields.begin(), fields.end(),
                     [&](const BodyField& one) { return name == one.name; });
    if (field == fields.end()) return wrong("is no field of this request", name);
    if (!said.insert(name).second) return wrong("is said twice", name);
    const rapidjson::Value& value = member.value;
    if (value.IsNull()) {
      said.erase(name);
    } else if (field->kind == BodyKind::text && value.IsString()) {
      body.text_[name] = shown(value);
    } else if (field->kind == BodyKind::flag && value.IsBool()) {
      body.number_[name] = value.GetBool() ? 1 : 0;
    } else if (field->kind == BodyKind::number && value.IsUint64()) {
      body.number_[name] = value.GetUint64();
    } else if (field->kind == BodyKind::texts && value.IsObject()) {
      std::set<std::string> keys;
      for (const auto& inner : value.GetObject()) {
        if (!inner.value.IsString()) return wrong("must hold texts alone", name);
        std::string key = shown(inner.name);
        if (!keys.insert(key).second) return wrong("says " + key + " twice", name);
        body.texts_.emplace_back(std::move(key), shown(inner.value));
      }
    } else {
      return wrong("is not of the kind that it has to be", name);
    }
  }
  for (const BodyField& field : fields) {
    const bool is_empty = field.kind == BodyKind::text && body.text(field.name).empty();
    if (field.is_needed && (is_empty || !said.contains(field.name))) {
      return wrong("is missing", field.name);
    }
  }
  return body;
}

bool RequestBody::has(const std::string& name) const {
  return text_.contains(name) || number_.contains(name);
}

std::string RequestBody::text(const std::string& name) const {
  const auto found = text_.find(name);
  return found == text_.end() ? "" : found->second;
}

bool RequestBody::flag(const std::string& name) const {
  return number(name) != 0;
}

std::uint64_t RequestBody::number(const std::string& name) const {
  const auto found = number_.find(name);
  return found == number_.end() ? 0 : found->second;
}

}  // namespace winnow
