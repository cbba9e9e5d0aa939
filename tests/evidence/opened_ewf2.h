// Made-up EWF2 images, opened, and content to put into them.
#ifndef WINNOW_TESTS_EVIDENCE_OPENED_EWF2_H_
#define WINNOW_TESTS_EVIDENCE_OPENED_EWF2_H_

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "scanner/evidence/evidence.h"
#include "tests/evidence/ewf2_writer.h"
#include "tests/evidence/memory_evidence.h"

namespace winnow {

inline constexpr std::uint32_t kEwf2Seed = 20250711;
inline constexpr char kEwf2Kind[] = "EWF2 (Ex01)";

// Chunks that deflate shrinks, chunks that it does not and patterns, in turn.
inline std::vector<std::byte> mixed_content(std::size_t size, std::size_t chunk) {
  std::mt19937 random(kEwf2Seed);
  std::vector<std::byte> content(size);
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint64_t invented = random();
    switch (i / chunk % 4) {
      case 0:
        content[i] = static_cast<std::byte>('0' + invented % 64);
        break;
      case 1:
        content[i] = static_cast<std::byte>(invented);
        break;
      case 2:
        content[i] = static_cast<std::byte>("eightful"[i % 8]);
        break;
      default:
        break;  // zeros
    }
  }
  return content;
}

inline Ewf2Shape small_chunks() {
  Ewf2Shape shape;
  shape.sectors_per_chunk = 2;
  shape.chunks_per_table = 3;
  return shape;
}

struct OpenedEwf2 {
  explicit OpenedEwf2(const std::vector<std::string>& segments)
      : opened(Fault{FaultKind::usage, "", "", {}}) {
    std::vector<Segment> list;
    for (const std::string& segment : segments) {
      files.push_back(std::make_unique<MemoryFile>(
          segment, "image.Ex0" + std::to_string(files.size() + 1)));
      list.push_back(files.back()->segment());
    }
    opened = open_evidence(std::move(list));
  }
  [[nodiscard]] const Evidence& image() const { return *opened->bytes; }
  // Damage in the first bytes makes an image something else, and that is said.
  [[nodiscard]] bool is_ewf2() const {
    return opened && opened->bytes != nullptr && opened->record.kind == kEwf2Kind;
  }

  std::vector<std::unique_ptr<MemoryFile>> files;
  Result<OpenedEvidence> opened;
};

inline std::uint32_t adler_of(Bytes bytes) {
  return static_cast<std::uint32_t>(
      ::adler32_z(1, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

// Reads in pieces: each must be right or a fault. Where the faults were.
//
// Right as far as the format can tell: Adler-32 is all that vouches for a chunk, and on
// text of few letters a damaged deflate stream does, once in some thousand flips, give
// other text of the same Adler-32.
inline std::vector<std::size_t> faults_in(const Evidence& image, Bytes expected,
                                          std::size_t piece_bytes) {
  std::vector<std::size_t> faults;
  std::vector<std::byte> piece(piece_bytes);
  for (std::size_t at = 0; at < expected.size(); at += piece_bytes) {
    const auto target =
        MutableBytes(piece).first(std::min(piece_bytes, expected.size() - at));
    const auto read = image.read(at, target);
    if (!read) {
      const std::uint64_t bad = read.error().offset.value_or(expected.size());
      EXPECT_TRUE(at <= bad && bad - at < target.size()) << bad << " of " << at;
      faults.push_back(at);
    } else if (adler_of(target) != adler_of(expected.subspan(at, target.size()))) {
      ADD_FAILURE() << "silently different at " << at;
    }
  }
  return faults;
}

}  // namespace winnow

#endif  // WINNOW_TESTS_EVIDENCE_OPENED_EWF2_H_
