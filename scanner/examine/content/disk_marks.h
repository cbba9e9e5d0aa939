// What images of disks begin with.
#ifndef WINNOW_SCANNER_EXAMINE_CONTENT_DISK_MARKS_H_
#define WINNOW_SCANNER_EXAMINE_CONTENT_DISK_MARKS_H_

#include <cstdint>

#include "base/bytes.h"

namespace winnow {

// A container of a disk's bytes: compressed, sparse or in segments.
[[nodiscard]] bool is_container_of_disk(Bytes head);
// Such a container, or a disk's or volume's own first sectors. Copies of
// boot sectors, which are as short as these, are no disks.
[[nodiscard]] bool is_disk_image(Bytes head, std::uint64_t size_bytes);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTENT_DISK_MARKS_H_
