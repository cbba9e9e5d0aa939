#include "scanner/supervise/rematch_search.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <thread>
#include <utility>
#include <variant>

#include "scanner/match/match.h"
#include "scanner/match/near_match.h"

namespace winnow {
namespace {

bool was_read(FileOutcome outcome) {
  return outcome == FileOutcome::hashed || outcome == FileOutcome::matched;
}

// The tier that looks at the file.
Tier look_tier(const OutcomeRecord& outcome, const Ledger& ledger) {
  const bool is_sure = outcome.look && !ledger.files().is_looked_late(outcome.file);
  return is_sure ? Tier::look : Tier::everything;
}

// Rules are asked of a content by the first of its names.
FileFacts facts_of(const Ledger& ledger, FileId file) {
  const FileList& files = ledger.files().list();
  return files.facts(files.facts(file).first_name());
}

void put_in_order(std::vector<ContentPlace>& places) {
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
}

bool contains(const std::vector<ContentPlace>& places, const ContentPlace& place) {
  return std::binary_search(places.begin(), places.end(), place);
}

// Takes out what is said in sets that are not wanted.
void keep_wanted(const std::vector<bool>& is_wanted, RematchMet& met) {
  const auto is_left_out = [&](const MatchRecord& match) {
    return !is_wanted[match.set];
  };
  std::erase_if(met.matches, is_left_out);
  std::erase_if(met.near,
                [&](const RematchedNear& near) { return !is_wanted[near.near.set]; });
  for (NamedDigestRecord& named : met.named) std::erase_if(named.matches, is_left_out);
  std::erase_if(met.named, [](const auto& named) { return named.matches.empty(); });
}

}  // namespace

void ChunkRuns::put(std::uint32_t chunk, std::vector<BlockRunRecord> runs,
                    std::uint32_t left_out) {
  const auto before = chunks_.find(chunk);
  if (before == chunks_.end() && runs.empty()) return;
  Chunk& met = chunks_[chunk];
  runs_ = runs_ - met.runs.size() + runs.size();
  met = {std::move(runs), left_out};
  // The record takes those with the lowest places, and counts the others.
  for (auto last = chunks_.rbegin();
       runs_ > 2 * BlockRuns::kMostRuns && last != chunks_.rend(); ++last) {
    runs_ -= last->second.runs.size();
    last->second.left_out += last->second.runs.size();
    last->second.runs.clear();
  }
}

std::uint64_t ChunkRuns::take(const std::function<bool(std::uint32_t)>& is_wanted,
                              std::vector<BlockRunRecord>& runs) const {
  std::uint64_t left_out = 0;
  for (const auto& [number, chunk] : chunks_) {
    if (!is_wanted(number)) continue;
    runs.insert(runs.end(), chunk.runs.begin(), chunk.runs.end());
    left_out += chunk.left_out;
  }
  return left_out;
}

RematchSearch::RematchSearch(const RematchSets& sets)
    : sets_(sets), known_(sets.sets().size()), blocks_(sets.sets().size()) {
  compares_pictures_ =
      std::any_of(sets.sets().begin(), sets.sets().end(), [](const HashSet& set) {
        return set.type() == SetType::notable && set.pdq_count() > 0;
      });
}

Result<void> RematchSearch::see(std::span<const Message> messages,
                                const Ledger& ledger) {
  asked_.clear();
  shown_.clear();
  met_just_now_.clear();
  for (const Message& message : messages) {
    if (const auto* kept = std::get_if<BlocksKept>(&message)) {
      if (auto seen = see_blocks(*kept); !seen) return seen;
    }
    const auto* known = std::get_if<OutcomeKnown>(&message);
    if (known == nullptr) continue;
    ask(known->outcome);
    show(known->outcome);
  }
  if (auto answered = answer(ledger); !answered) return answered;
  if (auto seen = see_pictures(); !seen) return seen;
  for (const Message& message : messages) {
    const auto* known = std::get_if<OutcomeKnown>(&message);
    if (known == nullptr) {
      see_rematch(message);
    } else {
      see_classes(known->outcome);
    }
  }
  return {};
}

void RematchSearch::ask(const OutcomeRecord& outcome) {
  if (!was_read(outcome.outcome)) return;
  asked_.push_back({&outcome, 0, &outcome.digests, nullptr});
  if (outcome.look) ask_look(outcome, 0, *outcome.look);
  std::uint32_t number = 0;
  for (const MemberRecord& member : outcome.members) {
    ++number;
    // As where it is scanned: of nothing there is nothing to list.
    if (was_read(member.outcome) && member.size > 0) {
      asked_.push_back({&outcome, number, &member.digests, nullptr});
    }
    if (member.look) ask_look(outcome, number, *member.look);
  }
}

void RematchSearch::ask_look(const OutcomeRecord& outcome, std::uint32_t member,
                             const LookRecord& look) {
  for (const NamedDigestRecord& named : look.named) {
    asked_.push_back({&outcome, member, &named.digests, &named});
  }
}

// Of what is asked, what some set has some digest of: most of it no set has.
Result<std::vector<bool>> RematchSearch::find_candidates() const {
  std::vector<bool> is_candidate(asked_.size(), false);
  std::vector<Digest> digests;
  std::vector<std::size_t> places;
  for (const Algorithm algorithm : kAlgorithms) {
    digests.clear();
    places.clear();
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      const auto& digest = asked_[i].digests->get(algorithm);
      if (!digest) continue;
      digests.push_back(*digest);
      places.push_back(i);
    }
    for (const HashSet& set : sets_.sets()) {
      if (digests.empty() || !set.algorithms().contains(algorithm)) continue;
      const auto found = set.find_all(digests);
      if (!found) return found.error();
      for (std::size_t i = 0; i < found->size(); ++i) {
        if ((*found)[i]) is_candidate[places[i]] = true;
      }
    }
  }
  return is_candidate;
}

Result<void> RematchSearch::answer(const Ledger& ledger) {
  const auto is_candidate = find_candidates();
  if (!is_candidate) return is_candidate.error();
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    if (asked_[i].named == nullptr) ++hits_.contents;
    if (!(*is_candidate)[i]) continue;
    if (auto matched = match(asked_[i], ledger); !matched) return matched;
  }
  return {};
}

RematchMet& RematchSearch::met_at(const OutcomeRecord& outcome, std::uint32_t number) {
  const ContentPlace place{outcome.file, number};
  const auto [found, is_fresh] = hits_.met.try_emplace(place);
  RematchMet& met = found->second;
  if (!is_fresh) return met;
  met.place = place;
  met.digests = outcome.digests;
  if (number == 0) return met;
  const MemberRecord& member = outcome.members[number - 1];
  met.path = member.path;
  met.size = member.size;
  met.allocated = member.allocated;
  met.uncertain = member.uncertain;
  met.digests = member.digests;
  return met;
}

Result<void> RematchSearch::match(const Asked& asked, const Ledger& ledger) {
  const Tier look = look_tier(*asked.outcome, ledger);
  if (asked.named != nullptr) return match_named(asked, look);
  const auto matches =
      asked.member == 0
          ? match_file(sets_.sets(), sets_.rules(),
                       facts_of(ledger, asked.outcome->file), *asked.digests, look)
          : match_digests(sets_.sets(), *asked.digests, look);
  if (!matches) return matches.error();
  const ContentPlace place{asked.outcome->file, asked.member};
  for (const MatchRecord& match : *matches) {
    met_just_now_.insert(place);
    if (sets_.sets()[match.set].type() == SetType::notable) {
      met_at(*asked.outcome, asked.member).matches.push_back(match);
      continue;
    }
    if (sets_.sets()[match.set].type() != SetType::known) continue;
    Known& known = known_[match.set];
    (match.inconsistent ? known.inconsistent : known.places).push_back(place);
  }
  return {};
}

Result<void> RematchSearch::match_named(const Asked& asked, Tier tier) {
  auto matches = match_digests(sets_.sets(), *asked.digests, tier);
  if (!matches) return std::move(matches).error();
  std::erase_if(*matches, [this](const MatchRecord& match) {
    return sets_.sets()[match.set].type() != SetType::notable;
  });
  if (matches->empty()) return {};
  met_at(*asked.outcome, asked.member)
      .named.push_back({*asked.digests, asked.named->place, std::move(*matches)});
  return {};
}

void RematchSearch::show(const OutcomeRecord& outcome, std::uint32_t member,
                         const LookRecord& look) {
  if (!compares_pictures_ || look.pictures.empty()) return;
  hits_.pictures += look.pictures.size();
  shown_.push_back({&outcome, member, &look});
}

void RematchSearch::show(const OutcomeRecord& outcome) {
  if (outcome.look) show(outcome, 0, *outcome.look);
  std::uint32_t number = 0;
  for (const MemberRecord& member : outcome.members) {
    ++number;
    if (member.look) show(outcome, number, *member.look);
  }
}

Result<std::vector<NearRecord>> RematchSearch::near_of(const LookRecord& look) const {
  return look.is_picture
             ? match_pictures(sets_.sets(), sets_.distances(), look.pictures)
             : match_video(sets_.sets(), sets_.distances(), look.pictures);
}

// To look for a picture among a million takes a good part of a millisecond.
std::vector<Result<std::vector<NearRecord>>> RematchSearch::compare_pictures() const {
  constexpr std::size_t kFewPictures = 16;
  std::vector<Result<std::vector<NearRecord>>> near(
      shown_.size(), Result<std::vector<NearRecord>>(std::vector<NearRecord>()));
  std::atomic<std::size_t> next = 0;
  const auto compare = [&] {
    for (std::size_t i = next++; i < shown_.size(); i = next++) {
      near[i] = near_of(*shown_[i].look);
    }
  };
  if (shown_.size() <= kFewPictures) {
    compare();
    return near;
  }
  std::thread other(compare);
  compare();
  other.join();
  return near;
}

Result<void> RematchSearch::see_pictures() {
  const auto all = compare_pictures();
  for (std::size_t i = 0; i < shown_.size(); ++i) {
    if (!all[i]) return all[i].error();
    if (all[i]->empty()) continue;
    const auto& [outcome, member, look] = shown_[i];
    met_just_now_.insert({outcome->file, member});
    RematchMet& met = met_at(*outcome, member);
    for (const NearRecord& one : *all[i]) {
      const PictureRecord& picture = look->pictures[one.picture];
      met.near.push_back({one, picture.quality, picture.full[0]});
    }
  }
  return {};
}

void RematchSearch::see_classes(const OutcomeRecord& outcome) {
  if (outcome.look) see_classes({outcome.file, 0}, outcome.matches, *outcome.look);
  std::uint32_t number = 0;
  for (const MemberRecord& member : outcome.members) {
    ++number;
    if (member.look) {
      see_classes({outcome.file, number}, member.matches, *member.look);
    }
  }
}

void RematchSearch::see_classes(const ContentPlace& place,
                                const std::vector<MatchRecord>& matches,
                                const LookRecord& look) {
  if (look.classes.empty() || !matches.empty() || !look.near.empty()) return;
  if (met_just_now_.contains(place)) unknown_.emplace(place, look.classes);
}

// What an earlier rematch knew of is no unknown picture any more.
void RematchSearch::see_rematch(const Message& message) {
  if (std::holds_alternative<RematchStarted>(message)) earlier_.clear();
  if (const auto* met = std::get_if<RematchMet>(&message)) {
    if (!met->matches.empty() || !met->near.empty()) earlier_.push_back(met->place);
  } else if (const auto* known = std::get_if<RematchKnown>(&message)) {
    earlier_.insert(earlier_.end(), known->places.begin(), known->places.end());
  } else if (std::holds_alternative<RematchDone>(message)) {
    for (const ContentPlace& place : earlier_) unknown_.erase(place);
    earlier_.clear();
  }
}

// A child that died within a chunk leaves its blocks to the next one, which tells of
// them again: what was told last is what the search of the chunk found.
Result<void> RematchSearch::see_blocks(const BlocksKept& kept) {
  keys_.offsets.clear();
  keys_.keys.clear();
  for (const KeptBlocks& run : kept.blocks) {
    for (std::size_t i = 0; i < run.keys.size(); ++i) {
      keys_.offsets.push_back(run.offset_of(i));
      keys_.keys.push_back(key_of(run.keys[i]));
    }
  }
  const auto is_probative = [](std::uint64_t) { return true; };  // or it was not kept
  for (std::uint32_t i = 0; i < sets_.sets().size(); ++i) {
    const HashSet& set = sets_.sets()[i];
    if (set.type() != SetType::notable || set.block_count() == 0) continue;
    std::vector<BlockRunRecord> runs;
    std::uint32_t left_out = 0;
    auto matched = match_blocks_in(set, i, keys_, is_probative, runs, left_out);
    if (!matched) return matched;
    blocks_[i].put(kept.chunk, std::move(runs), left_out);
  }
  return {};
}

RematchSearch::Hits RematchSearch::finish(const std::vector<bool>& is_wanted,
                                          const Ledger& ledger) {
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    if (!is_wanted[i]) continue;
    const auto is_searched = [&ledger](std::uint32_t chunk) {
      return ledger.blocks().is_chunk_done(chunk) &&
             ledger.blocks().is_chunk_kept(chunk);
    };
    hits_.runs_left_out += blocks_[i].take(is_searched, hits_.runs);
  }
  for (std::size_t i = 0; i < known_.size(); ++i) {
    if (!is_wanted[i]) continue;
    const Known& known = known_[i];
    hits_.known.insert(hits_.known.end(), known.places.begin(), known.places.end());
    hits_.known_inconsistently.insert(hits_.known_inconsistently.end(),
                                      known.inconsistent.begin(),
                                      known.inconsistent.end());
  }
  put_in_order(hits_.known);
  put_in_order(hits_.known_inconsistently);
  for (auto hit = hits_.met.begin(); hit != hits_.met.end();) {
    RematchMet& met = hit->second;
    keep_wanted(is_wanted, met);
    const bool is_empty = met.matches.empty() && met.near.empty() && met.named.empty();
    hit = is_empty ? hits_.met.erase(hit) : std::next(hit);
  }
  for (const auto& [place, classes] : unknown_) {
    const auto met = hits_.met.find(place);
    const bool is_met = met != hits_.met.end() &&
                        !(met->second.matches.empty() && met->second.near.empty());
    if (!is_met && !contains(hits_.known, place) &&
        !contains(hits_.known_inconsistently, place)) {
      continue;
    }
    for (const ClassRecord& one : classes) ++hits_.classes[one.number];
  }
  return std::move(hits_);
}

}  // namespace winnow
