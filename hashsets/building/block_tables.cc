#include "hashsets/building/block_tables.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <limits>
#include <tuple>
#include <vector>

#include "hashsets/wset_format.h"

namespace winnow {
namespace {

constexpr std::size_t kHeadLength = std::tuple_size_v<HeadKey>;
constexpr std::size_t kBlockKeyLength = std::tuple_size_v<BlockKey>;
// Keys are moved in pieces of this many.
constexpr std::size_t kKeysAtOnce = 64 * 1024;

// Big-endian, so that records are in the order of their numbers.
void put_be(MutableBytes record, std::size_t at, std::uint32_t number) {
  const std::uint32_t swapped = __builtin_bswap32(number);
  std::memcpy(record.subspan(at, 4).data(), &swapped, 4);
}

template <std::size_t kLength>
class Record {
 public:
  Record& append(Bytes bytes) {
    std::copy(bytes.begin(), bytes.end(), bytes_.begin() + size_);
    size_ += static_cast<std::ptrdiff_t>(bytes.size());
    return *this;
  }
  Record& append(std::uint32_t number) {
    put_be(bytes_, static_cast<std::size_t>(size_), number);
    size_ += 4;
    return *this;
  }
  [[nodiscard]] Bytes bytes() const { return bytes_; }

 private:
  std::array<std::byte, kLength> bytes_{};
  std::ptrdiff_t size_ = 0;
};

bool begins_with(Bytes record, Bytes key) {
  return !record.empty() && std::memcmp(record.data(), key.data(), key.size()) == 0;
}

}  // namespace

BlockTables::BlockTables(SortMemory& row_memory, SortMemory& key_memory,
                         const ScratchFolder& folder)
    : row_memory_(row_memory),
      key_memory_(key_memory),
      heads_(folder),
      block_counts_(folder),
      blocks_(folder) {}

Result<void> BlockTables::add(Bytes identity, const HeadKey& head,
                              const Spool& blocks) {
  assert(identity.size() == kIdentity);
  if (!identities_) {
    identities_ = std::make_unique<RecordSorter>(row_memory_, kIdentity + 4);
  }
  // A set has no more entries than that, and without its entry a content is nothing.
  if (contents_ == std::numeric_limits<std::uint32_t>::max()) return {};
  const auto record = Record<kIdentity + 4>().append(identity).append(contents_++);
  if (auto added = identities_->add(record.bytes()); !added) return added;
  if (auto stored = heads_.append(head); !stored) return stored;
  std::array<std::byte, 8> count{};
  wset::store_le(count, 0, blocks.size() / kBlockKeyLength);
  if (auto stored = block_counts_.append(count); !stored) return stored;
  std::vector<std::byte> buffer(
      std::min<std::uint64_t>(blocks.size(), kKeysAtOnce * kBlockKeyLength));
  for (std::uint64_t at = 0; at < blocks.size(); at += buffer.size()) {
    const auto piece = MutableBytes(buffer).first(static_cast<std::size_t>(
        std::min<std::uint64_t>(buffer.size(), blocks.size() - at)));
    if (auto read = blocks.read(at, piece); !read) return read;
    if (auto stored = blocks_.append(piece); !stored) return stored;
  }
  return {};
}

Result<void> BlockTables::sort() {
  if (!identities_) return {};
  owners_ = std::make_unique<RecordSorter>(key_memory_, 4 + 4 + 4);
  return identities_->sort();
}

Result<bool> BlockTables::join(Bytes identity, std::uint32_t entry,
                               std::uint32_t rank) {
  if (!identities_) return false;
  bool known = false;
  while (!identities_->current().empty()) {
    const Bytes record = identities_->current();
    if (std::memcmp(record.data(), identity.data(), kIdentity) > 0) break;
    if (begins_with(record, identity)) {
      known = true;
      const auto owner =
          Record<12>().append(record.subspan(kIdentity, 4)).append(rank).append(entry);
      if (auto added = owners_->add(owner.bytes()); !added) {
        return std::move(added).error();
      }
    }
    if (auto advanced = identities_->advance(); !advanced) {
      return std::move(advanced).error();
    }
  }
  return known;
}

Result<void> BlockTables::settle(const Store& store_head, const Store& store_block) {
  if (!identities_) return {};
  identities_.reset();
  if (auto spread_out = spread(); !spread_out) return spread_out;
  owners_.reset();
  if (auto merged = merge_heads(store_head); !merged) return merged;
  head_keys_.reset();
  if (auto merged = merge_blocks(store_block); !merged) return merged;
  block_keys_.reset();
  return {};
}

// Gives every key of every content the content's entry.
Result<void> BlockTables::spread() {
  head_keys_ = std::make_unique<RecordSorter>(row_memory_, kHeadLength + 4 + 4);
  block_keys_ = std::make_unique<RecordSorter>(row_memory_, kBlockKeyLength + 4);
  if (auto sorted = owners_->sort(); !sorted) return sorted;
  std::uint64_t block_at = 0;
  for (std::uint32_t number = 0; number < contents_; ++number) {
    std::array<std::byte, 8> count{};
    auto read = block_counts_.read(std::uint64_t{number} * count.size(), count);
    if (!read) return read;
    HeadKey head{};
    read = heads_.read(std::uint64_t{number} * head.size(), head);
    if (!read) return read;
    const Bytes owner = owners_->current();
    assert(be<std::uint32_t>(owner, 0) == number);
    const auto record = Record<kHeadLength + 8>().append(head).append(owner.subspan(4));
    if (auto added = head_keys_->add(record.bytes()); !added) return added;
    auto spread_out =
        spread_blocks(block_at, le<std::uint64_t>(count, 0), owner.subspan(8));
    if (!spread_out) return spread_out;
    if (auto advanced = owners_->advance(); !advanced) return advanced;
  }
  return {};
}

Result<void> BlockTables::spread_blocks(std::uint64_t& at, std::uint64_t count,
                                        Bytes entry) {
  std::vector<std::byte> buffer(std::min<std::uint64_t>(count, kKeysAtOnce) *
                                kBlockKeyLength);
  for (std::uint64_t left = count * kBlockKeyLength; left > 0;) {
    const auto piece = MutableBytes(buffer).first(
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), left)));
    if (auto read = blocks_.read(at, piece); !read) return read;
    at += piece.size();
    left -= piece.size();
    for (std::size_t i = 0; i < piece.size(); i += kBlockKeyLength) {
      const auto record = Record<kBlockKeyLength + 4>()
                              .append(Bytes(piece).subspan(i, kBlockKeyLength))
                              .append(entry);
      if (auto added = block_keys_->add(record.bytes()); !added) return added;
    }
  }
  return {};
}

Result<void> BlockTables::merge_heads(const Store& store) {
  if (auto sorted = head_keys_->sort(); !sorted) return sorted;
  HeadKey last{};
  for (bool first = true; !head_keys_->current().empty(); first = false) {
    const Bytes record = head_keys_->current();
    if (first || !begins_with(record, last)) {
      std::copy_n(record.begin(), last.size(), last.begin());
      auto stored = store(last, be<std::uint32_t>(record, kHeadLength + 4));
      if (!stored) return stored;
    }
    if (auto advanced = head_keys_->advance(); !advanced) return advanced;
  }
  return {};
}

Result<void> BlockTables::merge_blocks(const Store& store) {
  if (auto sorted = block_keys_->sort(); !sorted) return sorted;
  std::vector<std::uint32_t> entries;
  while (!block_keys_->current().empty()) {
    BlockKey key{};
    std::copy_n(block_keys_->current().begin(), key.size(), key.begin());
    entries.clear();
    while (begins_with(block_keys_->current(), key)) {
      const auto entry = be<std::uint32_t>(block_keys_->current(), kBlockKeyLength);
      const bool is_new = entries.empty() || entries.back() != entry;
      // One above the limit is enough to know.
      if (is_new && entries.size() <= wset::kMostSharing) entries.push_back(entry);
      if (auto advanced = block_keys_->advance(); !advanced) return advanced;
    }
    if (entries.size() > wset::kMostSharing) {
      ++shared_blocks_;
      continue;
    }
    for (const std::uint32_t entry : entries) {
      if (auto stored = store(key, entry); !stored) return stored;
    }
  }
  return {};
}

}  // namespace winnow
