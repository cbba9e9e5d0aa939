#include "hashsets/building/spool.h"

#include <algorithm>

namespace winnow {

Result<void> Spool::append_far(Bytes bytes) {
  for (const Bytes part : {Bytes(held_), bytes}) {
    if (auto written = file_.append(part); !written) return written;
  }
  held_.clear();
  return {};
}

Result<void> Spool::read(std::uint64_t offset, MutableBytes target) const {
  const auto from_file = static_cast<std::size_t>(std::min<std::uint64_t>(
      target.size(), offset < file_.size() ? file_.size() - offset : 0));
  if (from_file > 0) {
    auto read = file_.read(offset, target.first(from_file));
    if (!read) return read;
  }
  const MutableBytes rest = target.subspan(from_file);
  if (!rest.empty()) {
    const auto start = static_cast<std::size_t>(offset + from_file - file_.size());
    std::copy_n(held_.begin() + static_cast<std::ptrdiff_t>(start), rest.size(),
                rest.begin());
  }
  return {};
}

}  // namespace winnow
