#include "hashsets/pdq_table.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <random>

#include "base/simd/instruction_sets.h"
#include "hashsets/pdq_bands.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

constexpr std::uint64_t kNever = ~std::uint64_t{0};
constexpr unsigned kSeed = 31;

class Invention {
 public:
  PdqHash hash() {
    PdqHash hash;
    for (std::byte& byte : hash.value) byte = static_cast<std::byte>(random_());
    return hash;
  }
  // With `bits` different bits turned over.
  PdqHash at_distance(PdqHash hash, unsigned bits) {
    std::vector<unsigned> order(256);
    for (unsigned i = 0; i < 256; ++i) order[i] = i;
    std::shuffle(order.begin(), order.end(), random_);
    for (unsigned i = 0; i < bits; ++i) {
      hash.value[order[i] / 8] ^= static_cast<std::byte>(1u << order[i] % 8);
    }
    return hash;
  }
  unsigned below(std::size_t limit) { return static_cast<unsigned>(random_() % limit); }

 private:
  std::mt19937 random_{kSeed};
};

std::vector<PdqHash> random_hashes(Invention& invention, std::size_t count) {
  std::vector<PdqHash> hashes;
  while (hashes.size() < count) hashes.push_back(invention.hash());
  return hashes;
}

std::vector<PdqHash> clustered_hashes(Invention& invention, std::size_t count) {
  std::vector<PdqHash> hashes;
  while (hashes.size() < count) {
    const PdqHash centre = invention.hash();
    for (unsigned i = invention.below(60); i > 0 && hashes.size() < count; --i) {
      hashes.push_back(invention.at_distance(centre, invention.below(36)));
    }
  }
  return hashes;
}

std::vector<std::byte> image(const std::vector<PdqHash>& hashes,
                             std::uint64_t index_from,
                             std::uint64_t memory = kTestMemory) {
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
  return image_of(writer, SetType::notable);
}

// The twin: one after the other. Entries of a set of PDQ alone are in their order.
std::vector<PdqMatch> expected(std::vector<PdqHash> hashes,
                               const std::vector<PdqHash>& queries, unsigned distance) {
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  std::vector<PdqMatch> matches;
  for (std::uint32_t q = 0; q < queries.size(); ++q) {
    for (std::uint32_t i = 0; i < hashes.size(); ++i) {
      const unsigned off = pdq_distance(queries[q], hashes[i]);
      if (off <= distance) matches.push_back({q, off, i});
    }
  }
  std::sort(matches.begin(), matches.end());
  return matches;
}

// At every distance from some hash, on both sides of where the index ends.
std::vector<PdqHash> ask_for(Invention& invention, const std::vector<PdqHash>& hashes) {
  std::vector<PdqHash> queries;
  for (unsigned distance = 0; distance <= 40; ++distance) {
    const PdqHash& listed = hashes[invention.below(hashes.size())];
    queries.push_back(invention.at_distance(listed, distance));
  }
  for (int i = 0; i < 10; ++i) queries.push_back(invention.hash());
  PdqHash opposite = hashes.front();
  for (std::byte& byte : opposite.value) byte = ~byte;
  queries.push_back(opposite);
  return queries;
}

void expect_exact(const std::vector<PdqHash>& hashes, Invention& invention,
                  const std::vector<unsigned>& distances) {
  const auto plain = open_bytes(image(hashes, kNever));
  const auto indexed = open_bytes(image(hashes, 1));
  ASSERT_TRUE(plain && indexed);
  const std::vector<PdqHash> queries = ask_for(invention, hashes);
  for (const unsigned distance : distances) {
    const auto matches = expected(hashes, queries, distance);
    const auto by_all = plain->find_pdq(queries, distance);
    ASSERT_TRUE(by_all) << by_all.error().line();
    EXPECT_TRUE(*by_all == matches) << "without an index, within " << distance;
    const auto by_index = indexed->find_pdq(queries, distance);
    ASSERT_TRUE(by_index) << by_index.error().line();
    EXPECT_TRUE(*by_index == matches) << "by the index, within " << distance;
  }
}

const std::vector<unsigned>& all_distances() {
  static const std::vector<unsigned> kDistances = [] {
    std::vector<unsigned> distances = {48, 64, 96, 97, 128, 200, 255, 256, 1000};
    for (unsigned d = 0; d <= 34; ++d) distances.push_back(d);
    return distances;
  }();
  return kDistances;
}

TEST(PdqTable, RandomHashesAtEveryDistance) {
  Invention invention;
  expect_exact(random_hashes(invention, 2500), invention, all_distances());
}

TEST(PdqTable, ClusteredHashesAtEveryDistance) {
  Invention invention;
  expect_exact(clustered_hashes(invention, 2500), invention, all_distances());
}

TEST(PdqTable, AnyNumberOfHashes) {
  Invention invention;
  for (const std::size_t count : {1u, 2u, 63u, 64u, 65u, 2047u, 2049u}) {
    SCOPED_TRACE(count);
    expect_exact(clustered_hashes(invention, count), invention, {0, 31, 60});
  }
}

// Pairs whose bits differ where the index looks least: one more than each band's reach
// in all bands but one.
TEST(PdqTable, DifferencesSpreadAgainstTheBands) {
  Invention invention;
  const std::vector<PdqHash> hashes = random_hashes(invention, 500);
  std::vector<PdqHash> queries;
  for (std::size_t kept = 0; kept < wset::kPdqBands; ++kept) {
    PdqHash query = hashes[kept];
    unsigned left = 31;
    for (std::size_t b = 0; b < wset::kPdqBands; ++b) {
      const wset::PdqBand& band = wset::kBandsOfPdq[b];
      const bool is_last = b + 1 == wset::kPdqBands;
      for (unsigned i = 0; i < (is_last ? 2u : 3u) && b != kept && left > 0; ++i) {
        // Across the whole band, its first and its last bit too.
        const unsigned bit = band.first_bit + i * (band.bits - 1) / 2;
        query.value[bit / 8] ^= static_cast<std::byte>(0x80u >> bit % 8);
        --left;
      }
    }
    EXPECT_LE(pdq_distance(query, hashes[kept]), 31u);
    EXPECT_GE(pdq_distance(query, hashes[kept]), 29u);
    queries.push_back(query);
  }
  const auto set = open_bytes(image(hashes, 1));
  ASSERT_TRUE(set);
  const auto found = set->find_pdq(queries, 31);
  ASSERT_TRUE(found);
  EXPECT_TRUE(*found == expected(hashes, queries, 31));
  EXPECT_GE(found->size(), wset::kPdqBands);
}

// So many hashes share all bands but one with the queries that the index gives up.
TEST(PdqTable, CrowdedBandsAreComparedInFull) {
  Invention invention;
  const PdqHash centre = invention.hash();
  std::vector<PdqHash> hashes;
  for (int i = 0; i < 7000; ++i) {
    PdqHash hash = centre;
    for (std::size_t b = 24; b < 32; ++b) {
      hash.value[b] = static_cast<std::byte>(invention.below(256));
    }
    hashes.push_back(hash);
  }
  std::vector<PdqHash> queries = random_hashes(invention, 20);
  for (unsigned i = 0; i < 20; ++i) {
    queries.push_back(invention.at_distance(hashes[i], i));
  }
  const auto set = open_bytes(image(hashes, 1));
  ASSERT_TRUE(set);
  const auto found = set->find_pdq(queries, 31);
  ASSERT_TRUE(found);
  EXPECT_TRUE(*found == expected(hashes, queries, 31));
  EXPECT_GT(found->size(), 4096u);
}

// More queries than are worked on at a time.
TEST(PdqTable, ManyQueriesAtOnce) {
  Invention invention;
  const std::vector<PdqHash> hashes = clustered_hashes(invention, 300);
  std::vector<PdqHash> queries;
  while (queries.size() < 2 * PdqIndex::kMaxQueries + 7) {
    const PdqHash& listed = hashes[invention.below(hashes.size())];
    queries.push_back(invention.at_distance(listed, invention.below(60)));
  }
  for (const std::uint64_t index_from : {std::uint64_t{1}, kNever}) {
    const auto set = open_bytes(image(hashes, index_from));
    ASSERT_TRUE(set);
    const auto found = set->find_pdq(queries, 31);
    ASSERT_TRUE(found);
    EXPECT_TRUE(*found == expected(hashes, queries, 31));
    EXPECT_TRUE(set->find_pdq(std::span<const PdqHash>(), 31)->empty());
  }
}

class PdqTableOn : public testing::TestWithParam<std::int64_t> {
 protected:
  const simd::OnlyInstructionSet only_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(, PdqTableOn, testing::ValuesIn(simd::instruction_sets()),
                         [](const auto& set) {
                           return std::string(simd::name_of(set.param));
                         });

TEST_P(PdqTableOn, IsExact) {
  Invention invention;
  expect_exact(clustered_hashes(invention, 1500), invention, {0, 10, 31, 32, 90});
}

TEST(PdqTable, OneHashOfSeveralEntries) {
  Invention invention;
  const PdqHash hash = invention.hash();
  for (const std::uint64_t index_from : {std::uint64_t{1}, kNever}) {
    const TempFolder folder;
    SetWriter writer(kTestMemory, folder.path(""));
    writer.index_pdq_from(index_from);
    writer.begin_source("list");
    for (std::uint64_t i = 0; i < 5; ++i) {
      ListRow row;
      row.pdq = hash;
      row.digests.set(invented(Algorithm::md5, i));
      ASSERT_TRUE(writer.add(row));
    }
    ASSERT_TRUE(writer.settle());
    const auto set = open_bytes(image_of(writer, SetType::notable));
    ASSERT_TRUE(set);
    EXPECT_EQ(set->pdq_count(), 5u);
    const auto found = set->find_pdq(std::vector{invention.at_distance(hash, 3)}, 31);
    ASSERT_TRUE(found);
    std::vector<PdqMatch> all;
    for (std::uint32_t entry = 0; entry < 5; ++entry) all.push_back({0, 3, entry});
    EXPECT_EQ(*found, all);
  }
}

TEST(PdqTable, ASetWithoutPdqHasNoneNear) {
  const TempFolder folder;
  const auto set = built_set(folder, invented_hex(Algorithm::md5, 1) + "\n");
  ASSERT_TRUE(set);
  EXPECT_EQ(set->pdq_count(), 0u);
  const auto found = set->find_pdq(std::vector{PdqHash{}}, 256);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->empty());
}

TEST(PdqTable, FormsGiveEachEntryOnceByTheNearest) {
  Invention invention;
  std::vector<PdqHash> hashes = random_hashes(invention, 3);
  std::sort(hashes.begin(), hashes.end());
  const auto set = open_bytes(image(hashes, 1));
  ASSERT_TRUE(set);
  PdqVariants variants;
  variants[static_cast<std::size_t>(PdqVariant::original)] =
      invention.at_distance(hashes[1], 20);
  variants[static_cast<std::size_t>(PdqVariant::rotated_90)] =
      invention.at_distance(hashes[1], 4);
  variants[static_cast<std::size_t>(PdqVariant::flipped_x)] =
      invention.at_distance(hashes[2], 4);
  variants[static_cast<std::size_t>(PdqVariant::flipped_plus)] =
      invention.at_distance(hashes[2], 4);
  const auto found = set->find_pdq(variants, 31);
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, (std::vector<PdqVariantMatch>{{4, 1, PdqVariant::rotated_90},
                                                  {4, 2, PdqVariant::flipped_x}}));
}

// A set whose bytes a test changes, and what it should answer.
class DamagedPdq : public testing::Test {
 protected:
  void SetUp() override {
    Invention invention;
    hashes_ = clustered_hashes(invention, 400);
    queries_ = ask_for(invention, hashes_);
    right_ = expected(hashes_, queries_, 31);
    right_far_ = expected(hashes_, queries_, 60);
    file_ = image(hashes_, 1);
    fd_ = memory_file(file_);
    ASSERT_TRUE(is_right_or_fault());
    ASSERT_EQ(faults_, 0);
  }

  void put(std::uint64_t at, std::byte byte) {
    ASSERT_EQ(::pwrite(fd_.get(), &byte, 1, static_cast<off_t>(at)), 1);
  }
  // A set that neither opens wrongly nor answers wrongly.
  bool is_right_or_fault() {
    const auto set = HashSet::open(fd_.get(), "set");
    if (!set) {
      ++faults_;
      return true;
    }
    const auto near = set->find_pdq(queries_, 31);
    const auto far = set->find_pdq(queries_, 60);
    if (!near || !far) ++faults_;
    return (!near || *near == right_) && (!far || *far == right_far_);
  }
  const Layout::Section& section(wset::SectionKind kind) {
    return layout_.sections.at(static_cast<std::uint32_t>(kind));
  }

  std::vector<PdqHash> hashes_;
  std::vector<PdqHash> queries_;
  std::vector<PdqMatch> right_;
  std::vector<PdqMatch> right_far_;
  std::vector<std::byte> file_;
  Layout layout_;
  Fd fd_;
  int faults_ = 0;
};

constexpr std::array kPdqSections = {
    wset::SectionKind::pdq, wset::SectionKind::pdq_numbers,
    wset::SectionKind::pdq_marks, wset::SectionKind::pdq_firsts,
    wset::SectionKind::pdq_places};

TEST_F(DamagedPdq, AnyByteIsNoticed) {
  layout_ = layout_of(file_);
  std::mt19937 random(kSeed);
  int flips = 0;
  for (const wset::SectionKind kind : kPdqSections) {
    const Layout::Section& where = section(kind);
    for (int i = 0; i < 15; ++i, ++flips) {
      const std::uint64_t at = where.offset + (i == 0   ? 0
                                               : i == 1 ? where.length - 1
                                                        : random() % where.length);
      const std::byte before = file_[static_cast<std::size_t>(at)];
      put(at, before ^ static_cast<std::byte>(1u << random() % 8));
      ASSERT_TRUE(is_right_or_fault()) << at;
      put(at, before);
    }
  }
  // These queries touch all pages of all five.
  EXPECT_EQ(faults_, flips);
}

TEST_F(DamagedPdq, AnyTruncationIsNoticed) {
  layout_ = layout_of(file_);
  for (const wset::SectionKind kind : kPdqSections) {
    for (const std::uint64_t length :
         {section(kind).offset, section(kind).offset + 1,
          section(kind).offset + section(kind).length - 1}) {
      ASSERT_FALSE(open_bytes(Bytes(file_).first(static_cast<std::size_t>(length))));
    }
  }
}

// Whoever forges a set can make its index lie; its answers are near hashes of the set
// all the same, or a fault, and they come in time.
TEST_F(DamagedPdq, ForgedIndexesNeverBreakTheProgram) {
  layout_ = layout_of(file_);
  std::mt19937 random(kSeed);
  int answers = 0;
  for (int round = 0; round < 24; ++round) {
    std::vector<std::byte> forged = file_;
    const Layout::Section& where =
        section(kPdqSections[2 + static_cast<std::size_t>(round) % 3]);
    const bool everywhere = round < 6;
    const std::size_t changes = everywhere ? static_cast<std::size_t>(where.length)
                                           : std::size_t{1} << random() % 17;
    for (std::size_t n = 0; n < changes; ++n) {
      const std::uint64_t at = everywhere ? n : random() % where.length;
      forged[static_cast<std::size_t>(where.offset + at)] =
          round < 3                         ? std::byte{0}
          : everywhere || random() % 2 == 0 ? std::byte{0xFF}
                                            : static_cast<std::byte>(random());
    }
    reseal(forged);
    const auto set = open_bytes(forged);
    if (!set) continue;
    const auto near = set->find_pdq(queries_, 31);
    if (!near) {
      ++faults_;
      continue;
    }
    ++answers;
    ASSERT_TRUE(
        std::includes(right_.begin(), right_.end(), near->begin(), near->end()));
  }
  EXPECT_GT(faults_, 5);
  EXPECT_GT(answers, 0);
}

TEST_F(DamagedPdq, HalfAnIndexIsAFault) {
  layout_ = layout_of(file_);
  const auto count = le<std::uint32_t>(file_, 68);
  int tried = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint64_t record = 128 + std::uint64_t{i} * 48;
    const auto kind = static_cast<wset::SectionKind>(le<std::uint32_t>(file_, record));
    if (std::count(kPdqSections.begin(), kPdqSections.end(), kind) == 0) continue;
    std::vector<std::byte> forged = file_;
    forged[static_cast<std::size_t>(record + 1)] = std::byte{0x7F};  // unknown
    reseal(forged);
    EXPECT_FALSE(open_bytes(forged)) << record;
    // And one whose items are twice as long.
    forged = file_;
    wset::store_le(MutableBytes(forged), record + 4,
                   2 * le<std::uint32_t>(file_, record + 4));
    reseal(forged);
    EXPECT_FALSE(open_bytes(forged)) << record;
    ++tried;
  }
  EXPECT_EQ(tried, 5);
}

}  // namespace
}  // namespace winnow
