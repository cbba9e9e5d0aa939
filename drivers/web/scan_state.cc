#include "drivers/web/scan_state.h"

#include <rapidjson/document.h>

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

#include "base/text.h"
#include "drivers/answers/json.h"
#include "drivers/answers/words.h"
#include "drivers/web/page_words.h"
#include "scanner/ledger/answer.h"
#include "scanner/wire/messages.h"

namespace winnow {
namespace {

constexpr std::size_t kProblemsKept = 20;

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
    {Tier::everything, "all that this version reads was read", ""},
}};

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

void take_progress(const rapidjson::Value& event, ScanState& state) {
  state.bytes_read = number_of(event, "bytes_read");
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

std::vector<std::string> left_unseen(const ScanState& state) {
  std::vector<std::string> left;
  if (state.files_planned > state.files_done) {
    left.push_back(counted_text(state.files_planned - state.files_done, "file") +
                   " of the step that is under way");
  }
  if (state.bytes_planned > state.bytes_read) {
    left.push_back(bytes_text(state.bytes_planned - state.bytes_read) +
                   " that this step still reads");
  }
  if (state.tiers == 0) {
    left.emplace_back("most of the device: not even all files are listed");
  }
  for (std::size_t i = static_cast<std::size_t>(std::max(state.tiers, 1));
       i <= kTierWords.size(); ++i) {
    if (*kTierWords[i - 1].left != '\0') left.emplace_back(kTierWords[i - 1].left);
  }
  left.emplace_back("so what was counted is the least there is");
  return left;
}

// A volume of its own, or the whole image.
bool has_closed_part(const Coverage& coverage) {
  const FileCounts& files = coverage.files;
  const bool saw_no_file = files.count(FileOutcome::matched) == 0 &&
                           files.count(FileOutcome::hashed) == 0 &&
                           files.count(FileOutcome::probed) == 0;
  return saw_no_file || !coverage.evidence.unsupported.empty() ||
         std::any_of(coverage.volumes.begin(), coverage.volumes.end(),
                     [](const VolumeRecord& volume) {
                       return volume.outcome != VolumeOutcome::examined;
                     });
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
  if (state.phase != ScanPhase::ended) return "No listed file met so far";
  if (state.could_not_be_examined) return "COULD NOT BE EXAMINED";
  return "No listed file met in the part examined";
}

std::string scan_state_json(const ScanState& state) {
  Json json;
  json.begin().text("state", to_string(state.phase));
  if (state.phase == ScanPhase::none) return json.end().done();
  json.text("ref", state.ref).text("path", state.path).text("began", state.began);
  const bool has_tier = state.tiers > 0;
  const TierWords& words =
      kTierWords[static_cast<std::size_t>(std::max(state.tiers, 1) - 1)];
  json.text_or_null("tier", has_tier ? to_string(words.tier) : "");
  json.text_or_null("tier_words", has_tier ? words.done : "");
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
  const bool is_through = state.end == "done" || state.end == "already done";
  if (state.phase != ScanPhase::ended || !is_through) {
    for (const std::string& one : left_unseen(state)) json.text(one);
  }
  json.end_list().texts("problems", state.problems).key("exit_status");
  if (state.exit_status) {
    json.number(*state.exit_status);
  } else {
    json.nothing();
  }
  return json.text_or_null("end", state.end).end().done();
}

void take_result(const RankedExhibit& exhibit, ScanState& state) {
  if (!exhibit.is_scanned) return;
  const std::uint64_t exact =
      exhibit.counts[static_cast<std::size_t>(FindingKind::exact)];
  std::uint64_t all = 0;
  for (const std::uint64_t count : exhibit.counts) all += count;
  // Of one file in two sets there are two findings: what was told counts files.
  if (state.listed_files == 0 || exact == 0) state.listed_files = exact;
  state.leads = all - exact;
  const auto& problems = exhibit.coverage.problems;
  state.not_examined = static_cast<std::uint64_t>(
      std::count_if(problems.begin(), problems.end(),
                    [](const Problem& one) { return !is_remark(one.outcome); }));
  const auto& volumes = exhibit.coverage.volumes;
  state.not_examined += static_cast<std::uint64_t>(std::count_if(
      volumes.begin(), volumes.end(),
      [](const VolumeRecord& one) { return one.outcome != VolumeOutcome::examined; }));
  state.could_not_be_examined =
      !exhibit.coverage.complete && has_closed_part(exhibit.coverage);
}

ScanTracker::ScanTracker(std::string ref, std::string path, std::string began) {
  state_.phase = ScanPhase::running;
  state_.ref = std::move(ref);
  state_.path = std::move(path);
  state_.began = std::move(began);
}

void ScanTracker::add_problem(std::string text) {
  if (state_.problems.size() == kProblemsKept) state_.problems.pop_front();
  state_.problems.push_back(std::move(text));
}

void ScanTracker::take_event(std::string_view line) {
  rapidjson::Document event;
  event.Parse<rapidjson::kParseIterativeFlag>(line.data(), line.size());
  if (event.HasParseError() || !event.IsObject()) return;
  const std::string name = text_of(event, "event");
  if (name == "progress") {
    take_progress(event, state_);
  } else if (name == "finding" && text_of(event, "kind") == "exact") {
    const std::string path = text_of(event, "path");
    if (listed_paths_.insert(std::hash<std::string>()(path)).second) {
      ++state_.listed_files;
    }
  } else if (name == "finding") {
    ++state_.leads;
  } else if (name == "tier") {
    const std::string tier = text_of(event, "tier");
    for (std::size_t i = 0; i < kTierWords.size(); ++i) {
      if (tier == to_string(kTierWords[i].tier)) state_.tiers = static_cast<int>(i) + 1;
    }
  } else if (name == "problem") {
    if (!is_remark(text_of(event, "outcome"))) ++state_.not_examined;
    add_problem(problem_text(event));
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
  add_problem(last_complaint_);
}

void ScanTracker::take_exit(int exit_status) {
  state_.phase = ScanPhase::ended;
  state_.exit_status = exit_status;
  state_.seconds_left.reset();
  if (!state_.end.empty()) return;
  // Without an `end` of its own it did not come that far.
  state_.could_not_be_examined = true;
  state_.end = !last_complaint_.empty()
                   ? last_complaint_
                   : "ended by itself, with status " + std::to_string(exit_status);
}

}  // namespace winnow
