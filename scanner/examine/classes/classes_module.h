// The module that tells the classes of pictures, libwinnow_classes.so, which lies
// beside the program. It brings in OpenCV: so only a child loads it that is asked for
// classes.
#ifndef WINNOW_SCANNER_EXAMINE_CLASSES_CLASSES_MODULE_H_
#define WINNOW_SCANNER_EXAMINE_CLASSES_CLASSES_MODULE_H_

#include <cstddef>
#include <vector>

#include "base/result.h"
#include "scanner/examine/classes/class_model.h"
#include "scanner/examine/classes/own_classes.h"

namespace winnow {

struct ClassesModule {
  OpenClassModel open = nullptr;
  OpenOwnClasses open_own = nullptr;
  std::vector<std::byte> face_cascade;  // for open_own; of Debian's opencv-data
};

// As load_video_module(): before the lock-down and before the first thread. Neither
// what it gives nor OpenCV opens a file afterwards.
[[nodiscard]] Result<ClassesModule> load_classes_module();

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CLASSES_CLASSES_MODULE_H_
