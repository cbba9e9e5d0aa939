// The real images that lie beside the project, unpacked once for a whole test run.
#ifndef WINNOW_TESTS_ACCEPTANCE_EVIDENCE_IMAGES_H_
#define WINNOW_TESTS_ACCEPTANCE_EVIDENCE_IMAGES_H_

#include <string>
#include <vector>

namespace winnow::test {

// Where the images lie unpacked; "" (and the caller skips) where they are not there.
[[nodiscard]] const std::string& evidence_folder();
// First segments of all images of ground_truth_images.tsv, by their name there.
[[nodiscard]] std::vector<std::string> evidence_images();
// Every file below the evidence folder.
[[nodiscard]] std::vector<std::string> evidence_files();

inline constexpr char kNoEvidence[] =
    "the shared evidence images are not beside this checkout (../shared/evidence)";

}  // namespace winnow::test

#endif  // WINNOW_TESTS_ACCEPTANCE_EVIDENCE_IMAGES_H_
