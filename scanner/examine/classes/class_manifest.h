// ClassManifest: what a force says of the model that it brings: model_format.md.
//
// Classes only order what is unknown: they raise it and give a reason of limited
// weight, and never make a finding.
#ifndef WINNOW_SCANNER_EXAMINE_CLASSES_CLASS_MANIFEST_H_
#define WINNOW_SCANNER_EXAMINE_CLASSES_CLASS_MANIFEST_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"

namespace winnow {

enum class ModelColours : std::uint8_t { grey, rgb, bgr };
enum class ModelLayout : std::uint8_t { nchw, nhwc };
enum class ModelActivation : std::uint8_t { none, softmax, sigmoid };

struct ModelInput {
  std::uint32_t width = 0;  // in pixels; pictures are brought to this size
  std::uint32_t height = 0;
  ModelColours colours = ModelColours::rgb;
  ModelLayout layout = ModelLayout::nchw;
  // Of each channel: (sample - mean) * scale, of samples from 0 to 255.
  std::array<float, 3> mean{};
  std::array<float, 3> scale{};

  [[nodiscard]] std::uint32_t channels() const {
    return colours == ModelColours::grey ? 1 : 3;
  }
};

struct ModelLabel {
  std::string name;
  std::uint32_t points = 0;  // towards the order, where its score reaches the threshold
};

struct ClassManifest {
  std::string name;
  std::string file;  // of the model, beside the manifest
  Digest sha256;     // of that file
  ModelInput input;
  ModelActivation activation = ModelActivation::none;
  std::vector<ModelLabel> labels;  // in the order of the model's output
  float threshold = 0;
};

inline constexpr std::size_t kLargestManifest = 64 << 10;
inline constexpr std::size_t kLargestModel = 512 << 20;
inline constexpr std::uint32_t kMostPoints = 100;

// Strict: what is missing, of another kind, out of range or unknown is a fault that
// names `place`, the field and what should stand there.
[[nodiscard]] Result<ClassManifest> parse_class_manifest(std::string_view json,
                                                         const std::string& place);
// That the model's file is the one that the manifest means.
[[nodiscard]] Result<void> check_model(const ClassManifest& manifest, Bytes model);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CLASSES_CLASS_MANIFEST_H_
