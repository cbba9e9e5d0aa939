#include "hashsets/set_writer.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "hashsets/block_filter.h"
#include "hashsets/wset_format.h"
#include "hashsets/wset_image.h"

namespace winnow {

using wset::SectionKind;
using wset::store_le;

namespace {

std::size_t index_of(Algorithm algorithm) {
  return static_cast<std::size_t>(algorithm);
}

// How an assertion stands among others of the same content: lower is shown first. For
// the time being one that states a category before one that does not.
constexpr std::uint32_t kRankStated = 0;
constexpr std::uint32_t kRankUnstated = 1;

// Longer texts are cut at a whole character: they are labels for people.
constexpr std::size_t kLongestText = 1024;

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

}  // namespace

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
    categories_.push_back({clipped(row.profile), row.code, clipped(row.label)});
  }
  last_category_ = place->second;
  return last_category_;
}

std::uint32_t SetWriter::attribute_of(std::uint32_t category) {
  const auto source = static_cast<std::uint32_t>(sources_.size() - 1);
  const auto next = static_cast<std::uint32_t>(attributes_.size());
  const std::uint64_t both = std::uint64_t{category} << 32 | source;
  const auto [place, is_new] = attribute_numbers_.try_emplace(both, next);
  if (is_new) attributes_.push_back({category, source});
  return place->second;
}

void SetWriter::add(const ListRow& row) {
  assert(!sources_.empty());
  if (rows_.size() >= wset::kMaxEntries || attributes_.size() >= wset::kAttributeMask) {
    too_many_ = true;
    return;
  }
  Row kept;
  bool any = false;
  for (const Algorithm algorithm : kAlgorithms) {
    const auto& digest = row.digests.get(algorithm);
    if (!digest) continue;
    auto& keys = keys_[index_of(algorithm)];
    const Bytes bytes = digest->bytes();
    kept.key[index_of(algorithm)] =
        static_cast<std::uint32_t>(keys.size() / bytes.size());
    keys.insert(keys.end(), bytes.begin(), bytes.end());
    any = true;
  }
  if (!any) return;
  kept.attribute = attribute_of(category_of(row));
  rows_.push_back(kept);
}

Bytes SetWriter::key(Algorithm algorithm, std::uint32_t row) const {
  const std::uint32_t number = rows_[row].key[index_of(algorithm)];
  const std::size_t length = digest_length(algorithm);
  return Bytes(keys_[index_of(algorithm)]).subspan(number * length, length);
}

std::uint32_t SetWriter::category_number(std::uint32_t row) const {
  return attributes_[rows_[row].attribute].category;
}

// An absent key stands before every other.
int SetWriter::compare_key(Algorithm algorithm, std::uint32_t a,
                           std::uint32_t b) const {
  const bool has_a = rows_[a].key[index_of(algorithm)] != kNone;
  const bool has_b = rows_[b].key[index_of(algorithm)] != kNone;
  if (!has_a || !has_b) return static_cast<int>(has_a) - static_cast<int>(has_b);
  return std::memcmp(key(algorithm, a).data(), key(algorithm, b).data(),
                     digest_length(algorithm));
}

// Zero for rows that say the same: all digests and the category.
int SetWriter::compare_row(std::uint32_t a, std::uint32_t b) const {
  for (const Algorithm algorithm : kAlgorithms) {
    const int order = compare_key(algorithm, a, b);
    if (order != 0) return order;
  }
  const std::uint32_t category_a = category_number(a);
  const std::uint32_t category_b = category_number(b);
  return category_a < category_b ? -1 : (category_a > category_b ? 1 : 0);
}

// An order by key; equal keys stand in the order of their rows.
SetWriter::Order SetWriter::sorted_by(Algorithm algorithm) const {
  Order order;
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    if (rows_[row].key[index_of(algorithm)] == kNone) continue;
    order.push_back({be<std::uint64_t>(key(algorithm, row), 0), row});
  }
  std::sort(order.begin(), order.end(), [&](const Sortable& a, const Sortable& b) {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    const int compared = compare_key(algorithm, a.row, b.row);
    return compared != 0 ? compared < 0 : a.row < b.row;
  });
  return order;
}

std::size_t SetWriter::end_of_run(Algorithm algorithm, std::size_t begin) const {
  const Order& order = orders_[index_of(algorithm)];
  std::size_t end = begin + 1;
  while (end < order.size() && order[end].prefix == order[begin].prefix &&
         compare_key(algorithm, order[begin].row, order[end].row) == 0) {
    ++end;
  }
  return end;
}

// Rows that say the same share all their keys, so looking inside the runs will find
// them.
void SetWriter::mark_duplicates(Algorithm algorithm, std::vector<bool>& dropped) const {
  const Order& order = orders_[index_of(algorithm)];
  std::vector<std::uint32_t> run;
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    end = end_of_run(algorithm, begin);
    if (end - begin == 1) continue;
    run.clear();
    for (std::size_t i = begin; i < end; ++i) run.push_back(order[i].row);
    std::sort(run.begin(), run.end(), [&](std::uint32_t a, std::uint32_t b) {
      const int compared = compare_row(a, b);
      return compared != 0 ? compared < 0 : a < b;
    });
    for (std::size_t i = 1; i < run.size(); ++i) {
      if (compare_row(run[i - 1], run[i]) == 0) dropped[run[i]] = true;
    }
  }
}

// Takes rows away; what is left keeps its order and is numbered anew.
void SetWriter::drop(const std::vector<bool>& dropped) {
  std::vector<std::uint32_t> new_number(rows_.size());
  std::uint32_t kept = 0;
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (dropped[row]) continue;
    new_number[row] = kept;
    rows_[kept++] = rows_[row];
  }
  rows_.resize(kept);
  for (Order& order : orders_) {
    order.erase(std::remove_if(order.begin(), order.end(),
                               [&](const Sortable& item) { return dropped[item.row]; }),
                order.end());
    for (Sortable& item : order) item.row = new_number[item.row];
  }
}

bool SetWriter::contradict(std::uint32_t category, std::uint32_t other) const {
  const Category& a = categories_[category];
  const Category& b = categories_[other];
  if (category == other || !a.is_stated() || !b.is_stated()) return false;
  return a.profile != b.profile || a.code != b.code || !a.code;
}

// Within each run of equal keys, against the first entry that states a category.
void SetWriter::mark_conflicts(Algorithm algorithm,
                               std::vector<bool>& in_conflict) const {
  const Order& order = orders_[index_of(algorithm)];
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    end = end_of_run(algorithm, begin);
    std::optional<std::uint32_t> stated;
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t category = category_number(order[i].row);
      if (stated && contradict(*stated, category)) in_conflict[order[i].row] = true;
      if (!stated && categories_[category].is_stated()) stated = category;
    }
  }
}

Result<SetWriter::Counts> SetWriter::settle() {
  if (too_many_) {
    return Fault{FaultKind::too_big,
                 "more rows than one set can hold; build several sets from them", "",
                 std::nullopt};
  }
  std::vector<bool> dropped(rows_.size());
  for (const Algorithm algorithm : kAlgorithms) {
    orders_[index_of(algorithm)] = sorted_by(algorithm);
    mark_duplicates(algorithm, dropped);
  }
  Counts counts;
  counts.duplicates =
      static_cast<std::uint64_t>(std::count(dropped.begin(), dropped.end(), true));
  if (counts.duplicates > 0) drop(dropped);
  counts.entries = rows_.size();
  std::vector<bool> in_conflict(rows_.size());
  for (const Algorithm algorithm : kAlgorithms) {
    counts.digests[index_of(algorithm)] = orders_[index_of(algorithm)].size();
    mark_conflicts(algorithm, in_conflict);
  }
  counts.conflicts = static_cast<std::uint64_t>(
      std::count(in_conflict.begin(), in_conflict.end(), true));
  return counts;
}

std::uint32_t SetWriter::Strings::add(const std::string& text) {
  const auto [place, is_new] =
      offsets.try_emplace(text, static_cast<std::uint32_t>(bytes.size()));
  if (is_new) {
    const std::size_t start = bytes.size();
    bytes.resize(start + 4);
    store_le(bytes, start, static_cast<std::uint32_t>(text.size()));
    const Bytes content = bytes_of(text);
    bytes.insert(bytes.end(), content.begin(), content.end());
  }
  return place->second;
}

void SetWriter::plan_keys(WsetImage& image) const {
  for (const Algorithm algorithm : kAlgorithms) {
    const std::uint64_t count = orders_[index_of(algorithm)].size();
    if (count == 0) continue;
    const auto section = [&](SectionKind part) {
      return wset::section_of(algorithm, part);
    };
    const std::uint64_t buckets = std::uint64_t{1} << wset::bucket_bits(count);
    const auto length = static_cast<std::uint32_t>(digest_length(algorithm));
    image.plan(section(SectionKind::filter), filter_block_count(count) * kFilterBlock,
               kFilterBlock);
    image.plan(section(SectionKind::offsets), (buckets + 1) * 4, 4);
    image.plan(section(SectionKind::keys), count * length, length, wset::kKeyPage);
    image.plan(section(SectionKind::numbers), count * 4, 4);
  }
}

void SetWriter::fill_entries(WsetImage& image) const {
  const MutableBytes entries = image.section(SectionKind::entries);
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    AlgorithmSet listed;
    for (const Algorithm algorithm : kAlgorithms) {
      if (rows_[row].key[index_of(algorithm)] != kNone) listed.add(algorithm);
    }
    store_le(
        entries, row * 4,
        std::uint32_t{listed.bits()} << wset::kDigestBitsShift | rows_[row].attribute);
  }
}

void SetWriter::fill_attributes(
    WsetImage& image, const std::vector<std::array<std::uint32_t, 3>>& texts) const {
  const MutableBytes records = image.section(SectionKind::attributes);
  for (std::size_t i = 0; i < attributes_.size(); ++i) {
    const Category& category = categories_[attributes_[i].category];
    const MutableBytes record =
        records.subspan(i * wset::kAttributeRecord, wset::kAttributeRecord);
    store_le(record, wset::kCodeAt,
             static_cast<std::uint64_t>(category.code.value_or(0)));
    store_le(record, wset::kAttributeFlagsAt, category.code ? wset::kHasCode : 0u);
    store_le(record, wset::kRankAt, category.is_stated() ? kRankStated : kRankUnstated);
    store_le(record, wset::kProfileAt, texts[i][0]);
    store_le(record, wset::kLabelAt, texts[i][1]);
    store_le(record, wset::kSourceAt, texts[i][2]);
  }
}

void SetWriter::fill_keys(WsetImage& image, Algorithm algorithm) const {
  const Order& order = orders_[index_of(algorithm)];
  if (order.empty()) return;
  const auto section = [&](SectionKind part) {
    return image.section(wset::section_of(algorithm, part));
  };
  const MutableBytes filter = section(SectionKind::filter);
  const MutableBytes offsets = section(SectionKind::offsets);
  const MutableBytes keys = section(SectionKind::keys);
  const MutableBytes numbers = section(SectionKind::numbers);
  const std::uint64_t blocks = filter_block_count(order.size());
  const unsigned bits = wset::bucket_bits(order.size());
  const std::size_t length = digest_length(algorithm);
  std::uint64_t next_bucket = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Bytes digest = key(algorithm, order[i].row);
    for (; next_bucket <= wset::bucket_of(digest, bits); ++next_bucket) {
      store_le(offsets, next_bucket * 4, static_cast<std::uint32_t>(i));
    }
    std::copy(digest.begin(), digest.end(), keys.subspan(i * length, length).begin());
    store_le(numbers, i * 4, order[i].row);
    const std::uint64_t hash = filter_hash(digest);
    const auto block =
        static_cast<std::size_t>(filter_block_of(hash, blocks) * kFilterBlock);
    filter_add(filter.subspan(block, kFilterBlock), hash);
  }
  for (; next_bucket <= std::uint64_t{1} << bits; ++next_bucket) {
    store_le(offsets, next_bucket * 4, static_cast<std::uint32_t>(order.size()));
  }
}

std::vector<std::byte> SetWriter::image(SetType type, std::string_view name,
                                        std::string_view import_record) const {
  Strings strings;
  std::vector<std::array<std::uint32_t, 3>> texts;
  for (const Attribute& attribute : attributes_) {
    const Category& category = categories_[attribute.category];
    texts.push_back({strings.add(category.profile), strings.add(category.label),
                     strings.add(sources_[attribute.source])});
  }
  WsetImage image;
  image.plan(SectionKind::name, name.size());
  image.plan(SectionKind::provenance, import_record.size());
  image.plan(SectionKind::entries, rows_.size() * 4, 4);
  image.plan(SectionKind::attributes, attributes_.size() * wset::kAttributeRecord,
             wset::kAttributeRecord);
  image.plan(SectionKind::strings, strings.bytes.size());
  plan_keys(image);
  image.allocate();
  const auto copy = [&](SectionKind kind, Bytes from) {
    std::copy(from.begin(), from.end(), image.section(kind).begin());
  };
  copy(SectionKind::name, bytes_of(name));
  copy(SectionKind::provenance, bytes_of(import_record));
  copy(SectionKind::strings, strings.bytes);
  fill_entries(image);
  fill_attributes(image, texts);
  for (const Algorithm algorithm : kAlgorithms) fill_keys(image, algorithm);
  return std::move(image).seal(static_cast<std::uint32_t>(type), rows_.size());
}

}  // namespace winnow
