// TierRules: what the notable sets of a scan need to see of a file before they can say
// that it is not listed. The cheapest answer first: its size, its first bytes, all of
// it.
//
// A set that was learned from the contents themselves knows their sizes and first
// blocks, and so settles nearly every file with one small read. One whose list states
// sizes settles by size alone, as far as the list is right. One that is nothing but
// digests settles nothing. A size speaks only of a file that is live, whole and stored
// as it is: never of a deleted or compressed one.
//
// Safe from any thread.
#ifndef WINNOW_SCANNER_MATCH_TIER_RULES_H_
#define WINNOW_SCANNER_MATCH_TIER_RULES_H_

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "hashsets/content_blocks.h"
#include "hashsets/hash_set.h"
#include "scanner/wire/records.h"

namespace winnow {

// In rising order of what it costs to know more.
enum class Need : std::uint8_t {
  nothing,  // no set lists it
  head,     // its first bytes tell, or tell more
  whole,    // a set may well list it: its digests tell
  waiting,  // only its digests tell, and nothing says that a set lists it
};

class TierRules {
 public:
  // The sets must outlive the rules. A fault is a damaged set's.
  [[nodiscard]] static Result<TierRules> of(const std::vector<HashSet>& sets);

  // Whether tiers before the last one can settle any file at all.
  [[nodiscard]] bool settle_files() const { return settle_files_; }
  // Whether some notable set knows blocks.
  [[nodiscard]] bool know_blocks() const { return know_blocks_; }

  [[nodiscard]] Result<Need> by_size(const FileFacts& file) const;
  // What is needed now of files for which by_size() said `head`, of each of which
  // the key of its first bytes is given; never `head` again.
  [[nodiscard]] Result<std::vector<Need>> by_head(std::span<const FileFacts> files,
                                                  std::span<const HeadKey> keys) const;
  // The lowest tier that is sure to meet the file if set number `set` lists it.
  [[nodiscard]] Result<Tier> tier_of(std::uint32_t set, const FileFacts& file) const;

 private:
  struct Power {
    const HashSet* set = nullptr;
    bool is_notable = false;
    SizeRule sizes = SizeRule::none;
    bool has_heads = false;
    // Every content of the set has its head block there.
    [[nodiscard]] bool settles_by_head() const {
      return has_heads && sizes == SizeRule::learned;
    }
  };

  [[nodiscard]] static Result<Need> ask(const Power& power, const FileFacts& file);

  std::vector<Power> powers_;  // one a set
  bool settle_files_ = false;
  bool know_blocks_ = false;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_MATCH_TIER_RULES_H_
