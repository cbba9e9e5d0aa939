// An entry of Firefox's cache2: a file of its own in cache2/entries.
//
// Format: Firefox, netwerk/cache2/CacheFileMetadata.{h,cpp}. The body; a hash of what
// follows it; two bytes of hash for each 256 KiB of the body; a head, the key with a
// zero byte, and pairs of name and value, each with a zero byte; in the last four bytes
// the length of the body. Numbers have their high byte first.
#include "scanner/examine/containers/firefox_cache.h"

#include <algorithm>

#include "scanner/examine/containers/content_parts.h"
#include "scanner/examine/containers/http_body.h"
#include "scanner/examine/containers/member_gate.h"
#include "scanner/examine/containers/openers.h"

namespace winnow {
namespace {

constexpr std::uint64_t kChunkBytes = 256 << 10;
constexpr std::uint64_t kHashBytes = 4;
constexpr std::uint64_t kShortHeadBytes = 28;  // of version 1
constexpr std::uint64_t kHeadBytes = 32;
constexpr std::uint64_t kKeyLengthOffset = 24;
constexpr std::uint32_t kNewestVersion = 3;
constexpr std::uint64_t kLongestKey = 64 << 10;
constexpr std::uint64_t kLongestMetadata = 4 << 20;
constexpr std::string_view kAnswerHead = "response-head";

struct Metadata {
  std::uint64_t body_bytes = 0;
  std::string key;
  std::string answer_head;  // may be empty
};

bool is_key(std::string_view key) {
  return !key.empty() && key.find(':') != std::string_view::npos &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > ' '; });
}

// The value of an element; empty if there is none of that name.
std::string_view element(std::string_view elements, std::string_view wanted) {
  while (!elements.empty()) {
    const std::size_t name_end = elements.find('\0');
    if (name_end == std::string_view::npos) break;
    const std::string_view name = elements.substr(0, name_end);
    elements.remove_prefix(name_end + 1);
    const std::size_t value_end = elements.find('\0');
    if (value_end == std::string_view::npos) break;
    if (name == wanted) return elements.substr(0, value_end);
    elements.remove_prefix(value_end + 1);
  }
  return {};
}

// Whether the head of metadata may be one.
bool is_head(Bytes head) {
  const auto version = be<std::uint32_t>(head, 0);
  const auto key_bytes = be<std::uint32_t>(head, kKeyLengthOffset);
  return version >= 1 && version <= kNewestVersion && key_bytes >= 1 &&
         key_bytes <= kLongestKey;
}

// `bytes`: from the head on.
std::optional<Metadata> parse_metadata(Bytes bytes, std::uint64_t body_bytes) {
  const std::uint64_t key_bytes = be<std::uint32_t>(bytes, kKeyLengthOffset);
  const std::uint64_t key_at =
      be<std::uint32_t>(bytes, 0) == 1 ? kShortHeadBytes : kHeadBytes;
  const auto key = part(bytes, key_at, key_bytes);
  const auto zero = read_be<std::uint8_t>(bytes, key_at + key_bytes);
  if (!key || zero != 0 || !is_key(text_of(*key))) return std::nullopt;
  const Bytes elements =
      bytes.subspan(static_cast<std::size_t>(key_at + key_bytes + 1));
  return Metadata{body_bytes, std::string(text_of(*key)),
                  std::string(element(text_of(elements), kAnswerHead))};
}

std::optional<Metadata> read_metadata(Content& content) {
  const std::uint64_t size = content.size_bytes();
  if (size < kHashBytes + kShortHeadBytes + 4) return std::nullopt;
  const auto last = read_part(content, size - 4, 4);
  if (!last) return std::nullopt;
  const std::uint64_t body_bytes = be<std::uint32_t>(*last, 0);
  if (body_bytes > size - 4 || size - 4 - body_bytes > kLongestMetadata) {
    return std::nullopt;
  }
  const std::uint64_t chunks = (body_bytes + kChunkBytes - 1) / kChunkBytes;
  const std::uint64_t head_at = body_bytes + kHashBytes + 2 * chunks;
  const auto head = read_up_to(content, head_at, kShortHeadBytes);
  if (!head || !is_head(*head) || head_at > size - 4) return std::nullopt;
  const auto bytes = read_part(content, head_at, size - 4 - head_at);
  return bytes ? parse_metadata(*bytes, body_bytes) : std::nullopt;
}

}  // namespace

bool is_firefox_cache_entry(Content& content) {
  return read_metadata(content).has_value();
}

Result<void> open_firefox_cache(Content& content, const ContainerLimits& limits,
                                MemberSink& sink) {
  const auto metadata = read_metadata(content);
  if (!metadata) {
    return Fault{
        FaultKind::malformed, "does not end as an entry of a browser's cache", "", {}};
  }
  if (metadata->body_bytes == 0) return {};
  MemberGate gate(limits, sink);
  PartOfContent raw(content, 0, metadata->body_bytes);
  const auto body = decoded_body(coding_of(metadata->answer_head), raw);
  if (!gate.member(
          {name_of_url(metadata->key), std::nullopt, MemberState::readable, ""},
          *body)) {
    return gate.outcome();
  }
  return {};
}

}  // namespace winnow
