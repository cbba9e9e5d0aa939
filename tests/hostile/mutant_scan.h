// One mutant: made, scanned by the program as a person would, and judged by its
// answers.
#ifndef WINNOW_TESTS_HOSTILE_MUTANT_SCAN_H_
#define WINNOW_TESTS_HOSTILE_MUTANT_SCAN_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/hostile/base_images.h"
#include "tests/hostile/child_run.h"
#include "tests/hostile/image_mutation.h"
#include "tests/hostile/scan_answers.h"

namespace winnow::hostile {

struct Mutant {
  std::size_t base = 0;  // in BaseImages::images
  std::string filesystem;
  std::uint64_t number = 0;  // among the mutants of its file system, from 0
};

struct MutantResult {
  int status = -1;
  double seconds = 0;
  Deaths deaths;
  Complaints complaints;  // none: as it must be
  std::string coverage;   // what `coverage --json` said
};

struct ScanCommand {
  std::string winnow;
  std::string list;
  std::vector<std::string> options;
  std::chrono::milliseconds limit{};  // beyond it a scan did not end by itself
};

// Scans one exhibit with a case in `folder`, and holds the answers against the
// contract.
[[nodiscard]] MutantResult scan_exhibit(const ScanCommand& command,
                                        const std::string& path,
                                        const std::string& folder);

// Copies of all base images in a folder of its own, mutated and restored one at a time.
// For one thread.
class MutantBench {
 public:
  MutantBench(const BaseImages& bases, std::string folder);

  [[nodiscard]] MutantResult scan(const ScanCommand& command, const Mutant& mutant,
                                  std::uint64_t seed);
  // Leaves the mutant as a file of its own.
  void keep(const Mutant& mutant, std::uint64_t seed, const std::string& path);

 private:
  [[nodiscard]] std::string image(std::size_t base) const;
  // Puts changes into a copy and gives back what stood there.
  [[nodiscard]] std::vector<Change> exchange(std::size_t base,
                                             const std::vector<Change>& changes);
  [[nodiscard]] std::vector<Change> changes_of(const Mutant& mutant,
                                               std::uint64_t seed) const;

  std::string folder_;
  std::vector<Metadata> metadata_;  // by base
};

}  // namespace winnow::hostile

#endif  // WINNOW_TESTS_HOSTILE_MUTANT_SCAN_H_
