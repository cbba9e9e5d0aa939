// What can be told of a content by a piece of it: its head and its blocks.
//
// The head is the first kBlockLength bytes of a content, or all of a shorter one; its
// key is their XXH3-128. Blocks are its whole pieces of kBlockLength bytes, counted
// from its first byte; their key is XXH3-64. What is left behind the last whole block
// is none: on a device something else follows it.
//
// A block is probative if it can be expected to stand in this content alone. After
// Garfinkel and McCarrin, "Hash-based carving" (DFRWS 2015), whose rules for ramps,
// histograms and white space these are in spirit. All rules are in whole numbers, so
// that every machine decides alike. Functions without state, safe from any thread.
#ifndef WINNOW_HASHSETS_CONTENT_BLOCKS_H_
#define WINNOW_HASHSETS_CONTENT_BLOCKS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace winnow {

inline constexpr std::size_t kBlockLength = 4096;

using HeadKey = std::array<std::byte, 16>;
using BlockKey = std::array<std::byte, 8>;

// Of the first kBlockLength bytes of a content, or of all of a shorter one.
[[nodiscard]] HeadKey head_key(Bytes head);
// Of kBlockLength bytes.
[[nodiscard]] BlockKey block_key(Bytes block);

enum class BlockKind : std::uint8_t {
  probative,
  constant,       // one byte all through
  repeating,      // of a short period: at most 64 bytes, or 128, 256, 512 or 1024
  ramp,           // half of its numbers, of 2 or 4 bytes, change by one step
  common_format,  // white space, digits alone, or an index: numbers that rise or fall
  low_entropy,    // collision entropy of at most 2 bits a byte
};
inline constexpr std::size_t kBlockKinds = 6;
// "constant", "repeating", "ramp", "common-format", "low-entropy"; "probative".
[[nodiscard]] const char* to_string(BlockKind kind);

// Of kBlockLength bytes; the first kind of the order above that holds.
[[nodiscard]] BlockKind kind_of_block(Bytes block);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_CONTENT_BLOCKS_H_
