#include "scanner/match/near_match.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "scanner/match/video_match.h"

namespace winnow {
namespace {

bool is_nearer(const NearEntry& a, const NearEntry& b) {
  return std::tie(a.distance, a.entry, a.form, a.variant) <
         std::tie(b.distance, b.entry, b.form, b.variant);
}

const NearEntry* find_entry(const std::vector<NearEntry>& near, std::uint32_t set,
                            std::uint32_t entry) {
  const auto found = std::find_if(near.begin(), near.end(), [&](const NearEntry& one) {
    return one.set == set && one.entry == entry;
  });
  return found == near.end() ? nullptr : &*found;
}

std::vector<PdqHash> hashes_of(const PictureRecord& picture) {
  std::vector<PdqHash> hashes(picture.full.begin(), picture.full.end());
  if (picture.reduced) {
    hashes.insert(hashes.end(), picture.reduced->begin(), picture.reduced->end());
  }
  return hashes;
}

}  // namespace

Result<std::vector<NearEntry>> find_near(const std::vector<HashSet>& sets,
                                         const std::vector<std::uint8_t>& distances,
                                         const PictureRecord& picture) {
  std::vector<NearEntry> near;
  if (picture.quality < kLeastPdqQuality) return near;
  const std::vector<PdqHash> hashes = hashes_of(picture);
  for (std::uint32_t i = 0; i < sets.size(); ++i) {
    const HashSet& set = sets[i];
    if (set.type() != SetType::notable || set.pdq_count() == 0) continue;
    const auto found = set.find_pdq(hashes, distances[i]);
    if (!found) return found.error();
    std::map<std::uint32_t, NearEntry> nearest;  // by entry
    for (const PdqMatch& match : *found) {
      const NearEntry candidate{i, match.entry,
                                static_cast<std::uint8_t>(match.distance),
                                static_cast<PdqForm>(match.query / kPdqVariants),
                                static_cast<PdqVariant>(match.query % kPdqVariants)};
      const auto [known, fresh] = nearest.emplace(match.entry, candidate);
      if (!fresh && is_nearer(candidate, known->second)) known->second = candidate;
    }
    const std::size_t first = near.size();
    for (const auto& [number, candidate] : nearest) {
      const auto entry = set.entry(number);
      if (!entry) return entry.error();
      if (entry->counts_as_hit) near.push_back(candidate);
    }
    std::sort(near.begin() + static_cast<std::ptrdiff_t>(first), near.end(), is_nearer);
  }
  return near;
}

Result<std::vector<NearRecord>> match_pictures(
    const std::vector<HashSet>& sets, const std::vector<std::uint8_t>& distances,
    const std::vector<PictureRecord>& pictures) {
  struct OfSet {
    NearEntry best;
    std::uint32_t picture = 0;
    std::set<std::uint32_t> entries;
  };
  std::map<std::uint32_t, OfSet> by_set;
  for (std::uint32_t i = 0; i < pictures.size(); ++i) {
    const auto near = find_near(sets, distances, pictures[i]);
    if (!near) return near.error();
    for (const NearEntry& one : *near) {
      const auto [of_set, fresh] = by_set.try_emplace(one.set, OfSet{one, i, {}});
      of_set->second.entries.insert(one.entry);
      if (!fresh && is_nearer(one, of_set->second.best)) {
        of_set->second.best = one;
        of_set->second.picture = i;
      }
    }
  }
  std::vector<NearRecord> records;
  for (const auto& [set, of_set] : by_set) {
    NearRecord& record = records.emplace_back();
    record.set = set;
    record.entry = of_set.best.entry;
    record.picture = of_set.picture;
    record.distance = of_set.best.distance;
    record.form = of_set.best.form;
    record.variant = of_set.best.variant;
    record.others = static_cast<std::uint32_t>(of_set.entries.size() - 1);
  }
  return records;
}

Result<std::vector<NearRecord>> match_video(const std::vector<HashSet>& sets,
                                            const std::vector<std::uint8_t>& distances,
                                            const std::vector<PictureRecord>& frames) {
  VideoAgreement agreement;
  std::vector<std::vector<NearEntry>> near_of_frames;
  for (const PictureRecord& frame : frames) {
    auto near = find_near(sets, distances, frame);
    if (!near) return std::move(near).error();
    std::vector<FrameMatch> matches;
    for (const NearEntry& one : *near) {
      matches.push_back({one.set, one.entry, one.distance, one.variant});
    }
    agreement.see(std::chrono::milliseconds(frame.at), frame.quality, matches);
    near_of_frames.push_back(std::move(*near));
  }
  std::map<std::uint32_t, NearRecord> best;  // by set
  for (const VideoMatch& match : agreement.agreed()) {
    const auto at = static_cast<std::uint64_t>(match.best_at.count());
    // Two frames may have one time: the one that is near is meant.
    std::size_t number = 0;
    const NearEntry* near = nullptr;
    for (; number < frames.size(); ++number) {
      if (frames[number].at != at) continue;
      near = find_entry(near_of_frames[number], match.set, match.entry);
      if (near != nullptr) break;
    }
    if (near == nullptr) continue;
    NearRecord record;
    record.set = match.set;
    record.entry = match.entry;
    record.picture = static_cast<std::uint32_t>(number);
    record.distance = near->distance;
    record.form = near->form;
    record.variant = near->variant;
    record.frames = match.frames;
    record.first_ms = static_cast<std::uint64_t>(match.first.count());
    record.last_ms = static_cast<std::uint64_t>(match.last.count());
    const auto [known, fresh] = best.emplace(match.set, record);
    if (fresh) continue;
    record.others = ++known->second.others;
    if (record.frames > known->second.frames) known->second = record;
  }
  std::vector<NearRecord> records;
  for (const auto& [set, record] : best) records.push_back(record);
  return records;
}

}  // namespace winnow
