#include "drivers/decisions/proposals.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "base/digester.h"

namespace winnow {
namespace {

std::string lot_of(const std::string& seed, const std::string& ref) {
  AlgorithmSet sha256;
  sha256.add(Algorithm::sha256);
  Digester digester(sha256);
  digester.update(bytes_of(seed));
  digester.update(bytes_of("\n"));
  digester.update(bytes_of(ref));
  return digester.finish().get(Algorithm::sha256)->hex();
}

bool may_be_drawn(const RankedExhibit& exhibit, std::size_t waiting,
                  const Decisions& decisions) {
  if (2 * std::size_t{exhibit.rank} <= waiting || exhibit.lane == Lane::A) return false;
  const auto known = decisions.exhibits.find(exhibit.ref);
  return known == decisions.exhibits.end() ||
         (!known->second.was_proposed && known->second.outcomes.empty());
}

}  // namespace

Draw draw_proposals(const std::vector<RankedExhibit>& in_order,
                    const Decisions& decisions, const std::string& seed,
                    std::size_t wanted) {
  const auto waiting = static_cast<std::uint32_t>(in_order.size());
  std::vector<std::pair<std::string, Proposal>> lots;
  for (const RankedExhibit& exhibit : in_order) {
    if (!may_be_drawn(exhibit, waiting, decisions)) continue;
    lots.emplace_back(lot_of(seed, exhibit.ref),
                      Proposal{exhibit.ref, exhibit.lane, exhibit.rank, waiting});
  }
  std::sort(lots.begin(), lots.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  Draw draw;
  draw.candidates = static_cast<std::uint32_t>(lots.size());
  for (std::size_t i = 0; i < std::min(wanted, lots.size()); ++i) {
    draw.drawn.push_back(std::move(lots[i].second));
  }
  return draw;
}

AuditEvent proposed_event(const Proposal& proposal, const Draw& draw,
                          const std::string& seed, const std::string& seed_from) {
  return {"proposed",
          proposal.ref,
          "for examination",
          {{"seed", seed},
           {"seed_from", seed_from},
           {"drawn", std::to_string(draw.drawn.size())},
           {"candidates", std::to_string(draw.candidates)},
           {"lane", to_string(proposal.lane)},
           {"place", std::to_string(proposal.place)},
           {"of", std::to_string(proposal.of)}}};
}

}  // namespace winnow
