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
#include <vector>

#include "scanner/wire/messages.h"

namespace winnow {

class BlockRuns {
 public:
  // Most that are kept of each tier, those with the lowest places; what the last one
  // has beyond is counted.
  static constexpr std::size_t kMostRuns = 200'000;

  void add(const BlockRunRecord& run, Tier tier);
  void add_left_out(std::uint64_t runs) { left_out_ += runs; }
  // Of a search before the last tier, which the next child may repeat: by where it
  // began. They do not count any more when all of that chunk is searched.
  void set_left_out_at(std::uint64_t offset, std::uint32_t runs);
  void set_chunk_done(std::uint32_t chunk);

  [[nodiscard]] bool is_chunk_done(std::uint32_t chunk) const {
    return chunk < chunks_.size() && chunks_[chunk];
  }
  [[nodiscard]] std::vector<std::uint32_t> chunks_done() const;  // rising
  // In no order.
  [[nodiscard]] const std::vector<BlockRunRecord>& sampled() const { return sampled_; }
  [[nodiscard]] std::uint64_t left_out() const;
  // By place, then by set; those that follow each other on the device and in their
  // content are one.
  [[nodiscard]] std::vector<BlockRunRecord> joined() const;

 private:
  [[nodiscard]] bool is_open(const BlockRunRecord& lead) const;
  [[nodiscard]] std::vector<BlockRunRecord> open_leads() const;

  // Each a heap, the highest place first, once it holds as many as are kept.
  std::vector<BlockRunRecord> sampled_;    // tier probe
  std::vector<BlockRunRecord> confirmed_;  // tier confirm
  std::vector<BlockRunRecord> found_;      // tier everything
  std::vector<bool> chunks_;
  std::uint64_t left_out_ = 0;
  std::map<std::uint64_t, std::uint32_t> left_out_at_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_LEDGER_BLOCK_RUNS_H_
