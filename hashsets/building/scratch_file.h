// ScratchFile: the temporary file of a build. All that a build puts aside on disk goes
// through here.
//
// Nameless, made at the first append; it is gone with the object, or with the process,
// however that ends. In an enciphered folder nothing that goes to disk can be read
// there. One thread appends; any thread may read what was appended before.
#ifndef WINNOW_HASHSETS_BUILDING_SCRATCH_FILE_H_
#define WINNOW_HASHSETS_BUILDING_SCRATCH_FILE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/file.h"
#include "base/result.h"
#include "hashsets/sealing/scratch_cipher.h"

namespace winnow {

// Where the temporary files of one build lie, and the key they are under, if any.
class ScratchFolder {
 public:
  ScratchFolder(std::string path, ScratchKey key = nullptr)  // NOLINT: a path is one
      : path_(std::move(path)), key_(std::move(key)) {}
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const ScratchKey& key() const { return key_; }  // null: none

 private:
  std::string path_;
  ScratchKey key_;
};

class ScratchFile {
 public:
  explicit ScratchFile(ScratchFolder folder) : folder_(std::move(folder)) {}

  [[nodiscard]] Result<void> append(Bytes bytes);
  // In bytes; where the next append begins.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  // [offset, offset + target.size()) must lie inside.
  [[nodiscard]] Result<void> read(std::uint64_t offset, MutableBytes target) const;

 private:
  Result<void> append_enciphered(Bytes bytes);

  ScratchFolder folder_;
  Fd file_;
  std::optional<ScratchCipher> cipher_;
  std::uint64_t size_ = 0;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_SCRATCH_FILE_H_
