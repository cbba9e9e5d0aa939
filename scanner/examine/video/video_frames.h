// Frames of a video: one for every second, and the first of every scene.
//
// This room alone meets libavformat and libavcodec. They bring so many libraries that
// the room is a module of its own, loaded before the lock-down by a child that will
// look at videos, and by no other: see video_module.h. A video is read piece by piece
// through our own callbacks and never held in memory; nothing else can be opened by it.
//
// Which frames are taken is a function of the content alone: see frame_choice.h.
// Every frame is decoded but those on which no other depends and which no rule can
// want; beyond VideoLimits::decoded_pixels key frames alone, and of them only those
// that are due.
//
// Measured on one thread of a Xeon at 2.5 GHz (bench/video_rate): four minutes of
// 1080p H.264 of 7 Mbit/s and 30 frames a second take 28.9 s of the processor, 0.12 of
// their playing time, of that 0.4 s for PDQ; its first 150 s are seen frame by frame,
// the rest by key frames. 360p takes 0.015. Of copies in H.264 at 360p and 1080p, 480p
// MPEG-4, at a twentieth to a sixth of the rate, all 61 frames taken were within 31
// bits of the original's, by 18 at most. The loop filters of codecs are left out: it
// moves a hash by 16 bits at most (by 2 mostly), and costs a sixth of the time.
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
  // Of all frames that are decoded; as much again of key frames alone.
  std::uint64_t decoded_pixels = std::uint64_t{5} * 1000 * 1000 * 1000;
  // Held by the decoder at once; with what else libav may have (media_input.h) a video
  // takes less than 1 GiB, unless it is made to.
  std::uint64_t frame_bytes = std::uint64_t{448} << 20;
};

struct VideoFrame {
  Pixels pixels;  // grey, as stored: not turned; valid during the call
  std::chrono::milliseconds at{0};  // from the first frame
};

struct VideoSummary {
  std::string format;                     // "mov,mp4,m4a,3gp,3g2,mj2", "avi", ...
  std::string codec;                      // "h264", ...
  std::chrono::milliseconds duration{0};  // as stated; 0 if it is not
  std::uint64_t frames_decoded = 0;
  std::uint64_t frames_taken = 0;
  std::uint64_t damaged = 0;           // pieces that could not be decoded
  std::uint64_t unreadable_bytes = 0;  // of the content; taken as zeros
  std::uint32_t tracks_unseen = 0;     // of video, besides the one looked at
  // From here on only key frames were looked at; 0 if all were.
  std::chrono::milliseconds sparse_from{0};
  // Why it ended before its end: "breaks off after 12.5 s of 60.0 s". Else empty.
  std::string broke_off;
};

// Hands over frames in the order of their time, until `take` says false. A fault if not
// one frame can be had: `missing` if there is no moving picture in it (only sound, or a
// cover), `unsupported` if it is of a kind that is not read, `encrypted`, `too_big`,
// `malformed`, `out_of_memory`; and `gone` whenever the device went away. Safe from any
// thread, one content a thread; starts none.
using ReadVideoFrames =
    Result<VideoSummary> (*)(Content& content, const VideoLimits& limits,
                             const std::function<bool(const VideoFrame&)>& take);

[[nodiscard]] Result<VideoSummary> read_video_frames(
    Content& content, const VideoLimits& limits,
    const std::function<bool(const VideoFrame&)>& take);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_VIDEO_VIDEO_FRAMES_H_
