// Json: one JSON document, written field by field into one line without its end.
#ifndef WINNOW_DRIVERS_ANSWERS_JSON_H_
#define WINNOW_DRIVERS_ANSWERS_JSON_H_

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace winnow {

// Texts are UTF-8 (printable_utf8()). What is begun is ended by who began it.
class Json {
 public:
  Json() : writer_(buffer_) {}

  Json& begin() { return writer_.StartObject(), *this; }
  Json& end() { return writer_.EndObject(), *this; }
  Json& begin_list() { return writer_.StartArray(), *this; }
  Json& end_list() { return writer_.EndArray(), *this; }
  Json& key(const char* name) { return writer_.Key(name), *this; }
  Json& text(std::string_view value) {
    writer_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    return *this;
  }
  Json& count(std::uint64_t value) { return writer_.Uint64(value), *this; }
  Json& number(std::int64_t value) { return writer_.Int64(value), *this; }
  Json& flag(bool value) { return writer_.Bool(value), *this; }
  // `number` is a number of JSON already.
  Json& raw(const char* name, const std::string& number) {
    key(name);
    writer_.RawValue(number.data(), number.size(), rapidjson::kNumberType);
    return *this;
  }
  // `json` is a whole document of JSON already.
  Json& document(std::string_view json) {
    return writer_.RawValue(json.data(), json.size(), rapidjson::kObjectType), *this;
  }
  Json& nothing() { return writer_.Null(), *this; }

  Json& text(const char* name, std::string_view value) { return key(name).text(value); }
  Json& count(const char* name, std::uint64_t value) { return key(name).count(value); }
  Json& number(const char* name, std::int64_t value) { return key(name).number(value); }
  Json& flag(const char* name, bool value) { return key(name).flag(value); }
  Json& text_or_null(const char* name, std::string_view value) {
    key(name);
    return value.empty() ? nothing() : text(value);
  }
  Json& document(const char* name, std::string_view json) {
    return key(name).document(json);
  }
  template <typename Texts>
  Json& texts(const char* name, const Texts& values) {
    key(name).begin_list();
    for (const std::string& value : values) text(value);
    return end_list();
  }
  [[nodiscard]] std::string done() const {
    return {buffer_.GetString(), buffer_.GetSize()};
  }

 private:
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_JSON_H_
