// Format: Android, frameworks/base, media/java/android/media/MiniThumbFile.java: places
// of 10,000 bytes, each with a byte 1 if it is taken, a number of eight bytes, the
// length of the JPEG in four, high byte first, and the JPEG. That of a picture which is
// deleted stays until its number is used again.
#include "scanner/examine/containers/android_thumbnails.h"

#include <algorithm>
#include <optional>

#include "scanner/examine/containers/content_parts.h"
#include "scanner/examine/containers/member_gate.h"
#include "scanner/examine/containers/openers.h"

namespace winnow {
namespace {

constexpr std::uint64_t kPlaceBytes = 10'000;
constexpr std::uint64_t kHeadBytes = 1 + 8 + 4;
constexpr std::uint64_t kPlacesLookedAt = 256;

// The length of the thumbnail in a place; nothing if it has none.
Result<std::optional<std::uint64_t>> thumbnail_at(Content& content,
                                                  std::uint64_t offset) {
  const auto head = read_up_to(content, offset, kHeadBytes + 3);
  if (!head) return head.error();
  const auto length = be<std::uint32_t>(*head, 9);
  const bool is_one = le<std::uint8_t>(*head, 0) == 1 && length >= 4 &&
                      length <= kPlaceBytes - kHeadBytes &&
                      has_magic(*head, kHeadBytes, "\xFF\xD8\xFF");
  return is_one ? std::optional<std::uint64_t>(length) : std::nullopt;
}

}  // namespace

bool is_android_thumbnails(Content& content) {
  const std::uint64_t places = content.size_bytes() / kPlaceBytes + 1;
  for (std::uint64_t i = 0; i < std::min(places, kPlacesLookedAt); ++i) {
    const auto length = thumbnail_at(content, i * kPlaceBytes);
    if (length && *length) return true;
  }
  return false;
}

Result<void> open_android_thumbnails(Content& content, const ContainerLimits& limits,
                                     MemberSink& sink) {
  MemberGate gate(limits, sink);
  for (std::uint64_t at = 0; at < content.size_bytes(); at += kPlaceBytes) {
    const auto length = thumbnail_at(content, at);
    if (!length) return length.error();
    if (!*length) continue;
    PartOfContent picture(content, at + kHeadBytes, **length);
    if (!gate.member({std::to_string(at / kPlaceBytes) + ".jpg", **length,
                      MemberState::readable, ""},
                     picture)) {
      return gate.outcome();
    }
  }
  return {};
}

}  // namespace winnow
