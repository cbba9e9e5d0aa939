// Residual risk: how likely listed material of some size would have been met.
//
// It speaks of listed contents that are whole live files, and of blocks of them in free
// space, which deleted files are part of. Of listed material inside other live files
// (changed ones, archives, disk images) nothing is stated.
//
// A lower bound, for every arrangement of the material that does not depend on where
// the samples fell, in whole numbers and rounded down, so that every machine states the
// same. The mathematics, its assumptions and what breaks them: residual_risk.md beside
// this file. Functions without state, safe from any thread, defined for any basis.
#ifndef WINNOW_SCANNER_LEDGER_RESIDUAL_H_
#define WINNOW_SCANNER_LEDGER_RESIDUAL_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace winnow {

inline constexpr std::uint32_t kMillion = 1'000'000;

// What a scan looked at, as far as it got. Each place where listed material can lie
// counts in exactly one of the four.
struct ResidualBasis {
  // Of free space, every block looked at: blocks here cannot have been missed.
  std::uint64_t examined_bytes = 0;
  // What samples stand for: kBlockLength times the cells of plan/sampling.h, or the
  // bytes of their stretches, which are no fewer.
  std::uint64_t sampled_bytes = 0;
  std::uint64_t samples = 0;       // planned: one for each stratum
  std::uint64_t samples_read = 0;  // strata of the others count as unseen
  // None of them: unread, unreadable, encrypted, compared with no set that has blocks.
  // Sum of unseen_room() of its stretches, or bytes if all begin and end on blocks.
  std::uint64_t unseen_bytes = 0;
  // Of the material's bytes at least this many in a million lie in blocks that have a
  // key in a set and begin on the grid on which blocks were looked at.
  std::uint32_t probative_ppm = 0;
  // Of live files that were compared as a whole, or that their size or first block
  // shows to be none that is listed: a listed content that is such a file was met.
  std::uint64_t settled_bytes = 0;
  bool is_folder = false;  // which shows neither free space nor deleted files
};

// Bytes of blocks that a stretch of that many unseen bytes can spoil: at any phase of
// the grid, each block that reaches into it is lost whole.
[[nodiscard]] std::uint64_t unseen_room(std::uint64_t length);

// In ten-thousandths, rounded down.
inline constexpr std::uint32_t kCertain = 10'000;

// The probability that the scan would have met at least one file or block of
// `material_bytes` of listed material is at least this. kCertain only where every
// arrangement of any such material is met. More than was looked at has the confidence
// of as much as that: what has no room on the exhibit makes nothing certain.
[[nodiscard]] std::uint32_t confidence(const ResidualBasis& basis,
                                       std::uint64_t material_bytes);

// The sizes of every curve, rising: the same everywhere, so that exhibits compare.
inline constexpr std::array<std::uint64_t, 7> kResidualSizes = {
    std::uint64_t{4} << 10, std::uint64_t{64} << 10, std::uint64_t{1} << 20,
    std::uint64_t{4} << 20, std::uint64_t{20} << 20, std::uint64_t{100} << 20,
    std::uint64_t{1} << 30};

struct Residual {
  std::uint64_t bytes = 0;
  std::uint32_t confidence = 0;  // ten-thousandths
  bool operator==(const Residual&) const = default;
};
// One for each of kResidualSizes.
[[nodiscard]] std::vector<Residual> residual_curve(const ResidualBasis& basis);

// The shortest unbroken remnant, each block of it probative, that cannot have been
// missed where samples were read: it fills a stratum. 0 if nothing was sampled.
[[nodiscard]] std::uint64_t certain_run_bytes(const ResidualBasis& basis);

// Sentences for a report of the laboratory, with the numbers.
[[nodiscard]] std::string laboratory_words(const ResidualBasis& basis);
// Two sentences for the officer on scene, without a percentage.
[[nodiscard]] std::string scene_words(const ResidualBasis& basis);

}  // namespace winnow

#endif  // WINNOW_SCANNER_LEDGER_RESIDUAL_H_
