#include "hashsets/pdq_table.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/simd/hamming.h"
#include "hashsets/pdq_bands.h"
#include "hashsets/wset_format.h"

namespace winnow {

using simd::HammingQuery;
using simd::HammingTile;
using simd::kTileHashes;
using simd::NearLanes;
using wset::SectionKind;

namespace {

// Compares some queries with tiles of hashes, one tile after the other.
class TileSearch {
 public:
  TileSearch(std::span<const PdqHash> queries, unsigned distance,
             std::vector<PdqPair>& pairs)
      : queries_(queries),
        distance_(distance),
        pairs_(pairs),
        near_(queries.size() * simd::kMaxNearLanes) {
    for (const PdqHash& query : queries) {
      short_.push_back(simd::make_query(query.value));
    }
  }

  // Of at most kTileHashes hashes, the first of which is at `position`.
  void search(Bytes hashes, std::uint32_t position) {
    const std::size_t count = hashes.size() / wset::kPdqLength;
    if (count == kTileHashes) {
      simd::fill_tile(hashes.first<kTileHashes * wset::kPdqLength>(), tile_);
    } else {
      std::array<std::byte, kTileHashes * wset::kPdqLength> padded{};
      std::copy(hashes.begin(), hashes.end(), padded.begin());
      simd::fill_tile(padded, tile_);
    }
    const std::size_t found = simd::scan_tile(tile_, short_, distance_, near_);
    for (const NearLanes& near : std::span(near_).first(found)) {
      verify(near, hashes, count, position);
    }
  }

 private:
  void verify(const NearLanes& near, Bytes hashes, std::size_t count,
              std::uint32_t position) {
    std::array<const std::byte*, kTileHashes> candidates{};
    std::array<const std::byte*, kTileHashes> queries{};
    std::array<std::uint32_t, kTileHashes> numbers{};
    std::array<std::uint32_t, kTileHashes> distances{};
    std::size_t size = 0;
    for (std::uint64_t left = near.lanes; left != 0; left &= left - 1) {
      const std::size_t hash =
          simd::hash_of_lane(static_cast<std::size_t>(std::countr_zero(left)));
      if (hash >= count) continue;
      candidates[size] = hashes.data() + hash * wset::kPdqLength;
      queries[size] = queries_[near.query].value.data();
      numbers[size] = position + static_cast<std::uint32_t>(hash);
      ++size;
    }
    simd::hamming_distances(std::span(candidates).first(size),
                            std::span(queries).first(size),
                            std::span(distances).first(size));
    for (std::size_t i = 0; i < size; ++i) {
      if (distances[i] > distance_) continue;
      pairs_.push_back(
          {static_cast<std::uint32_t>(near.query), numbers[i], distances[i]});
    }
  }

  std::span<const PdqHash> queries_;
  unsigned distance_;
  std::vector<PdqPair>& pairs_;
  std::vector<HammingQuery> short_;
  std::vector<NearLanes> near_;
  HammingTile tile_{};
};

}  // namespace

Result<std::optional<PdqTable>> PdqTable::open(const WsetSections& file) {
  const Section* hashes = file.find(SectionKind::pdq);
  const Section* numbers = file.find(SectionKind::pdq_numbers);
  if (!hashes && !numbers) return std::optional<PdqTable>();
  if (!hashes || !numbers || hashes->item_length != wset::kPdqLength ||
      numbers->item_length != 4 || hashes->count() != numbers->count() ||
      hashes->count() > wset::kMaxEntries) {
    return file.damaged("its PDQ are not complete", wset::kHeaderLength);
  }
  PdqTable table(file, *hashes, *numbers);
  auto index = PdqIndex::open(file, *hashes);
  if (!index) return std::move(index).error();
  table.index_ = *index;
  return std::optional(table);
}

Result<void> PdqTable::compare_all(std::span<const PdqHash> queries, unsigned distance,
                                   std::vector<PdqPair>& pairs) const {
  TileSearch search(queries, distance, pairs);
  constexpr std::uint64_t kTileLength = kTileHashes * wset::kPdqLength;
  for (std::uint64_t at = 0; at < hashes_->length; at += kTileLength) {
    const std::uint64_t length = std::min(kTileLength, hashes_->length - at);
    // Pages are whole numbers of tiles.
    Bytes hashes(file_->peek(*hashes_, at, length), static_cast<std::size_t>(length));
    if (hashes.data() == nullptr) {
      const auto read = file_->read(*hashes_, at, length);
      if (!read) return read.error();
      hashes = *read;
    }
    search.search(hashes, static_cast<std::uint32_t>(at / wset::kPdqLength));
  }
  return {};
}

Result<void> PdqTable::find_some(std::span<const PdqHash> queries, unsigned distance,
                                 std::vector<PdqPair>& pairs) const {
  if (!index_ || distance > PdqIndex::kMaxDistance) {
    return compare_all(queries, distance, pairs);
  }
  std::vector<bool> crowded(queries.size());
  if (auto found = index_->find(queries, distance, pairs, crowded); !found) {
    return found;
  }
  std::vector<PdqHash> left;
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t q = 0; q < queries.size(); ++q) {
    if (!crowded[q]) continue;
    left.push_back(queries[q]);
    numbers.push_back(q);
  }
  if (left.empty()) return {};
  const std::size_t before = pairs.size();
  if (auto found = compare_all(left, distance, pairs); !found) return found;
  for (std::size_t i = before; i < pairs.size(); ++i) {
    pairs[i].query = numbers[pairs[i].query];
  }
  return {};
}

Result<std::uint32_t> PdqTable::entry_at(std::uint32_t position) const {
  const auto bytes = file_->read(*numbers_, std::uint64_t{position} * 4, 4);
  if (!bytes) return bytes.error();
  const auto entry = le<std::uint32_t>(*bytes, 0);
  if (entry >= file_->entry_count()) {
    return file_->damaged("a PDQ belongs to no entry",
                          numbers_->offset + std::uint64_t{position} * 4);
  }
  return entry;
}

Result<std::vector<PdqMatch>> PdqTable::find(std::span<const PdqHash> queries,
                                             unsigned distance) const {
  std::vector<PdqMatch> matches;
  std::vector<PdqPair> pairs;
  for (std::size_t at = 0; at < queries.size(); at += PdqIndex::kMaxQueries) {
    const std::size_t count = std::min(PdqIndex::kMaxQueries, queries.size() - at);
    pairs.clear();
    auto found = find_some(queries.subspan(at, count), distance, pairs);
    if (!found) return std::move(found).error();
    const auto first = static_cast<std::ptrdiff_t>(matches.size());
    for (const PdqPair& pair : pairs) {
      const auto entry = entry_at(pair.position);
      if (!entry) return entry.error();
      matches.push_back(
          {static_cast<std::uint32_t>(at + pair.query), pair.distance, *entry});
    }
    std::sort(matches.begin() + first, matches.end());
  }
  return matches;
}

}  // namespace winnow
