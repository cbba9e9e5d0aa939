#include "hashsets/key_table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "hashsets/block_filter.h"
#include "hashsets/wset_format.h"

namespace winnow {

using wset::SectionKind;

KeyTable::KeyTable(const WsetSections& file, const Section& filter,
                   const Section& offsets, const Section& keys, const Section& numbers)
    : file_(&file),
      filter_(&filter),
      offsets_(&offsets),
      keys_(&keys),
      numbers_(&numbers),
      bits_(static_cast<unsigned>(std::bit_width(offsets.count() - 1)) - 1) {}

Result<std::optional<KeyTable>> KeyTable::open(const WsetSections& file,
                                               Algorithm algorithm) {
  return open(file, wset::section_of(algorithm, SectionKind::filter),
              digest_length(algorithm), to_string(algorithm));
}

Result<std::optional<KeyTable>> KeyTable::open(const WsetSections& file,
                                               SectionKind table_kind,
                                               std::size_t key_length,
                                               const char* keys_name) {
  const auto section = [&](SectionKind part) {
    return file.find(wset::section_of(table_kind, part));
  };
  const Section* filter = section(SectionKind::filter);
  const Section* offsets = section(SectionKind::offsets);
  const Section* keys = section(SectionKind::keys);
  const Section* numbers = section(SectionKind::numbers);
  if (!filter && !offsets && !keys && !numbers) return std::optional<KeyTable>();
  const std::string what = std::string("its table of ") + keys_name;
  if (!filter || !offsets || !keys || !numbers) {
    return file.damaged(what + " is not complete", wset::kHeaderLength);
  }
  if (offsets->count() < 2)
    return file.damaged(what + " has no order", offsets->offset);
  const KeyTable table(file, *filter, *offsets, *keys, *numbers);
  if (!table.is_well_formed(key_length)) {
    return file.damaged(what + " contradicts itself", keys->offset);
  }
  return std::optional<KeyTable>(table);
}

bool KeyTable::is_well_formed(std::size_t key_length) const {
  return keys_->item_length == key_length && count() > 0 &&
         numbers_->item_length == 4 && numbers_->count() == count() &&
         offsets_->item_length == 4 && bits_ <= 32 &&
         offsets_->count() == (std::uint64_t{1} << bits_) + 1 &&
         filter_->item_length == kFilterBlock && filter_->count() > 0 &&
         filter_->count() <= 0xFFFFFFFF && count() <= 0xFFFFFFFF;
}

Result<bool> KeyTable::passes_filter(Bytes key) const {
  const std::uint64_t hash = filter_hash(key);
  const std::uint64_t block = filter_block_of(hash, filter_->count());
  const auto bytes = file_->read(*filter_, block * kFilterBlock, kFilterBlock);
  if (!bytes) return bytes.error();
  return filter_may_contain(*bytes, hash);
}

Result<KeyTable::Run> KeyTable::bucket(Bytes key) const {
  const std::uint64_t at = wset::bucket_of(key, bits_) * 4;
  const auto bytes = file_->read(*offsets_, at, 8);
  if (!bytes) return bytes.error();
  const Run run{le<std::uint32_t>(*bytes, 0), le<std::uint32_t>(*bytes, 4)};
  if (run.first > run.last || run.last > count()) {
    return file_->damaged("the order of its keys is wrong", offsets_->offset + at);
  }
  return run;
}

Result<std::uint64_t> KeyTable::bound(const Run& range, Bytes key,
                                      bool or_equal) const {
  std::uint64_t low = range.first;
  std::uint64_t high = range.last;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    const auto other = file_->read(*keys_, middle * key.size(), key.size());
    if (!other) return other.error();
    const int order = std::memcmp(other->data(), key.data(), key.size());
    if (order < 0 || (order == 0 && !or_equal)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

Result<KeyTable::Run> KeyTable::find(Bytes key) const {
  const auto passes = passes_filter(key);
  if (!passes) return passes.error();
  if (!*passes) return Run{};
  return find_in_keys(key);
}

template <typename KeyAt>
Result<void> KeyTable::find_many(std::size_t key_count, const KeyAt& key_at,
                                 std::vector<Run>& runs) const {
  // As many as a processor has misses of its cache under way.
  constexpr std::size_t kTogether = 32;
  std::array<std::uint64_t, kTogether> hashes{};
  std::array<const std::byte*, kTogether> blocks{};
  runs.assign(key_count, {});
  for (std::size_t start = 0; start < key_count; start += kTogether) {
    const std::size_t together = std::min(kTogether, key_count - start);
    for (std::size_t i = 0; i < together; ++i) {
      hashes[i] = filter_hash(key_at(start + i));
      const std::uint64_t at =
          filter_block_of(hashes[i], filter_->count()) * kFilterBlock;
      blocks[i] = file_->peek(*filter_, at, kFilterBlock);
      if (blocks[i] == nullptr) {
        const auto bytes = file_->read(*filter_, at, kFilterBlock);
        if (!bytes) return bytes.error();
        blocks[i] = bytes->data();
      }
      __builtin_prefetch(blocks[i]);
    }
    for (std::size_t i = 0; i < together; ++i) {
      if (!filter_may_contain(Bytes(blocks[i], kFilterBlock), hashes[i])) continue;
      const auto run = find_in_keys(key_at(start + i));
      if (!run) return run.error();
      runs[start + i] = *run;
    }
  }
  return {};
}

Result<void> KeyTable::find(std::span<const Digest> digests,
                            std::vector<Run>& runs) const {
  return find_many(
      digests.size(), [&](std::size_t i) { return digests[i].bytes(); }, runs);
}

Result<void> KeyTable::find_packed(Bytes keys, std::vector<Run>& runs) const {
  const std::size_t length = keys_->item_length;
  return find_many(
      keys.size() / length,
      [&](std::size_t i) { return keys.subspan(i * length, length); }, runs);
}

Result<KeyTable::Run> KeyTable::find_in_keys(Bytes key) const {
  const auto range = bucket(key);
  if (!range) return range.error();
  const auto first = bound(*range, key, true);
  if (!first) return first.error();
  const auto last = bound({*first, range->last}, key, false);
  if (!last) return last.error();
  return Run{*first, *last};
}

Result<std::uint32_t> KeyTable::entry_at(std::uint64_t position) const {
  const auto bytes = file_->read(*numbers_, position * 4, 4);
  if (!bytes) return bytes.error();
  const auto entry = le<std::uint32_t>(*bytes, 0);
  if (entry >= file_->entry_count()) {
    return file_->damaged("a key belongs to no entry", numbers_->offset + position * 4);
  }
  return entry;
}

Result<bool> KeyTable::names_entry(const Run& run, std::uint32_t entry) const {
  // Within a run the entries stand in rising order.
  std::uint64_t low = run.first;
  std::uint64_t high = run.last;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    const auto other = entry_at(middle);
    if (!other) return other.error();
    if (*other == entry) return true;
    if (*other < entry) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return false;
}

}  // namespace winnow
