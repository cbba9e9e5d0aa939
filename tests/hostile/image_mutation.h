// Changes of a few bytes in the metadata of an image, which a seed makes again.
//
// What is metadata is told without any reader of file systems: the content of the files
// on a base image is written by base_images, and each of its 512 bytes begin with a
// mark; a sector that does not begin so, is not one byte over and over and, as
// structures are, is zero in part, is taken for metadata. On images of others, where
// nothing is marked, some content is changed as well.
#ifndef WINNOW_TESTS_HOSTILE_IMAGE_MUTATION_H_
#define WINNOW_TESTS_HOSTILE_IMAGE_MUTATION_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace winnow::hostile {

inline constexpr std::size_t kSectorBytes = 512;
inline constexpr std::string_view kContentMark = "PRACTICE CONTENT";
inline constexpr std::size_t kMostBytesChanged = 64;
// Numbers that lengths, counts and block numbers of what is damaged like to be.
inline constexpr std::array<std::uint64_t, 10> kAwkward = {
    0,      1,          0x7F,       0xFF,       0x7FFF,
    0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0x80000000, ~std::uint64_t{0}};

// Content of a practice file: marked in every sector, and different for each number.
[[nodiscard]] std::string marked_content(std::uint64_t number, std::size_t size_bytes);

struct Metadata {
  std::vector<std::uint64_t> sectors;  // where they begin, in order
  std::vector<std::uint64_t> in_use;   // bytes in them that are not zero, in order
};
[[nodiscard]] Metadata find_metadata(Bytes image);

struct Change {
  std::uint64_t offset = 0;
  std::byte value{};
};
// The mutant of this number: 1 to kMostBytesChanged changes inside the sectors, a byte
// at most once, in order of offset; most begin where a byte is in use. Some need not
// differ from what stands there.
[[nodiscard]] std::vector<Change> mutation(std::uint64_t seed, std::string_view name,
                                           std::uint64_t number,
                                           const Metadata& metadata);

// A number that differs for each seed, name and number.
[[nodiscard]] std::uint64_t seed_of(std::uint64_t seed, std::string_view name,
                                    std::uint64_t number);

}  // namespace winnow::hostile

#endif  // WINNOW_TESTS_HOSTILE_IMAGE_MUTATION_H_
