// The input is put where one of the file systems has its mark; the first byte says
// where.
#include <algorithm>
#include <array>

#include "scanner/volumes/signatures.h"
#include "tests/fuzz/fuzz_targets.h"

namespace winnow {
namespace {

constexpr std::array<std::size_t, 6> kPlaces = {0, 512, 1024, 8192, 32768, 65536};

}  // namespace

Violation fuzz_volume_head(Bytes input) {
  if (input.empty()) return {};
  const std::size_t place =
      kPlaces[std::to_integer<std::size_t>(input[0]) % kPlaces.size()];
  input = input.subspan(1);
  std::vector<std::byte> head(place);
  head.insert(head.end(), input.begin(), input.end());
  const Bytes seen = Bytes(head).first(std::min(head.size(), kSignatureBytes));
  for (const Recognised& volume : recognise_volume(seen)) {
    if (volume.name.empty()) return "a volume without a name";
  }
  return {};
}

}  // namespace winnow
