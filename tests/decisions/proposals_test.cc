#include "drivers/decisions/proposals.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace winnow {
namespace {

std::vector<RankedExhibit> order_of(const std::string& refs) {
  std::vector<RankedExhibit> in_order;
  for (const char ref : refs) {
    RankedExhibit exhibit;
    exhibit.rank = static_cast<std::uint32_t>(in_order.size()) + 1;
    exhibit.ref = std::string(1, ref);
    exhibit.lane = Lane::C;
    in_order.push_back(exhibit);
  }
  return in_order;
}

std::string refs_of(const Draw& draw) {
  std::string refs;
  for (const Proposal& proposal : draw.drawn) refs += proposal.ref;
  return refs;
}

// printf 'seed\nX' | sha256sum gives, rising: a f h g b c e d.
TEST(Proposals, TheSmallestDigestsOfTheLowerHalf) {
  const auto in_order = order_of("abcdefgh");
  const Draw draw = draw_proposals(in_order, {}, "seed", 2);
  EXPECT_EQ(refs_of(draw), "fh");
  EXPECT_EQ(draw.candidates, 4u);
  EXPECT_EQ(draw.drawn[0].place, 6u);
  EXPECT_EQ(draw.drawn[0].of, 8u);
  EXPECT_EQ(draw.drawn[0].lane, Lane::C);
  EXPECT_EQ(refs_of(draw_proposals(in_order, {}, "seed", 100)), "fhge");
  EXPECT_EQ(refs_of(draw_proposals(in_order, {}, "1:abc", 2)), "eg");
}

TEST(Proposals, TheMiddleOneBelongsToTheLowerHalf) {
  EXPECT_EQ(draw_proposals(order_of("abc"), {}, "seed", 9).candidates, 2u);
  EXPECT_EQ(refs_of(draw_proposals(order_of("a"), {}, "seed", 1)), "a");
  EXPECT_EQ(draw_proposals({}, {}, "seed", 1).candidates, 0u);
}

TEST(Proposals, NotOfLaneANotExaminedNotAgain) {
  auto in_order = order_of("abcdefgh");
  in_order[5].lane = Lane::A;  // f
  Decisions decisions;
  decisions.exhibits["h"].was_proposed = true;
  EXPECT_EQ(refs_of(draw_proposals(in_order, decisions, "seed", 9)), "ge");
  decisions.exhibits["g"].outcomes.emplace_back();
  EXPECT_EQ(refs_of(draw_proposals(in_order, decisions, "seed", 9)), "e");
}

TEST(Proposals, TheEventSaysHowItWasDrawn) {
  const Draw draw = draw_proposals(order_of("abcdefgh"), {}, "seed", 1);
  const AuditEvent event = proposed_event(draw.drawn[0], draw, "seed", "given");
  EXPECT_EQ(event.event, "proposed");
  EXPECT_EQ(event.object, "f");
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"seed", "seed"}, {"seed_from", "given"}, {"drawn", "1"}, {"candidates", "4"},
      {"lane", "C"},    {"place", "6"},         {"of", "8"}};
  EXPECT_EQ(event.detail, expected);
}

}  // namespace
}  // namespace winnow
