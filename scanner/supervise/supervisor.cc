#include "scanner/supervise/supervisor.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "base/place.h"
#include "base/text.h"
#include "scanner/supervise/attempt.h"
#include "scanner/supervise/interruption.h"
#include "scanner/supervise/recorder.h"

namespace winnow {
namespace {

// Of the answers: a journal of another number is not gone on with.
constexpr int kResultFormat = 5;

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
  text += ";item-limit=" + duration_text(settings.item_limit);
  if (!settings.names.rules().empty()) text += ";names=" + settings.names.id();
  if (takes_pictures(sets, settings)) {
    text += settings.keeps_known_pictures ? ";pictures=all" : ";pictures";
  }
  if (keeps_blocks(settings)) text += ";blocks";
  if (takes_classes(sets, settings)) {
    text += ";classes";
    if (settings.classes->model) text += "=" + settings.classes->model->id;
  }
  if (!settings.takes_members) text += ";no-members";
  text += ";sets=";
  for (const ScanSet& scan_set : sets) {
    text += std::string(to_string(scan_set.set.type())) + ":" +
            printable_utf8(scan_set.set.name()) + ":" + scan_set.set.id();
    if (scan_set.pdq_distance != kPdqDistance) {
      text += ":" + std::to_string(scan_set.pdq_distance);
    }
    text += ",";
  }
  return text;
}

// It is looked for again later, from wherever that is.
std::string lasting_path(const Exhibit& exhibit) {
  return printable_utf8(absolute_path(exhibit.files.path));
}

Fault other_evidence(const Exhibit& exhibit, const RunStarted& before) {
  if (before.path == lasting_path(exhibit)) {
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
  if (const auto tier = ledger.tier_done(); tier && *tier != Tier::inventory) {
    watcher.tier_done(*tier, ledger);
  }
}

// The record to write to: new, gone on with, or complete already.
struct Beginning {
  std::optional<Recorder> recorder;
  std::unique_ptr<Ledger> complete;
  JournalMark end;  // of what is complete
};

// What a journal begins with.
struct Preface {
  RunStarted run;
  bool keeps_blocks = false;
};

// A journal without an inventory holds nothing to go on with but the places that are
// barred.
Result<Recorder> begin_with(const Exhibit& exhibit, const Preface& preface,
                            const std::vector<Barred>& barred) {
  auto recorder = Recorder::begin(exhibit.journal, preface.run);
  if (!recorder) return recorder;
  if (preface.keeps_blocks) {
    if (auto taken = recorder->record(BlocksToKeep{}); !taken) {
      return std::move(taken).error();
    }
  }
  for (const Barred& one : barred) {
    if (auto taken = recorder->record(PlaceBarred{one}); !taken) {
      return std::move(taken).error();
    }
  }
  if (auto synced = recorder->journal().sync(); !synced) {
    return std::move(synced).error();
  }
  return recorder;
}

Result<Beginning> begin_anew(const Exhibit& exhibit, const Preface& preface,
                             const std::vector<Barred>& barred = {}) {
  auto recorder = begin_with(exhibit, preface, barred);
  if (!recorder) return std::move(recorder).error();
  return Beginning{std::move(*recorder), nullptr, {}};
}

Result<Beginning> begin_instead(const Exhibit& exhibit, const Preface& preface,
                                const std::string& why, ScanWatcher& watcher) {
  auto old = set_aside(exhibit.journal);
  if (!old) return std::move(old).error();
  watcher.noted(Note::journal_set_aside, exhibit.ref + ": " + why +
                                             "; the earlier record is kept as " + *old +
                                             " and the exhibit is examined anew");
  return begin_anew(exhibit, preface);
}

Result<Beginning> begin(const Exhibit& exhibit, const Preface& preface,
                        ScanWatcher& watcher) {
  const RunStarted& run = preface.run;
  if (::access(exhibit.journal.c_str(), F_OK) != 0) return begin_anew(exhibit, preface);
  auto replay = replay_journal(exhibit.journal);
  if (!replay) return std::move(replay).error();
  if (replay->end == JournalEnd::damaged) {
    return begin_instead(exhibit, preface, "its journal " + replay->complaint, watcher);
  }
  const Ledger& ledger = replay->ledger;
  if (!ledger.run()) return begin_anew(exhibit, preface);
  if (!same_evidence(ledger.run()->fingerprint, run.fingerprint)) {
    return other_evidence(exhibit, *ledger.run());
  }
  if (ledger.run()->configuration != run.configuration) {
    return begin_instead(exhibit, preface,
                         "it was scanned with other sets or settings (winnow rematch "
                         "compares further sets and keeps what was met)",
                         watcher);
  }
  if (!ledger.inventory()) return begin_anew(exhibit, preface, ledger.barred());
  if (replay->end == JournalEnd::torn) {
    watcher.noted(Note::recovered,
                  exhibit.ref + ": its journal " + replay->complaint + "; going on");
  }
  show_again(ledger, watcher);
  if (ledger.ended()) {
    return Beginning{std::nullopt, std::make_unique<Ledger>(std::move(replay->ledger)),
                     replay->mark};
  }
  auto recorder = Recorder::go_on(exhibit.journal, std::move(*replay));
  if (!recorder) return std::move(recorder).error();
  return Beginning{std::move(*recorder), nullptr, {}};
}

// Whether nothing is left to do of a scan that pauses after that tier.
bool is_through(const Ledger& ledger, std::optional<Tier> tier) {
  return tier && ledger.tier_done() && *ledger.tier_done() >= *tier;
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

// What was learnt of a child's end goes on record before the next one is started.
Result<void> put_on_record(const std::vector<Message>& messages, Recorder& recorder,
                           ScanWatcher& watcher) {
  for (const Message& message : messages) {
    const auto taken = recorder.record(message);
    if (!taken) return taken.error();
    if (!taken->is_taken) {
      return Fault{FaultKind::malformed, taken->refusal, "", std::nullopt};
    }
  }
  if (auto synced = recorder.journal().sync(); !synced) return synced;
  for (const Message& message : messages) {
    if (const auto* met = std::get_if<PlaceBarred>(&message)) {
      if (met->barred.place.step == WorkStep::space) {
        watcher.troubled(recorder.ledger().gap_of(met->barred));
      }
    }
    const auto* known = std::get_if<OutcomeKnown>(&message);
    if (known == nullptr) continue;
    watcher.troubled({recorder.ledger().files().path(known->outcome.file), std::nullopt,
                      to_string(known->outcome.outcome), known->outcome.reason});
  }
  return {};
}

// Starts children until the work is done or brings nothing any more.
class Children {
 public:
  Children(const Exhibit& exhibit, const std::vector<ScanSet>& sets,
           const ScanSettings& settings, const Preface& preface, Recorder& recorder,
           ScanWatcher& watcher)
      : exhibit_(exhibit),
        sets_(sets),
        settings_(settings),
        preface_(preface),
        recorder_(recorder),
        watcher_(watcher),
        quarantine_(limits_of(exhibit, settings), exhibit.ref) {}

  Result<ScanEnd> run() {
    while (true) {
      const auto end = run_one();
      if (!end) {
        // What is on record stays there; the fault that ended the scan is the one to
        // tell.
        static_cast<void>(recorder_.journal().sync());
        return end.error();
      }
      if (*end) return **end;
    }
  }
  [[nodiscard]] const DeathCounts& deaths() const { return quarantine_.deaths(); }

 private:
  // The end of the scan, if this child was its last.
  Result<std::optional<ScanEnd>> run_one() {
    const Ledger& ledger = recorder_.ledger();
    const std::uint64_t before = ledger.steps();
    const bool had_inventory = ledger.inventory().has_value();
    auto end =
        Attempt(exhibit_, sets_, settings_, quarantine_, recorder_, watcher_).run();
    if (!end) return std::move(end).error();
    if (end->done && ledger.ended()) return std::optional(ScanEnd::done);
    if (Interruption::requested() || end->stopped) {
      if (auto synced = recorder_.journal().sync(); !synced) {
        return std::move(synced).error();
      }
      return std::optional(end->stopped.value_or(ScanEnd::interrupted));
    }
    if (end->done && quarantine_.alone_done(ledger)) return std::optional<ScanEnd>();
    if (end->done) end->child.words = "ended without telling of all that it was to try";
    end->child.got_further =
        ledger.steps() > before || (ledger.inventory() && !had_inventory);
    return go_on_after(*end);
  }

  Result<std::optional<ScanEnd>> go_on_after(const Attempt::End& end) {
    if (end.final) return give_up_for(end.child.words);
    const Quarantine::Verdict verdict =
        quarantine_.judge(end.child, recorder_.ledger());
    if (auto put = put_on_record(verdict.on_record, recorder_, watcher_); !put) {
      return std::move(put).error();
    }
    if (verdict.gives_up) return give_up_for("the worker " + end.child.words);
    if (!verdict.note.empty())
      watcher_.noted(Note::worker_ended, exhibit_.ref + ": " + verdict.note);
    if (!recorder_.ledger().inventory()) {
      auto again = begin_with(exhibit_, preface_, recorder_.ledger().barred());
      if (!again) return std::move(again).error();
      recorder_ = std::move(*again);
    }
    return std::optional<ScanEnd>();
  }

  Result<std::optional<ScanEnd>> give_up_for(const std::string& reason) {
    auto given_up = give_up(recorder_, reason, watcher_);
    if (!given_up) return std::move(given_up).error();
    return std::optional(*given_up);
  }

  const Exhibit& exhibit_;
  const std::vector<ScanSet>& sets_;
  const ScanSettings& settings_;
  const Preface& preface_;
  Recorder& recorder_;
  ScanWatcher& watcher_;
  Quarantine quarantine_;
};

}  // namespace

// As it was told of a model that was tried; while it is tried, OpenCV and a model that
// is read, laid out anew and packed for the processor.
std::uint64_t memory_of_classes(const ScanSettings& settings) {
  constexpr std::uint64_t kOfOpenCv = std::uint64_t{128} << 20;
  constexpr std::uint64_t kLargestModel = std::uint64_t{512} << 20;
  constexpr std::uint64_t kTimesTheModel = 6;
  if (settings.classes == nullptr) return 0;
  if (settings.classes->memory_bytes > 0) {
    return kOfOpenCv + settings.classes->memory_bytes;
  }
  const auto& model = settings.classes->model;
  return kOfOpenCv +
         (model ? std::min(model->model_bytes, kLargestModel) * kTimesTheModel : 0);
}

// An inventory takes about 400 bytes a file; a file, with its metadata, hardly ever
// less than 100 KiB of a device.
ItemLimits limits_of(const Exhibit& exhibit, const ScanSettings& settings) {
  constexpr std::uint64_t kLeast = std::uint64_t{1} << 30;
  constexpr std::uint64_t kOfAFolder = kLeast * 4;
  constexpr std::uint64_t kEvidenceBytesAByte = 256;
  const std::uint64_t memory =
      exhibit.files.is_folder
          ? kOfAFolder
          : kLeast + evidence_file_bytes(exhibit.files) / kEvidenceBytesAByte;
  return {settings.item_limit, memory + memory_of_classes(settings)};
}

bool takes_pictures(const std::vector<ScanSet>& sets, const ScanSettings& settings) {
  if (settings.until < Tier::look) return false;
  return settings.keeps_pictures ||
         std::any_of(sets.begin(), sets.end(), [](const ScanSet& scan_set) {
           return scan_set.set.type() == SetType::notable &&
                  scan_set.set.pdq_count() > 0;
         });
}

bool keeps_blocks(const ScanSettings& settings) {
  return settings.keeps_blocks && settings.until == Tier::everything;
}

bool takes_classes(const std::vector<ScanSet>& sets, const ScanSettings& settings) {
  return settings.classes != nullptr && takes_pictures(sets, settings);
}

std::chrono::milliseconds item_limit_of(const RunStarted& run) {
  constexpr std::string_view kName = ";item-limit=";
  const std::size_t at = run.configuration.find(kName);
  if (at == std::string::npos) return kDefaultItemLimit;
  const double seconds =
      std::strtod(run.configuration.c_str() + at + kName.size(), nullptr);
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000.0));
}

RunStarted run_of(const Exhibit& exhibit, const std::vector<ScanSet>& sets,
                  const ScanSettings& settings) {
  RunStarted run;
  run.exhibit = exhibit.ref;
  run.path = lasting_path(exhibit);
  run.operator_name = printable_utf8(settings.operator_name);
  run.tool_version = settings.tool_version;
  run.configuration = configuration_of(sets, settings);
  for (const ScanSet& scan_set : sets) {
    run.set_names.push_back(printable_utf8(scan_set.set.name()));
    run.set_ids.push_back(scan_set.set.id());
    run.set_types.push_back(static_cast<std::uint8_t>(scan_set.set.type()));
    run.set_probative_ppm.push_back(scan_set.probative_ppm);
    run.set_pdq_counts.push_back(scan_set.set.pdq_count());
    run.set_distances.push_back(scan_set.pdq_distance);
  }
  run.takes_pictures = takes_pictures(sets, settings);
  if (takes_classes(sets, settings)) run.classes = settings.classes->classes;
  run.until = settings.until;
  run.algorithms = settings.algorithms.bits();
  run.fingerprint = fingerprint_of(exhibit.files);
  return run;
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
  const Preface preface{run_of(exhibit, sets, settings), keeps_blocks(settings)};
  auto beginning = begin(exhibit, preface, watcher);
  if (!beginning) return std::move(beginning).error();
  if (beginning->complete) {
    return ScanResult{
        ScanEnd::already_done, {}, std::move(beginning->complete), beginning->end};
  }
  Recorder& recorder = *beginning->recorder;
  if (is_through(recorder.ledger(), settings.stop.after_tier)) {
    return ScanResult{
        ScanEnd::paused, {}, recorder.take_ledger(), recorder.journal().mark()};
  }
  Children children(exhibit, sets, settings, preface, recorder, watcher);
  const auto end = children.run();
  if (!end) return end.error();
  return ScanResult{*end, children.deaths(), recorder.take_ledger(),
                    recorder.journal().mark()};
}

}  // namespace winnow
