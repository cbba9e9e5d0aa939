// bench: what this machine gives and what of it a scan can use.
//
// An exhibit of a case and a device in use are refused without a reason; a measurement
// is on record before it begins.
#include <fcntl.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "base/place.h"
#include "base/text.h"
#include "base/text_pieces.h"
#include "drivers/answers/words.h"
#include "drivers/cases/tool_version.h"
#include "drivers/cli/bench_report.h"
#include "drivers/cli/bench_stages.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/scan_audit.h"
#include "drivers/cli/set_door.h"
#include "drivers/devices/device_reads.h"
#include "drivers/devices/device_uses.h"
#include "drivers/store/audit_log.h"
#include "drivers/store/case_folder.h"
#include "scanner/ledger/utc_text.h"
#include "scanner/supervise/exhibit_files.h"
#include "scanner/supervise/interruption.h"
#include "scanner/supervise/recorder.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr char kLogName[] = "winnow-bench.log";

// ---- may it be read? ----

// Whether one of the exhibit's files is the device, a block device with bytes of it, or
// the file system it lies in.
bool shares_bytes(const ExhibitFiles& exhibit, const struct stat& device) {
  std::set<std::string> over = devices_over(device);
  over.insert(device_number(device.st_dev));
  for (const EvidenceFile& file : exhibit.segments) {
    struct stat info {};
    if (::fstat(file.fd.get(), &info) != 0) continue;
    if (info.st_dev == device.st_dev && info.st_ino == device.st_ino) return true;
    if (!S_ISBLK(info.st_mode)) continue;
    for (const std::string& number : devices_over(info)) {
      if (over.contains(number)) return true;
    }
  }
  return false;
}

bool is_exhibit(const RunStarted& run, const std::string& path,
                const struct stat& device) {
  if (lies_in(path, run.path)) return true;
  const auto recorded = open_exhibit(run.path);
  if (recorded && shares_bytes(*recorded, device)) return true;
  // Wherever it lies by now: the same bytes are the same exhibit.
  const auto given = open_exhibit(path);
  return given && same_evidence(run.fingerprint, fingerprint_of(*given));
}

// Why the device should be left alone; empty if nothing is known against it.
Result<std::vector<std::string>> objections(const std::string& path,
                                            const struct stat& device,
                                            const std::optional<CaseFolder>& folder) {
  std::vector<std::string> all = uses_of(device);
  if (!folder) return all;
  const auto journals = folder->journals();
  if (!journals) return journals.error();
  for (const std::string& journal : *journals) {
    const auto run = run_of_journal(journal);
    if (!run) return run.error();
    if (*run && is_exhibit(**run, path, device)) {
      all.push_back("is exhibit " + printable_utf8((*run)->exhibit) + " of the case " +
                    printable_utf8(folder->path()));
    }
  }
  return all;
}

// The case that was named, or the one that lies here.
Result<std::optional<CaseFolder>> case_of(const BenchOptions& options) {
  constexpr char kDefault[] = "winnow-case";
  std::error_code error;
  if (options.case_path.empty() && !fs::exists(kDefault, error)) {
    return std::optional<CaseFolder>();
  }
  auto folder =
      CaseFolder::open(options.case_path.empty() ? kDefault : options.case_path);
  if (!folder) return std::move(folder).error();
  if (auto locked = folder->lock(); !locked) return std::move(locked).error();
  return std::optional<CaseFolder>(std::move(*folder));
}

// ---- the record ----

AuditEvent event_of(const BenchOptions& options, const struct stat& device,
                    const std::vector<std::string>& against) {
  std::error_code error;
  const std::string path =
      fs::weakly_canonical(absolute_path(options.device), error).string();
  AuditEvent event{"bench",
                   options.device,
                   "begun",
                   {{"command", options.command_line},
                    {"tool_version", tool_version()},
                    {"path", path},
                    {"kind", S_ISBLK(device.st_mode) ? "block device" : "file"},
                    {"access", "read only"}}};
  if (!options.reason.empty()) event.detail.emplace_back("reason", options.reason);
  if (!against.empty()) event.detail.emplace_back("in_spite_of", joined(against, "; "));
  return event;
}

std::string log_line(const AuditEvent& event, const std::string& actor) {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> json(buffer);
  const auto text = [&json](const char* key, const std::string& value) {
    const std::string shown = printable_utf8(value);
    json.Key(key);
    json.String(shown.data(), static_cast<rapidjson::SizeType>(shown.size()));
  };
  json.StartObject();
  text("ts_utc", utc_text({now, 0}).value_or(""));
  text("actor", actor);
  text("event", event.event);
  text("object", event.object);
  text("outcome", event.outcome);
  for (const auto& [key, value] : event.detail) text(key.c_str(), value);
  json.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

// Where there is no case: a line at the end of a file in the current folder.
Result<void> write_log_line(const std::string& line, const struct stat& device) {
  const Fd file(
      ::open(kLogName, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open()) return fault_from_errno(errno, "cannot be written", kLogName);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode) ||
      (info.st_dev == device.st_dev && info.st_ino == device.st_ino)) {
    return Fault{FaultKind::usage, "is not the log of measurements; run this elsewhere",
                 kLogName, std::nullopt};
  }
  if (auto written = write_all(file.get(), bytes_of(line), kLogName); !written) {
    return written;
  }
  if (::fsync(file.get()) != 0) {
    return fault_from_errno(errno, "cannot be written", kLogName);
  }
  return {};
}

// ---- measuring ----

constexpr std::uint32_t kBlockSizes[] = {4u << 10,   16u << 10, 64u << 10,
                                         256u << 10, 1u << 20,  4u << 20};
constexpr std::uint32_t kDepths[] = {1, 2, 4, 8, 16, 32};
// What goes through the page cache is compared at these.
constexpr std::pair<std::uint32_t, std::uint32_t> kBuffered[] = {
    {4u << 10, 1}, {64u << 10, 1}, {1u << 20, 1}, {1u << 20, 8}};
constexpr std::uint32_t kSustainedBlock = 1u << 20;
constexpr std::uint32_t kSustainedDepth = 8;

// How the time is shared out; what is left over goes to the sustained reads. More than
// some seconds for one kind of read or one stage tell nothing new.
constexpr double kGridShare = 0.45;
constexpr double kBufferedShare = 0.1;
constexpr double kStageShare = 0.2;
constexpr double kLeastSustained = 0.1;
constexpr double kLongestRead = 2;
constexpr double kLongestStages = 60;

std::vector<ReadPlan> grid_plans(bool is_direct, std::uint64_t size_bytes) {
  std::vector<ReadPlan> plans;
  for (const bool is_random : {false, true}) {
    for (const std::uint32_t block : kBlockSizes) {
      for (const std::uint32_t depth : kDepths) {
        if (block > size_bytes) continue;
        plans.push_back({is_direct, is_random, false, block, depth});
      }
    }
  }
  return plans;
}

// Each twice: from the device as far as the system obeys, then once more.
std::vector<ReadPlan> buffered_plans(std::uint64_t size_bytes) {
  std::vector<ReadPlan> plans;
  for (const auto& [block, depth] : kBuffered) {
    for (const bool is_random : {false, true}) {
      for (const bool is_again : {false, true}) {
        if (block > size_bytes) continue;
        plans.push_back({false, is_random, is_again, block, depth});
      }
    }
  }
  return plans;
}

std::vector<ReadSample> measure_all(BenchDevice& device,
                                    const std::vector<ReadPlan>& plans, double seconds,
                                    const std::string& what) {
  const BenchSeconds each(
      std::min(kLongestRead, seconds / static_cast<double>(plans.size())));
  std::vector<ReadSample> samples;
  for (const ReadPlan& plan : plans) {
    if (Interruption::requested()) break;
    show_progress(what + ", " + std::to_string(samples.size() + 1) + " of " +
                  std::to_string(plans.size()));
    samples.push_back(device.measure(plan, each, each));
  }
  return samples;
}

Result<BenchReport> measure(const BenchOptions& options, BenchDevice& device,
                            const HashSet* set) {
  const auto start = Clock::now();
  const auto passed = [&start] { return BenchSeconds(Clock::now() - start).count(); };
  BenchReport report;
  report.device = options.device;
  report.is_block_device = S_ISBLK(device.info().st_mode);
  report.size_bytes = device.size_bytes();
  report.can_be_direct = device.can_be_direct();
  report.tells_device_bytes = device.tells_device_bytes();
  report.threads = options.threads;
  const double whole = options.seconds;
  report.reads =
      measure_all(device, grid_plans(device.can_be_direct(), device.size_bytes()),
                  whole * kGridShare, "reads");
  report.buffered = measure_all(device, buffered_plans(device.size_bytes()),
                                whole * kBufferedShare, "reads through the page cache");
  const double for_stages = std::min(kLongestStages, whole * kStageShare);
  // A sample each second, unless there are only a few seconds.
  const double left = std::max(whole - passed() - for_stages, whole * kLeastSustained);
  report.interval_seconds = std::min(1.0, left / 5);
  if (!Interruption::requested()) {
    show_progress("sustained reads");
    const std::uint32_t block = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(kSustainedBlock, device.size_bytes() / 4096 * 4096));
    report.sustained =
        device.measure({device.can_be_direct(), false, false, block, kSustainedDepth},
                       BenchSeconds(left), BenchSeconds(report.interval_seconds));
  }
  if (!Interruption::requested()) {
    show_progress("stages");
    auto stages = measure_stages(set, options.threads, BenchSeconds(for_stages));
    if (!stages) return std::move(stages).error();
    report.stages = std::move(*stages);
  }
  end_progress();
  report.was_stopped = Interruption::requested();
  report.seconds = passed();
  return report;
}

Result<std::optional<HashSet>> set_of(const BenchOptions& options) {
  if (options.hashset.empty()) return std::optional<HashSet>();
  SetDoor door(options.passphrase_file);
  auto set = door.open_set(options.hashset);
  if (!set) return std::move(set).error();
  return std::optional<HashSet>(std::move(*set));
}

// `checked` is what was found nothing against; `set` may be null.
Result<BenchReport> bench(const BenchOptions& options, const struct stat& checked,
                          const HashSet* set) {
  auto device = BenchDevice::open(options.device);
  if (!device) return std::move(device).error();
  if (device->info().st_dev != checked.st_dev ||
      device->info().st_ino != checked.st_ino) {
    return Fault{FaultKind::usage, "became another device just now; run this again",
                 options.device, std::nullopt};
  }
  const Interruption interruption;
  return measure(options, *device, set);
}

AuditEvent end_of(const BenchOptions& options, const BenchReport& report) {
  std::uint64_t bytes = report.sustained.bytes;
  for (const auto* samples : {&report.reads, &report.buffered}) {
    for (const ReadSample& sample : *samples) bytes += sample.bytes;
  }
  return {"bench_ended",
          options.device,
          report.was_stopped ? "stopped by a signal" : "done",
          {{"bytes_read", std::to_string(bytes)}}};
}

// Puts on record that it begins, in the case or else beside it; the case's log.
Result<std::optional<AuditLog>> log_begin(const BenchOptions& options,
                                          const AuditEvent& event,
                                          const std::optional<CaseFolder>& folder,
                                          const struct stat& device) {
  const std::string actor = actor_of(options.operator_name);
  if (!folder) {
    auto written = write_log_line(log_line(event, actor), device);
    if (!written) return std::move(written).error();
    return std::optional<AuditLog>();
  }
  auto log = AuditLog::open(folder->path(), actor);
  if (!log) return std::move(log).error();
  for (const std::string& remark : log->remarks()) say("winnow: " + remark);
  if (auto logged = log->append(event); !logged) return std::move(logged).error();
  return std::optional<AuditLog>(std::move(*log));
}

int show_report(const BenchOptions& options, const BenchReport& report,
                const std::optional<AuditLog>& log) {
  options.json ? print(bench_json(report) + "\n") : tell(bench_text(report));
  const bool is_shown = finish_output();
  std::string logged_in = "logged in " + std::string(kLogName);
  if (log) {
    logged_in = audit_head_line(log->head());
    logged_in.pop_back();  // say() ends the line
  }
  say(logged_in);
  return is_shown && !report.was_stopped ? kExitDone : kExitFailed;
}

}  // namespace

int run_bench(const BenchOptions& options) {
  struct stat device {};
  if (::stat(options.device.c_str(), &device) != 0) {
    return fail(fault_from_errno(errno, "cannot be opened", options.device));
  }
  const auto set = set_of(options);
  if (!set) return fail(set.error());
  const auto folder = case_of(options);
  if (!folder) return fail(folder.error());
  const auto against = objections(options.device, device, *folder);
  if (!against) return fail(against.error());
  if (!against->empty() && options.reason.empty()) {
    return fail(
        {FaultKind::usage,
         joined(*against, "; ") + "; it is not measured unless --reason says why",
         options.device, std::nullopt});
  }
  auto log = log_begin(options, event_of(options, device, *against), *folder, device);
  if (!log) return fail(log.error());
  const auto report = bench(options, device, *set ? &**set : nullptr);
  if (*log) {
    const auto logged = report ? (*log)->append(end_of(options, *report))
                               : log_fault(**log, options.device, report.error());
    if (!logged) return fail(logged.error());
  }
  return report ? show_report(options, *report, *log) : fail(report.error());
}

}  // namespace winnow
