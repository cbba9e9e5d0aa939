// Content that only libtsk can produce: NTFS and HFS+ compression, encrypted pools, raw
// CD sectors. A reader serves one thread; each thread makes its own over the same
// evidence.
#ifndef WINNOW_SCANNER_VOLUMES_LIBRARY_READER_H_
#define WINNOW_SCANNER_VOLUMES_LIBRARY_READER_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/evidence/evidence.h"
#include "scanner/wire/records.h"

namespace winnow {

// How to open one volume with libtsk again.
struct LibraryVolume {
  std::uint64_t offset = 0;
  int tsk_type = 0;  // TSK_FS_TYPE_ENUM
  bool in_pool = false;
  std::uint64_t pool_block = 0;
};

class LibraryReader {
 public:
  // `evidence` and `volumes` (Inventory::library_volumes) must outlive the reader.
  LibraryReader(const Evidence& evidence,
                const std::vector<std::optional<LibraryVolume>>& volumes);
  ~LibraryReader();

  // Feeds the content of `file`, or its first `most` bytes, to `sink`, in order, in
  // pieces of up to 1 MiB.
  [[nodiscard]] Result<void> read(
      const FileRecord& file, const std::function<void(Bytes)>& sink,
      std::uint64_t most = std::numeric_limits<std::uint64_t>::max());

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_LIBRARY_READER_H_
