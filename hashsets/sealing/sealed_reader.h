// Opens a sealed set: all of it is deciphered and authenticated into anonymous memory,
// and nothing plain is ever written to a file.
//
// Three things may be wrong, and each is a fault of its own kind: the passphrase
// (encrypted), the file (malformed or truncated), the memory (out_of_memory). The
// format, and what cannot be told apart: sealed_format.md.
#ifndef WINNOW_HASHSETS_SEALING_SEALED_READER_H_
#define WINNOW_HASHSETS_SEALING_SEALED_READER_H_

#include <string>

#include "base/bytes.h"
#include "base/file.h"
#include "base/result.h"
#include "hashsets/sealing/secret.h"

namespace winnow {

// Whether these first bytes of a file are a sealed set's.
[[nodiscard]] bool looks_like_sealed(Bytes head);

// The plain set in memory; gone with the last descriptor and mapping of it. It is
// locked there as long as `held` lives, if the system allows that (`ulimit -l`); if
// not, the system may write it to its swap space.
struct UnsealedSet {
  Fd fd;  // for reading, as if of the .wset file; what it holds can no longer change
  Mapping held;
};

// Takes as long as the header's cost says (within the format's limits) and then a
// second for each gigabyte or so; as much memory as the set is long. `name` is for
// faults.
[[nodiscard]] Result<UnsealedSet> unseal(int fd, const std::string& name,
                                         const Secret& passphrase);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_SEALING_SEALED_READER_H_
