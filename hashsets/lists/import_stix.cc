// STIX 2.1: a bundle of objects, or one object.
//
//   {"type": "bundle", "objects": [object, ...]} | object
//   object = {"type": "file", "hashes": {"MD5": ..., "SHA-256": ...}, "size": ...}
//          | {"type": "indicator", "pattern_type": "stix", "pattern": ...}
//
// The hashes of a file are one entry; each alternative of a pattern (stix_pattern.h) is
// an entry of its own, as nothing says that two of them are of the same content. Other
// patterns are counted as rejected, other objects are passed over. An indicator that is
// revoked is not taken. valid_from and valid_until are passed over: they say when a
// publisher stood by an indicator, not which content it means, and an old file on a
// seized device is evidence as well.
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "hashsets/lists/json_entry.h"
#include "hashsets/lists/json_source.h"
#include "hashsets/lists/list_import.h"
#include "hashsets/lists/stix_pattern.h"

namespace winnow {
namespace {

constexpr std::string_view kNotStix =
    "is JSON, but neither a STIX bundle nor a STIX object";

struct StixObject {
  std::string type;
  std::string pattern;
  std::string pattern_type;
  bool revoked = false;
  JsonEntry file;
  std::uint64_t offset = 0;

  void start(std::uint64_t at) {
    type.clear();
    pattern.clear();
    pattern_type.clear();
    revoked = false;
    file.clear();
    offset = at;
  }
};

class StixReader : public JsonEvents {
 public:
  StixReader(const ListSource& source, RowSink& sink) : source_(source), sink_(sink) {}

  JsonWant key(std::string_view name) override;
  void value(const JsonScalar& scalar) override;
  bool begin(JsonContainer container, std::uint64_t offset) override;
  void end(JsonContainer container) override;

  [[nodiscard]] bool found_objects() const { return found_objects_; }

 private:
  enum class Where : std::uint8_t { outside, document, objects, object, hashes };
  enum class Field : std::uint8_t {
    none,
    type,
    pattern,
    pattern_type,
    revoked,
    size,
    hashes,
    objects,
  };
  struct Key {
    std::string_view name;
    Field field;
    JsonWant want;
  };

  // Of the bundle, or of one of its objects.
  StixObject& object() { return object_[in_objects_ ? 1 : 0]; }
  [[nodiscard]] Where inside(JsonContainer container) const;
  void keep_text(std::string& text, const JsonScalar& scalar, const char* name);
  void finish_object();
  void finish_indicator();

  const ListSource& source_;
  RowSink& sink_;
  std::vector<Where> path_ = {Where::outside};
  Field field_ = Field::none;
  HashKey hash_ = HashKey::none;
  bool in_objects_ = false;
  bool found_objects_ = false;
  std::uint64_t last_begin_ = 0;
  std::array<StixObject, 2> object_;
  JsonEntry alternative_;
  std::vector<StixHash> hashes_;
};

JsonWant StixReader::key(std::string_view name) {
  static constexpr std::array kKeys = {
      Key{"type", Field::type, JsonWant::scalar},
      Key{"pattern", Field::pattern, JsonWant::scalar},
      Key{"pattern_type", Field::pattern_type, JsonWant::scalar},
      Key{"revoked", Field::revoked, JsonWant::scalar},
      Key{"size", Field::size, JsonWant::scalar},
      Key{"hashes", Field::hashes, JsonWant::all},
      Key{"objects", Field::objects, JsonWant::all},
  };
  field_ = Field::none;
  if (path_.back() == Where::hashes) {
    hash_ = hash_key(name);
    // An algorithm we have no name for is one that a scan does not compare.
    if (hash_ == HashKey::none) hash_ = HashKey::unused;
    return JsonWant::scalar;
  }
  for (const Key& key : kKeys) {
    if (key.name != name) continue;
    field_ = key.field;
    return key.want;
  }
  return JsonWant::nothing;
}

// What is given twice, and differs, is wrong whichever is meant.
void StixReader::keep_text(std::string& text, const JsonScalar& scalar,
                           const char* name) {
  if (!text.empty() && text != scalar.text) {
    object().file.fail(RowReason::two_values, name);
  }
  text = scalar.text;
}

void StixReader::value(const JsonScalar& scalar) {
  switch (path_.back()) {
    case Where::outside:
      return stop(Fault{FaultKind::malformed, std::string(kNotStix), source_.name(),
                        std::nullopt});
    case Where::objects:
      return sink_.reject(
          RowReason::not_an_object,
          RowPlace(RowPlace::Unit::byte, last_begin_, "at or after this byte"));
    case Where::hashes:
      return object().file.add(hash_, scalar);
    default:
      break;
  }
  switch (std::exchange(field_, Field::none)) {
    case Field::type:
      return keep_text(object().type, scalar, "type");
    case Field::pattern:
      return keep_text(object().pattern, scalar, "pattern");
    case Field::pattern_type:
      return keep_text(object().pattern_type, scalar, "pattern_type");
    case Field::revoked:
      object().revoked |= scalar.kind == JsonScalar::Kind::boolean && scalar.truth;
      return;
    case Field::size:
      return object().file.set_size(size_of_json(scalar));
    default:
      return;
  }
}

StixReader::Where StixReader::inside(JsonContainer container) const {
  const bool is_object = container == JsonContainer::object;
  switch (path_.back()) {
    case Where::outside:
      return is_object ? Where::document : Where::outside;
    case Where::objects:
      return is_object ? Where::object : Where::outside;
    case Where::document:
      if (!is_object && field_ == Field::objects) return Where::objects;
      [[fallthrough]];
    case Where::object:
      return is_object && field_ == Field::hashes ? Where::hashes : Where::outside;
    case Where::hashes:
      return Where::outside;
  }
  return Where::outside;
}

bool StixReader::begin(JsonContainer container, std::uint64_t offset) {
  const Where where = inside(container);
  field_ = Field::none;
  last_begin_ = offset;
  if (where == Where::outside) {
    value({JsonScalar::Kind::container});
    return false;
  }
  if (where == Where::objects) {
    in_objects_ = true;
    found_objects_ = true;
  }
  if (where == Where::document || where == Where::object) object().start(offset);
  path_.push_back(where);
  return true;
}

void StixReader::end(JsonContainer) {
  const Where where = path_.back();
  path_.pop_back();
  if (where == Where::objects) in_objects_ = false;
  if (where == Where::document || where == Where::object) finish_object();
}

void StixReader::finish_object() {
  StixObject& done = object();
  const RowPlace place(RowPlace::Unit::byte, done.offset, done.file.shown());
  if (done.type == "file") {
    found_objects_ = true;
    done.file.give(sink_, place);
  } else if (done.type == "indicator") {
    found_objects_ = true;
    finish_indicator();
  } else if (done.file.failed()) {  // its type is given twice
    done.file.give(sink_, place);
  }
}

void StixReader::finish_indicator() {
  const StixObject& done = object();
  const RowPlace place(RowPlace::Unit::byte, done.offset, done.pattern);
  if (done.file.failed()) return sink_.reject(*done.file.refused(), place);
  if (done.revoked) return sink_.reject(RowReason::revoked, place);
  const bool is_stix = done.pattern_type.empty() || done.pattern_type == "stix";
  if (!is_stix || !parse_stix_pattern(done.pattern, hashes_)) {
    return sink_.reject(RowReason::pattern_not_simple, place);
  }
  for (const StixHash& hash : hashes_) {
    HashKey key = hash_key(hash.name);
    if (key == HashKey::none) key = HashKey::unused;
    alternative_.clear();
    alternative_.add(key, {JsonScalar::Kind::text, 0, 0, hash.value});
    alternative_.give(
        sink_, RowPlace(RowPlace::Unit::byte, done.offset, alternative_.shown()));
  }
}

}  // namespace

Result<void> import_stix(ListSource& source, const ImportOptions&, RowSink& sink) {
  StixReader reader(source, sink);
  if (auto read = read_json(source, reader); !read) return read;
  if (reader.found_objects()) return {};
  return Fault{FaultKind::malformed, std::string(kNotStix), source.name(),
               std::nullopt};
}

}  // namespace winnow
