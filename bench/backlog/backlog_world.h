// A unit's backlog, drawn from backlog_numbers.h: what is true of each exhibit, what
// intake is told, and what a scan and a reviewer would make of it. The same seed gives
// the same backlog on every machine: no distribution and no function of a library that
// may differ is used.
//
// Nothing here is of a real case. Days are since 1970, the run begins on kFirstDay.
#ifndef WINNOW_BENCH_BACKLOG_BACKLOG_WORLD_H_
#define WINNOW_BENCH_BACKLOG_BACKLOG_WORLD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "bench/backlog/backlog_numbers.h"
#include "scanner/rank/ranking.h"

namespace winnow::backlog {

inline constexpr std::int64_t kFirstDay = 20'000;
inline constexpr std::int64_t kDaySeconds = 86'400;
// When the list of a day is made.
[[nodiscard]] constexpr std::int64_t morning_of(std::int64_t day) {
  return day * kDaySeconds + 8 * 3600;
}

struct Holder {
  std::string key;
  std::string household;
  bool is_suspect = true;   // else victim or witness
  bool has_access = false;  // to children; the truth
  bool holds = false;
  bool is_producer = false;
};

enum class DeviceKind : std::uint8_t { phone, computer, storage };

struct Exhibit {
  std::string ref;
  std::size_t holder = 0;
  DeviceKind kind = DeviceKind::phone;
  std::int64_t seized_on = 0;
  double hours = 0;  // of a full examination
  // The truth.
  bool holds = false;
  std::uint64_t listed = 0;            // files that stand in a set
  std::uint64_t unlisted = 0;          // and that do not
  std::uint64_t first_generation = 0;  // of these, made by the holder
  // What is learnt of it, and when. On `known_on` it stands in the list, without a
  // scan.
  std::int64_t known_on = 0;
  std::int64_t scanned_on = 0;
  ExhibitAnswer before;             // the scan
  ExhibitAnswer after;              // with it
  std::uint64_t matches = 0;        // exact ones of the scan, all of them
  Verdict verdict = Verdict::none;  // a reviewer's, if asked to look
};

struct Backlog {
  std::vector<Holder> holders;
  std::vector<Exhibit> exhibits;  // by known_on, then seized_on, then reference
};

[[nodiscard]] Backlog draw_backlog(const Numbers& numbers, std::uint64_t seed);

}  // namespace winnow::backlog

#endif  // WINNOW_BENCH_BACKLOG_BACKLOG_WORLD_H_
