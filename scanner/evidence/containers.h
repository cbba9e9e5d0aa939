// The kinds of door, one source file each. Private to this room.
#ifndef WINNOW_SCANNER_EVIDENCE_CONTAINERS_H_
#define WINNOW_SCANNER_EVIDENCE_CONTAINERS_H_

#include <memory>
#include <vector>

#include "base/result.h"
#include "scanner/evidence/evidence.h"

namespace winnow {

// A raw image in one or several segments, or a block device.
[[nodiscard]] Result<std::unique_ptr<Evidence>> open_raw_image(
    std::vector<Segment> segments);
// Adds what the container says of the acquisition to `metadata` (formats.md 4.5).
[[nodiscard]] Result<std::unique_ptr<Evidence>> open_ewf_image(
    std::vector<Segment> segments, Metadata& metadata);
[[nodiscard]] Result<std::unique_ptr<Evidence>> open_ewf2_image(
    std::vector<Segment> segments, Metadata& metadata);
[[nodiscard]] Result<std::unique_ptr<Evidence>> open_vhd_image(const Segment& segment);
[[nodiscard]] Result<std::unique_ptr<Evidence>> open_vmdk_image(const Segment& segment);
[[nodiscard]] Result<std::unique_ptr<Evidence>> open_aff_image(const Segment& segment,
                                                               Metadata& metadata);

// Whether these segments are a whole EWF image, in order, first to last.
[[nodiscard]] Result<void> check_ewf_segments(const std::vector<Segment>& segments);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EVIDENCE_CONTAINERS_H_
