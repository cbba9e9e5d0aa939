#include "scanner/examine/containers/archive_parts.h"

#include <array>
#include <string_view>

#include "scanner/examine/containers/rar5_encryption.h"

namespace winnow {
namespace {

constexpr std::string_view kZipSplit = "PK\x07\x08";
constexpr std::string_view kZipEnd = "PK\x05\x06";
constexpr std::uint64_t kZipEndBytes = 22;
constexpr std::string_view kRar4 = std::string_view("Rar!\x1A\x07\0", 7);
constexpr std::string_view kRar5 = std::string_view("Rar!\x1A\x07\x01\0", 8);
constexpr std::string_view kCabinet = "MSCF";

bool is_rar5_volume(Bytes head) {
  constexpr std::uint64_t kMainHeader = 1;
  constexpr std::uint64_t kHasExtra = 1;
  std::size_t at = kRar5.size() + sizeof(std::uint32_t);
  (void)rar_number(head, at);  // the header's size
  if (rar_number(head, at) != kMainHeader) return false;
  if (rar_number(head, at) & kHasExtra) (void)rar_number(head, at);
  return (rar_number(head, at) & 1) != 0;
}

bool begins_a_split(Bytes head) {
  if (has_magic(head, 0, kZipSplit)) return true;
  if (has_magic(head, 0, kRar4)) return (le<std::uint16_t>(head, 10) & 1) != 0;
  if (has_magic(head, 0, kRar5)) return is_rar5_volume(head);
  return has_magic(head, 0, kCabinet) && (le<std::uint16_t>(head, 30) & 3) != 0;
}

}  // namespace

bool is_part_of_several(Content& content) {
  std::array<std::byte, 64> head{};
  if (const auto got = content.read(0, head); !got) return false;
  if (begins_a_split(head)) return true;
  if (content.size_bytes() < kZipEndBytes) return false;
  std::array<std::byte, kZipEndBytes> end{};
  const auto got = content.read(content.size_bytes() - kZipEndBytes, end);
  return got && has_magic(end, 0, kZipEnd) && le<std::uint16_t>(end, 4) != 0;
}

}  // namespace winnow
