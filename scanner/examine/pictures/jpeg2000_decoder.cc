// JPEG 2000, bare or in its file format, by OpenJPEG.
#include <openjpeg.h>

#include <algorithm>
#include <memory>

#include "scanner/examine/pictures/frames.h"

namespace winnow {
namespace {

using Codec = std::unique_ptr<opj_codec_t, decltype(&opj_destroy_codec)>;
using Stream = std::unique_ptr<opj_stream_t, decltype(&opj_stream_destroy)>;
using Image = std::unique_ptr<opj_image_t, decltype(&opj_image_destroy)>;

// The coefficients and the samples, in 32 bits each.
constexpr std::uint64_t kBytesPerSample = 8;
constexpr std::uint32_t kMostComponents = 16;

struct Source {
  Bytes content;
  std::uint64_t at = 0;
};

OPJ_SIZE_T read_from(void* target, OPJ_SIZE_T length, void* user) {
  Source& source = *static_cast<Source*>(user);
  if (source.at >= source.content.size()) return static_cast<OPJ_SIZE_T>(-1);
  const Bytes rest = source.content.subspan(source.at);
  const std::size_t count = std::min<std::size_t>(rest.size(), length);
  std::copy_n(rest.data(), count, static_cast<std::byte*>(target));
  source.at += count;
  return count;
}

OPJ_OFF_T skip_in(OPJ_OFF_T length, void* user) {
  Source& source = *static_cast<Source*>(user);
  if (length < 0) return -1;
  const std::uint64_t left =
      source.content.size() - std::min<std::uint64_t>(source.at, source.content.size());
  const std::uint64_t step = std::min(left, static_cast<std::uint64_t>(length));
  source.at += step;
  return step == 0 && length > 0 ? -1 : static_cast<OPJ_OFF_T>(step);
}

OPJ_BOOL seek_in(OPJ_OFF_T offset, void* user) {
  Source& source = *static_cast<Source*>(user);
  if (offset < 0 || static_cast<std::uint64_t>(offset) > source.content.size()) {
    return OPJ_FALSE;
  }
  source.at = static_cast<std::uint64_t>(offset);
  return OPJ_TRUE;
}

Stream open_stream(Source& source) {
  constexpr OPJ_SIZE_T kBuffer = OPJ_SIZE_T{1} << 16;
  opj_stream_t* stream = opj_stream_create(kBuffer, OPJ_TRUE);
  if (stream == nullptr) return {nullptr, &opj_stream_destroy};
  opj_stream_set_read_function(stream, read_from);
  opj_stream_set_skip_function(stream, skip_in);
  opj_stream_set_seek_function(stream, seek_in);
  opj_stream_set_user_data(stream, &source, nullptr);
  opj_stream_set_user_data_length(stream, source.content.size());
  return {stream, &opj_stream_destroy};
}

void keep_error(const char* message, void* user) {
  std::string& error = *static_cast<std::string*>(user);
  if (error.empty()) error = said(message, "no reason given");
}

void drop(const char*, void*) {}

// A component's value at a place of the picture, from 0 to 255.
unsigned value_at(const opj_image_comp_t& component, std::size_t x, std::size_t y) {
  if (component.w == 0 || component.h == 0) return 128;
  x = std::min<std::size_t>(x / std::max<OPJ_UINT32>(component.dx, 1), component.w - 1);
  y = std::min<std::size_t>(y / std::max<OPJ_UINT32>(component.dy, 1), component.h - 1);
  std::int64_t value = component.data[y * component.w + x];
  if (component.sgnd != 0) value += std::int64_t{1} << (component.prec - 1);
  const std::int64_t most = (std::int64_t{1} << component.prec) - 1;
  value = std::clamp<std::int64_t>(value, 0, most);
  return static_cast<unsigned>(component.prec > 8 ? value >> (component.prec - 8)
                                                  : value * 255 / most);
}

bool is_usable(const opj_image_t& image) {
  for (std::uint32_t i = 0; i < image.numcomps; ++i) {
    const opj_image_comp_t& component = image.comps[i];
    if (component.data == nullptr || component.prec < 1 || component.prec > 31) {
      return false;
    }
  }
  return image.numcomps > 0;
}

void fill(const opj_image_t& image, const Canvas& canvas) {
  const bool is_grey = canvas.kind == SamplesPerPixel::grey;
  const bool is_ink = image.color_space == OPJ_CLRSPC_CMYK && image.numcomps >= 4;
  for (std::size_t y = 0; y < canvas.height; ++y) {
    std::byte* to = canvas.row(y).data();
    for (std::size_t x = 0; x < canvas.width; ++x) {
      const unsigned paper = is_ink ? 255 - value_at(image.comps[3], x, y) : 255;
      for (std::size_t k = 0; k < (is_grey ? 1u : 3u); ++k) {
        const unsigned value = value_at(image.comps[k], x, y);
        *to++ = static_cast<std::byte>(is_ink ? (255 - value) * paper / 255 : value);
      }
    }
  }
}

Result<Image> read_header(const DecodeJob& job, opj_codec_t* codec,
                          opj_stream_t* stream, const std::string& error) {
  opj_image_t* raw = nullptr;
  const bool read = opj_read_header(stream, codec, &raw) != OPJ_FALSE;
  Image image(raw, &opj_image_destroy);
  if (!read || !image) {
    return picture_fault(FaultKind::malformed,
                         "the JPEG 2000 picture cannot be read: " +
                             said(error.c_str(), "no reason given"));
  }
  const std::uint64_t width = image->x1 > image->x0 ? image->x1 - image->x0 : 0;
  const std::uint64_t height = image->y1 > image->y0 ? image->y1 - image->y0 : 0;
  if (auto size = check_size(width, height, job.limits); !size) return size.error();
  if (image->numcomps > kMostComponents) {
    return picture_fault(
        FaultKind::unsupported,
        "the JPEG 2000 picture has " + std::to_string(image->numcomps) + " components");
  }
  const std::uint64_t memory = width * height * image->numcomps * kBytesPerSample;
  if (auto fits = check_memory(memory, job.limits); !fits) return fits.error();
  return image;
}

}  // namespace

Result<void> decode_jpeg2000(const DecodeJob& job) {
  const bool is_bare = has_magic(job.content, 0, "\xFF\x4F");
  Source source{job.content, 0};
  std::string error;
  const Codec codec(opj_create_decompress(is_bare ? OPJ_CODEC_J2K : OPJ_CODEC_JP2),
                    &opj_destroy_codec);
  const Stream stream = open_stream(source);
  if (!codec || !stream) {
    return picture_fault(FaultKind::out_of_memory, "no memory for a JPEG 2000 picture");
  }
  opj_set_error_handler(codec.get(), keep_error, &error);
  opj_set_warning_handler(codec.get(), drop, nullptr);
  opj_set_info_handler(codec.get(), drop, nullptr);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  opj_setup_decoder(codec.get(), &parameters);
  opj_decoder_set_strict_mode(codec.get(), OPJ_FALSE);
  const auto image = read_header(job, codec.get(), stream.get(), error);
  if (!image) return image.error();
  const bool done = opj_decode(codec.get(), stream.get(), image->get()) != OPJ_FALSE;
  const opj_image_t& decoded = **image;
  if (!is_usable(decoded)) {
    return picture_fault(FaultKind::malformed,
                         "the JPEG 2000 picture cannot be decoded: " +
                             said(error.c_str(), "no reason given"));
  }
  // Of luma and colour differences only luma is needed.
  const bool is_grey = decoded.numcomps < 3 || decoded.color_space == OPJ_CLRSPC_SYCC ||
                       decoded.color_space == OPJ_CLRSPC_EYCC ||
                       decoded.color_space == OPJ_CLRSPC_GRAY;
  const auto canvas =
      new_canvas(job, decoded.x1 - decoded.x0, decoded.y1 - decoded.y0,
                 is_grey ? SamplesPerPixel::grey : SamplesPerPixel::rgb);
  if (!canvas) return canvas.error();
  fill(decoded, *canvas);
  if (!done && error.empty()) error = "the JPEG 2000 picture breaks off";
  job.take({canvas->pixels(), 0, error});
  return {};
}

}  // namespace winnow
