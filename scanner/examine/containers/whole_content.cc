#include "scanner/examine/containers/whole_content.h"

#include "base/text.h"

namespace winnow {

Result<WholeContent> WholeContent::of(Content& content, std::uint64_t most_bytes) {
  const std::uint64_t size = content.size_bytes();
  if (size > most_bytes) {
    return Fault{
        FaultKind::too_big,
        "more than the " + grouped(most_bytes) + " bytes of its kind that are read",
        "",
        {}};
  }
  WholeContent whole;
  whole.bytes_ = content.in_memory();
  if (whole.bytes_.size() == size) return whole;
  whole.copy_.resize(static_cast<std::size_t>(size));
  const auto got = content.read(0, whole.copy_);
  if (!got) return got.error();
  whole.copy_.resize(*got);
  return whole;
}

}  // namespace winnow
