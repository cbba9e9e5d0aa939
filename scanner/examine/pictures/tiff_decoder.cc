// TIFF by libtiff: its pages.
//
// Grey and RGB of 8 and 16 bits, row by row; all else as libtiff itself makes RGB of
// it.
#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <memory>
#include <vector>

#include "scanner/examine/pictures/frames.h"

namespace winnow {
namespace {

// What libtiff reads from, and what it says.
struct Source {
  Bytes content;
  std::uint64_t at = 0;
  std::string error;  // the first one of the page
};

Source& source_of(thandle_t handle) {
  return *static_cast<Source*>(handle);
}

tmsize_t read_from(thandle_t handle, void* target, tmsize_t length) {
  Source& source = source_of(handle);
  if (source.at >= source.content.size() || length <= 0) return 0;
  const Bytes rest = source.content.subspan(source.at);
  const std::size_t count = std::min(rest.size(), static_cast<std::size_t>(length));
  std::copy_n(rest.data(), count, static_cast<std::byte*>(target));
  source.at += count;
  return static_cast<tmsize_t>(count);
}

tmsize_t write_nothing(thandle_t, void*, tmsize_t) {
  return 0;
}

toff_t seek_in(thandle_t handle, toff_t offset, int whence) {
  Source& source = source_of(handle);
  if (whence == SEEK_SET) source.at = offset;
  if (whence == SEEK_CUR) source.at += offset;
  if (whence == SEEK_END) source.at = source.content.size() + offset;
  return source.at;
}

int close_nothing(thandle_t) {
  return 0;
}

toff_t size_of(thandle_t handle) {
  return source_of(handle).content.size();
}

int map_all(thandle_t handle, void** base, toff_t* size) {
  const Bytes content = source_of(handle).content;
  // libtiff does not write where it may only read.
  *base = const_cast<std::byte*>(content.data());
  *size = content.size();
  return 1;
}

void unmap_nothing(thandle_t, void*, toff_t) {}

// Both return whether nobody else need be told.
int keep_error(TIFF*, void* user, const char*, const char* format, va_list arguments) {
  std::string& error = static_cast<Source*>(user)->error;
  if (!error.empty()) return 1;
  char text[512];
  std::vsnprintf(text, sizeof text, format, arguments);
  error = said(text, "no reason given");
  return 1;
}

int drop_warning(TIFF*, void*, const char*, const char*, va_list) {
  return 1;
}

using Tiff = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

Tiff open_tiff(Source& source, const PictureLimits& limits) {
  using Options = std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)>;
  const Options options(TIFFOpenOptionsAlloc(), &TIFFOpenOptionsFree);
  if (!options) return {nullptr, &TIFFClose};
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(),
                                      static_cast<tmsize_t>(limits.memory));
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), keep_error, &source);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), drop_warning, nullptr);
  return {
      TIFFClientOpenExt("", "r", &source, read_from, write_nothing, seek_in,
                        close_nothing, size_of, map_all, unmap_nothing, options.get()),
      &TIFFClose};
}

struct Page {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint16_t bits = 1;
  std::uint16_t samples = 1;
  std::uint16_t photometric = 0;
  std::uint16_t planar = PLANARCONFIG_CONTIG;
  std::uint16_t format = SAMPLEFORMAT_UINT;
  std::uint16_t compression = COMPRESSION_NONE;

  [[nodiscard]] bool is_grey() const {
    return photometric == PHOTOMETRIC_MINISBLACK ||
           photometric == PHOTOMETRIC_MINISWHITE;
  }
};

Page page_of(TIFF* tiff) {
  Page page;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &page.width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &page.height);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &page.bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &page.samples);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PHOTOMETRIC, &page.photometric);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &page.planar);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &page.format);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &page.compression);
  return page;
}

// Whether rows can be taken as they are.
bool is_plain(TIFF* tiff, Page& page) {
  if (page.compression == COMPRESSION_JPEG && page.photometric == PHOTOMETRIC_YCBCR &&
      page.planar == PLANARCONFIG_CONTIG) {
    TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    page.photometric = PHOTOMETRIC_RGB;
  }
  const bool is_rgb = page.photometric == PHOTOMETRIC_RGB && page.samples >= 3;
  return (page.is_grey() || is_rgb) && (page.bits == 8 || page.bits == 16) &&
         page.planar == PLANARCONFIG_CONTIG && page.format == SAMPLEFORMAT_UINT &&
         TIFFIsTiled(tiff) == 0;
}

// Of each pixel the first samples, of these the higher byte.
void keep_samples(Bytes row, const Page& page, MutableBytes target, std::size_t kept) {
  const std::size_t bytes = page.bits / 8;
  const std::byte turn{
      static_cast<std::uint8_t>(page.photometric == PHOTOMETRIC_MINISWHITE ? 255 : 0)};
  for (std::size_t x = 0; x < page.width; ++x) {
    for (std::size_t k = 0; k < kept; ++k) {
      const std::size_t at = (x * page.samples + k) * bytes + bytes - 1;
      target[x * kept + k] = row[at] ^ turn;
    }
  }
}

// The number of rows that could be read.
std::uint32_t read_plain(TIFF* tiff, const Page& page, const Canvas& canvas) {
  std::vector<std::byte> row(
      std::max(static_cast<std::size_t>(TIFFScanlineSize64(tiff)),
               std::size_t{page.width} * page.samples * page.bits / 8));
  for (std::uint32_t y = 0; y < page.height; ++y) {
    if (TIFFReadScanline(tiff, row.data(), y, 0) < 0) return y;
    keep_samples(row, page, canvas.row(y), static_cast<std::size_t>(canvas.kind));
  }
  return page.height;
}

// Whether libtiff made something of it.
bool read_converted(TIFF* tiff, const Page& page, const Canvas& canvas) {
  char why[1024];
  TIFFRGBAImage image;
  if (TIFFRGBAImageBegin(&image, tiff, 0, why) == 0) return false;
  // The page as it is stored.
  image.orientation = image.req_orientation = ORIENTATION_TOPLEFT;
  std::vector<std::uint32_t> pixels(std::size_t{page.width} * page.height, 0x00808080);
  const bool done =
      TIFFRGBAImageGet(&image, pixels.data(), page.width, page.height) != 0;
  TIFFRGBAImageEnd(&image);
  if (!done) return false;
  std::byte* to = canvas.samples.data();
  for (const std::uint32_t pixel : pixels) {
    *to++ = static_cast<std::byte>(TIFFGetR(pixel));
    *to++ = static_cast<std::byte>(TIFFGetG(pixel));
    *to++ = static_cast<std::byte>(TIFFGetB(pixel));
  }
  return true;
}

Result<bool> decode_page(const DecodeJob& job, TIFF* tiff, const Source& source,
                         std::uint32_t number) {
  Page page = page_of(tiff);
  if (auto size = check_size(page.width, page.height, job.limits); !size) {
    return size.error();
  }
  if (page.photometric == PHOTOMETRIC_CFA || page.photometric == 34892) {
    return picture_fault(FaultKind::unsupported,
                         "what a camera's sensor saw is not a "
                         "picture yet; look at its previews");
  }
  const std::uint64_t pixels = std::uint64_t{page.width} * page.height;
  const bool plain = is_plain(tiff, page);
  if (!plain) {
    if (auto fits = check_memory(4 * pixels, job.limits); !fits) return fits.error();
  }
  const bool grey = plain && page.is_grey();
  const auto canvas = new_canvas(job, page.width, page.height,
                                 grey ? SamplesPerPixel::grey : SamplesPerPixel::rgb);
  if (!canvas) return canvas.error();
  const std::uint32_t rows =
      plain ? read_plain(tiff, page, *canvas)
            : (read_converted(tiff, page, *canvas) ? page.height : 0);
  if (rows == 0) {
    const bool is_known = TIFFIsCODECConfigured(page.compression) != 0;
    return picture_fault(
        is_known ? FaultKind::malformed : FaultKind::unsupported,
        "the TIFF cannot be decoded: " + said(source.error.c_str(), "no reason given"));
  }
  canvas->clear_from(rows);
  return job.take({canvas->pixels(), number, source.error});
}

}  // namespace

Result<void> decode_tiff(const DecodeJob& job) {
  Source source{job.content, 0, ""};
  const Tiff tiff = open_tiff(source, job.limits);
  if (!tiff) {
    return picture_fault(
        FaultKind::malformed,
        "the TIFF cannot be read: " + said(source.error.c_str(), "no reason given"));
  }
  const std::uint32_t pages =
      std::max<std::uint32_t>(1, TIFFNumberOfDirectories(tiff.get()));
  Result<void> outcome;
  for (std::uint32_t i = 0; i < pages; ++i) {
    if (!is_chosen(i, pages, job.limits.frames)) continue;
    source.error.clear();
    if (i > 0 && TIFFSetDirectory(tiff.get(), static_cast<tdir_t>(i)) == 0) {
      outcome = picture_fault(FaultKind::malformed, "page " + std::to_string(i + 1) +
                                                        " of the TIFF is damaged");
      break;
    }
    const auto more = decode_page(job, tiff.get(), source, i);
    if (!more && outcome) outcome = more.error();
    if (more && !*more) break;
  }
  return outcome;
}

}  // namespace winnow
