#include "hashsets/lists/json_keys.h"

#include <array>
#include <string>

#include "hashsets/lists/json_entry.h"
#include "hashsets/lists/json_source.h"

namespace winnow {
namespace {

// Notes the telling keys of the document and of the entries one array below it.
class KeyNotes : public JsonEvents {
 public:
  JsonWant key(std::string_view name) override {
    if (depth_ == 1) return document_key(name);
    entry_key(name);
    return wish();
  }
  void value(const JsonScalar& scalar) override {
    if (!std::exchange(is_type_, false)) return;
    stix_type |=
        scalar.text == "bundle" || scalar.text == "file" || scalar.text == "indicator";
  }
  bool begin(JsonContainer container, std::uint64_t) override {
    const bool object = container == JsonContainer::object;
    // The document, a list in it, an entry of that.
    if (object != (depth_ != 1) || depth_ > 2) return false;
    ++depth_;
    return true;
  }
  void end(JsonContainer) override { --depth_; }

  bool odata = false;
  bool media = false;  // in "value"
  bool hash = false;   // at the top
  bool stix_type = false;
  bool stix_key = false;

 private:
  JsonWant wish() const { return is_type_ ? JsonWant::scalar : JsonWant::nothing; }

  JsonWant document_key(std::string_view name) {
    odata |= same_key(name, "@odata.context") || same_key(name, "odata.metadata");
    in_value_ = same_key(name, "value");
    in_objects_ = name == "objects";
    if (in_value_ || in_objects_) return JsonWant::all;
    hash |= hash_key(name) != HashKey::none;
    stix_keys(name);
    return wish();
  }
  void entry_key(std::string_view name) {
    is_type_ = false;
    if (in_objects_) return stix_keys(name);
    for (const std::string_view known : {"md5", "mediaid", "media", "caseid"}) {
      media |= in_value_ && same_key(name, known);
    }
  }
  void stix_keys(std::string_view name) {
    is_type_ = name == "type";
    stix_key |= name == "spec_version" || name == "hashes" || name == "pattern" ||
                name == "created";
  }

  std::size_t depth_ = 0;
  bool is_type_ = false;
  bool in_value_ = false;
  bool in_objects_ = false;
};

}  // namespace

JsonList json_list_of(Bytes head) {
  KeyNotes notes;
  // A head ends in the middle of the document, and a list of lines is several: what was
  // noted before that is what counts.
  static_cast<void>(read_json(text_of(head), notes).has_value());
  if (notes.odata || notes.media) return JsonList::vics;
  if (notes.stix_type && notes.stix_key) return JsonList::stix;
  if (notes.hash) return JsonList::hashlookup;
  return JsonList::none;
}

bool looks_like_vics(Bytes head) {
  return json_list_of(head) == JsonList::vics;
}

}  // namespace winnow
