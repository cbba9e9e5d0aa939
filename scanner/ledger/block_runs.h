// BlockRuns: where in free space blocks of listed contents were met.
//
// Samples, and the searches around what they met, give leads; the search of a chunk of
// the exhibit in the last tier gives all that it holds, and replaces its leads. So what
// is left in the end is a function of the exhibit alone, whatever was sampled before.
// One thread at a time.
#ifndef WINNOW_SCANNER_LEDGER_BLOCK_RUNS_H_
#define WINNOW_SCANNER_LEDGER_BLOCK_RUNS_H_

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "scanner/wire/messages.h"

namespace winnow {

class BlockRuns {
 public:
  // Most that are kept of each early tier, and by the last one of each set, those with
  // the lowest places; what the last one has beyond is counted.
  static constexpr std::size_t kMostRuns = 200'000;
  // Most that are told of one chunk for a set (kMostRunsPerBatch), and chunks of which
  // some are told before the search of all of it is: a child that is ended leaves one
  // behind.
  static constexpr std::size_t kMostOfAChunk = 256;
  static constexpr std::size_t kMostOpenChunks = 4096;

  // Whether the run says anything that is not known, and has room. A child that goes on
  // for another one tells again what that one told of the chunk it died in.
  [[nodiscard]] bool adds(const BlockRunRecord& run, Tier tier) const;
  // Nothing unless it adds.
  void add(const BlockRunRecord& run, Tier tier);
  void add_left_out(std::uint64_t runs) { left_out_ += runs; }
  // Of a search before the last tier, which the next child may repeat: by where it
  // began. They do not count any more when all of that chunk is searched.
  void set_left_out_at(std::uint64_t offset, std::uint32_t runs);
  void set_chunk_done(std::uint32_t chunk);
  // The keys of its blocks are on record.
  void set_chunk_kept(std::uint32_t chunk) { kept_.insert(chunk); }
  // Of a set that came later: in a chunk that was done.
  void add_rematched(const BlockRunRecord& run);
  // It is never searched: its leads stay.
  void bar_chunk(std::uint32_t chunk);

  [[nodiscard]] bool is_chunk_done(std::uint32_t chunk) const {
    return chunk < chunks_.size() && chunks_[chunk];
  }
  // Those that no child is to search, rising: also what is barred.
  [[nodiscard]] std::vector<std::uint32_t> chunks_done() const;
  // Of a chunk that is done: whether its blocks can be compared with further sets.
  [[nodiscard]] bool is_chunk_kept(std::uint32_t chunk) const {
    return kept_.contains(chunk) && !barred_.contains(chunk);
  }
  // Chunks that are done and whose blocks are not kept.
  [[nodiscard]] std::uint64_t chunks_not_kept() const;
  [[nodiscard]] std::vector<BlockRunRecord> sampled() const;  // by place
  [[nodiscard]] std::uint64_t left_out() const;
  // By place, then by set; those that follow each other on the device and in their
  // content are one.
  [[nodiscard]] std::vector<BlockRunRecord> joined() const;

 private:
  struct ByPlace {
    bool operator()(const BlockRunRecord& a, const BlockRunRecord& b) const;
  };
  using Runs = std::set<BlockRunRecord, ByPlace>;
  using RunsOfSets = std::map<std::uint32_t, Runs>;

  // Whether the last tier has not replaced what was met there.
  [[nodiscard]] bool is_open(std::uint64_t offset) const;
  [[nodiscard]] std::vector<BlockRunRecord> open_leads() const;
  // Which ones are kept is not a matter of who came first.
  void keep_lowest(Runs& runs);

  Runs sampled_;                               // tier probe
  Runs confirmed_;                             // tier confirm
  RunsOfSets found_;                           // tier everything, of done chunks
  std::map<std::uint32_t, RunsOfSets> begun_;  // and of those that are not
  std::uint64_t replaced_ = 0;                 // of early tiers, by lower ones
  std::vector<bool> chunks_;
  std::set<std::uint32_t> barred_;
  std::set<std::uint32_t> kept_;
  std::uint64_t left_out_ = 0;
  std::map<std::uint64_t, std::uint32_t> left_out_at_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_LEDGER_BLOCK_RUNS_H_
