// The PDQ hashes of a picture: of itself and of what turning and mirroring make of it,
// with their quality. Pure functions of pixels.
//
// PDQ asks of each of 16 x 16 coefficients of a cosine transform of the 64 x 64 grid
// (scanner/examine/pictures/pdq_grid.h) whether it is above their median. The hashes of
// all eight turns come from the coefficients, each with its own median, and are bit for
// bit those of the reference, as is the quality: the transform is in single precision
// in the order of the reference's sums, and where two coefficients next to a median are
// so near that the rounding of the grid decides, the grid is taken with the rounding
// of the reference (scanner/examine/pictures/pdq_reference_grid.h): of some pictures in
// a hundred of 512 x 512 of grey, of some thirty of other sizes and of RGB, and of
// those without content.
//
// Two hashes are called the PDQ of one picture, and lists hold either
// (shared vectors: "fullres" and "cimg512nn"; ThreatExchange's libraries and its
// pdq-photo-hasher):
//   full     of all its pixels;
//   reduced  where a side is longer than 512, of 512 x 512 pixels picked from it.
// They differ by some 10 bits, at times by more than 31.
//
// What is not exact: grey as a decoder gives it (the luma of JPEG) is rounded to whole
// numbers, and moves a hash by 10 bits at most against that from RGB, mostly by none.
// What a picture's pixels are is the decoder's choice as well.
//
// Source: "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm"
// (Facebook, 2019), and facebook/ThreatExchange, pdq/cpp/hashing and pdq/cpp/io. The
// reference is under the BSD licence; none of its code is here.
#ifndef WINNOW_SCANNER_EXAMINE_PICTURE_PDQ_H_
#define WINNOW_SCANNER_EXAMINE_PICTURE_PDQ_H_

#include <array>
#include <cstdint>
#include <optional>

#include "base/pdq_hash.h"
#include "scanner/examine/pictures/pdq_grid.h"
#include "scanner/examine/pictures/pixels.h"

namespace winnow {

// The reference gives no hash for less; neither do we.
inline constexpr std::uint32_t kShortestPdqSide = 5;
inline constexpr std::uint32_t kReducedPdqSide = 512;

struct PicturePdq {
  std::array<PdqHash, kPdqVariants> hashes;  // by PdqVariant
  // 0 to 100: how much the grid goes up and down. Below 50 the reference matches
  // nothing; a picture of one colour has 0.
  unsigned quality = 0;

  bool operator==(const PicturePdq&) const = default;
};

// Nothing if a side is shorter than kShortestPdqSide or longer than kLongestPdqSide, or
// the samples do not hold all rows. Safe from any thread.
[[nodiscard]] std::optional<PicturePdq> full_pdq(const Pixels& pixels);

// Whether the reduced form is another than the full one: a side is longer than 512.
[[nodiscard]] bool is_reduced_for_pdq(const Pixels& pixels);

// Of a picture that is not reduced, full_pdq(). Else nothing only if a side is zero or
// longer than kLongestPdqSide or the samples do not hold all rows: what is one pixel
// high is 512 after the reduction. Safe from any thread.
[[nodiscard]] std::optional<PicturePdq> reduced_pdq(const Pixels& pixels);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_PICTURE_PDQ_H_
