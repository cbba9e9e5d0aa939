// The id of a set: a digest over everything in it that means something.
//
// As in wset_format.md, "The id": SHA-256 over the type and, for each section, its
// kind, its length and the SHA-256 of each of its pieces of 64 KiB, so that the pieces
// can be digested side by side. One thread.
#ifndef WINNOW_HASHSETS_WSET_ID_H_
#define WINNOW_HASHSETS_WSET_ID_H_

#include <cstdint>

#include "base/batch_digester.h"
#include "base/bytes.h"
#include "base/digester.h"
#include "hashsets/wset_format.h"

namespace winnow {

class WsetId {
 public:
  explicit WsetId(std::uint32_t type);

  void begin_section(wset::SectionKind kind, std::uint64_t length);
  // The section's bytes in order; every call but a section's last gives whole pieces.
  void add(Bytes bytes);
  [[nodiscard]] Digest finish();

 private:
  BatchDigester pieces_;
  Digester whole_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_WSET_ID_H_
