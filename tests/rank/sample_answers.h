// Invented findings and coverages for the tests of the ranking.
#ifndef WINNOW_TESTS_RANK_SAMPLE_ANSWERS_H_
#define WINNOW_TESTS_RANK_SAMPLE_ANSWERS_H_

#include <string>
#include <vector>

#include "scanner/rank/ranking.h"

namespace winnow {

inline constexpr std::int64_t kNow = 1'700'000'000;
inline constexpr std::int64_t kDay = 86'400;

inline Finding sample_finding(FileId file,
                              const std::string& path = "/volume-0/x/a.jpg") {
  Finding finding;
  finding.file = file;
  finding.path = path;
  return finding;
}

inline std::vector<Finding> sample_findings(std::uint32_t count) {
  std::vector<Finding> findings;
  for (FileId file = 0; file < count; ++file) findings.push_back(sample_finding(file));
  return findings;
}

inline Coverage complete_coverage(std::uint64_t files = 100) {
  Coverage coverage;
  coverage.total_bytes = 1'000'000;
  coverage.read_bytes = 400'000;
  coverage.unread_bytes = 600'000;
  coverage.files.listed = files;
  coverage.files.by_outcome[static_cast<std::size_t>(FileOutcome::hashed)] = files;
  coverage.balanced = true;
  coverage.complete = true;
  coverage.ended = true;
  return coverage;
}

inline Coverage with_files(FileOutcome outcome, std::uint64_t count,
                           std::uint64_t files = 100) {
  Coverage coverage = complete_coverage(files);
  coverage.files.by_outcome[static_cast<std::size_t>(FileOutcome::hashed)] -= count;
  coverage.files.by_outcome[static_cast<std::size_t>(outcome)] += count;
  coverage.complete = false;
  return coverage;
}

inline std::int64_t points_of(const std::vector<Reason>& reasons,
                              const std::string& part) {
  for (const Reason& reason : reasons) {
    if (reason.what.find(part) != std::string::npos) return reason.points;
  }
  return 0;
}

}  // namespace winnow

#endif  // WINNOW_TESTS_RANK_SAMPLE_ANSWERS_H_
