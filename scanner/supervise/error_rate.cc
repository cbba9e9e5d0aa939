#include "scanner/supervise/error_rate.h"

#include <algorithm>

namespace winnow {

void ErrorRate::add(std::uint64_t bytes, std::size_t bad_places) {
  bytes_ += bytes;
  met_.insert(met_.end(), bad_places, bytes_);
}

bool ErrorRate::is_rising() const {
  constexpr std::ptrdiff_t kLeast = 8;
  const auto half = std::upper_bound(met_.begin(), met_.end(), bytes_ / 2);
  const auto early = half - met_.begin();
  const auto late = met_.end() - half;
  return late >= kLeast && late >= 2 * early;
}

}  // namespace winnow
