// The sections of EWF2 segment files (Ex01): the walk along their chain, and what each
// small one says. Private to this room.
//
// Everything is hostile until its checksum and its bounds were checked here. Only
// positioned reads, so any thread may call anything.
#ifndef WINNOW_SCANNER_EVIDENCE_EWF2_SECTIONS_H_
#define WINNOW_SCANNER_EVIDENCE_EWF2_SECTIONS_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/result.h"
#include "scanner/evidence/evidence.h"

namespace winnow {

// The types that matter here; others are walked past.
enum class Ewf2Type : std::uint32_t {
  device_information = 0x01,
  case_data = 0x02,
  sector_table = 0x04,
  error_table = 0x05,
  md5 = 0x08,
  sha1 = 0x09,
  encryption_keys = 0x0b,
};

// Where a section's data lies. It was checked to lie inside the file, behind the header
// and the section before it.
struct Ewf2Section {
  Ewf2Type type{};
  std::uint64_t start = 0;
  std::uint64_t length = 0;
  std::optional<Digest> md5;  // of the data, where the writer stored it
};

// A run of chunks that a sector table describes, and the place of its entries.
struct Ewf2Table {
  Ewf2Section section;
  std::uint64_t first_chunk = 0;
  std::uint64_t chunks = 0;
  [[nodiscard]] std::uint64_t entries_start() const;
};

using Ewf2SetId = std::array<std::byte, 16>;
// By tag, in UTF-8, not yet made printable.
using Ewf2Values = std::map<std::string, std::string>;

[[nodiscard]] bool adler_matches(Bytes bytes, std::uint32_t stored);

// The identity that all segments of an image share. Faults for a version or a method of
// compression that is not read here.
[[nodiscard]] Result<Ewf2SetId> read_ewf2_header(const Segment& segment);
// In the order in which they lie in the file. Faults if any is encrypted.
[[nodiscard]] Result<std::vector<Ewf2Section>> read_ewf2_chain(
    const Segment& segment, std::uint64_t file_bytes);
// Of a device information or case data section.
[[nodiscard]] Result<Ewf2Values> read_ewf2_values(const Segment& segment,
                                                  const Ewf2Section& section);
[[nodiscard]] Result<Digest> read_ewf2_digest(const Segment& segment,
                                              const Ewf2Section& section);
// How many ranges of sectors the acquisition could not read.
[[nodiscard]] Result<std::uint64_t> count_ewf2_bad_ranges(const Segment& segment,
                                                          const Ewf2Section& section);
[[nodiscard]] Result<Ewf2Table> read_ewf2_table(const Segment& segment,
                                                const Ewf2Section& section);
// Whether the entries are as they were written. Reads all of them.
[[nodiscard]] Result<void> check_ewf2_table(const Segment& segment,
                                            const Ewf2Table& table);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EVIDENCE_EWF2_SECTIONS_H_
