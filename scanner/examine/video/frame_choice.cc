#include "scanner/examine/video/frame_choice.h"

#include <algorithm>
#include <cstdlib>

namespace winnow {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kShortestStep{1'000};
constexpr int kStepOfTime = 256;
constexpr std::uint32_t kMostPassedOver = 300;
// Steps of grey, on average, from a frame to the next: moving hands and cameras stay
// below 12 at 12 frames a second, cuts between unlike scenes lie above 30.
constexpr unsigned kSceneChange = 20;

milliseconds step_at(milliseconds at) {
  return std::max(kShortestStep, at / kStepOfTime);
}

}  // namespace

bool FrameChoice::is_new_scene(milliseconds at, const FrameSketch& sketch) const {
  if (at - scene_at_ < step_at(at) / 2) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    difference += static_cast<unsigned>(std::abs(sketch[i] - (*before_)[i]));
  }
  return difference >= kSceneChange * sketch.size();
}

bool FrameChoice::takes(milliseconds at, const FrameSketch& sketch) {
  const bool is_scene = before_.has_value() && is_new_scene(at, sketch);
  const bool is_due = at >= due_;
  before_ = sketch;
  if (is_scene) scene_at_ = at;
  while (due_ <= at) due_ += step_at(due_);
  const bool taken = is_due || is_scene || passed_over_ + 1 >= kMostPassedOver;
  passed_over_ = taken ? 0 : passed_over_ + 1;
  return taken;
}

}  // namespace winnow
