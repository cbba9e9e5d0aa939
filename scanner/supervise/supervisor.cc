#include "scanner/supervise/supervisor.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "base/text.h"
#include "scanner/supervise/attempt.h"
#include "scanner/supervise/interruption.h"
#include "scanner/supervise/recorder.h"

namespace winnow {
namespace {

// Of the answers: a journal of another number is not gone on with.
constexpr int kResultFormat = 1;
// Starts of the child in a row that brought nothing new before it is given up.
constexpr int kMaxBarrenStarts = 3;

// All that can change the answer, in one line. Threads and the like are not in it.
std::string configuration_of(const std::vector<ScanSet>& sets,
                             const ScanSettings& settings) {
  std::string text = "format=" + std::to_string(kResultFormat) +
                     ";until=" + to_string(settings.until) + ";digests=";
  for (const Algorithm algorithm : kAlgorithms) {
    if (settings.algorithms.contains(algorithm)) {
      text += to_string(algorithm);
      text += ',';
    }
  }
  text += ";sets=";
  for (const ScanSet& scan_set : sets) {
    text += std::string(to_string(scan_set.set.type())) + ":" +
            printable_utf8(scan_set.set.name()) + ":" + scan_set.set.id() + ",";
  }
  return text;
}

Fault other_evidence(const Exhibit& exhibit, const RunStarted& before) {
  if (before.path == printable_utf8(exhibit.files.path)) {
    return Fault{FaultKind::usage,
                 "is not the device this case was begun with as " + exhibit.ref +
                     "; give it another --exhibit-ref, or another --case",
                 exhibit.files.path, std::nullopt};
  }
  return Fault{FaultKind::usage,
               "the case holds another device (" + before.path + ") as " + exhibit.ref +
                   "; name this one with --exhibit-ref",
               exhibit.files.path, std::nullopt};
}

// Keeps a journal that is not gone on with under a name nobody looks at by itself.
Result<std::string> set_aside(const std::string& journal) {
  for (int number = 1;; ++number) {
    const std::string base = journal.substr(0, journal.rfind(".wj"));
    const std::string old = base + "." + std::to_string(number) + ".wj.old";
    if (::access(old.c_str(), F_OK) == 0) continue;
    if (::rename(journal.c_str(), old.c_str()) != 0) {
      return fault_from_errno(errno, "cannot be set aside", journal);
    }
    return old;
  }
}

void show_again(const Ledger& ledger, ScanWatcher& watcher) {
  watcher.tier_done(Tier::inventory, ledger);
  for (const Finding& finding : ledger.findings()) watcher.found(finding);
  if (ledger.ended()) watcher.tier_done(ledger.run()->until, ledger);
}

// The record to write to: new, gone on with, or complete already.
struct Beginning {
  std::optional<Recorder> recorder;
  std::unique_ptr<Ledger> complete;
};

Result<Beginning> begin_anew(const Exhibit& exhibit, const RunStarted& run) {
  auto recorder = Recorder::begin(exhibit.journal, run);
  if (!recorder) return std::move(recorder).error();
  return Beginning{std::move(*recorder), nullptr};
}

Result<Beginning> begin_instead(const Exhibit& exhibit, const RunStarted& run,
                                const std::string& why, ScanWatcher& watcher) {
  auto old = set_aside(exhibit.journal);
  if (!old) return std::move(old).error();
  watcher.noted(exhibit.ref + ": " + why + "; the earlier record is kept as " + *old +
                " and the exhibit is examined anew");
  return begin_anew(exhibit, run);
}

Result<Beginning> begin(const Exhibit& exhibit, const RunStarted& run,
                        ScanWatcher& watcher) {
  if (::access(exhibit.journal.c_str(), F_OK) != 0) return begin_anew(exhibit, run);
  auto replay = replay_journal(exhibit.journal);
  if (!replay) return std::move(replay).error();
  if (replay->end == JournalEnd::damaged) {
    return begin_instead(exhibit, run, "its journal " + replay->complaint, watcher);
  }
  const Ledger& ledger = replay->ledger;
  if (!ledger.run()) return begin_anew(exhibit, run);
  if (!same_evidence(ledger.run()->fingerprint, run.fingerprint)) {
    return other_evidence(exhibit, *ledger.run());
  }
  if (ledger.run()->configuration != run.configuration) {
    return begin_instead(exhibit, run, "it was scanned with other sets or settings",
                         watcher);
  }
  if (!ledger.inventory()) return begin_anew(exhibit, run);
  if (replay->end == JournalEnd::torn) {
    watcher.noted(exhibit.ref + ": its journal " + replay->complaint + "; going on");
  }
  show_again(ledger, watcher);
  if (ledger.ended()) {
    return Beginning{std::nullopt, std::make_unique<Ledger>(std::move(replay->ledger))};
  }
  auto recorder = Recorder::go_on(exhibit.journal, std::move(*replay));
  if (!recorder) return std::move(recorder).error();
  return Beginning{std::move(*recorder), nullptr};
}

Result<ScanEnd> give_up(Recorder& recorder, const std::string& reason,
                        ScanWatcher& watcher) {
  const auto taken = recorder.record(ChildDied{printable_utf8(reason)});
  if (!taken) return taken.error();
  if (auto synced = recorder.journal().sync(); !synced)
    return std::move(synced).error();
  watcher.troubled({"", std::nullopt, to_string(FileOutcome::failed), reason});
  return ScanEnd::gave_up;
}

// Starts children until the work is done or brings nothing any more.
Result<ScanEnd> run_children(const Exhibit& exhibit, const std::vector<ScanSet>& sets,
                             const ScanSettings& settings, const RunStarted& run,
                             Recorder& recorder, ScanWatcher& watcher) {
  for (int barren = 0;;) {
    const std::uint64_t before = recorder.ledger().outcome_count();
    const bool had_inventory = recorder.ledger().inventory().has_value();
    auto end = Attempt(exhibit, sets, settings, recorder, watcher).run();
    if (!end) {
      // What is on record stays there; the fault that ended the scan is the one to
      // tell.
      static_cast<void>(recorder.journal().sync());
      return std::move(end).error();
    }
    if (end->done) return ScanEnd::done;
    if (Interruption::requested() || end->postponed) {
      if (auto synced = recorder.journal().sync(); !synced) {
        return std::move(synced).error();
      }
      return end->postponed ? ScanEnd::postponed : ScanEnd::interrupted;
    }
    const Ledger& ledger = recorder.ledger();
    const bool got_further =
        ledger.outcome_count() > before || (ledger.inventory() && !had_inventory);
    barren = got_further ? 0 : barren + 1;
    if (end->final || barren >= kMaxBarrenStarts) {
      return give_up(recorder, end->reason, watcher);
    }
    watcher.noted(exhibit.ref + ": " + end->reason + "; starting it again");
    if (!ledger.inventory()) {
      auto again = Recorder::begin(exhibit.journal, run);
      if (!again) return std::move(again).error();
      recorder = std::move(*again);
    }
  }
}

}  // namespace

RunStarted run_of(const Exhibit& exhibit, const std::vector<ScanSet>& sets,
                  const ScanSettings& settings) {
  RunStarted run;
  run.exhibit = exhibit.ref;
  run.path = printable_utf8(exhibit.files.path);
  run.operator_name = printable_utf8(settings.operator_name);
  run.tool_version = settings.tool_version;
  run.configuration = configuration_of(sets, settings);
  for (const ScanSet& scan_set : sets) {
    run.set_names.push_back(printable_utf8(scan_set.set.name()));
    run.set_ids.push_back(scan_set.set.id());
    run.set_types.push_back(static_cast<std::uint8_t>(scan_set.set.type()));
  }
  run.until = settings.until;
  run.algorithms = settings.algorithms.bits();
  run.fingerprint = fingerprint_of(exhibit.files);
  return run;
}

Result<EvidenceRecord> check_exhibit(const Exhibit& exhibit,
                                     const ScanSettings& settings) {
  auto child = start_worker(exhibit, {}, settings);
  if (!child) return std::move(child).error();
  ScanOrder order;
  order.errand = Errand::check;
  for (const EvidenceFile& file : exhibit.files.segments) {
    order.segment_names.push_back(file.name);
  }
  // A child that is gone already is noticed below, by its silence.
  if (child->channel().send(order)) static_cast<void>(child->channel().flush());
  const auto frame = child->channel().receive();
  if (frame && *frame) {
    auto message = decode(**frame);
    if (message) {
      if (auto* opened = std::get_if<Opened>(&*message)) {
        EvidenceRecord evidence = std::move(opened->evidence);
        // Its Done only closes the talk.
        static_cast<void>(child->channel().receive());
        return evidence;
      }
      if (auto* broken = std::get_if<Broken>(&*message))
        return std::move(broken->fault);
    }
  }
  child->kill();
  const std::string ending = child->wait();
  return Fault{FaultKind::io,
               "cannot be opened: the worker " +
                   (ending.empty() ? "gave no answer" : ending) +
                   "; the image may be damaged, copy it again from the original",
               printable_utf8(exhibit.files.path), std::nullopt};
}

Result<void> check_journal(const Exhibit& exhibit, const std::vector<ScanSet>& sets,
                           const ScanSettings& settings) {
  if (::access(exhibit.journal.c_str(), F_OK) != 0) return {};
  const auto before = run_of_journal(exhibit.journal);
  if (!before) return before.error();
  if (!*before) return {};
  const RunStarted run = run_of(exhibit, sets, settings);
  if (same_evidence((*before)->fingerprint, run.fingerprint)) return {};
  return other_evidence(exhibit, **before);
}

Result<ScanResult> scan_exhibit(const Exhibit& exhibit,
                                const std::vector<ScanSet>& sets,
                                const ScanSettings& settings, ScanWatcher& watcher) {
  const RunStarted run = run_of(exhibit, sets, settings);
  auto beginning = begin(exhibit, run, watcher);
  if (!beginning) return std::move(beginning).error();
  if (beginning->complete) {
    return ScanResult{ScanEnd::already_done, std::move(beginning->complete)};
  }
  Recorder& recorder = *beginning->recorder;
  const auto end = run_children(exhibit, sets, settings, run, recorder, watcher);
  if (!end) return end.error();
  return ScanResult{*end, recorder.take_ledger()};
}

}  // namespace winnow
