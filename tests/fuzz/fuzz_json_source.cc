#include <rapidjson/reader.h>
#include <string>

#include "hashsets/lists/json_source.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

constexpr const char* kOpen = "\n[";
constexpr const char* kClose = "\n]";

// Everything that stands in a document, one event a line, numbers as they fit.
class Listener : public JsonEvents {
 public:
  explicit Listener(JsonWant want) : want_(want) {}

  JsonWant key(std::string_view name) override {
    heard.append("\nkey ").append(name);
    return want_;
  }
  void value(const JsonScalar& scalar) override {
    heard += "\nvalue " + std::to_string(static_cast<int>(scalar.kind)) + " " +
             std::to_string(scalar.integer) + " " + std::to_string(scalar.natural) +
             " " + std::to_string(scalar.truth) + " ";
    heard += scalar.text;
  }
  bool begin(JsonContainer container, std::uint64_t) override {
    heard += kOpen + std::to_string(static_cast<int>(container));
    return true;
  }
  void end(JsonContainer container) override {
    heard += kClose + std::to_string(static_cast<int>(container));
  }

  std::string heard;

 private:
  JsonWant want_;
};

// The same told by rapidjson itself.
class Oracle : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Oracle> {
 public:
  bool Null() { return tell({JsonScalar::Kind::null}); }
  bool Bool(bool truth) { return tell({JsonScalar::Kind::boolean, 0, 0, {}, truth}); }
  bool Int(int number) { return Int64(number); }
  bool Uint(unsigned number) { return Int64(number); }
  bool Int64(std::int64_t number) { return tell({JsonScalar::Kind::integer, number}); }
  bool Uint64(std::uint64_t number) {
    if (number <= INT64_MAX) return Int64(static_cast<std::int64_t>(number));
    return tell({JsonScalar::Kind::natural, 0, number});
  }
  bool Double(double) { return tell({JsonScalar::Kind::real}); }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    return tell({JsonScalar::Kind::text, 0, 0, std::string_view(text, length)});
  }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    (void)listener.key(std::string_view(text, length));
    return true;
  }
  bool StartObject() { return open(JsonContainer::object); }
  bool StartArray() { return open(JsonContainer::array); }
  bool EndObject(rapidjson::SizeType) { return close(JsonContainer::object); }
  bool EndArray(rapidjson::SizeType) { return close(JsonContainer::array); }

  Listener listener{JsonWant::all};

 private:
  bool tell(const JsonScalar& scalar) {
    listener.value(scalar);
    return true;
  }
  bool open(JsonContainer container) {
    (void)listener.begin(container, 0);
    return ++depth_ <= kJsonDepth;
  }
  bool close(JsonContainer container) {
    listener.end(container);
    --depth_;
    return true;
  }

  std::size_t depth_ = 0;
};

}  // namespace

// What is heard is what rapidjson reads from the whole text at once, and what is not
// asked for is read as strictly.
Violation fuzz_json_source(Bytes input) {
  std::string_view text = text_of(input);
  Listener from_text(JsonWant::all);
  const bool taken = read_json(text, from_text).has_value();

  const Fd fd = memory_file(input);
  ListSource source(fd.get(), "list");
  Listener from_source(JsonWant::all);
  const bool source_taken = read_json(source, from_source).has_value();
  if (source_taken != taken || from_source.heard != from_text.heard) {
    return "other events from a file than from its text";
  }
  Listener deaf(JsonWant::nothing);
  if (read_json(text, deaf).has_value() != taken) {
    return "JSON or not by what is asked for";
  }

  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  const std::string copy(text);
  rapidjson::StringStream stream(copy.c_str());
  rapidjson::Reader reader;
  Oracle oracle;
  const bool good =
      !reader.Parse<rapidjson::kParseIterativeFlag>(stream, oracle).IsError() &&
      copy.find('\0') == std::string::npos;
  if (good != taken) return good ? "JSON that is not taken" : "taken, and not JSON";
  if (good && oracle.listener.heard != from_text.heard) return "other events";
  return {};
}

}  // namespace winnow
