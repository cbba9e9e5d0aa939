// Which container holds an image, told by its bytes. libtsk takes every format that it
// does not know for raw and then finds no file system in it; here such formats have a
// name.
#ifndef WINNOW_SCANNER_EVIDENCE_DETECT_CONTAINER_H_
#define WINNOW_SCANNER_EVIDENCE_DETECT_CONTAINER_H_

#include <string>

#include "base/bytes.h"

namespace winnow {

enum class Container { raw, ewf, ewf2, aff, vmdk, vhd, unsupported };

struct DetectedContainer {
  Container container = Container::raw;
  std::string name;  // "EWF (E01)", "QCOW2", ...: for people
};

// `head`: the first 4 KiB of the first segment, `tail`: the last 512 bytes of it; both
// shorter if the segment is.
[[nodiscard]] DetectedContainer detect_container(Bytes head, Bytes tail);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EVIDENCE_DETECT_CONTAINER_H_
