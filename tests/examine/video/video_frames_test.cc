#include "scanner/examine/video/video_frames.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/examine/video/clips.h"

namespace winnow {
namespace {

using std::chrono::milliseconds;

const ClipFolder& folder() {
  static const ClipFolder kFolder;
  return kFolder;
}

// The film of which all others here are copies, without loss.
const std::vector<std::byte>& master() {
  static const std::vector<std::byte> kMaster =
      folder().make("master.mkv", film(1, 320, 240) + " -c:v ffv1 -pix_fmt yuv420p");
  return kMaster;
}

const SeenVideo& seen_master() {
  static const SeenVideo kSeen = see(master());
  return kSeen;
}

std::vector<std::byte> copy_of_master(const std::string& name,
                                      const std::string& arguments) {
  (void)master();
  return folder().make(name, "-i master.mkv " + arguments);
}

TEST(VideoFrames, AreOneEachSecondAndNewScenes) {
  const SeenVideo& seen = seen_master();
  ASSERT_TRUE(seen.summary) << seen.summary.error().line();
  EXPECT_EQ(seen.summary->format, "matroska,webm");
  EXPECT_EQ(seen.summary->codec, "ffv1");
  EXPECT_EQ(seen.summary->duration, milliseconds(8'000));
  EXPECT_EQ(seen.summary->frames_decoded, 200u);
  EXPECT_EQ(seen.summary->damaged, 0u);
  EXPECT_EQ(seen.summary->broke_off, "");
  EXPECT_EQ(seen.summary->sparse_from, milliseconds(0));
  // Scenes change with every other second.
  ASSERT_EQ(seen.frames.size(), 8u);
  for (int second = 0; second < 8; ++second) {
    const SeenFrame& frame = seen.frames[static_cast<std::size_t>(second)];
    EXPECT_EQ(frame.at, std::chrono::seconds(second));
    EXPECT_EQ(frame.width, 320u);
    EXPECT_EQ(frame.height, 240u);
    EXPECT_GE(frame.quality, 50u);
  }
}

struct Encoding {
  const char* name;
  const char* arguments;
};

class EncodedAnew : public testing::TestWithParam<Encoding> {};

TEST_P(EncodedAnew, AgreesWithTheOriginal) {
  const auto bytes = copy_of_master(GetParam().name, GetParam().arguments);
  const SeenVideo seen = see(bytes);
  ASSERT_TRUE(seen.summary) << seen.summary.error().line();
  EXPECT_EQ(seen.summary->broke_off, "");
  EXPECT_GE(seen.frames.size(), 8u);
  EXPECT_LE(seen.frames.size(), 13u);
  // Not all: what is a frame earlier or later, or has a quarter of the pixels, may be
  // beyond the distance in a film that never stands still.
  EXPECT_GE(3 * agreeing(seen_master(), seen), 2 * seen.frames.size());
  EXPECT_EQ(seen.frames, see(bytes).frames);
}

INSTANTIATE_TEST_SUITE_P(
    VideoFrames, EncodedAnew,
    testing::Values(
        Encoding{"h264.mp4", "-c:v libx264 -bf 3 -crf 28 -s 192x144"},
        Encoding{"h264-10.mkv", "-c:v libx264 -pix_fmt yuv420p10le -crf 26"},
        Encoding{"front.mp4", "-c:v libx264 -movflags +faststart -g 12"},
        Encoding{"fragments.mp4",
                 "-c:v libx264 -movflags +frag_keyframe+empty_moov -g 25"},
        Encoding{"hevc.mp4", "-c:v libx265 -preset ultrafast -x265-params log-level=0"},
        Encoding{"vp8.webm", "-c:v libvpx -deadline realtime -b:v 400k"},
        Encoding{"vp9.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8"},
        Encoding{"av1.mp4", "-c:v libaom-av1 -cpu-used 8 -usage realtime -b:v 300k"},
        Encoding{"mpeg4.avi", "-c:v mpeg4 -q:v 5"},
        Encoding{"mpeg4.3gp", "-c:v mpeg4 -q:v 5 -s 176x144"},
        Encoding{"msmpeg4.avi", "-c:v msmpeg4 -q:v 5"},
        Encoding{"mpeg1.mpg", "-c:v mpeg1video -q:v 4"},
        Encoding{"mpeg2.vob", "-c:v mpeg2video -q:v 4"},
        Encoding{"h264.ts", "-c:v libx264 -crf 26"},
        Encoding{"wmv2.wmv", "-c:v wmv2 -q:v 5"},
        Encoding{"flv1.flv", "-c:v flv -q:v 5"},
        Encoding{"theora.ogv", "-c:v libtheora -q:v 6"},
        Encoding{"mjpeg.mov", "-c:v mjpeg -q:v 5 -pix_fmt yuvj422p"},
        Encoding{"prores.mov", "-c:v prores"},
        Encoding{"rle.mov", "-c:v qtrle -pix_fmt rgb24 -s 160x120"},
        Encoding{"raw.avi", "-c:v rawvideo -pix_fmt bgr24 -s 160x120"},
        Encoding{"dv.dv", "-s 720x576 -pix_fmt yuv420p -c:v dvvideo"},
        Encoding{"slower.mp4", "-c:v libx264 -r 15"},
        Encoding{"bare.h264", "-c:v libx264 -bf 0"},
        Encoding{"bare.m2v", "-c:v mpeg2video -q:v 4"}),
    [](const auto& test) {
      std::string name = test.param.name;
      for (char& letter : name) {
        if (std::isalnum(static_cast<unsigned char>(letter)) == 0) letter = '_';
      }
      return name;
    });

TEST(VideoFrames, OfAnotherFilmDoNotAgree) {
  const auto other =
      folder().make("other.mkv", film(5, 320, 240) + " -c:v ffv1 -pix_fmt yuv420p");
  const SeenVideo seen = see(other);
  ASSERT_EQ(seen.frames.size(), 8u);
  EXPECT_EQ(agreeing(seen_master(), seen), 0u);
}

TEST(VideoFrames, OfAClipCutOutAgreeInTheirScenes) {
  const SeenVideo seen =
      see(copy_of_master("cut.mp4", "-ss 1.3 -t 5 -c:v libx264 -s 240x180"));
  ASSERT_TRUE(seen.summary);
  EXPECT_GE(agreeing(seen_master(), seen), 3u);
}

// The hashes that ThreatExchange's vpdq made of the same clips, of every frame.
std::vector<SeenFrame> vpdq_frames(const std::string& name) {
  std::ifstream lines(WINNOW_SHARED_DIR
                      "/evidence/pictures/threatexchange_video/vpdq/sample-hashes/" +
                      name + ".txt");
  std::vector<SeenFrame> frames;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string number;
    std::string quality;
    std::string hex;
    std::getline(fields, number, ',');
    std::getline(fields, quality, ',');
    std::getline(fields, hex, ',');
    SeenFrame frame;
    frame.quality = static_cast<unsigned>(std::stoul(quality));
    for (std::size_t i = 0; i < frame.hash.value.size(); ++i) {
      frame.hash.value[i] =
          static_cast<std::byte>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
    }
    frames.push_back(frame);
  }
  return frames;
}

TEST(VideoFrames, HaveTheHashesOfTheReference) {
  for (const std::string name :
       {"doorknob-hd-no-bar", "pattern-sd-grey-bar", "pattern-sd-with-small-logo-bar",
        "test-padded-dimensions"}) {
    const auto expected = vpdq_frames(name);
    ASSERT_FALSE(expected.empty()) << name;
    const auto bytes = bytes_of_file(
        WINNOW_SHARED_DIR "/evidence/pictures/threatexchange_video/tmk/sample-videos/" +
        name + ".mp4");
    const SeenVideo seen = see(bytes);
    ASSERT_TRUE(seen.summary) << name;
    EXPECT_GE(seen.frames.size(), 4u) << name;
    for (const SeenFrame& frame : seen.frames) {
      const auto number = static_cast<std::size_t>(
          std::lround(static_cast<double>(frame.at.count()) * 30 / 1000));
      ASSERT_LT(number, expected.size());
      const SeenFrame& known = expected[number];
      EXPECT_NEAR(frame.quality, known.quality, 4) << name << number;
      if (known.quality < 50) continue;  // a hash of nothing
      EXPECT_LE(pdq_distance(frame.hash, known.hash), 12u) << name << number;
    }
  }
}

TEST(VideoFrames, KeepToLimits) {
  const auto& bytes = master();
  VideoLimits few;
  few.frames = 3;
  const SeenVideo three = see(bytes, few);
  EXPECT_EQ(three.frames.size(), 3u);
  EXPECT_EQ(three.summary->broke_off,
            "ended after 3 frames, the most that are taken of one video");
  VideoLimits small;
  small.pixels = 320 * 240 - 1;
  const SeenVideo none = see(bytes, small);
  ASSERT_FALSE(none.summary);
  EXPECT_EQ(none.summary.error().kind, FaultKind::too_big);
  VideoLimits tight;
  tight.frame_bytes = 1'000;
  const auto hungry = see(copy_of_master("hungry.mp4", "-c:v libx264 -refs 8"), tight);
  ASSERT_FALSE(hungry.summary);
  EXPECT_EQ(hungry.summary.error().kind, FaultKind::too_big)
      << hungry.summary.error().line();
}

TEST(VideoFrames, BeyondTheLimitOfWorkAreKeyFrames) {
  const auto bytes =
      copy_of_master("keys.mp4", "-c:v libx264 -g 25 -keyint_min 25 -sc_threshold 0");
  VideoLimits limits;
  limits.decoded_pixels = 320 * 240 * 40;
  const SeenVideo seen = see(bytes, limits);
  ASSERT_TRUE(seen.summary);
  EXPECT_GT(seen.summary->sparse_from, milliseconds(1'000));
  EXPECT_LT(seen.summary->sparse_from, milliseconds(5'000));
  EXPECT_LT(seen.summary->frames_decoded, 60u);
  EXPECT_EQ(seen.frames.size(), 8u);
  EXPECT_EQ(seen.frames.back().at, milliseconds(7'000));
  EXPECT_EQ(agreeing(seen_master(), seen), 8u);
  EXPECT_EQ(seen.summary->broke_off, "");
}

TEST(VideoFrames, EndWhenNoMoreAreWanted) {
  MemoryContent content(master());
  int taken = 0;
  const auto summary = read_video_frames(
      content, {}, [&taken](const VideoFrame&) { return ++taken < 2; });
  ASSERT_TRUE(summary);
  EXPECT_EQ(taken, 2);
  EXPECT_EQ(summary->frames_taken, 2u);
}

TEST(VideoFrames, SayThatATrackWasNotSeen) {
  const SeenVideo seen =
      see(copy_of_master("two.mkv", "-map 0 -map 0 -c:v mpeg4 -s:v:0 160x120"));
  ASSERT_TRUE(seen.summary);
  EXPECT_EQ(seen.summary->tracks_unseen, 1u);
  EXPECT_EQ(seen.frames[0].width, 320u);
}

TEST(VideoFrames, AreNoneOfSoundWithACover) {
  (void)master();
  (void)folder().make("cover.jpg", "-i master.mkv -frames:v 1");
  const auto song =
      folder().make("song.m4a",
                    "-f lavfi -i sine=duration=2 -i cover.jpg -map 0 -map 1 -c:v copy "
                    "-disposition:v attached_pic");
  const SeenVideo seen = see(song);
  ASSERT_FALSE(seen.summary);
  EXPECT_EQ(seen.summary.error().kind, FaultKind::missing);
}

TEST(VideoFrames, AreNoneOfWhatNamesOtherFiles) {
  (void)copy_of_master("named.ts", "-c:v mpeg2video");
  for (const std::string& text :
       {"#EXTM3U\n#EXT-X-TARGETDURATION:8\n#EXTINF:8,\n" + folder().path("named.ts") +
            "\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile " + folder().path("named.ts") + "\n",
        "file '" + folder().path("named.ts") + "'\n",
        std::string("v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\n"
                    "t=0 0\r\nm=video 5000 RTP/AVP 32\r\n"),
        std::string("<?xml version=\"1.0\"?><MPD type=\"static\"></MPD>")}) {
    EXPECT_FALSE(see(bytes_of(text)).summary) << text;
  }
}

// QuickTime can keep its samples in another file, which is then named by a path.
TEST(VideoFrames, AreNoneOfAnotherFilesSamples) {
  auto bytes = copy_of_master("refers.mov", "-c:v mjpeg");
  const std::string_view text = text_of(bytes);
  const std::size_t self = text.rfind(std::string("dref"));
  ASSERT_NE(self, std::string_view::npos);
  const std::size_t flags = text.find("url ", self) + 4;
  bytes[flags + 3] = std::byte{0};  // no more "in this file"
  const SeenVideo seen = see(bytes);
  EXPECT_TRUE(seen.frames.empty() || agreeing(seen_master(), seen) > 0);
}

}  // namespace
}  // namespace winnow
