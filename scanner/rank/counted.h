// "1 listed file", "1,234 listed files".
#ifndef WINNOW_SCANNER_RANK_COUNTED_H_
#define WINNOW_SCANNER_RANK_COUNTED_H_

#include <cstdint>
#include <string>

#include "base/text.h"

namespace winnow {

[[nodiscard]] inline std::string counted(std::uint64_t count, const std::string& noun) {
  return grouped(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_COUNTED_H_
