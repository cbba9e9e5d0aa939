// The index as the page on the format describes it, read by its words and not by our
// reader.
#include "hashsets/building/pdq_index_writer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/pdq_hash.h"
#include "hashsets/pdq_bands.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

// Some share their first bits.
std::vector<PdqHash> invented_hashes(std::size_t count) {
  std::mt19937 random(5);
  std::vector<PdqHash> hashes;
  while (hashes.size() < count) {
    PdqHash hash;
    for (std::byte& byte : hash.value) byte = static_cast<std::byte>(random());
    if (hashes.size() % 3 == 0) std::fill_n(hash.value.begin(), 3, std::byte{0xA5});
    hashes.push_back(hash);
  }
  return hashes;
}

std::vector<std::byte> image(const std::vector<PdqHash>& hashes,
                             std::uint64_t index_from, std::uint64_t memory) {
  const TempFolder folder;
  SetWriter writer(memory, folder.path(""));
  writer.index_pdq_from(index_from);
  writer.begin_source("list");
  for (const PdqHash& hash : hashes) {
    ListRow row;
    row.pdq = hash;
    EXPECT_TRUE(writer.add(row));
  }
  EXPECT_TRUE(writer.settle());
  return image_of(writer, SetType::known);
}

bool has_index(Bytes file) {
  const Layout layout = layout_of(file);
  const auto count = layout.sections.count(0x232) + layout.sections.count(0x233) +
                     layout.sections.count(0x234);
  EXPECT_TRUE(count == 0 || count == 3);
  return count == 3;
}

TEST(PdqIndexWriter, OnlySetsAboveTheCrossoverHaveOne) {
  const auto hashes = invented_hashes(100);
  EXPECT_TRUE(has_index(image(hashes, 99, kTestMemory)));
  EXPECT_TRUE(has_index(image(hashes, 100, kTestMemory)));
  EXPECT_FALSE(has_index(image(hashes, 101, kTestMemory)));
  EXPECT_FALSE(has_index(image(hashes, wset::kIndexPdqFrom, kTestMemory)));
}

TEST(PdqIndexWriter, SameBytesInAnyOrderAndMemory) {
  auto hashes = invented_hashes(5000);
  const auto first = image(hashes, 1, std::uint64_t{1} << 30);
  std::reverse(hashes.begin(), hashes.end());
  // So little that the places of a band are written in many parts.
  EXPECT_TRUE(image(hashes, 1, 4096) == first);
}

TEST(PdqIndexWriter, IsWhatThePageSays) {
  constexpr std::uint64_t kCount = 3000;
  const auto file = image(invented_hashes(kCount), 1, kTestMemory);
  const Layout layout = layout_of(file);
  const auto section = [&](std::uint32_t kind) {
    const Layout::Section& where = layout.sections.at(kind);
    EXPECT_EQ(where.page_length, 65536u);
    return *part(file, where.offset, where.length);
  };
  const Bytes values = section(0x230);
  const Bytes marks = section(0x232);
  const Bytes firsts = section(0x233);
  const Bytes places = section(0x234);
  ASSERT_EQ(values.size(), kCount * 32);
  ASSERT_EQ(places.size(), 11 * kCount * 4);

  const auto bit_of = [&](std::uint64_t value, unsigned bit) {
    return (std::to_integer<unsigned>(values[value * 32 + bit / 8]) >> (7 - bit % 8)) &
           1u;
  };
  unsigned bit = 0;
  std::uint64_t word = 0;
  std::uint64_t marked = 0;
  for (std::uint64_t band = 0; band < 11; ++band) {
    const unsigned width = band < 6 ? 24 : band < 10 ? 23 : 20;
    const std::uint64_t words = std::uint64_t{1} << (width - 6);
    std::uint64_t at = 0;
    std::uint64_t last_key = 0;
    EXPECT_EQ(le<std::uint32_t>(firsts, (word + band) * 4), 0u);
    EXPECT_EQ(le<std::uint32_t>(firsts, (word + words + band) * 4), kCount);
    for (std::uint64_t w = 0; w < words; ++w) {
      const auto mark = le<std::uint64_t>(marks, (word + w) * 8);
      const auto end = le<std::uint32_t>(firsts, (word + w + band + 1) * 4);
      std::uint64_t seen = 0;
      for (std::uint32_t before = 0; at < end; ++at) {
        const auto place = le<std::uint32_t>(places, (band * kCount + at) * 4);
        EXPECT_TRUE(seen == 0 || place > before);
        before = place;
        const std::uint64_t position = place & 0x3FFFFFF;
        ASSERT_LT(position, kCount);
        std::uint64_t key = 0;
        for (unsigned i = 0; i < width; ++i) key = key * 2 + bit_of(position, bit + i);
        ASSERT_EQ(key, w * 64 + (place >> 26));
        ASSERT_GE(key, last_key);
        last_key = key;
        seen |= std::uint64_t{1} << (place >> 26);
      }
      ASSERT_EQ(seen, mark);
      marked += mark != 0 ? 1 : 0;
    }
    EXPECT_EQ(at, kCount);
    bit += width;
    word += words;
  }
  EXPECT_EQ(bit, 256u);
  EXPECT_EQ(marks.size(), word * 8);
  EXPECT_EQ(firsts.size(), (word + 11) * 4);
  EXPECT_GT(marked, 20'000u);
}

}  // namespace
}  // namespace winnow
