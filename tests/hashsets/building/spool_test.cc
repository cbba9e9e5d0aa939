#include "hashsets/building/spool.h"

#include <gtest/gtest.h>

#include <string>

namespace winnow {
namespace {

std::string read_back(const Spool& spool, std::uint64_t offset, std::size_t length) {
  std::string text(length, '\0');
  EXPECT_TRUE(spool.read(offset, std::as_writable_bytes(std::span(text))));
  return text;
}

TEST(Spool, GivesBackWhatWasPutIn) {
  Spool spool(testing::TempDir());
  EXPECT_EQ(spool.size(), 0u);
  ASSERT_TRUE(spool.append(bytes_of("one")));
  ASSERT_TRUE(spool.append(bytes_of("")));
  ASSERT_TRUE(spool.append(bytes_of("two")));
  EXPECT_EQ(spool.size(), 6u);
  EXPECT_EQ(read_back(spool, 0, 6), "onetwo");
  EXPECT_EQ(read_back(spool, 2, 2), "et");
  EXPECT_EQ(read_back(spool, 6, 0), "");
}

// Beyond what is held in memory, and across the edge of it.
TEST(Spool, MuchGoesToAFileAndReadsTheSame) {
  Spool spool(testing::TempDir());
  std::string all;
  for (int i = 0; all.size() < 5'000'000; ++i) {
    const std::string piece(static_cast<std::size_t>(i % 70'000), char('a' + i % 26));
    ASSERT_TRUE(spool.append(bytes_of(piece)));
    all += piece;
  }
  EXPECT_EQ(spool.size(), all.size());
  EXPECT_EQ(read_back(spool, 0, all.size()), all);
  for (std::size_t at = 0; at + 1000 <= all.size(); at += 99'991) {
    ASSERT_EQ(read_back(spool, at, 1000), all.substr(at, 1000)) << at;
  }
}

TEST(Spool, AFolderThatIsNotThereIsAFaultOnceItIsNeeded) {
  Spool spool(std::string("/nowhere/at/all"));
  ASSERT_TRUE(spool.append(bytes_of("little")));
  const std::vector<std::byte> much(3'000'000);
  const auto stored = spool.append(much);
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().place, "/nowhere/at/all");
}

}  // namespace
}  // namespace winnow
