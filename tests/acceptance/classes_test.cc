// Classes of pictures and a model that a force brings: they change the order in which
// the unknown is looked at, add a reason of limited weight, and find nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "base/digest.h"
#include "base/digester.h"
#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

namespace fs = std::filesystem;

const std::string kPracticeModel = WINNOW_PRACTICE_MODEL;
constexpr std::size_t kSide = 160;
constexpr std::size_t kOfEach = 6;  // red ones, blue ones

void put(std::string& bytes, std::uint32_t number, int width) {
  for (int i = 0; i < width; ++i, number >>= 8) {
    bytes += static_cast<char>(number & 0xFF);
  }
}

// Soft shapes in one colour; the red is no colour of skin.
std::string bitmap(unsigned seed, bool is_red) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> any(0, 1);
  std::array<std::array<double, 4>, 12> waves;
  for (auto& wave : waves) {
    wave = {any(random) * 8, any(random) * 8, any(random) * 6.28, any(random)};
  }
  std::string bytes = "BM";
  put(bytes, 54 + kSide * kSide * 3, 4);
  put(bytes, 0, 4);
  put(bytes, 54, 4);
  put(bytes, 40, 4);
  put(bytes, kSide, 4);
  put(bytes, kSide, 4);
  put(bytes, 1, 2);
  put(bytes, 24, 2);
  for (int i = 0; i < 6; ++i) put(bytes, 0, 4);
  for (std::size_t y = 0; y < kSide; ++y) {
    for (std::size_t x = 0; x < kSide; ++x) {
      double sum = 0;
      for (const auto& [across, down, phase, height] : waves) {
        sum += height * std::cos(6.28 *
                                     (across * static_cast<double>(x) +
                                      down * static_cast<double>(y)) /
                                     static_cast<double>(kSide) +
                                 phase);
      }
      const auto bright =
          static_cast<std::uint32_t>(std::clamp(210 + 30 * sum, 165.0, 255.0));
      put(bytes, is_red ? 20 : bright, 1);
      put(bytes, is_red ? 20 : bright, 1);
      put(bytes, is_red ? bright : 20, 1);
    }
  }
  return bytes;
}

void write(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

class Classes : public ::testing::Test {
 protected:
  // Blue pictures come first by name and by place, red ones after them. The set lists
  // what is nearly the same, so that each is met when it is looked at.
  void SetUp() override {
    fs::create_directory(folder_.path("listed"));
    fs::create_directory(folder_.path("exhibit"));
    for (unsigned i = 0; i < 2 * kOfEach; ++i) {
      const bool is_red = i >= kOfEach;
      const std::string name = std::string(is_red ? "red" : "blue") + std::to_string(i);
      const std::string bytes = bitmap(i, is_red);
      write(folder_.path("listed/" + name + ".bmp"), bytes);
      write(folder_.path("exhibit/" + name + ".bmp"), bytes + "copied");
    }
    write(folder_.path("exhibit/unknown.bmp"), bitmap(100, true) + "unknown");
    const Ran learnt = winnow({"hashset", "learn", folder_.path("set.wset"),
                               folder_.path("listed"), "--name", "colours"});
    ASSERT_EQ(learnt.status, 0) << learnt.err;
  }

  [[nodiscard]] std::string case_path(const std::string& name) const {
    return folder_.path("case-" + name);
  }

  Ran scan(const std::string& name, std::vector<std::string> options) {
    std::vector<std::string> arguments = {
        "scan",   folder_.path("exhibit"), "--hashset", folder_.path("set.wset"),
        "--case", case_path(name),         "--json"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return winnow(arguments);
  }

  // The first letters of the files of near findings, in the order of events.
  static std::string order_of(const Ran& ran) {
    std::string order;
    std::istringstream lines(ran.out);
    for (std::string line; std::getline(lines, line);) {
      const auto event = parse_json(line);
      if (std::string(event["event"].GetString()) != "finding") continue;
      EXPECT_STREQ(event["kind"].GetString(), "near");
      const std::string path = event["path"].GetString();
      order += path[path.rfind('/') + 1];
    }
    return order;
  }

  std::string answers(const std::string& name) {
    const std::string a_case = case_path(name);
    return winnow({"findings", "--case", a_case, "--json"}).out +
           winnow({"coverage", "--case", a_case, "--json"}).out +
           winnow(
               {"rank", "--case", a_case, "--as-of", "2026-01-01T00:00:00Z", "--json"})
               .out;
  }

  // A folder with the practice model, to be spoilt.
  std::string model_folder(const std::string& name) {
    const std::string folder = folder_.path(name);
    fs::create_directory(folder);
    for (const auto& entry : fs::directory_iterator(kPracticeModel)) {
      fs::copy(entry.path(), folder);
    }
    return folder;
  }
  // Another model under the same manifest, which says what its digest is.
  static void put_model(const std::string& folder, const std::string& onnx) {
    write(folder + "/practice.onnx", onnx);
    std::string manifest = read_text(folder + "/manifest.json");
    const std::size_t at = manifest.find("sha256");
    const std::size_t digits = manifest.find_first_of("0123456789abcdef", at + 8);
    manifest.replace(digits, 64, digest_of(Algorithm::sha256, bytes_of(onnx)).hex());
    write(folder + "/manifest.json", manifest);
  }
  // Refused before anything is begun, in words that name the file.
  void expect_refused(const std::string& folder, const std::string& words) {
    const Ran ran = scan("refused", {"--model", folder});
    EXPECT_EQ(ran.status, 2);
    EXPECT_NE(ran.err.find(words), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find(folder), std::string::npos) << ran.err;
    EXPECT_FALSE(fs::exists(case_path("refused")));
  }

  TempFolder folder_;
};

TEST_F(Classes, TargetsOfAModelAreLookedAtFirst) {
  const std::string reds(kOfEach, 'r');
  const std::string blues(kOfEach, 'b');
  EXPECT_EQ(order_of(scan("none", {"--threads", "1"})), blues + reds);
  EXPECT_EQ(order_of(scan("own", {"--threads", "1", "--classes"})), blues + reds)
      << "nothing but the model tells them apart";
  EXPECT_EQ(order_of(scan("model", {"--threads", "1", "--model", kPracticeModel})),
            reds + blues);
}

TEST_F(Classes, FindNothingAndAddAReason) {
  scan("none", {});
  scan("model", {"--model", kPracticeModel});
  const auto findings = [this](const std::string& name) {
    return winnow({"findings", "--case", case_path(name), "--json"}).out;
  };
  EXPECT_EQ(findings("none"), findings("model"));
  const auto reason = [this](const std::string& name) {
    return winnow({"rank", "--case", case_path(name)}).out;
  };
  const std::string words = "1 unknown picture of class target (model ";
  EXPECT_EQ(reason("none").find(words), std::string::npos);
  EXPECT_NE(reason("model").find(words), std::string::npos) << reason("model");
  const auto coverage =
      parse_json(winnow({"coverage", "--case", case_path("model"), "--json"}).out);
  const auto& classes = coverage[0]["pictures"]["classes"];
  ASSERT_GT(classes.Size(), 0u);
  const auto& target = classes[classes.Size() - 1];
  EXPECT_EQ(target["unknown_pictures"].GetUint64(), 1u);
}

TEST_F(Classes, AreTheSameInAnyWayOfScanning) {
  scan("1", {"--model", kPracticeModel, "--threads", "1"});
  const std::string once = answers("1");
  for (const std::vector<std::string>& way :
       {std::vector<std::string>{"--threads", "4"}, {"--serial"}, {"--one-pass"}}) {
    std::vector<std::string> options = {"--model", kPracticeModel};
    options.insert(options.end(), way.begin(), way.end());
    fs::remove_all(case_path("1"));
    scan("1", options);
    EXPECT_EQ(answers("1"), once) << way.front();
  }
}

TEST_F(Classes, OfTheProjectNeedNoModel) {
  const Ran ran = scan("own", {"--classes"});
  EXPECT_EQ(ran.status, 1) << ran.err;
  const auto coverage =
      parse_json(winnow({"coverage", "--case", case_path("own"), "--json"}).out);
  EXPECT_EQ(coverage[0]["pictures"]["classes"].Size(), 5u);
}

TEST_F(Classes, OfNoPicturesAreRefused) {
  write(folder_.path("list.md5"), "928cae62314b95527918ee4a2447da01\n");
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{"--hashset", folder_.path("list.md5")},
        {"--hashset", folder_.path("set.wset"), "--until", "confirm"}}) {
    std::vector<std::string> arguments = {"scan", folder_.path("exhibit"), "--case",
                                          case_path("refused"), "--classes"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const Ran ran = winnow(arguments);
    EXPECT_EQ(ran.status, 2);
    EXPECT_NE(ran.err.find("--classes: tells nothing in this scan"), std::string::npos)
        << ran.err;
    EXPECT_FALSE(fs::exists(case_path("refused")));
  }
}

TEST_F(Classes, ABrokenModelIsRefusedInClearWords) {
  expect_refused(folder_.path("listed"), "holds no model");
  const std::string bare = model_folder("bare");
  fs::remove(bare + "/manifest.json");
  expect_refused(bare, "holds no manifest.json");
  const std::string two = model_folder("two");
  write(two + "/second.onnx", "x");
  expect_refused(two, "holds several models");
  const std::string other = model_folder("other");
  write(other + "/practice.onnx", "other bytes");
  expect_refused(other, "sha256");
  const std::string wordy = model_folder("wordy");
  write(wordy + "/manifest.json", "{\"name\": 1}");
  expect_refused(wordy, "name");
}

TEST_F(Classes, AHostileModelIsRefusedInClearWords) {
  const std::string onnx = read_text(kPracticeModel + "/practice.onnx");
  std::mt19937 random(7);
  std::string noise(4096, ' ');
  for (char& c : noise) c = static_cast<char>(random());
  const std::string hostile = model_folder("hostile");
  for (const std::string& bytes : {std::string(), onnx.substr(0, onnx.size() / 2),
                                   noise, std::string(1 << 20, '\xFF')}) {
    put_model(hostile, bytes);
    expect_refused(hostile, "practice.onnx");
  }
}

}  // namespace
}  // namespace winnow::test
