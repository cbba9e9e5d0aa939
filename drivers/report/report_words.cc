#include "drivers/report/report_words.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "drivers/answers/words.h"
#include "scanner/rank/lanes.h"

namespace winnow {
namespace {

// Why a scan ended before its end, in words; "" for an end that needs none.
std::string end_words(const std::string& how) {
  constexpr std::array<std::pair<std::string_view, const char*>, 6> kEnds = {
      {{"stopped on a match", "it was asked to stop at the first match, and did"},
       {"out of time", "its time budget was up"},
       {"interrupted", "a person stopped it"},
       {"gave up", "it gave up after failures"},
       {"paused", "it was left for other exhibits"},
       {"postponed", "read errors were rising, and other exhibits were read first"}}};
  const auto end = std::find_if(kEnds.begin(), kEnds.end(),
                                [&](const auto& one) { return one.first == how; });
  return end == kEnds.end() ? "" : end->second;
}

bool stores_digest(const EvidenceRecord& evidence) {
  return std::any_of(
      evidence.metadata.begin(), evidence.metadata.end(), [](const auto& field) {
        return field.first == "acq.md5_stored" || field.first == "acq.sha1_stored";
      });
}

}  // namespace

std::string limits_of(const ReportFacts& facts) {
  std::set<std::string> parts;
  for (const ExhibitFacts& exhibit : facts.exhibits) {
    if (exhibit.ranked.is_scanned) parts.merge(never_examined(exhibit.ranked.coverage));
  }
  std::string text = limits_words(parts);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string answer_words(const RankedExhibit& exhibit) {
  std::string words = words_of(exhibit);
  if (exhibit.band == Band::no_match) words += std::string("; ") + kNoMatchWords;
  return words;
}

std::string extent_words(const ExhibitFacts& exhibit) {
  const RankedExhibit& ranked = exhibit.ranked;
  if (!ranked.is_scanned) return "nothing: it was not scanned";
  const Coverage& coverage = ranked.coverage;
  if (coverage.complete) return "all that was asked for";
  return coverage.ended ? "in part: see what was not examined"
                        : "in part: the scan did not come to its end";
}

std::string holder_words(const Intake& intake) {
  return intake.holder == HolderRole::unknown ? "not known" : to_string(intake.holder);
}

const char* outcome_words(FileOutcome outcome) {
  switch (outcome) {
    case FileOutcome::matched:
      return "matched: in a set of listed files";
    case FileOutcome::hashed:
      return "hashed: compared whole, and not listed";
    case FileOutcome::probed:
      return "probed: settled by size or first block";
    case FileOutcome::skipped:
      return "skipped: not compared, for a stated reason";
    case FileOutcome::encrypted:
      return "encrypted: not readable without its key";
    case FileOutcome::unreadable:
      return "unreadable: reading it failed";
    case FileOutcome::failed:
      return "failed: could not be examined";
    case FileOutcome::unvisited:
      return "unvisited: not reached, or not read by this version";
    case FileOutcome::unsupported:
      return "unsupported: not read by this version";
  }
  return "unvisited: not reached, or not read by this version";
}

std::string metadata_words(const std::string& key) {
  constexpr std::array<std::pair<std::string_view, const char*>, 15> kKeys = {
      {{"acq.case_number", "Acquired: case number"},
       {"acq.evidence_number", "Acquired: evidence number"},
       {"acq.description", "Acquired: description"},
       {"acq.examiner", "Acquired: examiner"},
       {"acq.notes", "Acquired: notes"},
       {"acq.tool_version", "Acquired with: version"},
       {"acq.platform", "Acquired with: platform"},
       {"acq.acquired_at_raw", "Acquired at (as written, zone unknown)"},
       {"acq.system_date_raw", "Acquired at, system (as written, zone unknown)"},
       {"acq.device_model", "Device: model"},
       {"acq.device_serial", "Device: serial number"},
       {"acq.device_label", "Device: label"},
       {"acq.md5_stored", "Stored MD5 of the media"},
       {"acq.sha1_stored", "Stored SHA-1 of the media"},
       {"acq.bad_ranges", "Unreadable at acquisition"}}};
  const auto known = std::find_if(kKeys.begin(), kKeys.end(),
                                  [&](const auto& one) { return one.first == key; });
  return known == kKeys.end() ? key : known->second;
}

std::string evidence_check_words(const ExhibitFacts& exhibit) {
  if (exhibit.evidence_check) {
    const EvidenceCheck& check = *exhibit.evidence_check;
    return check.verdict + " (" + check.detail + "), at " + check.at + " by " +
           check.by;
  }
  return stores_digest(exhibit.ranked.coverage.evidence)
             ? "not verified: winnow verify --evidence does"
             : "not stored: the container holds no digest of itself";
}

std::vector<std::string> not_examined_lines(const ExhibitFacts& exhibit) {
  const RankedExhibit& ranked = exhibit.ranked;
  std::vector<std::string> lines =
      parts_not_examined(ranked.is_scanned ? &ranked.coverage : nullptr, ranked.facts);
  // A report has the ledger in it.
  std::replace(lines.begin(), lines.end(), std::string(kAsTheLedgerNames),
               std::string("what the table below names"));
  if (ranked.is_scanned) {
    for (const std::string& part : never_examined(ranked.coverage)) {
      lines.push_back("not looked at by this scan: " + part);
    }
  }
  lines.emplace_back(
      "what is not on the exhibit itself: remote storage and accounts, placeholders of "
      "files that lie elsewhere");
  return lines;
}

std::string until_words(const Coverage& coverage) {
  if (coverage.until == Tier::everything) return "";
  return std::string("The scan was asked to go no further than the tier '") +
         to_string(coverage.until) +
         "' (--until): what later tiers look at was left out.";
}

std::vector<std::string> extent_lines(const ExhibitFacts& exhibit) {
  std::vector<std::string> lines;
  const Coverage& coverage = exhibit.ranked.coverage;
  if (!exhibit.ranked.is_scanned) return lines;
  if (std::string until = until_words(coverage); !until.empty()) {
    lines.push_back(std::move(until));
  }
  const std::string last = exhibit.scans.empty() ? "" : exhibit.scans.back().how;
  if (!coverage.ended) {
    const std::string why = end_words(last);
    lines.push_back("The scan did not come to its end" +
                    (why.empty() ? std::string() : ": " + why) + ". " +
                    counted_text(coverage.unread_bytes, "byte") + " and " +
                    counted_text(coverage.files.count(FileOutcome::unvisited), "file") +
                    " were not looked at, and counts are minimums.");
  }
  if (!coverage.balanced) {
    lines.emplace_back(
        "THE SUMS OF THIS LEDGER DO NOT HOLD: it is not to be relied on.");
  }
  if (lines.empty() && !coverage.complete) {
    lines.emplace_back(
        "The scan came to its end, but not all of the exhibit could be examined: what "
        "could not is named below.");
  } else if (lines.empty()) {
    lines.emplace_back("The scan came to its end, and no tier was left out.");
  }
  return lines;
}

std::string sampling_words(const ExhibitFacts& exhibit) {
  const Coverage& coverage = exhibit.ranked.coverage;
  const ResidualBasis& basis = coverage.residual;
  if (!coverage.space_searched) {
    return "Free space was not compared with blocks of listed files: no sample was "
           "taken.";
  }
  if (basis.probative_ppm == 0) {
    return "Free space was compared with the blocks that the sets know; some set of "
           "this scan knows none, so of what that one lists nothing is said there.";
  }
  std::string words = "Free space: " + bytes_text(basis.examined_bytes) +
                      " were compared block by block";
  if (basis.samples == 0) return words + "; no part stands on samples alone.";
  words += "; for " + bytes_text(basis.sampled_bytes) + " " +
           counted_text(basis.samples, "sample") + " stand, one in " +
           bytes_text(basis.sampled_bytes / basis.samples) + ", of which " +
           grouped(basis.samples_read) + " were read. ";
  return words +
         "Their places follow from a seed, the checksum of the exhibit's inventory, "
         "which its journal holds: the same exhibit gives the same samples.";
}

std::vector<std::string> error_sources() {
  return {
      "A file that was changed in any byte is not met by its digest: a picture that "
      "was saved again, cut or resized may be met as near, or not at all.",
      "Deleted files whose pieces lie apart, or that were written over in part, may be "
      "recovered with wrong bytes, or not at all; what is left of them is met only as "
      "blocks, and only with sets that know blocks.",
      "A near match (PDQ) is a lead: unrelated pictures can look alike to it. A person "
      "has to compare.",
      "An exact match by MD5 or SHA-1 alone rests on digests for which collisions can "
      "be made on purpose; the finding's note says so.",
      "A block, a record and an indication say that something is worth a look, not "
      "that a listed file is there.",
      "Material that no set lists, and what is encrypted, hidden or kept elsewhere, "
      "is not met at all.",
      "Times are as the file system states them; FAT keeps local time without a zone.",
      "Grades and categories are those of the set. They were not judged again."};
}

std::vector<UnitField> unit_fields() {
  return {{"Accreditation statement of the unit", 3},
          {"Exhibits checked against the property system by", 1},
          {"Examiner or operator: name, role", 1},
          {"Signature and date", 1},
          {"Second person: name, signature and date", 1},
          {"Remarks", 3}};
}

std::string referral_text(const Safeguarding& safeguarding) {
  std::string text = "open: nobody has decided";
  if (safeguarding.referral == Referral::referred) text = "referred";
  if (safeguarding.referral == Referral::not_needed)
    text = "decided that none is needed";
  if (safeguarding.referral == Referral::open) return text;
  if (!safeguarding.decided_by.empty()) text += ", by " + safeguarding.decided_by;
  if (safeguarding.decided_at) {
    text += ", on " + day_text(day_of(*safeguarding.decided_at));
  }
  if (!safeguarding.reference.empty()) text += ", reference " + safeguarding.reference;
  return text;
}

}  // namespace winnow
