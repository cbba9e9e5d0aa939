// What pictures of a scan are classed by, to put the unknown in order: the project's
// own classes, and a model that a force brings. Opened here and read by a child alone:
// a model is as hostile as evidence.
#ifndef WINNOW_SCANNER_SUPERVISE_SCAN_CLASSES_H_
#define WINNOW_SCANNER_SUPERVISE_SCAN_CLASSES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "scanner/wire/records.h"

namespace winnow {

struct ScanModel {
  std::string manifest_path;
  std::string model_path;
  Fd manifest;
  Fd model;
  std::uint64_t model_bytes = 0;
  // SHA-256 of the manifest, which names that of the model.
  std::string id;
};

struct ScanClasses {
  std::optional<ScanModel> model;
  // As a child told: see check_classes().
  std::vector<PictureClass> classes;
  std::uint64_t memory_bytes = 0;  // of each thread
};

// The folder holds manifest.json and one model, *.onnx
// (examine/classes/model_format.md). A fault names what is missing.
[[nodiscard]] Result<ScanModel> open_scan_model(const std::string& folder);

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_SCAN_CLASSES_H_
