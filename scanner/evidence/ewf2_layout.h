// What the segments of an EWF2 image (Ex01) say together: where its chunks are
// described, how large it is, how it was acquired. Private to this room; plain values.
#ifndef WINNOW_SCANNER_EVIDENCE_EWF2_LAYOUT_H_
#define WINNOW_SCANNER_EVIDENCE_EWF2_LAYOUT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "scanner/evidence/evidence.h"
#include "scanner/evidence/ewf2_sections.h"

namespace winnow {

struct Ewf2File {
  Segment segment;
  std::uint64_t bytes = 0;
};

struct PlacedEwf2Table {
  std::size_t file = 0;
  Ewf2Table table;
};

// A stretch of chunks that one table describes, or several, who then contradict each
// other.
struct Ewf2Stretch {
  std::uint64_t first = 0;
  std::uint64_t end = 0;
  std::size_t table = 0;
  bool is_contested = false;
};

// All of it. The size of the device and of its chunks is at least one byte and bounded.
struct Ewf2Layout {
  std::vector<Ewf2File> files;
  std::vector<PlacedEwf2Table> tables;
  std::vector<Ewf2Stretch> stretches;  // in order, none over another
  std::optional<Ewf2Values> device;
  std::optional<Ewf2Values> acquisition;
  std::optional<Digest> md5;
  std::optional<Digest> sha1;
  std::uint64_t bad_ranges = 0;
  std::uint64_t device_bytes = 0;
  std::size_t chunk_bytes = 0;
};

// The segments in order; check_ewf_segments() passed.
[[nodiscard]] Result<Ewf2Layout> read_ewf2_layout(std::vector<Segment> segments);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EVIDENCE_EWF2_LAYOUT_H_
