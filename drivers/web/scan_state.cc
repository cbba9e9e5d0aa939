#include "drivers/web/scan_state.h"

#include <rapidjson/document.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

#include "base/text.h"
#include "drivers/answers/closed_volumes.h"
#include "drivers/answers/json.h"
#include "drivers/answers/words.h"
#include "drivers/web/page_words.h"
#include "scanner/ledger/answer.h"
#include "scanner/wire/messages.h"

namespace winnow {
namespace {

constexpr std::size_t kTextsKept = 20;
// A scan tells how far it is every second or so.
constexpr std::chrono::seconds kForecastHolds{10};
// The exit status of a scan that could not begin.
constexpr int kCouldNotRun = 2;
constexpr int kEndedBySignal = 128;

// What was done, and what is then still unseen, by the number of tiers gone through.
struct TierWords {
  Tier tier;
  const char* done;
  const char* left;  // if the scan stopped after it
};
constexpr std::array<TierWords, 5> kTierWords = {{
    {Tier::inventory, "every file is listed by its name and size",
     "the content of all files: only names and sizes were looked at"},
    {Tier::probe,
     "the beginning of each file that may be listed was compared, and samples of free "
     "space",
     "the whole content of files that may be listed, and what only that can settle"},
    {Tier::confirm, "each file that may be listed was read whole",
     "pictures that were changed, and what lies inside archives, documents and mail"},
    {Tier::look,
     "pictures were compared, and what lies inside other files was looked at",
     "all files and free space that nothing pointed to"},
    {Tier::everything, "every step was gone through; this is not a full examination",
     ""},
}};
// For the last of them where that is not so, or is not known yet.
constexpr char kAllStepsDone[] = "every step was gone through";
constexpr char kNotAllExamined[] =
    "every step was gone through, but not all could be examined";

std::string text_of(const rapidjson::Value& object, const char* name) {
  const auto found = object.FindMember(name);
  if (found == object.MemberEnd() || !found->value.IsString()) return "";
  return printable_utf8({found->value.GetString(), found->value.GetStringLength()});
}

std::uint64_t number_of(const rapidjson::Value& object, const char* name) {
  const auto found = object.FindMember(name);
  return found != object.MemberEnd() && found->value.IsUint64()
             ? found->value.GetUint64()
             : 0;
}

// 0 for none.
int tier_number(std::string_view tier) {
  for (std::size_t i = 0; i < kTierWords.size(); ++i) {
    if (tier == to_string(kTierWords[i].tier)) return static_cast<int>(i) + 1;
  }
  return 0;
}

void forget_plan(ScanState& state) {
  state.bytes_planned = 0;
  state.files_done = 0;
  state.files_planned = 0;
  state.seconds_left.reset();
}

void add_text(std::string text, std::deque<std::string>& texts) {
  if (texts.size() == kTextsKept) texts.pop_front();
  texts.push_back(std::move(text));
}

void take_progress(const rapidjson::Value& event, ScanState& state) {
  state.bytes_read = number_of(event, "bytes_read");
  // What was planned of a tier that is through says nothing of the next one.
  const int tier = tier_number(text_of(event, "tier"));
  if (tier != 0 && tier <= state.tiers) return forget_plan(state);
  state.bytes_planned = number_of(event, "bytes_planned");
  state.files_done = number_of(event, "files_done");
  state.files_planned = number_of(event, "files_planned");
  state.bottleneck = text_of(event, "bottleneck");
  state.seconds_left.reset();
  const auto left = event.FindMember("eta_seconds");
  if (left != event.MemberEnd() && left->value.IsArray() && left->value.Size() == 2 &&
      left->value[0].IsUint64() && left->value[1].IsUint64()) {
    state.seconds_left = {left->value[0].GetUint64(), left->value[1].GetUint64()};
  }
}

std::string problem_text(const rapidjson::Value& event) {
  std::string place = text_of(event, "path");
  const auto range = event.FindMember("range");
  if (place.empty() && range != event.MemberEnd() && range->value.IsArray() &&
      range->value.Size() == 2 && range->value[0].IsUint64()) {
    place = "from byte " + grouped(range->value[0].GetUint64());
  }
  return text_of(event, "outcome") + ": " + (place.empty() ? "" : place + ": ") +
         text_of(event, "reason");
}

bool came_to_its_end(const ScanState& state) {
  return state.end == "done" || state.end == "already done";
}

// By whoever runs it, or by its budget.
bool was_stopped(const ScanState& state) {
  return state.phase == ScanPhase::ended && !came_to_its_end(state) &&
         !state.is_cut_off && state.exit_status != kCouldNotRun;
}

bool has_examined_files(const ScanState& state) {
  return state.has_examined_files || state.tiers >= static_cast<int>(Tier::probe);
}

const char* tier_words(const ScanState& state) {
  if (state.tiers == 0) return "";
  const TierWords& words = kTierWords[static_cast<std::size_t>(state.tiers) - 1];
  if (words.tier != Tier::everything || state.is_complete) return words.done;
  return state.phase == ScanPhase::ended ? kNotAllExamined : kAllStepsDone;
}

std::vector<std::string> left_unseen(const ScanState& state) {
  std::vector<std::string> left;
  const bool has_ended = state.phase == ScanPhase::ended;
  if (state.files_planned > state.files_done) {
    left.push_back(counted_text(state.files_planned - state.files_done, "file") +
                   (has_ended ? " of the step in which it ended"
                              : " of the step that is under way"));
  }
  if (state.bytes_planned > state.bytes_read) {
    left.push_back(bytes_text(state.bytes_planned - state.bytes_read) +
                   (has_ended ? " that this step had yet to read"
                              : " that this step still reads"));
  }
  if (state.tiers == 0) {
    left.emplace_back("most of the device: not even all files are listed");
  }
  for (std::size_t i = static_cast<std::size_t>(std::max(state.tiers, 1));
       i <= kTierWords.size(); ++i) {
    if (*kTierWords[i - 1].left != '\0') left.emplace_back(kTierWords[i - 1].left);
  }
  if (state.phase == ScanPhase::ended && state.not_examined > 0) {
    left.push_back(counted_text(state.not_examined, "place") +
                   " that could not be examined");
  }
  return left;
}

bool saw_a_file(const FileCounts& files) {
  return files.count(FileOutcome::matched) > 0 ||
         files.count(FileOutcome::hashed) > 0 || files.count(FileOutcome::probed) > 0;
}

// A volume of its own, or of the image.
bool has_closed_part(const Coverage& coverage) {
  return !coverage.evidence.unsupported.empty() || !closed_volumes(coverage).empty();
}

std::uint64_t leads_of(const RankedExhibit& exhibit) {
  std::uint64_t all = 0;
  for (const std::uint64_t count : exhibit.counts) all += count;
  return all - exhibit.counts[static_cast<std::size_t>(FindingKind::exact)];
}

}  // namespace

const char* to_string(ScanPhase phase) {
  switch (phase) {
    case ScanPhase::none:
      return "none";
    case ScanPhase::running:
      return "running";
    case ScanPhase::stopping:
      return "stopping";
    case ScanPhase::ended:
      return "ended";
  }
  return "none";
}

const char* answer_words(const ScanState& state) {
  if (state.listed_files > 0) return "A listed file was found";
  if (state.leads > 0) return "A lead that needs checking";
  if (state.phase != ScanPhase::ended) {
    // Names and sizes alone tell of no listed file.
    return has_examined_files(state) ? "No listed file met so far"
                                     : "Nothing can be said yet";
  }
  if (state.exit_status == kCouldNotRun) return "This scan could not run";
  if (state.could_not_be_examined) return "COULD NOT BE EXAMINED";
  if (was_stopped(state) && !has_examined_files(state)) {
    return "Stopped before anything could be said";
  }
  return "No listed file met in the part examined";
}

std::string scan_state_json(const ScanState& state) {
  Json json;
  json.begin().text("state", to_string(state.phase));
  if (state.phase == ScanPhase::none) return json.end().done();
  json.text("ref", state.ref).text("path", state.path).text("began", state.began);
  json.text_or_null("tier",
                    state.tiers == 0 ? "" : to_string(static_cast<Tier>(state.tiers)));
  json.text_or_null("tier_words", tier_words(state));
  json.count("listed", state.listed_files).count("leads", state.leads);
  json.count("not_examined", state.not_examined);
  json.count("bytes_read", state.bytes_read);
  json.count("bytes_planned", state.bytes_planned);
  json.count("files_done", state.files_done);
  json.count("files_planned", state.files_planned).key("eta_seconds");
  if (state.seconds_left) {
    json.begin_list().count(state.seconds_left->first);
    json.count(state.seconds_left->second).end_list();
  } else {
    json.nothing();
  }
  json.text_or_null("bottleneck", state.bottleneck);
  json.text("answer", answer_words(state)).key("left").begin_list();
  const bool is_through = came_to_its_end(state) && state.is_complete &&
                          state.tiers == static_cast<int>(kTierWords.size());
  if (state.phase != ScanPhase::ended || !is_through) {
    for (const std::string& one : left_unseen(state)) json.text(one);
  }
  json.end_list().texts("problems", state.problems);
  json.texts("remarks", state.remarks).key("exit_status");
  if (state.exit_status) {
    json.number(*state.exit_status);
  } else {
    json.nothing();
  }
  return json.text_or_null("end", state.end).end().done();
}

std::uint64_t listed_files_of(const std::vector<Finding>& findings) {
  std::unordered_set<std::string_view> paths;
  for (const Finding& one : findings) {
    if (one.kind == FindingKind::exact) paths.insert(one.path);
  }
  return paths.size();
}

void take_counts(const RankedExhibit& exhibit, std::uint64_t listed_files,
                 ScanState& state) {
  if (!exhibit.is_scanned) return;
  state.listed_files = std::max(state.listed_files, listed_files);
  state.leads = std::max(state.leads, leads_of(exhibit));
}

void take_result(const RankedExhibit& exhibit, std::uint64_t listed_files,
                 ScanState& state) {
  if (!exhibit.is_scanned) return;
  state.listed_files = std::max(state.listed_files, listed_files);
  // Blocks that were told count no more once they are known to be of a listed file.
  state.leads = leads_of(exhibit);
  const Coverage& coverage = exhibit.coverage;
  // Events told how far a step had come, which may begin anew.
  state.bytes_read = coverage.read_bytes;
  const auto& problems = coverage.problems;
  auto not_examined = static_cast<std::uint64_t>(
      std::count_if(problems.begin(), problems.end(),
                    [](const Problem& one) { return !is_remark(one.outcome); }));
  not_examined += closed_volumes(coverage).size();
  state.not_examined = std::max(state.not_examined, not_examined);
  state.has_examined_files = saw_a_file(coverage.files);
  state.is_complete = coverage.complete && !state.is_cut_off;
  // One that was stopped may have had no time to see a file.
  const bool met_no_file = !state.has_examined_files && !was_stopped(state);
  state.could_not_be_examined =
      state.is_cut_off ||
      (!coverage.complete && (met_no_file || has_closed_part(coverage)));
  if (coverage.ended) {
    state.tiers = std::max(state.tiers, static_cast<int>(coverage.until));
  }
}

ScanTracker::ScanTracker(std::string ref, std::string path, std::string began) {
  state_.phase = ScanPhase::running;
  state_.ref = std::move(ref);
  state_.path = std::move(path);
  state_.began = std::move(began);
}

void ScanTracker::take_tier(std::string_view tier) {
  const int number = tier_number(tier);
  if (number == 0) return;
  state_.tiers = number;
  forget_plan(state_);
}

bool ScanTracker::take_time(Clock::time_point now) {
  if (!state_.seconds_left || now - forecast_at_ < kForecastHolds) return false;
  state_.seconds_left.reset();
  return true;
}

// A stretch of blocks is told again when it turns out to be longer: those of one entry
// count once.
void ScanTracker::take_blocks_of(const std::string& entry) {
  if (block_entries_.insert(std::hash<std::string>()(entry)).second) ++state_.leads;
}

void ScanTracker::take_event(std::string_view line) {
  rapidjson::Document event;
  event.Parse<rapidjson::kParseIterativeFlag>(line.data(), line.size());
  if (event.HasParseError() || !event.IsObject()) return;
  const std::string name = text_of(event, "event");
  if (name == "progress") {
    take_progress(event, state_);
    forecast_at_ = Clock::now();
  } else if (name == "finding" && text_of(event, "kind") == "exact") {
    const std::string path = text_of(event, "path");
    if (listed_paths_.insert(std::hash<std::string>()(path)).second) {
      ++state_.listed_files;
    }
  } else if (name == "finding" && text_of(event, "kind") == "block") {
    take_blocks_of(std::to_string(number_of(event, "entry")) + " " +
                   text_of(event, "set"));
  } else if (name == "finding") {
    ++state_.leads;
  } else if (name == "tier") {
    take_tier(text_of(event, "tier"));
  } else if (name == "problem") {
    if (!is_remark(text_of(event, "outcome"))) ++state_.not_examined;
    add_text(problem_text(event), state_.problems);
  } else if (name == "end") {
    const auto exhibits = event.FindMember("exhibits");
    if (exhibits != event.MemberEnd() && exhibits->value.IsArray() &&
        !exhibits->value.Empty() && exhibits->value[0].IsObject()) {
      state_.end = text_of(exhibits->value[0], "end");
    }
  }
}

void ScanTracker::take_complaint(std::string_view line) {
  constexpr std::string_view kName = "winnow: ";
  if (line.starts_with(kName)) line.remove_prefix(kName.size());
  if (line.empty()) return;
  last_complaint_ = on_the_page(printable_utf8(line));
  add_text(last_complaint_, state_.remarks);
}

void ScanTracker::take_exit(int exit_status) {
  // It catches that signal from its first moments on.
  if (state_.phase == ScanPhase::stopping && state_.end.empty() && state_.tiers == 0 &&
      exit_status == kEndedBySignal + SIGINT) {
    state_.end = "stopped before it began";
  }
  state_.phase = ScanPhase::ended;
  state_.exit_status = exit_status;
  state_.seconds_left.reset();
  // Without an `end` of its own it did not come that far.
  state_.is_cut_off = state_.end.empty() || state_.end == "gave up";
  state_.could_not_be_examined = state_.is_cut_off || exit_status == kCouldNotRun;
  if (!state_.end.empty()) return;
  if (exit_status == kCouldNotRun) {
    state_.end = last_complaint_.empty() ? "no reason was given" : last_complaint_;
  } else if (exit_status > kEndedBySignal) {
    state_.end = "was ended by signal " + std::to_string(exit_status - kEndedBySignal);
  } else {
    state_.end = "ended by itself, with status " + std::to_string(exit_status);
  }
}

}  // namespace winnow
