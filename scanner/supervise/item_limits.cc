#include "scanner/supervise/item_limits.h"

#include <array>
#include <cstdio>
#include <limits>

namespace winnow {
namespace {

using std::chrono::milliseconds;

// A file's content takes a hundredth of a second a MiB; a tenth is allowed.
constexpr std::uint64_t kContentBytesAMillisecond = 8 * 1024 * 1024 / 1000;
// libtsk lists a folder of a file system not read by ourselves in time that grows with
// the square of its names: 100,000 names, about 30 MiB of metadata, take 15 s.
constexpr std::uint64_t kFetchedBytesAMillisecond = 1024 * 1024 / 4000;
// Opening a container, and making records of millions of files, is work of its own.
constexpr int kLongSteps = 30;

milliseconds grown(milliseconds by, std::uint64_t bytes, std::uint64_t a_millisecond) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::int32_t>::max();
  return by + milliseconds(std::min(bytes / a_millisecond, kMost));
}

}  // namespace

milliseconds ItemLimits::of(const WorkPlace& place, std::uint64_t content_bytes,
                            std::uint64_t fetched_bytes) const {
  switch (place.step) {
    case WorkStep::file:
      return grown(item, content_bytes, kContentBytesAMillisecond);
    case WorkStep::look:
      return grown(grown(item, content_bytes, kContentBytesAMillisecond), fetched_bytes,
                   kContentBytesAMillisecond);
    case WorkStep::partitions:
    case WorkStep::open:
    case WorkStep::entry:
      return grown(item, fetched_bytes, kFetchedBytesAMillisecond);
    case WorkStep::none:
    case WorkStep::container:
    case WorkStep::finish:
    case WorkStep::sweep:
    case WorkStep::space:
      return item * kLongSteps;
  }
  return item;
}

const char* to_string(Death death) {
  switch (death) {
    case Death::crash:
      return "crash";
    case Death::hang:
      return "hang";
    case Death::memory:
      return "memory";
  }
  return "unknown";
}

std::string duration_text(milliseconds duration) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%g s",
                static_cast<double>(duration.count()) / 1000.0);
  return text.data();
}

std::string failure_text(Death death, int signal, const WorkPlace& place,
                         std::uint64_t content_bytes, const ItemLimits& limits,
                         const std::string& exhibit_ref) {
  std::string text;
  switch (death) {
    case Death::crash:
      text = signal == 0 ? "crash: the worker ended in it"
                         : "crash: the worker died of it (signal " +
                               std::to_string(signal) + ")";
      break;
    case Death::hang:
      text = "hang: took more than " +
             duration_text(limits.of(place, content_bytes, 0)) + " of processor time";
      break;
    case Death::memory:
      text = "memory: asked for more than the " +
             std::to_string(limits.memory_bytes >> 20) + " MiB it may have";
      break;
  }
  if (place.step == WorkStep::space) {
    return text + ", while searching free space from byte " +
           std::to_string(place.offset) + " on; what it holds is not known";
  }
  // A file that lies in metadata has no place of its own.
  if (place.step == WorkStep::look) {
    const std::uint32_t member = looked_member(place);
    text += member == kWholeLook  ? ", while looking into it again and again"
            : member == kClassing ? ", while telling its class"
            : member == 0         ? ", while looking at it"
                          : ", while looking at member " + std::to_string(member) +
                                " of what it holds";
  }
  if (place.step != WorkStep::file && place.step != WorkStep::look) {
    text += ", in the volume at byte " + std::to_string(place.offset);
  } else if (place.offset > 0) {
    text += ", at byte " + std::to_string(place.offset) + " of the exhibit";
  }
  return text + "; repeat it with: winnow reproduce --case DIR --exhibit " +
         exhibit_ref + " --item " + to_text(place);
}

}  // namespace winnow
