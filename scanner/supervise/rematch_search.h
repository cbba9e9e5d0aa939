// RematchSearch: what further sets say of the contents that a journal tells of, as the
// journal goes by. A part of the rematch. One thread calls; another one helps where
// pictures are many.
#ifndef WINNOW_SCANNER_SUPERVISE_REMATCH_SEARCH_H_
#define WINNOW_SCANNER_SUPERVISE_REMATCH_SEARCH_H_

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "base/result.h"
#include "scanner/ledger/ledger.h"
#include "scanner/match/block_match.h"
#include "scanner/supervise/rematch.h"

namespace winnow {

// What the blocks of a set met, chunk by chunk, as a scan would have told of it.
class ChunkRuns {
 public:
  // In place of what was told of that chunk before.
  void put(std::uint32_t chunk, std::vector<BlockRunRecord> runs,
           std::uint32_t left_out);
  // Adds the runs of the chunks that are wanted, by offset; gives how many more there
  // are.
  std::uint64_t take(const std::function<bool(std::uint32_t)>& is_wanted,
                     std::vector<BlockRunRecord>& runs) const;

 private:
  struct Chunk {
    std::vector<BlockRunRecord> runs;
    std::uint64_t left_out = 0;
  };
  std::map<std::uint32_t, Chunk> chunks_;  // in which anything was met
  std::size_t runs_ = 0;                   // of all
};

class RematchSearch {
 public:
  // All that was met, in the order in which it goes on record. Sets are named by their
  // places.
  struct Hits {
    std::map<ContentPlace, RematchMet> met;
    std::vector<ContentPlace> known;  // rising
    std::vector<ContentPlace> known_inconsistently;
    std::vector<BlockRunRecord> runs;  // by set, then by offset
    std::uint64_t runs_left_out = 0;
    std::map<std::uint16_t, std::uint64_t> classes;  // pictures that leave them
    std::uint64_t contents = 0;
    std::uint64_t pictures = 0;
  };

  // `sets` outlives the search.
  explicit RematchSearch(const RematchSets& sets);

  // A fault is a damaged set's.
  [[nodiscard]] Result<void> see(std::span<const Message> messages,
                                 const Ledger& ledger);
  // Leaves out the sets that the record holds already.
  // `ledger` is what the whole journal says.
  [[nodiscard]] Hits finish(const std::vector<bool>& is_wanted, const Ledger& ledger);

 private:
  // A content whose digests are known, or a digest that stands in one.
  struct Asked {
    const OutcomeRecord* outcome = nullptr;
    std::uint32_t member = 0;
    const Digests* digests = nullptr;
    const NamedDigestRecord* named = nullptr;
  };
  // A content that shows something.
  struct Shown {
    const OutcomeRecord* outcome = nullptr;
    std::uint32_t member = 0;
    const LookRecord* look = nullptr;
  };
  // Of a set of known benign files.
  struct Known {
    std::vector<ContentPlace> places;
    std::vector<ContentPlace> inconsistent;
  };

  void ask(const OutcomeRecord& outcome);
  void ask_look(const OutcomeRecord& outcome, std::uint32_t member,
                const LookRecord& look);
  [[nodiscard]] Result<void> answer(const Ledger& ledger);
  [[nodiscard]] Result<std::vector<bool>> find_candidates() const;
  [[nodiscard]] Result<void> match(const Asked& asked, const Ledger& ledger);
  [[nodiscard]] Result<void> match_named(const Asked& asked, Tier tier);
  void show(const OutcomeRecord& outcome);
  void show(const OutcomeRecord& outcome, std::uint32_t member, const LookRecord& look);
  [[nodiscard]] Result<std::vector<NearRecord>> near_of(const LookRecord& look) const;
  // What each of the pictures at hand is near to; on two threads if they are many.
  [[nodiscard]] std::vector<Result<std::vector<NearRecord>>> compare_pictures() const;
  [[nodiscard]] Result<void> see_pictures();
  void see_classes(const OutcomeRecord& outcome);
  void see_classes(const ContentPlace& place, const std::vector<MatchRecord>& matches,
                   const LookRecord& look);
  void see_rematch(const Message& message);
  [[nodiscard]] Result<void> see_blocks(const BlocksKept& kept);
  RematchMet& met_at(const OutcomeRecord& outcome, std::uint32_t member);

  const RematchSets& sets_;
  bool compares_pictures_ = false;
  std::vector<Asked> asked_;             // of the messages at hand
  std::vector<Shown> shown_;             // likewise
  std::set<ContentPlace> met_just_now_;  // likewise: where anything was met
  Hits hits_;
  std::vector<Known> known_;       // one a set
  std::vector<ChunkRuns> blocks_;  // likewise
  BlockKeys keys_;                 // of the chunk at hand
  // Of contents that something was met of: their classes, as long as no set knew them.
  std::map<ContentPlace, std::vector<ClassRecord>> unknown_;
  // What an earlier rematch says that has not ended yet.
  std::vector<ContentPlace> earlier_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_REMATCH_SEARCH_H_
