#include "scanner/examine/video/frame_grey.h"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <vector>

namespace winnow {
namespace {

struct FreeFrame {
  void operator()(AVFrame* frame) const { ::av_frame_free(&frame); }
};
using Frame = std::unique_ptr<AVFrame, FreeFrame>;

// Every byte of each plane is `byte`.
Frame frame_of(AVPixelFormat format, int width, int height, std::uint8_t byte = 0) {
  Frame frame(::av_frame_alloc());
  frame->format = format;
  frame->width = width;
  frame->height = height;
  EXPECT_EQ(::av_frame_get_buffer(frame.get(), 0), 0);
  for (const AVBufferRef* buffer : frame->buf) {
    if (buffer != nullptr) std::memset(buffer->data, byte, buffer->size);
  }
  return frame;
}

// The grey of the pixel in the middle.
int middle_of(const Frame& frame) {
  const auto grey = FrameGrey::of(*frame);
  if (!grey) return -1;
  std::vector<std::byte> samples;
  const Pixels pixels = grey->pixels(samples);
  EXPECT_TRUE(pixels.is_whole());
  EXPECT_EQ(pixels.height, static_cast<std::uint32_t>(frame->height));
  const Bytes row = pixels.row(pixels.height / 2);
  return std::to_integer<int>(row[pixels.width / 2]);
}

void put(const Frame& frame, std::vector<std::uint8_t> bytes) {
  std::uint8_t* row = frame->data[0] + frame->height / 2 * frame->linesize[0];
  std::memcpy(row + static_cast<std::size_t>(frame->width / 2) * bytes.size(),
              bytes.data(), bytes.size());
}

TEST(FrameGrey, BringsTheRangeOfTelevisionToAllOfGrey) {
  EXPECT_EQ(middle_of(frame_of(AV_PIX_FMT_YUV420P, 18, 10, 16)), 0);
  EXPECT_EQ(middle_of(frame_of(AV_PIX_FMT_YUV420P, 18, 10, 235)), 255);
  EXPECT_EQ(middle_of(frame_of(AV_PIX_FMT_YUV420P, 18, 10, 126)), 128);
  EXPECT_EQ(middle_of(frame_of(AV_PIX_FMT_YUV444P, 18, 10, 3)), 0);
}

TEST(FrameGrey, LeavesTheRangeOfPictures) {
  EXPECT_EQ(middle_of(frame_of(AV_PIX_FMT_YUVJ420P, 18, 10, 16)), 16);
  EXPECT_EQ(middle_of(frame_of(AV_PIX_FMT_GRAY8, 18, 10, 235)), 235);
  const Frame stated = frame_of(AV_PIX_FMT_YUV422P, 18, 10, 16);
  stated->color_range = AVCOL_RANGE_JPEG;
  EXPECT_EQ(middle_of(stated), 16);
}

TEST(FrameGrey, TakesTheUpperBitsOfDeeperSamples) {
  // 0x0202 of 10 bits is 128 of 8, 0x6060 of 16 is 96.
  EXPECT_EQ(middle_of(frame_of(AV_PIX_FMT_YUV420P10LE, 18, 10, 0x02)),
            middle_of(frame_of(AV_PIX_FMT_YUV420P, 18, 10, 128)));
  EXPECT_EQ(middle_of(frame_of(AV_PIX_FMT_YUV444P16BE, 18, 10, 0x60)),
            middle_of(frame_of(AV_PIX_FMT_YUV420P, 18, 10, 0x60)));
}

TEST(FrameGrey, FindsLumaAmongPackedSamples) {
  const Frame frame = frame_of(AV_PIX_FMT_YUYV422, 18, 10, 200);
  put(frame, {126, 9});
  EXPECT_EQ(middle_of(frame), 128);
}

TEST(FrameGrey, WeighsRedGreenAndBlue) {
  const Frame rgb = frame_of(AV_PIX_FMT_RGB24, 18, 10);
  put(rgb, {100, 50, 200});
  EXPECT_EQ(middle_of(rgb), 82);  // 29.9 + 29.35 + 22.8
  const Frame bgra = frame_of(AV_PIX_FMT_BGRA, 18, 10);
  put(bgra, {200, 50, 100, 7});
  EXPECT_EQ(middle_of(bgra), 82);
  // Five, six and five bits: red 12, green 12, blue 24.
  const Frame little = frame_of(AV_PIX_FMT_RGB565LE, 18, 10);
  put(little, {0x98, 0x61});
  const Frame big = frame_of(AV_PIX_FMT_RGB565BE, 18, 10);
  put(big, {0x61, 0x98});
  EXPECT_EQ(middle_of(little), 79);  // of 96, 48 and 192
  EXPECT_EQ(middle_of(big), 79);
}

TEST(FrameGrey, LooksColoursUpInThePalette) {
  const Frame frame = frame_of(AV_PIX_FMT_PAL8, 18, 10);
  const std::uint32_t colour = 0xff000000u | 100u << 16 | 50u << 8 | 200u;
  std::memcpy(frame->data[1] + 4 * 5, &colour, sizeof colour);
  put(frame, {5});
  EXPECT_EQ(middle_of(frame), 82);
}

TEST(FrameGrey, GivesNothingOfWhatIsNotWholeBytes) {
  EXPECT_EQ(middle_of(frame_of(AV_PIX_FMT_MONOBLACK, 18, 10)), -1);
  EXPECT_EQ(middle_of(frame_of(AV_PIX_FMT_GBRPF32LE, 18, 10)), -1);
  AVFrame empty{};
  empty.format = AV_PIX_FMT_NONE;
  EXPECT_FALSE(FrameGrey::of(empty));
}

TEST(FrameGrey, SketchesFieldsEvenOfTheSmallest) {
  const Frame frame = frame_of(AV_PIX_FMT_GRAY8, 64, 64, 10);
  for (int y = 0; y < 4; ++y) {
    std::memset(frame->data[0] + y * frame->linesize[0] + 60, 210, 4);
  }
  const FrameSketch sketch = FrameGrey::of(*frame)->sketch();
  EXPECT_EQ(sketch[15], 210);
  EXPECT_EQ(sketch[14], 10);
  EXPECT_EQ(sketch[31], 10);
  const Frame dot = frame_of(AV_PIX_FMT_GRAY8, 1, 1, 77);
  EXPECT_EQ(FrameGrey::of(*dot)->sketch()[255], 77);
}

}  // namespace
}  // namespace winnow
