#include "hashsets/building/block_tables.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <limits>
#include <optional>
#include <tuple>
#include <vector>

#include "hashsets/wset_format.h"

namespace winnow {
namespace {

constexpr std::size_t kHeadLength = std::tuple_size_v<HeadKey>;
constexpr std::size_t kBlockKeyLength = std::tuple_size_v<BlockKey>;
constexpr std::size_t kPlacedLength = std::tuple_size_v<PlacedBlock>;
// Blocks are moved in pieces of this many.
constexpr std::size_t kBlocksAtOnce = 64 * 1024;

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

PlacedBlock placed_block(const BlockKey& key, std::uint32_t number) {
  PlacedBlock placed{};
  std::copy(key.begin(), key.end(), placed.begin());
  put_be(placed, key.size(), number);
  return placed;
}

BlockTables::BlockTables(SortMemory& row_memory, SortMemory& key_memory,
                         const ScratchFolder& folder)
    : row_memory_(row_memory),
      key_memory_(key_memory),
      heads_(folder),
      block_counts_(folder),
      blocks_(folder) {}

Result<void> BlockTables::add(Bytes identity, std::uint64_t size_bytes,
                              const HeadKey& head, const Spool& blocks) {
  assert(identity.size() == kIdentity && blocks.size() % kPlacedLength == 0);
  if (!identities_) {
    identities_ = std::make_unique<RecordSorter>(row_memory_, kIdentity + 4 + 8);
  }
  // A set has no more entries than that, and without its entry a content is nothing.
  if (contents_ == std::numeric_limits<std::uint32_t>::max()) return {};
  const auto record = Record<kIdentity + 4 + 8>()
                          .append(identity)
                          .append(contents_++)
                          .append(static_cast<std::uint32_t>(size_bytes >> 32))
                          .append(static_cast<std::uint32_t>(size_bytes));
  if (auto added = identities_->add(record.bytes()); !added) return added;
  if (auto stored = heads_.append(head); !stored) return stored;
  std::array<std::byte, 8> count{};
  wset::store_le(count, 0, blocks.size() / kPlacedLength);
  if (auto stored = block_counts_.append(count); !stored) return stored;
  std::vector<std::byte> buffer(
      std::min<std::uint64_t>(blocks.size(), kBlocksAtOnce * kPlacedLength));
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

Result<std::optional<std::uint64_t>> BlockTables::join(Bytes identity,
                                                       std::uint32_t entry,
                                                       std::uint32_t rank) {
  std::optional<std::uint64_t> size;
  if (!identities_) return size;
  while (!identities_->current().empty()) {
    const Bytes record = identities_->current();
    if (std::memcmp(record.data(), identity.data(), kIdentity) > 0) break;
    if (begins_with(record, identity)) {
      size = be<std::uint64_t>(record, kIdentity + 4);
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
  if (size) {
    totals_.bytes += *size;
    totals_.whole_blocks += *size / kBlockLength;
  }
  return size;
}

Result<void> BlockTables::settle(const StoreHead& store_head,
                                 const StoreBlock& store_block) {
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
  block_keys_ = std::make_unique<RecordSorter>(row_memory_, kPlacedLength + 4);
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
  std::vector<std::byte> buffer(std::min<std::uint64_t>(count, kBlocksAtOnce) *
                                kPlacedLength);
  for (std::uint64_t left = count * kPlacedLength; left > 0;) {
    const auto piece = MutableBytes(buffer).first(
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), left)));
    if (auto read = blocks_.read(at, piece); !read) return read;
    at += piece.size();
    left -= piece.size();
    for (std::size_t i = 0; i < piece.size(); i += kPlacedLength) {
      const Bytes placed = Bytes(piece).subspan(i, kPlacedLength);
      const auto record = Record<kPlacedLength + 4>()
                              .append(placed.first(kBlockKeyLength))
                              .append(entry)
                              .append(placed.subspan(kBlockKeyLength));
      if (auto added = block_keys_->add(record.bytes()); !added) return added;
    }
  }
  return {};
}

Result<void> BlockTables::merge_heads(const StoreHead& store) {
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

Result<void> BlockTables::merge_blocks(const StoreBlock& store) {
  struct Use {
    std::uint32_t entry = 0;
    std::uint32_t place = 0;  // the first in its content
  };
  if (auto sorted = block_keys_->sort(); !sorted) return sorted;
  std::vector<Use> uses;
  while (!block_keys_->current().empty()) {
    BlockKey key{};
    std::copy_n(block_keys_->current().begin(), key.size(), key.begin());
    uses.clear();
    std::uint64_t blocks = 0;
    std::optional<Use> last;
    while (begins_with(block_keys_->current(), key)) {
      const Use use{be<std::uint32_t>(block_keys_->current(), kBlockKeyLength),
                    be<std::uint32_t>(block_keys_->current(), kBlockKeyLength + 4)};
      const bool is_same_entry = last && last->entry == use.entry;
      // A content that was added twice has each of its blocks once.
      if (!is_same_entry || last->place != use.place) ++blocks;
      // One above the limit is enough to know.
      if (!is_same_entry && uses.size() <= wset::kMostSharing) uses.push_back(use);
      last = use;
      if (auto advanced = block_keys_->advance(); !advanced) return advanced;
    }
    if (uses.size() > wset::kMostSharing) {
      ++shared_blocks_;
      continue;
    }
    totals_.kept_blocks += blocks;
    for (const Use& use : uses) {
      if (auto stored = store(key, use.entry, use.place); !stored) return stored;
    }
  }
  return {};
}

}  // namespace winnow
