// The module that reads videos, libwinnow_video.so, which lies beside the program.
//
// Loading it brings in libav and all that it links, some 100 libraries and as many
// milliseconds: so only a child does that will look at videos.
#ifndef WINNOW_SCANNER_EXAMINE_VIDEO_VIDEO_MODULE_H_
#define WINNOW_SCANNER_EXAMINE_VIDEO_VIDEO_MODULE_H_

#include "base/result.h"
#include "scanner/examine/video/video_frames.h"

namespace winnow {

struct VideoModule {
  ReadVideoFrames read_frames = nullptr;
};

// Loads it, once for the life of the process. To be called before the lock-down, which
// forbids to open files and to map code, and before the first thread; what is returned
// then opens and maps nothing more. Only the folder of the running program is searched.
[[nodiscard]] Result<VideoModule> load_video_module();

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_VIDEO_VIDEO_MODULE_H_
