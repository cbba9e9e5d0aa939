// Examiner: what is done with the bytes of a file: digests, or the key of its first
// bytes.
//
// One thread an examiner. Whatever happens to a file becomes its outcome; only when the
// device went away there is none to give.
#ifndef WINNOW_SCANNER_EXAMINE_EXAMINER_H_
#define WINNOW_SCANNER_EXAMINE_EXAMINER_H_

#include <optional>
#include <vector>

#include "base/batch_digester.h"
#include "base/digester.h"
#include "hashsets/content_blocks.h"
#include "scanner/examine/content_reader.h"
#include "scanner/examine/likelihood.h"
#include "scanner/examine/stream_reader.h"
#include "scanner/wire/records.h"
#include "scanner/wire/work_place.h"

namespace winnow {

// Where work on a file is said to be.
[[nodiscard]] WorkPlace work_place_of(const FileRecord& file);

class Examiner {
 public:
  // `marks` is told of every file that is begun, and outlives the examiner.
  Examiner(const Exhibit& exhibit, AlgorithmSet algorithms, WorkMarks& marks);

  // One outcome for each file of the batch, in its order; they mean nothing if gone()
  // has a fault afterwards. `loaded` as in ContentReader.
  [[nodiscard]] std::vector<OutcomeRecord> examine(const Batch& batch,
                                                   const LoadedBatch* loaded);
  // The key of the first bytes of each file of a batch of heads, in its order; nothing
  // where they cannot be read.
  [[nodiscard]] std::vector<std::optional<HeadKey>> examine_heads(
      const Batch& batch, const LoadedBatch* loaded);
  // How soon each file of a batch of heads is to be looked at, in its order.
  [[nodiscard]] std::vector<Likelihood> judge_heads(const Batch& batch,
                                                    const LoadedBatch* loaded,
                                                    const LookRules& rules,
                                                    std::optional<Instant> latest);
  // That the device went away while a file was read.
  [[nodiscard]] const std::optional<Fault>& gone() const { return gone_; }

 private:
  [[nodiscard]] Result<Bytes> read_head(const FileRecord& file,
                                        const LoadedBatch* loaded);
  [[nodiscard]] OutcomeRecord examine_streamed(const FileRecord& file,
                                               const LoadedBatch* loaded);
  [[nodiscard]] std::vector<OutcomeRecord> examine_side_by_side(const Batch& batch);

  const Inventory& inventory_;
  WorkMarks& marks_;
  ContentReader reader_;
  Digester digester_;       // contents that come piece by piece
  BatchDigester together_;  // those that are in memory, and streams side by side
  StreamReader streams_;
  std::optional<Fault> gone_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_EXAMINER_H_
