#include "tests/hostile/image_mutation.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/checksum.h"
#include "bench/practice/practice_random.h"

namespace winnow::hostile {
namespace {

using practice::Random;
using Changes = std::map<std::uint64_t, std::byte>;

// Numbers that lengths, counts and block numbers of damaged metadata like to be.
constexpr std::array<std::uint64_t, 10> kAwkward = {
    0,      1,          0x7F,       0xFF,       0x7FFF,
    0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0x80000000, ~std::uint64_t{0}};

void change(Changes& changes, std::uint64_t offset, std::uint64_t value) {
  if (changes.size() < kMostBytesChanged) {
    changes[offset] = static_cast<std::byte>(value);
  }
}

std::uint64_t any_sector(Random& random, const std::vector<std::uint64_t>& sectors) {
  return sectors[random.below(sectors.size())];
}

void change_anywhere(Random& random, const std::vector<std::uint64_t>& sectors,
                     Changes& changes) {
  const std::uint64_t at = any_sector(random, sectors) + random.below(kSectorBytes);
  change(changes, at, random.next());
}

// A field of 1, 2, 4 or 8 bytes becomes an awkward number, in either order of bytes.
void change_field(Random& random, const std::vector<std::uint64_t>& sectors,
                  Changes& changes) {
  const std::uint64_t width = std::uint64_t{1} << random.below(4);
  const std::uint64_t at =
      any_sector(random, sectors) + random.below(kSectorBytes / width) * width;
  const std::uint64_t value = kAwkward[random.below(kAwkward.size())];
  const bool is_big_endian = random.below(2) == 1;
  for (std::uint64_t i = 0; i < width; ++i) {
    change(changes, at + (is_big_endian ? width - 1 - i : i), value >> (8 * i));
  }
}

// Neighbours become those of another place, as after a write that went astray.
void change_stretch(Random& random, const std::vector<std::uint64_t>& sectors,
                    Changes& changes) {
  const std::uint64_t length = 2 + random.below(31);
  const std::uint64_t at =
      any_sector(random, sectors) + random.below(kSectorBytes - length);
  for (std::uint64_t i = 0; i < length; ++i) change(changes, at + i, random.next());
}

}  // namespace

std::string marked_content(std::uint64_t number, std::size_t size_bytes) {
  Random random(number);
  std::string content;
  while (content.size() < size_bytes) {
    content += kContentMark;
    while (content.size() % kSectorBytes != 0) {
      content += static_cast<char>(random.below(256));
    }
  }
  content.resize(size_bytes);
  return content;
}

std::vector<std::uint64_t> metadata_sectors(Bytes image) {
  std::vector<std::uint64_t> sectors;
  for (std::uint64_t at = 0; at + kSectorBytes <= image.size(); at += kSectorBytes) {
    const Bytes sector = image.subspan(at, kSectorBytes);
    if (!all_zero(sector) && !has_magic(sector, 0, kContentMark)) sectors.push_back(at);
  }
  return sectors;
}

std::uint64_t seed_of(std::uint64_t seed, std::string_view name, std::uint64_t number) {
  return checksum64(bytes_of(std::string(name) + " " + std::to_string(number)), seed);
}

std::vector<Change> mutation(std::uint64_t seed, std::string_view name,
                             std::uint64_t number,
                             const std::vector<std::uint64_t>& sectors) {
  if (sectors.empty()) return {};
  Random random(seed_of(seed, name, number));
  // As many small mutations as large ones.
  const std::uint64_t most = std::uint64_t{1} << random.below(7);
  const std::uint64_t wanted = 1 + random.below(most);
  Changes changes;
  while (changes.size() < wanted) {
    switch (random.below(3)) {
      case 0:
        change_anywhere(random, sectors, changes);
        break;
      case 1:
        change_field(random, sectors, changes);
        break;
      default:
        change_stretch(random, sectors, changes);
        break;
    }
  }
  std::vector<Change> list;
  for (const auto& [offset, value] : changes) list.push_back({offset, value});
  return list;
}

}  // namespace winnow::hostile
