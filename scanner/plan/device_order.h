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
#include "scanner/wire/records.h"

namespace winnow {

// One read of the device, and where its bytes go in the batch's buffer.
struct PlannedRead {
  std::uint64_t offset = 0;     // in the evidence, bytes
  std::uint64_t length = 0;     // bytes
  std::uint64_t buffer_at = 0;  // bytes
};

struct Batch {
  enum class Kind : std::uint8_t {
    gathered,  // whole contents, brought by `reads` into one buffer
    streamed,  // one file, read piece by piece while it is hashed
    settled,   // nothing to read: resident, empty, or with an outcome already stated
  };
  Kind kind = Kind::gathered;
  std::vector<FileId> files;
  std::vector<PlannedRead> reads;  // sorted by offset; only for gathered
  std::uint64_t buffer_bytes = 0;
  std::uint64_t content_bytes = 0;  // of the files, for progress
};

// A batch's buffer is at most this large, and a file larger than it is streamed. Large
// enough that a read costs more than a seek, small enough that a few dozen fit in
// memory.
inline constexpr std::uint64_t kBatchBytes = std::uint64_t{8} << 20;

// Plans every file for which wanted[id] is set. Names that share another file's content
// are planned only when that file is not.
[[nodiscard]] std::vector<Batch> plan_in_device_order(const Inventory& inventory,
                                                      const std::vector<bool>& wanted);

// The same batches taken apart: every file one of its own, in their order.
[[nodiscard]] std::vector<Batch> one_by_one(const Inventory& inventory,
                                            const std::vector<Batch>& batches);
// These files, each a batch of its own.
[[nodiscard]] std::vector<Batch> plan_one_by_one(const Inventory& inventory,
                                                 const std::vector<FileId>& files);

}  // namespace winnow

#endif  // WINNOW_SCANNER_PLAN_DEVICE_ORDER_H_
