#include "scanner/match/video_match.h"

#include <algorithm>
#include <tuple>

namespace winnow {
namespace {

bool is_better(const VideoMatch& a, const VideoMatch& b) {
  return std::tuple(a.moments, a.frames, b.distance) >
         std::tuple(b.moments, b.frames, a.distance);
}

}  // namespace

void VideoAgreement::see(std::chrono::milliseconds at, unsigned quality,
                         std::span<const FrameMatch> matches) {
  if (quality < kVideoFrameQuality) return;
  ++frames_;
  if (moments_ == 0 || at - moment_ >= kMomentGap) {
    ++moments_;
    moment_ = at;
  }
  for (const FrameMatch& match : matches) note(match, at);
}

void VideoAgreement::note(const FrameMatch& match, std::chrono::milliseconds at) {
  Found& found = found_[{match.set, match.entry, match.variant}];
  VideoMatch& known = found.match;
  const bool is_first = known.frames == 0;
  if (is_first) {
    known = {match.set, match.entry, match.variant, 0, 0, at, at, match.distance, at};
  }
  if (match.distance < known.distance) {
    known.distance = match.distance;
    known.best_at = at;
  }
  if (found.frame == frames_) return;  // another hash of the same entry
  found.frame = frames_;
  ++known.frames;
  known.last = at;
  if (is_first || at - found.moment >= kMomentGap) {
    ++known.moments;
    found.moment = at;
  }
}

std::uint32_t VideoAgreement::needed() const {
  return std::min(kAgreeingMoments, moments_);
}

std::vector<VideoMatch> VideoAgreement::best_of_each() const {
  std::vector<VideoMatch> best;
  for (const auto& [key, found] : found_) {
    const bool is_same =
        !best.empty() && best.back().set == key.set && best.back().entry == key.entry;
    if (!is_same) {
      best.push_back(found.match);
    } else if (is_better(found.match, best.back())) {
      best.back() = found.match;
    }
  }
  return best;
}

std::vector<VideoMatch> VideoAgreement::agreed() const {
  std::vector<VideoMatch> matches = best_of_each();
  std::erase_if(matches,
                [this](const VideoMatch& match) { return match.moments < needed(); });
  return matches;
}

std::uint64_t VideoAgreement::not_agreed() const {
  return best_of_each().size() - agreed().size();
}

}  // namespace winnow
