// Proposals: a few of those that the order puts last are drawn at random for full
// examination, so that what the scans and the order miss is seen.
//
// Drawn from those that wait, in the lower half of the order (the one in the middle
// belongs to it), not in lane A, without an outcome and not drawn before. Of these the
// ones with the smallest SHA-256 of SEED, a line feed and the reference:
//
//     printf '%s\n%s' "$SEED" "$REF" | sha256sum
//
// so that anybody can repeat the draw, and no order of the exhibits changes it. The
// seed is the head of the case's audit log as it was before the draw, which nobody can
// pick, unless one was given; either way it is on record. Pure functions.
#ifndef WINNOW_DRIVERS_DECISIONS_PROPOSALS_H_
#define WINNOW_DRIVERS_DECISIONS_PROPOSALS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "drivers/decisions/decisions.h"
#include "drivers/store/audit_line.h"
#include "scanner/rank/ranking.h"

namespace winnow {

struct Proposal {
  std::string ref;
  Lane lane = Lane::D;
  std::uint32_t place = 0;  // in the order, from 1
  std::uint32_t of = 0;
};

struct Draw {
  std::uint32_t candidates = 0;  // that it was drawn from
  std::vector<Proposal> drawn;   // in the order drawn; fewer where there are fewer
};

// `in_order`: those that wait, as put_in_order() gives them.
[[nodiscard]] Draw draw_proposals(const std::vector<RankedExhibit>& in_order,
                                  const Decisions& decisions, const std::string& seed,
                                  std::size_t wanted);

// `seed_from`: "audit head" or "given".
[[nodiscard]] AuditEvent proposed_event(const Proposal& proposal, const Draw& draw,
                                        const std::string& seed,
                                        const std::string& seed_from);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_PROPOSALS_H_
