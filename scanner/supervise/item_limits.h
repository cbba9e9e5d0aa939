// What one item may take before the child that works on it is ended, and how that is
// put into words. Pure functions of the item and the settings, so that the same item
// fails in the same words on every run.
#ifndef WINNOW_SCANNER_SUPERVISE_ITEM_LIMITS_H_
#define WINNOW_SCANNER_SUPERVISE_ITEM_LIMITS_H_

#include <array>
#include <chrono>
#include <cstdint>
#include <string>

#include "scanner/wire/work_place.h"

namespace winnow {

inline constexpr std::chrono::milliseconds kDefaultItemLimit{10'000};

struct ItemLimits {
  std::chrono::milliseconds item = kDefaultItemLimit;  // --item-limit
  std::uint64_t memory_bytes = 0;                      // of a child, in all

  // Processor time of the one thread that works on it. `content_bytes`: of a file;
  // `fetched_bytes`: distinct bytes of the evidence read for an entry of a walk, or
  // what came of the content that is looked at.
  [[nodiscard]] std::chrono::milliseconds of(const WorkPlace& place,
                                             std::uint64_t content_bytes,
                                             std::uint64_t fetched_bytes) const;
};

enum class Death : std::uint8_t { crash, hang, memory };
inline constexpr std::size_t kDeaths = 3;
using DeathCounts = std::array<std::uint64_t, kDeaths>;
[[nodiscard]] const char* to_string(Death death);

// "2 s", "0.5 s".
[[nodiscard]] std::string duration_text(std::chrono::milliseconds duration);
// What is said of an item that a child died of when it tried nothing else.
[[nodiscard]] std::string failure_text(Death death, int signal, const WorkPlace& place,
                                       std::uint64_t content_bytes,
                                       const ItemLimits& limits,
                                       const std::string& exhibit_ref);

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_ITEM_LIMITS_H_
