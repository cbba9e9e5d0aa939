#include "scanner/ledger/block_runs.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "hashsets/content_blocks.h"
#include "scanner/ledger/intervals.h"

namespace winnow {
namespace {

std::uint64_t end_of(const BlockRunRecord& run) {
  return run.offset + run.blocks * std::uint64_t{kBlockLength};
}

std::uint32_t chunk_of(std::uint64_t offset) {
  return static_cast<std::uint32_t>(offset / kSpaceChunkBytes);
}

// Whether `after` lies where `before` has it too, or goes on with it.
bool belongs_to(const BlockRunRecord& before, const BlockRunRecord& after) {
  if (before.set != after.set || before.entry != after.entry ||
      after.offset > end_of(before) ||
      (after.offset - before.offset) % kBlockLength != 0) {
    return false;
  }
  if (before.first_block.has_value() != after.first_block.has_value()) return false;
  return !before.first_block ||
         *before.first_block + (after.offset - before.offset) / kBlockLength ==
             *after.first_block;
}

}  // namespace

bool BlockRuns::ByPlace::operator()(const BlockRunRecord& a,
                                    const BlockRunRecord& b) const {
  return std::tie(a.offset, a.set, a.entry, a.blocks, a.first_block) <
         std::tie(b.offset, b.set, b.entry, b.blocks, b.first_block);
}

bool BlockRuns::adds(const BlockRunRecord& run, Tier tier) const {
  if (tier != Tier::everything) {
    const Runs& runs = tier == Tier::confirm ? confirmed_ : sampled_;
    if (runs.size() < kMostRuns) return !runs.contains(run);
    return replaced_ < kMostRuns && ByPlace()(run, *runs.rbegin()) &&
           !runs.contains(run);
  }
  const std::uint32_t chunk = chunk_of(run.offset);
  if (is_chunk_done(chunk)) return false;
  const auto begun = begun_.find(chunk);
  if (begun == begun_.end()) return begun_.size() < kMostOpenChunks;
  const auto runs = begun->second.find(run.set);
  return runs == begun->second.end() ||
         (runs->second.size() < kMostOfAChunk && !runs->second.contains(run));
}

void BlockRuns::add(const BlockRunRecord& run, Tier tier) {
  if (!adds(run, tier)) return;
  if (tier == Tier::everything) {
    begun_[chunk_of(run.offset)][run.set].insert(run);
    return;
  }
  Runs& runs = tier == Tier::confirm ? confirmed_ : sampled_;
  runs.insert(run);
  if (runs.size() <= kMostRuns) return;
  runs.erase(std::prev(runs.end()));
  ++replaced_;
}

void BlockRuns::set_chunk_done(std::uint32_t chunk) {
  if (chunk >= chunks_.size()) chunks_.resize(std::size_t{chunk} + 1, false);
  chunks_[chunk] = true;
  const auto begun = begun_.find(chunk);
  if (begun == begun_.end()) return;
  for (auto& [set, runs] : begun->second) {
    Runs& found = found_[set];
    found.merge(runs);
    keep_lowest(found);
  }
  begun_.erase(begun);
}

void BlockRuns::keep_lowest(Runs& runs) {
  while (runs.size() > kMostRuns) {
    runs.erase(std::prev(runs.end()));
    ++left_out_;
  }
}

void BlockRuns::add_rematched(const BlockRunRecord& run) {
  Runs& found = found_[run.set];
  found.insert(run);
  keep_lowest(found);
}

std::uint64_t BlockRuns::chunks_not_kept() const {
  std::uint64_t count = 0;
  for (const std::uint32_t chunk : chunks_done()) count += is_chunk_kept(chunk) ? 0 : 1;
  return count;
}

void BlockRuns::bar_chunk(std::uint32_t chunk) {
  set_chunk_done(chunk);
  barred_.insert(chunk);
}

std::vector<BlockRunRecord> BlockRuns::sampled() const {
  return {sampled_.begin(), sampled_.end()};
}

std::vector<std::uint32_t> BlockRuns::chunks_done() const {
  std::vector<std::uint32_t> done;
  for (std::uint32_t chunk = 0; chunk < chunks_.size(); ++chunk) {
    if (chunks_[chunk]) done.push_back(chunk);
  }
  return done;
}

void BlockRuns::set_left_out_at(std::uint64_t offset, std::uint32_t runs) {
  if (runs > 0 && left_out_at_.size() < kMostRuns) left_out_at_[offset] = runs;
}

std::uint64_t BlockRuns::left_out() const {
  std::uint64_t left_out = left_out_;
  for (const auto& [offset, runs] : left_out_at_) {
    if (is_open(offset)) left_out += runs;
  }
  return left_out;
}

bool BlockRuns::is_open(std::uint64_t offset) const {
  const std::uint32_t chunk = chunk_of(offset);
  return !is_chunk_done(chunk) || barred_.contains(chunk);
}

// What was looked at closely says more of a place than a sample.
std::vector<BlockRunRecord> BlockRuns::open_leads() const {
  std::vector<BlockRunRecord> open;
  std::map<std::uint32_t, IntervalSet> known;  // by set
  for (const BlockRunRecord& lead : confirmed_) {
    if (!is_open(lead.offset)) continue;
    open.push_back(lead);
    known[lead.set].add(lead.offset, end_of(lead) - lead.offset, end_of(lead));
  }
  for (auto& [set, places] : known) places.settle();
  for (const BlockRunRecord& lead : sampled_) {
    const auto places = known.find(lead.set);
    const bool is_known = places != known.end() && places->second.contains(lead.offset);
    if (is_open(lead.offset) && !is_known) open.push_back(lead);
  }
  return open;
}

std::vector<BlockRunRecord> BlockRuns::joined() const {
  std::vector<BlockRunRecord> all = open_leads();
  const auto add_all = [&all](const RunsOfSets& sets) {
    for (const auto& [set, runs] : sets)
      all.insert(all.end(), runs.begin(), runs.end());
  };
  add_all(found_);
  for (const auto& [chunk, sets] : begun_) add_all(sets);
  std::sort(all.begin(), all.end(),
            [](const BlockRunRecord& a, const BlockRunRecord& b) {
              return std::tie(a.set, a.entry, a.offset, a.blocks) <
                     std::tie(b.set, b.entry, b.offset, b.blocks);
            });
  std::vector<BlockRunRecord> joined;
  for (const BlockRunRecord& run : all) {
    if (!joined.empty() && belongs_to(joined.back(), run)) {
      BlockRunRecord& last = joined.back();
      last.blocks = static_cast<std::uint32_t>(
          (std::max(end_of(last), end_of(run)) - last.offset) / kBlockLength);
    } else {
      joined.push_back(run);
    }
  }
  std::sort(joined.begin(), joined.end(),
            [](const BlockRunRecord& a, const BlockRunRecord& b) {
              return std::tie(a.offset, a.set, a.entry) <
                     std::tie(b.offset, b.set, b.entry);
            });
  return joined;
}

}  // namespace winnow
