#include "scanner/supervise/attempt.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <numeric>
#include <utility>
#include <variant>

#include "base/text.h"
#include "scanner/supervise/name_search.h"

namespace winnow {
namespace {

// A stack, a reader's buffer and what libraries keep.
constexpr std::uint64_t kBytesAThread = std::uint64_t{64} << 20;

// The words stand behind "the worker".
Attempt::End refused(std::string why) {
  Attempt::End end;
  end.child.words = "was ended: " + std::move(why);
  return end;
}

// What a child died of, from how the system saw it end.
void explain(const ChildProcess& child, const std::string& ending, Attempt::End& end) {
  end.child.words = ending.empty() ? "stopped before its work was done" : ending;
  end.child.signal = child.signal();
  if (child.signal() != 0) end.child.death = Death::crash;
  // A library that ends the process, for one: whoever was at work is to blame.
  constexpr int kExitTold = 2;  // it said why, and not of an item
  if (child.exit_status() > kExitTold && !child.could_not_start()) {
    end.child.death = Death::crash;
  }
  if (child.exit_status() == kExitOutOfMemory) end.child.death = Death::memory;
  end.child.at_work = child.board().at_work();
}

Attempt::End stopped(ScanEnd how) {
  Attempt::End end;
  end.stopped = how;
  end.child.words = "was ended by a rule of the scan";
  return end;
}

Attempt::End hung(const Watchdog::Hang& hang) {
  Attempt::End end;
  end.child.words = "was ended because it took too long";
  end.child.death = Death::hang;
  if (hang.at) end.child.at_work = {*hang.at};
  return end;
}

// A finding must follow from the digests sent along with it: the set is asked again.
Result<bool> is_supported(const ScanSet& scan_set, const Digests& digests,
                          const MatchRecord& match) {
  const auto found = scan_set.set.find(digests);
  if (!found) return found.error();
  return *found && (*found)->entry == match.entry &&
         (*found)->algorithm == match.algorithm &&
         (*found)->inconsistent == match.inconsistent;
}

// And from the hash of the picture.
Result<bool> is_supported(const ScanSet& scan_set, const PictureRecord& picture,
                          const NearRecord& near) {
  const PdqVariantHashes* hashes = near.form == PdqForm::full ? &picture.full
                                   : picture.reduced          ? &*picture.reduced
                                                              : nullptr;
  if (hashes == nullptr) return false;
  const PdqHash& hash = (*hashes)[static_cast<std::size_t>(near.variant)];
  const auto found = scan_set.set.find_pdq({&hash, 1}, near.distance);
  if (!found) return found.error();
  return std::any_of(found->begin(), found->end(), [&near](const PdqMatch& match) {
    return match.entry == near.entry && match.distance == near.distance;
  });
}

}  // namespace

Result<ChildProcess> start_worker(const Exhibit& exhibit,
                                  const std::vector<ScanSet>& sets,
                                  const ScanSettings& settings) {
  std::vector<int> descriptors;
  Fd folder;
  if (exhibit.files.is_folder) {
    // A place of its own in the listing: the last child's reading moved the old one's.
    folder = Fd(::openat(exhibit.files.segments[0].fd.get(), ".",
                         O_RDONLY | O_CLOEXEC | O_DIRECTORY));
    if (!folder.is_open()) {
      return fault_from_errno(errno, "cannot be opened", exhibit.files.path);
    }
    descriptors.push_back(folder.get());
  } else {
    for (const EvidenceFile& file : exhibit.files.segments) {
      descriptors.push_back(file.fd.get());
    }
  }
  for (const ScanSet& scan_set : sets) descriptors.push_back(scan_set.fd.get());
  if (settings.classes != nullptr && settings.classes->model) {
    descriptors.push_back(settings.classes->model->manifest.get());
    descriptors.push_back(settings.classes->model->model.get());
  }
  return ChildProcess::start(settings.worker, descriptors);
}

void order_classes(const ScanClasses& classes, ScanOrder& order) {
  order.takes_classes = true;
  if (!classes.model) return;
  order.model_manifest = classes.model->manifest_path;
  order.model_file = classes.model->model_path;
}

Attempt::Attempt(const Exhibit& exhibit, const std::vector<ScanSet>& sets,
                 const ScanSettings& settings, const Quarantine& quarantine,
                 Recorder& recorder, ScanWatcher& watcher)
    : exhibit_(exhibit),
      sets_(sets),
      settings_(settings),
      recorder_(recorder),
      watcher_(watcher),
      quarantine_(quarantine),
      inventory_was_known_(recorder.ledger().inventory().has_value()) {}

namespace {

// A glance goes over all pictures, and again in each child that is started: not where
// many die. It changes nothing but the order.
constexpr std::uint64_t kDeathsWithoutGlances = 4;

std::uint64_t deaths_of(const Quarantine& quarantine) {
  const DeathCounts& deaths = quarantine.deaths();
  return std::accumulate(deaths.begin(), deaths.end(), std::uint64_t{0});
}

}  // namespace

ScanOrder Attempt::order() const {
  ScanOrder order;
  order.serial = settings_.serial;
  order.one_pass = settings_.one_pass;
  order.threads = settings_.threads;
  order.until = settings_.until;
  order.algorithms = settings_.algorithms.bits();
  order.memory_budget_bytes = settings_.memory_budget_bytes;
  for (const EvidenceFile& file : exhibit_.files.segments) {
    order.segment_names.push_back(file.name);
  }
  for (const ScanSet& scan_set : sets_) {
    order.set_names.push_back(printable_utf8(scan_set.set.name()));
    order.set_types.push_back(static_cast<std::uint8_t>(scan_set.set.type()));
    order.set_distances.push_back(scan_set.pdq_distance);
  }
  const Ledger& ledger = recorder_.ledger();
  order.inventory_known = inventory_was_known_;
  if (inventory_was_known_) {
    order.examined = ledger.examined();
    order.settled = ledger.settled();
    order.samples_done = ledger.samples_done();
    order.chunks_done = ledger.blocks().chunks_done();
    if (*ledger.tier_done() < Tier::confirm) order.leads = ledger.blocks().sampled();
  }
  order.barred = ledger.barred();
  order.takes_pictures = takes_pictures(sets_, settings_);
  order.takes_known_pictures = settings_.keeps_known_pictures;
  order.takes_members = settings_.takes_members;
  order.keeps_blocks = ledger.keeps_blocks();
  if (takes_classes(sets_, settings_)) {
    order_classes(*settings_.classes, order);
    order.memory_of_classes_bytes = memory_of_classes(settings_);
    order.takes_glances = deaths_of(quarantine_) < kDeathsWithoutGlances;
  }
  order.damage_known = ledger.knows_damage();
  order.swept_to = ledger.swept_to();
  quarantine_.shape(order);
  // Guilt is found with the same limits on every run, whatever the threads: theirs is
  // added when the walk, which is one thread's, is over.
  order.memory_limit_bytes = limits_of(exhibit_, settings_).memory_bytes;
  if (!order.serial) {
    order.memory_of_threads_bytes =
        settings_.memory_budget_bytes +
        (kBytesAThread + memory_of_classes(settings_)) * settings_.threads;
  }
  return order;
}

Result<Attempt::End> Attempt::run() {
  auto child = start_worker(exhibit_, sets_, settings_);
  if (!child) return std::move(child).error();
  auto sent = child->channel().send(order());
  if (sent) sent = child->channel().flush();
  // A child that is gone already says so by how it ended.
  auto end = sent ? listen(*child) : Result<End>(End{});
  const bool was_ended_by_us = end && !end->child.words.empty();
  if (!end || was_ended_by_us) child->kill();
  const std::string ending = child->wait_or_kill();
  if (auto shown = show_pending(); !shown) return std::move(shown).error();
  if (!end) return end;
  if (end->done) {
    if (!ending.empty()) {
      watcher_.noted(Note::worker_ended,
                     "the worker " + ending + " after its work was done");
    }
    return end;
  }
  if (!was_ended_by_us) {
    end->done = quarantine_.is_trying_alone() && ending.empty();
    explain(*child, ending, *end);
  }
  end->child.had_walked = !inventory_was_known_ || inventory_repeated_;
  return end;
}

Result<Attempt::End> Attempt::listen(ChildProcess& child) {
  const Ledger& ledger = recorder_.ledger();
  Watchdog watchdog(
      child.board(), child.pid(), limits_of(exhibit_, settings_),
      evidence_file_bytes(exhibit_.files),
      [&ledger](const WorkPlace& place) -> std::uint64_t {
        if (place.number >= ledger.files().size()) return 0;
        return ledger.files().outline(static_cast<FileId>(place.number)).size;
      });
  Channel& channel = child.channel();
  while (true) {
    auto hung = await(child, watchdog);
    if (!hung) return std::move(hung).error();
    if (*hung) return std::move(**hung);
    const auto frame = channel.receive();
    // A broken channel is a dead child, whose end says more: the words stay open.
    if (!frame && frame.error().kind == FaultKind::malformed) {
      return refused(frame.error().what);
    }
    if (!frame || !*frame) return End{};
    // Words that add nothing to the record are no sign of work.
    const std::uint64_t before = recorder_.journal().mark().records;
    auto step = take_frame(**frame);
    if (!step) return std::move(step).error();
    if (recorder_.journal().mark().records != before) watchdog.heard();
    if (*step) return std::move(**step);
  }
}

Result<Attempt::Step> Attempt::await(ChildProcess& child, Watchdog& watchdog) {
  using Clock = std::chrono::steady_clock;
  while (true) {
    if (Clock::now() - looked_ >= kWatchInterval) {
      looked_ = Clock::now();
      if (const auto hang = watchdog.look()) return Step(hung(*hang));
      watcher_.at_work(!inventory_was_known_ && !tier_shown_,
                       recorder_.ledger().files().size());
      if (auto stop = stopped_by_rule()) return stop;
    }
    if (child.channel().has_buffered_frame()) return Step();
    // Before a wait, all that came goes to the operating system: killed now, nothing
    // that was counted would be lost.
    if (auto settled = recorder_.journal().settle(); !settled) {
      return std::move(settled).error();
    }
    // To wait for the disk at each finding would cost more than to find it.
    if (Clock::now() - shown_ >= kWatchInterval) {
      if (auto shown = show_pending(); !shown) return std::move(shown).error();
      if (auto stop = stopped_by_rule()) return stop;
    }
    const auto has_words = child.await_words(kWatchInterval);
    if (!has_words) return has_words.error();
    if (*has_words) return Step();
  }
}

Result<Attempt::Step> Attempt::take_frame(Bytes frame) {
  const auto message = decode(frame);
  if (!message) return Step(refused(message.error().what));
  return take(*message, frame);
}

Result<Attempt::Step> Attempt::take(const Message& message, Bytes frame) {
  if (const auto* progress = std::get_if<Progress>(&message)) {
    watcher_.progressed(*progress);
    return Step();
  }
  if (const auto* planned = std::get_if<TierPlanned>(&message)) {
    watcher_.planned(*planned);
    return Step();
  }
  if (const auto* confined = std::get_if<Confined>(&message)) {
    if (std::exchange(is_confined_, true)) return Step(refused("confined twice"));
    watcher_.confined(*confined);
    return record(message, frame);
  }
  if (const auto* broken = std::get_if<Broken>(&message)) {
    End end;
    end.final = true;
    end.child.words = broken->fault.line();
    return Step(std::move(end));
  }
  if (std::holds_alternative<ScanOrder>(message) ||
      std::holds_alternative<RunStarted>(message) ||
      std::holds_alternative<ChildDied>(message) ||
      std::holds_alternative<PlaceBarred>(message) ||
      std::holds_alternative<NamesMet>(message) ||
      std::holds_alternative<ClassesKnown>(message) ||
      std::holds_alternative<RematchStarted>(message) ||
      std::holds_alternative<RematchMet>(message) ||
      std::holds_alternative<RematchKnown>(message) ||
      std::holds_alternative<RematchBlocks>(message) ||
      std::holds_alternative<BlocksToKeep>(message) ||
      std::holds_alternative<RematchDone>(message) ||
      std::holds_alternative<EntryMet>(message)) {
    return Step(refused("it spoke as its supervisor"));
  }
  if (inventory_was_known_ && !inventory_repeated_) {
    if (const auto* opened = std::get_if<Opened>(&message)) return take_again(*opened);
    if (const auto* done = std::get_if<InventoryDone>(&message))
      return take_again(*done);
    if (!std::holds_alternative<ProblemMet>(message)) {
      return Step(refused("it went on before it showed the inventory to be the same"));
    }
  }
  if (const auto* met = std::get_if<ProblemMet>(&message)) {
    if (recorder_.ledger().knows_problem(met->problem)) return Step();
  }
  if (const auto* range = std::get_if<RangeUnreadable>(&message)) {
    // Told before a sweep was cut off.
    if (recorder_.ledger().knows_range(*range)) return Step();
  }
  if (std::holds_alternative<OutcomeKnown>(message))
    return take_outcome(message, frame);
  // A child that goes on for another one takes its way through the tiers again.
  if (const auto* planned = std::get_if<SamplesPlanned>(&message)) {
    if (recorder_.ledger().knows_samples(*planned)) return Step();
  }
  if (const auto* done = std::get_if<TierDone>(&message)) {
    const auto before = recorder_.ledger().tier_done();
    if (before && done->tier <= *before) {
      tier_shown_ = done->tier;
      return stopped_by_rule();
    }
  }
  // The next child tells again of a chunk that this one dies in; no child does so
  // twice.
  if (const auto* kept = std::get_if<BlocksKept>(&message)) {
    if (!chunks_kept_.insert(kept->chunk).second) {
      return Step(refused("it told of the same blocks again"));
    }
  }
  if (const auto* met = std::get_if<BlockRunMet>(&message)) {
    if (!recorder_.ledger().blocks().adds(met->run, met->tier)) return Step();
    auto known = meet_entry(met->run.set, met->run.entry);
    if (!known || *known) return known;
  }
  return record(message, frame);
}

Result<Attempt::Step> Attempt::take_again(const Opened& opened) const {
  const EvidenceRecord& before = *recorder_.ledger().evidence();
  if (opened.evidence.bytes == before.bytes && opened.evidence.kind == before.kind) {
    return Step();
  }
  return Fault{FaultKind::usage,
               "is not the device this case was begun with; give it another "
               "--exhibit-ref, or another --case",
               exhibit_.files.path, std::nullopt};
}

Result<Attempt::Step> Attempt::take_again(const InventoryDone& done) {
  const InventoryDone& before = *recorder_.ledger().inventory();
  if (done.files == before.files && done.checksum == before.checksum) {
    inventory_repeated_ = true;
    if (auto met = meet_names(); !met) return std::move(met).error();
    return Step();
  }
  return Fault{
      FaultKind::usage,
      "is not the device this case was begun with: its files are not the same; "
      "give it another --exhibit-ref, or another --case",
      exhibit_.files.path, std::nullopt};
}

// Names are on record before anything that comes after the inventory.
Result<void> Attempt::meet_names() {
  const Ledger& ledger = recorder_.ledger();
  if (settings_.names.rules().empty() || ledger.knows_names()) return {};
  const auto taken = recorder_.record(search_names(ledger.files(), settings_.names));
  if (!taken) return taken.error();
  if (!taken->is_taken) {
    return Fault{FaultKind::malformed, taken->refusal, "", std::nullopt};
  }
  for (Finding& finding : ledger.findings_by_name()) {
    pending_.emplace_back(std::move(finding));
  }
  return {};
}

Result<Attempt::Step> Attempt::take_outcome(const Message& message, Bytes frame) {
  const OutcomeRecord& outcome = std::get<OutcomeKnown>(message).outcome;
  auto met = meet_entries(outcome);
  if (!met || *met) return met;
  auto step = record(message, frame);
  if (!step || *step || !settings_.stop.on_rising_errors) return step;
  errors_.add(recorder_.ledger().files().outline(outcome.file).size,
              outcome.unreadable.size());
  if (!errors_.is_rising()) return step;
  return Step(stopped(ScanEnd::postponed));
}

Attempt::Step Attempt::stopped_by_rule() const {
  const StopRules& rules = settings_.stop;
  if (rules.on_match && has_shown_match_) return stopped(ScanEnd::met_match);
  if (rules.after_tier && tier_shown_ == rules.after_tier) {
    return stopped(ScanEnd::paused);
  }
  if (rules.deadline && std::chrono::steady_clock::now() >= *rules.deadline) {
    return stopped(ScanEnd::out_of_time);
  }
  return Step();
}

// Puts what the notable sets say of the entries on record, before the outcome that
// names them.
Result<Attempt::Step> Attempt::meet_entries(const OutcomeRecord& outcome) {
  auto met = meet_entries(outcome.matches, outcome.digests);
  if (met && !*met && outcome.look) met = meet_entries(*outcome.look);
  for (const MemberRecord& member : outcome.members) {
    if (met && !*met) met = meet_entries(member.matches, member.digests);
    if (met && !*met && member.look) met = meet_entries(*member.look);
    if (!met || *met) break;
  }
  return met;
}

Result<Attempt::Step> Attempt::meet_entries(const LookRecord& look) {
  for (const NearRecord& near : look.near) {
    if (near.set >= sets_.size()) return Step(refused("a near match in no set"));
    if (near.picture >= look.pictures.size())
      return Step(refused("near to no picture"));
    const auto supported =
        is_supported(sets_[near.set], look.pictures[near.picture], near);
    if (!supported) return supported.error();
    if (!*supported) return Step(refused("a near match that the set does not confirm"));
    auto met = meet_entry(near.set, near.entry);
    if (!met || *met) return met;
  }
  for (const NamedDigestRecord& named : look.named) {
    auto met = meet_entries(named.matches, named.digests);
    if (!met || *met) return met;
  }
  return Step();
}

Result<Attempt::Step> Attempt::meet_entries(const std::vector<MatchRecord>& matches,
                                            const Digests& digests) {
  for (const MatchRecord& match : matches) {
    if (match.set >= sets_.size()) return Step(refused("a match in no set"));
    const ScanSet& scan_set = sets_[match.set];
    const auto supported = is_supported(scan_set, digests, match);
    if (!supported) return supported.error();
    if (!*supported) return Step(refused("a match that the set does not confirm"));
    if (scan_set.set.type() != SetType::notable) continue;
    auto met = meet_entry(match.set, match.entry);
    if (!met || *met) return met;
  }
  return Step();
}

// Of blocks nothing but the entry can be asked of the set: their bytes stay in the
// child.
Result<Attempt::Step> Attempt::meet_entry(std::uint32_t set, std::uint32_t number) {
  if (set >= sets_.size()) return Step(refused("blocks in no set"));
  if (recorder_.ledger().knows_entry(set, number)) return Step();
  const HashSet& known = sets_[set].set;
  if (number >= known.entry_count()) return Step(refused("an entry of no set"));
  const auto met = entry_on_record(known, set, number);
  if (!met) return met.error();
  const auto taken = recorder_.record(*met);
  if (!taken) return taken.error();
  if (!taken->is_taken) return Step(refused(taken->refusal));
  return Step();
}

Result<Attempt::Step> Attempt::record(const Message& message, Bytes frame) {
  const auto taken = recorder_.record(message, frame);
  if (!taken) return taken.error();
  if (!taken->is_taken) return Step(refused(taken->refusal));
  if (auto shown = show(message); !shown) return std::move(shown).error();
  if (std::holds_alternative<TierDone>(message) ||
      std::holds_alternative<InventoryDone>(message)) {
    if (auto stop = stopped_by_rule()) return stop;
  }
  if (std::holds_alternative<Done>(message)) {
    End end;
    end.done = true;
    return Step(std::move(end));
  }
  return Step();
}

// What is shown is on the disk first, beyond the reach of a power cut: a step of the
// scan at once, the rest when it is due.
Result<void> Attempt::show(const Message& message) {
  const Ledger& ledger = recorder_.ledger();
  if (std::holds_alternative<InventoryDone>(message)) {
    if (auto shown = show_pending(); !shown) return shown;
    if (auto synced = recorder_.journal().sync(); !synced) return synced;
    tier_shown_ = Tier::inventory;
    watcher_.tier_done(Tier::inventory, ledger);
    if (auto met = meet_names(); !met) return met;
    if (auto shown = show_pending(); !shown) return shown;
  } else if (std::holds_alternative<Done>(message)) {
    if (auto shown = show_pending(); !shown) return shown;
    if (auto synced = recorder_.journal().sync(); !synced) return synced;
    if (tier_shown_ != ledger.run()->until) {
      watcher_.tier_done(ledger.run()->until, ledger);
    }
  } else if (const auto* met = std::get_if<ProblemMet>(&message)) {
    Problem problem{met->problem.path, std::nullopt, met->problem.outcome,
                    met->problem.reason};
    if (met->problem.length > 0)
      problem.range = {met->problem.offset, met->problem.length};
    pending_.emplace_back(std::move(problem));
  } else if (const auto* tier = std::get_if<TierDone>(&message)) {
    if (auto shown = show_pending(); !shown) return shown;
    if (auto synced = recorder_.journal().sync(); !synced) return synced;
    tier_shown_ = tier->tier;
    watcher_.tier_done(tier->tier, ledger);
  } else if (const auto* blocks = std::get_if<BlockRunMet>(&message)) {
    pending_.emplace_back(ledger.finding_of(blocks->run));
  } else if (const auto* known = std::get_if<OutcomeKnown>(&message)) {
    for (Finding& finding : ledger.findings_of(known->outcome.file)) {
      pending_.emplace_back(std::move(finding));
    }
  }
  return {};
}

Result<void> Attempt::show_pending() {
  if (pending_.empty()) return {};
  if (auto synced = recorder_.journal().sync(); !synced) return synced;
  for (const auto& what : pending_) {
    if (const auto* finding = std::get_if<Finding>(&what)) {
      has_shown_match_ = has_shown_match_ || finding->kind != FindingKind::indication;
      watcher_.found(*finding);
    } else {
      watcher_.troubled(std::get<Problem>(what));
    }
  }
  pending_.clear();
  shown_ = std::chrono::steady_clock::now();
  return {};
}

}  // namespace winnow
