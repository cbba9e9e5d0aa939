// The grid of PDQ with the rounding of the reference: the four blurs one after the
// other, each a running sum in single precision to which a sample is added before one
// is taken away. To the last digit what the reference computes, at some ten times the
// cost of pdq_grid(): for pictures of which a hash hangs on that digit. Many rows go
// side by side, each with its own sum (base/simd/picture_lanes.h).
#ifndef WINNOW_SCANNER_EXAMINE_PDQ_REFERENCE_GRID_H_
#define WINNOW_SCANNER_EXAMINE_PDQ_REFERENCE_GRID_H_

#include "scanner/examine/pictures/pdq_grid.h"
#include "scanner/examine/pictures/pixels.h"

namespace winnow {

// Of what pdq_grid() takes. Needs memory for one in 64 of its rows, in single
// precision, and for 96 more, which take no more than 48 MiB or are three. Safe from
// any thread.
[[nodiscard]] PdqGrid pdq_reference_grid(const Pixels& pixels);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_PDQ_REFERENCE_GRID_H_
