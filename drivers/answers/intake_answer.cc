#include "drivers/answers/intake_answer.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

#include "base/text.h"
#include "drivers/answers/words.h"
#include "drivers/decisions/intake_fields.h"

namespace winnow {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put(Writer& writer, const std::string& key, const std::string& text) {
  writer.Key(key.c_str(), static_cast<rapidjson::SizeType>(key.size()));
  writer.String(text.c_str(), static_cast<rapidjson::SizeType>(text.size()));
}

void put_or_null(Writer& writer, const std::string& key, const std::string& text) {
  if (!text.empty()) return put(writer, key, text);
  writer.Key(key.c_str());
  writer.Null();
}

std::string answer_text(const RiskAnswer& answer) {
  if (!answer.is_stated) return "unknown (nobody said)";
  const std::string word = to_string(answer.answer);
  if (!answer.review_on) return word;
  return word + ", lowered: unknown again from " + moment_text(*answer.review_on) +
         " on";
}

std::string shown(const IntakeField& field, const Intake& intake) {
  if (field.question) return answer_text(intake.risk.of(*field.question));
  const std::string text = field.text(intake);
  return text.empty() ? "-" : text;
}

void put_answer(Writer& writer, const IntakeField& field, const Intake& intake) {
  const RiskAnswer& answer = intake.risk.of(*field.question);
  writer.Key(key_of(field).c_str());
  writer.StartObject();
  put(writer, "answer", to_string(answer.answer));
  writer.Key("stated");
  writer.Bool(answer.is_stated);
  put_or_null(writer, "review_on", moment_text(answer.review_on));
  writer.EndObject();
}

}  // namespace

std::string intake_text(const std::string& ref, const CaseFacts& facts) {
  std::string text = ref + ": ";
  text += facts.has_intake ? "on record since " + moment_text(facts.known_since)
                           : "nothing is on record of it but its scan";
  text += "\n";
  std::size_t width = 0;
  for (const IntakeField& field : intake_fields()) {
    width = std::max(width, field.name.size());
  }
  for (const IntakeField& field : intake_fields()) {
    text += "  " + field.name + std::string(width - field.name.size() + 2, ' ') +
            shown(field, facts.intake) + "\n";
  }
  return text;
}

std::string intake_json(const std::string& ref, const CaseFacts& facts) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  put(writer, "exhibit", ref);
  put_or_null(writer, "known_since",
              facts.has_intake ? moment_text(facts.known_since) : "");
  for (const IntakeField& field : intake_fields()) {
    if (field.question) {
      put_answer(writer, field, facts.intake);
    } else {
      put_or_null(writer, key_of(field), field.text(facts.intake));
    }
  }
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string reject_line(const ImportReject& reject) {
  std::string line = "row " + grouped(reject.row);
  if (!reject.exhibit.empty()) line += ", " + reject.exhibit;
  if (!reject.field.empty()) line += ", " + reject.field;
  line += ": " + reject.why;
  return reject.remedy.empty() ? line : line + "; " + reject.remedy;
}

std::string unchanged_words(const ImportAnswer& answer) {
  return answer.unchanged.empty() ? ""
                                  : grouped(answer.unchanged.size()) + " unchanged, ";
}

std::string import_text(const ImportAnswer& answer) {
  std::string text = answer.file + ": " + counted_text(answer.rows, "row") + ", " +
                     grouped(answer.taken.size()) +
                     (answer.is_dry_run ? " would be taken in, " : " taken in, ") +
                     unchanged_words(answer) + grouped(answer.rejected_rows()) +
                     " rejected\n";
  for (const ImportReject& reject : answer.rejects) {
    text += "  " + reject_line(reject) + "\n";
  }
  if (answer.is_dry_run) text += "This was a dry run: nothing was put on record.\n";
  return text;
}

std::string import_json(const ImportAnswer& answer) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  put(writer, "file", answer.file);
  writer.Key("dry_run");
  writer.Bool(answer.is_dry_run);
  writer.Key("rows");
  writer.Uint64(answer.rows);
  writer.Key("taken");
  writer.StartArray();
  for (const std::string& ref : answer.taken) {
    writer.String(ref.c_str(), static_cast<rapidjson::SizeType>(ref.size()));
  }
  writer.EndArray();
  writer.Key("unchanged");
  writer.StartArray();
  for (const std::string& ref : answer.unchanged) {
    writer.String(ref.c_str(), static_cast<rapidjson::SizeType>(ref.size()));
  }
  writer.EndArray();
  writer.Key("rejected");
  writer.StartArray();
  for (const ImportReject& reject : answer.rejects) {
    writer.StartObject();
    writer.Key("row");
    writer.Uint64(reject.row);
    put_or_null(writer, "exhibit", reject.exhibit);
    put_or_null(writer, "field", reject.field);
    put(writer, "why", reject.why);
    put_or_null(writer, "remedy", reject.remedy);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace winnow
