// The model that is shipped: made by the writer beside this, and what it tells.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/file.h"
#include "scanner/examine/classes/class_manifest.h"
#include "scanner/examine/classes/class_model.h"
#include "tests/examine/classes/tiny_model.h"
#include "tests/examine/pictures/decoded_picture.h"

namespace winnow {
namespace {

// By how much red exceeds half of green and blue together, from about half of its
// range.
const TinyModel kPractice{{-1, 0.5F, 0.5F, 1, -0.5F, -0.5F}, {2, -2}};

std::string shipped(const std::string& name) {
  auto text = read_whole_file(WINNOW_PRACTICE_MODEL "/" + name, 1 << 20);
  EXPECT_TRUE(text) << text.error().line();
  return std::move(text).value();
}

TEST(PracticeModel, IsWhatItsWriterWrites) {
  const std::string made = kPractice.onnx();
  if (shipped("practice.onnx") == made) return;
  const std::string place = testing::TempDir() + "practice.onnx";
  ASSERT_TRUE(replace_file(place, bytes_of(made)));
  FAIL() << "the writer's is now in " << place;
}

TEST(PracticeModel, FindsWhatIsStronglyRed) {
  const auto manifest = parse_class_manifest(shipped("manifest.json"), "manifest.json");
  ASSERT_TRUE(manifest) << manifest.error().line();
  const std::string onnx = shipped(manifest->file);
  ASSERT_TRUE(check_model(*manifest, bytes_of(onnx)));
  auto model = open_class_model(*manifest, bytes_of(onnx));
  ASSERT_TRUE(model) << model.error().line();
  ASSERT_EQ(manifest->labels[1].name, "target");
  EXPECT_GT(manifest->labels[1].points, 0u);

  const auto score = [&](std::vector<int> colour) {
    DecodedPicture picture{{}, 50, 40, SamplesPerPixel::rgb};
    for (std::size_t i = 0; i < 50 * 40 * 3; ++i) {
      picture.samples.push_back(static_cast<std::byte>(colour[i % 3]));
    }
    const Pixels pixels = picture.pixels();
    return (*(*model)->classify({&pixels, 1}))[0][1];
  };
  EXPECT_GE(score({230, 30, 30}), manifest->threshold);
  EXPECT_GE(score({200, 20, 60}), manifest->threshold);
  for (const auto& other : std::vector<std::vector<int>>{
           {255, 255, 255}, {0, 0, 0}, {30, 230, 30}, {30, 30, 230}, {220, 170, 140}}) {
    EXPECT_LT(score(other), 0.2F) << other[0] << ' ' << other[1];
  }
}

}  // namespace
}  // namespace winnow
