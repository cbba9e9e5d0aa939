#include "tests/hostile/image_mutation.h"

#include <algorithm>
#include <map>

#include "base/checksum.h"
#include "bench/practice/practice_random.h"

namespace winnow::hostile {
namespace {

using practice::Random;
using Changes = std::map<std::uint64_t, std::byte>;

// Of this many bytes of a structure at least one is zero; of text and of packed content
// far fewer are.
constexpr int kLeastZeros = 8;

void change(Changes& changes, std::uint64_t offset, std::uint64_t value) {
  if (changes.size() < kMostBytesChanged) {
    changes[offset] = static_cast<std::byte>(value);
  }
}

// Most damage is to bytes that mean something, and of that a third to those near the
// beginning, which all else hangs on.
std::uint64_t any_place(Random& random, const Metadata& metadata) {
  constexpr std::size_t kBeginning = 4096;
  const std::size_t in_use = metadata.in_use.size();
  switch (random.below(4)) {
    case 0:
      return metadata.sectors[random.below(metadata.sectors.size())] +
             random.below(kSectorBytes);
    case 1:
      return metadata.in_use[random.below(std::min(in_use, kBeginning))];
    default:
      return metadata.in_use[random.below(in_use)];
  }
}

// A field of 1, 2, 4 or 8 bytes becomes an awkward number, in either order of bytes.
void change_field(Random& random, std::uint64_t place, Changes& changes) {
  const std::uint64_t width = std::uint64_t{1} << random.below(4);
  const std::uint64_t at = place / width * width;
  const std::uint64_t value = kAwkward[random.below(kAwkward.size())];
  const bool is_big_endian = random.below(2) == 1;
  for (std::uint64_t i = 0; i < width; ++i) {
    change(changes, at + (is_big_endian ? width - 1 - i : i), value >> (8 * i));
  }
}

// Neighbours become those of another place, as after a write that went astray.
void change_stretch(Random& random, std::uint64_t place, Changes& changes) {
  const std::uint64_t sector_end = (place / kSectorBytes + 1) * kSectorBytes;
  const std::uint64_t end = std::min(place + 2 + random.below(31), sector_end);
  for (std::uint64_t at = place; at < end; ++at) change(changes, at, random.next());
}

bool is_structured(Bytes sector) {
  const auto zeros = std::count(sector.begin(), sector.end(), std::byte{0});
  const bool is_uniform =
      std::all_of(sector.begin(), sector.end(),
                  [&](std::byte value) { return value == sector[0]; });
  return !is_uniform && zeros * kLeastZeros >= static_cast<int>(kSectorBytes);
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

Metadata find_metadata(Bytes image) {
  Metadata metadata;
  for (std::uint64_t at = 0; at + kSectorBytes <= image.size(); at += kSectorBytes) {
    const Bytes sector = image.subspan(at, kSectorBytes);
    if (!is_structured(sector) || has_magic(sector, 0, kContentMark)) continue;
    metadata.sectors.push_back(at);
    for (std::size_t i = 0; i < sector.size(); ++i) {
      if (sector[i] != std::byte{0}) metadata.in_use.push_back(at + i);
    }
  }
  return metadata;
}

std::uint64_t seed_of(std::uint64_t seed, std::string_view name, std::uint64_t number) {
  return checksum64(bytes_of(std::string(name) + " " + std::to_string(number)), seed);
}

std::vector<Change> mutation(std::uint64_t seed, std::string_view name,
                             std::uint64_t number, const Metadata& metadata) {
  if (metadata.sectors.empty()) return {};
  Random random(seed_of(seed, name, number));
  // As many small mutations as large ones.
  const std::uint64_t most = std::uint64_t{1} << random.below(7);
  const std::uint64_t wanted = 1 + random.below(most);
  Changes changes;
  while (changes.size() < wanted) {
    const std::uint64_t place = any_place(random, metadata);
    switch (random.below(3)) {
      case 0:
        change(changes, place, random.next());
        break;
      case 1:
        change_field(random, place, changes);
        break;
      default:
        change_stretch(random, place, changes);
        break;
    }
  }
  std::vector<Change> list;
  for (const auto& [offset, value] : changes) list.push_back({offset, value});
  return list;
}

}  // namespace winnow::hostile
