#include "scanner/examine/classes/class_model.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "base/digester.h"
#include "scanner/examine/classes/classes_module.h"
#include "scanner/worker/lock_down.h"
#include "tests/examine/classes/tiny_model.h"

namespace winnow {
namespace {

// Red is the target.
const TinyModel kRed{{-1, 0, 0, 1, 0, 0}, {0, 0}};

ClassManifest manifest() {
  ClassManifest manifest;
  manifest.name = "red";
  manifest.file = "red.onnx";
  manifest.input = {32,
                    32,
                    ModelColours::rgb,
                    ModelLayout::nchw,
                    {127.5F, 127.5F, 127.5F},
                    {0.02F, 0.02F, 0.02F}};
  manifest.activation = ModelActivation::softmax;
  manifest.labels = {{"other", 0}, {"target", 40}};
  manifest.threshold = 0.5F;
  return manifest;
}

struct Picture {
  std::vector<std::byte> samples;
  Pixels pixels;

  Picture(std::uint32_t width, std::uint32_t height, int red, int green, int blue) {
    for (std::size_t i = 0; i < std::size_t{width} * height; ++i) {
      for (const int value : {red, green, blue}) {
        samples.push_back(static_cast<std::byte>(value));
      }
    }
    pixels = {samples, width, height, SamplesPerPixel::rgb, std::size_t{width} * 3};
  }
};

TEST(ClassModel, ScoresPictures) {
  auto model = open_class_model(manifest(), bytes_of(kRed.onnx()));
  ASSERT_TRUE(model) << model.error().line();
  const Picture red(100, 50, 250, 20, 20);
  const Picture blue(7, 90, 20, 20, 250);
  const std::vector<Pixels> pictures = {red.pixels, blue.pixels};
  const auto scores = (*model)->classify(pictures);
  ASSERT_TRUE(scores) << scores.error().line();
  ASSERT_EQ(scores->size(), 2u);
  EXPECT_GT((*scores)[0][1], 0.95F);
  EXPECT_LT((*scores)[1][1], 0.05F);
  EXPECT_FLOAT_EQ((*scores)[0][0] + (*scores)[0][1], 1);
}

TEST(ClassModel, TakesColoursAsTheManifestSays) {
  ClassManifest swapped = manifest();
  swapped.input.colours = ModelColours::bgr;
  auto model = open_class_model(swapped, bytes_of(kRed.onnx()));
  ASSERT_TRUE(model);
  const Picture blue(40, 40, 20, 20, 250);
  EXPECT_GT((*(*model)->classify({&blue.pixels, 1}))[0][1], 0.95F);
}

TEST(ClassModel, ScoresAPictureTheSameInAnyCompany) {
  auto model = open_class_model(manifest(), bytes_of(kRed.onnx()));
  ASSERT_TRUE(model);
  std::mt19937 random(1);
  std::vector<Picture> pictures;
  std::vector<Pixels> all;
  for (int i = 0; i < 20; ++i) {
    pictures.emplace_back(10 + random() % 90, 10 + random() % 90,
                          static_cast<int>(random() % 256), 100, 100);
  }
  for (const Picture& picture : pictures) all.push_back(picture.pixels);
  const auto together = (*model)->classify(all);
  ASSERT_TRUE(together);
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ((*(*model)->classify({&all[i], 1}))[0], (*together)[i]);
  }
}

TEST(ClassModel, SaysWhatIsWrongWithIt) {
  ClassManifest three = manifest();
  three.labels.push_back({"third", 1});
  const auto unlike = open_class_model(three, bytes_of(kRed.onnx()));
  ASSERT_FALSE(unlike);
  EXPECT_EQ(unlike.error().what,
            "gives 2 numbers a picture where output.labels names 3: name one label for "
            "each");
  TinyModel broken = kRed;
  broken.weights[0] = std::numeric_limits<float>::quiet_NaN();
  const auto no_number = open_class_model(manifest(), bytes_of(broken.onnx()));
  ASSERT_FALSE(no_number);
  EXPECT_EQ(no_number.error().place, "red.onnx");
  EXPECT_FALSE(open_class_model(manifest(), Bytes()));
  EXPECT_FALSE(open_class_model(manifest(), bytes_of("this is no model")));
}

// Finite of grey, which it is tried on, but not of white.
TEST(ClassModel, SaysWhenItGivesNoNumber) {
  TinyModel steep = kRed;
  steep.weights = {-3e38F, 0, 0, 3e38F, 0, 0};
  auto model = open_class_model(manifest(), bytes_of(steep.onnx()));
  ASSERT_TRUE(model) << model.error().line();
  const Picture white(40, 40, 255, 255, 255);
  const auto scores = (*model)->classify({&white.pixels, 1});
  ASSERT_FALSE(scores);
  EXPECT_EQ(scores.error().place, "red.onnx");
  EXPECT_EQ(scores.error().what.substr(0, 23), "gives what is no number");
}

// OpenCV 4.6 would divide by nought.
TEST(ClassModel, IsRefusedWithoutItsWeights) {
  std::string onnx = kRed.onnx();
  const std::size_t raw = onnx.find("\x4a\x18");
  ASSERT_NE(raw, std::string::npos);
  onnx[raw] = '\x5a';  // of raw_data, a field that is passed over
  const auto model = open_class_model(manifest(), bytes_of(onnx));
  ASSERT_FALSE(model);
  EXPECT_NE(model.error().what.find("weights"), std::string::npos);
}

TEST(ClassModel, IsNotTakenForAnother) {
  const std::string right = kRed.onnx();
  std::string wrong = right;
  wrong.back() ^= 1;
  ClassManifest stated = manifest();
  stated.sha256 = digest_of(Algorithm::sha256, bytes_of(right));
  EXPECT_TRUE(check_model(stated, bytes_of(right)));
  const auto refused = check_model(stated, bytes_of(wrong));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().place, "red.onnx");
}

// Files as hostile as evidence.
std::vector<std::string> hostile_models() {
  const std::string whole = kRed.onnx();
  std::vector<std::string> all;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    all.push_back(whole.substr(0, length));
  }
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    all.push_back(whole);
    for (int flip = 0; flip <= round % 4; ++flip) {
      all.back()[random() % whole.size()] ^= static_cast<char>(1u << random() % 8);
    }
  }
  for (int round = 0; round < 200; ++round) {
    all.emplace_back(random() % 2000, '\0');
    for (char& byte : all.back()) byte = static_cast<char>(random());
  }
  return all;
}

// A fault that names the file, or a model that gives numbers or such a fault.
bool is_fault_or_model(OpenClassModel open, const std::string& onnx) {
  auto model = open(manifest(), bytes_of(onnx));
  if (!model) return model.error().place == "red.onnx";
  const Picture red(100, 50, 250, 20, 20);
  const auto scores = (*model)->classify({&red.pixels, 1});
  if (!scores) return scores.error().place == "red.onnx";
  return std::ranges::all_of(scores->front(), [](float s) { return s >= 0 && s <= 1; });
}

// Where they are read: behind the lock-down. The alarm is for a hang.
TEST(ClassesModule, WorksUnderTheLockDown) {
  const std::vector<std::string> models = hostile_models();
  const pid_t child = ::fork();
  if (child == 0) {
    const auto module = load_classes_module();
    if (!module) ::_exit(2);
    LockDownNeeds needs;
    needs.memory_bytes = std::uint64_t{1} << 30;
    ::alarm(120);
    if (lock_down(needs).in_force.empty()) ::_exit(3);
    for (const std::string& model : models) {
      if (!is_fault_or_model(module->open, model)) ::_exit(4);
    }
    auto model = module->open(manifest(), bytes_of(kRed.onnx()));
    const Picture red(100, 50, 250, 20, 20);
    if (!model || (*(*model)->classify({&red.pixels, 1}))[0][1] < 0.95F) ::_exit(5);
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(ClassesModule, IsTheSameAsTheRoom) {
  const auto module = load_classes_module();
  ASSERT_TRUE(module) << module.error().line();
  auto model = module->open(manifest(), bytes_of(kRed.onnx()));
  ASSERT_TRUE(model) << model.error().line();
  const Picture red(100, 50, 250, 20, 20);
  const auto scores = (*model)->classify({&red.pixels, 1});
  ASSERT_TRUE(scores);
  auto room = open_class_model(manifest(), bytes_of(kRed.onnx()));
  EXPECT_EQ((*scores)[0], (*(*room)->classify({&red.pixels, 1}))[0]);
}

}  // namespace
}  // namespace winnow
