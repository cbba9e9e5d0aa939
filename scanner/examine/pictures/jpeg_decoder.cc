// JPEG by libjpeg-turbo: baseline, progressive, arithmetic; 8 bits a sample.
//
// The library ends the process where it meets an error, unless it is left by a jump:
// each function that may be left so has nothing with a destructor in it.
#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdio>

#include "scanner/examine/pictures/frames.h"
// Need FILE and size_t to be known.
#include <jpeglib.h>
// After jpeglib.h, whose macros it needs.
#include <jerror.h>

namespace winnow {
namespace {

// A file may have as many scans as it likes, and each goes over all of the picture.
// Cameras and programs write up to twenty.
constexpr std::uint64_t kScannedPixels = 400'000'000;
constexpr std::uint64_t kFewestScans = 32;
constexpr std::uint64_t kMostScans = 500;

constexpr JDIMENSION kRowsAtOnce = 16;

using Words = std::array<char, JMSG_LENGTH_MAX>;

// The colour of what is handed over.
SamplesPerPixel kind_of(const jpeg_decompress_struct& jpeg) {
  const bool is_coloured =
      jpeg.out_color_space == JCS_RGB || jpeg.out_color_space == JCS_CMYK;
  return is_coloured ? SamplesPerPixel::rgb : SamplesPerPixel::grey;
}

// What the library is asked for; of colours that it does not know the first is taken.
J_COLOR_SPACE colours_asked(const jpeg_decompress_struct& jpeg, bool is_small) {
  switch (jpeg.jpeg_color_space) {
    case JCS_RGB:
      return JCS_RGB;
    case JCS_CMYK:
    case JCS_YCCK:
      return JCS_CMYK;
    case JCS_GRAYSCALE:
      return JCS_GRAYSCALE;
    case JCS_YCbCr:
      return is_small ? JCS_RGB : JCS_GRAYSCALE;
    default:
      return JCS_UNKNOWN;
  }
}

// The fewest eighths of a picture that come to so many pixels on its longer side.
unsigned eighths_for(const jpeg_decompress_struct& jpeg, std::uint32_t least_side) {
  const std::uint64_t side = std::max(jpeg.image_width, jpeg.image_height);
  unsigned eighths = 1;
  while (eighths < 8 && side * eighths / 8 < least_side) ++eighths;
  return eighths;
}

std::byte mixed(unsigned ink, unsigned black) {
  return static_cast<std::byte>((ink * black + 127) / 255);
}

// Inks as Adobe writes them, where 255 is none, or the other way round.
void inks_to_rgb(const JSAMPLE* from, std::byte* to, std::size_t pixels,
                 bool is_inverted) {
  const unsigned turn = is_inverted ? 0 : 255;
  for (; pixels > 0; --pixels, from += 4, to += 3) {
    for (std::size_t i = 0; i < 3; ++i) to[i] = mixed(from[i] ^ turn, from[3] ^ turn);
  }
}

}  // namespace

struct JpegDecoder::Session {
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  std::jmp_buf escape{};
  Words warning{};  // the first one; empty if there was none
  Words error{};
  std::uint64_t most_scans = 0;
  bool has_too_many_scans = false;
  volatile std::uint32_t rows = 0;  // that are decoded

  Session() {
    jpeg.err = jpeg_std_error(&errors);
    errors.error_exit = [](j_common_ptr common) { of(common).leave(); };
    errors.emit_message = [](j_common_ptr common, int level) {
      if (level < 0) of(common).warn();
    };
    errors.output_message = [](j_common_ptr) {};
    jpeg_create_decompress(&jpeg);
    jpeg.client_data = this;
    progress.progress_monitor = [](j_common_ptr common) { of(common).count_scans(); };
    jpeg.progress = &progress;
  }
  ~Session() { jpeg_destroy_decompress(&jpeg); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  static Session& of(j_common_ptr common) {
    return *static_cast<Session*>(common->client_data);
  }
  [[noreturn]] void leave() {
    errors.format_message(reinterpret_cast<j_common_ptr>(&jpeg), error.data());
    std::longjmp(escape, 1);
  }
  void warn() {
    // These say nothing of the pixels.
    if (errors.msg_code == JWRN_JFIF_MAJOR || errors.msg_code == JWRN_ADOBE_XFORM)
      return;
    if (warning[0] != 0) return;
    errors.format_message(reinterpret_cast<j_common_ptr>(&jpeg), warning.data());
  }
  void count_scans() {
    if (static_cast<std::uint64_t>(jpeg.input_scan_number) <= most_scans) return;
    has_too_many_scans = true;
    std::longjmp(escape, 1);
  }

  void begin(std::uint64_t memory) {
    jpeg_abort_decompress(&jpeg);
    jpeg.mem->max_memory_to_use = static_cast<long>(memory);
    warning[0] = error[0] = 0;
    most_scans = kMostScans;
    has_too_many_scans = false;
    rows = 0;
  }

  // false: see `error`.
  bool read_header(Bytes content) {
    if (setjmp(escape) != 0) return false;
    jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(content.data()),
                 content.size());
    jpeg_read_header(&jpeg, TRUE);
    return true;
  }

  // Of a picture of several scans this decodes all of them.
  bool start(std::uint32_t least_side) {
    if (setjmp(escape) != 0) return false;
    jpeg.out_color_space = colours_asked(jpeg, least_side > 0);
    if (least_side > 0) {
      jpeg.scale_num = eighths_for(jpeg, least_side);
      jpeg.scale_denom = 8;
      jpeg.do_fancy_upsampling = FALSE;
    }
    jpeg_start_decompress(&jpeg);
    return true;
  }

  bool read_rows(std::byte* samples, std::size_t stride) {
    if (setjmp(escape) != 0) return false;
    while (jpeg.output_scanline < jpeg.output_height) {
      JSAMPROW wanted[kRowsAtOnce];
      const JDIMENSION count =
          std::min(kRowsAtOnce, jpeg.output_height - jpeg.output_scanline);
      for (JDIMENSION i = 0; i < count; ++i) {
        wanted[i] = reinterpret_cast<JSAMPLE*>(samples) +
                    (std::size_t{jpeg.output_scanline} + i) * stride;
      }
      jpeg_read_scanlines(&jpeg, wanted, count);
      rows = jpeg.output_scanline;
    }
    return true;
  }

  // The same for colours that are not handed over as they come.
  bool convert_rows(std::byte* samples, std::size_t stride) {
    if (setjmp(escape) != 0) return false;
    const auto given = static_cast<JDIMENSION>(jpeg.output_components);
    JSAMPARRAY row = jpeg.mem->alloc_sarray(reinterpret_cast<j_common_ptr>(&jpeg),
                                            JPOOL_IMAGE, jpeg.output_width * given, 1);
    while (jpeg.output_scanline < jpeg.output_height) {
      std::byte* to = samples + std::size_t{jpeg.output_scanline} * stride;
      jpeg_read_scanlines(&jpeg, row, 1);
      if (jpeg.out_color_space == JCS_CMYK) {
        inks_to_rgb(row[0], to, jpeg.output_width, jpeg.saw_Adobe_marker != FALSE);
      } else {
        for (std::size_t x = 0; x < jpeg.output_width; ++x) {
          to[x] = std::byte{row[0][x * given]};
        }
      }
      rows = jpeg.output_scanline;
    }
    return true;
  }

  bool decode_rows(const Canvas& canvas) {
    const bool as_they_come =
        jpeg.out_color_space == JCS_GRAYSCALE || jpeg.out_color_space == JCS_RGB;
    return as_they_come ? read_rows(canvas.samples.data(), canvas.row_bytes())
                        : convert_rows(canvas.samples.data(), canvas.row_bytes());
  }

  [[nodiscard]] Fault fault() const {
    if (has_too_many_scans) {
      return picture_fault(FaultKind::too_big,
                           "the JPEG has more than the " + std::to_string(most_scans) +
                               " scans that are decoded of its size");
    }
    FaultKind kind = FaultKind::malformed;
    switch (errors.msg_code) {
      case JERR_NO_BACKING_STORE:
      case JERR_IMAGE_TOO_BIG:
        kind = FaultKind::too_big;
        break;
      case JERR_OUT_OF_MEMORY:
        kind = FaultKind::out_of_memory;
        break;
      case JERR_BAD_PRECISION:
      case JERR_SOF_UNSUPPORTED:
      case JERR_CONVERSION_NOTIMPL:
      case JERR_ARITH_NOTIMPL:
        kind = FaultKind::unsupported;
        break;
      default:
        break;
    }
    return picture_fault(
        kind, "the JPEG cannot be decoded: " + said(error.data(), "no reason given"));
  }

  // Where the last marker before the error begins.
  [[nodiscard]] std::size_t last_marker(Bytes content) const {
    const std::size_t left = jpeg.src == nullptr ? 0 : jpeg.src->bytes_in_buffer;
    for (std::size_t at = content.size() - std::min(left, content.size()); at > 3;
         --at) {
      const auto code = std::to_integer<unsigned>(content[at - 1]);
      const bool is_restart = code >= 0xD0 && code <= 0xD7;
      if (content[at - 2] == std::byte{0xFF} && code != 0 && code != 0xFF &&
          !is_restart) {
        return at - 2;
      }
    }
    return 0;
  }
};

JpegDecoder::JpegDecoder() : session_(std::make_unique<Session>()) {}
JpegDecoder::~JpegDecoder() = default;

Result<void> JpegDecoder::decode(const DecodeJob& job) {
  Session& session = *session_;
  const jpeg_decompress_struct& jpeg = session.jpeg;
  std::string damage;
  Bytes content = job.content;
  for (;;) {
    session.begin(job.limits.memory);
    if (!session.read_header(content)) return session.fault();
    const auto size = check_size(jpeg.image_width, jpeg.image_height, job.limits);
    if (!size) return size.error();
    session.most_scans = std::clamp(
        kScannedPixels / (std::uint64_t{jpeg.image_width} * jpeg.image_height),
        kFewestScans, kMostScans);
    if (session.start(job.least_side)) break;
    // The scans before an error are a picture, too: the file without what is wrong.
    const Fault fault = session.fault();
    const std::size_t end = session.last_marker(content);
    if (fault.kind != FaultKind::malformed || !damage.empty() || end == 0) return fault;
    damage = fault.what;
    content = content.first(end);
  }
  const auto canvas =
      new_canvas(job, jpeg.output_width, jpeg.output_height, kind_of(jpeg));
  if (!canvas) return canvas.error();
  const bool all = session.decode_rows(*canvas);
  if (!all) {
    if (session.rows == 0) return session.fault();
    canvas->clear_from(session.rows);
    damage = session.fault().what;
  } else if (damage.empty() && session.warning[0] != 0) {
    damage = said(session.warning.data(), "damaged");
  }
  jpeg_abort_decompress(&session.jpeg);
  job.take({canvas->pixels(), 0, damage});
  return {};
}

}  // namespace winnow
