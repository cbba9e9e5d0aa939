// Writes small EWF images (E01, chunks stored as they are) into memory, after libewf's
// "Expert Witness Compression Format" documentation.
#ifndef WINNOW_TESTS_EVIDENCE_EWF_MAKER_H_
#define WINNOW_TESTS_EVIDENCE_EWF_MAKER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace winnow {

struct EwfShape {
  std::uint32_t bytes_per_sector = 512;
  std::uint32_t sectors_per_chunk = 8;
  std::size_t chunks_per_segment = 1000;
};

struct MadeEwf {
  std::vector<std::string> segments;
  // Where each chunk's bytes lie, as segment and offset.
  std::vector<std::pair<std::size_t, std::size_t>> chunks;
};

// `content` must be whole sectors.
[[nodiscard]] MadeEwf make_ewf(Bytes content, const EwfShape& shape);

}  // namespace winnow

#endif  // WINNOW_TESTS_EVIDENCE_EWF_MAKER_H_
