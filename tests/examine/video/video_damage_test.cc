// Broken files are seen as far as they go, and nothing that is in them ends the
// program.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "tests/examine/video/clips.h"

namespace winnow {
namespace {

using std::chrono::milliseconds;

// A process that looks at one video needs no more, whatever the video says of itself.
constexpr std::uint64_t kVideoMemory = std::uint64_t{768} << 20;

struct Clips {
  ClipFolder folder;
  std::vector<std::byte> original =
      folder.make("original.mkv", film(2, 160, 120) + " -c:v ffv1 -pix_fmt yuv420p");
  std::vector<std::byte> front = make("front.mp4", "-c:v libx264 -movflags +faststart");

  [[nodiscard]] std::vector<std::byte> make(const std::string& name,
                                            const std::string& arguments) const {
    return folder.make(name, "-i original.mkv -g 25 " + arguments);
  }
};

const Clips& clips() {
  static const Clips kClips;
  return kClips;
}

// Some of which cannot be read.
class DamagedContent final : public Content {
 public:
  DamagedContent(Bytes bytes, std::uint64_t from, std::uint64_t until, FaultKind kind)
      : bytes_(bytes), from_(from), until_(until), kind_(kind) {}
  [[nodiscard]] std::uint64_t size_bytes() const override { return bytes_.size(); }
  [[nodiscard]] Result<std::size_t> read(std::uint64_t offset,
                                         MutableBytes target) override {
    if (offset < until_ && offset + target.size() > from_) {
      return Fault{kind_, "cannot be read", "", from_};
    }
    return MemoryContent(bytes_).read(offset, target);
  }

 private:
  Bytes bytes_;
  std::uint64_t from_;
  std::uint64_t until_;
  FaultKind kind_;
};

TEST(BrokenVideo, IsSeenAsFarAsItGoes) {
  const Bytes whole = clips().front;
  const SeenVideo all = see(whole);
  ASSERT_EQ(all.frames.size(), 8u);
  const SeenVideo half = see(whole.first(whole.size() / 2));
  ASSERT_TRUE(half.summary) << half.summary.error().line();
  EXPECT_GE(half.frames.size(), 3u);
  EXPECT_LT(half.frames.size(), 7u);
  EXPECT_EQ(agreeing(all, half), half.frames.size());
  EXPECT_EQ(half.summary->broke_off.substr(0, 17), "breaks off after ");
  EXPECT_NE(half.summary->broke_off.find(" of 8.0 s"), std::string::npos)
      << half.summary->broke_off;
}

TEST(BrokenVideo, WithoutItsIndexIsAFault) {
  const auto behind = clips().make("behind.mp4", "-c:v libx264");
  const SeenVideo seen = see(Bytes(behind).first(behind.size() - 500));
  ASSERT_FALSE(seen.summary);
  EXPECT_EQ(seen.summary.error().kind, FaultKind::malformed);
  EXPECT_FALSE(see(Bytes()).summary);
}

TEST(BrokenVideo, IsReadAroundBadSectors) {
  const auto stream = clips().make("stream.ts", "-c:v mpeg2video -q:v 4");
  const std::uint64_t bad = stream.size() / 2 / 4096 * 4096;
  DamagedContent content(stream, bad, bad + 8192, FaultKind::io);
  const SeenVideo seen = see(read_video_frames, content);
  ASSERT_TRUE(seen.summary) << seen.summary.error().line();
  EXPECT_GE(seen.summary->unreadable_bytes, 8192u);
  EXPECT_EQ(seen.summary->unreadable_bytes % 4096, 0u);
  EXPECT_GE(seen.frames.back().at, milliseconds(7'000));
  EXPECT_GE(agreeing(see(stream), seen), 7u);
}

TEST(BrokenVideo, OfADeviceThatWentAwayIsThatFault) {
  const Bytes whole = clips().front;
  DamagedContent content(whole, whole.size() / 2, whole.size(), FaultKind::gone);
  const SeenVideo seen = see(read_video_frames, content);
  ASSERT_FALSE(seen.summary);
  EXPECT_EQ(seen.summary.error().kind, FaultKind::gone);
}

// Flipped bits and cut ends, of each format; what comes of it comes again.
class Mutilated : public testing::TestWithParam<const char*> {};

TEST_P(Mutilated, NeitherCrashesNorChangesItsAnswer) {
  const std::string name = GetParam();
  const auto whole = clips().make("m-" + name, name == "a.ogv"    ? "-c:v libtheora"
                                               : name == "a.webm" ? "-c:v libvpx"
                                                                  : "");
  std::mt19937 random(static_cast<unsigned>(name.size()));
  std::size_t fine = 0;
  for (int round = 0; round < 40; ++round) {
    auto bytes = whole;
    // As many in the beginning, where the structure is, as in all of it.
    for (int flip = 0; flip < 1 << round % 6; ++flip) {
      const std::size_t within = flip % 2 == 0 ? bytes.size() : std::size_t{2'000};
      bytes[random() % within] ^= static_cast<std::byte>(1u << random() % 8);
    }
    if (round % 3 == 0) bytes.resize(bytes.size() - random() % bytes.size());
    const SeenVideo once = see(bytes);
    const SeenVideo again = see(bytes);
    EXPECT_EQ(once.frames, again.frames) << name << " in round " << round;
    EXPECT_EQ(once.summary.has_value(), again.summary.has_value());
    EXPECT_EQ(once.summary.has_value(), !once.frames.empty());
    if (once.summary) ++fine;
  }
  EXPECT_GT(fine, 0u) << name;
}

INSTANTIATE_TEST_SUITE_P(BrokenVideo, Mutilated,
                         testing::Values("a.mp4", "a.mkv", "a.avi", "a.mpg", "a.ts",
                                         "a.wmv", "a.flv", "a.webm", "a.ogv", "a.mov"));

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kHasShadowMemory = true;
#else
constexpr bool kHasShadowMemory = false;
#endif

// What a child of this process may take besides what it has.
void limit_data(std::uint64_t more) {
  std::ifstream status("/proc/self/status");
  std::uint64_t has = 0;
  for (std::string word; status >> word;) {
    if (word == "VmData:" && status >> has) break;
  }
  const rlim_t most = has * 1024 + more;
  const rlimit limit{most, most};
  if (::setrlimit(RLIMIT_DATA, &limit) != 0) ::_exit(99);
}

enum class Ending : std::uint8_t { seen, other_fault, too_big, out_of_memory, died };

// How a video ends that is seen by a process which may take so much memory.
Ending ending_within(std::uint64_t bytes, Bytes video) {
  const pid_t child = ::fork();
  if (child == 0) {
    limit_data(bytes);
    const SeenVideo seen = see(video);
    const auto ending =
        seen.summary                                            ? Ending::seen
        : seen.summary.error().kind == FaultKind::too_big       ? Ending::too_big
        : seen.summary.error().kind == FaultKind::out_of_memory ? Ending::out_of_memory
                                                                : Ending::other_fault;
    ::_exit(static_cast<int>(ending));
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  if (!WIFEXITED(status) || WEXITSTATUS(status) > static_cast<int>(Ending::died)) {
    return Ending::died;
  }
  return static_cast<Ending>(WEXITSTATUS(status));
}

// Lengths, counts and dimensions in the structure say far more than there is.
std::vector<std::byte> enlarged(std::vector<std::byte> bytes, std::mt19937& random) {
  constexpr std::array<std::uint64_t, 8> kSizes = {
      0x00'FF'FF'FF, 0x0B'FF'FF'FF, 0x17'FF'FF'FF, 0x3F'FF'FF'FF,
      0x7F'FF'FF'FF, 0xFF'FF'FF'FF, 0x1F'40'1F'40, 0x0F'FF'FF'FF'FF};
  for (unsigned change = 0, count = 1 + random() % 2; change < count; ++change) {
    const std::size_t width = std::size_t{2} << random() % 3;
    const std::size_t at = random() % (std::min<std::size_t>(bytes.size(), 2'500) - 8);
    const std::uint64_t size = kSizes[random() % kSizes.size()];
    const bool is_big_endian = random() % 2 == 0;
    for (std::size_t i = 0; i < width; ++i) {
      const std::size_t shift = 8 * (is_big_endian ? width - 1 - i : i);
      bytes[at + i] = static_cast<std::byte>(size >> shift);
    }
  }
  return bytes;
}

class Enlarged : public testing::TestWithParam<const char*> {};

TEST_P(Enlarged, IsRefusedWithinItsMemory) {
  if (kHasShadowMemory) GTEST_SKIP() << "the sanitizer takes more than the limit";
  const std::string name = GetParam();
  const auto whole = clips().make(
      "e-" + name, name == "a.mp4" || name == "a.mov" ? "-movflags +faststart" : "");
  std::mt19937 random(static_cast<unsigned>(name.size()));
  constexpr int kRounds = 40;
  int seen = 0;
  for (int round = 0; round < kRounds; ++round) {
    const auto video = enlarged(whole, random);
    const Ending ending = ending_within(kVideoMemory, video);
    EXPECT_NE(ending, Ending::died) << name << " in round " << round;
    EXPECT_NE(ending, Ending::out_of_memory) << name << " in round " << round;
    if (ending == Ending::seen) ++seen;
  }
  EXPECT_GT(seen, 0);
}

INSTANTIATE_TEST_SUITE_P(BrokenVideo, Enlarged,
                         testing::Values("a.mp4", "a.mkv", "a.avi", "a.mov", "a.wmv",
                                         "a.flv"));

// What the limits refuse is told from what the system has not: only that is another
// answer another time.
TEST(LargeFrames, EndByTheLimitsOrForLackOfMemory) {
  if (kHasShadowMemory) GTEST_SKIP() << "the sanitizer takes more than the limit";
  const std::string one = "-frames:v 1 -c:v ffv1 -vf scale=7200:7200 -pix_fmt ";
  const auto beyond = clips().make("bgra.mkv", one + "bgra");
  const auto within = clips().make("yuv.mkv", one + "yuv420p");
  EXPECT_EQ(ending_within(kVideoMemory, beyond), Ending::too_big);
  EXPECT_EQ(ending_within(kVideoMemory, within), Ending::seen);
  EXPECT_EQ(ending_within(std::uint64_t{48} << 20, within), Ending::out_of_memory);
}

}  // namespace
}  // namespace winnow
