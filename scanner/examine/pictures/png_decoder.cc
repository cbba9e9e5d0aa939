// PNG by libspng.
#include <spng.h>

#include <memory>
#include <vector>

#include "scanner/examine/pictures/frames.h"

namespace winnow {
namespace {

using Context = std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)>;

// Of text and profiles, which are not looked at here.
constexpr std::size_t kLongestChunk = std::size_t{64} << 20;

// How the samples come out, and how many bytes each pixel then has.
struct Form {
  int format = SPNG_FMT_RGB8;
  SamplesPerPixel kind = SamplesPerPixel::rgb;
  std::size_t given = 3;
};

// Grey stays grey; of more than eight bits the higher eight come first.
Form form_of(const spng_ihdr& header) {
  constexpr std::uint8_t kGrey = SPNG_COLOR_TYPE_GRAYSCALE;
  constexpr std::uint8_t kGreyAlpha = SPNG_COLOR_TYPE_GRAYSCALE_ALPHA;
  if (header.color_type == kGrey && header.bit_depth <= 8) {
    return {SPNG_FMT_G8, SamplesPerPixel::grey, 1};
  }
  if (header.color_type == kGrey || header.color_type == kGreyAlpha) {
    const std::size_t channels = header.color_type == kGrey ? 1 : 2;
    return {SPNG_FMT_RAW, SamplesPerPixel::grey, channels * header.bit_depth / 8};
  }
  return {};
}

Fault fault_of(int error) {
  const bool no_memory = error == SPNG_EMEM;
  return picture_fault(
      no_memory ? FaultKind::out_of_memory : FaultKind::malformed,
      "the PNG cannot be decoded: " + said(spng_strerror(error), "no reason given"));
}

struct Rows {
  int error = 0;     // that ended it: SPNG_EOI if all is well
  bool any = false;  // was decoded
};

// Decodes the rows into the canvas, as far as they can be. Of an interlaced picture
// rows come several times.
Rows read_rows(spng_ctx* png, const Canvas& canvas, const Form& form, bool interlaced) {
  std::vector<std::byte> wide(form.given == static_cast<std::size_t>(canvas.kind)
                                  ? 0
                                  : form.given * canvas.width);
  int error = 0;
  std::size_t next = 0;
  if (interlaced) canvas.clear_from(0);
  while (error == 0) {
    spng_row_info info{};
    error = spng_get_row_info(png, &info);
    if (error != 0 || info.row_num >= canvas.height) break;
    const MutableBytes row = canvas.row(info.row_num);
    if (wide.empty()) {
      error = spng_decode_row(png, row.data(), row.size());
    } else {
      // What an interlaced row has not yet is what it had.
      for (std::size_t x = 0; x < row.size(); ++x) wide[x * form.given] = row[x];
      error = spng_decode_row(png, wide.data(), wide.size());
      for (std::size_t x = 0; x < row.size(); ++x) row[x] = wide[x * form.given];
    }
    if (error == 0 || error == SPNG_EOI) next = std::size_t{info.row_num} + 1;
  }
  if (error != SPNG_EOI && !interlaced) canvas.clear_from(next);
  return {error, next > 0};
}

// One attempt; `damage` is what is known to be wrong. The library's error, or 0.
Result<int> attempt(const DecodeJob& job, bool with_checksums, std::string damage) {
  const Context png(spng_ctx_new(0), &spng_ctx_free);
  if (!png) return fault_of(SPNG_EMEM);
  if (!with_checksums) spng_set_crc_action(png.get(), SPNG_CRC_USE, SPNG_CRC_USE);
  spng_set_image_limits(png.get(), 0x7FFFFFFF, 0x7FFFFFFF);
  spng_set_chunk_limits(png.get(), kLongestChunk, kLongestChunk);
  spng_set_png_buffer(png.get(), job.content.data(), job.content.size());
  spng_ihdr header{};
  if (const int error = spng_get_ihdr(png.get(), &header); error != 0) return error;
  const Form form = form_of(header);
  const auto canvas = new_canvas(job, header.width, header.height, form.kind);
  if (!canvas) return canvas.error();
  if (const int error = spng_decode_image(png.get(), nullptr, 0, form.format,
                                          SPNG_DECODE_PROGRESSIVE);
      error != 0) {
    return error;
  }
  const Rows rows = read_rows(png.get(), *canvas, form, header.interlace_method != 0);
  if (rows.error != SPNG_EOI) {
    if (with_checksums || !rows.any) return rows.error;
    damage = said(spng_strerror(rows.error), "the PNG breaks off");
  }
  job.take({canvas->pixels(), 0, damage});
  return 0;
}

// Of a file that ends within a chunk, the same with that chunk as long as what is
// there: the library reads chunks in large pieces, and the last one only whole. Empty
// if it does not end so.
std::vector<std::byte> with_last_chunk_closed(Bytes content) {
  constexpr std::size_t kMagicBytes = 8;
  constexpr std::size_t kAroundBytes = 12;  // length, name and checksum
  std::size_t at = kMagicBytes;
  while (at + kMagicBytes < content.size()) {
    const std::uint64_t length = be<std::uint32_t>(content, at);
    const std::size_t there = content.size() - at - kMagicBytes;
    if (length < there) {
      at += kAroundBytes + length;
      continue;
    }
    std::vector<std::byte> closed(content.begin(), content.end());
    for (std::size_t i = 0; i < 4; ++i) {
      closed[at + i] = static_cast<std::byte>(there >> (24 - 8 * i));
    }
    closed.resize(closed.size() + 4);
    return closed;
  }
  return {};
}

}  // namespace

Result<void> decode_png(const DecodeJob& job) {
  const Result<int> first = attempt(job, true, "");
  if (!first) return first.error();
  if (*first == 0) return {};
  // Again, of what is broken as much as there is.
  const std::vector<std::byte> closed = with_last_chunk_closed(job.content);
  const DecodeJob again = job.of(closed.empty() ? job.content : closed, job.take);
  const Result<int> second =
      attempt(again, false, said(spng_strerror(*first), "the PNG is damaged"));
  if (!second) return second.error();
  if (*second != 0) return fault_of(*second);
  return {};
}

}  // namespace winnow
