// The id of a set: a digest over everything in it that means something.
//
// As in wset_format.md, "The id": SHA-256 over the type and, for each section, its
// kind, its length and the SHA-256 of each of its pieces of 64 KiB, so that the pieces
// can be digested side by side, and sections too. One thread an object.
#ifndef WINNOW_HASHSETS_WSET_ID_H_
#define WINNOW_HASHSETS_WSET_ID_H_

#include <cstdint>
#include <vector>

#include "base/batch_digester.h"
#include "base/bytes.h"
#include "base/digester.h"
#include "hashsets/wset_format.h"

namespace winnow {

// The digests of a section's pieces.
class WsetPieces {
 public:
  WsetPieces();
  // The section's bytes in order; every call but the last gives whole pieces.
  void add(Bytes bytes);
  [[nodiscard]] const std::vector<Digest>& digests() const { return digests_; }

 private:
  BatchDigester lanes_;
  std::vector<Digest> digests_;
};

class WsetId {
 public:
  explicit WsetId(std::uint32_t type);
  // Sections in the order in which they stand.
  void add_section(wset::SectionKind kind, std::uint64_t length,
                   const WsetPieces& pieces);
  [[nodiscard]] Digest finish();

 private:
  Digester whole_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_WSET_ID_H_
