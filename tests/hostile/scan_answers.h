// What must hold of the answers of any scan, whatever was on the exhibit: the contract
// checked from outside, with sums of our own.
#ifndef WINNOW_TESTS_HOSTILE_SCAN_ANSWERS_H_
#define WINNOW_TESTS_HOSTILE_SCAN_ANSWERS_H_

#include <cstdint>
#include <string>
#include <vector>

namespace winnow::hostile {

// What is broken, one sentence each; empty if all is well.
using Complaints = std::vector<std::string>;

struct Deaths {  // of children, met and survived
  std::uint64_t crash = 0;
  std::uint64_t hang = 0;
  std::uint64_t memory = 0;
  [[nodiscard]] std::uint64_t all() const { return crash + hang + memory; }
  void add(const Deaths& other);
};
// Of the `end` event of `scan --json`, all exhibits together.
[[nodiscard]] Deaths deaths_of(const std::string& events);

// The sums and words of `coverage --json`, which must have `exhibits` objects.
[[nodiscard]] Complaints check_coverage(const std::string& coverage,
                                        std::size_t exhibits);

struct Answers {
  int status = -1;       // of the scan
  std::string events;    // scan --json
  std::string errors;    // its standard error
  std::string findings;  // findings --json
  std::string coverage;  // coverage --json
};
// All of the above, and that the exit status says what the answers say.
[[nodiscard]] Complaints check_answers(const Answers& answers, std::size_t exhibits);

}  // namespace winnow::hostile

#endif  // WINNOW_TESTS_HOSTILE_SCAN_ANSWERS_H_
