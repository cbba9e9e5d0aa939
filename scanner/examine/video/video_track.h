// VideoTrack: the frames of one track of a video, decoded one after the other, each
// with its time.
#ifndef WINNOW_SCANNER_EXAMINE_VIDEO_VIDEO_TRACK_H_
#define WINNOW_SCANNER_EXAMINE_VIDEO_VIDEO_TRACK_H_

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "scanner/examine/video/media_input.h"
#include "scanner/examine/video/video_frames.h"

namespace winnow {

// Time since the first frame, from time stamps that may lack, leap or fall back.
class TrackClock {
 public:
  TrackClock(AVRational unit, std::chrono::milliseconds frame)
      : unit_(unit), frame_(frame) {}

  // Of a frame that follows those before; never falls.
  std::chrono::milliseconds advance(std::int64_t stamp);
  // Of a stamp, should it be of a later frame; nothing if that cannot be told.
  [[nodiscard]] std::optional<std::chrono::milliseconds> at(std::int64_t stamp) const;

 private:
  AVRational unit_;
  std::chrono::milliseconds frame_;  // how long one lasts that does not say
  std::chrono::milliseconds now_{0};
  // A stamp whose time is known: that of the first frame, or of the last leap.
  std::optional<std::int64_t> anchor_;
  std::chrono::milliseconds anchored_at_{0};
  bool has_begun_ = false;
};

// What a decoder holds of frames; libavcodec asks for each, and gives back.
struct FrameMemory {
  std::uint64_t held = 0;
  std::uint64_t most = 0;
  bool has_refused = false;  // which some decoders tell as damage
};

struct CloseCodec {
  void operator()(AVCodecContext* codec) const { ::avcodec_free_context(&codec); }
};
struct FreeFrame {
  void operator()(AVFrame* frame) const { ::av_frame_free(&frame); }
};
struct FreePacket {
  void operator()(AVPacket* packet) const { ::av_packet_free(&packet); }
};

class VideoTrack {
 public:
  // The largest of the tracks that are moving pictures. `input` outlives it.
  [[nodiscard]] static Result<VideoTrack> open(const MediaInput& input,
                                               const VideoLimits& limits);

  // Decodes on to the next frame, which is valid until the next call; null at the end.
  // Of frames before `due` those may be passed over on which no other depends, and
  // beyond the limit of what is decoded all but key frames.
  [[nodiscard]] const AVFrame* next(std::chrono::milliseconds due);
  [[nodiscard]] std::chrono::milliseconds at() const { return at_; }  // of that frame

  // What is known so far; at the end all but frames_taken.
  [[nodiscard]] const VideoSummary& summary() const { return summary_; }
  // Why there is not one frame, after next() gave none.
  [[nodiscard]] Fault why_none() const;
  // The system had no memory for it: what was seen is not all that is there.
  [[nodiscard]] bool ran_out_of_memory() const { return ran_out_of_memory_; }

 private:
  VideoTrack() = default;
  [[nodiscard]] Result<void> open_codec(const VideoLimits& limits);
  [[nodiscard]] bool read_packet();
  void feed(std::chrono::milliseconds due);
  [[nodiscard]] bool is_wanted(std::chrono::milliseconds due);
  void send(const AVPacket* packet);
  void note_damage(int error);
  // Ends it where an error is the system's lack of memory.
  bool ends_for_memory(int error);
  void count_work();
  void end(std::string why);
  [[nodiscard]] std::string where_it_breaks_off() const;

  const MediaInput* input_ = nullptr;
  AVStream* stream_ = nullptr;
  std::unique_ptr<FrameMemory> memory_;  // outlives the codec
  std::unique_ptr<AVCodecContext, CloseCodec> codec_;
  std::unique_ptr<AVFrame, FreeFrame> frame_;
  std::unique_ptr<AVPacket, FreePacket> packet_;
  TrackClock clock_{{1, 1}, std::chrono::milliseconds(0)};
  std::chrono::milliseconds at_{0};
  std::chrono::milliseconds read_to_{0};  // of what was read, decoded or not
  std::uint64_t work_ = 0;                // pixels
  std::uint64_t most_work_ = 0;
  bool is_sparse_ = false;    // key frames alone are decoded, each for itself
  bool is_draining_ = false;  // the decoder was told that nothing follows
  bool has_ended_ = false;
  bool is_encrypted_ = false;
  bool ran_out_of_memory_ = false;
  int error_ = 0;  // the last of the decoder
  VideoSummary summary_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_VIDEO_VIDEO_TRACK_H_
