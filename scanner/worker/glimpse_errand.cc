#include "scanner/worker/glimpse_errand.h"

#include <string>
#include <utility>

namespace winnow {
namespace {

FaultKind kind_of(FileOutcome outcome) {
  switch (outcome) {
    case FileOutcome::encrypted:
      return FaultKind::encrypted;
    case FileOutcome::unsupported:
      return FaultKind::unsupported;
    case FileOutcome::unreadable:
      return FaultKind::io;
    case FileOutcome::unvisited:
      return FaultKind::too_big;
    default:
      return FaultKind::malformed;
  }
}

// Why nothing was seen, by what came of the look at the place, or at what holds it.
Fault why_unseen(const OutcomeRecord& outcome, std::uint32_t member) {
  const auto fault = [](FileOutcome how, std::string why) {
    if (why.empty()) why = "is no picture";
    return Fault{kind_of(how), std::move(why), "", std::nullopt};
  };
  if (member > 0 && member <= outcome.members.size()) {
    const MemberRecord& record = outcome.members[member - 1];
    if (record.look) return fault(record.look->outcome, record.look->reason);
    return fault(record.outcome, record.reason);
  }
  if (member == 0 && outcome.look) {
    return fault(outcome.look->outcome, outcome.look->reason);
  }
  if (member == 0) return fault(FileOutcome::skipped, "");
  if (outcome.look && !outcome.look->reason.empty()) {
    return fault(outcome.look->outcome,
                 "could not be come to: " + outcome.look->reason);
  }
  return {FaultKind::missing, "holds nothing of that number", "", std::nullopt};
}

}  // namespace

Result<GlimpseSeen> glimpse_at(const ScanOrder& order, const Exhibit& exhibit,
                               LookRules rules, WorkMarks& marks) {
  const ContentPlace& place = order.picture.content;
  if (place.file >= exhibit.inventory->files.size()) {
    return Fault{FaultKind::usage, "is no file of that exhibit", "", std::nullopt};
  }
  WantedPicture wanted(order.picture);
  rules.wanted = &wanted;
  rules.takes_pictures = false;  // besides
  const FolderIndex folders(*exhibit.inventory);
  const std::vector<HashSet> no_sets;
  SeenPictures seen;
  KnownClasses known_classes;
  Looker looker(exhibit, folders, no_sets, rules,
                AlgorithmSet::from_bits(order.algorithms), seen, known_classes, marks);
  OutcomeRecord outcome;
  outcome.file = place.file;
  outcome.outcome = FileOutcome::hashed;
  outcome.digests = order.picture_file;
  const auto looked =
      looker.look(exhibit.inventory->files[place.file], nullptr, outcome);
  if (!looked) return looked.error();
  if (wanted.seen()) return *wanted.seen();
  return why_unseen(outcome, place.member);
}

}  // namespace winnow
