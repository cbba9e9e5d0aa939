#include <array>

#include "scanner/examine/classes/class_manifest.h"
#include "scanner/examine/classes/own_classes.h"

namespace winnow {
namespace {

constexpr std::array<OwnClassFacts, kOwnClasses> kFacts = {{{"photograph", 10},
                                                            {"graphic", 0},
                                                            {"screenshot", 5},
                                                            {"skin", 10},
                                                            {"face", 30}}};
static_assert(kFacts.back().points <= kMostPoints);

}  // namespace

const OwnClassFacts& facts_of(OwnClass kind) {
  return kFacts.at(static_cast<std::size_t>(kind));
}

}  // namespace winnow
