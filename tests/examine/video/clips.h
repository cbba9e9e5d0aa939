// Practice clips, made by the ffmpeg program, and what is seen of them.
#ifndef WINNOW_TESTS_EXAMINE_VIDEO_CLIPS_H_
#define WINNOW_TESTS_EXAMINE_VIDEO_CLIPS_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "base/pdq_hash.h"
#include "scanner/examine/content/content.h"
#include "scanner/examine/video/video_frames.h"

namespace winnow {

// A folder of the test's own, removed with it.
class ClipFolder {
 public:
  ClipFolder();
  ~ClipFolder();
  ClipFolder(const ClipFolder&) = delete;
  ClipFolder& operator=(const ClipFolder&) = delete;
  [[nodiscard]] std::string path(const std::string& name) const {
    return path_ + "/" + name;
  }
  // The bytes of the file `name` that ffmpeg makes with these arguments.
  [[nodiscard]] std::vector<std::byte> make(const std::string& name,
                                            const std::string& arguments) const;

 private:
  std::string path_;
};

// Arguments by which ffmpeg draws eight seconds at 25 frames a second: four scenes of
// two seconds, that move a little. Another `seed` draws another film.
[[nodiscard]] std::string film(int seed, int width, int height);

[[nodiscard]] std::vector<std::byte> bytes_of_file(const std::string& path);

struct SeenFrame {
  std::chrono::milliseconds at{0};
  PdqHash hash;
  unsigned quality = 0;
  std::uint32_t width = 0;
  std::uint32_t height = 0;

  bool operator==(const SeenFrame&) const = default;
};
struct SeenVideo {
  Result<VideoSummary> summary = VideoSummary{};
  std::vector<SeenFrame> frames;
};
[[nodiscard]] SeenVideo see(ReadVideoFrames read, Content& content,
                            const VideoLimits& limits = {});
[[nodiscard]] SeenVideo see(Bytes content, const VideoLimits& limits = {});

// Of how many frames of `copy` some frame of `original` is within 31 bits.
[[nodiscard]] std::size_t agreeing(const SeenVideo& original, const SeenVideo& copy);

}  // namespace winnow

#endif  // WINNOW_TESTS_EXAMINE_VIDEO_CLIPS_H_
