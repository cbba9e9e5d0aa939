#include "tests/examine/pictures/decoded_frames.h"

#include <zlib.h>

#include <fstream>
#include <iterator>

namespace winnow {
namespace {

void add_be32(std::vector<std::byte>& bytes, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    bytes.push_back(std::byte(value >> shift));
}

void add_chunk(std::vector<std::byte>& png, std::string_view name,
               const std::vector<std::byte>& content) {
  add_be32(png, static_cast<std::uint32_t>(content.size()));
  const std::size_t start = png.size();
  png.insert(png.end(), bytes_of(name).begin(), bytes_of(name).end());
  png.insert(png.end(), content.begin(), content.end());
  add_be32(png, static_cast<std::uint32_t>(
                    crc32(0, reinterpret_cast<const Bytef*>(&png[start]),
                          static_cast<uInt>(png.size() - start))));
}

}  // namespace

DecodedFrames decode_frames(ContentType type, Bytes content,
                            const PictureLimits& limits) {
  PictureDecoder decoder(limits);
  DecodedFrames decoded;
  const auto outcome = decoder.decode(type, content, [&](const DecodedFrame& frame) {
    DecodedFrames::Frame kept;
    kept.number = frame.number;
    kept.damage = frame.damage;
    kept.picture.width = frame.pixels.width;
    kept.picture.height = frame.pixels.height;
    kept.picture.kind = frame.pixels.kind;
    for (std::size_t y = 0; y < frame.pixels.height; ++y) {
      const Bytes row = frame.pixels.row(y);
      kept.picture.samples.insert(kept.picture.samples.end(), row.begin(), row.end());
    }
    decoded.frames.push_back(std::move(kept));
    return true;
  });
  if (!outcome) decoded.fault = outcome.error();
  return decoded;
}

std::vector<std::byte> bytes_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<char> text((std::istreambuf_iterator<char>(file)),
                               std::istreambuf_iterator<char>());
  const Bytes bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

ContentType type_of_all(Bytes content) {
  return type_of(content.first(std::min(content.size(), kTypeHeadBytes)),
                 content.size());
}

std::vector<std::byte> made_png(std::uint32_t width, std::uint32_t height,
                                unsigned bits, unsigned colours,
                                const std::vector<std::byte>& samples) {
  std::vector<std::byte> png;
  const Bytes magic = bytes_of("\x89PNG\r\n\x1A\n");
  png.assign(magic.begin(), magic.end());
  std::vector<std::byte> header;
  add_be32(header, width);
  add_be32(header, height);
  header.push_back(std::byte(bits));
  header.push_back(std::byte(colours));
  header.insert(header.end(), 3, std::byte{0});
  add_chunk(png, "IHDR", header);
  uLongf length = compressBound(samples.size());
  std::vector<std::byte> packed(length);
  compress2(reinterpret_cast<Bytef*>(packed.data()), &length,
            reinterpret_cast<const Bytef*>(samples.data()), samples.size(), 0);
  packed.resize(length);
  add_chunk(png, "IDAT", packed);
  add_chunk(png, "IEND", {});
  return png;
}

}  // namespace winnow
