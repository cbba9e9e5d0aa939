#include "drivers/answers/closed_volumes.h"

#include <algorithm>
#include <string>
#include <utility>

namespace winnow {

std::vector<Problem> closed_volumes(const Coverage& coverage) {
  std::vector<Problem> closed;
  for (const VolumeRecord& volume : coverage.volumes) {
    if (volume.outcome == VolumeOutcome::examined) continue;
    const std::pair range(volume.offset, volume.length);
    const bool is_named =
        std::any_of(coverage.problems.begin(), coverage.problems.end(),
                    [&](const Problem& one) { return one.range == range; });
    if (is_named) continue;
    const std::string kind =
        volume.filesystem.empty() ? "" : " (" + volume.filesystem + ")";
    const std::string why = volume.reason.empty() ? "" : ": " + volume.reason;
    closed.push_back({"", range, to_string(volume.outcome),
                      "volume " + std::to_string(volume.index) + kind + why});
  }
  return closed;
}

}  // namespace winnow
