// Supervisor: scans one exhibit by a child that reads it, and keeps the record.
//
// The child's messages are hostile input: each is decoded, checked against the ledger
// and the sets, put into the journal, counted, and only then shown. A child that sends
// nonsense is ended; one that dies is started again from the journal as long as that
// brings anything. Resuming after a power cut and after a child's death is one path.
//
// One thread; the calls to the watcher come from inside scan_exhibit().
#ifndef WINNOW_SCANNER_SUPERVISE_SUPERVISOR_H_
#define WINNOW_SCANNER_SUPERVISE_SUPERVISOR_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "scanner/ledger/ledger.h"
#include "scanner/supervise/exhibit_files.h"
#include "scanner/supervise/item_limits.h"
#include "scanner/supervise/journal.h"
#include "scanner/supervise/name_rules.h"
#include "scanner/supervise/quarantine.h"
#include "scanner/supervise/scan_classes.h"
#include "scanner/supervise/scan_sets.h"
#include "scanner/wire/messages.h"

namespace winnow {

// None of these changes what is found, only how soon a scan ends.
struct StopRules {
  bool on_match = false;  // when the first listed file was shown
  std::optional<std::chrono::steady_clock::time_point> deadline;
  std::optional<Tier> after_tier;  // one that comes before the last
  // Other exhibits wait: one whose read errors are rising is left for later.
  bool on_rising_errors = false;
};

struct ScanSettings {
  Tier until = Tier::everything;
  AlgorithmSet algorithms = AlgorithmSet::all();
  NameRules names;  // what names hint at
  // PDQ of every picture is kept, whatever the sets ask for; of known benign ones too.
  bool keeps_pictures = false;
  bool keeps_known_pictures = false;
  // The keys of the blocks in free space are kept, where all of it is searched.
  bool keeps_blocks = false;
  bool takes_members = true;  // looks at what files hold
  std::shared_ptr<const ScanClasses>
      classes;  // of pictures; null: they are not classed
  std::uint32_t threads = 1;
  bool serial = false;
  bool one_pass = false;  // see ScanOrder; `until` is the last tier
  std::uint64_t memory_budget_bytes = 128u << 20;
  std::chrono::milliseconds item_limit = kDefaultItemLimit;
  std::string worker;  // path of the child program
  // What ends a scan before its work is done; it is gone on with like any other.
  StopRules stop;
  std::string operator_name;
  std::string tool_version;
};

struct Exhibit {
  std::string ref;
  ExhibitFiles files;
  std::string journal;  // path
};

// What a line for the operator is about.
enum class Note : std::uint8_t { worker_ended, recovered, journal_set_aside };

// Sees what is on record already. Texts are fit for a terminal.
class ScanWatcher {
 public:
  virtual ~ScanWatcher() = default;
  // After the inventory, and again after the last tier.
  virtual void tier_done(Tier /*tier*/, const Ledger& /*ledger*/) {}
  virtual void found(const Finding& /*finding*/) {}
  virtual void troubled(const Problem& /*problem*/) {}
  virtual void progressed(const Progress& /*progress*/) {}
  // Several times a second, also while nothing can be told but that the child is alive:
  // it lists files, or is at one large file.
  virtual void at_work(bool /*lists_files*/, std::uint64_t /*files_so_far*/) {}
  virtual void planned(const TierPlanned& /*planned*/) {}
  // What the child that was just started put itself under.
  virtual void confined(const Confined& /*confined*/) {}
  // A line for the operator: what is being done again, or why not.
  virtual void noted(Note /*about*/, const std::string& /*line*/) {}
};

enum class ScanEnd : std::uint8_t {
  done,
  already_done,  // the journal held all of it; nothing was read
  interrupted,
  gave_up,  // the child died again and again; what it left is unvisited
  // By its StopRules:
  met_match,
  out_of_time,
  paused,     // after the tier that was named
  postponed,  // its read errors are rising (error_rate.h)
};

struct ScanResult {
  ScanEnd end = ScanEnd::done;
  DeathCounts deaths{};  // of children, met and survived
  std::unique_ptr<Ledger> ledger;
  JournalMark journal_end;  // where the record of all that stands
};

// What a child may take: fixed by the exhibit and the settings.
[[nodiscard]] ItemLimits limits_of(const Exhibit& exhibit,
                                   const ScanSettings& settings);

// What one thread that classes pictures takes besides; 0 if none are.
[[nodiscard]] std::uint64_t memory_of_classes(const ScanSettings& settings);

// Whether pictures are decoded: a set has PDQ hashes, or they are to be kept.
[[nodiscard]] bool takes_pictures(const std::vector<ScanSet>& sets,
                                  const ScanSettings& settings);

// Whether the blocks of free space are kept: of a scan that comes by all of them.
[[nodiscard]] bool keeps_blocks(const ScanSettings& settings);

// Whether pictures are classed: none are that are not decoded.
[[nodiscard]] bool takes_classes(const std::vector<ScanSet>& sets,
                                 const ScanSettings& settings);

// The limit that a run on record had.
[[nodiscard]] std::chrono::milliseconds item_limit_of(const RunStarted& run);

// What the journal of such a scan begins with.
[[nodiscard]] RunStarted run_of(const Exhibit& exhibit,
                                const std::vector<ScanSet>& sets,
                                const ScanSettings& settings);

// A fault if the case's journal of this reference is of other evidence. Writes nothing.
[[nodiscard]] Result<void> check_journal(const Exhibit& exhibit,
                                         const std::vector<ScanSet>& sets,
                                         const ScanSettings& settings);

// Scans, or goes on with what the journal holds. A Fault means that the scan could not
// be kept on record (no space, another device than the one begun with, no child
// program); what happens to the child or in the evidence is in the ledger.
[[nodiscard]] Result<ScanResult> scan_exhibit(const Exhibit& exhibit,
                                              const std::vector<ScanSet>& sets,
                                              const ScanSettings& settings,
                                              ScanWatcher& watcher);

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_SUPERVISOR_H_
