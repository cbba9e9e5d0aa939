// One scan that is killed and begun again until it ends, and what came of it.
#ifndef WINNOW_TESTS_HOSTILE_KILL_ROUNDS_H_
#define WINNOW_TESTS_HOSTILE_KILL_ROUNDS_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/hostile/child_run.h"

namespace winnow::hostile {

enum class Victim : std::uint8_t { child, supervisor, everything };
inline constexpr std::array kVictims = {Victim::child, Victim::supervisor,
                                        Victim::everything};
[[nodiscard]] const char* to_string(Victim victim);

struct KillSetting {
  std::string winnow;
  std::string image;
  std::string list;
  std::string folder;                // the case and what is printed go here
  std::vector<std::string> options;  // of the scan, besides
};

// What a scan of the device says when nobody disturbs it.
struct Undisturbed {
  int status = -1;
  std::string findings;
  std::string coverage;
  double seconds = 0;            // the shortest of several runs
  double processor_seconds = 0;  // their median
};
[[nodiscard]] Undisturbed run_undisturbed(const KillSetting& setting);

struct KillPlan {
  Victim victim{};
  std::vector<double> moments;  // seconds after a scan's begin, or the last kill
};
// One kill, or for every third plan two to four in a chain; moments are even over the
// duration of an undisturbed scan.
[[nodiscard]] KillPlan plan_kills(Victim victim, std::uint64_t seed,
                                  std::uint64_t number, double duration_seconds);

struct KillResult {
  std::uint64_t hits = 0;    // kills that met a running scan
  std::uint64_t misses = 0;  // kills that came before a child ran, or after the end
  std::uint64_t asked_again = 0;  // scans that ended themselves, but not as undisturbed
  std::vector<std::uint64_t> on_record;  // outcomes in the journal at each resume
  double processor_seconds = 0;          // of all processes of all scans
  std::vector<std::string> complaints;   // none: equal to the undisturbed scan
};
[[nodiscard]] KillResult run_round(const KillSetting& setting, const KillPlan& plan,
                                   const Undisturbed& reference);

}  // namespace winnow::hostile

#endif  // WINNOW_TESTS_HOSTILE_KILL_ROUNDS_H_
