// The PDQ hashes of the pictures and videos in a folder of reference files.
//
// They are decoded by a child under its lock-down, as those of an exhibit are:
// reference files are what others made. A file that the child dies of has no hash, and
// is named.
#ifndef WINNOW_DRIVERS_CLI_LEARN_PICTURES_H_
#define WINNOW_DRIVERS_CLI_LEARN_PICTURES_H_

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/digest.h"
#include "base/pdq_hash.h"
#include "base/result.h"

namespace winnow {

struct LearnedPictures {
  // By the SHA-256 of their content, in hexadecimal digits; of frames those that
  // differ.
  std::unordered_map<std::string, std::vector<PdqHash>> hashes;
  std::uint64_t too_even = 0;         // pictures in which hardly anything is to be seen
  std::vector<std::string> not_seen;  // path and why, of what could not be decoded

  [[nodiscard]] std::vector<PdqHash> of(const Digest& sha256) const;
};

// `record` is a file to keep what was found in, so that a run that was cut off is gone
// on with; it is removed when the set is written. A fault if the folder or the worker
// cannot be used, or the user broke it off.
[[nodiscard]] Result<LearnedPictures> learn_pictures(const std::string& folder,
                                                     const std::string& record,
                                                     std::uint32_t threads);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_LEARN_PICTURES_H_
