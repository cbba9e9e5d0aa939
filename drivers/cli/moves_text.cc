#include "drivers/cli/moves_text.h"

#include "base/text.h"
#include "drivers/cli/console.h"

namespace winnow {
namespace {

std::string place_text(std::uint32_t place, Lane lane, const std::string& words) {
  return (place == 0 ? std::string("not waiting")
                     : "place " + grouped(std::uint64_t{place})) +
         ", lane " + to_string(lane) + ", " + words;
}

bool has_left(Disposition disposition) {
  return disposition == Disposition::returned || disposition == Disposition::retained;
}

}  // namespace

std::string moves_text(const std::vector<Move>& moves) {
  if (moves.empty()) return "  nothing moves\n";
  std::string text;
  for (const Move& move : moves) {
    text += "  " + inked(Ink::bold, move.ref) + ": from " +
            place_text(move.from_place, move.from_lane, move.from_words) + "\n    to " +
            place_text(move.to_place, move.to_lane, move.to_words) + "\n";
    const bool is_met = move.to_band == Band::match || move.to_band == Band::indicated;
    if (has_left(move.disposition) && is_met && move.from_band != move.to_band) {
      text += "    " +
              inked(Ink::red, std::string("A ") + to_string(move.disposition) +
                                  " exhibit now matches") +
              ": a supervisor has to know\n";
    }
    for (const std::string& reason : move.why) text += "    " + reason + "\n";
  }
  return text;
}

}  // namespace winnow
