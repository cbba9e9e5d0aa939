// FrameChoice: which frames of a video are taken, from their times and a sketch of
// each. Pure; a function of what it was asked, in that order.
//
// Taken are
//   the first frame;
//   the first at or after each of fixed times: every second, and the sparser the
//   later, by a 256th of the time: 240 of four minutes, 1,100 of two hours, 1,750 of a
//   day. The times are the same for every video, so a copy that was encoded anew is
//   seen at the same moments;
//   the first frame of a new scene, at most one each half of those steps: what stays
//   the same when the beginning was cut off;
//   one in 300 of frames of which time would take none: a time that stands still hides
//   nothing.
#ifndef WINNOW_SCANNER_EXAMINE_VIDEO_FRAME_CHOICE_H_
#define WINNOW_SCANNER_EXAMINE_VIDEO_FRAME_CHOICE_H_

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace winnow {

inline constexpr std::size_t kSketchSide = 16;
// Mean grey of 16 x 16 fields, row by row.
using FrameSketch = std::array<std::uint8_t, kSketchSide * kSketchSide>;

class FrameChoice {
 public:
  // Times never fall.
  [[nodiscard]] bool takes(std::chrono::milliseconds at, const FrameSketch& sketch);
  // The next of the fixed times: the first frame from then on will be taken.
  [[nodiscard]] std::chrono::milliseconds due() const { return due_; }

 private:
  [[nodiscard]] bool is_new_scene(std::chrono::milliseconds at,
                                  const FrameSketch& sketch) const;

  std::chrono::milliseconds due_{0};
  std::chrono::milliseconds scene_at_{0};  // of the new scene taken last
  std::optional<FrameSketch> before_;
  std::uint32_t passed_over_ = 0;  // since one was taken
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_VIDEO_FRAME_CHOICE_H_
