#include "base/pdq_hash.h"

#include <bit>
#include <cstring>

namespace winnow {
namespace {

constexpr std::size_t kSide = 16;

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

// Column j of a row is its bit j.
using Rows = std::array<std::uint16_t, kSide>;

Rows rows_of(const PdqHash& hash) {
  Rows rows;
  for (std::size_t i = 0; i < kSide; ++i) {
    const auto high = std::to_integer<unsigned>(hash.value[30 - 2 * i]);
    const auto low = std::to_integer<unsigned>(hash.value[31 - 2 * i]);
    rows[i] = static_cast<std::uint16_t>(high << 8 | low);
  }
  return rows;
}

PdqHash hash_of(const Rows& rows) {
  PdqHash hash;
  for (std::size_t i = 0; i < kSide; ++i) {
    hash.value[30 - 2 * i] = static_cast<std::byte>(rows[i] >> 8);
    hash.value[31 - 2 * i] = static_cast<std::byte>(rows[i] & 0xFF);
  }
  return hash;
}

// Squares change places with those across the diagonal, of half the side each time
// (Warren, "Hacker's Delight", 7-3). `lower` has the lower half of each square's bits.
void transpose(Rows& rows) {
  unsigned lower = 0x00FF;
  for (std::size_t half = kSide / 2; half != 0; half /= 2, lower ^= lower << half) {
    for (std::size_t i = 0; i < kSide; ++i) {
      if ((i & half) != 0) continue;
      const unsigned differ = ((rows[i] >> half) ^ rows[i + half]) & lower;
      rows[i] = static_cast<std::uint16_t>(rows[i] ^ differ << half);
      rows[i + half] = static_cast<std::uint16_t>(rows[i + half] ^ differ);
    }
  }
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
  Rows rows = rows_of(hash);
  const unsigned columns = turn.negates_columns ? 0x5555 : 0;
  for (std::size_t i = 0; i < kSide; ++i) {
    const unsigned row = turn.negates_rows && i % 2 == 0 ? 0xFFFF : 0;
    rows[i] = static_cast<std::uint16_t>(rows[i] ^ row ^ columns);
  }
  if (turn.transposed) transpose(rows);
  return hash_of(rows);
}

}  // namespace winnow
