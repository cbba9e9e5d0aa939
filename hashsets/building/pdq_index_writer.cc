#include "hashsets/building/pdq_index_writer.h"

#include <algorithm>
#include <span>

#include "hashsets/pdq_bands.h"

namespace winnow {

using wset::kBandsOfPdq;
using wset::kPdqBands;
using wset::PdqBand;
using wset::SectionKind;

namespace {

// Hashes are read in pieces of this many.
constexpr std::size_t kHashesAtOnce = 16 * 1024;
constexpr std::uint32_t kKeyMask = (1u << wset::kPdqWordBits) - 1;

// Calls `see` with every hash and its position.
template <typename See>
Result<void> for_each_hash(const Spool& hashes, const See& see) {
  std::vector<std::byte> buffer(kHashesAtOnce * wset::kPdqLength);
  std::uint32_t position = 0;
  for (std::uint64_t at = 0; at < hashes.size(); at += buffer.size()) {
    const MutableBytes piece = MutableBytes(buffer).first(static_cast<std::size_t>(
        std::min<std::uint64_t>(buffer.size(), hashes.size() - at)));
    if (auto read = hashes.read(at, piece); !read) return read;
    for (std::size_t i = 0; i < piece.size(); i += wset::kPdqLength) {
      see(Bytes(piece).subspan(i, wset::kPdqLength), position++);
    }
  }
  return {};
}

template <typename T>
Result<void> add_section(SectionKind kind, const std::vector<T>& items,
                         const ScratchFolder& folder, WsetSectionList& sections) {
  static_assert(std::endian::native == std::endian::little);
  Spool content(folder);
  auto stored = content.append(std::as_bytes(std::span(items)));
  if (!stored) return stored;
  sections.push_back({kind, sizeof(T), wset::kPage, std::move(content)});
  return {};
}

// Which keys there are, and where the places of each word begin.
struct Words {
  std::vector<std::uint64_t> marks = std::vector<std::uint64_t>(wset::kPdqWords);
  std::vector<std::uint32_t> firsts = std::vector<std::uint32_t>(wset::kPdqFirsts);

  void count(Bytes hash) {
    for (std::size_t b = 0; b < kPdqBands; ++b) {
      const std::uint32_t key = wset::pdq_key(hash, kBandsOfPdq[b]);
      const std::uint32_t word = key >> wset::kPdqWordBits;
      marks[kBandsOfPdq[b].first_word + word] |= std::uint64_t{1} << (key & kKeyMask);
      // One further on: so the sums are where each begins.
      ++firsts[wset::first_of_band(b) + word + 1];
    }
  }
  void add_up() {
    for (std::size_t b = 0; b < kPdqBands; ++b) {
      for (std::uint32_t word = 0; word < kBandsOfPdq[b].words(); ++word) {
        const std::size_t at = wset::first_of_band(b) + word;
        firsts[at + 1] += firsts[at];
      }
    }
  }
};

// The places of words [first, end) of a band.
Result<void> store_places(const Spool& hashes, const PdqBand& band,
                          std::span<const std::uint32_t> firsts, std::uint32_t first,
                          std::uint32_t end, Spool& places) {
  std::vector<std::uint32_t> items(firsts[end] - firsts[first]);
  std::vector<std::uint32_t> next(end - first);
  for (std::uint32_t word = first; word < end; ++word) {
    next[word - first] = firsts[word] - firsts[first];
  }
  auto read = for_each_hash(hashes, [&](Bytes hash, std::uint32_t position) {
    const std::uint32_t key = wset::pdq_key(hash, band);
    const std::uint32_t word = key >> wset::kPdqWordBits;
    if (word < first || word >= end) return;
    items[next[word - first]++] = (key & kKeyMask) << wset::kPdqPlaceBits | position;
  });
  if (!read) return read;
  for (std::uint32_t word = first; word < end; ++word) {
    const auto at = [&](std::uint32_t item) {
      return items.begin() + static_cast<std::ptrdiff_t>(item - firsts[first]);
    };
    std::sort(at(firsts[word]), at(firsts[word + 1]));
  }
  return places.append(std::as_bytes(std::span(items)));
}

}  // namespace

Result<void> add_pdq_index(const Spool& hashes, std::uint64_t memory_bytes,
                           const ScratchFolder& folder, WsetSectionList& sections) {
  Words words;
  auto counted =
      for_each_hash(hashes, [&](Bytes hash, std::uint32_t) { words.count(hash); });
  if (!counted) return counted;
  words.add_up();
  Spool places(folder);
  const std::uint64_t at_once = memory_bytes / sizeof(std::uint32_t);
  for (std::size_t b = 0; b < kPdqBands; ++b) {
    const PdqBand& band = kBandsOfPdq[b];
    const auto firsts = std::span<const std::uint32_t>(words.firsts)
                            .subspan(wset::first_of_band(b), band.words() + 1);
    for (std::uint32_t first = 0; first < band.words();) {
      std::uint32_t end = first + 1;
      while (end < band.words() && firsts[end + 1] - firsts[first] <= at_once) ++end;
      auto stored = store_places(hashes, band, firsts, first, end, places);
      if (!stored) return stored;
      first = end;
    }
  }
  auto added = add_section(SectionKind::pdq_marks, words.marks, folder, sections);
  if (!added) return added;
  added = add_section(SectionKind::pdq_firsts, words.firsts, folder, sections);
  if (!added) return added;
  sections.push_back({SectionKind::pdq_places, 4, wset::kPage, std::move(places)});
  return {};
}

}  // namespace winnow
