// Ranking: the exhibits in the order in which they should be fully examined, and why.
//
// A pure function of findings, coverage and the moment it is asked for. Four bands, in
// this order: what was met (match), what was hinted at (indicated), what could not be
// seen (unexamined), and the rest (no-match), which is not a statement that a device
// holds nothing. Within a band points decide, whose named reasons add up to the score;
// equal scores go by reference. The points are in rank_points.h.
//
// "unexamined" is wider than what is encrypted, unreadable or unsupported: a scan that
// was cut short, or gave up, has not earned the word no-match either.
#ifndef WINNOW_SCANNER_RANK_RANKING_H_
#define WINNOW_SCANNER_RANK_RANKING_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "scanner/ledger/answer.h"

namespace winnow {

enum class Band : std::uint8_t { match, indicated, unexamined, no_match };
[[nodiscard]] const char* to_string(Band band);

struct Reason {
  std::string what;
  std::int64_t points = 0;
};

// What is known of one exhibit.
struct ExhibitAnswer {
  std::string ref;
  std::vector<Finding> findings;
  Coverage coverage;
};

struct RankedExhibit {
  std::uint32_t rank = 0;  // from 1
  std::string ref;
  Band band = Band::no_match;
  std::int64_t score = 0;                             // the sum of the reasons' points
  std::vector<Reason> reasons;                        // none with zero points
  std::array<std::uint64_t, kFindingKinds> counts{};  // findings by kind
  Coverage coverage;
};

// `as_of_seconds`: since 1970 UTC; recent files are recent as of then.
[[nodiscard]] RankedExhibit judge(const ExhibitAnswer& answer,
                                  std::int64_t as_of_seconds);
// Sorts and numbers what judge() gave.
[[nodiscard]] std::vector<RankedExhibit> put_in_order(
    std::vector<RankedExhibit> judged);

}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_RANKING_H_
