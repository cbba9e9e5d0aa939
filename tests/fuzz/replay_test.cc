// Every input that is kept runs again: those that once found a bug, and those that
// between them reach all that the fuzzing engine has reached.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz_targets.h"
#include "tests/hashsets/set_files.h"

namespace winnow {

void PrintTo(const FuzzTarget& target, std::ostream* stream) {
  *stream << target.name;
}

namespace {

constexpr std::uintmax_t kLargestInput = std::uintmax_t{64} << 10;
constexpr std::uintmax_t kLargestCorpus = std::uintmax_t{2} << 20;

std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

class Replay : public testing::TestWithParam<FuzzTarget> {};

TEST_P(Replay, EveryKeptInput) {
  const FuzzTarget& target = GetParam();
  const auto files =
      files_below(std::filesystem::path(WINNOW_FUZZ_CORPUS) / target.name);
  EXPECT_FALSE(files.empty());
  for (const auto& file : files) {
    const auto violation = target.check(bytes_in(file.string()));
    EXPECT_EQ(violation.value_or(""), "") << file;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Fuzz, Replay, testing::ValuesIn(fuzz_targets().begin(), fuzz_targets().end()),
    [](const auto& target) { return std::string(target.param.name); });

TEST(Corpus, IsSmall) {
  std::uintmax_t total = 0;
  for (const auto& file : files_below(WINNOW_FUZZ_CORPUS)) {
    const auto size = std::filesystem::file_size(file);
    EXPECT_LE(size, kLargestInput) << file;
    total += size;
  }
  EXPECT_GT(total, 0u);
  EXPECT_LE(total, kLargestCorpus);
}

}  // namespace
}  // namespace winnow
