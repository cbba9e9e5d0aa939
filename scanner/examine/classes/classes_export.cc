// What the module shows to who loads it: see classes_module.cc.
#include "scanner/examine/classes/class_model.h"
#include "scanner/examine/classes/opencv.h"
#include "scanner/examine/classes/own_classes.h"

extern "C" [[gnu::visibility("default")]] winnow::OpenClassModel winnow_class_model();
extern "C" [[gnu::visibility("default")]] winnow::OpenOwnClasses winnow_own_classes();

// Asked for before the lock-down: OpenCV's own preparations open files.
winnow::OpenClassModel winnow_class_model() {
  winnow::quieten_opencv();
  return winnow::open_class_model;
}

winnow::OpenOwnClasses winnow_own_classes() {
  return winnow::open_own_classes;
}
