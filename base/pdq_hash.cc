#include "base/pdq_hash.h"

#include <bit>
#include <cstring>

namespace winnow {
namespace {

constexpr unsigned kSide = 16;

struct Turn {
  bool transposed;
  // Which coefficients change their sign: those of even rows, of even columns. Rows
  // and columns count from 0 and their frequencies from 1, so even ones are odd
  // functions, which mirroring negates.
  bool negates_rows;
  bool negates_columns;
};

// By variant. The signs are taken before the transposition.
constexpr std::array<Turn, kPdqVariants> kTurns = {{{false, false, false},
                                                    {true, false, true},
                                                    {false, true, true},
                                                    {true, true, false},
                                                    {false, true, false},
                                                    {false, false, true},
                                                    {true, false, false},
                                                    {true, true, true}}};

bool bit_at(const PdqHash& hash, unsigned bit) {
  return ((std::to_integer<unsigned>(hash.value[31 - bit / 8]) >> (bit % 8)) & 1) != 0;
}

void set_bit(PdqHash& hash, unsigned bit) {
  hash.value[31 - bit / 8] |= static_cast<std::byte>(1u << (bit % 8));
}

}  // namespace

unsigned pdq_distance(const PdqHash& a, const PdqHash& b) {
  int distance = 0;
  for (std::size_t at = 0; at < a.value.size(); at += 8) {
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::memcpy(&x, a.value.data() + at, 8);
    std::memcpy(&y, b.value.data() + at, 8);
    distance += std::popcount(x ^ y);
  }
  return static_cast<unsigned>(distance);
}

const char* to_string(PdqVariant variant) {
  switch (variant) {
    case PdqVariant::original:
      return "original";
    case PdqVariant::rotated_90:
      return "rotated by 90";
    case PdqVariant::rotated_180:
      return "rotated by 180";
    case PdqVariant::rotated_270:
      return "rotated by 270";
    case PdqVariant::flipped_x:
      return "flipped along x";
    case PdqVariant::flipped_y:
      return "flipped along y";
    case PdqVariant::flipped_plus:
      return "flipped along the diagonal";
    case PdqVariant::flipped_minus:
      return "flipped along the other diagonal";
  }
  return "unknown";
}

const char* to_string(PdqForm form) {
  return form == PdqForm::full ? "full" : "reduced";
}

PdqHash near_variant(const PdqHash& hash, PdqVariant variant) {
  const Turn turn = kTurns[static_cast<std::size_t>(variant)];
  PdqHash turned;
  for (unsigned row = 0; row < kSide; ++row) {
    for (unsigned column = 0; column < kSide; ++column) {
      const bool negated = (turn.negates_rows && row % 2 == 0) !=
                           (turn.negates_columns && column % 2 == 0);
      if (bit_at(hash, row * kSide + column) == negated) continue;
      set_bit(turned, turn.transposed ? column * kSide + row : row * kSide + column);
    }
  }
  return turned;
}

}  // namespace winnow
