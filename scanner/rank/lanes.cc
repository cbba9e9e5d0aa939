#include "scanner/rank/lanes.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "scanner/ledger/utc_text.h"
#include "scanner/rank/counted.h"
#include "scanner/rank/hint_words.h"

namespace winnow {
namespace {

// What the rules look at, found once.
struct Basis {
  Answer access = Answer::unknown;
  Answer immediate = Answer::unknown;
  Answer identified = Answer::unknown;
  Met now = Met::nothing;           // by the findings that count
  Met met = Met::nothing;           // with what went before and what a person said
  bool was_checked = false;         // a person says that a lead holds
  bool has_creation = false;        // or that there are signs of creation
  std::set<std::string> encrypted;  // what hints at encrypted content
  std::vector<std::string> unexamined;
};

Basis basis_of(const std::vector<Finding>& findings, const Coverage* coverage,
               const CaseFacts& facts, const Policy& policy, std::int64_t as_of) {
  Basis basis;
  const CaseRisk& risk = facts.intake.risk;
  basis.access = risk.access(as_of);
  basis.immediate = risk.of(RiskQuestion::immediate_risk).at(as_of);
  basis.identified = risk.of(RiskQuestion::child_identified).at(as_of);
  for (const Finding& finding : findings) {
    if (finding.is_hint() && suggests_encrypted_content(finding.hint)) {
      basis.encrypted.insert(finding.hint);
    }
  }
  basis.now = strongest(findings, policy);
  if (basis.now == Met::lead && leads_are_set_aside(facts)) basis.now = Met::nothing;
  basis.has_creation = facts.review.verdict == Verdict::creation;
  basis.was_checked = basis.has_creation || facts.review.verdict == Verdict::match;
  basis.met = std::max(basis.now, facts.met_before);
  if (basis.was_checked) basis.met = std::max(basis.met, Met::listed);
  basis.unexamined = parts_not_examined(coverage, facts);
  return basis;
}

// What makes "a listed file was found" true: this scan, one before, or a person.
std::string listed_words(const Basis& basis, const CaseFacts& facts) {
  if (basis.now >= Met::listed) return "a listed file was found";
  if (facts.met_before >= Met::listed) {
    return "a listed file was found in an earlier scan";
  }
  return "a lead was checked and holds, by " + facts.review.reviewer;
}

std::string access_words(Answer access) {
  return access == Answer::yes ? "access to children"
                               : "whether there is access to children is not known";
}

std::vector<std::string> reasons_for_a(const Basis& basis, const CaseFacts& facts) {
  std::vector<std::string> reasons;
  if (basis.immediate == Answer::yes) {
    reasons.emplace_back(words_of(RiskQuestion::immediate_risk));
  }
  if (basis.identified == Answer::yes) {
    reasons.emplace_back(words_of(RiskQuestion::child_identified));
  }
  if (basis.access == Answer::no) return reasons;
  if (basis.has_creation) {
    reasons.push_back(access_words(basis.access) +
                      ", and there are credible signs of " + "creation, by " +
                      facts.review.reviewer);
  }
  // Said already where the same review is all there is.
  if (basis.met >= Met::listed &&
      (!basis.has_creation || std::max(basis.now, facts.met_before) >= Met::listed)) {
    reasons.push_back(access_words(basis.access) + ", and " +
                      listed_words(basis, facts));
  }
  return reasons;
}

std::vector<std::string> reasons_for_b(const Basis& basis) {
  std::vector<std::string> reasons;
  if (basis.access != Answer::no) reasons.push_back(access_words(basis.access));
  if (basis.met == Met::severest) {
    reasons.emplace_back("a listed file of the severest grade was found");
  }
  return reasons;
}

std::vector<std::string> reasons_for_c(const Basis& basis, const CaseFacts& facts) {
  std::vector<std::string> reasons;
  if (basis.met == Met::lead) reasons.emplace_back("a lead that needs checking");
  if (basis.met == Met::listed) reasons.push_back(listed_words(basis, facts));
  for (const std::string& part : basis.unexamined) {
    reasons.push_back("not examined: " + part);
  }
  for (const std::string& hint : basis.encrypted) {
    reasons.push_back("suspected encryption: " + hint);
  }
  return reasons;
}

LaneGiven by_the_rules(const Basis& basis, const CaseFacts& facts) {
  LaneGiven given;
  const auto put = [&](Lane lane, std::vector<std::string> reasons) {
    given.lane = lane;
    given.reasons = std::move(reasons);
    return !given.reasons.empty();
  };
  if (put(Lane::A, reasons_for_a(basis, facts))) return given;
  if (put(Lane::B, reasons_for_b(basis))) return given;
  if (put(Lane::C, reasons_for_c(basis, facts))) return given;
  put(Lane::D, {"no access to children; no listed file and no lead met in the part examined"});
  return given;
}

// A named reviewer decided; what speaks against it is said beside it.
void lower(LaneGiven& given, const Basis& basis, const CaseFacts& facts) {
  if (!facts.lowered_to || *facts.lowered_to <= given.lane) return;
  if (facts.lowered_from && given.lane < *facts.lowered_from) return;
  std::string what = std::string("lowered from lane ") + to_string(given.lane) + " " +
                     facts.lowered_why;
  if (basis.immediate == Answer::yes) {
    what += "; ALTHOUGH A CHILD IS AT IMMEDIATE RISK, as answered";
  } else if (basis.identified == Answer::yes) {
    what += "; ALTHOUGH A CHILD IS IDENTIFIED, as answered";
  }
  given.lane = *facts.lowered_to;
  given.reasons.insert(given.reasons.begin(), std::move(what));
}

std::uint64_t telling_pictures(const Coverage* coverage, const Policy& policy) {
  std::uint64_t most = 0;  // a picture may be of several classes
  if (coverage == nullptr) return most;
  for (const ClassCount& one : coverage->classes) {
    if (one.kind.points >= policy.telling_class) most = std::max(most, one.pictures);
  }
  return most;
}

// What nobody looked at yet. What a reviewer found not to hold is looked at; what was
// met after that is not.
std::string review_of(const std::vector<Finding>& findings, const Coverage* coverage,
                      const CaseFacts& facts, const Policy& policy) {
  const bool is_done = facts.review.verdict == Verdict::nothing
                           ? leads_are_set_aside(facts)
                           : facts.review.verdict != Verdict::none;
  if (is_done) return "";
  std::array<std::uint64_t, kFindingKinds> counts{};
  for (const Finding& finding : findings) {
    if (!finding.is_hint()) ++counts[static_cast<std::size_t>(finding.kind)];
  }
  std::string parts;
  const auto add = [&](std::uint64_t count, const std::string& noun) {
    if (count > 0) parts += (parts.empty() ? "" : ", ") + counted(count, noun);
  };
  for (const FindingKind kind :
       {FindingKind::near, FindingKind::block, FindingKind::record}) {
    add(counts[static_cast<std::size_t>(kind)],
        std::string(to_string(kind)) + " finding");
  }
  add(counts[static_cast<std::size_t>(FindingKind::indication)], "indication");
  if (const std::uint64_t pictures = telling_pictures(coverage, policy);
      pictures >= static_cast<std::uint64_t>(policy.many_pictures)) {
    add(pictures, "unknown picture");
    parts += " that a machine thinks worth a look";
  }
  return parts.empty() ? "" : "a person has to look at " + parts;
}

// "3 files encrypted" and so on, of files or of what they hold.
void add_files(const FileCounts& files, const std::string& noun,
               std::vector<std::string>& parts) {
  for (const FileOutcome outcome : {FileOutcome::encrypted, FileOutcome::unreadable,
                                    FileOutcome::failed, FileOutcome::unvisited}) {
    if (const std::uint64_t count = files.count(outcome); count > 0) {
      parts.push_back(counted(count, noun) + " " + to_string(outcome));
    }
  }
}

void add_volumes(const Coverage& coverage, std::vector<std::string>& parts) {
  for (const VolumeRecord& volume : coverage.volumes) {
    if (volume.outcome == VolumeOutcome::examined) continue;
    parts.push_back("volume " + std::to_string(volume.index) + " is " +
                    to_string(volume.outcome) +
                    (volume.filesystem.empty() ? "" : " (" + volume.filesystem + ")"));
  }
}

// How far the scan came, if not to its end.
void add_end(const Coverage& coverage, std::vector<std::string>& parts) {
  if (coverage.until != Tier::everything) {
    parts.push_back(std::string("it was scanned no further than ") +
                    to_string(coverage.until));
  } else if (!coverage.ended) {
    parts.emplace_back("its scan has not come to its end");
  }
  if (!coverage.balanced) parts.emplace_back("the sums of its ledger do not hold");
}

}  // namespace

Met met_by(const Finding& finding, const Policy& policy) {
  if (finding.kind != FindingKind::exact) return Met::lead;
  const auto profile = policy.severity.find(finding.category.profile);
  const bool is_severest = finding.category.code && profile != policy.severity.end() &&
                           *finding.category.code == profile->second.severest;
  return is_severest ? Met::severest : Met::listed;
}

Met strongest(const std::vector<Finding>& findings, const Policy& policy) {
  Met met = Met::nothing;
  for (const Finding& finding : findings) {
    met = std::max(met, met_by(finding, policy));
  }
  return met;
}

std::vector<std::string> parts_not_examined(const Coverage* coverage,
                                            const CaseFacts& facts) {
  std::vector<std::string> parts;
  if (!facts.intake.cannot_be_scanned.empty()) {
    parts.push_back("it cannot be scanned: " + facts.intake.cannot_be_scanned);
  } else if (coverage == nullptr) {
    parts.emplace_back("it was never scanned");
  }
  if (coverage == nullptr || coverage->complete) return parts;
  if (!coverage->evidence.unsupported.empty()) {
    parts.push_back("the whole image: " + coverage->evidence.unsupported);
  }
  add_volumes(*coverage, parts);
  add_files(coverage->files, "file", parts);
  if (coverage->unreadable_bytes > 0) {
    parts.push_back(grouped(coverage->unreadable_bytes) + " bytes could not be read");
  }
  add_end(*coverage, parts);
  if (parts.empty()) parts.emplace_back(kAsTheLedgerNames);
  return parts;
}

LaneGiven lane_of(const std::vector<Finding>& findings, const Coverage* coverage,
                  const CaseFacts& facts, const Policy& policy,
                  std::int64_t as_of_seconds) {
  const Basis basis = basis_of(findings, coverage, facts, policy, as_of_seconds);
  LaneGiven given = by_the_rules(basis, facts);
  lower(given, basis, facts);
  given.review = review_of(findings, coverage, facts, policy);
  return given;
}

std::optional<DueDay> due_of(Lane lane, const CaseFacts& facts, const Policy& policy) {
  if (!facts.has_intake) return std::nullopt;
  const Intake& intake = facts.intake;
  const std::int64_t days = policy.target_days[static_cast<std::size_t>(lane)];
  DueDay due{day_of(intake.seized_at.value_or(facts.known_since)) + days,
             counted(static_cast<std::uint64_t>(days), "day") +
                 (intake.seized_at ? " after seizure" : " after it was put on record")};
  const auto take = [&](const std::optional<std::int64_t>& on, const char* why) {
    if (on && day_of(*on) < due.day) due = {day_of(*on), why};
  };
  take(intake.bail_on, "bail date");
  take(intake.court_on, "court date");
  return due;
}

std::string day_text(std::int64_t day) {
  constexpr std::int64_t kFarthest = 10'000'000;  // beyond all that utc_text() gives
  if (day > -kFarthest && day < kFarthest) {
    if (const auto text = utc_text({day * kSecondsADay, 0})) return text->substr(0, 10);
  }
  return "a day that no calendar has";
}

}  // namespace winnow
