// Examiner: what is done with the bytes of a file. Digests, for now.
//
// One thread an examiner; it never fails: whatever happens to a file becomes its
// outcome.
#ifndef WINNOW_SCANNER_EXAMINE_EXAMINER_H_
#define WINNOW_SCANNER_EXAMINE_EXAMINER_H_

#include <vector>

#include "base/batch_digester.h"
#include "base/digester.h"
#include "scanner/examine/content_reader.h"
#include "scanner/wire/records.h"

namespace winnow {

class Examiner {
 public:
  Examiner(const Exhibit& exhibit, AlgorithmSet algorithms);

  // One outcome for each file of the batch, in its order. `loaded` as in ContentReader.
  [[nodiscard]] std::vector<OutcomeRecord> examine(const Batch& batch,
                                                   const LoadedBatch* loaded);

 private:
  [[nodiscard]] OutcomeRecord examine_streamed(const FileRecord& file,
                                               const LoadedBatch* loaded);

  const Inventory& inventory_;
  ContentReader reader_;
  Digester digester_;       // contents that come piece by piece
  BatchDigester together_;  // those that are in memory
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_EXAMINER_H_
