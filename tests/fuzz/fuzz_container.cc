// The input is the first segment of an image: its beginning and its end are looked at.
#include <algorithm>

#include "scanner/evidence/detect_container.h"
#include "tests/fuzz/fuzz_targets.h"

namespace winnow {
namespace {

constexpr std::size_t kHeadBytes = 4096;
constexpr std::size_t kTailBytes = 512;

}  // namespace

Violation fuzz_container(Bytes input) {
  const Bytes head = input.first(std::min(input.size(), kHeadBytes));
  const Bytes tail = input.last(std::min(input.size(), kTailBytes));
  const DetectedContainer container = detect_container(head, tail);
  if (container.container != Container::raw && container.name.empty()) {
    return "a container without a name";
  }
  return {};
}

}  // namespace winnow
