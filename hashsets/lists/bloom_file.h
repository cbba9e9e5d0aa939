// BloomFile: a Bloom filter of DCSO's or CIRCL's kind (`.bloom`).
//
// It holds no digests, only a test that says "certainly not in the list" or "perhaps":
// fit to discard, never to be reported as a match and never to hide a file. Values are
// texts, in practice digests as upper-case hexadecimal. The descriptor may be closed
// after open(). Safe to read from any thread.
#ifndef WINNOW_HASHSETS_LISTS_BLOOM_FILE_H_
#define WINNOW_HASHSETS_LISTS_BLOOM_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/file.h"
#include "base/result.h"

namespace winnow {

class BloomFile {
 public:
  // Truncated if the filter is longer than the file, malformed if its numbers cannot be
  // a filter's. Data that follow the filter are not looked at.
  [[nodiscard]] static Result<BloomFile> open(int fd, const std::string& name);

  [[nodiscard]] bool contains(std::string_view value) const;
  [[nodiscard]] std::uint64_t capacity() const { return capacity_; }
  [[nodiscard]] std::uint64_t inserted() const { return inserted_; }
  // The share of values that are in no list and found all the same, filled as it is.
  [[nodiscard]] double false_positive_rate() const;

 private:
  Mapping file_;
  std::uint64_t capacity_ = 0;
  std::uint64_t inserted_ = 0;
  std::uint64_t hashes_ = 0;
  std::uint64_t bits_ = 1;
};

// Whether these first bytes of a file are such a filter's; it has no magic number, so
// this is whether the numbers in its header agree with each other.
[[nodiscard]] bool looks_like_bloom(Bytes head);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LISTS_BLOOM_FILE_H_
