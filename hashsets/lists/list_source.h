// ListSource: the bytes of one list file, read forward once, with their size and
// SHA-256.
//
// Every importer reads its list through one, so that the import record can say what was
// read. One thread; the descriptor stays the caller's.
#ifndef WINNOW_HASHSETS_LISTS_LIST_SOURCE_H_
#define WINNOW_HASHSETS_LISTS_LIST_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/result.h"
#include "hashsets/lists/background_digest.h"

namespace winnow {

// How much of a list is looked at to tell its format.
inline constexpr std::size_t kListHead = std::size_t{64} << 10;

class ListSource {
 public:
  // `name` is the path, for faults.
  ListSource(int fd, std::string name);

  // Up to kListHead first bytes, without taking them.
  [[nodiscard]] Result<Bytes> head();
  // The next bytes, at most `target`'s; 0 only at the end.
  [[nodiscard]] Result<std::size_t> read(MutableBytes target);
  // Reads to the end, for an importer that has another way to the content.
  [[nodiscard]] Result<void> skip_rest();

  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  // Of the bytes taken so far: of the whole list once read() has given 0.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] Digest sha256();  // once, at the end

 private:
  Result<std::size_t> read_file(MutableBytes target);

  int fd_;
  std::string name_;
  std::vector<std::byte> head_;
  std::size_t head_taken_ = 0;
  std::uint64_t size_ = 0;
  BackgroundDigest digest_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LISTS_LIST_SOURCE_H_
