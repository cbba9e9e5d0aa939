// MediaInput: a content as libavformat reads it, through callbacks of ours.
#ifndef WINNOW_SCANNER_EXAMINE_VIDEO_MEDIA_INPUT_H_
#define WINNOW_SCANNER_EXAMINE_VIDEO_MEDIA_INPUT_H_

extern "C" {
#include <libavformat/avformat.h>
}

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "scanner/examine/content/content.h"

namespace winnow {

// By the names of libavcodec: decoders that start no second thread, open no device and
// need no file of their own.
inline constexpr const char* kVideoCodecs =
    "h264,hevc,vp8,vp9,libdav1d,mpeg4,mpeg2video,mpeg1video,h263,h263i,h263p,h261,"
    "msmpeg4v1,msmpeg4v2,msmpeg4,wmv1,wmv2,wmv3,vc1,flv,vp3,theora,vp6,vp6f,vp6a,vp7,"
    "rv10,rv20,rv30,rv40,svq1,svq3,cinepak,indeo2,indeo3,indeo4,indeo5,mjpeg,mjpegb,"
    "amv,dvvideo,prores,dnxhd,cfhd,huffyuv,ffvhuff,ffv1,utvideo,lagarith,magicyuv,"
    "rawvideo,msvideo1,msrle,qtrle,rpza,smc,zmbv,g2m,mss1,mss2,flashsv,flashsv2,cavs,"
    "dirac";

// The words of libavutil for one of its error numbers.
[[nodiscard]] std::string av_words(int error);

// libav asks for what a file says it needs. No single piece of memory is larger than
// this: a plane of 8K in 32 bits a pixel takes 127 MiB.
inline constexpr std::size_t kMostVideoBytesAtOnce = std::size_t{192} << 20;

// After one of libav's calls said ENOMEM: whether the system had no memory for it, and
// not only our own limits. The C library leaves its word in errno, which open_media()
// clears and the limits do not touch. How short memory is depends on the neighbours;
// what our limits refuse, they refuse each time.
[[nodiscard]] bool is_memory_short();
// That ENOMEM as a fault: `out_of_memory`, or `too_big`.
[[nodiscard]] Fault refused_memory();

// What is read of a content. What cannot be read of it is zeros, as in an image of a
// damaged disk, until there is too much of it.
class ReadContent {
 public:
  explicit ReadContent(Content& content);

  // As libavformat asks: a count of bytes, or one of its errors.
  [[nodiscard]] int read(MutableBytes target);
  [[nodiscard]] std::int64_t seek(std::int64_t offset, int whence);

  [[nodiscard]] std::uint64_t unreadable_bytes() const { return unreadable_bytes_; }
  // Why nothing more is read, if so.
  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }

 private:
  [[nodiscard]] int read_around_damage(MutableBytes target);

  Content& content_;
  std::uint64_t size_;
  std::uint64_t at_ = 0;
  std::uint64_t left_;  // to be read: who goes back again and again is stopped
  std::uint64_t unreadable_bytes_ = 0;
  std::optional<Fault> fault_;
};

struct CloseMedia {
  void operator()(AVFormatContext* media) const;
};

struct MediaInput {
  std::unique_ptr<ReadContent> content;  // outlives the media
  std::unique_ptr<AVFormatContext, CloseMedia> media;
};

// Opens it and finds out what is in it. Only formats that are one file are tried:
// nothing that names others, no pictures, no protocols.
[[nodiscard]] Result<MediaInput> open_media(Content& content, std::uint64_t pixels);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_VIDEO_MEDIA_INPUT_H_
