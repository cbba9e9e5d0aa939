// Writes EWF2 images (Ex01), after libewf's "Expert Witness Compression Format version
// 2" documentation: no program of Debian does.
#ifndef WINNOW_TESTS_EVIDENCE_EWF2_WRITER_H_
#define WINNOW_TESTS_EVIDENCE_EWF2_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"

namespace winnow {

struct Ewf2Shape {
  std::uint32_t bytes_per_sector = 512;
  std::uint32_t sectors_per_chunk = 64;
  std::uint32_t chunks_per_table = 1000;
  // A segment is closed behind the chunk that reaches this.
  std::uint64_t bytes_per_segment = std::numeric_limits<std::uint64_t>::max();
  // A chunk of one repeated pattern, and one that deflate makes smaller, is stored so;
  // any other as it is, with a checksum.
  bool pattern_fill = true;
  bool compress = true;
  bool compress_text = true;     // of device and case
  bool fill_last_chunk = false;  // up to the whole size, with zeros
  std::vector<std::pair<std::uint64_t, std::uint32_t>> bad_sectors;
};

struct MadeEwf2 {
  std::vector<std::string> segments;
  // Where each chunk's bytes lie, as segment and offset; a pattern has none.
  std::vector<std::pair<std::size_t, std::size_t>> chunks;
};

// `content` must be whole sectors, and some.
[[nodiscard]] MadeEwf2 make_ewf2(Bytes content, const Ewf2Shape& shape);

// Puts right every checksum of the section whose descriptor lies at `descriptor`, after
// a test changed it or its data; of one that claims more data than there is room for,
// only the descriptor's own.
void reseal_ewf2(std::string& segment, std::size_t descriptor);

// Makes the raw image into "x.Ex01", "x.Ex02" and so on; false if a file cannot be read
// or written, or the raw image is not whole sectors of 512 bytes.
[[nodiscard]] bool write_ewf2(const std::string& raw_path,
                              const std::string& first_segment_path,
                              std::uint64_t bytes_per_segment);

}  // namespace winnow

#endif  // WINNOW_TESTS_EVIDENCE_EWF2_WRITER_H_
