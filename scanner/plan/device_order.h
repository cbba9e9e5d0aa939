// Device order: which files are read together, and in what order.
//
// Files are taken by where their content begins on the device, neighbours share one
// large read, and each batch is small enough that several fit into memory at once. On a
// device that seeks this is six to nine times faster than the order of folders; on one
// that does not it saves calls. The order is a function of the inventory alone.
#ifndef WINNOW_SCANNER_PLAN_DEVICE_ORDER_H_
#define WINNOW_SCANNER_PLAN_DEVICE_ORDER_H_

#include <cstdint>
#include <vector>

#include "scanner/volumes/inventory.h"
#include "scanner/wire/messages.h"
#include "scanner/wire/records.h"

namespace winnow {

// One read of the device, and where its bytes go in the batch's buffer.
struct PlannedRead {
  std::uint64_t offset = 0;     // in the evidence, bytes
  std::uint64_t length = 0;     // bytes
  std::uint64_t buffer_at = 0;  // bytes
};

// Where blocks are looked for: those that begin in `length` bytes from `offset` on, at
// a place of the grid, and end at `end` or before.
struct SpaceStretch {
  std::uint64_t offset = 0;  // in the evidence, bytes
  std::uint64_t length = 0;
  std::uint64_t end = 0;
  std::uint64_t grid_offset = 0;  // a place of the grid
  std::uint32_t grid_bytes = 0;   // and how far it is from one to the next
};

struct Batch {
  enum class Kind : std::uint8_t {
    gathered,  // whole contents, brought by `reads` into one buffer
    streamed,  // large files, read piece by piece while they are hashed side by side
    settled,   // nothing to read: resident, empty, or with an outcome already stated
    heads,     // the first bytes of each file, brought likewise
    space,     // stretches outside of files, brought likewise
  };
  Kind kind = Kind::gathered;
  std::vector<FileId> files;
  std::vector<PlannedRead> reads;  // sorted by offset; not for streamed and settled
  std::uint64_t buffer_bytes = 0;
  std::uint64_t content_bytes = 0;  // of the files or stretches, for progress
  std::uint64_t place = 0;          // batches come in this order of the evidence
  // Only for space; see SpaceSearched.
  std::vector<SpaceStretch> stretches;
  std::uint32_t chunk = SpaceSearched::kNoChunk;
  std::uint32_t samples = 0;
};

// A batch's buffer is at most this large, and a file larger than it is streamed. Large
// enough that a read costs more than a seek, small enough that a few dozen fit in
// memory.
inline constexpr std::uint64_t kBatchBytes = std::uint64_t{8} << 20;

// So many large files are read and hashed side by side where going from one to the
// other costs nothing: as many as fill the lanes of a processor's vectors.
inline constexpr std::size_t kStreams = 16;

// Plans every file for which wanted[id] is set. Names that share another file's content
// are planned only when that file is not. At most `streams` large files are read side
// by side.
[[nodiscard]] std::vector<Batch> plan_in_device_order(const Inventory& inventory,
                                                      const std::vector<bool>& wanted,
                                                      std::size_t streams);

// The same batches taken apart: every file one of its own, in their order.
[[nodiscard]] std::vector<Batch> one_by_one(const Inventory& inventory,
                                            const std::vector<Batch>& batches);
// These files, each a batch of its own.
[[nodiscard]] std::vector<Batch> plan_one_by_one(const Inventory& inventory,
                                                 const std::vector<FileId>& files);

// The first bytes of these files, each of which has some, in device order. Reading goes
// through gaps of up to `gap_bytes`: what costs less than another request.
[[nodiscard]] std::vector<Batch> plan_heads(const Inventory& inventory,
                                            const std::vector<FileId>& files,
                                            std::uint64_t gap_bytes);
// Where the first kBlockLength bytes of a content lie, or all of a shorter one.
[[nodiscard]] std::vector<Run> head_runs(const FileRecord& file);
// Fills in how a batch's stretches are read.
void plan_stretch_reads(Batch& batch, std::uint64_t gap_bytes);
// All of them by where they lie on the device.
[[nodiscard]] std::vector<Batch> merge_in_device_order(std::vector<Batch> files,
                                                       std::vector<Batch> space);

}  // namespace winnow

#endif  // WINNOW_SCANNER_PLAN_DEVICE_ORDER_H_
