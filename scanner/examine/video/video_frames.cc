#include "scanner/examine/video/video_frames.h"

#include <utility>
#include <vector>

#include "scanner/examine/video/frame_choice.h"
#include "scanner/examine/video/frame_grey.h"
#include "scanner/examine/video/media_input.h"
#include "scanner/examine/video/video_track.h"

namespace winnow {

Result<VideoSummary> read_video_frames(
    Content& content, const VideoLimits& limits,
    const std::function<bool(const VideoFrame&)>& take) {
  auto input = open_media(content, limits.pixels);
  if (!input) return std::move(input).error();
  auto track = VideoTrack::open(*input, limits);
  if (!track) return std::move(track).error();

  FrameChoice choice;
  std::vector<std::byte> samples;
  std::uint64_t taken = 0;
  std::uint64_t of_no_grey = 0;
  bool is_full = false;
  bool goes_on = true;
  while (goes_on) {
    const AVFrame* frame = track->next(choice.due());
    if (frame == nullptr) break;
    const auto grey = FrameGrey::of(*frame);
    if (!grey) {
      ++of_no_grey;
      continue;
    }
    if (!choice.takes(track->at(), grey->sketch())) continue;
    is_full = taken == limits.frames;
    if (is_full) break;
    ++taken;
    goes_on = take({grey->pixels(samples), track->at()});
  }

  const auto& fault = input->content->fault();
  if (fault && fault->kind == FaultKind::gone) return *fault;
  if (track->ran_out_of_memory()) {
    return Fault{FaultKind::out_of_memory, "takes more memory than there is", "", {}};
  }
  if (taken == 0 && of_no_grey > 0) {
    return Fault{
        FaultKind::unsupported, "has pixels of a kind that is not read", "", {}};
  }
  if (taken == 0) return track->why_none();
  VideoSummary summary = track->summary();
  summary.frames_taken = taken;
  summary.damaged += of_no_grey;
  summary.unreadable_bytes = input->content->unreadable_bytes();
  if (is_full) {
    summary.broke_off = "ended after " + std::to_string(taken) +
                        " frames, the most that are taken of one video";
  }
  return summary;
}

}  // namespace winnow
