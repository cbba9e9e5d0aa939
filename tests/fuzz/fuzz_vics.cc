#include <rapidjson/document.h>

#include <initializer_list>
#include <optional>
#include <set>
#include <string>

#include "base/text_pieces.h"
#include "hashsets/lists/category_profile.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/imported_list.h"
#include "tests/fuzz/standing_text.h"

namespace winnow {
namespace {

CategoryProfile shipped(const char* name) {
  return CategoryProfile::open(name).value();
}

using Json = rapidjson::Value;
using Texts = std::set<std::string>;

bool is_named(const Json::Member& member, const char* name) {
  return folded({member.name.GetString(), member.name.GetStringLength()}) == name;
}

void add_text(const Json& json, Texts& texts) {
  if (!json.IsString()) return;
  const std::string text = folded({json.GetString(), json.GetStringLength()});
  texts.insert(std::string(trimmed(text)));
}

// Calls `take` for an object, or for each of those in an array.
template <typename Take>
void each_object(const Json& json, const Take& take) {
  if (json.IsObject()) take(json);
  if (!json.IsArray()) return;
  for (const Json& element : json.GetArray()) {
    if (element.IsObject()) take(element);
  }
}

// The texts that may be digests of a media: its own values and those of its alternative
// hashes, nothing of what else is in it.
void add_media(const Json& media, Texts& texts) {
  for (const auto& member : media.GetObject()) {
    add_text(member.value, texts);
    if (!is_named(member, "alternativehashes")) continue;
    each_object(member.value, [&](const Json& alternative) {
      for (const auto& part : alternative.GetObject()) {
        if (is_named(part, "hashvalue")) add_text(part.value, texts);
      }
    });
  }
}

Texts texts_of_media(std::string_view list) {
  Texts texts;
  if (list.substr(0, 3) == "\xEF\xBB\xBF") list.remove_prefix(3);
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(list.data(), list.size());
  if (document.HasParseError() || !document.IsObject()) return texts;
  const Json& root = document;
  for (const auto& member : root.GetObject()) {
    if (!is_named(member, "value")) continue;
    each_object(member.value, [&](const Json& element) {
      add_media(element, texts);
      for (const auto& part : element.GetObject()) {
        if (!is_named(part, "media")) continue;
        each_object(part.value, [&](const Json& media) { add_media(media, texts); });
      }
    });
  }
  return texts;
}

}  // namespace

// With profiles the same digests come out as without, unless there is a fault: whose
// numbers they are makes no row and no digest.
Violation fuzz_vics(Bytes input) {
  static const CategoryProfile kUk = shipped("uk");
  static const CategoryProfile kUs = shipped("us");
  const Texts texts = texts_of_media(text_of(input));
  const auto stands = [&](const Rows::Row&, const std::string& hex) {
    return texts.count(hex) > 0;
  };
  std::optional<std::string> digests;
  for (const CategoryProfile* profile :
       std::initializer_list<const CategoryProfile*>{nullptr, &kUk, &kUs}) {
    ImportOptions options;
    options.profile = profile;
    const ImportedList list = import_any(by_source(import_vics, options), input);
    if (list.violation) return list.violation;
    if (list.fault) continue;
    if (auto absent = all_stand(list.rows, stands)) return absent;
    std::string these;
    for (const Rows::Row& row : list.rows.taken) {
      these += row.digests + " " + row.pdq + "\n";
      if (profile != nullptr && row.code && row.profile != profile->id()) {
        return "a category that is not the operator's profile's";
      }
    }
    if (digests.value_or(these) != these) return "a profile changes what is listed";
    digests = these;
  }
  return {};
}

}  // namespace winnow
