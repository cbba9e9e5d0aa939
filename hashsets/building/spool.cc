#include "hashsets/building/spool.h"

#include <algorithm>
#include <utility>

namespace winnow {

Result<void> Spool::append_far(Bytes bytes) {
  if (!file_.is_open()) {
    auto file = open_nameless_file(folder_);
    if (!file) return std::move(file).error();
    file_ = std::move(*file);
  }
  for (const Bytes part : {Bytes(held_), bytes}) {
    if (auto written = write_all(file_.get(), part, folder_); !written) return written;
    written_ += part.size();
  }
  held_.clear();
  return {};
}

Result<void> Spool::read(std::uint64_t offset, MutableBytes target) const {
  const auto from_file = static_cast<std::size_t>(std::min<std::uint64_t>(
      target.size(), offset < written_ ? written_ - offset : 0));
  if (from_file > 0) {
    auto read = read_exactly(file_.get(), offset, target.first(from_file), folder_);
    if (!read) return read;
  }
  const MutableBytes rest = target.subspan(from_file);
  if (!rest.empty()) {
    const auto start = static_cast<std::size_t>(offset + from_file - written_);
    std::copy_n(held_.begin() + static_cast<std::ptrdiff_t>(start), rest.size(),
                rest.begin());
  }
  return {};
}

}  // namespace winnow
