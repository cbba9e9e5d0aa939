#include "scanner/volumes/walk_guide.h"

namespace winnow {
namespace {

constexpr std::uint64_t kBlockBytes = 64 * 1024;

}  // namespace

WalkGuide::WalkGuide(WorkMarks& marks, const std::vector<Barred>& barred)
    : marks_(marks) {
  for (const Barred& one : barred) {
    barred_.emplace(Key(one.place.step, one.place.offset, one.place.number), one);
  }
}

const Barred* WalkGuide::enter(const WorkPlace& place) {
  leave();
  if (!barred_.empty()) {
    const auto found = barred_.find(Key(place.step, place.offset, place.number));
    if (found != barred_.end()) return &found->second;
  }
  marks_.begin(place);
  is_at_work_ = true;
  return nullptr;
}

void WalkGuide::leave() {
  if (!is_at_work_) return;
  marks_.end();
  is_at_work_ = false;
  if (!blocks_.empty()) blocks_ = {};
}

const Barred* WalkGuide::next_barred_entry(std::uint64_t offset,
                                           std::uint64_t number) const {
  const auto found = barred_.lower_bound(Key(WorkStep::entry, offset, number));
  if (found == barred_.end() || found->second.place.step != WorkStep::entry ||
      found->second.place.offset != offset) {
    return nullptr;
  }
  return &found->second;
}

void WalkGuide::fetched(std::uint64_t offset, std::uint64_t length) {
  if (!is_at_work_ || length == 0) return;
  const std::size_t before = blocks_.size();
  for (std::uint64_t block = offset / kBlockBytes;
       block <= (offset + length - 1) / kBlockBytes; ++block) {
    blocks_.insert(block);
  }
  if (blocks_.size() != before) marks_.fetched(blocks_.size() * kBlockBytes);
}

}  // namespace winnow
