#include "hashsets/building/scratch_file.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace winnow {
namespace {

// What is enciphered at a time stays in the second-level cache.
constexpr std::size_t kCipherBytes = std::size_t{256} << 10;

}  // namespace

Result<void> ScratchFile::append(Bytes bytes) {
  if (!file_.is_open()) {
    auto file = open_nameless_file(folder_.path());
    if (!file) return std::move(file).error();
    file_ = std::move(*file);
    if (folder_.key()) cipher_.emplace(folder_.key());
  }
  if (cipher_) return append_enciphered(bytes);
  if (auto written = write_all(file_.get(), bytes, folder_.path()); !written) {
    return written;
  }
  size_ += bytes.size();
  return {};
}

Result<void> ScratchFile::append_enciphered(Bytes bytes) {
  std::vector<std::byte> buffer(std::min(kCipherBytes, bytes.size()));
  while (!bytes.empty()) {
    const auto piece =
        MutableBytes(buffer).first(std::min(buffer.size(), bytes.size()));
    std::copy_n(bytes.begin(), piece.size(), piece.begin());
    cipher_->apply(size_, piece);
    if (auto written = write_all(file_.get(), piece, folder_.path()); !written) {
      return written;
    }
    size_ += piece.size();
    bytes = bytes.subspan(piece.size());
  }
  return {};
}

Result<void> ScratchFile::read(std::uint64_t offset, MutableBytes target) const {
  auto read = read_exactly(file_.get(), offset, target, folder_.path());
  if (read && cipher_) cipher_->apply(offset, target);
  return read;
}

}  // namespace winnow
