#include "tests/evidence/ewf_maker.h"

#include <zlib.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace winnow {
namespace {

constexpr std::size_t kSectionBytes = 76;

template <typename T>
void put(std::string& out, T number) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out += static_cast<char>(number >> (8 * i) & 0xFF);
  }
}

void put_checksum(std::string& out, std::size_t from) {
  const auto* start = reinterpret_cast<const Bytef*>(out.data() + from);
  put(out, static_cast<std::uint32_t>(
               ::adler32(1, start, static_cast<uInt>(out.size() - from))));
}

// A section's descriptor, and its data behind it. The last of a segment points at
// itself.
void put_section(std::string& file, std::string_view type, const std::string& data,
                 bool last = false) {
  const std::size_t start = file.size();
  const std::size_t size = kSectionBytes + data.size();
  file += type;
  file.append(16 - type.size(), '\0');
  put(file, static_cast<std::uint64_t>(last ? start : start + size));
  put(file, static_cast<std::uint64_t>(last ? 0 : size));
  file.append(40, '\0');
  put_checksum(file, start);
  file += data;
}

std::string header_text() {
  const std::string text =
      "1\r\nmain\r\nc\tn\ta\te\tt\tav\tov\tm\tu\tp\r\n"
      "case 7\tE1\tinvented\tnobody\tnone\t1\tnone\t2020 1 1 0 0 0\t2020 1 1 0 0 "
      "0\t0\r\n";
  std::string packed(::compressBound(text.size()), '\0');
  uLongf length = packed.size();
  ::compress(reinterpret_cast<Bytef*>(packed.data()), &length,
             reinterpret_cast<const Bytef*>(text.data()), text.size());
  packed.resize(length);
  return packed;
}

std::string volume(std::size_t chunks, std::uint64_t bytes, const EwfShape& shape) {
  std::string data;
  put(data, std::uint32_t{1});  // fixed disk
  put(data, static_cast<std::uint32_t>(chunks));
  put(data, shape.sectors_per_chunk);
  put(data, shape.bytes_per_sector);
  put(data, bytes / shape.bytes_per_sector);
  data.resize(1048, '\0');
  put_checksum(data, 0);
  return data;
}

std::string table(const std::vector<std::uint32_t>& offsets) {
  std::string data;
  put(data, static_cast<std::uint32_t>(offsets.size()));
  data.append(16, '\0');
  put_checksum(data, 0);
  const std::size_t entries = data.size();
  for (const std::uint32_t offset : offsets) put(data, offset);
  put_checksum(data, entries);
  return data;
}

}  // namespace

MadeEwf make_ewf(Bytes content, const EwfShape& shape) {
  const std::size_t chunk = shape.bytes_per_sector * shape.sectors_per_chunk;
  const std::size_t chunks = (content.size() + chunk - 1) / chunk;
  MadeEwf made;
  std::size_t done = 0;
  do {
    std::string file("EVF\x09\x0d\x0a\xff\x00\x01", 9);
    put(file, static_cast<std::uint16_t>(made.segments.size() + 1));
    put(file, std::uint16_t{0});
    if (made.segments.empty()) put_section(file, "header", header_text());
    put_section(file, made.segments.empty() ? "volume" : "data",
                volume(chunks, content.size(), shape));
    std::string sectors;
    std::vector<std::uint32_t> offsets;
    for (std::size_t i = 0; i < shape.chunks_per_segment && done < chunks;
         ++i, ++done) {
      const std::size_t from = sectors.size();
      offsets.push_back(static_cast<std::uint32_t>(file.size() + kSectionBytes + from));
      made.chunks.emplace_back(made.segments.size(), offsets.back());
      const std::size_t length = std::min(chunk, content.size() - done * chunk);
      sectors += text_of(content.subspan(done * chunk, length));
      put_checksum(sectors, from);
    }
    put_section(file, "sectors", sectors);
    put_section(file, "table", table(offsets));
    put_section(file, "table2", table(offsets));
    put_section(file, done < chunks ? "next" : "done", "", true);
    made.segments.push_back(std::move(file));
  } while (done < chunks);
  return made;
}

}  // namespace winnow
