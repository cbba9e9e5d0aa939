// The points of a score, each with its reason. A part of the ranking.
//
// The weights order exhibits of one band among each other and mean nothing else. They
// are a first proposal, to be replaced by a policy that an agency signs:
//   listed files   60 for the first, 60 more for each doubling, 600 at most: the tenth
//                  file says more than the thousandth, and no count may outweigh all
//                  else
//   live           80 if any, 120 if at least half: in use, not only left over
//   where people   60 if any lies where people put things themselves (camera,
//   put things     downloads, pictures, desktop, documents): not only in a cache
//   recent         60 within 30 days before as_of, 30 within a year: a person may still
//                  be doing it
//   recovered      20 if any was recovered from deleted: it was removed by someone
//   parts          70 for the first listed file of which blocks lie in free space, 40
//                  more for each doubling, 300 at most: less than as many whole files,
//                  more than any names
//   unsure         20 for the first indication, 20 more for each doubling, 200 at most
//   names          20 if names hint at one thing, 20 more for each doubling of the
//                  things, 60 at most: less than any block of a listed content
//   classes        of unknown pictures of a class of 20 points or more, a tenth of its
//                  points for each doubling, 100 at most for all classes: a machine's
//                  guess outweighs nothing that was met
//   out of sight   the unseen share of files and volumes, up to 200: the more is
//                  hidden, the sooner it should be opened by those who can
#ifndef WINNOW_SCANNER_RANK_RANK_POINTS_H_
#define WINNOW_SCANNER_RANK_RANK_POINTS_H_

#include <cstdint>
#include <vector>

#include "scanner/rank/ranking.h"

namespace winnow {

// For the bands match and indicated.
[[nodiscard]] std::vector<Reason> points_for_findings(
    const std::vector<Finding>& findings, std::int64_t as_of_seconds);
// For what unknown pictures seem to show, in any band.
[[nodiscard]] std::vector<Reason> points_for_classes(const Coverage& coverage);
// For what could not be seen, in any band.
[[nodiscard]] std::vector<Reason> points_for_unseen(const Coverage& coverage);

// Whether a path lies where people put things themselves.
[[nodiscard]] bool is_peoples_place(const std::string& path);

}  // namespace winnow

#endif  // WINNOW_SCANNER_RANK_RANK_POINTS_H_
