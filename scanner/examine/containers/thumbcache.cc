// thumbcache_*.db: the thumbnails that Windows keeps for each user, since Vista.
//
// Format: "Windows Explorer Thumbnail Cache database file format specification" of
// libyal/libwtcdb. A head of 24 bytes, then entries one after the other, each with its
// own size; what is not an entry is passed over up to the next one.
#include <algorithm>
#include <array>

#include "base/digest.h"
#include "base/text.h"
#include "scanner/examine/containers/content_parts.h"
#include "scanner/examine/containers/member_gate.h"
#include "scanner/examine/containers/openers.h"

namespace winnow {
namespace {

constexpr std::string_view kMagic = "CMMM";
constexpr std::uint64_t kHeadBytes = 24;
constexpr std::uint64_t kLongestEntryHead = 56;
constexpr std::uint64_t kLongestIdBytes = 1024;
constexpr std::size_t kFirstSearchBytes = 256;
constexpr std::size_t kSearchBytes = 64 << 10;
constexpr std::uint32_t kVista = 20;
constexpr std::uint32_t kWindows7 = 21;

struct Entry {
  std::uint64_t offset = 0;
  std::uint64_t size_bytes = 0;
  std::uint64_t hash = 0;
  std::string extension;  // Vista alone keeps one
  std::uint64_t id_offset = 0, id_bytes = 0;
  std::uint64_t data_offset = 0, data_bytes = 0;
};

std::optional<Entry> parse_entry(Bytes head, std::uint32_t version,
                                 std::uint64_t offset) {
  const std::uint64_t lengths_at = version == kVista ? 24 : 16;
  const std::uint64_t head_bytes = version == kWindows7 ? 48 : 56;
  if (!has_magic(head, 0, kMagic) || head.size() < head_bytes) return std::nullopt;
  Entry entry;
  entry.offset = offset;
  entry.size_bytes = le<std::uint32_t>(head, 4);
  entry.hash = le<std::uint64_t>(head, 8);
  if (version == kVista) entry.extension = utf8_of_utf16(head.subspan(16, 8));
  entry.id_bytes = le<std::uint32_t>(head, lengths_at);
  const std::uint64_t padding = le<std::uint32_t>(head, lengths_at + 4);
  entry.data_bytes = le<std::uint32_t>(head, lengths_at + 8);
  entry.id_offset = offset + head_bytes;
  entry.data_offset = entry.id_offset + entry.id_bytes + padding;
  const bool fits =
      head_bytes + entry.id_bytes + padding + entry.data_bytes <= entry.size_bytes;
  return fits ? std::optional(entry) : std::nullopt;
}

std::string_view extension_of(Bytes data) {
  if (has_magic(data, 0, "\xFF\xD8\xFF")) return "jpg";
  if (has_magic(data, 0, "\x89PNG")) return "png";
  if (has_magic(data, 0, "BM")) return "bmp";
  return {};
}

std::string hex_of(std::uint64_t number) {
  std::array<std::byte, 8> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::byte>(number >> (56 - 8 * i));
  }
  return to_hex(bytes);
}

class CacheReader {
 public:
  CacheReader(Content& content, const ContainerLimits& limits, MemberSink& sink)
      : content_(content), gate_(limits, sink) {}

  Result<void> run() {
    const auto head = read_part(content_, 0, kHeadBytes);
    if (!head) return head.error();
    version_ = le<std::uint32_t>(*head, 4);
    if (!has_magic(*head, 0, kMagic) || version_ < kVista) {
      return Fault{FaultKind::malformed, "is not a cache of thumbnails", "", {}};
    }
    std::uint64_t at = kHeadBytes;
    while (at < content_.size_bytes()) {
      auto next = step(at);
      if (!next) return std::move(next).error();
      if (*next == kStop) break;
      at = *next;
    }
    if (passed_over_) {
      gate_.note("parts of it are no entries: the search went on at the next entry");
    }
    return gate_.outcome();
  }

 private:
  static constexpr std::uint64_t kStop = ~std::uint64_t{0};

  // Where to go on, or kStop.
  Result<std::uint64_t> step(std::uint64_t at) {
    const auto head = read_up_to(content_, at, kLongestEntryHead);
    if (!head) return head.error();
    const auto entry = parse_entry(*head, version_, at);
    if (!entry) return next_magic(at + 1, at > kHeadBytes && !all_zero(*head));
    if (entry->data_bytes != 0 && !hand_over(*entry)) return kStop;
    return at + entry->size_bytes;
  }

  // Where the next entry may begin.
  Result<std::uint64_t> next_magic(std::uint64_t at, bool is_damage) {
    passed_over_ = passed_over_ || is_damage;
    // Looked at in growing steps: entries that are none may follow closely.
    std::size_t step = kFirstSearchBytes;
    while (at < content_.size_bytes()) {
      const auto bytes = read_up_to(content_, at, step);
      if (!bytes) return bytes.error();
      const std::size_t found = text_of(*bytes).find(kMagic);
      if (found != std::string_view::npos) return at + found;
      if (bytes->size() <= kMagic.size()) break;
      at += bytes->size() - kMagic.size() + 1;
      step = std::min(2 * step, kSearchBytes);
    }
    return content_.size_bytes();
  }

  bool hand_over(const Entry& entry) {
    const auto id = read_up_to(content_, entry.id_offset,
                               std::min(entry.id_bytes, kLongestIdBytes));
    std::string name = id ? utf8_of_utf16(*id) : "";
    if (name.empty()) name = hex_of(entry.hash);
    std::string extension = entry.extension;
    if (extension.empty()) {
      const auto start = read_up_to(content_, entry.data_offset, 8);
      if (start) extension = extension_of(*start);
    }
    if (!extension.empty()) name += "." + extension;
    PartOfContent data(content_, entry.data_offset, entry.data_bytes);
    return gate_.member({path_part(name), entry.data_bytes, MemberState::readable, ""},
                        data);
  }

  Content& content_;
  MemberGate gate_;
  std::uint32_t version_ = 0;
  bool passed_over_ = false;
};

}  // namespace

Result<void> open_thumbcache(Content& content, const ContainerLimits& limits,
                             MemberSink& sink) {
  return CacheReader(content, limits, sink).run();
}

}  // namespace winnow
