// Broken files are seen as far as they go, and nothing that is in them ends the
// program.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "tests/examine/video/clips.h"

namespace winnow {
namespace {

using std::chrono::milliseconds;

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

}  // namespace
}  // namespace winnow
