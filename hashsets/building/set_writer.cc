#include "hashsets/building/set_writer.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <numeric>
#include <tuple>
#include <utility>

#include "hashsets/block_filter.h"
#include "hashsets/building/large_memory.h"
#include "hashsets/building/pdq_index_writer.h"
#include "hashsets/building/sort_records.h"
#include "hashsets/wset_format.h"

namespace winnow {

using wset::SectionKind;
using wset::store_le;

namespace {

// The parts of a record: the digests by algorithm, then PDQ.
constexpr std::array<std::size_t, 4> kPartLength = {16, 20, 32, 32};
constexpr std::size_t kPdqPart = 3;
constexpr unsigned kPartsMask = 15;
constexpr unsigned kWithSize = 16;
// Behind the parts of a row: its attribute, then its size if that is known.
constexpr std::size_t kRowTail = 4;
constexpr std::size_t kSizedRowTail = 4 + 8;
// Behind a key: its entry and that entry's attribute.
constexpr std::size_t kKeyTail = 4 + 4;

std::string part_name(std::size_t part) {
  return part == kPdqPart ? "pdq" : to_string(static_cast<Algorithm>(part));
}

// Longer texts are cut at a whole character: they are labels for people.
constexpr std::size_t kLongestText = 1024;
// Keys are read back in pieces of this many.
constexpr std::size_t kKeysAtOnce = 64 * 1024;

std::string clipped(std::string_view text) {
  if (text.size() <= kLongestText) return std::string(text);
  std::size_t end = kLongestText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end));
}

// The fields of a category as one string that no other category has.
std::string identity_of(const ListRow& row) {
  std::string text;
  text += std::to_string(row.profile.size());
  text += row.code ? ":" + std::to_string(*row.code) + ":" : "::";
  text += row.profile;
  text += row.label;
  return text;
}

bool has_part(unsigned shape, std::size_t part) {
  return ((shape >> part) & 1) != 0;
}

std::size_t parts_length(unsigned shape) {
  std::size_t length = 0;
  for (std::size_t part = 0; part < kPartLength.size(); ++part) {
    if (has_part(shape, part)) length += kPartLength[part];
  }
  return length;
}

// Records are made up here, at most this long.
constexpr std::size_t kMaxRecord =
    16 + 20 + 32 + 32 + std::max(kSizedRowTail, kKeyTail);

class RecordMaker {
 public:
  void append(Bytes bytes) {
    std::memcpy(bytes_.data() + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
  }
  // Big-endian, so that records are in the order of their numbers.
  void append(std::uint32_t number) {
    const std::uint32_t swapped = __builtin_bswap32(number);
    std::memcpy(bytes_.data() + size_, &swapped, 4);
    size_ += 4;
  }
  void append(std::byte byte) { bytes_[size_++] = byte; }
  [[nodiscard]] Bytes bytes() const { return Bytes(bytes_).first(size_); }

 private:
  std::array<std::byte, kMaxRecord> bytes_;
  std::size_t size_ = 0;
};

// Part by part; an absent one stands behind every other. Records that differ in their
// parts are never equal.
bool is_before(Bytes a, unsigned shape_a, Bytes b, unsigned shape_b) {
  for (std::size_t part = 0; part < kPartLength.size(); ++part) {
    const bool has_a = has_part(shape_a, part);
    const bool has_b = has_part(shape_b, part);
    if (has_a != has_b) return has_a;
    if (!has_a) continue;
    const int order = std::memcmp(a.data(), b.data(), kPartLength[part]);
    if (order != 0) return order < 0;
    a = a.subspan(kPartLength[part]);
    b = b.subspan(kPartLength[part]);
  }
  return false;
}

// Calls `see` with every key of a spool, in order.
template <typename See>
Result<void> for_each_key(const Spool& keys, std::size_t length, const See& see) {
  std::vector<std::byte> buffer(kKeysAtOnce * length);
  for (std::uint64_t at = 0; at < keys.size(); at += buffer.size()) {
    const MutableBytes piece = MutableBytes(buffer).first(static_cast<std::size_t>(
        std::min<std::uint64_t>(buffer.size(), keys.size() - at)));
    if (auto read = keys.read(at, piece); !read) return read;
    for (std::size_t i = 0; i < piece.size(); i += length) {
      see(Bytes(piece).subspan(i, length));
    }
  }
  return {};
}

template <typename T>
Result<void> append_le(Spool& spool, T number) {
  std::array<std::byte, sizeof(T)> bytes{};
  store_le(bytes, 0, number);
  return spool.append(bytes);
}

// The texts of a set, each once, and where each stands.
class Strings {
 public:
  std::uint32_t add(const std::string& text) {
    const auto [place, is_new] =
        offsets_.try_emplace(text, static_cast<std::uint32_t>(bytes_.size()));
    if (is_new) {
      const std::size_t start = bytes_.size();
      bytes_.resize(start + 4);
      store_le(MutableBytes(bytes_), start, static_cast<std::uint32_t>(text.size()));
      const Bytes content = bytes_of(text);
      bytes_.insert(bytes_.end(), content.begin(), content.end());
    }
    return place->second;
  }
  [[nodiscard]] Bytes bytes() const { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
  std::unordered_map<std::string, std::uint32_t> offsets_;
};

}  // namespace

SetWriter::SetWriter(std::uint64_t memory_bytes, const ScratchFolder& folder)
    : memory_bytes_(memory_bytes),
      folder_(folder),
      row_memory_(memory_bytes / 4 * 3, folder),
      key_memory_(memory_bytes / 2, folder),
      block_tables_(row_memory_, key_memory_, folder),
      head_table_(folder),
      block_table_(folder),
      block_places_(folder),
      entries_(folder),
      entry_sizes_(folder),
      size_list_(folder) {
  for (std::size_t part = 0; part < kParts; ++part) tables_.emplace_back(folder);
}

void SetWriter::begin_source(std::string_view name) {
  sources_.push_back(clipped(name));
}

std::uint32_t SetWriter::category_of(const ListRow& row) {
  // Most lists say the same of every row, or nothing.
  if (!categories_.empty()) {
    const Category& last = categories_[last_category_];
    if (row.code == last.code && row.label == last.label &&
        row.profile == last.profile) {
      return last_category_;
    }
  }
  const auto next = static_cast<std::uint32_t>(categories_.size());
  const auto [place, is_new] = category_numbers_.try_emplace(identity_of(row), next);
  if (is_new) {
    Category category{clipped(row.profile), row.code, clipped(row.label)};
    category.counts_as_hit = row.counts_as_hit;
    category.rank = row.severity_rank.value_or(
        category.is_stated() ? wset::kRankUnknown : wset::kRankUnstated);
    if (!row.counts_as_hit) category.rank += wset::kRankNoHit;
    categories_.push_back(std::move(category));
  }
  last_category_ = place->second;
  return last_category_;
}

std::uint32_t SetWriter::attribute_of(std::uint32_t category) {
  const auto source = static_cast<std::uint32_t>(sources_.size() - 1);
  if (last_attribute_ < attributes_.size() &&
      attributes_[last_attribute_].category == category &&
      attributes_[last_attribute_].source == source) {
    return last_attribute_;
  }
  const auto next = static_cast<std::uint32_t>(attributes_.size());
  const std::uint64_t both = std::uint64_t{category} << 32 | source;
  const auto [place, is_new] = attribute_numbers_.try_emplace(both, next);
  if (is_new) attributes_.push_back({category, source});
  last_attribute_ = place->second;
  return last_attribute_;
}

Result<void> SetWriter::add(const ListRow& row) {
  assert(!sources_.empty());
  unsigned shape = 0;
  RecordMaker record;
  for (const Algorithm algorithm : kAlgorithms) {
    const auto& digest = row.digests.get(algorithm);
    if (!digest) continue;
    shape |= 1u << static_cast<unsigned>(algorithm);
    record.append(digest->bytes());
  }
  if (row.pdq) {
    shape |= 1u << kPdqPart;
    record.append(Bytes(row.pdq->value));
  }
  if (shape == 0) return {};
  if (attributes_.size() >= wset::kAttributeMask) {
    too_many_ = true;
    return {};
  }
  record.append(attribute_of(category_of(row)));
  if (row.size) {
    shape |= kWithSize;
    RecordMaker size;
    size.append(static_cast<std::uint32_t>(*row.size >> 32));
    size.append(static_cast<std::uint32_t>(*row.size));
    record.append(size.bytes());
    // Eight bytes each are little beside the rows; the smallest stands first.
    if (!sizes_) sizes_ = std::make_unique<RecordSorter>(row_memory_, 8);
    if (auto added = sizes_->add(size.bytes()); !added) return added;
  }
  if (!rows_[shape]) {
    rows_[shape] = std::make_unique<RecordSorter>(row_memory_, record.bytes().size());
  }
  return rows_[shape]->add(record.bytes());
}

Result<void> SetWriter::add_learned(const ListRow& row, const HeadKey& head,
                                    const Spool& blocks) {
  RecordMaker identity;
  for (const Algorithm algorithm : kAlgorithms) {
    identity.append(row.digests.get(algorithm)->bytes());
  }
  auto added = block_tables_.add(identity.bytes(), row.size.value(), head, blocks);
  if (!added) return added;
  return add(row);
}

Result<void> SetWriter::add_picture(const Digests& digests, const PdqHash& hash) {
  RecordMaker record;
  for (const Algorithm algorithm : kAlgorithms) {
    record.append(digests.get(algorithm)->bytes());
  }
  record.append(Bytes(hash.value));
  if (!pictures_) {
    pictures_ = std::make_unique<RecordSorter>(row_memory_, record.bytes().size());
  }
  return pictures_->add(record.bytes());
}

// By rank, then by what it says, then by source.
void SetWriter::sort_attributes() {
  std::vector<std::uint32_t> order(attributes_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Category& x = categories_[attributes_[a].category];
    const Category& y = categories_[attributes_[b].category];
    return std::tie(x.rank, x.profile, x.code, x.label,
                    sources_[attributes_[a].source]) <
           std::tie(y.rank, y.profile, y.code, y.label,
                    sources_[attributes_[b].source]);
  });
  std::vector<Attribute> sorted;
  final_number_.resize(attributes_.size());
  for (const std::uint32_t number : order) {
    // Two sources of one name are one source.
    const bool same =
        !sorted.empty() && sorted.back().category == attributes_[number].category &&
        sources_[sorted.back().source] == sources_[attributes_[number].source];
    if (!same) sorted.push_back(attributes_[number]);
    final_number_[number] = static_cast<std::uint32_t>(sorted.size() - 1);
  }
  attributes_ = std::move(sorted);
}

bool SetWriter::contradict(std::uint32_t attribute, std::uint32_t other) const {
  const Category& a = categories_[attributes_[attribute].category];
  const Category& b = categories_[attributes_[other].category];
  if (&a == &b || !a.is_stated() || !b.is_stated()) return false;
  return a.profile != b.profile || a.code != b.code || !a.code;
}

// All rows with the digests of the next one, which is taken from those with the least.
Result<void> SetWriter::next_group(std::vector<Rows>& live, Group& group) {
  auto least = live.begin();
  for (auto it = live.begin() + 1; it < live.end(); ++it) {
    if (is_before(it->sorter->current(), it->shape, least->sorter->current(),
                  least->shape)) {
      least = it;
    }
  }
  group.shape = least->shape & kPartsMask;
  group.attributes.clear();
  group.has_size = false;
  group.size = 0;
  copy_record(group.record.data(), least->sorter->current().data(),
              parts_length(group.shape));
  std::uint64_t count = 0;
  for (auto it = live.begin(); it != live.end();) {
    if ((it->shape & kPartsMask) == group.shape) {
      if (auto taken = take_rows(*it, group, count); !taken) return taken;
    }
    it = it->sorter->current().empty() ? live.erase(it) : it + 1;
  }
  settle_attributes(group, count);
  return {};
}

// The rows of a shape that belong to the group.
Result<void> SetWriter::take_rows(const Rows& rows, Group& group,
                                  std::uint64_t& count) const {
  const std::size_t length = parts_length(group.shape);
  for (;;) {
    const Bytes row = rows.sorter->current();
    if (row.empty() || std::memcmp(row.data(), group.record.data(), length) != 0) {
      return {};
    }
    const std::uint32_t attribute = final_number_[be<std::uint32_t>(row, length)];
    // Most repetitions stand side by side; what a million rows repeat takes no memory.
    if (group.attributes.empty() || group.attributes.back() != attribute) {
      group.attributes.push_back(attribute);
    }
    if ((rows.shape & kWithSize) != 0) {
      const auto size = be<std::uint64_t>(row, length + kRowTail);
      group.size = group.has_size && group.size != size ? 0 : size;
      group.has_size = true;
    }
    ++count;
    if (auto advanced = rows.sorter->advance(); !advanced) return advanced;
  }
}

// Each once, in order. Of several sources that say the same, the first by name is kept.
void SetWriter::settle_attributes(Group& group, std::uint64_t rows) {
  auto& all = group.attributes;
  if (all.size() > 1) {
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end(),
                          [&](std::uint32_t a, std::uint32_t b) {
                            return attributes_[a].category == attributes_[b].category;
                          }),
              all.end());
  }
  counts_.duplicates += rows - all.size();
}

// The first entry of a group has the lowest rank of it, so it speaks for the content.
Result<std::optional<std::uint64_t>> SetWriter::join_learned(const Group& group) {
  if ((group.shape & 7u) != 7u) return std::optional<std::uint64_t>();
  return block_tables_.join(
      Bytes(group.record).first(BlockTables::kIdentity),
      static_cast<std::uint32_t>(counts_.entries),
      categories_[attributes_[group.attributes.front()].category].rank);
}

Result<void> SetWriter::merge_blocks() {
  const auto store = [](Table& table, Bytes key, std::uint32_t entry) -> Result<void> {
    ++table.count;
    if (auto stored = table.keys.append(key); !stored) return stored;
    return append_le(table.numbers, entry);
  };
  auto settled = block_tables_.settle(
      [&](Bytes key, std::uint32_t entry) { return store(head_table_, key, entry); },
      [&](Bytes key, std::uint32_t entry, std::uint32_t place) {
        auto stored = store(block_table_, key, entry);
        return stored ? append_le(block_places_, place) : stored;
      });
  if (!settled) return settled;
  if (block_table_.count > 0xFFFFFFFF) too_many_ = true;
  counts_.head_blocks = head_table_.count;
  counts_.blocks = block_table_.count;
  counts_.shared_blocks = block_tables_.shared_blocks();
  counts_.block_totals = block_tables_.totals();
  return {};
}

std::array<Bytes, SetWriter::kParts> SetWriter::parts_of(const Group& group) {
  std::array<Bytes, kParts> parts;
  Bytes rest(group.record);
  for (std::size_t part = 0; part < kParts; ++part) {
    if (!has_part(group.shape, part)) continue;
    parts[part] = rest.first(kPartLength[part]);
    rest = rest.subspan(kPartLength[part]);
  }
  return parts;
}

// Groups come in the order of their digests, as the pictures do.
Result<void> SetWriter::store_pictures(const Group& group, std::uint32_t first,
                                       std::uint32_t end) {
  if (!pictures_ || (group.shape & 7u) != 7u) return {};
  const Bytes identity = Bytes(group.record).first(BlockTables::kIdentity);
  std::vector<std::byte> last;
  while (!pictures_->current().empty()) {
    const Bytes record = pictures_->current();
    const int order =
        std::memcmp(record.data(), identity.data(), BlockTables::kIdentity);
    if (order > 0) break;
    const bool is_again =
        std::equal(record.begin(), record.end(), last.begin(), last.end());
    if (order == 0 && !is_again) {
      last.assign(record.begin(), record.end());
      const Bytes hash = Bytes(last).subspan(BlockTables::kIdentity);
      for (std::uint32_t entry = first; entry < end; ++entry) {
        auto added = add_key(kPdqPart, hash, entry, group.attributes[entry - first]);
        if (!added) return added;
      }
    }
    if (auto advanced = pictures_->advance(); !advanced) return advanced;
  }
  return {};
}

Result<void> SetWriter::store_entries(const Group& group, Conflicts& conflicts) {
  const auto first = static_cast<std::uint32_t>(counts_.entries);
  const std::uint32_t listed = group.shape & 7u;
  const auto learned = join_learned(group);
  if (!learned) return learned.error();
  if (!*learned) counts_.not_learned += group.attributes.size();
  const std::uint64_t size = learned->value_or(group.size);
  const std::array<Bytes, kParts> parts = parts_of(group);
  contradictions_.see_content(parts, group.attributes.front());
  for (const std::uint32_t attribute : group.attributes) {
    if (counts_.entries >= wset::kMaxEntries) {
      too_many_ = true;
      return {};
    }
    const auto entry = static_cast<std::uint32_t>(counts_.entries++);
    if (!group.has_size) ++counts_.without_a_size;
    auto stored = append_le(entries_, listed << wset::kDigestBitsShift | attribute);
    if (stored && sizes_) stored = append_le(entry_sizes_, size);
    if (!stored) return stored;
    for (std::size_t part = 0; part < kParts; ++part) {
      const Bytes key = parts[part];
      if (key.empty()) continue;
      // Groups come in the order of their MD5, so its table is written as they come.
      stored = part == 0 ? store_key(part, key, entry, attribute, conflicts)
                         : add_key(part, key, entry, attribute);
      if (!stored) return stored;
    }
  }
  return store_pictures(group, first, static_cast<std::uint32_t>(counts_.entries));
}

Result<void> SetWriter::add_key(std::size_t part, Bytes key, std::uint32_t entry,
                                std::uint32_t attribute) {
  if (!keys_[part]) {
    keys_[part] = std::make_unique<RecordSorter>(key_memory_, key.size() + kKeyTail);
  }
  RecordMaker record;
  record.append(key);
  record.append(entry);
  record.append(attribute);
  return keys_[part]->add(record.bytes());
}

// Keys come in order, and of equal ones the lower entry first.
void SetWriter::note_conflict(std::size_t part, Bytes key, std::uint32_t entry,
                              std::uint32_t attribute, Conflicts& conflicts) {
  Conflicts::Run& run = conflicts.runs[part];
  if (run.key.size() != key.size() ||
      std::memcmp(run.key.data(), key.data(), key.size()) != 0) {
    run.key.assign(key.begin(), key.end());
    run.stated.reset();
  }
  if (run.stated && contradict(*run.stated, attribute)) {
    contradictions_.add_conflict(part, key, *run.stated, entry, attribute);
    if (conflicts.entries.size() <= entry) conflicts.entries.resize(entry + 1u);
    conflicts.entries[entry] = true;
  }
  if (!run.stated && categories_[attributes_[attribute].category].is_stated()) {
    run.stated = attribute;
  }
}

Result<void> SetWriter::store_key(std::size_t part, Bytes key, std::uint32_t entry,
                                  std::uint32_t attribute, Conflicts& conflicts) {
  // Where all rows say the same there is nothing to contradict.
  if (attributes_.size() > 1) note_conflict(part, key, entry, attribute, conflicts);
  Table& table = tables_[part];
  ++table.count;
  if (auto stored = table.keys.append(key); !stored) return stored;
  return append_le(table.numbers, entry);
}

// The same as merge_rows() for what nearly all large lists are: one digest a row and no
// size, and all rows say the same. Each key is then an entry, and the keys are in order
// already.
Result<void> SetWriter::merge_plain_rows(RecordSorter& rows, std::size_t part) {
  const std::size_t length = kPartLength[part];
  const std::size_t record_length = length + kRowTail;
  const std::uint32_t listed = (1u << part & 7u) << wset::kDigestBitsShift;
  Table& table = tables_[part];
  std::array<std::byte, kLongestParts> last{};
  while (!rows.current().empty()) {
    const Bytes batch = rows.batch();
    std::size_t done = 0;
    for (; done < batch.size(); done += record_length) {
      const Bytes row = batch.subspan(done, record_length);
      if (counts_.entries > 0 && std::memcmp(row.data(), last.data(), length) == 0) {
        ++counts_.duplicates;
        continue;
      }
      if (counts_.entries >= wset::kMaxEntries) {
        too_many_ = true;
        return {};
      }
      const auto entry = static_cast<std::uint32_t>(counts_.entries++);
      copy_record(last.data(), row.data(), length);
      if (auto stored = table.keys.append(row.first(length)); !stored) return stored;
      if (auto stored = append_le(table.numbers, entry); !stored) return stored;
      if (auto stored = append_le(entries_, listed); !stored) return stored;
    }
    if (auto advanced = rows.advance(done / record_length); !advanced) return advanced;
  }
  table.count = counts_.not_learned = counts_.without_a_size = counts_.entries;
  return {};
}

Result<void> SetWriter::merge_rows(Conflicts& conflicts) {
  std::vector<Rows> live;
  for (unsigned shape = 1; shape < kShapes; ++shape) {
    if (!rows_[shape]) continue;
    if (auto sorted = rows_[shape]->sort(); !sorted) return sorted;
    live.push_back({rows_[shape].get(), shape});
  }
  if (live.size() == 1 && std::has_single_bit(live.front().shape) &&
      attributes_.size() == 1) {
    const auto part = static_cast<std::size_t>(std::countr_zero(live.front().shape));
    auto merged = merge_plain_rows(*live.front().sorter, part);
    for (auto& rows : rows_) rows.reset();
    return merged;
  }
  if (auto sorted = block_tables_.sort(); !sorted) return sorted;
  if (pictures_) {
    if (auto sorted = pictures_->sort(); !sorted) return sorted;
  }
  Group group;
  while (!live.empty() && !too_many_) {
    if (auto next = next_group(live, group); !next) return next;
    if (auto stored = store_entries(group, conflicts); !stored) return stored;
  }
  for (auto& rows : rows_) rows.reset();
  return too_many_ ? Result<void>() : merge_blocks();
}

Result<void> SetWriter::merge_keys(std::size_t part, Conflicts& conflicts) {
  if (!keys_[part]) return {};
  RecordSorter& keys = *keys_[part];
  if (auto sorted = keys.sort(); !sorted) return sorted;
  const std::size_t length = kPartLength[part];
  while (!keys.current().empty()) {
    const Bytes record = keys.current();
    auto stored =
        store_key(part, record.first(length), be<std::uint32_t>(record, length),
                  be<std::uint32_t>(record, length + 4), conflicts);
    if (!stored) return stored;
    if (auto advanced = keys.advance(); !advanced) return advanced;
  }
  keys_[part].reset();
  return {};
}

Result<void> SetWriter::merge_sizes() {
  if (!sizes_) return {};
  if (auto sorted = sizes_->sort(); !sorted) return sorted;
  for (const std::uint64_t entries : {counts_.without_a_size, counts_.not_learned}) {
    if (auto stored = append_le(size_list_, entries); !stored) return stored;
  }
  std::optional<std::uint64_t> last;
  while (!sizes_->current().empty()) {
    const auto size = be<std::uint64_t>(sizes_->current(), 0);
    if (last != size) {
      if (auto stored = append_le(size_list_, size); !stored) return stored;
      ++counts_.sizes;
    }
    last = size;
    if (auto advanced = sizes_->advance(); !advanced) return advanced;
  }
  sizes_.reset();
  return {};
}

Result<SetWriter::Counts> SetWriter::settle() {
  sort_attributes();
  Conflicts conflicts;
  if (auto merged = merge_rows(conflicts); !merged) return std::move(merged).error();
  for (std::size_t part = 1; part < kParts; ++part) {
    auto merged = merge_keys(part, conflicts);
    if (!merged) return std::move(merged).error();
  }
  if (auto merged = merge_sizes(); !merged) return std::move(merged).error();
  if (too_many_) {
    return Fault{FaultKind::too_big,
                 "more rows than one set can hold; build several sets from them", "",
                 std::nullopt};
  }
  counts_.conflicts = static_cast<std::uint64_t>(
      std::count(conflicts.entries.begin(), conflicts.entries.end(), true));
  for (const Algorithm algorithm : kAlgorithms) {
    const auto part = static_cast<std::size_t>(algorithm);
    counts_.digests[part] = tables_[part].count;
  }
  counts_.pdq = tables_[kPdqPart].count;
  counts_.inconsistencies = contradictions_.inconsistency_count();
  return counts_;
}

BuildReport::Assertion SetWriter::assertion_of(std::uint32_t attribute) const {
  const Attribute& one = attributes_[attribute];
  const Category& category = categories_[one.category];
  return {category.profile, category.code, category.label, sources_[one.source]};
}

std::vector<BuildReport::Conflict> SetWriter::listed_conflicts() const {
  std::vector<BuildReport::Conflict> listed;
  for (const auto& one : contradictions_.conflicts()) {
    listed.push_back({part_name(one.part), to_hex(one.key),
                      assertion_of(one.first.attribute),
                      assertion_of(one.second.attribute)});
  }
  return listed;
}

std::vector<BuildReport::Inconsistency> SetWriter::listed_inconsistencies() const {
  std::vector<BuildReport::Inconsistency> listed;
  for (const auto& one : contradictions_.inconsistencies()) {
    listed.push_back({part_name(one.part), to_hex(one.key), part_name(one.other_part),
                      to_hex(one.first.value), to_hex(one.second.value),
                      assertion_of(one.first.attribute).source,
                      assertion_of(one.second.attribute).source});
  }
  return listed;
}

Result<void> SetWriter::fill_offsets(const Spool& keys, std::uint64_t key_count,
                                     std::size_t length, Spool& offsets) {
  const unsigned bits = wset::bucket_bits(key_count);
  Result<void> stored;
  std::uint64_t next_bucket = 0;
  std::uint32_t position = 0;
  const auto end_buckets_before = [&](std::uint64_t bucket) {
    for (; next_bucket < bucket && stored; ++next_bucket) {
      stored = append_le(offsets, position);
    }
  };
  auto read = for_each_key(keys, length, [&](Bytes key) {
    end_buckets_before(wset::bucket_of(key, bits) + 1);
    ++position;
  });
  if (!read) return read;
  end_buckets_before((std::uint64_t{1} << bits) + 1);
  return stored;
}

// Keys fall anywhere into the filter, so as much of it as memory allows is made at a
// time, each part from all keys.
Result<void> SetWriter::fill_filter(const Spool& keys, std::uint64_t key_count,
                                    std::size_t length, Spool& filter) const {
  const std::uint64_t blocks = filter_block_count(key_count);
  const std::uint64_t at_once = std::clamp<std::uint64_t>(
      memory_bytes_ / 2 / kWsetWriters / kFilterBlock, 1, blocks);
  LargeMemory part;
  if (!part.grow(static_cast<std::size_t>(at_once * kFilterBlock))) {
    return Fault{FaultKind::out_of_memory,
                 "ran out of memory; build with a smaller --memory", "", std::nullopt};
  }
  for (std::uint64_t first = 0; first < blocks; first += at_once) {
    const std::uint64_t count = std::min(at_once, blocks - first);
    const MutableBytes all =
        part.bytes().first(static_cast<std::size_t>(count * kFilterBlock));
    std::fill(all.begin(), all.end(), std::byte{0});
    // The block of a key is fetched while others are worked on.
    std::array<std::pair<std::byte*, std::uint64_t>, 16> waiting{};
    std::size_t next = 0;
    const auto set = [](const std::pair<std::byte*, std::uint64_t>& one) {
      if (one.first != nullptr) {
        filter_add(MutableBytes(one.first, kFilterBlock), one.second);
      }
    };
    auto read = for_each_key(keys, length, [&](Bytes key) {
      const std::uint64_t hash = filter_hash(key);
      const std::uint64_t block = filter_block_of(hash, blocks);
      if (block < first || block - first >= count) return;
      std::byte* const target = all.data() + (block - first) * kFilterBlock;
      __builtin_prefetch(target, 1);
      set(waiting[next % waiting.size()]);
      waiting[next++ % waiting.size()] = {target, hash};
    });
    if (!read) return read;
    for (const auto& one : waiting) set(one);
    auto stored = filter.append(all);
    if (!stored) return stored;
  }
  return {};
}

Result<void> SetWriter::add_table(std::size_t part, WsetSectionList& sections) {
  Table& table = tables_[part];
  if (table.count == 0) return {};
  const auto length = static_cast<std::uint32_t>(kPartLength[part]);
  if (part == kPdqPart) {
    WsetSectionList index;
    if (table.count >= index_pdq_from_ && table.count <= wset::kMaxIndexedPdq) {
      auto added = add_pdq_index(table.keys, memory_bytes_ / 2, folder_, index);
      if (!added) return added;
    }
    sections.push_back({SectionKind::pdq, length, wset::kPage, std::move(table.keys)});
    sections.push_back(
        {SectionKind::pdq_numbers, 4, wset::kPage, std::move(table.numbers)});
    std::move(index.begin(), index.end(), std::back_inserter(sections));
    return {};
  }
  add_key_table(table, length,
                wset::section_of(static_cast<Algorithm>(part), SectionKind::filter),
                sections);
  return {};
}

Result<void> SetWriter::add_blocks(WsetSectionList& sections) {
  if (head_table_.count == 0) return {};
  add_key_table(head_table_, std::tuple_size_v<HeadKey>, SectionKind::head_blocks,
                sections);
  if (block_table_.count > 0) {
    add_key_table(block_table_, std::tuple_size_v<BlockKey>, SectionKind::blocks,
                  sections);
    sections.push_back(
        {SectionKind::block_places, 4, wset::kPage, std::move(block_places_)});
  }
  Spool totals(folder_);
  const BlockTables::Totals& all = counts_.block_totals;
  for (const std::uint64_t number : {all.bytes, all.whole_blocks, all.kept_blocks}) {
    if (auto stored = append_le(totals, number); !stored) return stored;
  }
  sections.push_back({SectionKind::block_totals, 8, wset::kPage, std::move(totals)});
  return {};
}

// Filter and offsets are made from the keys when it is their turn to be written.
void SetWriter::add_key_table(Table& table, std::size_t length, SectionKind filter_kind,
                              WsetSectionList& sections) const {
  if (table.count == 0) return;
  const auto kind = [&](SectionKind part) {
    return wset::section_of(filter_kind, part);
  };
  const auto add = [&](SectionKind part, std::size_t item_length,
                       std::uint32_t page_length, Spool content) -> WsetSection& {
    return sections.emplace_back(WsetSection{kind(part),
                                             static_cast<std::uint32_t>(item_length),
                                             page_length, std::move(content)});
  };
  const std::uint64_t count = table.count;
  WsetSection& filter =
      add(SectionKind::filter, kFilterBlock, wset::kPage, Spool(folder_));
  WsetSection& offsets = add(SectionKind::offsets, 4, wset::kPage, Spool(folder_));
  const Spool& keys =
      add(SectionKind::keys, length, wset::kKeyPage, std::move(table.keys)).content;
  add(SectionKind::numbers, 4, wset::kPage, std::move(table.numbers));
  filter.length_made = filter_block_count(count) * kFilterBlock;
  filter.make = [this, &keys, length, count](Spool& content) {
    return fill_filter(keys, count, length, content);
  };
  offsets.length_made = ((std::uint64_t{1} << wset::bucket_bits(count)) + 1) * 4;
  offsets.make = [&keys, length, count](Spool& content) {
    return fill_offsets(keys, count, length, content);
  };
}

Result<void> SetWriter::add_attributes(WsetSectionList& sections) const {
  Strings strings;
  Spool records(folder_);
  for (const Attribute& attribute : attributes_) {
    const Category& category = categories_[attribute.category];
    std::array<std::byte, wset::kAttributeRecord> record{};
    store_le(record, wset::kCodeAt,
             static_cast<std::uint64_t>(category.code.value_or(0)));
    store_le(record, wset::kAttributeFlagsAt,
             (category.code ? wset::kHasCode : 0u) |
                 (category.counts_as_hit ? 0u : wset::kNoHit));
    store_le(record, wset::kRankAt, category.rank);
    store_le(record, wset::kProfileAt, strings.add(category.profile));
    store_le(record, wset::kLabelAt, strings.add(category.label));
    store_le(record, wset::kSourceAt, strings.add(sources_[attribute.source]));
    if (auto stored = records.append(record); !stored) return stored;
  }
  Spool texts(folder_);
  if (auto stored = texts.append(strings.bytes()); !stored) return stored;
  sections.push_back({SectionKind::attributes,
                      static_cast<std::uint32_t>(wset::kAttributeRecord), wset::kPage,
                      std::move(records)});
  sections.push_back({SectionKind::strings, 1, wset::kPage, std::move(texts)});
  return {};
}

Result<void> SetWriter::write(SetOutput& output, SetType type, std::string_view name,
                              std::string_view import_record) {
  WsetSectionList sections;
  for (const auto& [kind, text] : {std::pair{SectionKind::name, name},
                                   std::pair{SectionKind::provenance, import_record}}) {
    Spool spool(folder_);
    if (auto stored = spool.append(bytes_of(text)); !stored) return stored;
    sections.push_back({kind, 1, wset::kPage, std::move(spool)});
  }
  sections.push_back({SectionKind::entries, 4, wset::kPage, std::move(entries_)});
  if (auto added = add_attributes(sections); !added) return added;
  for (std::size_t part = 0; part < kParts; ++part) {
    if (auto added = add_table(part, sections); !added) return added;
  }
  if (size_list_.size() > 0) {
    sections.push_back({SectionKind::sizes, 8, wset::kPage, std::move(size_list_)});
  }
  if (entry_sizes_.size() > 0) {
    sections.push_back(
        {SectionKind::entry_sizes, 8, wset::kPage, std::move(entry_sizes_)});
  }
  if (auto added = add_blocks(sections); !added) return added;
  return write_wset(output, static_cast<std::uint32_t>(type), counts_.entries,
                    sections);
}

}  // namespace winnow
