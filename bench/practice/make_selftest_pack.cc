// The practice exhibits of `winnow selftest` and all that belongs to them, in one file
// for the program to carry (drivers/selftest/practice_pack.h has the format). The files
// themselves lie beside it. Usage: make_selftest_pack OUTDIR PACK
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/practice/selftest_exhibits.h"

namespace winnow::practice {
namespace {

constexpr std::size_t kUnit = 512;  // in which constant stretches are looked for

void put(ByteVector& target, std::uint64_t value, std::size_t length) {
  for (std::size_t i = 0; i < length; ++i) {
    target.push_back(static_cast<unsigned char>(value >> (8 * i)));
  }
}

void put_text(ByteVector& target, const std::string& text) {
  put(target, text.size(), 2);
  target.insert(target.end(), text.begin(), text.end());
}

bool is_constant(ByteView part) {
  return std::all_of(part.begin(), part.end(),
                     [&](unsigned char byte) { return byte == part[0]; });
}

// What is not in a piece is zero.
std::uint32_t put_pieces(ByteVector& target, ByteView file) {
  std::uint32_t pieces = 0;
  for (std::size_t at = 0; at < file.size();) {
    const auto unit = [&](std::size_t from) {
      return file.subspan(from, std::min(kUnit, file.size() - from));
    };
    const bool constant = is_constant(unit(at));
    std::size_t end = at;
    do {
      end += unit(end).size();
    } while (end < file.size() && is_constant(unit(end)) == constant &&
             (!constant || file[end] == file[at]));
    const ByteView piece = file.subspan(at, end - at);
    at = end;
    if (constant && piece[0] == 0) continue;
    put(target, static_cast<std::uint64_t>(piece.data() - file.data()), 8);
    put(target, piece.size(), 4);
    put(target, constant ? 1 : 0, 1);
    target.insert(target.end(), piece.begin(),
                  constant ? piece.begin() + 1 : piece.end());
    ++pieces;
  }
  return pieces;
}

ByteVector pack(const std::string& folder, const std::vector<std::string>& names) {
  constexpr std::string_view kMagic = "WNPRACT1";
  ByteVector packed(kMagic.begin(), kMagic.end());
  put(packed, names.size(), 4);
  for (const std::string& name : names) {
    const ByteVector file = read_host_file(folder + "/" + name);
    put_text(packed, name);
    put_text(packed, sha256_hex(file));
    put(packed, file.size(), 8);
    ByteVector pieces;
    put(packed, put_pieces(pieces, file), 4);
    packed.insert(packed.end(), pieces.begin(), pieces.end());
  }
  return packed;
}

}  // namespace
}  // namespace winnow::practice

int main(int argc, char** argv) {
  using namespace winnow::practice;
  start_program(argv[0]);
  if (argc != 3) fail("usage: make_selftest_pack OUTDIR PACK");
  write_host_file(argv[2], pack(argv[1], make_selftest_exhibits(argv[1])));
  return 0;
}
