#include "hashsets/lists/json_source.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

// Writes down every event; hears all but members named "skip" and, of those named
// "flat", only scalars.
class Script : public JsonEvents {
 public:
  JsonWant key(std::string_view name) override {
    text += std::string(name) + ":";
    if (name == "skip") return JsonWant::nothing;
    return name == "flat" ? JsonWant::scalar : JsonWant::all;
  }
  void value(const JsonScalar& scalar) override {
    switch (scalar.kind) {
      case JsonScalar::Kind::null:
        text += "null ";
        break;
      case JsonScalar::Kind::boolean:
        text += scalar.truth ? "true " : "false ";
        break;
      case JsonScalar::Kind::integer:
        text += std::to_string(scalar.integer) + " ";
        break;
      case JsonScalar::Kind::natural:
        text += std::to_string(scalar.natural) + "u ";
        break;
      case JsonScalar::Kind::real:
        text += "real ";
        break;
      case JsonScalar::Kind::text:
        text += "'" + std::string(scalar.text) + "' ";
        break;
      case JsonScalar::Kind::container:
        text += "container ";
        break;
    }
    if (scalar.text == "stop") stop({FaultKind::usage, "stopped", "", std::nullopt});
  }
  bool begin(JsonContainer container, std::uint64_t offset) override {
    text += (container == JsonContainer::object ? "{" : "[") + std::to_string(offset);
    text += " ";
    return true;
  }
  void end(JsonContainer container) override {
    text += container == JsonContainer::object ? "} " : "] ";
  }

  std::string text;
};

// What was heard, or the fault.
std::string script_of(std::string_view json) {
  const Fd fd = memory_file(bytes_of(json));
  ListSource source(fd.get(), "list");
  Script script;
  const auto read = read_json(source, script);
  if (!read) return read.error().line();
  EXPECT_EQ(source.size(), json.size());
  return script.text;
}

FaultKind kind_of(std::string_view json) {
  const Fd fd = memory_file(bytes_of(json));
  ListSource source(fd.get(), "list");
  Script script;
  const auto read = read_json(source, script);
  EXPECT_FALSE(read);
  return read ? FaultKind::io : read.error().kind;
}

TEST(JsonSource, EventsInTheOrderOfTheDocument) {
  EXPECT_EQ(script_of(R"({"a":[1,"x\u00e9",null,true,false],"b":{}})"),
            "{0 a:[5 1 'x\xC3\xA9' null true false ] b:{39 } } ");
  EXPECT_EQ(script_of(" 7 "), "7 ");
}

TEST(JsonSource, WhatIsNotWantedIsPassedOver) {
  EXPECT_EQ(script_of(R"({"skip":{"a":[1,{"b":2}]},"flat":[{"c":3}],"flat":4,"d":5})"),
            "{0 skip:flat:container flat:4 d:5 } ");
  EXPECT_EQ(script_of(R"([{"skip":1},{"skip":"x"},2])"),
            "[0 {1 skip:} {12 skip:} 2 ] ");
}

TEST(JsonSource, WholeNumbersKeepEveryBit) {
  EXPECT_EQ(script_of("[9007199254740993,9223372036854775807,9223372036854775808,"
                      "18446744073709551615,18446744073709551616,-9223372036854775808,"
                      "4294967296,1.0,1e3]"),
            "[0 9007199254740993 9223372036854775807 9223372036854775808u "
            "18446744073709551615u real -9223372036854775808 4294967296 real real ] ");
}

TEST(JsonSource, MarkIsSkippedAndCounted) {
  EXPECT_EQ(script_of("\xEF\xBB\xBF{\"a\":1}"), "{3 a:1 } ");
}

TEST(JsonSource, BadTextIsHandedOnAsItIs) {
  EXPECT_EQ(script_of("[\"\xFF\xC3\"]"), "[0 '\xFF\xC3' ] ");
}

TEST(JsonSource, WhatIsNotJsonNamesTheByte) {
  for (const std::string& json :
       {std::string("{\"a\":1]"), std::string("{\"a\" 1}"), std::string("[1,]"),
        std::string("{}x"), std::string("[\"\n\"]"), std::string("[1e999]"),
        std::string("{}\0{}", 5), std::string("[\0]", 3)}) {
    EXPECT_EQ(kind_of(json), FaultKind::malformed) << json;
    EXPECT_NE(script_of(json).find("(at byte "), std::string::npos) << json;
    EXPECT_EQ(script_of(json).substr(0, 5), "list:") << json;
  }
}

TEST(JsonSource, EveryBeginningIsTruncated) {
  const std::string json = R"({"a":[1,"x",null],"b":{"c":"\u00e9"}})";
  for (std::size_t length = 0; length < json.size(); ++length) {
    EXPECT_EQ(kind_of(json.substr(0, length)), FaultKind::truncated) << length;
  }
}

TEST(JsonSource, DepthAndLengthHaveLimits) {
  EXPECT_EQ(kind_of(std::string(1'000'000, '[')), FaultKind::too_big);
  const std::string deep = std::string(kJsonDepth, '[') + std::string(kJsonDepth, ']');
  EXPECT_EQ(script_of(deep).substr(0, 3), "[0 ");
  EXPECT_EQ(kind_of("[" + deep + "]"), FaultKind::too_big);
  EXPECT_EQ(kind_of("{\"skip\":" + deep + "}"), FaultKind::too_big);
  EXPECT_EQ(kind_of("[\"" + std::string(2 * kJsonRun, 'x') + "\"]"),
            FaultKind::too_big);
  // A number is refused for its value long before its length.
  EXPECT_EQ(kind_of("[" + std::string(2 * kJsonRun, '1') + "]"), FaultKind::malformed);
  EXPECT_EQ(kind_of("[0." + std::string(2 * kJsonRun, '1') + "]"), FaultKind::too_big);
  EXPECT_EQ(kind_of("[" + std::string(2 * kJsonRun, ' ') + "]"), FaultKind::too_big);
  const std::string large(kJsonRun - 1'000'000, 'x');
  EXPECT_EQ(script_of("[\"" + large + "\"]"), "[0 '" + large + "' ] ");
}

TEST(JsonSource, BuffersMeetAnywhere) {
  // Strings of every length around the buffer's, so that each kind of byte is the last.
  for (std::size_t length = (256u << 10) - 12; length < (256u << 10) + 4; ++length) {
    const std::string filler(length, ' ');
    EXPECT_EQ(script_of(filler + R"({"a":["\u00e9",12],"b":true})"),
              "{" + std::to_string(length) + " a:[" + std::to_string(length + 5) +
                  " '\xC3\xA9' 12 ] b:true } ");
  }
}

TEST(JsonSource, AStopIsTheResult) {
  EXPECT_EQ(script_of(R"([1,"stop",2)"), "list: stopped");
}

TEST(JsonSource, TextInMemory) {
  Script script;
  EXPECT_TRUE(read_json(R"({"a":1})", script));
  EXPECT_EQ(script.text, "{0 a:1 } ");
  Script again;
  EXPECT_EQ(read_json(R"({"a":)", again).error().kind, FaultKind::truncated);
}

}  // namespace
}  // namespace winnow
