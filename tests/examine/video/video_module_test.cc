// The module, as the child uses it: loaded before the lock-down, at work under it.
#include "scanner/examine/video/video_module.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "scanner/worker/lock_down.h"
#include "tests/examine/video/clips.h"

namespace winnow {
namespace {

std::string report_of(const SeenVideo& seen) {
  if (!seen.summary) return seen.summary.error().line() + "\n";
  std::string report =
      seen.summary->codec + " " + std::to_string(seen.summary->frames_decoded) + "\n";
  for (const SeenFrame& frame : seen.frames) {
    report += std::to_string(frame.at.count()) + " ";
    for (const std::byte b : frame.hash.value) {
      report += std::to_string(std::to_integer<int>(b)) + ",";
    }
    report += "\n";
  }
  return report;
}

// What a child that is locked down reports of it: it may write to its output alone.
std::string report_of_prisoner(Bytes video) {
  int ends[2];
  if (::pipe(ends) != 0) return "no pipe";
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    const auto module = load_video_module();
    if (!module) ::_exit(2);
    LockDownNeeds needs;
    needs.memory_bytes = std::uint64_t{1} << 30;
    if (std::ranges::count(lock_down(needs).in_force, "no new privileges") == 0) {
      ::_exit(3);
    }
    MemoryContent content(video);
    const std::string report = report_of(see(module->read_frames, content));
    if (::write(STDOUT_FILENO, report.data(), report.size()) < 0) ::_exit(4);
    ::_exit(0);
  }
  ::close(ends[1]);
  std::string report;
  char buffer[4096];
  for (ssize_t got = 0; (got = ::read(ends[0], buffer, sizeof buffer)) > 0;) {
    report.append(buffer, static_cast<std::size_t>(got));
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  return report;
}

TEST(VideoModule, IsTheSameAsTheRoom) {
  const auto module = load_video_module();
  ASSERT_TRUE(module) << module.error().line();
  const ClipFolder folder;
  const auto clip = folder.make("clip.mp4", film(3, 160, 120) + " -c:v libx264");
  MemoryContent content(clip);
  const SeenVideo seen = see(module->read_frames, content);
  ASSERT_EQ(seen.frames.size(), 8u);
  EXPECT_EQ(seen.frames, see(clip).frames);
}

TEST(VideoModule, WorksUnderTheLockDown) {
  const ClipFolder folder;
  (void)folder.make("film.mkv", film(4, 160, 120) + " -c:v ffv1 -pix_fmt yuv420p");
  for (const std::string name : {"a.mp4", "a.avi", "a.mpg", "a.ts", "a.wmv", "a.flv"}) {
    const auto clip = folder.make(name, "-i film.mkv");
    const std::string report = report_of_prisoner(clip);
    EXPECT_EQ(report, report_of(see(clip))) << name;
    EXPECT_GE(std::ranges::count(report, '\n'), 9) << report;
  }
  for (const std::string codec :
       {"libx265 -preset ultrafast -x265-params log-level=0", "libvpx", "libtheora",
        "libvpx-vp9 -deadline realtime -cpu-used 8", "mjpeg", "prores", "ffv1",
        "libaom-av1 -cpu-used 8 -usage realtime", "huffyuv"}) {
    const auto clip = folder.make("b.mkv", "-i film.mkv -t 3 -c:v " + codec);
    const std::string report = report_of_prisoner(clip);
    EXPECT_EQ(report, report_of(see(clip))) << codec;
    EXPECT_GE(std::ranges::count(report, '\n'), 4) << report;
  }
}

}  // namespace
}  // namespace winnow
