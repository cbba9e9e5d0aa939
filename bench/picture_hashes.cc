// picture_hashes: how many pictures a second PDQ takes on one core, from pixels.
//
// 100 drawn pictures each in memory: 512 x 512 of 8-bit grey and of RGB, 1600 x 1200 of
// grey; in seconds of the processor, each picture's best of ten, and the first of them,
// in which the caches and the vectors are cold. Beside the 192 pictures of 512 x 512 a
// second that ThreatExchange's own code took on one core of the first machine it was
// measured on.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <random>
#include <vector>

#include "scanner/examine/pictures/picture_pdq.h"

namespace winnow {
namespace {

constexpr std::size_t kPictures = 100;
constexpr unsigned kRounds = 10;
constexpr double kReference = 192;

double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Stripes of a few widths and directions, whose edges have all frequencies.
std::vector<std::byte> draw(std::uint32_t width, std::uint32_t height,
                            std::size_t samples, unsigned seed) {
  std::mt19937 random(seed);
  std::array<std::array<float, 4>, 8> waves;
  for (auto& wave : waves) {
    for (float& number : wave) number = static_cast<float>(random() % 1000) / 1000;
  }
  std::vector<std::byte> picture;
  picture.reserve(std::size_t{width} * height * samples);
  for (std::uint32_t y = 0; y < height; ++y) {
    for (std::uint32_t x = 0; x < width; ++x) {
      const float across = static_cast<float>(x) / static_cast<float>(width);
      const float down = static_cast<float>(y) / static_cast<float>(height);
      float grey = 128;
      for (const auto& wave : waves) {
        const float at = 40 * (wave[1] * across + wave[2] * down + wave[3]);
        grey += std::copysign(15 * wave[0], std::sin(at));
      }
      picture.insert(picture.end(), samples,
                     static_cast<std::byte>(static_cast<int>(grey)));
    }
  }
  return picture;
}

void measure(std::uint32_t width, std::uint32_t height, SamplesPerPixel kind) {
  const auto samples = static_cast<std::size_t>(kind);
  double at_first = 0;
  double at_best = 0;
  double slowest = 0;
  unsigned quality = 0;
  for (unsigned seed = 0; seed < kPictures; ++seed) {
    const auto picture = draw(width, height, samples, seed);
    const Pixels pixels{picture, width, height, kind, width * samples};
    double best = 0;
    for (unsigned round = 0; round < kRounds; ++round) {
      const double start = processor_seconds();
      const auto pdq = full_pdq(pixels);
      const double took = processor_seconds() - start;
      if (round == 0) at_first += took;
      if (round == 0) quality += pdq ? pdq->quality : 0;
      if (round == 0 || took < best) best = took;
    }
    at_best += best;
    slowest = std::max(slowest, best);
  }
  const double rate = kPictures / at_best;
  std::printf(
      "%4u x %4u %s: %7.0f pictures/s (%.0f/s the first time), slowest %.2f ms, "
      "mean quality %zu",
      width, height, samples == 1 ? "grey" : "RGB ", rate, kPictures / at_first,
      slowest * 1e3, quality / kPictures);
  if (width == 512 && samples == 1) std::printf(", %.0f x 192", rate / kReference);
  std::printf("\n");
}

}  // namespace
}  // namespace winnow

int main() {
  using winnow::SamplesPerPixel;
  winnow::measure(512, 512, SamplesPerPixel::grey);
  winnow::measure(512, 512, SamplesPerPixel::rgb);
  winnow::measure(1600, 1200, SamplesPerPixel::grey);
}
