// The format page's promises, read by its own words and not by our reader.
#include "hashsets/wset_format.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/checksum.h"
#include "base/digester.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

TEST(WsetFormat, BucketsHoldEightToSixteenKeys) {
  for (const std::uint64_t count : {1u, 8u, 15u})
    EXPECT_EQ(wset::bucket_bits(count), 0u);
  EXPECT_EQ(wset::bucket_bits(16), 1u);
  EXPECT_EQ(wset::bucket_bits(100'000'000), 23u);
  EXPECT_EQ(wset::bucket_bits(~std::uint64_t{0}), 28u);
  for (std::uint64_t count = 16; count < 1'000'000; count = count * 5 / 4) {
    const std::uint64_t buckets = std::uint64_t{1} << wset::bucket_bits(count);
    EXPECT_GE(count / buckets, 8u) << count;
    EXPECT_LE(count / buckets, 16u) << count;
  }
}

TEST(WsetFormat, TheBucketIsTheFirstBitsOfTheKey) {
  const Bytes key = bytes_of(std::string_view("\xA5\xFF\x00\x01", 4));
  EXPECT_EQ(wset::bucket_of(key, 0), 0u);
  EXPECT_EQ(wset::bucket_of(key, 1), 1u);
  EXPECT_EQ(wset::bucket_of(key, 4), 0xAu);
  EXPECT_EQ(wset::bucket_of(key, 12), 0xA5Fu);
}

TEST(WsetFormat, PagesCountTheLastOneToo) {
  EXPECT_EQ(wset::page_count(0, 4096), 0u);
  EXPECT_EQ(wset::page_count(1, 4096), 1u);
  EXPECT_EQ(wset::page_count(4096, 4096), 1u);
  EXPECT_EQ(wset::page_count(4097, 4096), 2u);
}

TEST(WsetFormat, EachAlgorithmHasItsOwnSections) {
  EXPECT_EQ(wset::section_of(Algorithm::md5, wset::SectionKind::filter),
            static_cast<wset::SectionKind>(0x100));
  EXPECT_EQ(wset::section_of(Algorithm::sha1, wset::SectionKind::offsets),
            static_cast<wset::SectionKind>(0x111));
  EXPECT_EQ(wset::section_of(Algorithm::sha256, wset::SectionKind::numbers),
            static_cast<wset::SectionKind>(0x123));
}

// The worked example of the page: the one set that it prints.
TEST(WsetFormat, TheWorkedExampleIsWhatIsWritten) {
  const TempFolder folder;
  BuildRequest request;
  request.output = folder.path("example.wset");
  request.sources = {
      folder.write("example.csv",
                   "md5,sha1,category,label\n"
                   "00112233445566778899aabbccddeeff,"
                   "00112233445566778899aabbccddeeff00112233,2,invented\n"
                   "ffeeddccbbaa99887766554433221100,,,\n")};
  request.name = "example";
  ASSERT_TRUE(build_set(request));
  const std::vector<std::byte> file = bytes_in(request.output);
  const Layout layout = layout_of(file);

  EXPECT_EQ(file.size(), 2504u);
  EXPECT_EQ(to_hex(*part(file, 0x20, 32)),
            "44476d7b44ba1d447728ece4c081710fafe5b1f407db08f085ef6a68449708c1");
  EXPECT_EQ(to_hex(*part(file, 0x48, 16)),
            "7ebf18cc0405bcbb"
            "7850d7e473f91907");
  EXPECT_EQ(to_hex(*part(file, 0x1D0, 48)),
            "02010000"
            "10000000"
            "c007000000000000"
            "2000000000000000"
            "0700000000000000"
            "00100000"
            "000000000000000000000000");
  const auto hex_of = [&](std::uint32_t kind) {
    const Layout::Section& section = layout.sections.at(kind);
    return to_hex(*part(file, section.offset, section.length));
  };
  EXPECT_EQ(to_hex(*part(file, 0, 16)),
            "89575345540d0a1a"
            "0100"
            "0100"
            "50030000");
  EXPECT_EQ(hex_of(0x10), "6578616d706c65");
  EXPECT_EQ(hex_of(0x20),
            "00000060"
            "01000020");
  EXPECT_EQ(hex_of(0x21),
            "0200000000000000"
            "01000000"
            "40420f00"
            "00000000"
            "04000000"
            "10000000"
            "00000000"
            "0000000000000000"
            "00000000"
            "80841e00"
            "00000000"
            "00000000"
            "10000000"
            "00000000");
  EXPECT_EQ(hex_of(0x22),
            "00000000"
            "08000000"
            "696e76656e746564"
            "0b000000"
            "6578616d706c652e637376");
  EXPECT_EQ(hex_of(0x101),
            "00000000"
            "02000000");
  EXPECT_EQ(hex_of(0x102),
            "00112233445566778899aabbccddeeff"
            "ffeeddccbbaa99887766554433221100");
  EXPECT_EQ(hex_of(0x103),
            "00000000"
            "01000000");
  EXPECT_EQ(hex_of(0x113), "00000000");
}

// A reader made of the page's sentences alone, over a set of a few thousand.
TEST(WsetFormat, ASecondReaderFindsEveryKey) {
  const TempFolder folder;
  std::string list;
  constexpr std::uint64_t kCount = 3000;
  for (std::uint64_t i = 0; i < kCount; ++i) {
    list += invented_hex(Algorithm::sha256, i) + "\n";
  }
  const BuildRequest request = request_for(folder, list);
  ASSERT_TRUE(build_set(request));
  const std::vector<std::byte> file = bytes_in(request.output);
  const Layout layout = layout_of(file);
  const auto section = [&](std::uint32_t kind) {
    return *part(file, layout.sections.at(kind).offset,
                 layout.sections.at(kind).length);
  };
  const Bytes filter = section(0x120);
  const Bytes offsets = section(0x121);
  const Bytes keys = section(0x122);
  const Bytes numbers = section(0x123);
  const auto numbered = entry_numbers(Algorithm::sha256, kCount);
  const std::uint64_t bits = 8;  // 3000 / 2^8 = 11.7
  ASSERT_EQ(offsets.size(), ((1u << bits) + 1) * 4);
  for (std::uint64_t i = 0; i < kCount; ++i) {
    const Digest digest = invented(Algorithm::sha256, i);
    const std::uint64_t hash = checksum64(digest.bytes());
    const std::uint64_t block = ((hash >> 32) * (filter.size() / 32)) >> 32;
    for (std::uint64_t word = 0; word < 8; ++word) {
      EXPECT_NE(le<std::uint32_t>(filter, block * 32 + word * 4), 0u);
    }
    const std::uint64_t bucket = be<std::uint32_t>(digest.bytes(), 0) >> (32 - bits);
    const auto first = le<std::uint32_t>(offsets, bucket * 4);
    const auto last = le<std::uint32_t>(offsets, bucket * 4 + 4);
    std::optional<std::uint32_t> entry;
    for (std::uint32_t k = first; k < last; ++k) {
      const Bytes key = *part(keys, std::uint64_t{k} * 32, 32);
      if (std::equal(key.begin(), key.end(), digest.bytes().begin())) {
        entry = le<std::uint32_t>(numbers, std::uint64_t{k} * 4);
      }
    }
    ASSERT_EQ(entry, numbered[i]);
  }
}

// The id, and the checksum of the header, by the page's recipe.
TEST(WsetFormat, TheIdIsTheDigestOfTheSections) {
  const TempFolder folder;
  const auto set = built_set(folder, invented_hex(Algorithm::sha1, 5) + "\n");
  ASSERT_TRUE(set);
  const std::vector<std::byte> file = bytes_in(folder.path("set.wset"));
  const Layout layout = layout_of(file);
  std::vector<Layout::Section> in_order;
  for (const auto& [kind, section] : layout.sections) in_order.push_back(section);
  std::sort(in_order.begin(), in_order.end(),
            [](const auto& a, const auto& b) { return a.offset < b.offset; });
  std::string text(text_of(*part(file, 64, 4)));
  for (const Layout::Section& section : in_order) {
    if (section.kind == 1 || section.kind == 2) continue;
    std::byte head[12];
    wset::store_le(MutableBytes(head), 0, section.kind);
    wset::store_le(MutableBytes(head), 4, section.length);
    text += text_of(head);
    for (std::uint64_t at = 0; at < section.length; at += 65536) {
      const std::uint64_t length = std::min<std::uint64_t>(65536, section.length - at);
      text +=
          text_of(digest_of(Algorithm::sha256, *part(file, section.offset + at, length))
                      .bytes());
    }
  }
  EXPECT_EQ(set->id(), digest_of(Algorithm::sha256, bytes_of(text)).hex());
}

}  // namespace
}  // namespace winnow
