// A model in ONNX, written by hand: the mean of each of three channels, weighed into
// two scores, "other" and "target".
#ifndef WINNOW_TESTS_EXAMINE_CLASSES_TINY_MODEL_H_
#define WINNOW_TESTS_EXAMINE_CLASSES_TINY_MODEL_H_

#include <array>
#include <cstdint>
#include <string>

namespace winnow {

struct TinyModel {
  std::array<float, 6> weights{};  // three of "other", three of "target"
  std::array<float, 2> bias{};
  std::int64_t side = 32;  // of the picture, in pixels

  // The bytes of its file.
  [[nodiscard]] std::string onnx() const;
};

}  // namespace winnow

#endif  // WINNOW_TESTS_EXAMINE_CLASSES_TINY_MODEL_H_
