// Frames of a video: those where the scene changes, and one every few seconds.
//
// This room alone meets libavformat and libavcodec. They bring so many libraries that
// the room is a module of its own, loaded before the lock-down by a child that will
// look at videos, and by no other: see video_module.h. A video is read piece by piece
// through our own callbacks and never held in memory.
#ifndef WINNOW_SCANNER_EXAMINE_VIDEO_VIDEO_FRAMES_H_
#define WINNOW_SCANNER_EXAMINE_VIDEO_VIDEO_FRAMES_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"
#include "scanner/examine/content/content.h"
#include "scanner/examine/pictures/pixels.h"

namespace winnow {

struct VideoLimits {
  std::uint32_t frames = 2'000;                            // handed over
  std::uint64_t pixels = std::uint64_t{64} * 1000 * 1000;  // of one frame
};

struct VideoFrame {
  Pixels pixels;                    // grey; valid during the call
  std::chrono::milliseconds at{0};  // from the beginning
};

struct VideoSummary {
  std::string format;                     // "mov,mp4", "matroska", ...
  std::string codec;                      // "h264", ...
  std::chrono::milliseconds duration{0};  // as stated; 0 if it is not
  std::uint64_t frames_decoded = 0;
  std::uint64_t frames_taken = 0;
  // Why it ended before its end: "breaks off after 12.5 s: ...". Else empty.
  std::string broke_off;
};

// Hands over frames in the order of their time, until `take` says false. Which ones is
// a function of the content alone. A fault if not one frame can be had.
using ReadVideoFrames =
    Result<VideoSummary> (*)(Content& content, const VideoLimits& limits,
                             const std::function<bool(const VideoFrame&)>& take);

[[nodiscard]] Result<VideoSummary> read_video_frames(
    Content& content, const VideoLimits& limits,
    const std::function<bool(const VideoFrame&)>& take);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_VIDEO_VIDEO_FRAMES_H_
