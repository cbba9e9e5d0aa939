#include "scanner/supervise/rematch.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "scanner/supervise/batch_replay.h"
#include "scanner/supervise/recorder.h"
#include "scanner/supervise/rematch_search.h"

namespace winnow {
namespace {

constexpr std::size_t kPlacesPerMessage = 65'536;

AddedSet facts_of(const ScanSet& opened) {
  AddedSet facts;
  facts.name = printable_utf8(opened.set.name());
  facts.id = opened.set.id();
  facts.type = static_cast<std::uint8_t>(opened.set.type());
  facts.probative_ppm = opened.probative_ppm;
  facts.pdq_count = opened.set.pdq_count();
  facts.distance = opened.pdq_distance;
  return facts;
}

// Whether some entry can be told by none of the digests that were kept.
bool lists_digests_not_kept(const HashSet& set, AlgorithmSet kept) {
  bool lacks = false;
  for (const Algorithm algorithm : kAlgorithms) {
    if (!set.algorithms().contains(algorithm)) continue;
    if (!kept.contains(algorithm)) {
      lacks = true;
    } else if (set.digest_count(algorithm) >= set.entry_count()) {
      return false;  // each entry has one of these
    }
  }
  return lacks;
}

// What the record does not hold of what this set lists; `place` is the set's.
void add_undecided(const HashSet& set, std::uint32_t place, const Ledger& ledger,
                   std::uint64_t contents, std::vector<UndecidedRecord>& undecided) {
  if (set.type() != SetType::notable) return;
  const auto kept = AlgorithmSet::from_bits(ledger.run()->algorithms);
  if (contents > 0 && lists_digests_not_kept(set, kept)) {
    undecided.push_back({Undecided::digests, place, contents});
  }
  if (set.pdq_count() > 0 && ledger.files().size() > 0) {
    const std::uint64_t known_benign = ledger.pictures().known_benign;
    if (!ledger.run()->takes_pictures) {
      undecided.push_back({Undecided::pictures, place, 0});
    } else if (known_benign > 0) {
      undecided.push_back({Undecided::known_pictures, place, known_benign});
    }
  }
  if (set.block_count() > 0 && ledger.evidence() && !ledger.evidence()->is_folder) {
    const std::uint64_t lacking = ledger.blocks().chunks_not_kept();
    if (!ledger.keeps_blocks() || ledger.run()->until != Tier::everything) {
      undecided.push_back({Undecided::blocks, place, 0});
    } else if (lacking > 0) {
      undecided.push_back({Undecided::blocks, place, lacking});
    }
  }
}

// Puts what was found on record, message by message; stops at the first that the record
// does not take.
class Appendix {
 public:
  Appendix(Recorder& recorder, const RematchSets& sets,
           const std::vector<std::size_t>& added)
      : recorder_(recorder), sets_(sets), added_(added) {
    auto number = static_cast<std::uint32_t>(recorder.ledger().run()->set_names.size());
    numbers_.resize(sets.sets().size());
    for (const std::size_t place : added) numbers_[place] = number++;
  }

  Result<void> write(RematchSearch::Hits hits, std::vector<UndecidedRecord> undecided,
                     const RematchSettings& settings) {
    begin(settings);
    for (auto& [place, met] : hits.met) number(met);
    for (BlockRunRecord& run : hits.runs) run.set = numbers_[run.set];
    put_entries(hits);
    for (auto& [place, met] : hits.met) put(std::move(met));
    put_blocks(hits);
    put_known(hits.known, false);
    put_known(hits.known_inconsistently, true);
    RematchDone done;
    for (const auto& [number, pictures] : hits.classes) {
      done.classes.push_back({number, pictures});
    }
    for (UndecidedRecord& one : undecided) one.set = numbers_[one.set];
    done.undecided = std::move(undecided);
    put(std::move(done));
    return written_ ? recorder_.journal().sync() : written_;
  }

 private:
  void begin(const RematchSettings& settings) {
    RematchStarted started{
        printable_utf8(settings.operator_name), settings.tool_version, {}};
    for (const std::size_t place : added_) {
      started.sets.push_back(sets_.facts()[place]);
    }
    put(std::move(started));
  }

  void put(const Message& message) {
    if (!written_) return;
    const auto taken = recorder_.record(message);
    if (!taken) {
      written_ = taken.error();
    } else if (!taken->is_taken) {
      written_ = Fault{FaultKind::malformed,
                       "what was found does not fit the record: " + taken->refusal, "",
                       std::nullopt};
    }
  }

  // From places of sets to their numbers on record.
  void number(RematchMet& met) {
    for (MatchRecord& match : met.matches) match.set = numbers_[match.set];
    for (RematchedNear& near : met.near) near.near.set = numbers_[near.near.set];
    for (NamedDigestRecord& named : met.named) {
      for (MatchRecord& match : named.matches) match.set = numbers_[match.set];
    }
  }

  void put_entries(const RematchSearch::Hits& hits) {
    std::set<std::pair<std::uint32_t, std::uint32_t>> entries;
    for (const BlockRunRecord& run : hits.runs) entries.emplace(run.set, run.entry);
    for (const auto& [place, met] : hits.met) {
      for (const MatchRecord& match : met.matches) {
        entries.emplace(match.set, match.entry);
      }
      for (const RematchedNear& near : met.near) {
        entries.emplace(near.near.set, near.near.entry);
      }
      for (const NamedDigestRecord& named : met.named) {
        for (const MatchRecord& match : named.matches) {
          entries.emplace(match.set, match.entry);
        }
      }
    }
    for (const auto& [set, entry] : entries) put_entry(set, entry);
  }

  void put_entry(std::uint32_t set, std::uint32_t entry) {
    const std::size_t first = numbers_[added_.front()];
    const HashSet& hash_set = sets_.sets()[added_[set - first]];
    auto met = entry_on_record(hash_set, set, entry);
    if (met) {
      put(*met);
    } else if (written_) {
      written_ = met.error();
    }
  }

  void put_known(const std::vector<ContentPlace>& places, bool is_inconsistent) {
    for (std::size_t at = 0; at < places.size(); at += kPlacesPerMessage) {
      const auto begin = places.begin() + static_cast<std::ptrdiff_t>(at);
      const auto count = std::min(kPlacesPerMessage, places.size() - at);
      put(RematchKnown{is_inconsistent,
                       {begin, begin + static_cast<std::ptrdiff_t>(count)}});
    }
  }

  void put_blocks(const RematchSearch::Hits& hits) {
    std::uint64_t left_out = hits.runs_left_out;
    for (std::size_t at = 0; at < hits.runs.size() || left_out > 0;
         at += kPlacesPerMessage) {
      const auto begin = hits.runs.begin() +
                         static_cast<std::ptrdiff_t>(std::min(at, hits.runs.size()));
      const auto count =
          std::min<std::ptrdiff_t>(kPlacesPerMessage, hits.runs.end() - begin);
      put(RematchBlocks{{begin, begin + count}, std::exchange(left_out, 0)});
    }
  }

  Recorder& recorder_;
  const RematchSets& sets_;
  const std::vector<std::size_t>& added_;  // places
  std::vector<std::uint32_t> numbers_;     // on record, by place
  Result<void> written_;
};

std::vector<std::size_t> sets_to_add(const RematchSets& sets, const Ledger& ledger) {
  std::vector<std::size_t> added;
  for (std::size_t i = 0; i < sets.facts().size(); ++i) {
    const AddedSet& facts = sets.facts()[i];
    if (!ledger.knows_set(facts.type, facts.id)) added.push_back(i);
  }
  return added;
}

}  // namespace

const char* to_string(RematchEnd end) {
  switch (end) {
    case RematchEnd::done:
      return "done";
    case RematchEnd::nothing_new:
      return "nothing new";
    case RematchEnd::not_finished:
      return "not finished";
    case RematchEnd::damaged:
      return "damaged";
  }
  return "damaged";
}

Result<std::unique_ptr<RematchSets>> RematchSets::of(std::vector<ScanSet> opened) {
  std::unique_ptr<RematchSets> sets(new RematchSets());
  for (ScanSet& one : opened) {
    sets->facts_.push_back(facts_of(one));
    sets->distances_.push_back(one.pdq_distance);
    sets->held_.push_back(std::move(one.held));
    sets->sets_.push_back(std::move(one.set));
  }
  auto rules = TierRules::of(sets->sets_);
  if (!rules) return std::move(rules).error();
  sets->rules_.emplace(std::move(*rules));
  return sets;
}

Result<Rematched> rematch_exhibit(const std::string& journal, const RematchSets& sets,
                                  const RematchSettings& settings) {
  RematchSearch search(sets);
  auto replay = replay_in_batches(
      journal, [&](std::span<const Message> messages, const Ledger& ledger) {
        return search.see(messages, ledger);
      });
  if (!replay) return std::move(replay).error();
  Rematched result;
  result.before = result.mark = replay->mark;
  const Ledger& ledger = replay->ledger;
  if (replay->end == JournalEnd::damaged) {
    result.end = RematchEnd::damaged;
    result.complaint = replay->complaint;
    return result;
  }
  if (!ledger.run() || !ledger.ended()) {
    result.end = RematchEnd::not_finished;
    return result;
  }
  result.added = sets_to_add(sets, ledger);
  if (result.added.empty()) {
    result.end = RematchEnd::nothing_new;
    return result;
  }
  std::vector<bool> is_wanted(sets.sets().size(), false);
  for (const std::size_t place : result.added) is_wanted[place] = true;
  RematchSearch::Hits hits = search.finish(is_wanted, ledger);
  result.contents = hits.contents;
  result.pictures = hits.pictures;
  for (const std::size_t place : result.added) {
    add_undecided(sets.sets()[place], static_cast<std::uint32_t>(place), ledger,
                  hits.contents, result.undecided);
  }
  auto recorder = Recorder::go_on(journal, std::move(*replay));
  if (!recorder) return std::move(recorder).error();
  auto written = Appendix(*recorder, sets, result.added)
                     .write(std::move(hits), result.undecided, settings);
  if (!written) return std::move(written).error();
  result.mark = recorder->journal().mark();
  result.ledger = recorder->take_ledger();
  return result;
}

}  // namespace winnow
