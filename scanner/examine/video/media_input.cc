#include "scanner/examine/video/media_input.h"

extern "C" {
#include <libavutil/error.h>
#include <libavutil/log.h>
#include <libavutil/mem.h>
}

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdarg>
#include <new>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace winnow {
namespace {

constexpr std::size_t kBufferBytes = 64 << 10;
// Sound may lie between, and indexes at the end: some files are read twice.
constexpr std::uint64_t kTimesRead = 8;
constexpr std::uint64_t kReadBesides = 64 << 20;
constexpr std::uint64_t kLargest = std::uint64_t{1} << 56;
constexpr std::uint64_t kMostUnreadable = 1 << 20;
constexpr std::size_t kSector = 4096;

// What is one file, and shows what people film, send and watch.
constexpr const char* kFormats =
    "mov,matroska,avi,mpeg,mpegts,mpegvideo,m4v,asf,flv,ogg,rm,ivf,h264,hevc,h263,obu,"
    "dv,mxf,nut,wtv,dhav,vc1";

int read_callback(void* opaque, std::uint8_t* target, int size) {
  if (size <= 0) return AVERROR(EINVAL);
  // No exception may cross libavformat.
  try {
    return static_cast<ReadContent*>(opaque)->read(
        std::as_writable_bytes(std::span(target, static_cast<std::size_t>(size))));
  } catch (const std::bad_alloc&) {
    errno = ENOMEM;
    return AVERROR(ENOMEM);
  }
}

std::int64_t seek_callback(void* opaque, std::int64_t offset, int whence) {
  return static_cast<ReadContent*>(opaque)->seek(offset, whence);
}

int refuse_to_open(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
  return AVERROR(EACCES);
}

void say_nothing(void*, int, const char*, std::va_list) {}

// For the whole process: libav prints, and allocates what a file says.
bool quieten(std::size_t most_at_once) {
  ::av_log_set_callback(say_nothing);
  ::av_max_alloc(most_at_once);
  return true;
}

class Options {
 public:
  ~Options() { ::av_dict_free(&entries_); }
  Options() = default;
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;

  void set(const char* key, const char* value) {
    ::av_dict_set(&entries_, key, value, 0);
  }
  void set(const char* key, std::int64_t value) {
    ::av_dict_set_int(&entries_, key, value, 0);
  }
  AVDictionary** get() { return &entries_; }

 private:
  AVDictionary* entries_ = nullptr;
};

Fault fault_of(int error, const ReadContent& content) {
  if (content.fault()) return *content.fault();
  if (error == AVERROR(ENOMEM)) return refused_memory();
  const bool is_other = error == AVERROR(EINVAL) ||
                        error == AVERROR_DEMUXER_NOT_FOUND ||
                        error == AVERROR_PATCHWELCOME;
  return Fault{is_other ? FaultKind::unsupported : FaultKind::malformed,
               "cannot be opened as a video: " + av_words(error),
               "",
               {}};
}

AVFormatContext* allocate_media(ReadContent& content) {
  auto* buffer = static_cast<unsigned char*>(::av_malloc(kBufferBytes));
  if (buffer == nullptr) return nullptr;
  AVIOContext* io = ::avio_alloc_context(buffer, kBufferBytes, 0, &content,
                                         read_callback, nullptr, seek_callback);
  AVFormatContext* media = io != nullptr ? ::avformat_alloc_context() : nullptr;
  if (media == nullptr) {
    if (io == nullptr) ::av_free(buffer);
    if (io != nullptr) ::av_freep(&io->buffer);
    ::avio_context_free(&io);
    return nullptr;
  }
  media->pb = io;
  media->flags |= AVFMT_FLAG_CUSTOM_IO;
  media->io_open = refuse_to_open;
  return media;
}

// The fault of a stream whose frames are too large; libavformat would forget their
// size.
std::optional<Fault> too_large(const AVFormatContext& media, std::uint64_t pixels) {
  for (unsigned i = 0; i < media.nb_streams; ++i) {
    const AVCodecParameters& stated = *media.streams[i]->codecpar;
    if (stated.codec_type != AVMEDIA_TYPE_VIDEO || stated.width <= 0 ||
        stated.height <= 0 ||
        static_cast<std::uint64_t>(stated.width) <=
            pixels / static_cast<std::uint64_t>(stated.height)) {
      continue;
    }
    return Fault{FaultKind::too_big,
                 "has frames of " + std::to_string(stated.width) + " by " +
                     std::to_string(stated.height) + " pixels, more than are looked at",
                 "",
                 {}};
  }
  return std::nullopt;
}

// libavformat decodes a little of each stream to know it.
int find_streams(AVFormatContext& media, std::uint64_t pixels) {
  std::vector<Options> of_each(media.nb_streams);
  std::vector<AVDictionary*> entries;
  for (Options& options : of_each) {
    options.set("max_pixels", static_cast<std::int64_t>(pixels));
    options.set("threads", 1);
    entries.push_back(std::exchange(*options.get(), nullptr));
  }
  const int found =
      ::avformat_find_stream_info(&media, entries.empty() ? nullptr : entries.data());
  for (AVDictionary*& entry : entries) ::av_dict_free(&entry);
  return found;
}

}  // namespace

std::string av_words(int error) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> words{};
  ::av_strerror(error, words.data(), words.size());
  return words.data();
}

bool is_memory_short() {
  return errno == ENOMEM;
}

Fault refused_memory() {
  if (is_memory_short()) {
    return Fault{FaultKind::out_of_memory, "takes more memory than there is", "", {}};
  }
  return Fault{
      FaultKind::too_big, "asks for more memory than a video may have", "", {}};
}

ReadContent::ReadContent(Content& content)
    : content_(content),
      size_(std::min(content.size_bytes(), kLargest)),
      left_(size_ * kTimesRead + kReadBesides) {}

int ReadContent::read(MutableBytes target) {
  if (fault_) return AVERROR(EIO);
  if (target.size() > left_) {
    fault_ =
        Fault{FaultKind::malformed, "leads back into itself again and again", "", {}};
    return AVERROR(EIO);
  }
  const auto length = content_.read(at_, target);
  if (!length) return read_around_damage(target);
  if (*length == 0) return AVERROR_EOF;
  at_ += *length;
  left_ -= *length;
  return static_cast<int>(*length);
}

int ReadContent::read_around_damage(MutableBytes target) {
  const MutableBytes piece = target.first(
      std::min(target.size(), kSector - static_cast<std::size_t>(at_ % kSector)));
  auto length = content_.read(at_, piece);
  if (!length) {
    unreadable_bytes_ += piece.size();
    if (length.error().kind == FaultKind::gone || unreadable_bytes_ > kMostUnreadable) {
      fault_ = length.error();
      return AVERROR(EIO);
    }
    std::fill(piece.begin(), piece.end(), std::byte{0});
    length = static_cast<std::size_t>(
        std::min<std::uint64_t>(piece.size(), size_ - std::min(at_, size_)));
  }
  if (*length == 0) return AVERROR_EOF;
  at_ += *length;
  left_ -= *length;
  return static_cast<int>(*length);
}

std::int64_t ReadContent::seek(std::int64_t offset, int whence) {
  const auto size = static_cast<std::int64_t>(size_);
  whence &= ~AVSEEK_FORCE;
  if (whence == AVSEEK_SIZE) return size;
  std::int64_t from = 0;
  if (whence == SEEK_CUR) from = static_cast<std::int64_t>(at_);
  if (whence == SEEK_END) from = size;
  std::int64_t to = 0;
  if (__builtin_add_overflow(from, offset, &to) || to < 0) return AVERROR(EINVAL);
  at_ = static_cast<std::uint64_t>(to);
  return to;
}

void CloseMedia::operator()(AVFormatContext* media) const {
  AVIOContext* io = media->pb;
  ::avformat_close_input(&media);
  ::av_freep(&io->buffer);
  ::avio_context_free(&io);
}

Result<MediaInput> open_media(Content& content, std::uint64_t pixels) {
  static const bool kIsQuiet = quieten(kMostVideoBytesAtOnce);
  errno = 0;
  MediaInput input;
  input.content = std::make_unique<ReadContent>(content);
  AVFormatContext* media = kIsQuiet ? allocate_media(*input.content) : nullptr;
  if (media == nullptr) return refused_memory();
  AVIOContext* io = media->pb;
  Options options;
  options.set("format_whitelist", kFormats);
  options.set("codec_whitelist", kVideoCodecs);
  options.set("protocol_whitelist", "");
  options.set("max_streams", 100);
  // What is stored is looked at, not what an edit list leaves of it.
  options.set("ignore_editlist", 1);
  options.set("ignore_chapters", 1);
  const int opened = ::avformat_open_input(&media, "", nullptr, options.get());
  if (opened < 0) {  // it has freed the media, but not our part of it
    ::av_freep(&io->buffer);
    ::avio_context_free(&io);
    return fault_of(opened, *input.content);
  }
  input.media.reset(media);
  if (const auto fault = too_large(*media, pixels)) return *fault;
  const int found = find_streams(*media, pixels);
  if (found < 0) return fault_of(found, *input.content);
  return input;
}

}  // namespace winnow
