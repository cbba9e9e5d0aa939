#include "drivers/selftest/training_record.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "drivers/decisions/blanks.h"
#include "drivers/selftest/selftest_record.h"
#include "drivers/store/audit_history.h"
#include "drivers/store/audit_log.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

constexpr std::int64_t kDaySeconds = 24 * 60 * 60;
constexpr std::uint32_t kMostDays = 3650;
constexpr int kMostTries = 100;  // against others who write at the same time
constexpr const char* kStepEvent = "training_step";
constexpr const char* kCompletedEvent = "training_completed";
constexpr const char* kValidityEvent = "training_validity";

// What the log says, before anything is asked of it.
struct Told {
  AuditHead head;
  StepsDone done;  // of this version
  std::vector<TrainingCompletion> completed;
  std::vector<std::uint32_t> days;  // that each of them counts
  std::uint32_t valid_days = kUsualTrainingDays;
  std::vector<std::string> remarks;
};

std::string detail_in(const AuditLine& line, std::string_view key) {
  for (const auto& [name, value] : line.what.detail) {
    if (name == key) return value;
  }
  return "";
}

std::optional<std::size_t> number_of(const std::string& step) {
  const auto& steps = training_steps();
  const auto found = std::find_if(steps.begin(), steps.end(),
                                  [&](const TrainingStep& s) { return step == s.key; });
  if (found == steps.end()) return std::nullopt;
  return static_cast<std::size_t>(found - steps.begin());
}

// The moment that was stated when the event was made, not that of the log's clock.
std::int64_t moment_of(const AuditLine& line) {
  return parse_utc(detail_in(line, "at")).value_or(0);
}

void take_validity(const AuditLine& line, Told& told) {
  const std::string text = detail_in(line, "days");
  std::uint32_t days = 0;
  std::from_chars(text.data(), text.data() + text.size(), days);
  if (days < 1 || days > kMostDays) return;
  told.valid_days = days;
  // What has run out does not begin to count again.
  for (std::uint32_t& of_one : told.days) of_one = std::min(of_one, days);
}

void take_event(const AuditLine& line, const std::string& tool_version, Told& told) {
  const std::string& name = line.what.object;
  const std::string version = detail_in(line, "tool_version");
  if (line.what.event == kValidityEvent) {
    take_validity(line, told);
  } else if (line.what.event == kCompletedEvent) {
    told.completed.push_back({name, moment_of(line), version, 0, false});
    told.days.push_back(told.valid_days);
    told.done.erase(name);
  } else if (line.what.event == kStepEvent && version == tool_version) {
    if (const auto number = number_of(detail_in(line, "step"))) {
      told.done[name] = *number + 1;
    }
  }
}

std::string folder_in(const std::string& state) {
  return state + "/training";
}

Result<Told> read_told(const std::string& folder, const std::string& tool_version) {
  Told told;
  if (::access(folder.c_str(), F_OK) != 0) return told;
  const auto history = read_audit_history(folder);
  if (!history) return history.error();
  const auto take = [&](const AuditLine& line) {
    take_event(line, tool_version, told);
  };
  for (const OldAuditLog& old : history->old) {
    read_old_audit_log(old, take, told.remarks);
  }
  read_audit_lines("audit.jsonl", history->files.log, take, told.remarks);
  told.remarks.insert(told.remarks.end(), history->faults.begin(),
                      history->faults.end());
  if (!history->files.check.fault.empty()) {
    told.remarks.push_back(history->files.check.fault);
  }
  if (is_without_audit_log(history->files)) told.remarks.emplace_back(kNoAuditLog);
  told.head = history->files.check.head;
  return told;
}

Result<AuditLog> open_log(std::string& folder) {
  const auto state = state_folder();
  if (!state) return state.error();
  folder = folder_in(*state);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return fault_from_errno(errno, "cannot be made", folder);
  }
  return AuditLog::open(folder, actor_of(""));
}

std::string at_text(std::int64_t now) {
  return utc_text(Instant{now, 0}).value_or("");
}

Fault refusal(std::string what) {
  return {FaultKind::usage, std::move(what), "training", std::nullopt};
}

// What keeps the step from being taken, if anything does.
std::optional<Fault> hindrance(const std::string& name, std::size_t number,
                               const StepsDone& done) {
  const auto found = done.find(name);
  const std::size_t before = found == done.end() ? 0 : found->second;
  if (number <= before) return std::nullopt;
  return refusal(std::string("the step \"") + training_steps()[before].text +
                 "\" comes first");
}

}  // namespace

const std::vector<TrainingStep>& training_steps() {
  static const std::vector<TrainingStep> kSteps = {
      {"limits",
       "Read this. Winnow is triage, not a full examination. A listed file is one "
       "whose fingerprint stands in a list of known material; one that is found is "
       "a reason to examine the device soon. That none was met says nothing of the "
       "rest: new, altered or encrypted material may be present. No answer says "
       "that a device holds nothing, or that a child is safe"},
      {"intake",
       "On scene: put laptop.img, one of the three practice devices, on record under "
       "the exhibit reference \"laptop\". Answer the questions; where you do not know, "
       "say \"Don't know\" or nothing. Then press \"Next: choose the device\""},
      {"expect",
       "Choose \"An image of a device (a file)\", then laptop.img, and read how long "
       "the first useful answer will take before you start"},
      {"scan_laptop",
       "Press \"Start the scan\" and let the scan of laptop.img come to its end: a "
       "listed file was found. Open \"All about this exhibit\" and look under "
       "\"Findings\" at where each was met and by what"},
      {"scan_stick",
       "Scan stick.img, under the reference \"stick\", to its end: no listed file is "
       "met in the part that can be read, and two of its volumes could not be "
       "examined. Open \"All about this exhibit\" and see under \"Problems\" what "
       "stayed unread"},
      {"stop",
       "Start a scan of phone.img, under the reference \"phone\" (another, if that is "
       "on record already), and press \"Stop…\": read what would be left unseen, and "
       "that the counts are then minimums. Then press \"Stop the scan\""},
      {"board",
       "Unit: find the three devices in the \"Backlog\" and read why they stand in "
       "this order"},
      {"record",
       "Put on record what is decided of the safety of children for laptop.img (\"Put "
       "the decision on record…\" below its answer, or \"Safeguarding…\" of the "
       "exhibit), and note down the head of the audit log outside the case"},
  };
  return kSteps;
}

Result<TrainingRecord> read_training(const std::string& tool_version,
                                     std::int64_t now) {
  const auto state = state_folder();
  if (!state) return state.error();
  auto told = read_told(folder_in(*state), tool_version);
  if (!told) return std::move(told).error();
  TrainingRecord record{std::move(told->completed), std::move(told->done),
                        told->valid_days, told->head, std::move(told->remarks)};
  for (std::size_t i = 0; i < record.completed.size(); ++i) {
    TrainingCompletion& completion = record.completed[i];
    completion.expires = completion.at + kDaySeconds * told->days[i];
    completion.is_valid = completion.tool_version == tool_version &&
                          completion.at <= now && now < completion.expires;
  }
  std::reverse(record.completed.begin(), record.completed.end());
  std::stable_sort(record.completed.begin(), record.completed.end(),
                   [](const auto& a, const auto& b) { return a.at > b.at; });
  return record;
}

Result<TrainingTaken> take_training_step(const std::string& name,
                                         const std::string& step,
                                         const std::string& tool_version,
                                         std::int64_t now) {
  const std::string who = printable_utf8(without_outer_blanks(name));
  if (who.empty()) return refusal("needs the name of who is trained");
  const auto number = number_of(step);
  if (!number) return refusal("there is no step \"" + printable_utf8(step) + "\"");
  std::string folder;
  auto log = open_log(folder);
  if (!log) return std::move(log).error();
  for (int i = 0; i < kMostTries; ++i) {
    const auto told = read_told(folder, tool_version);
    if (!told) return told.error();
    if (auto why = hindrance(who, *number, told->done)) return *std::move(why);
    const auto done = told->done.find(who);
    if (*number > 0 && *number < done->second) {
      return TrainingTaken{done->second, false};
    }
    const bool is_last = *number + 1 == training_steps().size();
    const auto put = log->append_after(
        told->head,
        {is_last ? kCompletedEvent : kStepEvent,
         who,
         "done",
         {{"step", step}, {"tool_version", tool_version}, {"at", at_text(now)}}});
    if (!put) return put.error();
    if (*put) return TrainingTaken{*number + 1, is_last};
  }
  return Fault{FaultKind::io, "others write to it all the time; try again", folder,
               std::nullopt};
}

Result<void> set_training_validity(std::uint32_t days, const std::string& by) {
  if (days < 1 || days > kMostDays) {
    return refusal("counts for 1 to " + std::to_string(kMostDays) + " days");
  }
  if (without_outer_blanks(by).empty()) {
    return refusal("somebody has to answer for it; say who with --operator");
  }
  std::string folder;
  auto log = open_log(folder);
  if (!log) return std::move(log).error();
  return log->append({kValidityEvent,
                      "training",
                      "set",
                      {{"days", std::to_string(days)},
                       {"by", printable_utf8(without_outer_blanks(by))}}});
}

}  // namespace winnow
