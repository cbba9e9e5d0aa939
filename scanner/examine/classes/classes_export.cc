// What the module shows to who loads it: see classes_module.cc.
#include "scanner/examine/classes/class_model.h"
#include "scanner/examine/classes/own_classes.h"

extern "C" [[gnu::visibility("default")]] winnow::OpenClassModel winnow_class_model();
extern "C" [[gnu::visibility("default")]] winnow::OpenOwnClasses winnow_own_classes();

winnow::OpenClassModel winnow_class_model() {
  return winnow::open_class_model;
}

winnow::OpenOwnClasses winnow_own_classes() {
  return winnow::open_own_classes;
}
