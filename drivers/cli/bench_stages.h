// What each stage of a scan could do if nothing before it held it up: over bytes that
// lie in memory, with one thread and with all.
#ifndef WINNOW_DRIVERS_CLI_BENCH_STAGES_H_
#define WINNOW_DRIVERS_CLI_BENCH_STAGES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/devices/device_reads.h"
#include "hashsets/hash_set.h"

namespace winnow {

// The stages a scan is made of; the single digests are for comparison.
inline constexpr char kMemoryStage[] = "memory";
inline constexpr char kDigestStage[] = "digests";    // all three, contents in lanes
inline constexpr char kBlockStage[] = "block keys";  // XXH3 of each 4096 bytes
inline constexpr char kSetStage[] = "set look-up";   // one for each 4096 bytes

struct StageSample {
  std::string stage;
  std::uint32_t threads = 1;
  std::vector<std::uint64_t> rates;  // bytes a second, of each try

  [[nodiscard]] std::uint64_t rate() const;  // their median
};

// `set` may be null. About `time` in all; ends sooner if the operator stops the
// program.
[[nodiscard]] Result<std::vector<StageSample>> measure_stages(const HashSet* set,
                                                              std::uint32_t threads,
                                                              BenchSeconds time);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_BENCH_STAGES_H_
