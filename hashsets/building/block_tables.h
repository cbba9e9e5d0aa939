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

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "hashsets/building/record_sorter.h"
#include "hashsets/building/spool.h"
#include "hashsets/content_blocks.h"

namespace winnow {

class BlockTables {
 public:
  // Length of what identifies a content: its MD5, SHA-1 and SHA-256.
  static constexpr std::size_t kIdentity = 16 + 20 + 32;
  // Takes a key and its entry; keys rise, and the entries of equal ones.
  using Store = std::function<Result<void>(Bytes key, std::uint32_t entry)>;

  // What is added to and what is read are never of one memory: numbers with entries
  // are in `key_memory`, all else in `row_memory`, which join() leaves empty.
  BlockTables(SortMemory& row_memory, SortMemory& key_memory,
              const ScratchFolder& folder);

  // `blocks` holds the keys of the content's probative blocks, in any order.
  [[nodiscard]] Result<void> add(Bytes identity, const HeadKey& head,
                                 const Spool& blocks);
  // Ends the adding.
  [[nodiscard]] Result<void> sort();
  // Says which entry speaks for a content, and its rank; in rising order of the
  // identities. True if the content was added here.
  [[nodiscard]] Result<bool> join(Bytes identity, std::uint32_t entry,
                                  std::uint32_t rank);
  // Each head once, with its most severe entry; each block with all of its entries, but
  // none that stands in more than wset::kMostSharing contents.
  [[nodiscard]] Result<void> settle(const Store& store_head, const Store& store_block);
  // Blocks that were left out because too many contents have them.
  [[nodiscard]] std::uint64_t shared_blocks() const { return shared_blocks_; }

 private:
  Result<void> spread();
  Result<void> spread_blocks(std::uint64_t& at, std::uint64_t count, Bytes entry);
  Result<void> merge_heads(const Store& store);
  Result<void> merge_blocks(const Store& store);

  SortMemory& row_memory_;
  SortMemory& key_memory_;
  std::uint32_t contents_ = 0;
  std::unique_ptr<RecordSorter> identities_;  // with the content's number
  Spool heads_;
  Spool block_counts_;  // u64 a content
  Spool blocks_;
  std::unique_ptr<RecordSorter> owners_;      // number, rank, entry
  std::unique_ptr<RecordSorter> head_keys_;   // key, rank, entry
  std::unique_ptr<RecordSorter> block_keys_;  // key, entry
  std::uint64_t shared_blocks_ = 0;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_BLOCK_TABLES_H_
