// Whether the tensors that stand in a model's file are as long as their shapes say.
// OpenCV 4.6 does not ask, and reads beyond their end or divides by nought.
#ifndef WINNOW_SCANNER_EXAMINE_CLASSES_ONNX_TENSORS_H_
#define WINNOW_SCANNER_EXAMINE_CLASSES_ONNX_TENSORS_H_

#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace winnow {

// Of the initializers and the attributes of nodes, in all graphs; the format is
// onnx.proto, in protocol buffers. A fault names `place`.
[[nodiscard]] Result<void> check_tensors(Bytes onnx, const std::string& place);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CLASSES_ONNX_TENSORS_H_
