#include "hashsets/building/contradictions.h"

#include <algorithm>
#include <cstring>

namespace winnow {
namespace {

// Behind the digests; two of its values may stand for one picture.
constexpr std::size_t kPdqPart = 3;

bool are_equal(Bytes a, Bytes b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size()) == 0;
}

std::vector<std::byte> copy_of(Bytes bytes) {
  return {bytes.begin(), bytes.end()};
}

}  // namespace

void Contradictions::Held::hold(Bytes bytes, std::uint32_t of) {
  std::memcpy(value.data(), bytes.data(), bytes.size());
  size = bytes.size();
  attribute = of;
}

void Contradictions::add_conflict(std::size_t part, Bytes key,
                                  std::uint32_t first_attribute, std::uint32_t entry,
                                  std::uint32_t attribute) {
  auto& listed = conflicts_[part];
  if (listed.size() == kMostListed) return;
  const auto [graver, other] = std::minmax(first_attribute, attribute);
  listed.push_back({part, copy_of(key), part, {{}, graver}, {{}, other}, entry});
}

void Contradictions::see_content(const std::array<Bytes, kParts>& parts,
                                 std::uint32_t attribute) {
  std::size_t part = 0;
  while (part < kPdqPart && parts[part].empty()) ++part;
  if (part == kPdqPart) return;
  if (part != run_part_ || !are_equal(parts[part], run_key_.bytes())) {
    run_part_ = part;
    run_key_.hold(parts[part], attribute);
    for (Held& first : run_first_) first.size = 0;
  }
  bool contradicts = false;
  for (std::size_t other = part + 1; other < kPdqPart; ++other) {
    if (parts[other].empty()) continue;
    Held& first = run_first_[other];
    if (first.size == 0) {
      first.hold(parts[other], attribute);
      continue;
    }
    if (contradicts || are_equal(parts[other], first.bytes())) continue;
    contradicts = true;
    if (inconsistencies_.size() == kMostListed) continue;
    inconsistencies_.push_back({part,
                                copy_of(run_key_.bytes()),
                                other,
                                {copy_of(first.bytes()), first.attribute},
                                {copy_of(parts[other]), attribute},
                                0});
  }
  if (contradicts) ++inconsistency_count_;
}

std::vector<Contradictions::Contradiction> Contradictions::conflicts() const {
  std::vector<Contradiction> listed;
  for (const auto& of_part : conflicts_) {
    for (const Contradiction& one : of_part) {
      if (listed.size() == kMostListed) return listed;
      const bool known =
          std::any_of(listed.begin(), listed.end(),
                      [&](const auto& other) { return other.entry == one.entry; });
      if (!known) listed.push_back(one);
    }
  }
  return listed;
}

}  // namespace winnow
