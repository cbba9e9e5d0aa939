#include "drivers/cli/answers_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <utility>

#include "base/text.h"
#include "base/text_pieces.h"
#include "drivers/answers/words.h"
#include "drivers/cli/console.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxProblemsShown = 10;
constexpr std::size_t kMaxReasonsShown = 8;
constexpr std::size_t kWidestRef = 32;  // a longer one pushes its own line out

Ink ink_of(Band band) {
  switch (band) {
    case Band::match:
      return Ink::red;
    case Band::indicated:
    case Band::unexamined:
      return Ink::yellow;
    case Band::no_match:
      return Ink::plain;
  }
  return Ink::yellow;
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string indented(const std::string& line) {
  return "       " + line + "\n";
}

std::string head_of_exhibit(const RankedExhibit& exhibit, std::size_t ref_width) {
  std::array<char, 32> number{};
  std::snprintf(number.data(), number.size(), "%3u", exhibit.rank);
  return std::string(number.data()) + "  " +
         inked(Ink::bold, padded(exhibit.ref, ref_width)) + "  " +
         inked(Ink::bold, std::string("lane ") + to_string(exhibit.lane) + ", " +
                              words_of(exhibit.lane)) +
         "  " + inked(ink_of(exhibit.band), words_of(exhibit)) + "  " +
         counted_text(static_cast<std::uint64_t>(exhibit.score), "priority point") +
         "\n";
}

std::string due_line(const RankedExhibit& exhibit) {
  if (!exhibit.due) return "";
  std::string line =
      "to be started by " + day_text(exhibit.due->day) + " (" + exhibit.due->why + ")";
  if (exhibit.is_overdue) line += ", " + inked(Ink::red, "OVERDUE");
  if (exhibit.has_kept_place) line += "; this place is kept for the longest overdue";
  if (exhibit.is_further_device) {
    line += "; another device of the same suspect or household comes first";
  }
  return indented(line);
}

std::string lines_of_exhibit(const RankedExhibit& exhibit, std::size_t ref_width) {
  std::string text = head_of_exhibit(exhibit, ref_width) + due_line(exhibit);
  text += indented(std::string("lane ") + to_string(exhibit.lane) + ": " +
                   joined(exhibit.lane_reasons, "; "));
  if (!exhibit.related.empty()) {
    text +=
        indented("of the same suspect or household: " + joined(exhibit.related, "; "));
  }
  if (!is_waiting(exhibit.facts.disposition)) {
    text +=
        indented(std::string("does not wait: ") + to_string(exhibit.facts.disposition));
  }
  for (const Reason& reason : exhibit.reasons) {
    text += indented("+" + std::to_string(reason.points) + "  " + reason.what);
  }
  if (exhibit.band == Band::no_match) {
    const FileCounts& files = exhibit.coverage.files;
    text += indented(
        grouped(files.count(FileOutcome::hashed) + files.count(FileOutcome::matched)) +
        " of " + counted_text(files.listed, "file") + " compared with the sets");
    text += indented(kNoMatchWords);
  }
  if (!exhibit.review.empty()) {
    text += indented(inked(Ink::yellow, "REVIEW") + ": " + exhibit.review);
  }
  for (const std::string& unknown : exhibit.unknowns) {
    text += indented("?  " + unknown);
  }
  return text + indented("would move: " + exhibit.smallest_change);
}

std::string policy_line(const Policy& policy) {
  return "by the policy '" + policy.name + "', " +
         (policy.signed_by.empty()
              ? "a proposal that nobody has signed"
              : "signed by " + policy.signed_by + " on " + policy.signed_on) +
         "\n";
}

// An order made of half a case must not pass for one made of the whole.
std::string unfinished_line(const std::vector<RankedExhibit>& exhibits) {
  std::string refs;
  for (const RankedExhibit& exhibit : exhibits) {
    if (exhibit.is_scanned && !exhibit.coverage.ended) {
      refs += (refs.empty() ? "" : ", ") + exhibit.ref;
    }
  }
  if (refs.empty()) return "";
  return inked(Ink::yellow, "NOT FINISHED: " + refs) +
         ": the scan has not come to its end, and the order may change\n";
}

std::string outcome_line(const Coverage& coverage) {
  const FileCounts& files = coverage.files;
  const std::uint64_t compared =
      files.count(FileOutcome::matched) + files.count(FileOutcome::hashed);
  std::string text = "  files: " + grouped(files.listed) + " found, " +
                     grouped(compared) + " compared with the sets";
  for (const FileOutcome outcome :
       {FileOutcome::probed, FileOutcome::skipped, FileOutcome::encrypted,
        FileOutcome::unreadable, FileOutcome::failed, FileOutcome::unvisited}) {
    if (const std::uint64_t count = files.count(outcome); count > 0) {
      text += ", " + grouped(count) + " " + to_string(outcome);
    }
  }
  if (coverage.known_benign > 0) {
    text += ", " + grouped(coverage.known_benign) + " known benign";
  }
  return text + "\n";
}

// Of a scan that was stopped. It may have been stopped while it still listed files.
std::string unseen_text(const Coverage& coverage) {
  const std::uint64_t files = coverage.files.count(FileOutcome::unvisited);
  return (files == 0 ? "" : counted_text(files, "file") + ", ") +
         bytes_text(coverage.unread_bytes) + ", and anything that was not listed yet";
}

std::string skipped_lines(const ReasonCounts& skipped) {
  std::string text;
  std::uint64_t others = 0;
  for (std::size_t i = 0; i < skipped.size(); ++i) {
    if (i >= kMaxReasonsShown) {
      others += skipped[i].second;
      continue;
    }
    text += "    " + grouped(skipped[i].second) +
            " skipped: " + printable_utf8(skipped[i].first) + "\n";
  }
  if (others > 0) {
    text += "    " + grouped(others) + " skipped for other reasons\n";
  }
  return text;
}

std::string volume_lines(const Coverage& coverage) {
  std::string text;
  for (const VolumeRecord& volume : coverage.volumes) {
    text += "  volume " + std::to_string(volume.index) + ": " +
            (volume.filesystem.empty() ? "unknown" : volume.filesystem) + ", " +
            bytes_text(volume.length) + ", " + to_string(volume.outcome);
    if (!volume.reason.empty()) text += " (" + volume.reason + ")";
    text += "\n";
  }
  return text;
}

std::string problem_lines(const Coverage& coverage) {
  std::string text;
  const std::size_t shown = std::min(coverage.problems.size(), kMaxProblemsShown);
  for (std::size_t i = 0; i < shown; ++i) {
    const Problem& problem = coverage.problems[i];
    std::string place = problem.path;
    if (problem.range) {
      place = bytes_text(problem.range->second) + " at byte " +
              grouped(problem.range->first);
    }
    text += "  " + problem.outcome + ": " + place + (place.empty() ? "" : ": ") +
            problem.reason + "\n";
  }
  if (coverage.problems.size() > shown) {
    text += "  and " + counted_text(coverage.problems.size() - shown, "more problem") +
            ": winnow coverage --json\n";
  }
  return text;
}

}  // namespace

std::string rank_text(const std::vector<RankedExhibit>& exhibits, const Policy& policy,
                      const std::string& as_of) {
  std::size_t width = 0;
  for (const RankedExhibit& exhibit : exhibits) {
    width = std::max(width, std::min(exhibit.ref.size(), kWidestRef));
  }
  std::string text = inked(Ink::bold, "Order for full examination") + " (as of " +
                     as_of + ")\n" + policy_line(policy);
  text += unfinished_line(exhibits);
  for (const RankedExhibit& exhibit : exhibits)
    text += lines_of_exhibit(exhibit, width);
  if (exhibits.empty()) text += "  no exhibit waits\n";
  return text;
}

namespace {

std::string expected_text(std::uint64_t milliseconds) {
  if (milliseconds < 1000) return "less than a second";
  return "about " + std::to_string(milliseconds / 1000) + " s";
}

const char* place_words(const Finding& finding) {
  if (finding.kind == FindingKind::block) return "in free space";
  return finding.allocated ? "live" : "recovered from deleted";
}

}  // namespace

std::string finding_text(const Finding& finding) {
  std::string text = finding.kind == FindingKind::exact
                         ? inked(Ink::red, "listed file")
                         : inked(Ink::yellow, to_string(finding.kind));
  text += "  " + finding.path + "  (" + bytes_text(finding.size) + ", " +
          place_words(finding) + ", set " + finding.set;
  if (!finding.category.label.empty()) text += ", " + finding.category.label;
  if (!finding.note.empty()) text += "; " + finding.note;
  return text + ")\n";
}

std::string plan_text(const TierPlanned& planned) {
  std::string text = std::string("tier ") + to_string(planned.tier) + ": ";
  if (planned.files > 0) {
    text += counted_text(planned.files, "file") +
            (planned.tier == Tier::probe ? " of which the first block is read" : "");
  } else {
    text += "no file has to be read";
  }
  if (planned.samples > 0) {
    text += ", " + counted_text(planned.samples, "sample") + " of free space, one in " +
            bytes_text(planned.stride_bytes);
  }
  text += "; " + bytes_text(planned.bytes) +
          (planned.in_sequence ? ", in one way over the device"
                               : ", scattered, in the order of the device");
  text += "; " + expected_text(planned.milliseconds) + ", limited by ";
  return text + to_string(planned.bottleneck);
}

std::string early_answer_text(const Coverage& coverage, std::uint64_t findings) {
  const FileCounts& files = coverage.files;
  const std::uint64_t settled =
      files.count(FileOutcome::probed) + files.count(FileOutcome::skipped);
  std::string text = findings == 0 ? "no listed file met so far"
                                   : counted_text(findings, "finding") + " so far";
  text += "; " + grouped(settled) + " of " + counted_text(files.listed, "file") +
          " settled by size or first block";
  if (coverage.residual.samples > 0) text += ". " + scene_words(coverage.residual);
  return text;
}

std::string coverage_text(const std::string& ref, const Coverage& coverage,
                          const ReasonCounts& skipped) {
  std::string text =
      inked(Ink::bold, ref) + ": " +
      (coverage.complete ? "all that this version looks at was seen"
                         : inked(Ink::yellow, "not all of it was seen")) +
      "\n";
  text += outcome_line(coverage) + skipped_lines(skipped);
  text += "  bytes: " + bytes_text(coverage.total_bytes) + ", of them " +
          bytes_text(coverage.read_bytes) + " examined, " +
          bytes_text(coverage.unread_bytes) + " not read, " +
          bytes_text(coverage.unreadable_bytes) + " unreadable\n";
  if (coverage.keeps_blocks && !coverage.space_searched) {
    text +=
        "  free space was read so that later sets can be compared with it; no set of "
        "this scan lists blocks\n";
  }
  if (!coverage.balanced)
    text += "  THE SUMS DO NOT HOLD: do not rely on this ledger\n";
  if (coverage.until != Tier::everything) {
    text += std::string("  it was asked to go no further than ") +
            to_string(coverage.until) + "\n";
  } else if (!coverage.ended) {
    text += "  the scan did not come to its end, so that every count is a minimum\n";
    text += "  left unseen: " + unseen_text(coverage) + "\n";
    text += "  run it again to go on\n";
  }
  return text + volume_lines(coverage) + problem_lines(coverage);
}

std::string limits_text(const std::set<std::string>& unseen) {
  return rejoined(limits_words(unseen)) + "\n";
}

}  // namespace winnow
