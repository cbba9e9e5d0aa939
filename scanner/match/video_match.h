// VideoAgreement: whether a video is near an entry of a set, from what its frames are
// near to. Pure.
//
// One frame proves little: a title, a test card or a dark room is much like others. So
// several moments have to agree on one entry:
//   a frame counts whose quality is 50 or more, the gate of PDQ;
//   frames that count make moments, 1.5 s apart at least: every other frame where one
//   is taken each second (frame_choice.h), and one for all cuts of a second;
//   frames agree on an entry in one turn of the picture (a video that is mirrored is so
//   throughout), each once;
//   the video is near the entry if frames of three moments agree, or of all there are
//   where the video has fewer.
// An entry may hold many hashes (a video that was learned) or one (a listed picture,
// which then has to be shown for three seconds or again). How much of the video agrees
// is said, not judged: of a long video a known scene may be a small part.
//
// vPDQ (facebook/ThreatExchange, vpdq) calls a video a match by the share of its frames
// that agree, 80 % unless told: a clip within a compilation is then none.
#ifndef WINNOW_SCANNER_MATCH_VIDEO_MATCH_H_
#define WINNOW_SCANNER_MATCH_VIDEO_MATCH_H_

#include <chrono>
#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "base/pdq_hash.h"

namespace winnow {

inline constexpr unsigned kVideoFrameQuality = 50;
inline constexpr std::uint32_t kAgreeingMoments = 3;
inline constexpr std::chrono::milliseconds kMomentGap{1'500};

// An entry that a frame is near to, as near as the caller holds to be near.
struct FrameMatch {
  std::uint32_t set = 0;  // by the order of the scan's sets
  std::uint32_t entry = 0;
  unsigned distance = 0;
  PdqVariant variant = PdqVariant::original;
};

struct VideoMatch {
  std::uint32_t set = 0;
  std::uint32_t entry = 0;
  PdqVariant variant = PdqVariant::original;  // the one most frames agree in
  std::uint32_t frames = 0;                   // that agree
  std::uint32_t moments = 0;                  // that they make
  std::chrono::milliseconds first{0};
  std::chrono::milliseconds last{0};
  unsigned distance = 0;  // the least
  std::chrono::milliseconds best_at{0};

  bool operator==(const VideoMatch&) const = default;
};

class VideoAgreement {
 public:
  // In the order of time; a frame's matches in any order.
  void see(std::chrono::milliseconds at, unsigned quality,
           std::span<const FrameMatch> matches);

  // By set, then by entry.
  [[nodiscard]] std::vector<VideoMatch> agreed() const;
  // Entries that some frame is near to, but not frames enough.
  [[nodiscard]] std::uint64_t not_agreed() const;
  [[nodiscard]] std::uint32_t frames() const { return frames_; }  // that count
  [[nodiscard]] std::uint32_t moments() const { return moments_; }

 private:
  struct Key {
    std::uint32_t set;
    std::uint32_t entry;
    PdqVariant variant;
    auto operator<=>(const Key&) const = default;
  };
  struct Found {
    VideoMatch match;
    std::chrono::milliseconds moment{0};  // the latest
    std::uint32_t frame = 0;              // the latest, from 1
  };
  void note(const FrameMatch& match, std::chrono::milliseconds at);
  // Of each entry the variant of most moments, then frames, then least distance.
  [[nodiscard]] std::vector<VideoMatch> best_of_each() const;
  [[nodiscard]] std::uint32_t needed() const;

  std::map<Key, Found> found_;
  std::uint32_t frames_ = 0;
  std::uint32_t moments_ = 0;
  std::chrono::milliseconds moment_{0};
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_MATCH_VIDEO_MATCH_H_
