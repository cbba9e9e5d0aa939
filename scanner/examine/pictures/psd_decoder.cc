// Photoshop: the picture with all layers laid over each other, as files that other
// programs can read have it.
//
// Source: Adobe, "Photoshop File Formats Specification" (2019). Colours of 8 and 16
// bits and bitmaps, as they are or with run lengths (PackBits).
#include <algorithm>
#include <array>
#include <vector>

#include "scanner/examine/pictures/frames.h"

namespace winnow {
namespace {

enum Mode : std::uint32_t {
  kBitmap = 0,
  kGrey = 1,
  kIndexed = 2,
  kRgb = 3,
  kCmyk = 4,
  kMultichannel = 7,
  kDuotone = 8,
  kLab = 9,
};

constexpr std::uint64_t kHeaderBytes = 26;
constexpr std::size_t kPaletteBytes = 768;

struct Psd {
  bool is_large = false;  // PSB: wider numbers
  std::uint32_t channels = 0;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t depth = 0;
  std::uint32_t mode = 0;
  Bytes palette;
  std::uint32_t method = 0;  // of compression
  Bytes samples;             // behind the method

  [[nodiscard]] std::size_t row_bytes() const {
    return (std::size_t{width} * depth + 7) / 8;
  }
  // Those whose samples make the picture.
  [[nodiscard]] std::uint32_t channels_used() const {
    return mode == kRgb ? 3 : mode == kCmyk ? 4 : 1;
  }
};

Fault malformed() {
  return picture_fault(FaultKind::malformed, "the Photoshop file breaks off");
}

// A section with its length before it; `at` moves behind it.
std::optional<Bytes> section(Bytes content, std::uint64_t& at, bool is_long) {
  const std::size_t bytes_of_length = is_long ? 8 : 4;
  if (!part(content, at, bytes_of_length)) return std::nullopt;
  const std::uint64_t length =
      is_long ? be<std::uint64_t>(content, at) : be<std::uint32_t>(content, at);
  at += bytes_of_length;
  const auto bytes = part(content, at, length);
  if (bytes) at += length;
  return bytes;
}

Result<Psd> read_psd(Bytes content) {
  Psd psd;
  if (content.size() < kHeaderBytes || !has_magic(content, 0, "8BPS")) {
    return malformed();
  }
  psd.is_large = be<std::uint16_t>(content, 4) == 2;
  psd.channels = be<std::uint16_t>(content, 12);
  psd.height = be<std::uint32_t>(content, 14);
  psd.width = be<std::uint32_t>(content, 18);
  psd.depth = be<std::uint16_t>(content, 22);
  psd.mode = be<std::uint16_t>(content, 24);
  std::uint64_t at = kHeaderBytes;
  const auto palette = section(content, at, false);
  if (!palette || !section(content, at, false) || !section(content, at, psd.is_large)) {
    return malformed();
  }
  psd.palette = *palette;
  const auto method = read_be<std::uint16_t>(content, at);
  if (!method) return malformed();
  psd.method = *method;
  psd.samples = content.subspan(at + 2);
  if (psd.samples.empty()) return malformed();
  return psd;
}

Result<void> check(const Psd& psd) {
  const bool is_known_depth =
      psd.mode == kBitmap ? psd.depth == 1 : psd.depth == 8 || psd.depth == 16;
  if (psd.mode > kLab || !is_known_depth || psd.method > 1) {
    return picture_fault(
        FaultKind::unsupported,
        "the Photoshop file has colours of mode " + std::to_string(psd.mode) +
            " with " + std::to_string(psd.depth) + " bits, compressed by method " +
            std::to_string(psd.method));
  }
  if (psd.channels < psd.channels_used() ||
      (psd.mode == kIndexed && psd.palette.size() < kPaletteBytes)) {
    return picture_fault(FaultKind::malformed,
                         "the Photoshop file lacks colours that it needs");
  }
  return {};
}

// Whether all of the row is there.
bool unpack_row(Bytes packed, MutableBytes row) {
  std::size_t at = 0;
  std::size_t done = 0;
  while (done < row.size()) {
    if (at >= packed.size()) return false;
    const auto count = std::to_integer<std::uint8_t>(packed[at++]);
    if (count == 128) continue;
    const std::size_t length = count < 128 ? count + 1u : 257u - count;
    const std::size_t fits = std::min(length, row.size() - done);
    if (count < 128) {
      if (packed.size() - at < length) return false;
      std::copy_n(packed.begin() + static_cast<std::ptrdiff_t>(at), fits,
                  row.begin() + static_cast<std::ptrdiff_t>(done));
      at += length;
    } else {
      if (at >= packed.size()) return false;
      std::fill_n(row.begin() + static_cast<std::ptrdiff_t>(done), fits, packed[at++]);
    }
    done += fits;
  }
  return true;
}

// Gives rows of channels, which stand one channel after the other.
class Rows {
 public:
  explicit Rows(const Psd& psd) : psd_(psd), row_(psd.row_bytes()) {
    if (psd.method == 0) return;
    const std::size_t entry = psd.is_large ? 4 : 2;
    const std::uint64_t rows = std::uint64_t{psd.channels} * psd.height;
    const auto lengths = part(psd.samples, 0, rows * entry);
    if (!lengths) return;
    std::uint64_t at = rows * entry;
    starts_.reserve(rows + 1);
    for (std::uint64_t i = 0; i < rows; ++i) {
      starts_.push_back(at);
      at += psd.is_large ? be<std::uint32_t>(*lengths, i * entry)
                         : be<std::uint16_t>(*lengths, i * entry);
    }
    starts_.push_back(at);
  }

  // Valid until the next call; nothing if it is not there.
  std::optional<Bytes> at(std::uint32_t channel, std::uint32_t y) {
    const std::uint64_t number = std::uint64_t{channel} * psd_.height + y;
    if (psd_.method == 0) {
      return part(psd_.samples, number * row_.size(), row_.size());
    }
    if (number + 1 >= starts_.size()) return std::nullopt;
    const auto packed =
        part(psd_.samples, starts_[number], starts_[number + 1] - starts_[number]);
    if (!packed || !unpack_row(*packed, row_)) return std::nullopt;
    return row_;
  }

 private:
  const Psd& psd_;
  std::vector<std::byte> row_;
  std::vector<std::uint64_t> starts_;  // of the rows, and the last one's end
};

// A sample of 8 bits, or the higher byte of one of 16.
std::byte sample_at(Bytes row, const Psd& psd, std::size_t x) {
  if (psd.depth != 1) return row[x * psd.depth / 8];
  const bool is_black = (std::to_integer<unsigned>(row[x / 8]) >> (7 - x % 8) & 1) != 0;
  return is_black ? std::byte{0} : std::byte{255};
}

// Black lets less of the colours through; 255 is no ink.
void darken(Bytes black, const Psd& psd, MutableBytes row) {
  for (std::size_t x = 0; x < psd.width; ++x) {
    const auto light = std::to_integer<unsigned>(sample_at(black, psd, x));
    for (std::size_t k = 0; k < 3; ++k) {
      std::byte& sample = row[3 * x + k];
      sample = static_cast<std::byte>(
          (std::to_integer<unsigned>(sample) * light + 127) / 255);
    }
  }
}

// Whether all rows were there.
bool fill(const Psd& psd, const Canvas& canvas) {
  Rows rows(psd);
  canvas.clear_from(0);
  const auto step = static_cast<std::size_t>(canvas.kind);
  bool is_all = true;
  for (std::uint32_t channel = 0; channel < psd.channels_used(); ++channel) {
    for (std::uint32_t y = 0; y < psd.height; ++y) {
      const auto source = rows.at(channel, y);
      if (!source) {
        is_all = false;
        continue;
      }
      const MutableBytes row = canvas.row(y);
      if (channel == 3) {
        darken(*source, psd, row);
        continue;
      }
      for (std::size_t x = 0; x < psd.width; ++x) {
        const std::byte sample = sample_at(*source, psd, x);
        if (psd.mode != kIndexed) {
          row[x * step + channel] = sample;
          continue;
        }
        for (std::size_t k = 0; k < 3; ++k) {
          row[3 * x + k] = psd.palette[256 * k + std::to_integer<std::size_t>(sample)];
        }
      }
    }
  }
  return is_all;
}

}  // namespace

Result<void> decode_psd(const DecodeJob& job) {
  const auto psd = read_psd(job.content);
  if (!psd) return psd.error();
  if (auto known = check(*psd); !known) return known;
  const bool is_coloured =
      psd->mode == kRgb || psd->mode == kCmyk || psd->mode == kIndexed;
  const auto canvas =
      new_canvas(job, psd->width, psd->height,
                 is_coloured ? SamplesPerPixel::rgb : SamplesPerPixel::grey);
  if (!canvas) return canvas.error();
  const bool is_all = fill(*psd, *canvas);
  job.take({canvas->pixels(), 0, is_all ? "" : "the Photoshop file breaks off"});
  return {};
}

}  // namespace winnow
