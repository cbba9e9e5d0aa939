#include "scanner/wire/records.h"

namespace winnow {

const char* to_string(Tier tier) {
  switch (tier) {
    case Tier::inventory:
      return "inventory";
    case Tier::probe:
      return "probe";
    case Tier::confirm:
      return "confirm";
    case Tier::look:
      return "look";
    case Tier::everything:
      return "everything";
  }
  return "unknown";
}

std::optional<Tier> parse_tier(std::string_view word) {
  for (const Tier tier :
       {Tier::inventory, Tier::probe, Tier::confirm, Tier::look, Tier::everything}) {
    if (word == to_string(tier)) return tier;
  }
  return std::nullopt;
}

const char* to_string(FileOutcome outcome) {
  switch (outcome) {
    case FileOutcome::matched:
      return "matched";
    case FileOutcome::hashed:
      return "hashed";
    case FileOutcome::probed:
      return "probed";
    case FileOutcome::skipped:
      return "skipped";
    case FileOutcome::encrypted:
      return "encrypted";
    case FileOutcome::unreadable:
      return "unreadable";
    case FileOutcome::failed:
      return "failed";
    case FileOutcome::unvisited:
      return "unvisited";
    case FileOutcome::unsupported:
      return "unsupported";
  }
  return "unknown";
}

const char* to_string(ContentHint hint) {
  switch (hint) {
    case ContentHint::disguised:
      return "a content whose name says something else";
    case ContentHint::thumbnail_unlike:
      return "a picture unlike its thumbnail";
  }
  return "unknown";
}

const char* to_string(VolumeOutcome outcome) {
  switch (outcome) {
    case VolumeOutcome::examined:
      return "examined";
    case VolumeOutcome::encrypted:
      return "encrypted";
    case VolumeOutcome::unsupported:
      return "unsupported";
    case VolumeOutcome::unreadable:
      return "unreadable";
    case VolumeOutcome::failed:
      return "failed";
  }
  return "unknown";
}

}  // namespace winnow
