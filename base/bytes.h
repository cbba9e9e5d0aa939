// Bytes: a view of bytes somebody else owns, read with bounds checked by subtraction.
//
// Every length and offset that comes out of evidence or a file is hostile; a read that
// would leave the view gives nothing rather than a value. Views are invalidated with
// their owner. Safe to read from any thread.
#ifndef WINNOW_BASE_BYTES_H_
#define WINNOW_BASE_BYTES_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace winnow {

using Bytes = std::span<const std::byte>;
using MutableBytes = std::span<std::byte>;

// The part [offset, offset+length) of `bytes`, or nothing if it is not all there.
[[nodiscard]] inline std::optional<Bytes> part(Bytes bytes, std::uint64_t offset,
                                               std::uint64_t length) {
  if (offset > bytes.size() || length > bytes.size() - offset) return std::nullopt;
  return bytes.subspan(static_cast<std::size_t>(offset),
                       static_cast<std::size_t>(length));
}

// Unsigned little- or big-endian number at `offset`, or nothing beyond the end.
template <typename T>
[[nodiscard]] std::optional<T> read_le(Bytes bytes, std::uint64_t offset) {
  static_assert(std::is_unsigned_v<T> && std::endian::native == std::endian::little);
  const auto field = part(bytes, offset, sizeof(T));
  if (!field) return std::nullopt;
  T value;
  std::memcpy(&value, field->data(), sizeof(T));
  return value;
}

template <typename T>
[[nodiscard]] std::optional<T> read_be(Bytes bytes, std::uint64_t offset) {
  static_assert(std::is_unsigned_v<T>);
  const auto field = part(bytes, offset, sizeof(T));
  if (!field) return std::nullopt;
  std::uint64_t value = 0;  // wider than T, or the shift would be one of a signed int
  for (const std::byte b : *field) {
    value = value << 8 | std::to_integer<std::uint64_t>(b);
  }
  return static_cast<T>(value);
}

// The same for fields inside a structure whose whole size was checked before: a field
// beyond the end reads as zero, so a wrong check shows in tests, never as an over-read.
template <typename T>
[[nodiscard]] T le(Bytes bytes, std::uint64_t offset) {
  return read_le<T>(bytes, offset).value_or(0);
}
template <typename T>
[[nodiscard]] T be(Bytes bytes, std::uint64_t offset) {
  return read_be<T>(bytes, offset).value_or(0);
}

[[nodiscard]] inline Bytes bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}
[[nodiscard]] std::string_view text_of(Bytes bytes);

// Whether `magic` stands at `offset`.
[[nodiscard]] bool has_magic(Bytes bytes, std::uint64_t offset, std::string_view magic);

[[nodiscard]] bool all_zero(Bytes bytes);

}  // namespace winnow

#endif  // WINNOW_BASE_BYTES_H_
