#include "scanner/volumes/mixtures.h"

#include <algorithm>
#include <cstddef>

namespace winnow {
namespace {

constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

struct Claim {
  std::uint64_t begin;
  std::uint64_t end;
  std::size_t owner;  // index of a deleted record, or kNobody for what is live
};

}  // namespace

void mark_mixtures(FileList& files, std::size_t first,
                   const std::vector<Run>& occupied) {
  std::vector<Claim> claims;
  const auto claim = [&claims](const auto& runs, std::size_t owner) {
    for (const Run& run : runs) {
      if (!run.is_hole())
        claims.push_back({run.offset, run.offset + run.length, owner});
    }
  };
  bool any_deleted = false;
  for (std::size_t i = first; i < files.size() && !any_deleted; ++i) {
    const FileOutline file = files.outline(i);
    any_deleted = !file.allocated && !file.runs.empty();
  }
  if (!any_deleted) return;
  for (std::size_t i = first; i < files.size(); ++i) {
    const FileOutline file = files.outline(i);
    if (file.same_content_as != kNoFile) continue;
    claim(file.runs, file.allocated ? kNobody : i);
  }
  claim(occupied, kNobody);
  std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.owner < b.owner;
  });
  const auto mark = [&files](std::size_t owner) {
    if (owner != kNobody) files.set_uncertain(owner, true);
  };
  // In order of their beginnings, a claim that begins before the furthest end so far
  // shares bytes with the claim that reaches there.
  Claim furthest{0, 0, kNobody};
  std::uint64_t live_end = 0;
  for (const Claim& c : claims) {
    if (c.begin < furthest.end && c.owner != furthest.owner) {
      mark(c.owner);
      mark(furthest.owner);
    }
    if (c.owner != kNobody && c.begin < live_end) mark(c.owner);
    if (c.owner == kNobody) live_end = std::max(live_end, c.end);
    if (c.end > furthest.end) furthest = c;
  }
  for (std::size_t i = first; i < files.size(); ++i) {
    const FileId other = files.facts(i).same_content_as;
    if (other != kNoFile) files.set_uncertain(i, files.is_uncertain(other));
  }
}

}  // namespace winnow
