// Changes of a few bytes in the metadata of an image, which a seed makes again.
//
// What is metadata is told without any reader of file systems: the content of the files
// on a base image is written by base_images, and each of its 512 bytes begin with a
// mark; a sector that is not empty and does not begin so is taken for metadata. On
// images of others, where nothing is marked, that is every sector that is not empty.
#ifndef WINNOW_TESTS_HOSTILE_IMAGE_MUTATION_H_
#define WINNOW_TESTS_HOSTILE_IMAGE_MUTATION_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace winnow::hostile {

inline constexpr std::size_t kSectorBytes = 512;
inline constexpr std::string_view kContentMark = "PRACTICE CONTENT";
inline constexpr std::size_t kMostBytesChanged = 64;

// Content of a practice file: marked in every sector, and different for each number.
[[nodiscard]] std::string marked_content(std::uint64_t number, std::size_t size_bytes);

// Where the metadata sectors of an image begin, in order.
[[nodiscard]] std::vector<std::uint64_t> metadata_sectors(Bytes image);

struct Change {
  std::uint64_t offset = 0;
  std::byte value{};
};
// The mutant of this number: 1 to kMostBytesChanged changes inside `sectors`, a byte at
// most once, in order of offset. Some need not differ from what stands there.
[[nodiscard]] std::vector<Change> mutation(std::uint64_t seed, std::string_view name,
                                           std::uint64_t number,
                                           const std::vector<std::uint64_t>& sectors);

// A number that differs for each seed, name and number.
[[nodiscard]] std::uint64_t seed_of(std::uint64_t seed, std::string_view name,
                                    std::uint64_t number);

}  // namespace winnow::hostile

#endif  // WINNOW_TESTS_HOSTILE_IMAGE_MUTATION_H_
