// Evidence: the bytes of an exhibit behind one read-only door, whatever holds them.
//
// Made from descriptors that are open already: nothing here opens a path. Every kind
// reads at a position, from any thread; where the library underneath is not safe for
// several threads (libewf, libvhdi, libvmdk, afflib), the door hands out its handles
// one by one.
//
// A read gives exactly what was asked for or a Fault; bytes that could not be had are
// never replaced by zeros.
#ifndef WINNOW_SCANNER_EVIDENCE_EVIDENCE_H_
#define WINNOW_SCANNER_EVIDENCE_EVIDENCE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/wire/records.h"

namespace winnow {

// One file of an image, open for reading. The descriptor stays its owner's.
struct Segment {
  int fd = -1;
  std::string name;  // for faults
};

class Evidence {
 public:
  virtual ~Evidence() = default;
  Evidence() = default;
  Evidence(const Evidence&) = delete;
  Evidence& operator=(const Evidence&) = delete;

  [[nodiscard]] std::uint64_t size_bytes() const { return size_bytes_; }
  // Fills `target` from byte `offset`. The part beyond size_bytes() is a Fault
  // (truncated) with the offset of the first byte that is not there.
  [[nodiscard]] Result<void> read(std::uint64_t offset, MutableBytes target) const;

 protected:
  [[nodiscard]] virtual Result<void> read_inside(std::uint64_t offset,
                                                 MutableBytes target) const = 0;
  std::uint64_t size_bytes_ = 0;
};

// What opening gives. `bytes` is null for a folder, and for a container that is
// recognised but not read by this version (record.unsupported then names it).
struct OpenedEvidence {
  EvidenceRecord record;
  std::unique_ptr<Evidence> bytes;
};

// Decides by content, never by name, and opens. Segments are in order; a missing one,
// or one of another image, is a Fault that names it.
[[nodiscard]] Result<OpenedEvidence> open_evidence(std::vector<Segment> segments);

// Whether opening this image needs its name, not only its descriptor (AFF).
[[nodiscard]] bool is_opened_by_name(const Segment& first);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EVIDENCE_EVIDENCE_H_
