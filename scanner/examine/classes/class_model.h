// ClassModel: a model in ONNX at work, through OpenCV's DNN.
//
// This room alone meets OpenCV, as a module of its own like that of videos
// (classes_module.h). A model's file is as hostile as evidence: it is read in the
// child, and what OpenCV throws becomes a fault.
//
// One picture at a time goes through the model, on one thread: its scores do not depend
// on its neighbours, on the size of a batch or on the number of threads, and a model
// whose shapes are fixed to one picture works.
#ifndef WINNOW_SCANNER_EXAMINE_CLASSES_CLASS_MODEL_H_
#define WINNOW_SCANNER_EXAMINE_CLASSES_CLASS_MODEL_H_

#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "scanner/examine/classes/class_manifest.h"
#include "scanner/examine/pictures/pixels.h"

namespace winnow {

// By label, as in the manifest; 0 to 1 after softmax and sigmoid.
using ClassScores = std::vector<float>;

// One thread at a time.
class ClassModel {
 public:
  virtual ~ClassModel() = default;
  // The scores of each picture, grey or RGB, in their order. A fault if the model fails
  // or gives what is no number: it will not do better with others.
  [[nodiscard]] virtual Result<std::vector<ClassScores>> classify(
      std::span<const Pixels> pictures) = 0;
};

// Reads the model and tries it on a picture of grey: a fault names the manifest's file
// and what is wrong with it. `onnx` need not outlive the call.
using OpenClassModel =
    Result<std::unique_ptr<ClassModel>> (*)(const ClassManifest& manifest, Bytes onnx);

[[nodiscard]] Result<std::unique_ptr<ClassModel>> open_class_model(
    const ClassManifest& manifest, Bytes onnx);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CLASSES_CLASS_MODEL_H_
