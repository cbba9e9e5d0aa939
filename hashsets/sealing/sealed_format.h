// The numbers of the sealed set file; what they mean is in sealed_format.md.
#ifndef WINNOW_HASHSETS_SEALING_SEALED_FORMAT_H_
#define WINNOW_HASHSETS_SEALING_SEALED_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace winnow::sealed {

inline constexpr std::string_view kMagic = "\x89WSLD\r\n\x1a";
inline constexpr std::uint16_t kMajor = 1;
inline constexpr std::uint16_t kMinor = 0;

// Places in the header.
inline constexpr std::size_t kMajorAt = 8;
inline constexpr std::size_t kMinorAt = 10;
inline constexpr std::size_t kPassesAt = 12;
inline constexpr std::size_t kMemoryAt = 16;
inline constexpr std::size_t kLengthAt = 24;
inline constexpr std::size_t kSaltAt = 32;
inline constexpr std::size_t kNonceAt = 48;
inline constexpr std::size_t kCheckAt = 64;
inline constexpr std::size_t kSumAt = 120;
inline constexpr std::size_t kHeaderLength = 128;

inline constexpr std::size_t kSaltLength = 16;
inline constexpr std::size_t kNonceLength = 16;
inline constexpr std::size_t kCheckLength = 32;
inline constexpr std::size_t kTagLength = 16;
inline constexpr std::size_t kChunk = 64 * 1024;  // of the set

// No set is longer, so sums of lengths do not wrap.
inline constexpr std::uint64_t kMaxLength = std::uint64_t{1} << 48;
// What a header may ask of the one who opens it: ten seconds or so, not hours.
inline constexpr std::uint32_t kMaxPasses = 8;
inline constexpr std::uint32_t kMinMemoryKib = 8;
inline constexpr std::uint32_t kMaxMemoryKib = 1024 * 1024;

[[nodiscard]] constexpr std::uint64_t chunk_count(std::uint64_t length) {
  return (length + kChunk - 1) / kChunk;
}
// Of the sealed file of a set of this length.
[[nodiscard]] constexpr std::uint64_t file_length(std::uint64_t length) {
  return kHeaderLength + length + kTagLength * chunk_count(length);
}
[[nodiscard]] constexpr std::uint64_t chunk_place(std::uint64_t index) {
  return kHeaderLength + index * (kChunk + kTagLength);
}

}  // namespace winnow::sealed

#endif  // WINNOW_HASHSETS_SEALING_SEALED_FORMAT_H_
