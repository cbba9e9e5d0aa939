// BlockTables: the head blocks and blocks of a learned set, gathered before its entries
// have numbers and joined with them afterwards.
//
//   add()    contents as they come, numbered in that order: digests with the number to
//            a sorter; head and blocks, in order of the number, to spools
//   join()   entries as they are numbered, in the order of the digests: number with
//            entry to a second sorter
//   settle() both in order of the number: keys with their entry to a last sorter each
//
// So no more than the memory of the sorters is held, and the tables depend on the
// contents alone, not on the order in which they came. One thread.
#ifndef WINNOW_HASHSETS_BUILDING_BLOCK_TABLES_H_
#define WINNOW_HASHSETS_BUILDING_BLOCK_TABLES_H_

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "hashsets/building/record_sorter.h"
#include "hashsets/building/spool.h"
#include "hashsets/content_blocks.h"

namespace winnow {

// A block as it is put aside: its key, then its number in the content, from 0,
// big-endian.
using PlacedBlock = std::array<std::byte, sizeof(BlockKey) + 4>;
[[nodiscard]] PlacedBlock placed_block(const BlockKey& key, std::uint32_t number);

class BlockTables {
 public:
  // Length of what identifies a content: its MD5, SHA-1 and SHA-256.
  static constexpr std::size_t kIdentity = 16 + 20 + 32;
  // Of the contents that were joined, each once.
  struct Totals {
    std::uint64_t bytes = 0;
    std::uint64_t whole_blocks = 0;
    std::uint64_t kept_blocks = 0;  // of these, those whose key is in the table
  };
  // Takes a key and its entry; keys rise, and the entries of equal ones.
  using StoreHead = std::function<Result<void>(Bytes key, std::uint32_t entry)>;
  // The same, and the number of the block in the content, the first if it stands there
  // more than once.
  using StoreBlock =
      std::function<Result<void>(Bytes key, std::uint32_t entry, std::uint32_t place)>;

  // What is added to and what is read are never of one memory: numbers with entries
  // are in `key_memory`, all else in `row_memory`, which join() leaves empty.
  BlockTables(SortMemory& row_memory, SortMemory& key_memory,
              const ScratchFolder& folder);

  // `blocks` holds the content's probative blocks, a PlacedBlock each, in any order.
  [[nodiscard]] Result<void> add(Bytes identity, std::uint64_t size_bytes,
                                 const HeadKey& head, const Spool& blocks);
  // Ends the adding.
  [[nodiscard]] Result<void> sort();
  // Says which entry speaks for a content, and its rank; in rising order of the
  // identities. The size of the content if it was added here.
  [[nodiscard]] Result<std::optional<std::uint64_t>> join(Bytes identity,
                                                          std::uint32_t entry,
                                                          std::uint32_t rank);
  // Each head once, with its most severe entry; each block with all of its entries, but
  // none that stands in more than wset::kMostSharing contents.
  [[nodiscard]] Result<void> settle(const StoreHead& store_head,
                                    const StoreBlock& store_block);
  // Blocks that were left out because too many contents have them.
  [[nodiscard]] std::uint64_t shared_blocks() const { return shared_blocks_; }
  [[nodiscard]] const Totals& totals() const { return totals_; }

 private:
  Result<void> spread();
  Result<void> spread_blocks(std::uint64_t& at, std::uint64_t count, Bytes entry);
  Result<void> merge_heads(const StoreHead& store);
  Result<void> merge_blocks(const StoreBlock& store);

  SortMemory& row_memory_;
  SortMemory& key_memory_;
  std::uint32_t contents_ = 0;
  std::unique_ptr<RecordSorter> identities_;  // with number and size
  Spool heads_;
  Spool block_counts_;  // u64 a content
  Spool blocks_;
  std::unique_ptr<RecordSorter> owners_;      // number, rank, entry
  std::unique_ptr<RecordSorter> head_keys_;   // key, rank, entry
  std::unique_ptr<RecordSorter> block_keys_;  // key, entry, place
  std::uint64_t shared_blocks_ = 0;
  Totals totals_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_BLOCK_TABLES_H_
