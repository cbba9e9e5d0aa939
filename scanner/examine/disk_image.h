// A disk image inside the exhibit: the backup of a phone's card, a virtual machine's
// disk, an old image of the same suspect. Its files are members, live and deleted.
//
// Only images whose bytes are the disk's: what is in a container of its own (E01, VMDK,
// QCOW2, ...) is named and not opened.
#ifndef WINNOW_SCANNER_EXAMINE_DISK_IMAGE_H_
#define WINNOW_SCANNER_EXAMINE_DISK_IMAGE_H_

#include "scanner/examine/containers/container.h"

namespace winnow {

// As open_container(), for ContentType::disk_image: members are called by their paths
// in the image, "volume-0/DCIM/a.jpg".
// Volumes that are closed, and what of the others could not be listed, make the fault:
// the worst of them, after what was listed; the sink is told of the others. Of an image
// with more than `limits.entries` entries about so many are listed.
[[nodiscard]] Result<void> open_disk_image(Content& content,
                                           const ContainerLimits& limits,
                                           MemberSink& sink);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_DISK_IMAGE_H_
