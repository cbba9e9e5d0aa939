#include <algorithm>
#include <optional>
#include <vector>

#include "hashsets/lists/bloom_file.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

constexpr std::size_t kHeader = 48;

// The answers to a few questions; nothing if it cannot be opened.
std::optional<std::vector<bool>> answers_of(Bytes file) {
  const Fd fd = memory_file(file);
  const auto filter = BloomFile::open(fd.get(), "filter");
  if (!filter) return {};
  std::vector<bool> answers;
  for (const char* value : {"", "foo", "bar", "baz", "qux"}) {
    answers.push_back(filter->contains(value));
  }
  for (std::uint64_t i = 0; i < 8; ++i) {
    answers.push_back(filter->contains(invented_hex(Algorithm::sha1, i)));
  }
  return answers;
}

std::vector<std::byte> filled(Bytes file, std::byte with) {
  std::vector<std::byte> copy(file.begin(), file.end());
  if (copy.size() > kHeader) std::fill(copy.begin() + kHeader, copy.end(), with);
  return copy;
}

}  // namespace

// A filter of nothing has nothing, one with every bit set has everything, and one more
// bit takes nothing away.
Violation fuzz_bloom_file(Bytes input) {
  const auto answers = answers_of(input);
  if (!answers) return {};
  if (!looks_like_bloom(input)) return "a filter that does not look like one";
  if (answers_of(filled(input, std::byte{0})) !=
      std::vector<bool>(answers->size(), false)) {
    return "an empty filter has something";
  }
  if (answers_of(filled(input, std::byte{0xFF})) !=
      std::vector<bool>(answers->size(), true)) {
    return "a full filter lacks something";
  }
  std::vector<std::byte> fuller(input.begin(), input.end());
  for (std::size_t i = kHeader; i < fuller.size(); ++i) fuller[i] |= std::byte{0x11};
  const auto more = answers_of(fuller);
  for (std::size_t i = 0; i < answers->size(); ++i) {
    if ((*answers)[i] && !(*more)[i]) return "a bit more took a value away";
  }
  return {};
}

}  // namespace winnow
