// What was found by looking at contents and at what they hold: how it is taken into the
// account, and what is found by it.
#include <algorithm>
#include <iterator>
#include <utility>

#include "scanner/ledger/ledger.h"

namespace winnow {
namespace {

// A disk full of broken pictures is told of in one line beyond so many.
constexpr std::size_t kMostLookProblems = 200'000;

void add_note(std::string& note, const char* text) {
  if (!note.empty()) note += "; ";
  note += text;
}

std::string note_of(bool is_uncertain, const MatchRecord& match) {
  std::string note;
  if (match.inconsistent) {
    add_note(note,
             "the list contradicts itself: another digest of the same entry is not "
             "this file's");
  }
  if (is_uncertain) {
    add_note(note, "digest of a recovered file that may mix content of several files");
  }
  if (match.algorithm == Algorithm::md5) add_note(note, "MD5 only");
  return note;
}

std::string member_path(const std::string& file, const std::string& member) {
  return file + "//" + member;
}

std::string seconds_text(std::uint64_t milliseconds) {
  const std::uint64_t seconds = milliseconds / 1000;
  const auto two = [](std::uint64_t number) {
    std::string text = std::to_string(number);
    return text.size() < 2 ? "0" + text : text;
  };
  return two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
}

// How near, by which of the picture's hashes, and how much that says.
std::string near_note(const NearFacts& near) {
  std::string note = std::to_string(near.distance) + " of 256 bits differ";
  if (near.variant != PdqVariant::original) {
    note += ", the picture ";
    note += to_string(near.variant);
  }
  if (near.form == PdqForm::reduced) note += ", reduced to 512 by 512";
  if (near.frames > 0) {
    note += "; " + std::to_string(near.frames) + " frames agree, from " +
            seconds_text(near.first_ms) + " to " + seconds_text(near.last_ms);
  }
  note += near.is_alert() ? "; hardly anything but the same picture"
                          : "; similar: a person has to compare them";
  note += "; by chance fewer than " + near.chance.text() + " such in this scan";
  if (near.others > 0) {
    note += "; near " + std::to_string(near.others) + " more of the set";
  }
  return note;
}

}  // namespace

std::vector<MatchRecord> Ledger::notable_of(
    const std::vector<MatchRecord>& matches) const {
  std::vector<MatchRecord> notable;
  for (const MatchRecord& match : matches) {
    if (static_cast<SetType>(run_->set_types[match.set]) == SetType::notable) {
      notable.push_back(match);
    }
  }
  return notable;
}

void Ledger::count_pictures(const LookRecord& look) {
  if (look.pictures.empty()) return;
  const auto best = std::max_element(
      look.pictures.begin(), look.pictures.end(),
      [](const auto& a, const auto& b) { return a.quality < b.quality; });
  ++(best->quality < kLeastPdqQuality ? pictures_.too_even : pictures_.compared);
}

void Ledger::apply_look(const LookRecord& look, const std::vector<MatchRecord>& matches,
                        const std::string& path, Met& met) {
  const bool is_known_benign =
      look.outcome == FileOutcome::skipped && look.is_known_benign;
  count_pictures(look);
  if (look.is_picture && look.pictures.empty()) {
    ++(is_known_benign ? pictures_.known_benign : pictures_.not_decoded);
  }
  for (const NearRecord& near : look.near) {
    const PictureRecord& picture = look.pictures[near.picture];
    met.near.push_back({near, picture.quality, picture.full[0]});
  }
  // Of what no set knows.
  if (matches.empty() && look.near.empty()) {
    for (const ClassRecord& one : look.classes) ++classed_[one.number];
  }
  met.hints = look.hints;
  for (const NamedDigestRecord& named : look.named) {
    NamedDigestRecord listed = named;
    listed.matches = notable_of(named.matches);
    if (!listed.matches.empty()) met.named.push_back(std::move(listed));
  }
  const auto tell = [&](const std::string& outcome, const std::string& reason) {
    tell_of_look({path, std::nullopt, outcome, reason});
  };
  if (needs_reason(look.outcome) && !is_known_benign) {
    tell(to_string(look.outcome), look.type + ": " + look.reason);
  }
  for (const std::string& note : look.notes) tell("note", look.type + ": " + note);
}

// Which ones are listed does not depend on who came first.
void Ledger::tell_of_look(Problem problem) {
  looks_have_gap_ = looks_have_gap_ || !is_remark(problem.outcome);
  if (look_problems_.insert(std::move(problem)).second) ++looks_told_;
  if (look_problems_.size() > kMostLookProblems) {
    look_problems_.erase(std::prev(look_problems_.end()));
  }
}

void Ledger::apply_members(const OutcomeRecord& outcome) {
  if (outcome.members.empty()) return;
  const std::string path = files_.path(outcome.file);
  std::uint32_t number = 0;
  for (const MemberRecord& member : outcome.members) {
    ++number;
    ++members_.listed;
    ++members_.by_outcome[static_cast<std::size_t>(counted_as(member.outcome))];
    Met met;
    met.path = member.path;
    met.size = member.size;
    met.allocated = member.allocated;
    met.uncertain = member.uncertain;
    met.digests = member.digests;
    met.matches = notable_of(member.matches);
    const std::string whole_path = member_path(path, member.path);
    if (needs_reason(member.outcome)) {
      tell_of_look(
          {whole_path, std::nullopt, to_string(member.outcome), member.reason});
    }
    if (member.look) apply_look(*member.look, member.matches, whole_path, met);
    if (!met.is_empty()) met_.emplace(MetPlace(outcome.file, number), std::move(met));
  }
}

bool Ledger::is_uncertain(const MetPlace& place, const Met& met) const {
  return met.uncertain || files_.list().is_uncertain(place.first);
}

Finding Ledger::finding(const MetPlace& place, const Met& met, std::uint32_t set,
                        std::uint32_t entry) const {
  Finding found = finding(place.first);
  found.member = place.second;
  if (found.member != 0) {
    found.path = member_path(found.path, met.path);
    found.size = met.size;
    found.allocated = found.allocated && met.allocated;
  }
  found.digests = met.digests;
  found.tier = Tier::look;
  if (set == kNoSet) return found;
  found.set_number = answer_numbers_[set];
  found.set = run_->set_names[set];
  found.entry = entry;
  found.category = entries_.at({set, entry});  // check_match() asked
  return found;
}

Finding Ledger::finding(const MetPlace& place, const Met& met,
                        const MatchRecord& match) const {
  Finding found = finding(place, met, match.set, match.entry);
  found.kind = match.inconsistent ? FindingKind::indication : FindingKind::exact;
  found.algorithm = match.algorithm;
  found.tier = match.tier;
  found.note = note_of(is_uncertain(place, met), match);
  return found;
}

Finding Ledger::finding(const MetPlace& place, const Met& met,
                        const NearMet& near) const {
  const NearRecord& record = near.record;
  Finding found = finding(place, met, record.set, record.entry);
  found.kind = FindingKind::near;
  found.pdq = near.pdq;
  NearFacts& facts = found.near.emplace();
  facts.distance = record.distance;
  facts.quality = near.quality;
  facts.form = record.form;
  facts.variant = record.variant;
  facts.others = record.others;
  facts.frames = record.frames;
  facts.first_ms = record.first_ms;
  facts.last_ms = record.last_ms;
  facts.set_size = run_->set_pdq_counts[record.set];
  facts.compared = pictures_.compared;
  facts.chance = expected_by_chance(facts.distance, facts.compared, facts.set_size);
  found.note = near_note(facts);
  return found;
}

Finding Ledger::finding(const MetPlace& place, const Met& met,
                        const NamedDigestRecord& named,
                        const MatchRecord& match) const {
  Finding found = finding(place, met, match.set, match.entry);
  found.kind = match.inconsistent ? FindingKind::indication : FindingKind::record;
  found.algorithm = match.algorithm;
  found.digests = named.digests;
  found.note = "the digest of a listed file stands here: " + named.place;
  if (match.algorithm == Algorithm::md5) add_note(found.note, "MD5 only");
  return found;
}

Finding Ledger::finding(const MetPlace& place, const Met& met,
                        const HintRecord& hint) const {
  Finding found = finding(place, met, kNoSet, 0);
  found.kind = FindingKind::indication;
  found.set_number = kNoSet;
  found.set = kContentSet;
  found.entry = static_cast<std::uint32_t>(hint.kind);
  found.note = hint.words;
  found.hint = to_string(hint.kind);
  return found;
}

// What is listed in a set is not called near to it as well.
void Ledger::add_findings(const MetPlace& place, const Met& met,
                          std::vector<Finding>& found) const {
  for (const MatchRecord& match : met.matches) {
    found.push_back(finding(place, met, match));
  }
  const std::size_t first = found.size();
  for (const NearMet& near : met.near) {
    const bool is_listed =
        std::any_of(met.matches.begin(), met.matches.end(), [&](const auto& match) {
          return match.set == near.record.set && !match.inconsistent;
        });
    if (!is_listed) found.push_back(finding(place, met, near));
  }
  for (const NamedDigestRecord& named : met.named) {
    for (const MatchRecord& match : named.matches) {
      found.push_back(finding(place, met, named, match));
    }
  }
  for (const HintRecord& hint : met.hints) found.push_back(finding(place, met, hint));
  if (!is_uncertain(place, met)) return;
  for (std::size_t i = first; i < found.size(); ++i) {
    add_note(found[i].note,
             "of a recovered file that may mix content of several files");
  }
}

}  // namespace winnow
