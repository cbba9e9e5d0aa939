// The input is the only segment of an Ex01 image: its sections one by one, whatever
// their order, and then all of it opened and read as evidence.
#include "scanner/evidence/ewf2_layout.h"
#include "scanner/evidence/ewf2_sections.h"
#include "tests/evidence/memory_evidence.h"
#include "tests/fuzz/fuzz_targets.h"

namespace winnow {
namespace {

constexpr std::uint64_t kReadStep = 4096;
constexpr std::uint64_t kMostReads = 256;

Violation check_sections(const Segment& segment, std::uint64_t file_bytes) {
  const auto sections = read_ewf2_chain(segment, file_bytes);
  if (!sections) return {};
  for (const Ewf2Section& section : *sections) {
    if (section.start > file_bytes || section.length > file_bytes - section.start) {
      return "a section lies outside the file";
    }
    static_cast<void>(read_ewf2_values(segment, section));
    static_cast<void>(read_ewf2_digest(segment, section));
    static_cast<void>(count_ewf2_bad_ranges(segment, section));
    const auto table = read_ewf2_table(segment, section);
    if (table) static_cast<void>(check_ewf2_table(segment, *table));
  }
  return {};
}

Violation check_layout(const Segment& segment) {
  const auto layout = read_ewf2_layout({segment});
  if (!layout) return {};
  if (layout->device_bytes == 0 || layout->chunk_bytes == 0) return "a size of nothing";
  std::uint64_t end = 0;
  for (const Ewf2Stretch& stretch : layout->stretches) {
    if (stretch.first < end || stretch.end < stretch.first) {
      return "stretches lie over each other";
    }
    end = stretch.end;
  }
  return {};
}

void read_all(const Segment& segment) {
  const auto opened = open_evidence({segment});
  if (!opened || !opened->bytes) return;
  const std::uint64_t size = opened->bytes->size_bytes();
  std::vector<std::byte> piece(kReadStep);
  for (std::uint64_t i = 0; i < kMostReads && i * kReadStep < size; ++i) {
    const std::uint64_t length = std::min(kReadStep, size - i * kReadStep);
    static_cast<void>(opened->bytes->read(
        i * kReadStep, MutableBytes(piece).first(static_cast<std::size_t>(length))));
  }
}

}  // namespace

Violation fuzz_ewf2(Bytes input) {
  const MemoryFile file(input);
  const Segment segment = file.segment();
  if (!read_ewf2_header(segment)) return {};
  if (auto wrong = check_sections(segment, input.size())) return wrong;
  if (auto wrong = check_layout(segment)) return wrong;
  read_all(segment);
  return {};
}

}  // namespace winnow
