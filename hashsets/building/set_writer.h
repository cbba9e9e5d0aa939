// SetWriter: rows in, a `.wset` file out, within a memory limit and whatever the order
// in which the rows came.
//
// add() all rows, settle() once, which sorts, drops duplicates and numbers the entries,
// then write(). The same rows give the same bytes in any order; so do the same sources.
// What does not fit in memory goes to nameless files in `folder`. One thread asks it;
// sorting, merging and writing use more of their own.
//
//   rows -> a sorter for each kind of row -> merged in the order of entries
//        -> entries, MD5 keys               (already in their order)
//        -> a sorter each for SHA-1, SHA-256, PDQ: keys with their entry
#ifndef WINNOW_HASHSETS_BUILDING_SET_WRITER_H_
#define WINNOW_HASHSETS_BUILDING_SET_WRITER_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "hashsets/building/block_tables.h"
#include "hashsets/building/build.h"
#include "hashsets/building/contradictions.h"
#include "hashsets/building/record_sorter.h"
#include "hashsets/building/spool.h"
#include "hashsets/building/wset_writer.h"
#include "hashsets/hash_set.h"
#include "hashsets/lists/list_import.h"
#include "hashsets/pdq_bands.h"
#include "hashsets/wset_format.h"

namespace winnow {

class SetWriter {
 public:
  struct Counts {
    std::uint64_t entries = 0;
    std::uint64_t duplicates = 0;  // rows with digests and category of another
    std::uint64_t conflicts = 0;  // entries whose category an earlier entry contradicts
    std::array<std::uint64_t, 3> digests{};
    std::uint64_t pdq = 0;
    std::uint64_t sizes = 0;           // different ones
    std::uint64_t without_a_size = 0;  // entries
    std::uint64_t not_learned = 0;     // entries
    std::uint64_t head_blocks = 0;     // keys, as are the next
    std::uint64_t blocks = 0;
    std::uint64_t shared_blocks = 0;    // left out: too many contents have them
    std::uint64_t inconsistencies = 0;  // contents that an earlier one contradicts
    BlockTables::Totals block_totals;
  };

  SetWriter(std::uint64_t memory_bytes, const ScratchFolder& folder);

  // Sets with fewer PDQ hashes get no index of them.
  void index_pdq_from(std::uint64_t count) { index_pdq_from_ = count; }
  // From here on rows belong to the source of this name.
  void begin_source(std::string_view name);
  // A row without a digest and without PDQ is ignored.
  [[nodiscard]] Result<void> add(const ListRow& row);
  // The same of a content that was at hand: a row with its size and all digests, the
  // key of its head and its probative blocks, a PlacedBlock each.
  [[nodiscard]] Result<void> add_learned(const ListRow& row, const HeadKey& head,
                                         const Spool& blocks);
  // A PDQ hash of a content that add_learned() takes: of a picture, or of one frame of
  // several; all of them stand under its entries.
  [[nodiscard]] Result<void> add_picture(const Digests& digests, const PdqHash& hash);
  // A fault if the rows are more than a set can hold.
  [[nodiscard]] Result<Counts> settle();
  // After settle(): what contradicts what, the first by digest.
  [[nodiscard]] std::vector<BuildReport::Conflict> listed_conflicts() const;
  [[nodiscard]] std::vector<BuildReport::Inconsistency> listed_inconsistencies() const;
  // Once.
  [[nodiscard]] Result<void> write(SetOutput& output, SetType type,
                                   std::string_view name,
                                   std::string_view import_record);

 private:
  // What a row has, and so how its record is made up: a bit for each part, and one
  // above them for a size. Digests stand in it in the order of the algorithms, then
  // PDQ, the attribute, the size.
  static constexpr std::size_t kShapes = 32;
  static constexpr std::size_t kParts = 4;
  static constexpr std::size_t kLongestParts = 16 + 20 + 32 + 32;

  struct Category {
    std::string profile;
    std::optional<std::int64_t> code;
    std::string label;
    std::uint32_t rank =
        0;  // of what says the same of one content, the lowest is shown
    bool counts_as_hit = true;

    [[nodiscard]] bool is_stated() const { return code.has_value() || !label.empty(); }
  };
  struct Attribute {
    std::uint32_t category = 0;
    std::uint32_t source = 0;
  };
  // What is said of one content: attributes by their final numbers.
  struct Group {
    std::array<std::byte, kLongestParts> record;  // the parts, one behind the other
    unsigned shape = 0;
    std::vector<std::uint32_t> attributes;
    bool has_size = false;
    std::uint64_t size = 0;  // 0 also if rows contradict each other
  };
  // The rows of a shape that are still to be merged.
  struct Rows {
    RecordSorter* sorter = nullptr;
    unsigned shape = 0;
  };
  // One key table on its way: its keys, and the entry of each.
  struct Table {
    explicit Table(const ScratchFolder& folder) : keys(folder), numbers(folder) {}
    Spool keys;
    Spool numbers;
    std::uint64_t count = 0;
  };
  // Finds entries whose category an earlier entry with an equal key contradicts.
  struct Conflicts {
    struct Run {
      std::vector<std::byte> key;
      std::optional<std::uint32_t> stated;  // the first attribute that says something
    };
    std::array<Run, kParts> runs;
    std::vector<bool> entries;
  };

  [[nodiscard]] BuildReport::Assertion assertion_of(std::uint32_t attribute) const;
  std::uint32_t category_of(const ListRow& row);
  std::uint32_t attribute_of(std::uint32_t category);
  void sort_attributes();
  [[nodiscard]] bool contradict(std::uint32_t attribute, std::uint32_t other) const;
  Result<void> next_group(std::vector<Rows>& live, Group& group);
  Result<void> take_rows(const Rows& rows, Group& group, std::uint64_t& count) const;
  // Absent ones are empty.
  [[nodiscard]] static std::array<Bytes, kParts> parts_of(const Group& group);
  void settle_attributes(Group& group, std::uint64_t rows);
  Result<void> store_entries(const Group& group, Conflicts& conflicts);
  [[nodiscard]] Result<void> store_pictures(const Group& group, std::uint32_t first,
                                            std::uint32_t end);
  Result<std::optional<std::uint64_t>> join_learned(const Group& group);
  Result<void> merge_blocks();
  Result<void> add_key(std::size_t part, Bytes key, std::uint32_t entry,
                       std::uint32_t attribute);
  void note_conflict(std::size_t part, Bytes key, std::uint32_t entry,
                     std::uint32_t attribute, Conflicts& conflicts);
  Result<void> store_key(std::size_t part, Bytes key, std::uint32_t entry,
                         std::uint32_t attribute, Conflicts& conflicts);
  Result<void> merge_rows(Conflicts& conflicts);
  Result<void> merge_plain_rows(RecordSorter& rows, std::size_t part);
  Result<void> merge_keys(std::size_t part, Conflicts& conflicts);
  Result<void> merge_sizes();
  static Result<void> fill_offsets(const Spool& keys, std::uint64_t key_count,
                                   std::size_t length, Spool& offsets);
  Result<void> fill_filter(const Spool& keys, std::uint64_t key_count,
                           std::size_t length, Spool& filter) const;
  Result<void> add_table(std::size_t part, WsetSectionList& sections);
  void add_key_table(Table& table, std::size_t length, wset::SectionKind filter_kind,
                     WsetSectionList& sections) const;
  Result<void> add_blocks(WsetSectionList& sections);
  Result<void> add_attributes(WsetSectionList& sections) const;

  std::uint64_t memory_bytes_;
  std::uint64_t index_pdq_from_ = wset::kIndexPdqFrom;
  ScratchFolder folder_;
  // Together more than the limit, as each sorts when the other holds half of its own:
  // rows are gathered before there are keys, and merged while keys are gathered.
  SortMemory row_memory_;
  SortMemory key_memory_;
  std::array<std::unique_ptr<RecordSorter>, kShapes> rows_;
  std::array<std::unique_ptr<RecordSorter>, kParts> keys_;  // of MD5: none
  std::unique_ptr<RecordSorter> sizes_;
  BlockTables block_tables_;
  std::unique_ptr<RecordSorter> pictures_;  // all digests, then a PDQ hash
  std::vector<std::string> sources_;
  std::vector<Category> categories_;
  std::uint32_t last_category_ = 0;
  std::uint32_t last_attribute_ = 0;
  std::vector<Attribute> attributes_;
  std::vector<std::uint32_t> final_number_;  // of each attribute
  std::unordered_map<std::string, std::uint32_t> category_numbers_;
  std::unordered_map<std::uint64_t, std::uint32_t> attribute_numbers_;
  std::vector<Table> tables_;  // by part
  Table head_table_;
  Table block_table_;
  Spool block_places_;  // of each key of that table
  Spool entries_;
  Spool entry_sizes_;  // empty if no row has a size
  Spool size_list_;
  Contradictions contradictions_;
  Counts counts_;
  bool too_many_ = false;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_SET_WRITER_H_
