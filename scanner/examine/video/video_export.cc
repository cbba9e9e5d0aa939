// What the module shows to who loads it: see video_module.cc.
#include "scanner/examine/video/video_frames.h"

extern "C" [[gnu::visibility("default")]] winnow::ReadVideoFrames winnow_video_frames();

winnow::ReadVideoFrames winnow_video_frames() {
  return winnow::read_video_frames;
}
