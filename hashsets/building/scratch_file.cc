#include "hashsets/building/scratch_file.h"

namespace winnow {

Result<void> ScratchFile::append(Bytes bytes) {
  if (!file_.is_open()) {
    auto file = open_nameless_file(folder_.path());
    if (!file) return std::move(file).error();
    file_ = std::move(*file);
  }
  if (auto written = write_all(file_.get(), bytes, folder_.path()); !written) {
    return written;
  }
  size_ += bytes.size();
  return {};
}

Result<void> ScratchFile::read(std::uint64_t offset, MutableBytes target) const {
  return read_exactly(file_.get(), offset, target, folder_.path());
}

}  // namespace winnow
