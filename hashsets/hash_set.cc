#include "hashsets/hash_set.h"

#include <algorithm>
#include <array>
#include <bit>
#include <tuple>
#include <utility>

#include "base/file.h"
#include "hashsets/key_table.h"
#include "hashsets/wset_format.h"
#include "hashsets/wset_sections.h"

namespace winnow {

using wset::SectionKind;

namespace {

constexpr std::array kSetTypes = {SetType::notable, SetType::known, SetType::ignore};

// What is asked first: the digest that says most.
constexpr std::array kStrongestFirst = {Algorithm::sha256, Algorithm::sha1,
                                        Algorithm::md5};

// Beside one digest alone nothing can contradict.
const Digests kNoDigests{};

std::size_t index_of(Algorithm algorithm) {
  return static_cast<std::size_t>(algorithm);
}

}  // namespace

const char* to_string(SetType type) {
  switch (type) {
    case SetType::notable:
      return "notable";
    case SetType::known:
      return "known";
    case SetType::ignore:
      return "ignore";
  }
  return "unknown";
}

const char* to_string(SizeRule rule) {
  switch (rule) {
    case SizeRule::none:
      return "none";
    case SizeRule::stated:
      return "stated";
    case SizeRule::learned:
      return "learned";
  }
  return "unknown";
}

std::optional<SetType> parse_set_type(std::string_view word) {
  for (const SetType type : kSetTypes) {
    if (word == to_string(type)) return type;
  }
  return std::nullopt;
}

struct HashSet::State {
  using Runs = std::array<KeyTable::Run, 3>;

  explicit State(WsetSections sections) : file(std::move(sections)) {}

  Result<void> read_parts();
  Result<std::string> read_text(SectionKind kind, std::uint64_t limit) const;
  Result<std::uint32_t> entry_word(std::uint32_t number) const;
  Result<Bytes> attributes_of(std::uint32_t number) const;
  Result<std::uint32_t> flags_of(std::uint32_t number) const;
  Result<std::string> string_at(std::uint32_t offset) const;
  // Where these digests stand; runs of algorithms that are not asked for stay empty.
  Result<Runs> find_runs(const Digests& digests) const;
  Result<bool> contradicts(std::uint32_t number, const Digests& digests,
                           const Runs& runs) const;
  // The entry of a run to show: the lowest rank, then the lowest number. `skips` says
  // of which not to speak.
  template <typename Skips>
  Result<std::optional<std::uint32_t>> best_in(const KeyTable& table,
                                               const KeyTable::Run& run,
                                               const Skips& skips) const;
  Result<std::optional<std::uint32_t>> best_in(const KeyTable& table,
                                               const KeyTable::Run& run) const;
  Result<std::vector<std::optional<std::uint32_t>>> best_in(
      const KeyTable& table, std::span<const KeyTable::Run> runs) const;
  Result<std::optional<std::uint32_t>> find_key(const std::optional<KeyTable>& table,
                                                Bytes key) const;
  Result<std::vector<std::optional<std::uint32_t>>> find_keys(
      const std::optional<KeyTable>& table, Bytes keys, std::size_t count) const;
  // Of a section of u64 or u32.
  template <typename T>
  Result<T> item(const WsetSections::Section& section, std::uint64_t index) const;
  Result<void> read_learned();
  Result<void> check_learned() const;
  Result<BlockUse> block_use(std::uint64_t position) const;
  Result<std::uint64_t> entry_size(std::uint32_t number) const;  // 0: unknown
  [[nodiscard]] Fault no_entry(std::uint32_t number) const;
  // The same among those that `digests` do not contradict.
  Result<std::optional<std::uint32_t>> best_of(Algorithm algorithm, const Runs& runs,
                                               const Digests& digests) const;

  WsetSections file;
  std::string name;
  std::string id;
  std::string record;
  SetType type = SetType::notable;
  std::array<std::optional<KeyTable>, 3> tables;
  std::optional<PdqTable> pdq;
  std::optional<KeyTable> head_blocks;
  std::optional<KeyTable> blocks;
  const WsetSections::Section* sizes = nullptr;  // null: no entry has one
  // The next three may be null.
  const WsetSections::Section* entry_sizes = nullptr;
  const WsetSections::Section* block_places = nullptr;
  const WsetSections::Section* block_totals = nullptr;
  const WsetSections::Section* entries = nullptr;
  const WsetSections::Section* attributes = nullptr;
  const WsetSections::Section* strings = nullptr;
};

Result<void> HashSet::State::read_parts() {
  if (file.type() > static_cast<std::uint32_t>(SetType::ignore)) {
    return file.damaged("it is of an unknown type", wset::kTypeAt);
  }
  type = static_cast<SetType>(file.type());
  id = file.id().hex();
  auto name_text = read_text(SectionKind::name, wset::kMaxString);
  if (!name_text) return std::move(name_text).error();
  name = std::move(*name_text);
  auto record_text = read_text(SectionKind::provenance, wset::kMaxProvenance);
  if (!record_text) return std::move(record_text).error();
  record = std::move(*record_text);
  for (const Algorithm algorithm : kAlgorithms) {
    auto table = KeyTable::open(file, algorithm);
    if (!table) return std::move(table).error();
    tables[index_of(algorithm)] = *table;
  }
  auto pdq_table = PdqTable::open(file);
  if (!pdq_table) return std::move(pdq_table).error();
  pdq = *pdq_table;
  entries = file.find(SectionKind::entries);
  attributes = file.find(SectionKind::attributes);
  strings = file.find(SectionKind::strings);
  if (!entries || entries->item_length != 4 || entries->count() != file.entry_count() ||
      file.entry_count() > wset::kMaxEntries || !attributes ||
      attributes->item_length != wset::kAttributeRecord || !strings) {
    return file.damaged("its entries are missing", wset::kEntryCountAt);
  }
  return read_learned();
}

Result<void> HashSet::State::read_learned() {
  sizes = file.find(SectionKind::sizes);
  if (sizes && (sizes->item_length != 8 || sizes->count() < wset::kSizeHead)) {
    return file.damaged("its sizes are not complete", sizes->offset);
  }
  auto heads_table = KeyTable::open(file, SectionKind::head_blocks,
                                    std::tuple_size_v<HeadKey>, "head blocks");
  if (!heads_table) return std::move(heads_table).error();
  head_blocks = *heads_table;
  auto blocks_table =
      KeyTable::open(file, SectionKind::blocks, std::tuple_size_v<BlockKey>, "blocks");
  if (!blocks_table) return std::move(blocks_table).error();
  blocks = *blocks_table;
  entry_sizes = file.find(SectionKind::entry_sizes);
  block_places = file.find(SectionKind::block_places);
  block_totals = file.find(SectionKind::block_totals);
  return check_learned();
}

Result<void> HashSet::State::check_learned() const {
  if (entry_sizes &&
      (entry_sizes->item_length != 8 || entry_sizes->count() != file.entry_count())) {
    return file.damaged("its entries' sizes are not complete", entry_sizes->offset);
  }
  if (block_places && (!blocks || block_places->item_length != 4 ||
                       block_places->count() != blocks->count())) {
    return file.damaged("the places of its blocks are not complete",
                        block_places->offset);
  }
  if (block_totals &&
      (block_totals->item_length != 8 || block_totals->count() != wset::kBlockTotals)) {
    return file.damaged("the totals of its blocks are not complete",
                        block_totals->offset);
  }
  return {};
}

template <typename T>
Result<T> HashSet::State::item(const WsetSections::Section& section,
                               std::uint64_t index) const {
  const auto bytes = file.read(section, index * sizeof(T), sizeof(T));
  if (!bytes) return bytes.error();
  return le<T>(*bytes, 0);
}

Result<std::uint64_t> HashSet::State::entry_size(std::uint32_t number) const {
  return entry_sizes ? item<std::uint64_t>(*entry_sizes, number) : 0;
}

Result<BlockUse> HashSet::State::block_use(std::uint64_t position) const {
  const auto number = blocks->entry_at(position);
  if (!number) return number.error();
  if (!block_places) return BlockUse{*number, std::nullopt};
  const auto place = item<std::uint32_t>(*block_places, position);
  if (!place) return place.error();
  const auto size = entry_size(*number);
  if (!size) return size.error();
  if (*size > 0 && *place >= *size / kBlockLength) {
    return file.damaged("a block lies outside of its content",
                        block_places->offset + position * 4);
  }
  return BlockUse{*number, *place};
}

Fault HashSet::State::no_entry(std::uint32_t number) const {
  return Fault{FaultKind::usage,
               "has " + std::to_string(file.entry_count()) +
                   " entries, none numbered " + std::to_string(number),
               name, std::nullopt};
}

Result<std::string> HashSet::State::read_text(SectionKind kind,
                                              std::uint64_t limit) const {
  const auto* section = file.find(kind);
  if (section == nullptr || section->length > limit) {
    return file.damaged("its name or import record is missing", wset::kHeaderLength);
  }
  const auto bytes = file.read(*section, 0, section->length);
  if (!bytes) return bytes.error();
  return std::string(text_of(*bytes));
}

Result<std::uint32_t> HashSet::State::entry_word(std::uint32_t number) const {
  const auto bytes = file.read(*entries, std::uint64_t{number} * 4, 4);
  if (!bytes) return bytes.error();
  return le<std::uint32_t>(*bytes, 0);
}

Result<Bytes> HashSet::State::attributes_of(std::uint32_t number) const {
  const auto word = entry_word(number);
  if (!word) return word.error();
  const std::uint64_t attribute = *word & wset::kAttributeMask;
  return file.read(*attributes, attribute * wset::kAttributeRecord,
                   wset::kAttributeRecord);
}

Result<std::uint32_t> HashSet::State::flags_of(std::uint32_t number) const {
  const auto attribute = attributes_of(number);
  if (!attribute) return attribute.error();
  return le<std::uint32_t>(*attribute, wset::kAttributeFlagsAt);
}

Result<std::string> HashSet::State::string_at(std::uint32_t offset) const {
  const auto head = file.read(*strings, offset, 4);
  if (!head) return head.error();
  const auto length = le<std::uint32_t>(*head, 0);
  if (length > wset::kMaxString) {
    return file.damaged("a text in it is too long", strings->offset + offset);
  }
  const auto text = file.read(*strings, std::uint64_t{offset} + 4, length);
  if (!text) return text.error();
  return std::string(text_of(*text));
}

Result<HashSet::State::Runs> HashSet::State::find_runs(const Digests& digests) const {
  Runs runs;
  for (const Algorithm algorithm : kAlgorithms) {
    const auto& digest = digests.get(algorithm);
    const auto& table = tables[index_of(algorithm)];
    if (!digest || !table) continue;
    const auto run = table->find(digest->bytes());
    if (!run) return run.error();
    runs[index_of(algorithm)] = *run;
  }
  return runs;
}

Result<bool> HashSet::State::contradicts(std::uint32_t number, const Digests& digests,
                                         const Runs& runs) const {
  const auto word = entry_word(number);
  if (!word) return word.error();
  const auto listed = AlgorithmSet::from_bits(
      static_cast<std::uint8_t>(*word >> wset::kDigestBitsShift));
  for (const Algorithm algorithm : kAlgorithms) {
    if (!listed.contains(algorithm) || !digests.get(algorithm)) continue;
    const auto& table = tables[index_of(algorithm)];
    if (!table) return file.damaged("an entry has no key", wset::kEntryCountAt);
    const auto agrees = table->names_entry(runs[index_of(algorithm)], number);
    if (!agrees) return agrees.error();
    if (!*agrees) return true;
  }
  return false;
}

template <typename Skips>
Result<std::optional<std::uint32_t>> HashSet::State::best_in(const KeyTable& table,
                                                             const KeyTable::Run& run,
                                                             const Skips& skips) const {
  std::optional<std::uint32_t> best;
  std::uint32_t best_rank = 0;
  for (std::uint64_t position = run.first; position < run.last; ++position) {
    const auto number = table.entry_at(position);
    if (!number) return number.error();
    const auto skipped = skips(*number);
    if (!skipped) return skipped.error();
    if (*skipped) continue;
    const auto attribute = attributes_of(*number);
    if (!attribute) return attribute.error();
    const auto rank = le<std::uint32_t>(*attribute, wset::kRankAt);
    if (!best || rank < best_rank) {
      best = *number;
      best_rank = rank;
    }
  }
  return best;
}

Result<std::optional<std::uint32_t>> HashSet::State::best_of(
    Algorithm algorithm, const Runs& runs, const Digests& digests) const {
  return best_in(
      *tables[index_of(algorithm)], runs[index_of(algorithm)],
      [&](std::uint32_t number) { return contradicts(number, digests, runs); });
}

Result<std::optional<std::uint32_t>> HashSet::State::best_in(
    const KeyTable& table, const KeyTable::Run& run) const {
  return best_in(table, run, [](std::uint32_t) { return Result<bool>(false); });
}

Result<std::vector<std::optional<std::uint32_t>>> HashSet::State::best_in(
    const KeyTable& table, std::span<const KeyTable::Run> runs) const {
  std::vector<std::optional<std::uint32_t>> found(runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (runs[i].empty()) continue;
    const auto best = best_in(table, runs[i]);
    if (!best) return best.error();
    found[i] = *best;
  }
  return found;
}

Result<std::optional<std::uint32_t>> HashSet::State::find_key(
    const std::optional<KeyTable>& table, Bytes key) const {
  if (!table) return std::optional<std::uint32_t>();
  const auto run = table->find(key);
  if (!run) return run.error();
  return best_in(*table, *run);
}

Result<std::vector<std::optional<std::uint32_t>>> HashSet::State::find_keys(
    const std::optional<KeyTable>& table, Bytes keys, std::size_t count) const {
  if (!table) return std::vector<std::optional<std::uint32_t>>(count);
  std::vector<KeyTable::Run> runs;
  auto found = table->find_packed(keys, runs);
  if (!found) return std::move(found).error();
  return best_in(*table, runs);
}

HashSet::HashSet(std::unique_ptr<State> state) : state_(std::move(state)) {}
HashSet::HashSet(HashSet&&) noexcept = default;
HashSet& HashSet::operator=(HashSet&&) noexcept = default;
HashSet::~HashSet() = default;

Result<HashSet> HashSet::open(int fd, const std::string& name) {
  auto mapping = Mapping::of(fd, name);
  if (!mapping) return std::move(mapping).error();
  auto sections = WsetSections::open(std::move(*mapping), name);
  if (!sections) return std::move(sections).error();
  // Read in place: the tables point at the sections where they will stay.
  auto state = std::make_unique<State>(std::move(*sections));
  if (auto read = state->read_parts(); !read) return std::move(read).error();
  return HashSet(std::move(state));
}

const std::string& HashSet::name() const {
  return state_->name;
}
SetType HashSet::type() const {
  return state_->type;
}
const std::string& HashSet::id() const {
  return state_->id;
}
std::uint64_t HashSet::entry_count() const {
  return state_->file.entry_count();
}
const std::string& HashSet::import_record_json() const {
  return state_->record;
}

std::uint64_t HashSet::digest_count(Algorithm algorithm) const {
  const auto& table = state_->tables[index_of(algorithm)];
  return table ? table->count() : 0;
}

std::uint64_t HashSet::pdq_count() const {
  return state_->pdq ? state_->pdq->count() : 0;
}

AlgorithmSet HashSet::algorithms() const {
  AlgorithmSet set;
  for (const Algorithm algorithm : kAlgorithms) {
    if (state_->tables[index_of(algorithm)]) set.add(algorithm);
  }
  return set;
}

Result<std::optional<std::uint32_t>> HashSet::find(const Digest& digest) const {
  const auto& table = state_->tables[index_of(digest.algorithm)];
  if (!table) return std::optional<std::uint32_t>();
  const auto run = table->find(digest.bytes());
  if (!run) return run.error();
  State::Runs runs;
  runs[index_of(digest.algorithm)] = *run;
  return state_->best_of(digest.algorithm, runs, kNoDigests);
}

Result<std::vector<std::optional<std::uint32_t>>> HashSet::find_all(
    std::span<const Digest> digests) const {
  const auto* table =
      digests.empty() ? nullptr : &state_->tables[index_of(digests.front().algorithm)];
  if (!table || !*table) {
    return std::vector<std::optional<std::uint32_t>>(digests.size());
  }
  std::vector<KeyTable::Run> runs;
  auto found = (*table)->find(digests, runs);
  if (!found) return std::move(found).error();
  return state_->best_in(**table, runs);
}

Result<std::optional<SetMatch>> HashSet::find(const Digests& digests) const {
  const auto runs = state_->find_runs(digests);
  if (!runs) return runs.error();
  std::optional<SetMatch> inconsistent;
  for (const Algorithm algorithm : kStrongestFirst) {
    const KeyTable::Run& run = (*runs)[index_of(algorithm)];
    if (run.empty()) continue;
    const auto best = state_->best_of(algorithm, *runs, digests);
    if (!best) return best.error();
    if (*best) {
      const auto flags = state_->flags_of(**best);
      if (!flags) return flags.error();
      return std::optional(
          SetMatch{**best, algorithm, false, (*flags & wset::kNoHit) == 0});
    }
    if (inconsistent) continue;
    const auto first = state_->tables[index_of(algorithm)]->entry_at(run.first);
    if (!first) return first.error();
    inconsistent = SetMatch{*first, algorithm, true, true};
  }
  return inconsistent;
}

Result<std::vector<PdqMatch>> HashSet::find_pdq(std::span<const PdqHash> queries,
                                                unsigned distance) const {
  if (!state_->pdq) return std::vector<PdqMatch>();
  return state_->pdq->find(queries, distance);
}

Result<std::vector<PdqVariantMatch>> HashSet::find_pdq(const PdqVariants& variants,
                                                       unsigned distance) const {
  std::vector<PdqHash> queries;
  std::vector<PdqVariant> variant_of;
  for (std::size_t variant = 0; variant < variants.size(); ++variant) {
    if (!variants[variant]) continue;
    queries.push_back(*variants[variant]);
    variant_of.push_back(static_cast<PdqVariant>(variant));
  }
  const auto found = find_pdq(queries, distance);
  if (!found) return found.error();
  std::vector<PdqVariantMatch> matches;
  for (const PdqMatch& match : *found) {
    matches.push_back({match.distance, match.entry, variant_of[match.query]});
  }
  // Of each entry the nearest variant, and of these the first.
  std::sort(matches.begin(), matches.end(), [](const auto& a, const auto& b) {
    return std::tie(a.entry, a.distance, a.variant) <
           std::tie(b.entry, b.distance, b.variant);
  });
  matches.erase(
      std::unique(matches.begin(), matches.end(),
                  [](const auto& a, const auto& b) { return a.entry == b.entry; }),
      matches.end());
  std::sort(matches.begin(), matches.end());
  return matches;
}

Result<SetEntry> HashSet::entry(std::uint32_t number) const {
  if (number >= entry_count()) return state_->no_entry(number);
  const auto attribute = state_->attributes_of(number);
  if (!attribute) return attribute.error();
  const auto text = [&](std::uint64_t field) {
    return state_->string_at(le<std::uint32_t>(*attribute, field));
  };
  auto profile = text(wset::kProfileAt);
  if (!profile) return std::move(profile).error();
  auto label = text(wset::kLabelAt);
  if (!label) return std::move(label).error();
  auto source = text(wset::kSourceAt);
  if (!source) return std::move(source).error();
  SetEntry entry{std::move(*profile), std::nullopt, std::move(*label),
                 std::move(*source)};
  const auto flags = le<std::uint32_t>(*attribute, wset::kAttributeFlagsAt);
  entry.counts_as_hit = (flags & wset::kNoHit) == 0;
  if ((flags & wset::kHasCode) != 0) {
    entry.code =
        static_cast<std::int64_t>(le<std::uint64_t>(*attribute, wset::kCodeAt));
  }
  return entry;
}

std::uint64_t HashSet::size_count() const {
  return state_->sizes ? state_->sizes->count() - wset::kSizeHead : 0;
}
std::uint64_t HashSet::head_block_count() const {
  return state_->head_blocks ? state_->head_blocks->count() : 0;
}
std::uint64_t HashSet::block_count() const {
  return state_->blocks ? state_->blocks->count() : 0;
}

Result<SizeRule> HashSet::size_rule() const {
  if (!state_->sizes) return SizeRule::none;
  const auto without = state_->item<std::uint64_t>(*state_->sizes, 0);
  if (!without) return without.error();
  if (*without > 0) return SizeRule::none;
  const auto not_learned = state_->item<std::uint64_t>(*state_->sizes, 1);
  if (!not_learned) return not_learned.error();
  return *not_learned > 0 ? SizeRule::stated : SizeRule::learned;
}

Result<SizeAnswer> HashSet::ask_size(std::uint64_t size_bytes) const {
  const auto rule = size_rule();
  if (!rule) return rule.error();
  if (*rule == SizeRule::none) return SizeAnswer::may_match;
  std::uint64_t low = wset::kSizeHead;
  std::uint64_t high = state_->sizes->count();
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    const auto size = state_->item<std::uint64_t>(*state_->sizes, middle);
    if (!size) return size.error();
    if (*size == size_bytes) return SizeAnswer::may_match;
    if (*size < size_bytes) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return *rule == SizeRule::learned ? SizeAnswer::cannot_match : SizeAnswer::unlikely;
}

Result<std::optional<std::uint32_t>> HashSet::find_head_block(
    const HeadKey& key) const {
  return state_->find_key(state_->head_blocks, key);
}

Result<std::optional<std::uint32_t>> HashSet::find_block(const BlockKey& key) const {
  return state_->find_key(state_->blocks, key);
}

Result<std::vector<std::optional<std::uint32_t>>> HashSet::find_head_blocks(
    std::span<const HeadKey> keys) const {
  return state_->find_keys(state_->head_blocks, std::as_bytes(keys), keys.size());
}

Result<std::vector<std::optional<std::uint32_t>>> HashSet::find_blocks(
    std::span<const BlockKey> keys) const {
  return state_->find_keys(state_->blocks, std::as_bytes(keys), keys.size());
}

Result<std::vector<BlockUse>> HashSet::block_uses(const BlockKey& key) const {
  std::vector<BlockUse> uses;
  if (!state_->blocks) return uses;
  const auto run = state_->blocks->find(key);
  if (!run) return run.error();
  if (run->last - run->first > wset::kMostSharing) {
    return state_->file.damaged("a block stands in too many contents",
                                wset::kHeaderLength);
  }
  for (std::uint64_t position = run->first; position < run->last; ++position) {
    const auto use = state_->block_use(position);
    if (!use) return use.error();
    uses.push_back(*use);
  }
  return uses;
}

Result<std::optional<std::uint64_t>> HashSet::size_of(std::uint32_t entry) const {
  if (entry >= entry_count()) return state_->no_entry(entry);
  const auto size = state_->entry_size(entry);
  if (!size) return size.error();
  return *size > 0 ? std::optional(*size) : std::nullopt;
}

Result<std::optional<std::uint32_t>> HashSet::probative_share_ppm() const {
  constexpr std::uint64_t kMillion = 1'000'000;
  const WsetSections::Section* const totals = state_->block_totals;
  if (totals == nullptr) return std::optional<std::uint32_t>();
  const auto bytes = state_->item<std::uint64_t>(*totals, wset::kContentBytes);
  if (!bytes) return bytes.error();
  const auto whole = state_->item<std::uint64_t>(*totals, wset::kWholeBlocks);
  if (!whole) return whole.error();
  const auto kept = state_->item<std::uint64_t>(*totals, wset::kKeptBlocks);
  if (!kept) return kept.error();
  if (*bytes == 0 || *whole > *bytes / kBlockLength || *kept > *whole) {
    return state_->file.damaged("the totals of its blocks contradict each other",
                                totals->offset);
  }
  // Rounded down; of more than 16 TiB the last bits do not matter, and the product with
  // a million fits.
  const int shift = std::max(static_cast<int>(std::bit_width(*bytes)) - 44, 0);
  const std::uint64_t covered = *kept * kBlockLength >> shift;
  const std::uint64_t all = *bytes >> shift;
  return std::optional(static_cast<std::uint32_t>(covered * kMillion / all));
}

Result<void> HashSet::verify() const {
  return state_->file.verify_all();
}

}  // namespace winnow
