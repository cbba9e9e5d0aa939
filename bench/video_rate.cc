// What it costs to look at videos: each FILE's frames by the module that the child
// loads, and PDQ in both forms of every frame taken.
//
// In seconds of the processor, all on one thread.
//
//   video_rate FILE...            a line a file
//   video_rate --frames FILE      a line a frame: time, quality, hash
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <optional>
#include <string_view>

#include "base/file.h"
#include "scanner/examine/content/content.h"
#include "scanner/examine/pictures/picture_pdq.h"
#include "scanner/examine/video/video_module.h"

namespace winnow {
namespace {

double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

void print_frame(const VideoFrame& frame, const PicturePdq& pdq) {
  std::printf("%9.3f %3u ", static_cast<double>(frame.at.count()) / 1e3, pdq.quality);
  for (const std::byte b : pdq.hashes[0].value) {
    std::printf("%02x", std::to_integer<unsigned>(b));
  }
  std::printf("\n");
}

class FileContent final : public Content {
 public:
  FileContent(Fd fd, std::uint64_t size) : fd_(std::move(fd)), size_(size) {}
  [[nodiscard]] std::uint64_t size_bytes() const override { return size_; }
  [[nodiscard]] Result<std::size_t> read(std::uint64_t offset,
                                         MutableBytes target) override {
    const ssize_t got =
        ::pread(fd_.get(), target.data(), target.size(), static_cast<off_t>(offset));
    if (got < 0) return Fault{FaultKind::io, "cannot be read", "", offset};
    return static_cast<std::size_t>(got);
  }

 private:
  Fd fd_;
  std::uint64_t size_;
};

bool look_at(const VideoModule& module, const char* path, bool prints_frames) {
  auto file = open_read_only(path);
  if (!file) {
    std::fprintf(stderr, "%s\n", file.error().line().c_str());
    return false;
  }
  const auto size = size_of(*file, path);
  if (!size) return false;
  FileContent content(std::move(*file), *size);
  double hashing = 0;
  const auto begin = processor_seconds();
  const auto summary =
      module.read_frames(content, VideoLimits{}, [&](const VideoFrame& frame) {
        const auto before = processor_seconds();
        const auto full = full_pdq(frame.pixels);
        const auto reduced = reduced_pdq(frame.pixels);
        hashing += processor_seconds() - before;
        if (prints_frames && full) print_frame(frame, *full);
        return full.has_value() || reduced.has_value();
      });
  const double all = processor_seconds() - begin;
  if (!summary) {
    std::printf("%s: %s\n", path, summary.error().line().c_str());
    return false;
  }
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const double length = static_cast<double>(summary->duration.count()) / 1e3;
  std::printf(
      "%s: %s, %s, %.1f s long; %llu decoded, %llu taken, %llu damaged; %.2f s, of "
      "that "
      "hashes %.2f s; %.3f of its playing time; %ld MiB at most; %s\n",
      path, summary->format.c_str(), summary->codec.c_str(), length,
      static_cast<unsigned long long>(summary->frames_decoded),
      static_cast<unsigned long long>(summary->frames_taken),
      static_cast<unsigned long long>(summary->damaged), all, hashing,
      length > 0 ? all / length : 0.0, used.ru_maxrss >> 10,
      summary->broke_off.empty() ? "whole" : summary->broke_off.c_str());
  return true;
}

int run(int argc, char** argv) {
  const auto begin = processor_seconds();
  const auto module = load_video_module();
  if (!module) {
    std::fprintf(stderr, "%s\n", module.error().line().c_str());
    return 1;
  }
  std::printf("loaded in %.1f ms\n", (processor_seconds() - begin) * 1e3);
  bool prints_frames = false;
  bool all = true;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--frames") {
      prints_frames = true;
    } else {
      all = look_at(*module, argv[i], prints_frames) && all;
    }
  }
  return all ? 0 : 1;
}

}  // namespace
}  // namespace winnow

int main(int argc, char** argv) {
  return winnow::run(argc, argv);
}
