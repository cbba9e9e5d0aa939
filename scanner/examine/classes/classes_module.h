// The module that runs models, libwinnow_classes.so, which lies beside the program. It
// brings in OpenCV: so only a child loads it that was given a model.
#ifndef WINNOW_SCANNER_EXAMINE_CLASSES_CLASSES_MODULE_H_
#define WINNOW_SCANNER_EXAMINE_CLASSES_CLASSES_MODULE_H_

#include "base/result.h"
#include "scanner/examine/classes/class_model.h"

namespace winnow {

struct ClassesModule {
  OpenClassModel open = nullptr;
};

// As load_video_module(): before the lock-down and before the first thread.
[[nodiscard]] Result<ClassesModule> load_classes_module();

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CLASSES_CLASSES_MODULE_H_
