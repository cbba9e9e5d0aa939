// What the module shows to who loads it: see classes_module.cc.
#include "scanner/examine/classes/class_model.h"

extern "C" [[gnu::visibility("default")]] winnow::OpenClassModel winnow_class_model();

winnow::OpenClassModel winnow_class_model() {
  return winnow::open_class_model;
}
