#include "scanner/examine/classes/own_classes.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <thread>

#include "scanner/examine/classes/class_manifest.h"
#include "scanner/examine/classes/classes_module.h"
#include "scanner/examine/classes/screen_sizes.h"
#include "scanner/worker/lock_down.h"
#include "tests/examine/pictures/decoded_picture.h"

namespace winnow {
namespace {

const std::string kPictures = WINNOW_SHARED_DIR "/evidence/pictures/";

using Colour = std::array<int, 3>;
using Drawing = std::function<Colour(std::uint32_t x, std::uint32_t y)>;

DecodedPicture drawn(std::uint32_t width, std::uint32_t height, const Drawing& at) {
  DecodedPicture picture{{}, width, height, SamplesPerPixel::rgb};
  for (std::uint32_t y = 0; y < height; ++y) {
    for (std::uint32_t x = 0; x < width; ++x) {
      for (const int value : at(x, y)) {
        picture.samples.push_back(static_cast<std::byte>(std::clamp(value, 0, 255)));
      }
    }
  }
  return picture;
}

// Around `base`, slowly changing, with the noise of a camera.
DecodedPicture like_a_photograph(const Colour& base, unsigned seed = 1) {
  std::mt19937 random(seed);
  return drawn(320, 240, [&](std::uint32_t x, std::uint32_t y) {
    const int light = static_cast<int>(20 * std::sin(x / 40.0) * std::cos(y / 30.0)) +
                      static_cast<int>(random() % 7);
    return Colour{base[0] + light, base[1] + light, base[2] + light};
  });
}

// Bars of colour with lines of letters.
DecodedPicture like_a_page(std::uint32_t width, std::uint32_t height) {
  return drawn(width, height, [](std::uint32_t x, std::uint32_t y) {
    if (y < 20) return Colour{30, 90, 200};
    const bool is_letter = y % 16 < 6 && x % 7 < 2 && x > 20;
    return is_letter ? Colour{20, 20, 20} : Colour{250, 250, 250};
  });
}

// The means of squares of pixels, so that no side is longer than 320.
DecodedPicture brought_down(const DecodedPicture& picture) {
  const std::uint32_t step = (std::max(picture.width, picture.height) + 319) / 320;
  DecodedPicture small{{}, picture.width / step, picture.height / step, picture.kind};
  const auto colours = static_cast<std::size_t>(picture.kind);
  for (std::size_t y = 0; y < small.height; ++y) {
    for (std::size_t i = 0; i < small.width * colours; ++i) {
      const std::size_t x = i / colours;
      unsigned sum = 0;
      for (std::size_t at = 0; at < std::size_t{step} * step; ++at) {
        const std::size_t row = y * step + at / step;
        const std::size_t pixel = row * picture.width + x * step + at % step;
        sum += static_cast<unsigned>(picture.samples[pixel * colours + i % colours]);
      }
      small.samples.push_back(static_cast<std::byte>(sum / (step * step)));
    }
  }
  return small;
}

const ClassesModule& module() {
  static const ClassesModule kModule = [] {
    auto loaded = load_classes_module();
    EXPECT_TRUE(loaded) << loaded.error().line();
    return std::move(loaded).value();
  }();
  return kModule;
}

std::unique_ptr<OwnClasses> opened() {
  auto own = open_own_classes(module().face_cascade);
  EXPECT_TRUE(own) << own.error().line();
  return std::move(own).value();
}

using Told = std::map<OwnClass, int>;

Told told(const DecodedPicture& small, std::uint32_t width, std::uint32_t height) {
  const auto scores = opened()->classify(small.pixels(), width, height);
  EXPECT_TRUE(scores) << scores.error().line();
  Told all;
  for (const OwnScore& score : *scores) all[score.kind] = score.percent;
  return all;
}

Told told(const DecodedPicture& small) {
  return told(small, small.width, small.height);
}

TEST(OwnClasses, HaveNamesAndPoints) {
  for (std::size_t i = 0; i < kOwnClasses; ++i) {
    const OwnClassFacts& facts = facts_of(static_cast<OwnClass>(i));
    EXPECT_NE(std::string(facts.name), "");
    EXPECT_LE(facts.points, kMostPoints);
  }
  EXPECT_EQ(facts_of(OwnClass::graphic).points, 0u);
  EXPECT_GT(facts_of(OwnClass::face).points, facts_of(OwnClass::photograph).points);
}

TEST(OwnClasses, TellPhotographsFromGraphics) {
  const Told photograph = told(like_a_photograph({90, 120, 160}));
  EXPECT_GE(photograph.at(OwnClass::photograph), 75);
  EXPECT_EQ(photograph.count(OwnClass::graphic), 0u);
  const Told page = told(like_a_page(320, 200));
  EXPECT_GE(page.at(OwnClass::graphic), 75);
  EXPECT_EQ(page.size(), 1u);
  EXPECT_EQ(told(drawn(200, 200,
                       [](auto, auto) {
                         return Colour{7, 7, 7};
                       })),
            (Told{{OwnClass::graphic, 100}}));
}

TEST(OwnClasses, TellScreenshotsBySizeAndEvenness) {
  const DecodedPicture page = like_a_page(147, 320);
  EXPECT_GE(told(page, 1080, 2340).at(OwnClass::screenshot), 40);
  EXPECT_EQ(told(page, 1080, 2341).count(OwnClass::screenshot), 0u);
  const DecodedPicture photograph = like_a_photograph({90, 120, 160});
  EXPECT_EQ(told(photograph, 1024, 768).count(OwnClass::screenshot), 0u);
}

TEST(OwnClasses, KnowScreensUprightAndOnTheirSide) {
  for (const auto& [width, height] :
       {std::pair{1170u, 2532u}, {750u, 1334u}, {1920u, 1080u}, {1366u, 768u}}) {
    EXPECT_TRUE(is_screen_size(width, height)) << width;
    EXPECT_TRUE(is_screen_size(height, width)) << width;
    EXPECT_FALSE(is_screen_size(width + 1, height)) << width;
  }
  EXPECT_FALSE(is_screen_size(0, 0));
}

TEST(OwnClasses, TellTheShareOfSkin) {
  const Colour skin{200, 150, 125};
  EXPECT_GE(told(like_a_photograph(skin)).at(OwnClass::skin), 95);
  EXPECT_EQ(told(like_a_photograph({90, 120, 160})).count(OwnClass::skin), 0u);
  const DecodedPicture half = drawn(300, 200, [&](std::uint32_t x, std::uint32_t y) {
    const int light = static_cast<int>((x + y) % 5);
    return x < 150 ? Colour{skin[0] + light, skin[1] + light, skin[2] + light}
                   : Colour{60 + light, 120 + light, 70 + light};
  });
  EXPECT_EQ(told(half).at(OwnClass::skin), 50);
}

// The girl of picture 15 looks at the camera; the parrots of 23 are no people.
TEST(OwnClasses, FindAFace) {
  if (!std::filesystem::exists(kPictures)) GTEST_SKIP() << "no pictures here";
  const Told girl = told(brought_down(decode_picture(kPictures + "kodak/15.png")));
  EXPECT_GE(girl.at(OwnClass::face), 60);
  EXPECT_EQ(girl.count(OwnClass::photograph), 1u);
  const Told birds = told(brought_down(decode_picture(kPictures + "kodak/23.png")));
  EXPECT_EQ(birds.count(OwnClass::face), 0u);
  EXPECT_EQ(birds.count(OwnClass::photograph), 1u);
}

TEST(OwnClasses, TellPhotographsThatNobodyHereMade) {
  const std::string folder = kPictures + "imagededup/data/base_images/";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no pictures here";
  int photographs = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const Told all = told(brought_down(decode_picture(file.path())));
    EXPECT_EQ(all.count(OwnClass::photograph), 1u) << file.path();
    EXPECT_EQ(all.count(OwnClass::face), 0u) << file.path();
    ++photographs;
  }
  EXPECT_EQ(photographs, 10);
}

TEST(OwnClasses, TakePicturesOfAnyShape) {
  const auto own = opened();
  std::mt19937 random(3);
  for (const std::uint32_t width : {1u, 2u, 7u, 8u, 31u, 32u, 33u, 320u}) {
    for (const std::uint32_t height : {1u, 2u, 7u, 8u, 31u, 32u, 33u, 320u}) {
      DecodedPicture picture = drawn(width, height, [&](auto, auto) {
        return Colour{static_cast<int>(random() % 256), 100, 90};
      });
      for (const auto kind : {SamplesPerPixel::rgb, SamplesPerPixel::grey}) {
        picture.kind = kind;
        const auto scores = own->classify(picture.pixels(), width, height);
        ASSERT_TRUE(scores) << scores.error().line();
        EXPECT_EQ(scores->empty(), std::min(width, height) < 8);
      }
    }
  }
}

TEST(OwnClasses, RefuseWhatIsNoPicture) {
  const auto own = opened();
  const DecodedPicture whole = like_a_page(40, 40);
  Pixels broken = whole.pixels();
  broken.height = 41;
  EXPECT_FALSE(own->classify(broken, 40, 41));
  EXPECT_FALSE(own->classify(Pixels(), 0, 0));
  const DecodedPicture wide = like_a_page(321, 10);
  EXPECT_FALSE(own->classify(wide.pixels(), 321, 10));
}

TEST(OwnClasses, AreOpenedWithACascadeAlone) {
  const auto& cascade = module().face_cascade;
  const auto half = open_own_classes(Bytes(cascade).first(cascade.size() / 2));
  ASSERT_FALSE(half);
  EXPECT_NE(half.error().what.find("opencv-data"), std::string::npos);
  EXPECT_FALSE(open_own_classes(Bytes()));
  EXPECT_FALSE(open_own_classes(bytes_of("<?xml version=\"1.0\"?><opencv_storage/>")));
}

TEST(OwnClasses, AnswerTheSameOnAnyThread) {
  std::vector<DecodedPicture> pictures;
  for (unsigned seed = 0; seed < 4; ++seed) {
    pictures.push_back(like_a_photograph({200, 150, 125}, seed));
    pictures.push_back(drawn_picture(300, 200 + seed, seed));
  }
  std::array<std::vector<std::vector<OwnScore>>, 4> answers;
  {
    std::vector<std::jthread> threads;
    for (auto& mine : answers) {
      threads.emplace_back([&mine, &pictures] {
        const auto own = opened();
        for (const DecodedPicture& picture : pictures) {
          mine.push_back(*own->classify(picture.pixels(), 1024, 768));
        }
      });
    }
  }
  EXPECT_FALSE(answers[0][0].empty());
  for (const auto& other : answers) EXPECT_EQ(other, answers[0]);
}

// As in the worker: nothing may be opened or started any more.
TEST(OwnClasses, WorkUnderTheLockDown) {
  const pid_t child = ::fork();
  if (child == 0) {
    const auto loaded = load_classes_module();
    if (!loaded) ::_exit(2);
    LockDownNeeds needs;
    needs.memory_bytes = std::uint64_t{1} << 30;
    if (lock_down(needs).in_force.empty()) ::_exit(3);
    const auto own = loaded->open_own(loaded->face_cascade);
    if (!own) ::_exit(4);
    const DecodedPicture picture = like_a_photograph({200, 150, 125});
    const auto scores = (*own)->classify(picture.pixels(), 320, 240);
    ::_exit(scores && scores->size() >= 2 ? 0 : 5);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace winnow
