#include "scanner/examine/classes/class_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <new>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <utility>

#include "scanner/examine/classes/onnx_tensors.h"
#include "scanner/examine/classes/opencv.h"

namespace winnow {
namespace {

// What OpenCV throws, as a fault of `file`.
template <typename Work>
auto guarded(const std::string& file, Work work) -> decltype(work()) {
  const auto fault = [&file](FaultKind kind, const std::string& why) {
    return Fault{kind,
                 "is not a model that can be used: " + why +
                     "; export it as ONNX for one picture at a time, of operators that "
                     "OpenCV 4.6 knows",
                 file,
                 {}};
  };
  try {
    return work();
  } catch (const cv::Exception& error) {
    const bool is_memory = error.code == cv::Error::StsNoMem;
    return fault(is_memory ? FaultKind::out_of_memory : FaultKind::malformed,
                 error.err);
  } catch (const std::bad_alloc&) {
    return fault(FaultKind::out_of_memory, "it takes more memory than there is");
  } catch (const std::exception& error) {
    return fault(FaultKind::malformed, error.what());
  }
}

cv::Mat in_colours(const cv::Mat& picture, ModelColours colours) {
  const bool is_grey = picture.channels() == 1;
  cv::Mat converted;
  switch (colours) {
    case ModelColours::grey:
      if (is_grey) return picture;
      cv::cvtColor(picture, converted, cv::COLOR_RGB2GRAY);
      return converted;
    case ModelColours::rgb:
      if (!is_grey) return picture;
      cv::cvtColor(picture, converted, cv::COLOR_GRAY2RGB);
      return converted;
    case ModelColours::bgr:
      cv::cvtColor(picture, converted,
                   is_grey ? cv::COLOR_GRAY2BGR : cv::COLOR_RGB2BGR);
      return converted;
  }
  return picture;
}

// What the model sees of a picture.
cv::Mat blob_of(const Pixels& pixels, const ModelInput& input) {
  const cv::Size size(static_cast<int>(input.width), static_cast<int>(input.height));
  cv::Mat sized;
  cv::resize(view_of(pixels), sized, size, 0, 0, cv::INTER_AREA);
  const cv::Mat picture = in_colours(sized, input.colours);
  const int channels = picture.channels();
  const bool is_nchw = input.layout == ModelLayout::nchw;
  const std::array<int, 4> shape =
      is_nchw ? std::array{1, channels, size.height, size.width}
              : std::array{1, size.height, size.width, channels};
  cv::Mat blob(4, shape.data(), CV_32F);
  auto* to = blob.ptr<float>();
  const std::size_t area = picture.total();
  const auto of_each = static_cast<std::size_t>(channels);
  for (int y = 0; y < size.height; ++y) {
    const std::uint8_t* row = picture.ptr(y);
    for (std::size_t i = 0; i < static_cast<std::size_t>(size.width) * of_each; ++i) {
      const std::size_t channel = i % of_each;
      const std::size_t pixel =
          static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) +
          i / of_each;
      to[is_nchw ? channel * area + pixel : pixel * of_each + channel] =
          (static_cast<float>(row[i]) - input.mean[channel]) * input.scale[channel];
    }
  }
  return blob;
}

void activate(ModelActivation activation, ClassScores& scores) {
  if (activation == ModelActivation::sigmoid) {
    for (float& score : scores) score = 1 / (1 + std::exp(-score));
  }
  if (activation == ModelActivation::softmax) {
    const float most = *std::max_element(scores.begin(), scores.end());
    float sum = 0;
    for (float& score : scores) sum += score = std::exp(score - most);
    for (float& score : scores) score /= sum;
  }
}

class OnnxModel final : public ClassModel {
 public:
  OnnxModel(ClassManifest manifest, cv::dnn::Net net)
      : manifest_(std::move(manifest)), net_(std::move(net)) {}

  [[nodiscard]] Result<std::vector<ClassScores>> classify(
      std::span<const Pixels> pictures) override {
    return guarded(manifest_.file, [&]() -> Result<std::vector<ClassScores>> {
      std::vector<ClassScores> all;
      for (const Pixels& picture : pictures) {
        auto scores = scores_of(picture);
        if (!scores) return std::move(scores).error();
        all.push_back(std::move(*scores));
      }
      return all;
    });
  }

 private:
  Result<ClassScores> scores_of(const Pixels& picture) {
    if (!is_picture(picture)) {
      return Fault{FaultKind::usage, "is no picture", "", {}};
    }
    net_.setInput(blob_of(picture, manifest_.input));
    const cv::Mat output = net_.forward();
    if (output.type() != CV_32F || !output.isContinuous() ||
        output.total() != manifest_.labels.size()) {
      return Fault{FaultKind::malformed,
                   "gives " + std::to_string(output.total()) +
                       " numbers a picture where output.labels names " +
                       std::to_string(manifest_.labels.size()) +
                       ": name one label for each",
                   manifest_.file,
                   {}};
    }
    const auto* first = output.ptr<float>();
    ClassScores scores(first, first + output.total());
    activate(manifest_.activation, scores);
    if (!std::ranges::all_of(scores, [](float s) { return std::isfinite(s); })) {
      return Fault{FaultKind::malformed,
                   "gives what is no number: check input.mean and input.scale, or the "
                   "weights of the model",
                   manifest_.file,
                   {}};
    }
    return scores;
  }

  ClassManifest manifest_;
  cv::dnn::Net net_;
};

}  // namespace

Result<std::unique_ptr<ClassModel>> open_class_model(const ClassManifest& manifest,
                                                     Bytes onnx) {
  quieten_opencv();
  if (auto sound = check_tensors(onnx, manifest.file); !sound) return sound.error();
  using Opened = Result<std::unique_ptr<ClassModel>>;
  return guarded(manifest.file, [&]() -> Opened {
    cv::dnn::Net net = cv::dnn::readNetFromONNX(
        reinterpret_cast<const char*>(onnx.data()), onnx.size());
    if (net.empty()) {
      return Fault{FaultKind::malformed, "holds no model", manifest.file, {}};
    }
    net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
    std::unique_ptr<ClassModel> model =
        std::make_unique<OnnxModel>(manifest, std::move(net));
    std::array<std::byte, 64> grey;
    grey.fill(std::byte{128});
    const Pixels trial{grey, 8, 8, SamplesPerPixel::grey, 8};
    if (auto tried = model->classify({&trial, 1}); !tried) {
      return std::move(tried).error();
    }
    return model;
  });
}

}  // namespace winnow
