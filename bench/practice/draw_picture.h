// Harmless pictures drawn from a number: clouds, a slope of light, a few shapes and
// film grain, as JPEG. The same order always gives the same bytes (with the same
// libjpeg); two seeds differ in every row, not only in the header. Callable from one
// thread.
#ifndef WINNOW_BENCH_PRACTICE_DRAW_PICTURE_H_
#define WINNOW_BENCH_PRACTICE_DRAW_PICTURE_H_

#include <cstdint>

#include "bench/practice/practice_tools.h"

namespace winnow::practice {

struct PictureOrder {
  std::uint64_t seed = 0;
  unsigned width = 0;  // 16 .. kMaxPictureSide
  unsigned height = 0;
  int quality = 85;  // 1 .. 100, as libjpeg counts
};

inline constexpr unsigned kMaxPictureSide = 2560;

[[nodiscard]] ByteVector draw_picture(const PictureOrder& order);

// An order whose JPEG will be about `size_bytes` long (within some 15 %).
[[nodiscard]] PictureOrder picture_of_about(std::uint64_t seed, double size_bytes);

}  // namespace winnow::practice

#endif  // WINNOW_BENCH_PRACTICE_DRAW_PICTURE_H_
