// BatchDigester: the digests of many contents that lie in memory, side by side.
//
// Digester takes one content piece by piece as it arrives; this takes a whole batch and
// runs its contents in the lanes of the processor's vectors (base/simd/), the largest
// first, several times faster. The digests are the same.
//
// One thread at a time; reusable.
#ifndef WINNOW_BASE_BATCH_DIGESTER_H_
#define WINNOW_BASE_BATCH_DIGESTER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/bytes.h"
#include "base/digest.h"

namespace winnow {

class BatchDigester {
 public:
  explicit BatchDigester(AlgorithmSet algorithms);
  ~BatchDigester();
  BatchDigester(BatchDigester&&) noexcept;
  BatchDigester& operator=(BatchDigester&&) noexcept;

  // Begins the next content; what follows belongs to it. The bytes must stay where they
  // are until finish().
  void begin();
  void add(Bytes bytes);
  void add_zeros(std::uint64_t count);  // a hole in a sparse file

  // The digests of all contents, in the order they were begun; ready for the next
  // batch.
  [[nodiscard]] std::vector<Digests> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace winnow

#endif  // WINNOW_BASE_BATCH_DIGESTER_H_
