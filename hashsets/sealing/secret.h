// Secret: bytes that are wiped when they go: passphrases and keys.
//
// They lie between guard pages and out of core dumps, and are locked into memory where
// the system allows it. Moves, never copies. Threads: as a vector.
#ifndef WINNOW_HASHSETS_SEALING_SECRET_H_
#define WINNOW_HASHSETS_SEALING_SECRET_H_

#include <cstddef>
#include <memory>

#include "base/bytes.h"
#include "base/result.h"

namespace winnow {

class Secret {
 public:
  // So many zeros; at least one.
  [[nodiscard]] static Result<Secret> of_length(std::size_t length);
  [[nodiscard]] static Result<Secret> copy_of(Bytes bytes);
  // Not to be guessed by anyone.
  [[nodiscard]] static Result<Secret> random(std::size_t length);

  [[nodiscard]] Bytes bytes() const { return {memory_.get(), length_}; }
  [[nodiscard]] MutableBytes bytes() { return {memory_.get(), length_}; }

 private:
  struct WipeAndFree {
    void operator()(std::byte* memory) const;
  };

  Secret(std::byte* memory, std::size_t length) : memory_(memory), length_(length) {}

  std::unique_ptr<std::byte, WipeAndFree> memory_;
  std::size_t length_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_SEALING_SECRET_H_
