// WalkGuide: says of every place of a walk that it is being entered, and whether it may
// be. Where a child died or hung before, twice, no other goes; what lies there is left
// out and named.
//
// One thread.
#ifndef WINNOW_SCANNER_VOLUMES_WALK_GUIDE_H_
#define WINNOW_SCANNER_VOLUMES_WALK_GUIDE_H_

#include <cstdint>
#include <map>
#include <tuple>
#include <unordered_set>
#include <vector>

#include "scanner/wire/messages.h"
#include "scanner/wire/work_place.h"

namespace winnow {

class WalkGuide {
 public:
  WalkGuide(WorkMarks& marks, const std::vector<Barred>& barred);
  ~WalkGuide() { leave(); }
  WalkGuide(const WalkGuide&) = delete;
  WalkGuide& operator=(const WalkGuide&) = delete;

  // Leaves the place before and enters this one, or says why that may not be: then the
  // walk is at no place. The bar lives as long as the guide.
  [[nodiscard]] const Barred* enter(const WorkPlace& place);
  void leave();
  // The lowest barred entry of the volume at `offset` that is not below `number`.
  [[nodiscard]] const Barred* next_barred_entry(std::uint64_t offset,
                                                std::uint64_t number) const;

  // Evidence that is fetched for the present place; what it may take grows with the
  // distinct part of it.
  void fetched(std::uint64_t offset, std::uint64_t length);

 private:
  using Key = std::tuple<WorkStep, std::uint64_t, std::uint64_t>;

  WorkMarks& marks_;
  std::map<Key, Barred> barred_;
  bool is_at_work_ = false;
  std::unordered_set<std::uint64_t> blocks_;  // fetched for the present place
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_WALK_GUIDE_H_
