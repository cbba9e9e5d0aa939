// The real images that lie beside the repository on some machines, never in it.
#ifndef WINNOW_TESTS_EVIDENCE_SAMPLE_IMAGES_H_
#define WINNOW_TESTS_EVIDENCE_SAMPLE_IMAGES_H_

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "scanner/evidence/evidence.h"

namespace winnow {

// The folder of evidence samples, or nothing where this machine does not have it.
[[nodiscard]] std::optional<std::string> sample_evidence_folder();

// Skips, and says why, where the samples are absent.
class SampleTest : public ::testing::Test {
 protected:
  void SetUp() override;
};

// The bytes of a sample, named from the folder ("images/plaso/image.E01"), unpacked if
// only "<name>.gz" is there. The test has failed if it is neither.
[[nodiscard]] std::vector<std::byte> sample_bytes(const std::string& name);

// An image and the descriptors it reads from.
struct OpenedSample {
  std::vector<Fd> files;
  std::vector<Segment> segments;
  OpenedEvidence opened;
};
// Opens sample files as the segments of one image, unpacked where need be.
[[nodiscard]] Result<OpenedSample> open_sample(const std::vector<std::string>& names);

}  // namespace winnow

#endif  // WINNOW_TESTS_EVIDENCE_SAMPLE_IMAGES_H_
