// Content: bytes that are examined, wherever they are: a file of the exhibit, or a
// member of something that holds others.
//
// One thread at a time. Every byte is hostile.
#ifndef WINNOW_SCANNER_EXAMINE_CONTENT_CONTENT_H_
#define WINNOW_SCANNER_EXAMINE_CONTENT_CONTENT_H_

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace winnow {

class Content {
 public:
  virtual ~Content() = default;
  [[nodiscard]] virtual std::uint64_t size_bytes() const = 0;
  // Fills `target` from byte `offset` on, as far as there are bytes, and says how many;
  // fewer than asked for only at the end. A fault if any of them cannot be read.
  [[nodiscard]] virtual Result<std::size_t> read(std::uint64_t offset,
                                                 MutableBytes target) = 0;
  // All of it, where it lies in memory in one piece; else nothing. Valid as long as the
  // content is.
  [[nodiscard]] virtual Bytes in_memory() const { return {}; }
};

class MemoryContent final : public Content {
 public:
  // The bytes are somebody else's, and outlive this.
  explicit MemoryContent(Bytes bytes) : bytes_(bytes) {}
  [[nodiscard]] std::uint64_t size_bytes() const override { return bytes_.size(); }
  [[nodiscard]] Result<std::size_t> read(std::uint64_t offset,
                                         MutableBytes target) override {
    if (offset >= bytes_.size()) return std::size_t{0};
    const Bytes rest = bytes_.subspan(static_cast<std::size_t>(offset));
    const std::size_t length = std::min(rest.size(), target.size());
    std::copy_n(rest.begin(), length, target.begin());
    return length;
  }
  [[nodiscard]] Bytes in_memory() const override { return bytes_; }

 private:
  Bytes bytes_;
};

// What lies beside a file in its folder: the log of a database, the other parts of a
// cache or of a split archive.
class Siblings {
 public:
  virtual ~Siblings() = default;
  // The live file of that name; null if there is none, or it cannot be read.
  [[nodiscard]] virtual std::unique_ptr<Content> open(const std::string& name) = 0;
  // The same, of the file that is called as this one and `ending`.
  [[nodiscard]] virtual std::unique_ptr<Content> open_called(
      const std::string& ending) = 0;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTENT_CONTENT_H_
