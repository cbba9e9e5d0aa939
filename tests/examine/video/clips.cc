#include "tests/examine/video/clips.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "scanner/examine/pictures/picture_pdq.h"

namespace winnow {
namespace {

constexpr unsigned kAlike = 31;

}  // namespace

ClipFolder::ClipFolder() {
  std::string name = std::filesystem::temp_directory_path() / "winnow-clips-XXXXXX";
  EXPECT_NE(::mkdtemp(name.data()), nullptr);
  path_ = name;
}

ClipFolder::~ClipFolder() {
  std::filesystem::remove_all(path_);
}

std::vector<std::byte> ClipFolder::make(const std::string& name,
                                        const std::string& arguments) const {
  const std::string command = "cd " + path_ +
                              " && ffmpeg -nostdin -loglevel error -y " + arguments +
                              " -threads 1 -fflags +bitexact -flags +bitexact " + name;
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  return bytes_of_file(path(name));
}

std::string film(int seed, int width, int height) {
  const std::string size = std::to_string(width) + "x" + std::to_string(height);
  std::string inputs;
  std::string joined;
  for (int scene = 0; scene < 4; ++scene) {
    const int place = 37 * seed + 11 * scene;
    inputs += " -f lavfi -i \"mandelbrot=size=" + size + ":rate=25:start_x=-0." +
              std::to_string(700 + place % 90) + ":start_y=-0." +
              std::to_string(100 + place * 7 % 190) + ":start_scale=0." +
              std::to_string(10 + place * 13 % 70) + ":end_scale=0.001:end_pts=3000\"";
    joined += "[" + std::to_string(scene) +
              "]trim=duration=2,hue=h=" + std::to_string(place * 50 % 360) +
              ",eq=brightness=0." + std::to_string(scene % 2 * 3) + "[v" +
              std::to_string(scene) + "];";
  }
  return inputs + " -filter_complex \"" + joined + "[v0][v1][v2][v3]concat=n=4[all]\"" +
         " -map \"[all]\"";
}

std::vector<std::byte> bytes_of_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  EXPECT_TRUE(stream) << path;
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const Bytes bytes = bytes_of(text);
  return {bytes.begin(), bytes.end()};
}

SeenVideo see(ReadVideoFrames read, Content& content, const VideoLimits& limits) {
  SeenVideo seen;
  seen.summary = read(content, limits, [&seen](const VideoFrame& frame) {
    SeenFrame known;
    known.at = frame.at;
    known.width = frame.pixels.width;
    known.height = frame.pixels.height;
    if (const auto pdq = full_pdq(frame.pixels)) {
      known.hash = pdq->hashes[0];
      known.quality = pdq->quality;
    }
    seen.frames.push_back(known);
    return true;
  });
  return seen;
}

SeenVideo see(Bytes content, const VideoLimits& limits) {
  MemoryContent memory(content);
  return see(read_video_frames, memory, limits);
}

std::size_t agreeing(const SeenVideo& original, const SeenVideo& copy) {
  return static_cast<std::size_t>(std::count_if(
      copy.frames.begin(), copy.frames.end(), [&](const SeenFrame& frame) {
        return std::any_of(original.frames.begin(), original.frames.end(),
                           [&frame](const SeenFrame& known) {
                             return pdq_distance(known.hash, frame.hash) <= kAlike;
                           });
      }));
}

}  // namespace winnow
