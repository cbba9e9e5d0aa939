#include "scanner/supervise/attempt.h"

#include <fcntl.h>

#include <cerrno>
#include <utility>
#include <variant>

#include "base/text.h"

namespace winnow {
namespace {

Attempt::End refused(std::string why) {
  return {false, false, "the worker was ended: " + std::move(why)};
}

// A finding must follow from the digests sent along with it: the set is asked again.
Result<bool> is_supported(const ScanSet& scan_set, const OutcomeRecord& outcome,
                          const MatchRecord& match) {
  const auto found = scan_set.set.find(outcome.digests);
  if (!found) return found.error();
  return *found && (*found)->entry == match.entry &&
         (*found)->algorithm == match.algorithm &&
         (*found)->inconsistent == match.inconsistent;
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
  return ChildProcess::start(settings.worker, descriptors);
}

Attempt::Attempt(const Exhibit& exhibit, const std::vector<ScanSet>& sets,
                 const ScanSettings& settings, Recorder& recorder, ScanWatcher& watcher)
    : exhibit_(exhibit),
      sets_(sets),
      settings_(settings),
      recorder_(recorder),
      watcher_(watcher),
      inventory_was_known_(recorder.ledger().inventory().has_value()) {}

ScanOrder Attempt::order() const {
  ScanOrder order;
  order.serial = settings_.serial;
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
  }
  order.inventory_known = inventory_was_known_;
  if (inventory_was_known_) order.examined = recorder_.ledger().examined();
  order.damage_known = recorder_.ledger().knows_damage();
  order.swept_to = recorder_.ledger().swept_to();
  return order;
}

Result<Attempt::End> Attempt::run() {
  auto child = start_worker(exhibit_, sets_, settings_);
  if (!child) return std::move(child).error();
  auto sent = child->channel().send(order());
  if (sent) sent = child->channel().flush();
  // A child that is gone already says so by how it ended.
  if (!sent) return End{false, false, "the worker " + child->wait()};
  auto end = listen(*child);
  if (!end || !end->done) child->kill();
  const std::string ending = child->wait();
  if (!end) return end;
  if (end->done && !ending.empty()) {
    watcher_.noted("the worker " + ending + " after its work was done");
  }
  if (!end->done && end->reason.empty()) {
    end->reason =
        "the worker " + (ending.empty() ? "stopped before its work was done" : ending);
  }
  return end;
}

Result<Attempt::End> Attempt::listen(ChildProcess& child) {
  Channel& channel = child.channel();
  while (true) {
    // Before a wait, all that came goes to the operating system: killed now, nothing
    // that was counted would be lost.
    if (!channel.has_buffered_frame()) {
      if (auto settled = recorder_.journal().settle(); !settled) {
        return std::move(settled).error();
      }
    }
    const auto frame = channel.receive();
    // A broken channel is a dead child, whose end says more: the reason stays open.
    if (!frame && frame.error().kind == FaultKind::malformed) {
      return refused(frame.error().what);
    }
    if (!frame || !*frame) return End{};
    auto step = take_frame(**frame);
    if (!step) return std::move(step).error();
    if (*step) return std::move(**step);
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
  if (const auto* broken = std::get_if<Broken>(&message)) {
    return Step(End{false, true, broken->fault.line()});
  }
  if (std::holds_alternative<ScanOrder>(message) ||
      std::holds_alternative<RunStarted>(message) ||
      std::holds_alternative<ChildDied>(message) ||
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
  if (std::holds_alternative<OutcomeKnown>(message))
    return take_outcome(message, frame);
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
    return Step();
  }
  return Fault{
      FaultKind::usage,
      "is not the device this case was begun with: its files are not the same; "
      "give it another --exhibit-ref, or another --case",
      exhibit_.files.path, std::nullopt};
}

Result<Attempt::Step> Attempt::take_outcome(const Message& message, Bytes frame) {
  const OutcomeRecord& outcome = std::get<OutcomeKnown>(message).outcome;
  auto met = meet_entries(outcome);
  if (!met || *met) return met;
  auto step = record(message, frame);
  if (!step || *step || !settings_.may_postpone) return step;
  errors_.add(recorder_.ledger().files()[outcome.file].size, outcome.unreadable.size());
  if (!errors_.is_rising()) return step;
  return Step(End{false, false, "read errors are rising", true});
}

// Puts what the notable sets say of the entries on record, before the outcome that
// names them.
Result<Attempt::Step> Attempt::meet_entries(const OutcomeRecord& outcome) {
  for (const MatchRecord& match : outcome.matches) {
    if (match.set >= sets_.size()) return Step(refused("a match in no set"));
    const ScanSet& scan_set = sets_[match.set];
    const auto supported = is_supported(scan_set, outcome, match);
    if (!supported) return supported.error();
    if (!*supported) return Step(refused("a match that the set does not confirm"));
    if (scan_set.set.type() != SetType::notable ||
        recorder_.ledger().knows_entry(match.set, match.entry)) {
      continue;
    }
    const auto entry = scan_set.set.entry(match.entry);
    if (!entry) return entry.error();
    const auto taken = recorder_.record(
        EntryMet{match.set, match.entry, printable_utf8(entry->profile), entry->code,
                 printable_utf8(entry->label), printable_utf8(entry->source)});
    if (!taken) return taken.error();
    if (!taken->is_taken) return Step(refused(taken->refusal));
  }
  return Step();
}

Result<Attempt::Step> Attempt::record(const Message& message, Bytes frame) {
  const auto taken = recorder_.record(message, frame);
  if (!taken) return taken.error();
  if (!taken->is_taken) return Step(refused(taken->refusal));
  if (auto shown = show(message); !shown) return std::move(shown).error();
  if (std::holds_alternative<Done>(message)) return Step(End{true, false, ""});
  return Step();
}

// What is shown is on record first, beyond the reach of a kill.
Result<void> Attempt::show(const Message& message) {
  const Ledger& ledger = recorder_.ledger();
  if (std::holds_alternative<InventoryDone>(message)) {
    if (auto synced = recorder_.journal().sync(); !synced) return synced;
    watcher_.tier_done(Tier::inventory, ledger);
  } else if (std::holds_alternative<Done>(message)) {
    if (auto synced = recorder_.journal().sync(); !synced) return synced;
    watcher_.tier_done(ledger.run()->until, ledger);
  } else if (const auto* met = std::get_if<ProblemMet>(&message)) {
    if (auto flushed = recorder_.journal().flush(); !flushed) return flushed;
    Problem problem{met->problem.path, std::nullopt, met->problem.outcome,
                    met->problem.reason};
    if (met->problem.length > 0)
      problem.range = {met->problem.offset, met->problem.length};
    watcher_.troubled(problem);
  } else if (const auto* known = std::get_if<OutcomeKnown>(&message)) {
    const auto findings = ledger.findings_of(known->outcome.file);
    if (findings.empty()) return {};
    if (auto flushed = recorder_.journal().flush(); !flushed) return flushed;
    for (const Finding& finding : findings) watcher_.found(finding);
  }
  return {};
}

}  // namespace winnow
