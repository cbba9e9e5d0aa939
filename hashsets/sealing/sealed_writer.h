// SealedWriter: the bytes of a set in, its sealed file out, without a plain byte on
// disk.
//
// Threads may write at once. Besides what a call is given, it holds a chunk for each
// place where a part of the set that was written begins or ends inside of one. The file
// is whole after finish(); what was written before is of no use to a reader.
#ifndef WINNOW_HASHSETS_SEALING_SEALED_WRITER_H_
#define WINNOW_HASHSETS_SEALING_SEALED_WRITER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "hashsets/sealing/seal_keys.h"

namespace winnow {

class SealedWriter {
 public:
  // Into `fd`, an empty file that outlives the writer, a set of `length` bytes, not 0.
  // Takes as long as `cost` says. `name` is for faults.
  [[nodiscard]] static Result<SealedWriter> begin(int fd, std::string name,
                                                  std::uint64_t length,
                                                  const Secret& passphrase,
                                                  SealCost cost);

  // Parts of the set, in any order, no byte twice; what is left out is zeros.
  [[nodiscard]] Result<void> write(std::uint64_t offset, Bytes bytes);
  // Once, when all writing has returned.
  [[nodiscard]] Result<void> finish();

 private:
  // A chunk of which some bytes have come.
  struct Begun {
    std::vector<std::byte> bytes;
    std::size_t filled = 0;
  };
  struct Chunks {
    std::mutex mutex;
    std::map<std::uint64_t, Begun> begun;  // by index
    std::vector<bool> done;                // by index
  };

  SealedWriter(int fd, std::string name, std::uint64_t length, SealKeys keys,
               const SealHeader& header);

  [[nodiscard]] std::size_t length_of(std::uint64_t index) const;
  std::vector<std::byte> add(std::uint64_t index, std::size_t start, Bytes part);
  Result<void> put(std::uint64_t index, Bytes chunk);

  int fd_;
  std::string name_;
  std::uint64_t length_;
  SealKeys keys_;
  SealHeader header_;
  std::unique_ptr<Chunks> chunks_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_SEALING_SEALED_WRITER_H_
