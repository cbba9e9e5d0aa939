// Digester: several digests over one stream of bytes, computed piece by piece while the
// piece is still in the processor's cache. OpenSSL EVP underneath.
//
// One thread at a time; reusable: finish() leaves it ready for the next content.
#ifndef WINNOW_BASE_DIGESTER_H_
#define WINNOW_BASE_DIGESTER_H_

#include <cstdint>
#include <memory>

#include "base/bytes.h"
#include "base/digest.h"

namespace winnow {

class Digester {
 public:
  explicit Digester(AlgorithmSet algorithms);
  ~Digester();
  Digester(Digester&&) noexcept;
  Digester& operator=(Digester&&) noexcept;

  void update(Bytes bytes);
  // `count` zero bytes: a hole in a sparse file.
  void update_zeros(std::uint64_t count);
  [[nodiscard]] Digests finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

[[nodiscard]] Digest digest_of(Algorithm algorithm, Bytes bytes);

}  // namespace winnow

#endif  // WINNOW_BASE_DIGESTER_H_
