#include "hashsets/wset_id.h"

#include <algorithm>
#include <array>

namespace winnow {
namespace {

AlgorithmSet only_sha256() {
  AlgorithmSet set;
  set.add(Algorithm::sha256);
  return set;
}

}  // namespace

WsetPieces::WsetPieces() : lanes_(only_sha256()) {}

void WsetPieces::add(Bytes bytes) {
  while (!bytes.empty()) {
    const Bytes piece = bytes.first(std::min<std::size_t>(bytes.size(), wset::kPage));
    lanes_.begin();
    lanes_.add(piece);
    bytes = bytes.subspan(piece.size());
  }
  for (const Digests& digests : lanes_.finish()) {
    digests_.push_back(*digests.get(Algorithm::sha256));
  }
}

WsetId::WsetId(std::uint32_t type) : whole_(only_sha256()) {
  std::array<std::byte, 4> head{};
  wset::store_le(head, 0, type);
  whole_.update(head);
}

void WsetId::add_section(wset::SectionKind kind, std::uint64_t length,
                         const WsetPieces& pieces) {
  std::array<std::byte, 12> head{};
  wset::store_le(head, 0, static_cast<std::uint32_t>(kind));
  wset::store_le(head, 4, length);
  whole_.update(head);
  for (const Digest& digest : pieces.digests()) whole_.update(digest.bytes());
}

Digest WsetId::finish() {
  return *whole_.finish().get(Algorithm::sha256);
}

}  // namespace winnow
