#include "scanner/rank/ranking.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "scanner/rank/rank_points.h"

namespace winnow {
namespace {

Band band_of(const RankedExhibit& exhibit) {
  const auto count = [&](FindingKind kind) {
    return exhibit.counts[static_cast<std::size_t>(kind)];
  };
  if (count(FindingKind::exact) > 0) return Band::match;
  for (const std::uint64_t n : exhibit.counts) {
    if (n > 0) return Band::indicated;
  }
  return exhibit.coverage.complete ? Band::no_match : Band::unexamined;
}

}  // namespace

const char* to_string(Band band) {
  switch (band) {
    case Band::match:
      return "match";
    case Band::indicated:
      return "indicated";
    case Band::unexamined:
      return "unexamined";
    case Band::no_match:
      return "no-match";
  }
  return "unexamined";
}

RankedExhibit judge(const ExhibitAnswer& answer, std::int64_t as_of_seconds) {
  RankedExhibit exhibit;
  exhibit.ref = answer.ref;
  exhibit.coverage = answer.coverage;
  for (const Finding& finding : answer.findings) {
    ++exhibit.counts[static_cast<std::size_t>(finding.kind)];
  }
  exhibit.band = band_of(exhibit);
  exhibit.reasons = points_for_findings(answer.findings, as_of_seconds);
  for (Reason& reason : points_for_classes(answer.coverage)) {
    exhibit.reasons.push_back(std::move(reason));
  }
  for (Reason& reason : points_for_unseen(answer.coverage)) {
    exhibit.reasons.push_back(std::move(reason));
  }
  for (const Reason& reason : exhibit.reasons) exhibit.score += reason.points;
  return exhibit;
}

std::vector<RankedExhibit> put_in_order(std::vector<RankedExhibit> judged) {
  std::sort(judged.begin(), judged.end(),
            [](const RankedExhibit& a, const RankedExhibit& b) {
              return std::make_tuple(a.band, -a.score, std::cref(a.ref)) <
                     std::make_tuple(b.band, -b.score, std::cref(b.ref));
            });
  std::uint32_t rank = 0;
  for (RankedExhibit& exhibit : judged) exhibit.rank = ++rank;
  return judged;
}

}  // namespace winnow
