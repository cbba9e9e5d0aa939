#include "base/simd/picture_lanes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <vector>

#include "base/simd/instruction_sets.h"

namespace winnow {
namespace {

// Each has a twin here that takes one value after the other, and gives the same bits.
class PictureLanesOn : public testing::TestWithParam<std::int64_t> {
 protected:
  const simd::OnlyInstructionSet only_{GetParam()};

  std::vector<std::byte> random_bytes(std::size_t count) {
    std::vector<std::byte> bytes(count);
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(random_());
    return bytes;
  }
  // From 0 to 255 with all digits, as after a blur.
  std::vector<float> random_grey(std::size_t count) {
    std::vector<float> values(count);
    for (float& value : values) {
      value = static_cast<float>(random_() % 1'000'003) * (255.0F / 1'000'003.0F);
    }
    return values;
  }
  std::mt19937 random_{11};
};

INSTANTIATE_TEST_SUITE_P(, PictureLanesOn, testing::ValuesIn(simd::instruction_sets()),
                         [](const auto& set) {
                           return std::string(simd::name_of(set.param));
                         });

TEST_P(PictureLanesOn, ReadsGreyAndLuma) {
  for (std::size_t width = 0; width < 70; ++width) {
    const auto bytes = random_bytes(3 * width);
    std::vector<float> grey(width);
    simd::read_grey(std::span(bytes).first(width), grey);
    std::vector<float> luma(width);
    simd::read_luma(bytes, luma);
    for (std::size_t x = 0; x < width; ++x) {
      const auto sample = [&](std::size_t i) {
        return static_cast<float>(std::to_integer<int>(bytes[i]));
      };
      ASSERT_EQ(grey[x], sample(x));
      ASSERT_EQ(luma[x], 0.299F * sample(3 * x) + 0.587F * sample(3 * x + 1) +
                             0.114F * sample(3 * x + 2));
    }
  }
}

TEST_P(PictureLanesOn, AddsRowsUpTo16Bits) {
  const std::vector<std::uint16_t> weights = {1, 2, 3, 45, 60, 100, 46};  // 257
  for (std::size_t width = 0; width < 140; ++width) {
    auto bytes = random_bytes(weights.size() * width);
    if (width % 2 == 0) std::ranges::fill(bytes, std::byte{255});
    std::vector<const std::byte*> rows;
    for (std::size_t t = 0; t < weights.size(); ++t) {
      rows.push_back(bytes.data() + t * width);
    }
    std::vector<double> sums(width);
    simd::add_weighted_rows(rows, weights, sums);
    for (std::size_t x = 0; x < width; ++x) {
      int sum = 0;
      for (std::size_t t = 0; t < weights.size(); ++t) {
        sum += weights[t] * std::to_integer<int>(rows[t][x]);
      }
      ASSERT_EQ(sums[x], sum) << x << " of " << width;
    }
  }
}

TEST_P(PictureLanesOn, AddsARowOfLuma) {
  for (std::size_t width = 0; width < 40; ++width) {
    const auto row = random_grey(width);
    const auto before = random_grey(width);
    std::vector<double> sums(before.begin(), before.end());
    for (double& sum : sums) sum *= 0.1;
    simd::add_weighted_row(row, 37, sums);
    for (std::size_t x = 0; x < width; ++x) {
      ASSERT_EQ(sums[x], double{before[x]} * 0.1 + 37 * double{row[x]});
    }
  }
}

TEST_P(PictureLanesOn, SlidesABoxDownByOne) {
  for (std::size_t width = 1; width < 70; ++width) {
    const float count = static_cast<float>(width % 9 + 1);
    const auto added = random_grey(width);
    const auto taken_away = random_grey(width);
    const auto before = random_grey(width);
    std::vector<float> sums = before;
    std::vector<float> means(width);
    simd::slide_box(added, taken_away, count, sums, means);
    for (std::size_t x = 0; x < width; ++x) {
      float sum = before[x] + added[x];
      sum -= taken_away[x];
      ASSERT_EQ(sums[x], sum);
      ASSERT_EQ(means[x], sum / count);
    }
  }
}

std::vector<float> plain_means(std::span<const float> line, const simd::Box& box) {
  std::vector<float> means(line.size());
  float sum = 0;
  for (std::size_t at = 0; at < std::min(box.after, line.size()); ++at) sum += line[at];
  std::size_t count = std::min(box.after, line.size());
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (at + box.after < line.size()) {
      sum += line[at + box.after];
      ++count;
    }
    if (at > box.before) {
      sum -= line[at - box.before - 1];
      --count;
    }
    means[at] = sum / static_cast<float>(count);
  }
  return means;
}

// Lines with what they need behind them, and room for their means.
struct Lines {
  Lines(const std::vector<std::vector<float>>& given, const simd::Box& box)
      : samples(given), ring(simd::ring_slots(box)) {
    boxed.length = given[0].size();
    boxed.box = box;
    for (auto& line : samples) line.resize(line.size() + simd::zeros_behind(box));
    means.resize(samples.size(), std::vector<float>(samples[0].size(), -1.0F));
    for (std::size_t i = 0; i < simd::kLinesAbreast; ++i) {
      const std::size_t line = i < samples.size() ? i : 0;
      boxed.lines[i] = samples[line].data();
      mean_lines[i] = means[line].data();
    }
  }
  std::vector<std::vector<float>> samples;
  std::vector<std::vector<float>> means;
  std::vector<simd::LinesAbreast> ring;
  simd::BoxedLines boxed;
  simd::MeanLines mean_lines;
};

TEST_P(PictureLanesOn, MeansOfBoxesAreThoseOfEachLineAlone) {
  for (const std::size_t length :
       {1, 2, 5, 15, 16, 17, 31, 33, 64, 129, 300, 512, 700}) {
    for (const std::size_t box_length : {1, 2, 3, 4, 5, 8, 16, 17, 40}) {
      if (box_length > length) continue;
      const simd::Box box{(box_length - 1) / 2, box_length / 2};
      for (const std::size_t lines :
           {std::size_t{1}, std::size_t{5}, simd::kLinesAbreast}) {
        std::vector<std::vector<float>> given;
        for (std::size_t i = 0; i < lines; ++i) given.push_back(random_grey(length));
        std::vector<std::size_t> places(48);
        for (std::size_t& place : places) place = random_() % length;
        std::ranges::sort(places);

        Lines everywhere(given, box);
        // What the ring holds does not count.
        for (auto& slot : everywhere.ring) slot.fill(7.0F);
        simd::all_means(everywhere.boxed, everywhere.ring, everywhere.mean_lines);
        Lines somewhere(given, box);
        for (auto& line : somewhere.means)
          line.resize(std::max(line.size(), places.size()));
        for (std::size_t i = 0; i < simd::kLinesAbreast; ++i) {
          somewhere.mean_lines[i] = somewhere.means[i < lines ? i : 0].data();
        }
        simd::means_at(somewhere.boxed, places, somewhere.ring, somewhere.mean_lines);
        for (std::size_t i = 0; i < lines; ++i) {
          const auto expected = plain_means(given[i], box);
          for (std::size_t at = 0; at < length; ++at) {
            ASSERT_EQ(everywhere.means[i][at + box.after], expected[at])
                << length << ' ' << box_length << ' ' << i << ' ' << at;
          }
          for (std::size_t at = 0; at < places.size(); ++at) {
            ASSERT_EQ(somewhere.means[i][at], expected[places[at]])
                << length << ' ' << box_length << ' ' << i << ' ' << places[at];
          }
        }
      }
    }
  }
}

TEST_P(PictureLanesOn, MultipliesMatricesInOrder) {
  for (const std::size_t inner : {1, 7, 64}) {
    const simd::MatrixSizes sizes{8, inner, 48};
    auto a = random_grey(8 * inner);
    auto b = random_grey(inner * 48);
    for (float& value : a) value -= 128;
    std::vector<float> product(8 * 48);
    simd::multiply_matrices(sizes, a, b, product);
    for (std::size_t i = 0; i < 8; ++i) {
      for (std::size_t j = 0; j < 48; ++j) {
        float sum = 0;
        for (std::size_t k = 0; k < inner; ++k) sum += a[i * inner + k] * b[k * 48 + j];
        ASSERT_EQ(product[i * 48 + j], sum);
      }
    }
  }
}

TEST_P(PictureLanesOn, SumsStepsInWholeHundredths) {
  for (std::size_t count = 0; count < 70; ++count) {
    const auto a = random_grey(count);
    const auto b = random_grey(count);
    std::uint32_t steps = 0;
    for (std::size_t i = 0; i < count; ++i) {
      steps +=
          static_cast<unsigned>(std::abs(static_cast<int>((a[i] - b[i]) * 100 / 255)));
    }
    ASSERT_EQ(simd::sum_of_steps(a, b), steps);
  }
}

TEST_P(PictureLanesOn, FindsTheMiddleAndWhatIsAboveIt) {
  for (int round = 0; round < 200; ++round) {
    // Some rounds with many ties, all of them at last, and of either sign.
    const auto kinds = round == 0 ? 1u : round % 2 == 0 ? 40u : 1'000'000u;
    std::array<float, simd::kRanked> values;
    for (float& value : values) {
      value = (static_cast<float>(random_() % kinds) - static_cast<float>(kinds / 3)) /
              1024.0F;
      if (value == 0 && random_() % 2 == 0) value = -value;
    }
    auto ordered = values;
    std::ranges::sort(ordered);
    const simd::Middle middle = simd::middle_of(values);
    ASSERT_EQ(middle.lower, ordered[simd::kRanked / 2 - 1]) << round;
    ASSERT_EQ(middle.upper, ordered[simd::kRanked / 2]) << round;
    const auto words = simd::above(values, middle.lower);
    for (std::size_t i = 0; i < values.size(); ++i) {
      ASSERT_EQ((words[i / 64] >> (i % 64) & 1) != 0, values[i] > middle.lower);
    }
  }
}

}  // namespace
}  // namespace winnow
