#include "scanner/supervise/glimpse.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "scanner/supervise/errands.h"

namespace winnow {
namespace {

Fault no_such_item(const PicturePlace& place, const std::string& why) {
  return {FaultKind::usage, why + "; winnow findings --json names items",
          "item " + to_text(place), std::nullopt};
}

// Where between two pixels of the child a drawn one lies, along one side.
struct Between {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  std::uint32_t weight = 0;  // of the second, of 2 * kGlimpseGrowth
};
constexpr std::uint32_t kWeights = 2 * kGlimpseGrowth;

// The middles of pixels lie on one another; beyond the outermost nothing changes.
Between between(std::uint32_t at, std::uint32_t side) {
  const std::uint32_t middle = 2 * at + 1;  // in parts of kWeights of a pixel
  const std::uint32_t place = std::min(
      std::max(middle, kGlimpseGrowth) - kGlimpseGrowth, (side - 1) * kWeights);
  const std::uint32_t first = place / kWeights;
  return {first, std::min(first + 1, side - 1), place % kWeights};
}

std::uint8_t drawn_pixel(const GlimpseSeen& seen, const Between& x, const Between& y) {
  const auto grey = [&seen](std::uint32_t column, std::uint32_t row) {
    return std::uint32_t{seen.grey[std::size_t{row} * seen.width + column]};
  };
  const auto mixed = [](std::uint32_t a, std::uint32_t b, std::uint32_t weight) {
    return a * (kWeights - weight) + b * weight;
  };
  const std::uint32_t above =
      mixed(grey(x.first, y.first), grey(x.second, y.first), x.weight);
  const std::uint32_t below =
      mixed(grey(x.first, y.second), grey(x.second, y.second), x.weight);
  constexpr std::uint32_t kAll = kWeights * kWeights;
  return static_cast<std::uint8_t>((mixed(above, below, y.weight) + kAll / 2) / kAll);
}

}  // namespace

Result<PictureOnRecord> picture_on_record(const std::string& journal,
                                          const PicturePlace& place) {
  const ContentPlace& content = place.content;
  std::optional<OutcomeRecord> outcome;
  auto record = replay_journal(journal, [&](const Message& message) -> Result<void> {
    const auto* known = std::get_if<OutcomeKnown>(&message);
    if (known != nullptr && known->outcome.file == content.file) {
      outcome = known->outcome;
    }
    return {};
  });
  if (!record) return std::move(record).error();
  if (!record->ledger.inventory() || content.file >= record->ledger.files().size()) {
    return no_such_item(place, "is no file of that exhibit");
  }
  std::string path = record->ledger.files().path(content.file);
  if (!outcome) return no_such_item(place, "was not read by the scan: " + path);
  if (content.member > outcome->members.size()) {
    return no_such_item(place, "is nothing that this file holds: " + path);
  }
  PictureOnRecord picture{place, std::move(path), outcome->digests, outcome->digests,
                          std::move(*record)};
  if (content.member > 0) {
    const MemberRecord& member = outcome->members[content.member - 1];
    picture.path += "//" + member.path;
    picture.digests = member.digests;
  }
  return picture;
}

Result<Glimpse> glimpse_of(const ScannedExhibit& scanned,
                           const PictureOnRecord& picture) {
  const auto seen = see_picture(scanned.exhibit, scanned.settings,
                                picture.record.ledger, picture.place, picture.of_file);
  auto glimpse = seen ? drawn(*seen) : Result<Glimpse>(seen.error());
  if (glimpse) return glimpse;
  Fault fault = std::move(glimpse).error();
  if (fault.place.empty()) fault.place = picture.path;
  return fault;
}

Result<Glimpse> drawn(const GlimpseSeen& seen) {
  const bool is_sound = seen.width > 0 && seen.width <= kGlimpseSide &&
                        seen.height > 0 && seen.height <= kGlimpseSide &&
                        seen.grey.size() == std::size_t{seen.width} * seen.height;
  if (!is_sound) {
    return Fault{FaultKind::malformed,
                 "cannot be shown: the worker that decoded it told nonsense", "",
                 std::nullopt};
  }
  Glimpse glimpse{seen.width * kGlimpseGrowth,
                  seen.height * kGlimpseGrowth,
                  {},
                  printable_utf8(seen.damage)};
  glimpse.grey.reserve(std::size_t{glimpse.width} * glimpse.height);
  for (std::uint32_t y = 0; y < glimpse.height; ++y) {
    const Between row = between(y, seen.height);
    for (std::uint32_t x = 0; x < glimpse.width; ++x) {
      glimpse.grey.push_back(drawn_pixel(seen, between(x, seen.width), row));
    }
  }
  return glimpse;
}

}  // namespace winnow
