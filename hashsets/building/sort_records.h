// Sorting records of one length by their bytes, on every processor.
#ifndef WINNOW_HASHSETS_BUILDING_SORT_RECORDS_H_
#define WINNOW_HASHSETS_BUILDING_SORT_RECORDS_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace winnow {

// Sorts `count` records of `length` bytes, at least 4, in place; `spare` is as large as
// they are. Made for digests, whose first bits are spread evenly, and right for any
// records. Equal records are the same bytes, so the result is one whatever the threads.
void sort_records(std::byte* records, std::byte* spare, std::size_t count,
                  std::size_t length);

// The first eight bytes, most significant first; shorter records end in zeros.
inline std::uint64_t prefix_of(const std::byte* record, std::size_t length) {
  std::uint64_t prefix = 0;
  std::memcpy(&prefix, record, std::min(length, sizeof(prefix)));
  static_assert(std::endian::native == std::endian::little);
  return __builtin_bswap64(prefix);
}

// memcpy() of a length known only at run time is a call; a record is a few words.
inline void copy_record(std::byte* target, const std::byte* source,
                        std::size_t length) {
  std::size_t at = 0;
  for (; at + 8 <= length; at += 8) std::memcpy(target + at, source + at, 8);
  if (at + 4 <= length) {
    std::memcpy(target + at, source + at, 4);
    at += 4;
  }
  for (; at < length; ++at) target[at] = source[at];
}

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_SORT_RECORDS_H_
