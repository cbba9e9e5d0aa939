#include "scanner/examine/video/video_track.h"

extern "C" {
#include <libavutil/imgutils.h>
}

#include <algorithm>
#include <new>
#include <utility>

namespace winnow {
namespace {

using std::chrono::milliseconds;

constexpr AVRational kMilliseconds{1, 1000};
constexpr milliseconds kUsualFrame{40};
constexpr milliseconds kLongestGap = std::chrono::minutes(10);

milliseconds in_ms(std::int64_t units, AVRational unit) {
  return milliseconds(::av_rescale_q(units, unit, kMilliseconds));
}

// "12.5 s"
std::string seconds_text(milliseconds time) {
  const auto tenths = (time.count() + 50) / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

bool is_moving_picture(const AVStream& stream) {
  return stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO &&
         (stream.disposition &
          (AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_STILL_IMAGE |
           AV_DISPOSITION_TIMED_THUMBNAILS)) == 0;
}

std::int64_t area(const AVStream& stream) {
  return std::int64_t{stream.codecpar->width} * stream.codecpar->height;
}

milliseconds frame_time(const AVStream& stream) {
  const AVRational rate = stream.avg_frame_rate;
  if (rate.num <= 0 || rate.den <= 0) return kUsualFrame;
  return std::clamp(in_ms(1, av_inv_q(rate)), milliseconds(1), milliseconds(1'000));
}

milliseconds stated_duration(const AVFormatContext& media, const AVStream& stream) {
  if (stream.duration != AV_NOPTS_VALUE && stream.duration > 0) {
    return in_ms(stream.duration, stream.time_base);
  }
  if (media.duration == AV_NOPTS_VALUE || media.duration < 0) return milliseconds(0);
  return in_ms(media.duration, AV_TIME_BASE_Q);
}

// ---- Memory of frames: each buffer of the decoder is wrapped into one that counts.

struct CountedBuffer {
  AVBufferRef* buffer;
  FrameMemory* memory;
};

void give_back(void* opaque, std::uint8_t*) {
  auto* counted = static_cast<CountedBuffer*>(opaque);
  counted->memory->held -= counted->buffer->size;
  ::av_buffer_unref(&counted->buffer);
  delete counted;
}

bool count(AVBufferRef*& buffer, FrameMemory& memory) {
  auto* counted = new (std::nothrow) CountedBuffer{buffer, &memory};
  if (counted == nullptr) return false;
  AVBufferRef* wrapped =
      ::av_buffer_create(buffer->data, buffer->size, give_back, counted, 0);
  if (wrapped == nullptr) {
    delete counted;
    return false;
  }
  memory.held += buffer->size;
  buffer = wrapped;
  return true;
}

int counted_frame(AVCodecContext* codec, AVFrame* frame, int flags) {
  auto& memory = *static_cast<FrameMemory*>(codec->opaque);
  const int bytes = ::av_image_get_buffer_size(
      static_cast<AVPixelFormat>(frame->format), frame->width, frame->height, 1);
  if (bytes < 0) return bytes;
  if (memory.held + static_cast<std::uint64_t>(bytes) > memory.most) {
    memory.has_refused = true;
    return AVERROR(ENOMEM);
  }
  const int given = ::avcodec_default_get_buffer2(codec, frame, flags);
  if (given < 0) return given;
  for (AVBufferRef*& buffer : frame->buf) {
    if (buffer != nullptr && !count(buffer, memory)) {
      ::av_frame_unref(frame);
      return AVERROR(ENOMEM);
    }
  }
  return given;
}

// ---- Opening

struct Tracks {
  AVStream* largest = nullptr;
  std::uint32_t others = 0;  // of moving pictures
};

Tracks choose_track(const AVFormatContext& media) {
  Tracks tracks;
  std::uint32_t all = 0;
  for (unsigned i = 0; i < media.nb_streams; ++i) {
    AVStream* stream = media.streams[i];
    if (!is_moving_picture(*stream)) continue;
    ++all;
    if (tracks.largest == nullptr || area(*stream) > area(*tracks.largest)) {
      tracks.largest = stream;
    }
  }
  tracks.others = all == 0 ? 0 : all - 1;
  return tracks;
}

void read_only_of(AVFormatContext& media, const AVStream& chosen) {
  for (unsigned i = 0; i < media.nb_streams; ++i) {
    AVStream* stream = media.streams[i];
    stream->discard = stream == &chosen ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
  }
}

void configure(AVCodecContext& codec, const VideoLimits& limits, FrameMemory& memory) {
  codec.thread_count = 1;
  codec.flags |= AV_CODEC_FLAG_BITEXACT;  // the same pixels on every processor
  codec.max_pixels = static_cast<std::int64_t>(limits.pixels);
  codec.opaque = &memory;
  codec.get_buffer2 = counted_frame;
  codec.skip_loop_filter = AVDISCARD_ALL;
}

}  // namespace

// ---- TrackClock

std::optional<milliseconds> TrackClock::at(std::int64_t stamp) const {
  if (stamp == AV_NOPTS_VALUE || !anchor_) return std::nullopt;
  std::int64_t passed = 0;
  if (__builtin_sub_overflow(stamp, *anchor_, &passed)) return std::nullopt;
  const milliseconds time = anchored_at_ + in_ms(passed, unit_);
  if (time < now_ || time - now_ > kLongestGap) return std::nullopt;
  return time;
}

milliseconds TrackClock::advance(std::int64_t stamp) {
  if (const auto stamped = at(stamp)) return now_ = *stamped;
  if (has_begun_) now_ += frame_;
  has_begun_ = true;
  anchor_.reset();
  if (stamp != AV_NOPTS_VALUE) anchor_ = stamp;
  anchored_at_ = now_;
  return now_;
}

// ---- VideoTrack

Result<VideoTrack> VideoTrack::open(const MediaInput& input,
                                    const VideoLimits& limits) {
  AVFormatContext& media = *input.media;
  const Tracks tracks = choose_track(media);
  if (tracks.largest == nullptr) {
    return Fault{FaultKind::missing, "holds no moving picture", "", {}};
  }
  read_only_of(media, *tracks.largest);
  VideoTrack track;
  track.input_ = &input;
  track.stream_ = tracks.largest;
  track.most_work_ = limits.decoded_pixels;
  track.clock_ = TrackClock(tracks.largest->time_base, frame_time(*tracks.largest));
  track.summary_.format = media.iformat->name;
  track.summary_.codec = ::avcodec_get_name(tracks.largest->codecpar->codec_id);
  track.summary_.duration = stated_duration(media, *tracks.largest);
  track.summary_.tracks_unseen = tracks.others;
  if (auto opened = track.open_codec(limits); !opened) return opened.error();
  return track;
}

Result<void> VideoTrack::open_codec(const VideoLimits& limits) {
  const AVCodecParameters& stated = *stream_->codecpar;
  const AVCodec* decoder = ::avcodec_find_decoder(stated.codec_id);
  const Fault unsupported{FaultKind::unsupported,
                          "is encoded as " + summary_.codec + ", which is not decoded",
                          "",
                          {}};
  if (decoder == nullptr) return unsupported;
  frame_.reset(::av_frame_alloc());
  packet_.reset(::av_packet_alloc());
  codec_.reset(::avcodec_alloc_context3(decoder));
  memory_ = std::make_unique<FrameMemory>(FrameMemory{0, limits.frame_bytes, false});
  if (!frame_ || !packet_ || !codec_ ||
      ::avcodec_parameters_to_context(codec_.get(), &stated) < 0) {
    return refused_memory();
  }
  configure(*codec_, limits, *memory_);
  codec_->pkt_timebase = stream_->time_base;
  AVDictionary* options = nullptr;
  ::av_dict_set(&options, "codec_whitelist", kVideoCodecs, 0);
  const int opened = ::avcodec_open2(codec_.get(), decoder, &options);
  ::av_dict_free(&options);
  if (opened == AVERROR(ENOMEM)) return refused_memory();
  if (opened < 0) return unsupported;
  return {};
}

const AVFrame* VideoTrack::next(milliseconds due) {
  while (true) {
    const int received = ::avcodec_receive_frame(codec_.get(), frame_.get());
    if (received >= 0) {
      ++summary_.frames_decoded;
      count_work();
      at_ = clock_.advance(frame_->best_effort_timestamp);
      read_to_ = std::max(read_to_, at_);
      return frame_.get();
    }
    if (ends_for_memory(received)) return nullptr;
    if (received == AVERROR(EAGAIN) && !is_draining_) {
      feed(due);
    } else if (is_draining_) {
      if (received != AVERROR_EOF) note_damage(received);
      if (has_ended_) return nullptr;
      ::avcodec_flush_buffers(codec_.get());
      is_draining_ = false;
    } else {
      note_damage(received);
      feed(due);
    }
  }
}

bool VideoTrack::ends_for_memory(int error) {
  if (error == AVERROR(ENOMEM) && is_memory_short()) ran_out_of_memory_ = true;
  return ran_out_of_memory_;
}

void VideoTrack::note_damage(int error) {
  error_ = error;
  ++summary_.damaged;
  count_work();
}

// Gives the decoder the next packet that it needs, or tells it that there is none.
void VideoTrack::feed(milliseconds due) {
  while (!has_ended_) {
    if (!read_packet()) break;
    if (is_wanted(due)) {
      send(packet_.get());
      if (is_sparse_) send(nullptr);
      return;
    }
  }
  send(nullptr);
}

// The next packet of the track; false, and the end, if there is none.
bool VideoTrack::read_packet() {
  constexpr int kMostErrors = 16;  // in a row
  int errors = 0;
  while (true) {
    ::av_packet_unref(packet_.get());
    const int read = ::av_read_frame(input_->media.get(), packet_.get());
    if (read >= 0 && packet_->stream_index == stream_->index) return true;
    if (read >= 0) continue;
    if (ends_for_memory(read)) return false;
    if (read == AVERROR_EOF) {
      end(where_it_breaks_off());
      return false;
    }
    if (input_->content->fault() || ++errors == kMostErrors) {
      const auto& fault = input_->content->fault();
      end("breaks off after " + seconds_text(read_to_) + ": " +
          (fault ? fault->what : av_words(read)));
      return false;
    }
  }
}

bool VideoTrack::is_wanted(milliseconds due) {
  is_encrypted_ = is_encrypted_ ||
                  ::av_packet_get_side_data(packet_.get(), AV_PKT_DATA_ENCRYPTION_INFO,
                                            nullptr) != nullptr;
  const auto at = clock_.at(packet_->pts);
  if (at) read_to_ = std::max(read_to_, *at);
  if (is_sparse_) return (packet_->flags & AV_PKT_FLAG_KEY) != 0 && (!at || *at >= due);
  codec_->skip_frame = at && *at < due ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
  return true;
}

void VideoTrack::send(const AVPacket* packet) {
  const int sent = ::avcodec_send_packet(codec_.get(), packet);
  if (packet == nullptr) {
    is_draining_ = true;
  } else if (sent < 0 && !ends_for_memory(sent)) {
    note_damage(sent);
  }
}

void VideoTrack::count_work() {
  work_ += static_cast<std::uint64_t>(codec_->width) *
           static_cast<std::uint64_t>(codec_->height);
  if (!is_sparse_ && work_ > most_work_) {
    is_sparse_ = true;
    summary_.sparse_from = read_to_;
    codec_->skip_frame = AVDISCARD_DEFAULT;
  }
  if (work_ / 2 > most_work_ && !has_ended_) {
    end("ended after " + seconds_text(read_to_) +
        ": more would have to be decoded than is of one video");
  }
}

void VideoTrack::end(std::string why) {
  has_ended_ = true;
  summary_.broke_off = std::move(why);
  summary_.unreadable_bytes = input_->content->unreadable_bytes();
}

// A little may lack: sound goes on after the last frame.
std::string VideoTrack::where_it_breaks_off() const {
  constexpr milliseconds kLeast{2'000};
  const milliseconds stated = summary_.duration;
  if (stated - read_to_ < std::max(kLeast, stated / 10)) return "";
  return "breaks off after " + seconds_text(read_to_) + " of " + seconds_text(stated);
}

Fault VideoTrack::why_none() const {
  if (input_->content->fault()) return *input_->content->fault();
  if (is_encrypted_) {
    return Fault{FaultKind::encrypted, "is encrypted: no frame can be decoded", "", {}};
  }
  if (memory_->has_refused || error_ == AVERROR(ENOMEM)) {
    return Fault{FaultKind::too_big,
                 "has frames that take more memory than a video may have",
                 "",
                 {}};
  }
  const std::string why = error_ == 0 ? "there is none" : av_words(error_);
  return Fault{FaultKind::malformed, "not one frame can be decoded: " + why, "", {}};
}

}  // namespace winnow
