// hashset learn.
#include <unistd.h>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "base/text.h"
#include "drivers/answers/words.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/learn_pictures.h"
#include "hashsets/learning/learn.h"

namespace winnow {
namespace {

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

void show(const LearnProgress& progress) {
  show_progress(grouped(progress.files_done) + " of " +
                counted_text(progress.files, "file") + ", " +
                grouped(progress.bytes_done >> 20) + " of " +
                grouped(progress.bytes >> 20) + " MiB");
}

// What was passed over, one line for each kind of it, with the first one's name.
void say_passed_over(const std::vector<std::string>& paths, const char* what,
                     const char* why) {
  if (paths.empty()) return;
  say(counted_text(paths.size(), what) + " " + why + ", first " +
      printable_utf8(paths.front()));
}

void say_remarks(const LearnReport& report) {
  for (const FolderProblem& problem : report.unreadable) {
    say("not learned: " + printable_utf8(problem.path) + ": " + problem.what);
  }
  say_passed_over(report.links, "link", "not followed");
  say_passed_over(report.special, "special file", "left out");
  say_passed_over(report.not_found, "path", "of the categories not in the folder");
  if (report.files_resumed > 0) {
    say(counted_text(report.files_resumed, "file") +
        " had been learned by an earlier run");
  }
  if (report.files_empty > 0) {
    say(counted_text(report.files_empty, "empty file") +
        " left out: what all empty files have in common says nothing");
  }
  if (report.counts.duplicates > 0) {
    say(counted_text(report.counts.duplicates, "file") +
        " with the content of another");
  }
  if (report.unknown_codes > 0) {
    say(counted_text(report.unknown_codes, "file") +
        " in a category that the profile does not know");
  }
}

void say_remarks(const LearnedPictures& pictures) {
  for (const std::string& one : pictures.not_seen) say("no PDQ: " + one);
  if (pictures.too_even > 0) {
    say(counted_text(pictures.too_even, "picture") +
        " with too little to be seen for PDQ");
  }
}

std::string with_pdq_text(std::uint64_t files) {
  return files == 0 ? "" : ", " + grouped(files) + " of them with PDQ";
}

void number(JsonWriter& json, const char* key, std::uint64_t value) {
  json.Key(key);
  json.Uint64(value);
}

void text(JsonWriter& json, const char* key, const std::string& value) {
  json.Key(key);
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

std::string report_json(const SetLearnOptions& options, const LearnReport& report) {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartObject();
  text(json, "set", printable_utf8(options.request.output));
  number(json, "entries", report.counts.entries);
  number(json, "files_found", report.files_found);
  number(json, "files_learned", report.files_learned);
  number(json, "files_resumed", report.files_resumed);
  number(json, "files_empty", report.files_empty);
  number(json, "duplicates", report.counts.duplicates);
  number(json, "conflicts", report.counts.conflicts);
  number(json, "links", report.links.size());
  number(json, "special_files", report.special.size());
  number(json, "bytes", report.bytes);
  number(json, "pdq", report.counts.pdq);
  number(json, "sizes", report.counts.sizes);
  number(json, "head_blocks", report.counts.head_blocks);
  number(json, "blocks", report.counts.blocks);
  json.Key("unreadable");
  json.StartArray();
  for (const FolderProblem& problem : report.unreadable) {
    json.StartObject();
    text(json, "path", printable_utf8(problem.path));
    text(json, "reason", problem.what);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace

int run_set_learn(const SetLearnOptions& options) {
  LearnRequest request = options.request;
  if (auto checked = check_learn_request(request); !checked)
    return fail(checked.error());
  const std::string record = request.output + ".pictures.wj";
  const auto pictures = learn_pictures(request.folder, record, request.threads);
  if (!pictures) return fail(pictures.error());
  request.pictures_of = [&pictures](const Digest& sha256) {
    return pictures->of(sha256);
  };
  ::unlink(record.c_str());
  const auto report = learn_set(request, show);
  if (!report) return fail(report.error());
  say_remarks(*report);
  say_remarks(*pictures);
  if (options.json) {
    print(report_json(options, *report) + "\n");
  } else {
    tell(printable_utf8(request.output) + ": " + grouped(report->counts.entries) +
         (report->counts.entries == 1 ? " entry" : " entries") + ", a " +
         to_string(request.type) + " set named " + printable_utf8(request.name) +
         ", learned from " + counted_text(report->files_learned, "file") +
         with_pdq_text(report->files_with_pdq) + "\n");
  }
  if (!finish_output()) return kExitFailed;
  return report->unreadable.empty() ? kExitDone : kExitIncomplete;
}

}  // namespace winnow
