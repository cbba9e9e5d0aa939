// An entry of Chromium's simple cache: a file of its own, <hash>_0 or <hash>_1.
//
// Format: Chromium, net/disk_cache/simple/simple_entry_format.h. A head, the key, then
// in _0 the body, its end record, the head of the answer, the SHA-256 of the key if its
// end record says so, and that end record; in _1 one stream and its end record.
#include <algorithm>

#include "scanner/examine/containers/content_parts.h"
#include "scanner/examine/containers/http_body.h"
#include "scanner/examine/containers/member_gate.h"
#include "scanner/examine/containers/openers.h"

namespace winnow {
namespace {

constexpr std::uint64_t kFirstMagic = 0xFCFB6D1BA7725C30;
constexpr std::uint64_t kLastMagic = 0xF4FA6F45970D41D8;
constexpr std::uint64_t kHeadBytes = 24;
constexpr std::uint64_t kEndBytes = 24;
constexpr std::uint64_t kKeyDigestBytes = 32;
constexpr std::uint32_t kHasKeyDigest = 2;
constexpr std::uint64_t kLongestKey = 1 << 20;
constexpr std::uint64_t kLongestHead = 256 << 10;

struct Stream {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

struct EndRecord {
  std::uint32_t flags = 0;
  std::uint64_t stream_bytes = 0;
};

std::optional<EndRecord> end_record(Content& content, std::uint64_t offset) {
  const auto bytes = read_part(content, offset, kEndBytes);
  if (!bytes || le<std::uint64_t>(*bytes, 0) != kLastMagic) return std::nullopt;
  return EndRecord{le<std::uint32_t>(*bytes, 8), le<std::uint32_t>(*bytes, 16)};
}

struct Layout {
  Stream body;
  std::optional<Stream> head;  // of the answer
};

// From the end: where a stream of the last record's length can lie before it, and
// before that another end record. Nothing if no end record is where one must be.
std::optional<Layout> layout_of(Content& content, std::uint64_t data_start) {
  const std::uint64_t size = content.size_bytes();
  if (size < data_start + kEndBytes) return std::nullopt;
  const auto last = end_record(content, size - kEndBytes);
  if (!last) return std::nullopt;
  const std::uint64_t between = size - kEndBytes - data_start;
  const std::uint64_t digest = last->flags & kHasKeyDigest ? kKeyDigestBytes : 0;
  const std::uint64_t behind = last->stream_bytes + digest + kEndBytes;
  if (behind <= between) {
    const std::uint64_t body_bytes = between - behind;
    if (end_record(content, data_start + body_bytes)) {
      return Layout{{data_start, body_bytes},
                    Stream{data_start + body_bytes + kEndBytes, last->stream_bytes}};
    }
  }
  return Layout{{data_start, std::min(between, last->stream_bytes)}, std::nullopt};
}

}  // namespace

Result<void> open_chromium_simple_cache(Content& content, const ContainerLimits& limits,
                                        MemberSink& sink) {
  const auto start = read_part(content, 0, kHeadBytes);
  if (!start) return start.error();
  const std::uint64_t key_bytes = le<std::uint32_t>(*start, 12);
  if (le<std::uint64_t>(*start, 0) != kFirstMagic || key_bytes > kLongestKey) {
    return Fault{FaultKind::malformed, "is not an entry of a browser's cache", "", {}};
  }
  const auto key = read_part(content, kHeadBytes, key_bytes);
  if (!key) return key.error();
  const std::uint64_t data_start = kHeadBytes + key_bytes;
  MemberGate gate(limits, sink);
  auto layout = layout_of(content, data_start);
  if (!layout) {
    gate.note("the entry has no end: what is handed out may hold more than the body");
    layout = Layout{{data_start, content.size_bytes() - data_start}, std::nullopt};
  }
  if (layout->body.length == 0) return {};
  BodyCoding coding = BodyCoding::none;
  if (layout->head) {
    const auto head = read_up_to(content, layout->head->offset,
                                 std::min(layout->head->length, kLongestHead));
    if (head) coding = coding_of(text_of(*head));
  }
  PartOfContent raw(content, layout->body.offset, layout->body.length);
  const auto body = decoded_body(coding, raw);
  if (!gate.member(
          {name_of_url(text_of(*key)), std::nullopt, MemberState::readable, ""},
          *body)) {
    return gate.outcome();
  }
  return {};
}

}  // namespace winnow
