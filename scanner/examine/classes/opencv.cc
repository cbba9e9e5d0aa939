#include "scanner/examine/classes/opencv.h"

#include <opencv2/core/utils/logger.hpp>

namespace winnow {
namespace {

int say_nothing(int, const char*, const char*, const char*, int, void*) {
  return 0;
}

bool quieten() {
  cv::redirectError(say_nothing);
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  cv::setNumThreads(1);
  return true;
}

}  // namespace

void quieten_opencv() {
  [[maybe_unused]] static const bool kIsQuiet = quieten();
}

cv::Mat view_of(const Pixels& pixels) {
  const int type = pixels.kind == SamplesPerPixel::grey ? CV_8UC1 : CV_8UC3;
  return {static_cast<int>(pixels.height), static_cast<int>(pixels.width), type,
          const_cast<std::byte*>(pixels.samples.data()), pixels.stride};
}

}  // namespace winnow
