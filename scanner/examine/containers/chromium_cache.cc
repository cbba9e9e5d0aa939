// The block-file cache of Chromium and its kin: `index`, data_0, data_1, ... and f_*
// for bodies that fill no blocks.
//
// Format: Chromium, net/disk_cache/blockfile/disk_format.h, disk_format_base.h and
// addr.h. An entry has a key, which holds the URL, and streams: the head of the answer,
// its body, and what the browser made of it. Entries that the index does not lead to
// any more stay in their blocks until these are needed; they are handed out last, under
// "deleted/".
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.h"
#include "scanner/examine/containers/content_parts.h"
#include "scanner/examine/containers/http_body.h"
#include "scanner/examine/containers/member_gate.h"
#include "scanner/examine/containers/openers.h"

namespace winnow {
namespace {

constexpr std::uint32_t kIndexMagic = 0xC103CAC3;
constexpr std::uint32_t kBlockMagic = 0xC104CAC3;
constexpr std::uint64_t kIndexHeadBytes = 368;
constexpr std::uint32_t kTableLength = 0x10000;  // where the index does not say
constexpr std::uint64_t kBlockHeadBytes = 8192;
constexpr std::uint64_t kEntryBytes = 256;
constexpr std::size_t kKeyOffset = 96;
constexpr std::size_t kStreams = 3;  // a fourth is never used
constexpr std::uint32_t kLongestKey = 1 << 20;
constexpr std::uint64_t kLongestHead = 256 << 10;
constexpr std::uint32_t kFirstFiles = 4;  // data_0 to data_3 are always there

// Where something lies: in blocks of a file of blocks, or in a file of its own.
class Address {
 public:
  explicit Address(std::uint32_t value) : value_(value) {}
  [[nodiscard]] bool is_set() const { return (value_ & 0x80000000) != 0; }
  [[nodiscard]] bool is_own_file() const { return (value_ >> 28 & 7) == 0; }
  [[nodiscard]] std::uint32_t own_file() const { return value_ & 0x0FFFFFFF; }
  [[nodiscard]] std::uint32_t block_file() const { return value_ >> 16 & 0xFF; }
  [[nodiscard]] std::uint32_t first_block() const { return value_ & 0xFFFF; }
  [[nodiscard]] std::uint32_t blocks() const { return (value_ >> 24 & 3) + 1; }
  [[nodiscard]] std::uint64_t block_bytes() const {
    constexpr std::array<std::uint16_t, 8> kSizes = {0,    36, 256, 1024,
                                                     4096, 8,  104, 48};
    return kSizes[value_ >> 28 & 7];
  }
  [[nodiscard]] bool is_entry() const { return is_set() && block_bytes() == 256; }
  // Of an entry at that block, whatever number of blocks it has.
  static std::uint32_t place_of(std::uint32_t file, std::uint32_t block) {
    return file << 16 | block;
  }
  [[nodiscard]] std::uint32_t place() const {
    return place_of(block_file(), first_block());
  }

 private:
  std::uint32_t value_;
};

// The hash of keys: SuperFastHash of P. Hsieh, as base::PersistentHash has it.
std::uint32_t hash_of(Bytes data) {
  auto hash = static_cast<std::uint32_t>(data.size());
  const auto signed_byte = [](std::byte b) {
    return static_cast<std::uint32_t>(static_cast<std::int32_t>(
        static_cast<std::int8_t>(std::to_integer<std::uint8_t>(b))));
  };
  while (data.size() >= 4) {
    hash += le<std::uint16_t>(data, 0);
    hash = (hash << 16) ^ ((std::uint32_t{le<std::uint16_t>(data, 2)} << 11) ^ hash);
    hash += hash >> 11;
    data = data.subspan(4);
  }
  switch (data.size()) {
    case 3:
      hash += le<std::uint16_t>(data, 0);
      hash ^= hash << 16;
      hash ^= signed_byte(data[2]) << 18;
      hash += hash >> 11;
      break;
    case 2:
      hash += le<std::uint16_t>(data, 0);
      hash ^= hash << 11;
      hash += hash >> 17;
      break;
    case 1:
      hash += signed_byte(data[0]);
      hash ^= hash << 10;
      hash += hash >> 1;
      break;
    default:
      break;
  }
  hash ^= hash << 3;
  hash += hash >> 5;
  hash ^= hash << 4;
  hash += hash >> 17;
  hash ^= hash << 25;
  return hash + (hash >> 6);
}

std::string own_file_name(std::uint32_t number) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  for (; number != 0 || digits.size() < 6; number >>= 4) {
    digits.insert(digits.begin(), kDigits[number & 15]);
  }
  return "f_" + digits;
}

struct Entry {
  std::string key;
  std::uint32_t next = 0;  // that shares its place in the index
  std::array<std::uint32_t, kStreams> sizes{}, places{};
};

class BlockFileCache {
 public:
  BlockFileCache(Content& index, Siblings& siblings, const ContainerLimits& limits,
                 MemberSink& sink)
      : index_(index), siblings_(siblings), gate_(limits, sink) {}

  Result<void> run() {
    const auto head = read_part(index_, 0, kIndexHeadBytes);
    if (!head) return head.error();
    if (le<std::uint32_t>(*head, 0) != kIndexMagic) {
      return Fault{
          FaultKind::malformed, "is not the index of a browser's cache", "", {}};
    }
    const std::uint32_t stated = le<std::uint32_t>(*head, 28);
    if (auto walked = walk_index(stated == 0 ? kTableLength : stated); !walked) {
      return walked;
    }
    if (!is_stopped_) walk_blocks();
    if (lacks_head_) {
      gate_.note(
          "heads of answers cannot be read: the bodies of these are as they were "
          "stored");
    }
    return gate_.outcome();
  }

 private:
  Result<void> walk_index(std::uint32_t length) {
    constexpr std::uint64_t kPiece = 64 << 10;
    const std::uint64_t end =
        std::min(index_.size_bytes(), kIndexHeadBytes + std::uint64_t{length} * 4);
    for (std::uint64_t at = kIndexHeadBytes; at < end && !is_stopped_; at += kPiece) {
      const auto table = read_up_to(index_, at, std::min(kPiece, end - at));
      if (!table) return table.error();
      for (std::size_t i = 0; i + 4 <= table->size() && !is_stopped_; i += 4) {
        walk_chain(Address(le<std::uint32_t>(*table, i)));
      }
    }
    return {};
  }

  void walk_chain(Address at) {
    while (at.is_set() && !is_stopped_ && visited_.insert(at.place()).second) {
      const auto entry =
          at.is_entry() ? entry_at(at.block_file(), at.first_block()) : std::nullopt;
      if (!entry) {
        is_stopped_ = !gate_.member_without_bytes(
            "unknown", MemberState::damaged, "the index leads to what is no entry");
        return;
      }
      hand_over(*entry, "");
      at = Address(entry->next);
    }
  }

  // Entries that the index does not lead to.
  void walk_blocks() {
    std::set<std::uint32_t> done;
    for (std::uint32_t first = 0; first < kFirstFiles; ++first) {
      for (std::uint32_t file = first; done.insert(file).second;) {
        const std::uint32_t next = walk_file(file);
        if (is_stopped_ || next == 0) break;
        file = next;
      }
      if (is_stopped_) return;
    }
  }

  // The number of the next file of the same kind, or 0.
  std::uint32_t walk_file(std::uint32_t file) {
    Content* content = block_file(file);
    if (content == nullptr) return 0;
    const auto head = read_up_to(*content, 0, 16);
    if (!head || le<std::uint32_t>(*head, 0) != kBlockMagic) return 0;
    if (le<std::uint32_t>(*head, 12) == kEntryBytes) walk_entries(file, *content);
    return le<std::uint16_t>(*head, 10) & 0xFF;
  }

  void walk_entries(std::uint32_t file, Content& content) {
    const std::uint64_t size = content.size_bytes();
    if (size <= kBlockHeadBytes) return;
    const std::uint64_t blocks =
        std::min<std::uint64_t>((size - kBlockHeadBytes) / kEntryBytes, 0x10000);
    for (std::uint32_t block = 0; block < blocks && !is_stopped_; ++block) {
      if (visited_.count(Address::place_of(file, block)) != 0) continue;
      const auto entry = entry_at(file, block);
      if (entry && entry_is_sound_) hand_over(*entry, "deleted/");
    }
  }

  // Also says whether the hash of the key is that which the entry states.
  std::optional<Entry> entry_at(std::uint32_t file, std::uint32_t block) {
    Content* content = block_file(file);
    if (content == nullptr) return std::nullopt;
    const std::uint64_t offset = kBlockHeadBytes + block * kEntryBytes;
    const auto bytes = read_up_to(*content, offset, 4 * kEntryBytes);
    if (!bytes || bytes->size() < kEntryBytes) return std::nullopt;
    const auto key = key_of(*bytes);
    if (!key) return std::nullopt;
    entry_is_sound_ = hash_of(bytes_of(*key)) == le<std::uint32_t>(*bytes, 0);
    Entry entry;
    entry.key = *key;
    entry.next = le<std::uint32_t>(*bytes, 4);
    for (std::size_t i = 0; i < kStreams; ++i) {
      entry.sizes[i] = le<std::uint32_t>(*bytes, 40 + 4 * i);
      entry.places[i] = le<std::uint32_t>(*bytes, 56 + 4 * i);
    }
    return entry;
  }

  std::optional<std::string> key_of(Bytes entry) {
    const std::uint32_t length = le<std::uint32_t>(entry, 32);
    const std::uint32_t far = le<std::uint32_t>(entry, 36);
    if (length == 0 || length > kLongestKey) return std::nullopt;
    if (far == 0) {
      const auto key = part(entry, kKeyOffset, length);
      return key ? std::optional(std::string(text_of(*key))) : std::nullopt;
    }
    const auto lies = find(Address(far), length);
    if (!lies) return std::nullopt;
    const auto key = read_part(*lies->content, lies->offset, length);
    return key ? std::optional(std::string(text_of(*key))) : std::nullopt;
  }

  struct Place {
    Content* content;
    std::uint64_t offset;
    std::unique_ptr<Content> own;  // if it is a file of its own
  };

  Result<Place> find(Address address, std::uint64_t length) {
    if (!address.is_set()) {
      return Fault{FaultKind::malformed, "its entry says not where it lies", "", {}};
    }
    if (address.is_own_file()) {
      const std::string name = own_file_name(address.own_file());
      auto own = siblings_.open(name);
      if (!own) return lacking(name);
      Content* content = own.get();
      return Place{content, 0, std::move(own)};
    }
    if (length > address.blocks() * address.block_bytes()) {
      return Fault{FaultKind::malformed, "is longer than its blocks", "", {}};
    }
    Content* content = block_file(address.block_file());
    if (content == nullptr) {
      return lacking("data_" + std::to_string(address.block_file()));
    }
    return Place{content,
                 kBlockHeadBytes + address.first_block() * address.block_bytes(),
                 nullptr};
  }

  static Fault lacking(const std::string& name) {
    return Fault{FaultKind::missing, name + " is not beside the index", "", {}};
  }

  Content* block_file(std::uint32_t number) {
    const auto known = block_files_.find(number);
    if (known != block_files_.end()) return known->second.get();
    auto opened = siblings_.open("data_" + std::to_string(number));
    return block_files_.emplace(number, std::move(opened)).first->second.get();
  }

  // The head of the answer; empty if the entry has none. A fault if it cannot be read.
  Result<std::string> head_of(const Entry& entry) {
    const std::uint64_t length = std::min<std::uint64_t>(entry.sizes[0], kLongestHead);
    if (length == 0) return std::string();
    const auto place = find(Address(entry.places[0]), entry.sizes[0]);
    if (!place) return place.error();
    const auto bytes = read_up_to(*place->content, place->offset, length);
    if (!bytes) return bytes.error();
    const std::string text(text_of(*bytes));
    return text.find("HTTP/") == std::string::npos ? std::string() : text;
  }

  void hand_over(const Entry& entry, const std::string& folder) {
    const auto head = head_of(entry);
    lacks_head_ = lacks_head_ || !head;
    const BodyCoding coding = head ? coding_of(*head) : BodyCoding::none;
    const std::string name = folder + name_of_url(entry.key);
    // Without a body the first stream may be one: not every cache holds answers.
    const bool is_answer = entry.sizes[1] != 0 || !head || !head->empty();
    for (std::size_t i = is_answer ? 1 : 0; i < kStreams && !is_stopped_; ++i) {
      if (entry.sizes[i] == 0) continue;
      const bool is_body = i == 1;
      const std::string suffix = is_body ? "" : " (stream " + std::to_string(i) + ")";
      hand_over_stream(name + suffix, Address(entry.places[i]), entry.sizes[i],
                       is_body ? coding : BodyCoding::none);
    }
  }

  void hand_over_stream(std::string name, Address address, std::uint64_t length,
                        BodyCoding coding) {
    const auto place = find(address, length);
    if (!place) {
      is_stopped_ = !gate_.member_without_bytes(std::move(name), MemberState::damaged,
                                                place.error().what);
      return;
    }
    PartOfContent raw(*place->content, place->offset, length);
    const auto body = decoded_body(coding, raw);
    std::optional<std::uint64_t> size;
    if (coding == BodyCoding::none) size = length;
    is_stopped_ =
        !gate_.member({std::move(name), size, MemberState::readable, ""}, *body);
  }

  Content& index_;
  Siblings& siblings_;
  MemberGate gate_;
  std::map<std::uint32_t, std::unique_ptr<Content>> block_files_;
  std::set<std::uint32_t> visited_;  // places of entries
  bool entry_is_sound_ = false;
  bool lacks_head_ = false;
  bool is_stopped_ = false;
};

}  // namespace

Result<void> open_chromium_cache(Content& content, Siblings* siblings,
                                 const ContainerLimits& limits, MemberSink& sink) {
  if (siblings == nullptr) {
    return Fault{
        FaultKind::missing, "the files of the cache are not beside its index", "", {}};
  }
  return BlockFileCache(content, *siblings, limits, sink).run();
}

}  // namespace winnow
