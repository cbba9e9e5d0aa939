#include "hashsets/lists/bloom_file.h"

#include <gtest/gtest.h>

#include <cstring>

#include "hashsets/lists/detect.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

std::optional<std::vector<std::byte>> sample() {
  const auto samples = samples_folder();
  if (!samples) return std::nullopt;
  return bytes_in(*samples + "/bloom/test.bloom");
}

Result<BloomFile> open_filter(Bytes bytes) {
  return BloomFile::open(memory_file(bytes).get(), "list");
}

// An empty filter for 1000 values that errs once in 1024 times.
std::vector<std::byte> empty_filter() {
  constexpr std::uint64_t kBits = 14427;
  std::vector<std::byte> file(48 + (kBits + 63) / 64 * 8);
  const double rate = 1.0 / 1024;
  const std::uint64_t fields[] = {1, 1000, 0, 10, kBits, 0};
  std::memcpy(file.data(), fields, sizeof(fields));
  std::memcpy(file.data() + 16, &rate, sizeof(rate));
  return file;
}

TEST(BloomFile, TheSampleHoldsWhatItsMakerSays) {
  const auto file = sample();
  if (!file) GTEST_SKIP() << "no sample lists: set WINNOW_SHARED_DIR to have them read";
  const auto filter = open_filter(*file);
  ASSERT_TRUE(filter) << filter.error().line();
  EXPECT_EQ(filter->capacity(), 1000u);
  EXPECT_EQ(filter->inserted(), 3u);
  for (const char* value : {"foo", "bar", "baz"}) EXPECT_TRUE(filter->contains(value));
  for (const char* value : {"", "fo", "FOO", "foo\n", "qux"}) {
    EXPECT_FALSE(filter->contains(value)) << value;
  }
  EXPECT_TRUE(looks_like_bloom(*file));
}

TEST(BloomFile, AnEmptyOneHoldsNothing) {
  auto file = empty_filter();
  auto filter = open_filter(file);
  ASSERT_TRUE(filter) << filter.error().line();
  EXPECT_FALSE(filter->contains("foo"));
  file.resize(file.size() + 7);  // what follows is its maker's
  EXPECT_TRUE(open_filter(file));
}

// Filled as planned, a filter errs as often as planned.
TEST(BloomFile, HowOftenItErrsFollowsFromWhatWasPutIn) {
  auto file = empty_filter();
  EXPECT_EQ(open_filter(file)->false_positive_rate(), 0);
  const std::uint64_t inserted = 1000;
  std::memcpy(file.data() + 40, &inserted, sizeof(inserted));
  EXPECT_NEAR(open_filter(file)->false_positive_rate(), 1.0 / 1024, 1e-5);
}

TEST(BloomFile, NumbersThatCannotBeAreFaults) {
  const auto good = empty_filter();
  const std::pair<std::size_t, std::uint64_t> wrong[] = {
      {0, 0},  {0, 2},          {8, 0},  {8, 100'000}, {16, 0},          {16, ~0ull},
      {24, 0}, {24, 1'000'000}, {32, 0}, {32, ~0ull},  {32, 1ull << 40},
  };
  for (const auto& [offset, value] : wrong) {
    auto file = good;
    std::memcpy(file.data() + offset, &value, sizeof(value));
    EXPECT_FALSE(open_filter(file)) << offset << " " << value;
    EXPECT_FALSE(looks_like_bloom(file)) << offset << " " << value;
  }
}

TEST(BloomFile, CutOffAnywhereIsAFault) {
  const auto file = empty_filter();
  for (std::size_t length = 0; length < file.size(); ++length) {
    const auto filter = open_filter(Bytes(file).first(length));
    ASSERT_FALSE(filter) << length;
  }
}

TEST(BloomFile, IsNotAList) {
  const auto file = empty_filter();
  const auto list = detect_list(file, "list");
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().kind, FaultKind::unsupported);
  EXPECT_NE(list.error().what.find("Bloom filter"), std::string::npos);
}

}  // namespace
}  // namespace winnow
