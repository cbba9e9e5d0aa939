#include "hashsets/content_blocks.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <functional>
#include <string_view>
#include <utility>

#include "base/checksum.h"

namespace winnow {
namespace {

using Histogram = std::array<std::uint32_t, 256>;

// The `index`-th number of a block, in either byte order.
template <typename T, bool kBigEndian>
T number_at(Bytes block, std::size_t index) {
  T value;
  std::memcpy(&value, block.data() + index * sizeof(T), sizeof(T));
  if constexpr (kBigEndian && sizeof(T) == 2) return __builtin_bswap16(value);
  if constexpr (kBigEndian && sizeof(T) == 4) return __builtin_bswap32(value);
  return value;
}

bool has_period(Bytes block, std::size_t period) {
  return std::memcmp(block.data(), block.data() + period, block.size() - period) == 0;
}

bool is_repeating(Bytes block) {
  constexpr std::size_t kShort = 64;
  for (std::size_t period = 2; period <= kShort; ++period) {
    if (has_period(block, period)) return true;
  }
  for (std::size_t period = 2 * kShort; period <= 1024; period *= 2) {
    if (has_period(block, period)) return true;
  }
  return false;
}

// Whether `wanted` of the `all` items have a property; `count_from(first, last)` counts
// those that have. Most blocks fail long before their end.
template <typename CountFrom>
bool at_least(std::size_t wanted, std::size_t all, const CountFrom& count_from) {
  constexpr std::size_t kStep = 64;
  std::size_t have = 0;
  for (std::size_t at = 0; at < all && have + (all - at) >= wanted; at += kStep) {
    have += count_from(at, std::min(at + kStep, all));
  }
  return have >= wanted;
}

// Cluster chains of FAT, tables of sectors. Ramps of single bytes have a short period.
template <typename T, bool kBigEndian>
bool is_ramp_of(Bytes block) {
  constexpr std::size_t kNumbers = kBlockLength / sizeof(T);
  return at_least(kNumbers / 2, kNumbers - 2, [&](std::size_t at, std::size_t end) {
    std::size_t even = 0;
    T a = number_at<T, kBigEndian>(block, at);
    T b = number_at<T, kBigEndian>(block, at + 1);
    for (; at < end; ++at) {
      const T c = number_at<T, kBigEndian>(block, at + 2);
      even += a != b && static_cast<T>(c - b) == static_cast<T>(b - a) ? 1 : 0;
      a = std::exchange(b, c);
    }
    return even;
  });
}

bool is_ramp(Bytes block) {
  return is_ramp_of<std::uint16_t, false>(block) ||
         is_ramp_of<std::uint16_t, true>(block) ||
         is_ramp_of<std::uint32_t, false>(block) ||
         is_ramp_of<std::uint32_t, true>(block);
}

// Sample tables of videos, directories of archives: offsets that rise throughout.
template <bool kBigEndian, typename Order>
bool is_ordered(Bytes block, const Order& in_order) {
  constexpr std::size_t kNumbers = kBlockLength / 4;
  return at_least(kNumbers * 3 / 4, kNumbers - 1, [&](std::size_t at, std::size_t end) {
    std::size_t ordered = 0;
    auto a = number_at<std::uint32_t, kBigEndian>(block, at);
    for (; at < end; ++at) {
      const auto b = number_at<std::uint32_t, kBigEndian>(block, at + 1);
      ordered += in_order(a, b) ? 1 : 0;
      a = b;
    }
    return ordered;
  });
}

bool is_index(Bytes block) {
  return is_ordered<false>(block, std::less<>()) ||
         is_ordered<false>(block, std::greater<>()) ||
         is_ordered<true>(block, std::less<>()) ||
         is_ordered<true>(block, std::greater<>());
}

Histogram histogram_of(Bytes block) {
  // Four, so that equal neighbours do not wait for each other.
  std::array<Histogram, 4> parts{};
  for (std::size_t i = 0; i < block.size(); i += 4) {
    for (std::size_t part = 0; part < 4; ++part) {
      ++parts[part][std::to_integer<std::size_t>(block[i + part])];
    }
  }
  Histogram all{};
  for (std::size_t value = 0; value < all.size(); ++value) {
    for (const Histogram& part : parts) all[value] += part[value];
  }
  return all;
}

std::size_t count_of(const Histogram& histogram, std::string_view characters) {
  std::size_t count = 0;
  for (const char c : characters) count += histogram[static_cast<unsigned char>(c)];
  return count;
}

bool is_common_format(Bytes block, const Histogram& histogram) {
  // The padding of XMP packets; the cross references of PDF.
  return count_of(histogram, " \t\r\n\v\f") >= kBlockLength * 3 / 4 ||
         count_of(histogram, "0123456789 \r\nfn") >= kBlockLength * 15 / 16 ||
         is_index(block);
}

// -log2 of the chance that two of its bytes are equal: no logarithm is needed to
// compare it.
bool has_low_entropy(const Histogram& histogram) {
  std::uint64_t equal_pairs = 0;
  for (const std::uint64_t count : histogram) equal_pairs += count * count;
  return equal_pairs >= std::uint64_t{kBlockLength} * kBlockLength / 4;
}

}  // namespace

HeadKey head_key(Bytes head) {
  assert(head.size() <= kBlockLength);
  return checksum128_bytes(head);
}

BlockKey block_key(Bytes block) {
  assert(block.size() == kBlockLength);
  return checksum64_bytes(block);
}

const char* to_string(BlockKind kind) {
  switch (kind) {
    case BlockKind::probative:
      return "probative";
    case BlockKind::constant:
      return "constant";
    case BlockKind::repeating:
      return "repeating";
    case BlockKind::ramp:
      return "ramp";
    case BlockKind::common_format:
      return "common-format";
    case BlockKind::low_entropy:
      return "low-entropy";
  }
  return "unknown";
}

BlockKind kind_of_block(Bytes block) {
  assert(block.size() == kBlockLength);
  if (has_period(block, 1)) return BlockKind::constant;
  if (is_repeating(block)) return BlockKind::repeating;
  if (is_ramp(block)) return BlockKind::ramp;
  const Histogram histogram = histogram_of(block);
  if (is_common_format(block, histogram)) return BlockKind::common_format;
  if (has_low_entropy(histogram)) return BlockKind::low_entropy;
  return BlockKind::probative;
}

}  // namespace winnow
