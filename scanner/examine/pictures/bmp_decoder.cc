// BMP and bare DIB: 1 to 32 bits a pixel, with masks and run lengths, and those that
// hold a JPEG or PNG.
#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "scanner/examine/pictures/dib.h"
#include "scanner/examine/pictures/frames.h"

namespace winnow {
namespace {

enum Compression : std::uint32_t {
  kNone = 0,
  kRuns8 = 1,
  kRuns4 = 2,
  kMasks = 3,
  kJpeg = 4,
  kPng = 5,
  kAlphaMasks = 6,
};

constexpr std::uint64_t kFileHeaderBytes = 14;

using Colour = std::array<std::byte, 3>;

Fault malformed(const char* what) {
  return picture_fault(FaultKind::malformed, what);
}

unsigned number_at(Bytes bytes, std::uint64_t offset) {
  return le<std::uint8_t>(bytes, offset);
}

// One colour's bits within a pixel.
struct Mask {
  std::uint32_t bits = 0;

  [[nodiscard]] std::byte of(std::uint32_t pixel) const {
    if (bits == 0) return std::byte{0};
    const int shift = std::countr_zero(bits);
    const std::uint64_t value = (pixel & bits) >> shift;
    const std::uint64_t most = bits >> shift;
    return static_cast<std::byte>(value * 255 / most);
  }
};

using Masks = std::array<Mask, 3>;

class DibDecoder {
 public:
  DibDecoder(Bytes dib, const DibHeader& header, std::uint64_t samples_at,
             const Canvas& canvas)
      : dib_(dib), header_(header), samples_at_(samples_at), canvas_(canvas) {}

  // Why it is not all, or empty.
  std::string decode() {
    canvas_.clear_from(0);
    if (header_.bits <= 8) read_palette();
    if (header_.compression == kRuns8 || header_.compression == kRuns4) {
      return read_runs() ? "" : "the BMP breaks off, or its run lengths are damaged";
    }
    if (header_.bits == 16 || header_.bits == 32) masks_ = read_masks();
    return read_rows();
  }

 private:
  void read_palette() {
    const std::uint32_t entry = header_.palette_entry_bytes();
    const std::uint64_t at = header_.header_bytes;
    palette_.resize(std::size_t{1} << header_.bits);
    for (std::size_t i = 0; i < std::min<std::size_t>(header_.colours, palette_.size());
         ++i) {
      for (std::size_t k = 0; k < 3; ++k) {
        palette_[i][k] = std::byte(number_at(dib_, at + i * entry + 2 - k));
      }
    }
  }

  // Behind the header, or in the later ones within it: the same place.
  Masks read_masks() {
    if (header_.compression != kMasks && header_.compression != kAlphaMasks) {
      if (header_.bits == 16) return {Mask{0x7C00}, Mask{0x3E0}, Mask{0x1F}};
      return {Mask{0xFF0000}, Mask{0xFF00}, Mask{0xFF}};
    }
    Masks masks;
    for (std::size_t i = 0; i < 3; ++i) {
      masks[i] = {le<std::uint32_t>(dib_, 40 + 4 * i)};
    }
    return masks;
  }

  // The row of the canvas for row `y` of the file.
  [[nodiscard]] std::byte* row(std::size_t y) const {
    return canvas_.row(header_.is_top_down ? y : canvas_.height - 1 - y).data();
  }

  std::string read_rows() {
    const std::uint64_t stride =
        (std::uint64_t{header_.width} * header_.bits + 31) / 32 * 4;
    const std::uint64_t needed = (std::uint64_t{header_.width} * header_.bits + 7) / 8;
    for (std::uint32_t y = 0; y < header_.height; ++y) {
      const auto source = part(dib_, samples_at_ + y * stride, needed);
      if (!source) return "the BMP breaks off";
      read_row(*source, row(y));
    }
    return "";
  }

  void read_row(Bytes source, std::byte* to) {
    for (std::size_t x = 0; x < header_.width; ++x, to += 3) {
      if (header_.bits == 24) {
        for (std::size_t k = 0; k < 3; ++k) to[k] = source[3 * x + 2 - k];
      } else if (header_.bits <= 8) {
        const std::size_t bit = x * header_.bits;
        const unsigned pixel =
            std::to_integer<unsigned>(source[bit / 8]) >> (8 - header_.bits - bit % 8);
        put(to, pixel & ((1u << header_.bits) - 1));
      } else {
        const std::uint32_t pixel = header_.bits == 16
                                        ? le<std::uint16_t>(source, 2 * x)
                                        : le<std::uint32_t>(source, 4 * x);
        for (std::size_t k = 0; k < 3; ++k) to[k] = masks_[k].of(pixel);
      }
    }
  }

  void put(std::byte* to, unsigned index) const {
    std::copy(palette_[index].begin(), palette_[index].end(), to);
  }

  void put_at(std::uint64_t x, std::uint64_t y, unsigned index) const {
    if (x >= header_.width || y >= header_.height) return;
    put(row(y) + 3 * x, index & ((1u << header_.bits) - 1));
  }

  // Pixel `i` of a run whose colours stand in one byte, or in bytes from `at` on.
  [[nodiscard]] unsigned literal(std::uint64_t at, unsigned i) const {
    if (header_.bits == 8) return number_at(dib_, at + i);
    return number_at(dib_, at + i / 2) >> (i % 2 == 0 ? 4 : 0);
  }
  [[nodiscard]] unsigned repeated(unsigned value, unsigned i) const {
    return header_.bits == 8 ? value : value >> (i % 2 == 0 ? 4 : 0);
  }

  // Whether the end mark was met.
  bool read_runs() {
    std::uint64_t at = samples_at_;
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    while (at + 2 <= dib_.size() && y < header_.height) {
      const unsigned count = number_at(dib_, at);
      const unsigned value = number_at(dib_, at + 1);
      at += 2;
      if (count > 0) {
        for (unsigned i = 0; i < count; ++i) put_at(x + i, y, repeated(value, i));
        x += count;
      } else if (value == 0) {
        x = 0;
        ++y;
      } else if (value == 1) {
        return true;
      } else if (value == 2) {
        x += number_at(dib_, at);
        y += number_at(dib_, at + 1);
        at += 2;
      } else {
        const std::uint64_t bytes = (std::uint64_t{value} * header_.bits + 15) / 16 * 2;
        if (at + bytes > dib_.size()) return false;
        for (unsigned i = 0; i < value; ++i) put_at(x + i, y, literal(at, i));
        x += value;
        at += bytes;
      }
    }
    return y >= header_.height;
  }

  Bytes dib_;
  const DibHeader& header_;
  std::uint64_t samples_at_;
  const Canvas& canvas_;
  std::vector<Colour> palette_;
  Masks masks_;
};

bool is_depth_known(const DibHeader& header) {
  switch (header.compression) {
    case kNone:
      return header.bits == 1 || header.bits == 2 || header.bits == 4 ||
             header.bits == 8 || header.bits == 16 || header.bits == 24 ||
             header.bits == 32;
    case kRuns8:
      return header.bits == 8;
    case kRuns4:
      return header.bits == 4;
    case kMasks:
    case kAlphaMasks:
      return header.bits == 16 || header.bits == 32;
    default:
      return false;
  }
}

}  // namespace

Result<DibHeader> read_dib_header(Bytes dib, bool is_icon) {
  DibHeader header;
  header.header_bytes = le<std::uint32_t>(dib, 0);
  const bool is_core = header.header_bytes == 12;
  if ((!is_core && header.header_bytes < 16) || header.header_bytes > 124 ||
      header.header_bytes > dib.size()) {
    return malformed("the BMP has no header that is known");
  }
  const Bytes fields = dib.first(header.header_bytes);
  if (is_core) {
    header.width = le<std::uint16_t>(fields, 4);
    header.height = le<std::uint16_t>(fields, 6);
    header.bits = le<std::uint16_t>(fields, 10);
  } else {
    header.width = le<std::uint32_t>(fields, 4);
    header.height = le<std::uint32_t>(fields, 8);
    header.bits = le<std::uint16_t>(fields, 14);
    header.compression = le<std::uint32_t>(fields, 16);
    header.is_top_down = header.height >> 31 != 0;
    if (header.is_top_down) header.height = 0 - header.height;
  }
  if (is_icon) header.height /= 2;
  if (header.bits <= 8 && header.bits > 0) {
    const std::uint32_t most = 1u << header.bits;
    const auto used = le<std::uint32_t>(fields, 32);
    header.colours = used == 0 || used > most ? most : used;
  }
  return header;
}

Result<void> decode_dib(const DecodeJob& job, bool is_icon,
                        std::optional<std::uint64_t> samples_at, JpegDecoder& jpeg) {
  const auto header = read_dib_header(job.content, is_icon);
  if (!header) return header.error();
  const bool has_masks = header->header_bytes == 40 && header->compression == kMasks;
  const std::uint64_t after =
      header->header_bytes + (has_masks ? 12 : 0) +
      std::uint64_t{header->colours} * header->palette_entry_bytes();
  const std::uint64_t start = samples_at.value_or(after);
  if (header->compression == kJpeg || header->compression == kPng) {
    if (start >= job.content.size()) return malformed("the BMP breaks off");
    const DecodeJob inner = job.of(job.content.subspan(start), job.take);
    return header->compression == kJpeg ? jpeg.decode(inner) : decode_png(inner);
  }
  if (!is_depth_known(*header)) {
    return picture_fault(FaultKind::unsupported,
                         "the BMP has " + std::to_string(header->bits) +
                             " bits a pixel, compressed by method " +
                             std::to_string(header->compression));
  }
  if (auto size = check_size(header->width, header->height, job.limits); !size) {
    return size;
  }
  if (start >= job.content.size()) return malformed("the BMP has no pixels");
  const auto canvas =
      new_canvas(job, header->width, header->height, SamplesPerPixel::rgb);
  if (!canvas) return canvas.error();
  const std::string damage = DibDecoder(job.content, *header, start, *canvas).decode();
  job.take({canvas->pixels(), 0, damage});
  return {};
}

Result<void> decode_bmp(const DecodeJob& job, JpegDecoder& jpeg) {
  if (!has_magic(job.content, 0, "BM")) {
    return decode_dib(job, false, std::nullopt, jpeg);
  }
  if (job.content.size() <= kFileHeaderBytes) return malformed("the BMP breaks off");
  const std::uint64_t samples = le<std::uint32_t>(job.content, 10);
  const DecodeJob dib = job.of(job.content.subspan(kFileHeaderBytes), job.take);
  if (samples <= kFileHeaderBytes) return decode_dib(dib, false, std::nullopt, jpeg);
  return decode_dib(dib, false, samples - kFileHeaderBytes, jpeg);
}

}  // namespace winnow
