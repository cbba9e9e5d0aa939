#include "hashsets/pdq_index.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

#include "base/simd/hamming.h"
#include "hashsets/pdq_bands.h"
#include "hashsets/wset_format.h"

namespace winnow {

using wset::kBandsOfPdq;
using wset::kPdqBands;
using wset::PdqBand;
using wset::SectionKind;

namespace {

// How far each band looks for a distance: as many as `reach` says, less one, or not at
// all.
using Reaches = std::array<unsigned, kPdqBands>;
constexpr unsigned kMaxReach = 3;

constexpr Reaches reaches_for(unsigned distance) {
  Reaches reaches{};
  for (unsigned share = 0; share <= distance; ++share) ++reaches[share % kPdqBands];
  return reaches;
}
static_assert(reaches_for(PdqIndex::kMaxDistance).front() == kMaxReach);

// The keys of one word that are within 0, 1 and 2 bits of one of them.
using Balls = std::array<std::array<std::uint64_t, 64>, kMaxReach>;

constexpr Balls make_balls() {
  Balls balls{};
  for (unsigned radius = 0; radius < kMaxReach; ++radius) {
    for (unsigned key = 0; key < 64; ++key) {
      for (unsigned other = 0; other < 64; ++other) {
        if (static_cast<unsigned>(std::popcount(key ^ other)) <= radius) {
          balls[radius][key] |= std::uint64_t{1} << other;
        }
      }
    }
  }
  return balls;
}
constexpr Balls kBalls = make_balls();

// Words are looked at by region, so that what all queries ask of one is in the cache:
// 128 KiB of marks, and as much of the rest as that leads to.
constexpr unsigned kRegionBits = 14;
constexpr std::uint32_t kRegionMask = (1u << kRegionBits) - 1;
static_assert(kBandsOfPdq.back().bits - wset::kPdqWordBits >= kRegionBits);

// The bits in which words of a region are off: first by none, then by one, then by two.
constexpr std::size_t kFlips = 1 + kRegionBits + kRegionBits * (kRegionBits - 1) / 2;
constexpr std::array<std::size_t, kMaxReach> kFlipsEnd = {1, 1 + kRegionBits, kFlips};

constexpr std::array<std::uint32_t, kFlips> make_flips() {
  std::array<std::uint32_t, kFlips> flips{};
  std::size_t at = 1;
  for (unsigned i = 0; i < kRegionBits; ++i) flips[at++] = 1u << i;
  for (unsigned i = 0; i < kRegionBits; ++i) {
    for (unsigned j = 0; j < i; ++j) flips[at++] = 1u << i | 1u << j;
  }
  return flips;
}
constexpr auto kFlipsOfWord = make_flips();

// Enough for the memory to have all the fetches under way that it can.
constexpr std::size_t kTogether = 512;

}  // namespace

Result<std::optional<PdqIndex>> PdqIndex::open(const WsetSections& file,
                                               const Section& hashes) {
  const Section* marks = file.find(SectionKind::pdq_marks);
  const Section* firsts = file.find(SectionKind::pdq_firsts);
  const Section* places = file.find(SectionKind::pdq_places);
  if (!marks && !firsts && !places) return std::optional<PdqIndex>();
  if (!marks || !firsts || !places) {
    return file.damaged("its index of PDQ is not complete", wset::kHeaderLength);
  }
  if (hashes.count() == 0 || hashes.count() > wset::kMaxIndexedPdq ||
      marks->item_length != 8 || marks->count() != wset::kPdqWords ||
      firsts->item_length != 4 || firsts->count() != wset::kPdqFirsts ||
      places->item_length != 4 || places->count() != kPdqBands * hashes.count()) {
    return file.damaged("its index of PDQ contradicts itself", marks->offset);
  }
  return std::optional(PdqIndex(file, hashes, *marks, *firsts, *places));
}

// One look-up of some queries. Band by band, words of marks give hits, hits give ranges
// of places, places give candidates, candidates are compared: each step over many at a
// time, so that their bytes are fetched from memory side by side.
class PdqIndexSearch {
 public:
  PdqIndexSearch(const PdqIndex& index, std::span<const PdqHash> queries,
                 unsigned distance, std::vector<PdqPair>& pairs,
                 std::vector<bool>& crowded)
      : index_(index),
        file_(*index.file_),
        queries_(queries),
        distance_(distance),
        reaches_(reaches_for(distance)),
        pairs_(pairs),
        crowded_(crowded),
        count_(index.hashes_->count()),
        candidates_left_(queries.size(),
                         static_cast<std::uint32_t>(count_ / 16 + 4096)),
        hits_(kTogether + kFlips) {}

  Result<void> run();

 private:
  // Keys in one word that are near the query's and that some hash has.
  struct Hit {
    std::uint64_t keys = 0;
    std::uint32_t word = 0;
    std::uint32_t query = 0;
  };
  // Where the hashes of one key stand among the places of its word.
  struct Range {
    std::uint32_t query = 0;
    std::uint32_t key = 0;  // its last six bits
    std::uint32_t first = 0;
    std::uint32_t end = 0;
  };

  Result<void> search_band();
  void find_words(std::uint32_t query, std::uint32_t region);
  Result<void> follow_hits();
  Result<void> add_ranges(const Hit& hit);
  Result<void> follow(const Range& range);
  Result<void> add_candidate(std::uint32_t query, std::uint32_t position);
  Result<void> compare();
  [[nodiscard]] bool is_seen(const PdqHash& query, Bytes hash) const;
  Result<const std::byte*> bytes_at(const WsetSections::Section& section,
                                    std::uint64_t offset, std::uint64_t length) const;
  [[nodiscard]] Fault contradiction() const {
    return file_.damaged("its index of PDQ contradicts itself", index_.firsts_->offset);
  }

  const PdqIndex& index_;
  const WsetSections& file_;
  std::span<const PdqHash> queries_;
  unsigned distance_;
  Reaches reaches_;
  std::vector<PdqPair>& pairs_;
  std::vector<bool>& crowded_;
  std::uint64_t count_;
  // Until a query is crowded. Without an end to them a forged index, in which all words
  // lead to all hashes, would keep a look-up busy for hours.
  std::vector<std::uint32_t> candidates_left_;

  std::size_t band_ = 0;
  std::vector<std::uint32_t> keys_;  // of the queries in this band
  Bytes marks_;                      // of the whole index
  Bytes firsts_;                     // likewise
  std::vector<Hit> hits_;
  std::size_t hit_count_ = 0;
  std::vector<Range> ranges_;
  struct Candidates {
    std::vector<const std::byte*> queries;
    std::vector<const std::byte*> hashes;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> numbers;
    std::vector<std::uint32_t> distances;
  } candidates_;
};

Result<void> PdqIndexSearch::run() {
  // Both are small and asked for all over: checked as a whole, whose pages are checked
  // but once.
  const auto marks = file_.read(*index_.marks_, 0, index_.marks_->length);
  if (!marks) return marks.error();
  const auto firsts = file_.read(*index_.firsts_, 0, index_.firsts_->length);
  if (!firsts) return firsts.error();
  marks_ = *marks;
  firsts_ = *firsts;
  for (band_ = 0; band_ < kPdqBands; ++band_) {
    if (reaches_[band_] == 0) continue;
    if (auto searched = search_band(); !searched) return searched;
  }
  // Some of their pairs may have been found before they were crowded.
  std::erase_if(pairs_, [&](const PdqPair& pair) { return crowded_[pair.query]; });
  return {};
}

Result<void> PdqIndexSearch::search_band() {
  const PdqBand& band = kBandsOfPdq[band_];
  keys_.clear();
  for (const PdqHash& query : queries_) {
    keys_.push_back(wset::pdq_key(query.value, band));
  }
  for (std::uint32_t region = 0; region < band.words() >> kRegionBits; ++region) {
    for (std::uint32_t q = 0; q < queries_.size(); ++q) {
      find_words(q, region);
      if (hit_count_ < kTogether) continue;
      if (auto followed = follow_hits(); !followed) return followed;
    }
  }
  return follow_hits();
}

void PdqIndexSearch::find_words(std::uint32_t query, std::uint32_t region) {
  const std::uint32_t key = keys_[query];
  const std::uint32_t home = key >> wset::kPdqWordBits;
  // Bits that the region and the word are off are taken from what the key may be.
  const auto off = static_cast<unsigned>(std::popcount(home >> kRegionBits ^ region));
  if (off >= reaches_[band_]) return;
  const unsigned reach = reaches_[band_] - off;
  const std::uint32_t word_of_region = region << kRegionBits | (home & kRegionMask);
  const std::byte* const words =
      marks_.data() + std::uint64_t{kBandsOfPdq[band_].first_word} * 8;
  Hit* hit = hits_.data() + hit_count_;
  std::size_t at = 0;
  for (unsigned flipped = 0; flipped < reach; ++flipped) {
    const std::uint64_t ball = kBalls[reach - 1 - flipped][key & 63];
    for (; at < kFlipsEnd[flipped]; ++at) {
      const std::uint32_t word = word_of_region ^ kFlipsOfWord[at];
      std::uint64_t marks = 0;
      std::memcpy(&marks, words + std::uint64_t{word} * 8, 8);
      // Written in any case: a branch would be foreseen wrong too often.
      *hit = {marks & ball, word, query};
      hit += (marks & ball) != 0 ? 1 : 0;
    }
  }
  hit_count_ = static_cast<std::size_t>(hit - hits_.data());
}

Result<void> PdqIndexSearch::follow_hits() {
  const std::byte* const firsts =
      firsts_.data() + std::uint64_t{wset::first_of_band(band_)} * 4;
  for (std::size_t i = 0; i < hit_count_; ++i) {
    __builtin_prefetch(firsts + std::uint64_t{hits_[i].word} * 4);
  }
  ranges_.clear();
  for (std::size_t i = 0; i < hit_count_; ++i) {
    if (auto added = add_ranges(hits_[i]); !added) return added;
  }
  hit_count_ = 0;
  for (const Range& range : ranges_) {
    if (auto followed = follow(range); !followed) return followed;
  }
  return compare();
}

Result<void> PdqIndexSearch::add_ranges(const Hit& hit) {
  const std::uint64_t at = std::uint64_t{wset::first_of_band(band_)} + hit.word;
  const auto first = le<std::uint32_t>(firsts_, at * 4);
  const auto end = le<std::uint32_t>(firsts_, at * 4 + 4);
  if (first > end || end > count_) return contradiction();
  const auto marks = le<std::uint64_t>(
      marks_, (std::uint64_t{kBandsOfPdq[band_].first_word} + hit.word) * 8);
  for (std::uint64_t left = hit.keys; left != 0; left &= left - 1) {
    const auto key = static_cast<unsigned>(std::countr_zero(left));
    // Each marked key below has one place at least.
    const auto below = static_cast<std::uint32_t>(
        std::popcount(marks & ((std::uint64_t{1} << key) - 1)));
    if (below >= end - first) return contradiction();
    const Range range{hit.query, key, first + below, end};
    const std::uint64_t place = band_ * count_ + range.first;
    if (const auto* item = file_.peek(*index_.places_, place * 4, 4)) {
      __builtin_prefetch(item);
    }
    ranges_.push_back(range);
  }
  return {};
}

Result<const std::byte*> PdqIndexSearch::bytes_at(const WsetSections::Section& section,
                                                  std::uint64_t offset,
                                                  std::uint64_t length) const {
  if (const auto* bytes = file_.peek(section, offset, length)) return bytes;
  const auto bytes = file_.read(section, offset, length);
  if (!bytes) return bytes.error();
  return bytes->data();
}

// Places of a word rise: by the key's last bits, then by position.
Result<void> PdqIndexSearch::follow(const Range& range) {
  if (crowded_[range.query]) return {};
  const std::uint64_t length = range.end - range.first;
  const auto start =
      bytes_at(*index_.places_, (band_ * count_ + range.first) * 4, length * 4);
  if (!start) return start.error();
  const auto place_at = [&](std::uint64_t i) {
    std::uint32_t place = 0;
    std::memcpy(&place, *start + i * 4, 4);
    return place;
  };
  const std::uint32_t wanted = range.key << wset::kPdqPlaceBits;
  std::uint64_t low = 0;
  // Mostly a few steps; from there on by halves.
  constexpr std::uint64_t kSteps = 32;
  while (low < std::min(length, kSteps) && place_at(low) < wanted) ++low;
  std::uint64_t high = low < kSteps ? low : length;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (place_at(middle) < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == length || place_at(low) >> wset::kPdqPlaceBits != range.key) {
    return contradiction();
  }
  for (; low < length && place_at(low) >> wset::kPdqPlaceBits == range.key; ++low) {
    if (candidates_left_[range.query]-- == 0) {
      crowded_[range.query] = true;
      return {};
    }
    auto added = add_candidate(range.query, place_at(low) & wset::kPdqPlaceMask);
    if (!added) return added;
  }
  return {};
}

Result<void> PdqIndexSearch::add_candidate(std::uint32_t query,
                                           std::uint32_t position) {
  if (position >= count_) return contradiction();
  const auto hash =
      bytes_at(*index_.hashes_, position * wset::kPdqLength, wset::kPdqLength);
  if (!hash) return hash.error();
  __builtin_prefetch(*hash);
  candidates_.queries.push_back(queries_[query].value.data());
  candidates_.hashes.push_back(*hash);
  candidates_.numbers.emplace_back(query, position);
  return candidates_.hashes.size() < kTogether ? Result<void>() : compare();
}

// Whether an earlier band has found this pair.
bool PdqIndexSearch::is_seen(const PdqHash& query, Bytes hash) const {
  for (std::size_t b = 0; b < band_; ++b) {
    const std::uint32_t differing = wset::pdq_key(query.value, kBandsOfPdq[b]) ^
                                    wset::pdq_key(hash, kBandsOfPdq[b]);
    if (static_cast<unsigned>(std::popcount(differing)) < reaches_[b]) return true;
  }
  return false;
}

Result<void> PdqIndexSearch::compare() {
  candidates_.distances.resize(candidates_.hashes.size());
  simd::hamming_distances(candidates_.hashes, candidates_.queries,
                          candidates_.distances);
  for (std::size_t i = 0; i < candidates_.distances.size(); ++i) {
    if (candidates_.distances[i] > distance_) continue;
    const auto [query, position] = candidates_.numbers[i];
    if (is_seen(queries_[query], Bytes(candidates_.hashes[i], wset::kPdqLength))) {
      continue;
    }
    pairs_.push_back({query, position, candidates_.distances[i]});
  }
  candidates_.queries.clear();
  candidates_.hashes.clear();
  candidates_.numbers.clear();
  return {};
}

Result<void> PdqIndex::find(std::span<const PdqHash> queries, unsigned distance,
                            std::vector<PdqPair>& pairs,
                            std::vector<bool>& crowded) const {
  assert(distance <= kMaxDistance && queries.size() <= kMaxQueries &&
         crowded.size() == queries.size());
  return PdqIndexSearch(*this, queries, distance, pairs, crowded).run();
}

}  // namespace winnow
