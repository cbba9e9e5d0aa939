// Evidence: the bytes of an exhibit behind one read-only door, whatever holds them.
//
// Made from descriptors that are open already: nothing here opens a path. Every kind
// reads at a position, from any thread; where the library underneath is not safe for
// several threads (libewf, libvhdi, libvmdk, afflib), the door hands out its handles
// one by one.
//
// A read gives exactly what was asked for or a Fault; bytes that could not be had are
// never replaced by zeros. Where a read fails, the damage is mapped by reading in
// halves down to the sector, and what is known to be bad is not asked of the device
// again.
//
// A device that went away is no damage: from then on every read is a Fault (gone), and
// nothing is learnt about its bytes.
#ifndef WINNOW_SCANNER_EVIDENCE_EVIDENCE_H_
#define WINNOW_SCANNER_EVIDENCE_EVIDENCE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/evidence/damage_map.h"
#include "scanner/wire/records.h"

namespace winnow {

// One file of an image, open for reading. The descriptor stays its owner's.
struct Segment {
  int fd = -1;
  std::string name;  // for faults
};

class DevicePulse;

// Damage is told in these, counted from the first byte of the exhibit.
inline constexpr std::uint64_t kSectorBytes = 512;

class Evidence {
 public:
  virtual ~Evidence();
  Evidence();
  Evidence(const Evidence&) = delete;
  Evidence& operator=(const Evidence&) = delete;

  [[nodiscard]] std::uint64_t size_bytes() const { return size_bytes_; }
  // Fills `target` from byte `offset`. The part beyond size_bytes() is a Fault
  // (truncated) with the offset of the first byte that is not there.
  // A fault of damaged bytes has the offset of the first of them.
  [[nodiscard]] Result<void> read(std::uint64_t offset, MutableBytes target) const;
  // Fills what can be read of `target` and appends to `bad`, rising, exactly the ranges
  // that cannot; their bytes in `target` mean nothing. A Fault only where nothing can
  // be said at all: beyond the end, the device gone, no memory.
  [[nodiscard]] Result<void> read_sound(std::uint64_t offset, MutableBytes target,
                                        std::vector<Run>& bad) const;

  // The same bytes in place, where the system has them in memory and the container
  // stores them as they are: no copy is made of what is only looked at. They stay until
  // give_back() of the same range. Nothing if that cannot be, or any of them is not
  // sound: read_sound() then says more.
  [[nodiscard]] std::optional<Bytes> view(std::uint64_t offset,
                                          std::uint64_t length) const;
  void give_back(Bytes view) const { give_back_inside(view); }
  // From now on there are no views. One whose page the system dropped again, and then
  // cannot read a second time, would end the process: who looks for what ends processes
  // does without. Before any other thread reads.
  void give_no_views() { gives_views_ = false; }
  // That this will be asked for soon: a device with several queues can begin already.
  void expect(std::uint64_t offset, std::uint64_t length) const {
    expect_inside(offset, length);
  }

  // Bytes that were asked for, in all.
  [[nodiscard]] std::uint64_t fetched_bytes() const {
    return fetched_.load(std::memory_order_relaxed);
  }

  // Why the byte at `offset`, which a read found to be bad, cannot be read.
  [[nodiscard]] Fault damage_at(std::uint64_t offset) const {
    return damage_.fault_at(offset);
  }
  // Whether any read so far met bytes that cannot be read.
  [[nodiscard]] bool knows_damage() const { return !damage_.is_empty(); }
  // The fault of every read since the device went away.
  [[nodiscard]] std::optional<Fault> gone() const;

 protected:
  // A fault's offset, if it has one, is the first byte that was not had; all before it
  // are in `target`.
  [[nodiscard]] virtual Result<void> read_inside(std::uint64_t offset,
                                                 MutableBytes target) const = 0;
  [[nodiscard]] virtual std::optional<Bytes> view_inside(
      std::uint64_t /*offset*/, std::uint64_t /*length*/) const {
    return std::nullopt;
  }
  virtual void give_back_inside(Bytes /*view*/) const {}
  virtual void expect_inside(std::uint64_t /*offset*/, std::uint64_t /*length*/) const {
  }
  // Takes the pulse of these from now on.
  void watch(const std::vector<Segment>& segments);
  std::uint64_t size_bytes_ = 0;

 private:
  class Mapping;
  [[nodiscard]] Result<void> check_range(std::uint64_t offset,
                                         std::size_t length) const;
  [[nodiscard]] Result<void> map_damage(std::uint64_t offset, MutableBytes target,
                                        Fault fault, std::vector<Run>& bad) const;
  [[nodiscard]] Fault take_gone(Fault fault) const;
  [[nodiscard]] Result<void> take_pulse() const;

  std::unique_ptr<DevicePulse> pulse_;
  mutable std::atomic<std::uint64_t> fetched_{0};
  mutable DamageMap damage_;
  mutable std::mutex mapping_;  // one thread at a time maps damage
  mutable std::mutex gone_mutex_;
  mutable std::optional<Fault> gone_;  // guarded by gone_mutex_; set once
  mutable std::atomic<bool> is_gone_{false};
  bool gives_views_ = true;
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
