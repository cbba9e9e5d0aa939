// Policy: what an agency signs before its exhibits are ranked: start targets of the
// lanes, points, and the share of starts kept for those that wait longest.
//
// The shipped one (policy.toml) is a first proposal and says so. A policy file is TOML
// of exactly its fields: an unknown key, a missing one or a number out of its range is
// a Fault that names it, so that no weight for anything else can be slipped in.
// Immutable after parsing.
#ifndef WINNOW_SCANNER_RANK_POLICY_H_
#define WINNOW_SCANNER_RANK_POLICY_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "scanner/rank/case_risk.h"

namespace winnow {

// The most urgent first.
enum class Lane : std::uint8_t { A, B, C, D };
inline constexpr std::size_t kLanes = 4;
[[nodiscard]] const char* to_string(Lane lane);  // "A"
[[nodiscard]] const char* words_of(Lane lane);   // "act now"
[[nodiscard]] std::optional<Lane> parse_lane(std::string_view word);

// Points that grow with a count: `first` for one, `doubling` more for each doubling,
// `most` at most.
struct CountPoints {
  std::int64_t first = 0;
  std::int64_t doubling = 0;
  std::int64_t most = 0;
  [[nodiscard]] std::int64_t of(std::uint64_t count) const;
};

// What the categories of one profile weigh.
struct ProfileWeights {
  std::map<std::int64_t, std::int64_t> points;  // by code, once for the worst met
  std::int64_t severest = 0;                    // the code of the severest grade
};

struct Policy {
  std::string name;
  std::string signed_by;  // "" for the shipped proposal
  std::string signed_on;  // "2026-11-22", "" likewise
  std::string sha256;     // of the file's bytes, in hex

  std::array<std::int64_t, kLanes> target_days{};  // from seizure to the start
  std::int64_t overdue_share_percent = 0;          // of starts, for the oldest overdue
  // Whether the first device of each suspect or household stands before the due day in
  // its lane, and not only among those due on one day: 0 or 1.
  std::int64_t first_devices_first = 0;
  std::int64_t sets_in_date_days = 0;              // how old a set may be for a return
  std::int64_t review_days = 0;  // longest until a lowered answer is reviewed
  std::map<std::string, ProfileWeights, std::less<>> severity;  // by profile id

  CountPoints listed;  // listed files, exact
  std::int64_t any_live = 0;
  std::int64_t half_live = 0;
  std::int64_t peoples_place = 0;  // ownership: where people put things themselves
  std::int64_t within_month = 0;   // recency
  std::int64_t within_year = 0;
  std::int64_t recovered = 0;
  CountPoints alike;          // near: all but the same
  CountPoints similar;        // near: a person has to compare
  CountPoints records;        // records of listed files
  CountPoints parts;          // block findings
  CountPoints unsure;         // indications
  CountPoints hints;          // what names and contents hint at
  CountPoints traces;         // anti-forensic: wiping, hiding, encrypting
  std::int64_t creation = 0;  // signs of creation, confirmed by a person
  // Unknown pictures by class, a machine's guess: for each doubling so many percent of
  // the class's own points, of classes that have at least so many points.
  std::int64_t class_percent = 0;
  std::int64_t telling_class = 0;
  std::int64_t classes_most = 0;   // of all classes together
  std::int64_t many_pictures = 0;  // unknown ones of telling classes: a person looks
  std::int64_t unseen = 0;         // the whole of a device out of sight
  // Each question, answered yes; unknown counts for half of it.
  std::array<std::int64_t, kRiskQuestions> risk{};
};

// `name` is for faults, which name the key and the line.
[[nodiscard]] Result<Policy> parse_policy(const std::string& toml,
                                          const std::string& name);
[[nodiscard]] std::string_view shipped_policy_text();
[[nodiscard]] const Policy& shipped_policy();

}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_POLICY_H_
