// What the fuzz targets of compiled sets ask a set, and what must hold of any answers.
#ifndef WINNOW_TESTS_FUZZ_SET_QUESTIONS_H_
#define WINNOW_TESTS_FUZZ_SET_QUESTIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz_targets.h"
#include "tests/hashsets/set_files.h"

namespace winnow {

struct SetQuestions {
  std::vector<Digest> digests;    // each alone, and all of an algorithm at once
  std::vector<Digests> contents;  // several digests of one content
  std::vector<std::uint32_t> entries;
};

struct SetAnswer {
  bool fault = false;
  std::string text;  // the answer as text, or the fault's

  bool operator==(const SetAnswer&) const = default;
};

// In the order of the questions, what the set says of itself first and verify() last.
[[nodiscard]] std::vector<SetAnswer> ask(const HashSet& set,
                                         const SetQuestions& questions);

// Of any file that opens: an entry that is named exists, many digests at once have the
// answers that each has alone, and asked again the answers are the same.
[[nodiscard]] Violation check_answers(const HashSet& set,
                                      const SetQuestions& questions);

// Makes the id in the header that of the content, as far as there is one; reseal() has
// to follow.
void reidentify(std::vector<std::byte>& file);

}  // namespace winnow

#endif  // WINNOW_TESTS_FUZZ_SET_QUESTIONS_H_
