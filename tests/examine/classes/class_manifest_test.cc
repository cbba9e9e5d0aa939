#include "scanner/examine/classes/class_manifest.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/digester.h"

namespace winnow {
namespace {

const std::string& whole() {
  static const std::string kWhole =
      R"({"name": "practice", "model": {"file": "m.onnx", "sha256": ")" +
      digest_of(Algorithm::sha256, bytes_of("the model")).hex() +
      R"("}, "input": {"width": 32, "height": 24, "colours": "bgr", "layout": "nhwc",)"
      R"( "mean": [1, 2.5, -3], "scale": [0.5, 1, 2]},)"
      R"( "output": {"activation": "softmax", "labels": ["other", "target"]},)"
      R"( "counts": {"target": 40}, "threshold": 0.75})";
  return kWhole;
}

std::string with(const std::string& old, const std::string& other) {
  std::string text = whole();
  const std::size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return text.replace(at, old.size(), other);
}

TEST(ClassManifest, IsRead) {
  const auto manifest = parse_class_manifest(whole(), "manifest.json");
  ASSERT_TRUE(manifest) << manifest.error().line();
  EXPECT_EQ(manifest->name, "practice");
  EXPECT_EQ(manifest->file, "m.onnx");
  EXPECT_EQ(manifest->input.width, 32u);
  EXPECT_EQ(manifest->input.height, 24u);
  EXPECT_EQ(manifest->input.colours, ModelColours::bgr);
  EXPECT_EQ(manifest->input.layout, ModelLayout::nhwc);
  EXPECT_EQ(manifest->input.mean, (std::array<float, 3>{1, 2.5F, -3}));
  EXPECT_EQ(manifest->input.scale, (std::array<float, 3>{0.5F, 1, 2}));
  EXPECT_EQ(manifest->activation, ModelActivation::softmax);
  ASSERT_EQ(manifest->labels.size(), 2u);
  EXPECT_EQ(manifest->labels[0].points, 0u);
  EXPECT_EQ(manifest->labels[1].name, "target");
  EXPECT_EQ(manifest->labels[1].points, 40u);
  EXPECT_FLOAT_EQ(manifest->threshold, 0.75F);
}

struct Wrong {
  const char* old;
  const char* other;
  const char* field;
};

TEST(ClassManifest, NamesTheFieldThatIsWrong) {
  const std::vector<Wrong> wrongs = {
      {R"("practice")", "7", "field name "},
      {R"("name")", R"("nome")", "field nome is not known"},
      {R"("name": "practice")", R"("name": "a", "name": "b")", "field name stands"},
      {R"("m.onnx")", R"("../m.onnx")", "field model.file "},
      {R"("sha256": ")", R"("sha256": "0)", "field model.sha256 "},
      {R"("width": 32)", R"("width": 0)", "field input.width "},
      {R"("height": 24)", R"("height": 1025)", "field input.height "},
      {R"("height": 24)", R"("height": 2.5)", "field input.height "},
      {R"("bgr")", R"("cmyk")", "field input.colours must be one of grey, rgb, bgr"},
      {R"("nhwc")", "null", "field input.layout "},
      {"[1, 2.5, -3]", "[1, 2.5]", "field input.mean "},
      {"[0.5, 1, 2]", R"([0.5, "1", 2])", "field input.scale "},
      {"[0.5, 1, 2]", "[0.5, 1e300, 2]", "field input.scale "},
      {R"("softmax")", R"("relu")", "field output.activation "},
      {R"(["other", "target"])", "[]", "field output.labels "},
      {R"(["other", "target"])", R"(["other", "other"])", "field output.labels "},
      {R"({"target": 40})", R"({"tarket": 40})", "field counts "},
      {R"({"target": 40})", R"({"target": 101})", "field counts.target "},
      {R"({"target": 40})", "{}", "field counts "},
      {"0.75", "0", "field threshold "},
      {"0.75", "1.5", "field threshold "},
      {R"(, "threshold": 0.75)", "", "field threshold "},
  };
  for (const Wrong& wrong : wrongs) {
    const auto manifest = parse_class_manifest(with(wrong.old, wrong.other), "m.json");
    ASSERT_FALSE(manifest) << wrong.other;
    EXPECT_EQ(manifest.error().place, "m.json");
    EXPECT_EQ(manifest.error().what.substr(0, std::string(wrong.field).size()),
              wrong.field);
  }
}

TEST(ClassManifest, IsAnObjectOfJson) {
  EXPECT_FALSE(parse_class_manifest("", "m.json"));
  EXPECT_FALSE(parse_class_manifest("[]", "m.json"));
  EXPECT_FALSE(parse_class_manifest(std::string(60'000, '['), "m.json"));
  EXPECT_FALSE(parse_class_manifest(whole() + "x", "m.json"));
  EXPECT_FALSE(parse_class_manifest(with("practice", "\xff"), "m.json"));
  const auto large = parse_class_manifest(std::string(70'000, ' '), "m.json");
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().kind, FaultKind::too_big);
}

TEST(ClassManifest, KnowsItsModel) {
  const auto manifest = parse_class_manifest(whole(), "manifest.json");
  ASSERT_TRUE(manifest);
  EXPECT_TRUE(check_model(*manifest, bytes_of("the model")));
  const auto other = check_model(*manifest, bytes_of("the modem"));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().place, "m.onnx");
}

}  // namespace
}  // namespace winnow
