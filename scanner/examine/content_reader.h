// The bytes of an exhibit's files, by whichever way each is to be had.
//
// One thread a reader; readers share the evidence and the inventory, which outlive
// them.
#ifndef WINNOW_SCANNER_EXAMINE_CONTENT_READER_H_
#define WINNOW_SCANNER_EXAMINE_CONTENT_READER_H_

#include <functional>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/file.h"
#include "base/result.h"
#include "scanner/evidence/evidence.h"
#include "scanner/plan/device_order.h"
#include "scanner/volumes/inventory.h"

namespace winnow {

// What is examined: an image behind `evidence`, or a folder behind `folder_fd`.
struct Exhibit {
  const Evidence* evidence = nullptr;
  int folder_fd = -1;
  const Inventory* inventory = nullptr;
};

// A gathered batch's buffer once it was read. What cannot be read leaves its part
// unset.
struct LoadedBatch {
  const Batch* batch = nullptr;
  // With a view the system brings what lies around it as well, megabytes of it: for who
  // wants all of that sooner or later.
  bool takes_views = true;
  std::vector<std::byte> buffer;
  std::vector<Bytes> views;  // of each read; those that are empty are in the buffer
  std::vector<Run> bad;  // of the evidence, rising; of the gaps between files as well
  bool is_lost = false;  // nothing of it was loaded

  // Where `run` of one of the batch's files lies in the buffer; nothing if any of it
  // cannot be read.
  [[nodiscard]] std::optional<Bytes> find(const Run& run) const;
  [[nodiscard]] bool touches_bad(const Run& run) const;
};

// Brings the whole of a gathered batch into its buffer, but for what cannot be read: a
// bad sector costs only the files that lie on it.
void load_batch(const Evidence& evidence, LoadedBatch& loaded);
// Its bytes are not looked at any more.
void unload_batch(const Evidence& evidence, LoadedBatch& loaded);

// Where content goes, in file order.
struct ContentSink {
  std::function<void(Bytes)> bytes;
  std::function<void(std::uint64_t)> zeros;  // that many bytes of a hole
};

// Opens a file of a folder as exhibit.
[[nodiscard]] Result<Fd> open_folder_file(const Exhibit& exhibit, FileId file);

class ContentReader {
 public:
  explicit ContentReader(const Exhibit& exhibit);

  // Whether read() would hand out nothing but bytes that stay where they are as long as
  // the inventory and `loaded`: no device is read, and no fault can come.
  [[nodiscard]] static bool is_in_memory(const FileRecord& file,
                                         const LoadedBatch* loaded);

  // The first kBlockLength bytes of `file`, or all of a shorter one, good until the
  // next call; a fault if any of them cannot be read. `loaded` as in read(), of a batch
  // of heads.
  [[nodiscard]] Result<Bytes> read_head(const FileRecord& file,
                                        const LoadedBatch* loaded);

  // Feeds the whole content of `file` to the sink. `loaded` is the file's batch if it
  // was gathered, else null. On a fault the sink has had what comes before it, and the
  // fault's offset is the byte in the exhibit (in the file, for a folder); all that
  // follows was tried as well, and `unreadable` lists, in file order, what of the
  // exhibit under the file cannot be read.
  [[nodiscard]] Result<void> read(const FileRecord& file, const LoadedBatch* loaded,
                                  const ContentSink& sink,
                                  std::vector<Run>& unreadable);

 private:
  [[nodiscard]] Result<void> read_runs(const FileRecord& file,
                                       const LoadedBatch* loaded,
                                       const ContentSink& sink,
                                       std::vector<Run>& unreadable);
  [[nodiscard]] Result<void> read_library_file(const FileRecord& file,
                                               const ContentSink& sink,
                                               std::vector<Run>& unreadable);
  [[nodiscard]] Result<void> stream_run(const Run& run, const ContentSink& sink,
                                        std::vector<Run>& unreadable);
  [[nodiscard]] Result<void> read_folder_file(const FileRecord& file,
                                              const ContentSink& sink,
                                              std::uint64_t most);
  void append_to_head(Bytes bytes);

  Exhibit exhibit_;
  std::optional<LibraryReader> library_;
  std::vector<std::byte> piece_;
  std::vector<std::byte> head_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTENT_READER_H_
