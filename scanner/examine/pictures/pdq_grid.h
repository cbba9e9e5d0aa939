// The 64 x 64 grid of grey values from which PDQ is made, in one pass over the pixels.
//
// PDQ blurs a picture twice along rows and columns with a box and keeps 64 x 64 points
// of it. That is linear and the same for every row and every column, so here each
// point is one weighted sum of the pixels around it: a column of sums for each of the
// 64 rows kept, and of those a row of sums. Whole numbers until the last division, by
// which the grid of a grey picture is the true value but for that (while the product
// of both sides is below 2^28) and the same on every machine. The reference adds and
// subtracts along each line in single precision, and differs from the true value by a
// few thousandths of a step of grey at most, as far as was seen
// (scanner/examine/pictures/pdq_reference_grid.h).
//
// Source: "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm"
// (Facebook, 2019), and facebook/ThreatExchange, pdq/cpp/downscaling, for the width of
// the box, its way over the borders and the points kept. The reference is under the
// BSD licence; none of its code is here.
#ifndef WINNOW_SCANNER_EXAMINE_PDQ_GRID_H_
#define WINNOW_SCANNER_EXAMINE_PDQ_GRID_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "scanner/examine/pictures/pixels.h"

namespace winnow {

inline constexpr std::size_t kPdqGridSide = 64;
// By row, then by column; 0 is black, 255 is white.
using PdqGrid = std::array<std::array<float, kPdqGridSide>, kPdqGridSide>;

// Samples in the box with which a side of so many pixels is blurred, away from borders.
[[nodiscard]] constexpr std::size_t pdq_box(std::size_t side) {
  return (side + 2 * kPdqGridSide - 1) / (2 * kPdqGridSide);
}

// Beyond this the sums of a column might not fit in 64 bits.
inline constexpr std::uint32_t kLongestPdqSide = 1u << 22;

// The grid of a whole picture with sides from 1 to kLongestPdqSide. Needs memory for a
// few of its rows. Safe from any thread.
[[nodiscard]] PdqGrid pdq_grid(const Pixels& pixels);

// Row `y` as grey in single precision, rounded as the reference does; `luma` has the
// picture's width.
void read_luma(const Pixels& pixels, std::size_t y, std::span<float> luma);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_PDQ_GRID_H_
