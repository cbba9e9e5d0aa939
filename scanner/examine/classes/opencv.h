// How this room uses OpenCV: it prints nothing and starts no thread.
#ifndef WINNOW_SCANNER_EXAMINE_CLASSES_OPENCV_H_
#define WINNOW_SCANNER_EXAMINE_CLASSES_OPENCV_H_

#include <opencv2/core.hpp>

#include "scanner/examine/pictures/pixels.h"

namespace winnow {

// For the whole process, once; before anything else of OpenCV. From any thread.
void quieten_opencv();

// A picture as OpenCV's, which only reads it.
[[nodiscard]] cv::Mat view_of(const Pixels& pixels);

// Whether it has pixels, all of which lie within its samples.
[[nodiscard]] inline bool is_picture(const Pixels& pixels) {
  return pixels.width != 0 && pixels.height != 0 && pixels.is_whole();
}

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CLASSES_OPENCV_H_
