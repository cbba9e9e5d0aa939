#include "drivers/cli/set_info_text.h"
#include "drivers/answers/words.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/set_record.h"

namespace winnow {
namespace {

using Json = rapidjson::Value;

// Members of the record; whatever is not of the kind asked for is not there.
const Json* member(const Json& object, const char* key) {
  if (!object.IsObject()) return nullptr;
  const auto found = object.FindMember(key);
  return found == object.MemberEnd() ? nullptr : &found->value;
}

std::string text_in(const Json& object, const char* key) {
  const Json* value = member(object, key);
  if (value == nullptr || !value->IsString()) return "";
  return printable_utf8({value->GetString(), value->GetStringLength()});
}

std::uint64_t number_in(const Json& object, const char* key) {
  const Json* value = member(object, key);
  return value != nullptr && value->IsUint64() ? value->GetUint64() : 0;
}

std::vector<const Json*> items_in(const Json& object, const char* key) {
  std::vector<const Json*> items;
  const Json* array = member(object, key);
  if (array == nullptr || !array->IsArray()) return items;
  for (const Json& item : array->GetArray()) items.push_back(&item);
  return items;
}

BuildReport::Assertion assertion_in(const Json& json) {
  BuildReport::Assertion said{text_in(json, "profile"), std::nullopt,
                              text_in(json, "label"), text_in(json, "source")};
  const Json* code = member(json, "code");
  if (code != nullptr && code->IsInt64()) said.code = code->GetInt64();
  return said;
}

// The part of a build's report that its record keeps.
BuildReport contradictions_in(const Json& record) {
  BuildReport report;
  report.conflicts = number_in(record, "conflicts");
  report.inconsistencies = number_in(record, "inconsistencies");
  for (const Json* one : items_in(record, "conflicts_listed")) {
    const auto said = items_in(*one, "assertions");
    if (said.size() != 2) continue;
    report.listed_conflicts.push_back({text_in(*one, "algorithm"),
                                       text_in(*one, "digest"), assertion_in(*said[0]),
                                       assertion_in(*said[1])});
  }
  for (const Json* one : items_in(record, "inconsistencies_listed")) {
    const auto values = items_in(*one, "values");
    if (values.size() != 2) continue;
    report.listed_inconsistencies.push_back(
        {text_in(*one, "algorithm"), text_in(*one, "digest"),
         text_in(*one, "other_algorithm"), text_in(*values[0], "digest"),
         text_in(*values[1], "digest"), text_in(*values[0], "source"),
         text_in(*values[1], "source")});
  }
  return report;
}

std::string assertion_text(const BuildReport::Assertion& said) {
  std::string text = said.code ? "category " + std::to_string(*said.code) : "";
  if (!said.profile.empty()) text += " of " + printable_utf8(said.profile);
  if (!said.label.empty()) {
    text += (text.empty() ? "" : " ") + ("(" + printable_utf8(said.label) + ")");
  }
  return text + " in " + printable_utf8(said.source);
}

std::string conflict_text(const BuildReport::Conflict& one) {
  return one.algorithm + " " + one.digest + ": " + assertion_text(one.first) + "; " +
         assertion_text(one.second);
}

std::string inconsistency_text(const BuildReport::Inconsistency& one) {
  const auto side = [&](const std::string& digest, const std::string& source) {
    return one.other_algorithm + " " + digest + " in " + printable_utf8(source);
  };
  return one.algorithm + " " + one.digest + ": " + side(one.first, one.first_source) +
         "; " + side(one.second, one.second_source);
}

template <typename Listed, typename TextOf>
void add_lines(std::vector<std::string>& lines, std::uint64_t count,
               const std::string& about, const std::vector<Listed>& listed,
               std::size_t most_shown, const TextOf& text_of) {
  if (count == 0) return;
  lines.push_back(about);
  const std::size_t shown = std::min(listed.size(), most_shown);
  for (std::size_t i = 0; i < shown; ++i) lines.push_back("  " + text_of(listed[i]));
  if (count > shown) lines.push_back("  and " + grouped(count - shown) + " more");
}

std::string kept_line(const char* about, const std::string& value) {
  return value.empty() ? "" : std::string("  ") + about + ": " + value + "\n";
}

// "publisher NSRL, version 2026.03.1, released 2026-03-01", as far as it is stated.
std::string published_text(const Json& stated) {
  std::string text;
  const std::pair<const char*, const char*> all[] = {{"publisher", "publisher "},
                                                     {"publisher_version", "version "},
                                                     {"released_on", "released "}};
  for (const auto& [key, about] : all) {
    const std::string value = text_in(stated, key);
    if (!value.empty()) text += (text.empty() ? "" : ", ") + (about + value);
  }
  return text;
}

std::string source_lines(const Json& record) {
  std::string text;
  if (member(record, "learned") != nullptr) {
    text += "  learned from " +
            counted_text(number_in(record, "files_learned"), "file") + ", " +
            counted_text(number_in(record, "bytes"), "byte") + "\n";
  }
  for (const Json* file : items_in(record, "source_files")) {
    text += "  from " + text_in(*file, "name") + ": " +
            text_in(*file, "format_detected") + ", " +
            counted_text(number_in(*file, "rows_read"), "row") + ", " +
            counted_text(number_in(*file, "size"), "byte") + "\n";
    text += kept_line("  sha256", text_in(*file, "sha256"));
    const std::string published = published_text(*file);
    if (!published.empty()) text += "    states: " + published + "\n";
  }
  return text;
}

std::string row_lines(const Json& record, const char* key, const char* what) {
  std::string text;
  const Json* counts = member(record, key);
  if (counts == nullptr || !counts->IsObject()) return text;
  for (const auto& one : counts->GetObject()) {
    if (!one.value.IsUint64()) continue;
    text += "  " + counted_text(one.value.GetUint64(), "row") + what +
            printable_utf8({one.name.GetString(), one.name.GetStringLength()}) + "\n";
  }
  return text;
}

std::string left_out_lines(const Json& record) {
  std::string text = row_lines(record, "rows_rejected_by_reason", " left out: ") +
                     row_lines(record, "rows_kept_with_remark", " kept ");
  if (const auto empty = number_in(record, "rows_empty_file"); empty > 0) {
    text += "  " + counted_text(empty, "row") + " left out: of an empty file\n";
  }
  if (const auto repeated = number_in(record, "duplicates"); repeated > 0) {
    text += "  " + counted_text(repeated, "row") + " repeated\n";
  }
  return text;
}

std::string profile_text(const Json& record) {
  const std::string id = text_in(record, "profile_id");
  if (id.empty()) return "";
  return id + ", version " + text_in(record, "profile_version") + ": " +
         text_in(record, "profile_source_ref");
}

std::string size_rule_text(SizeRule rule, const Json& record) {
  switch (rule) {
    case SizeRule::none: {
      const auto without = number_in(record, "entries_without_a_size");
      return counted_text(without, "entry") +
             " without one: no file can be passed over by its size";
    }
    case SizeRule::stated:
      return "as the lists state them";
    case SizeRule::learned:
      return "learned";
  }
  return "";
}

// "99.7 %", rounded down: a share that is not whole is never called so.
std::string percent_text(std::uint32_t ppm) {
  return std::to_string(ppm / 10'000) + "." + std::to_string(ppm / 1000 % 10) + " %";
}

std::string held_lines(const HashSet& set, SizeRule size_rule,
                       std::optional<std::uint32_t> probative_share_ppm,
                       const Json& record) {
  std::string text;
  for (const Algorithm algorithm : kAlgorithms) {
    text += "  " + std::string(to_string(algorithm)) + ": " +
            counted_text(set.digest_count(algorithm), "digest") + "\n";
  }
  if (const auto pdq = number_in(record, "pdq"); pdq > 0) {
    text += "  pdq: " + counted_text(pdq, "picture hash") + "\n";
  }
  if (set.size_count() > 0) {
    text += "  sizes: " + grouped(set.size_count()) + " different, " +
            size_rule_text(size_rule, record) + "\n";
  }
  if (set.head_block_count() > 0) {
    text += "  head blocks: " + grouped(set.head_block_count()) +
            "\n  blocks: " + grouped(set.block_count());
    if (probative_share_ppm) {
      text +=
          ", which cover " + percent_text(*probative_share_ppm) + " of the contents";
    }
    text += "\n";
  }
  return text;
}

}  // namespace

std::vector<std::string> contradiction_lines(const BuildReport& report,
                                             std::size_t most_shown) {
  std::vector<std::string> lines;
  add_lines(lines, report.conflicts,
            "conflicts: " + grouped(report.conflicts) +
                (report.conflicts == 1 ? " entry is" : " entries are") +
                " in another category elsewhere in the lists; all are kept, the "
                "gravest is shown",
            report.listed_conflicts, most_shown, conflict_text);
  add_lines(
      lines, report.inconsistencies,
      "inconsistencies: " + counted_text(report.inconsistencies, "content") +
          (report.inconsistencies == 1 ? " has" : " have") +
          " one digest of another content and not all; a file that agrees in part "
          "is an indication, no match",
      report.listed_inconsistencies, most_shown, inconsistency_text);
  return lines;
}

std::string set_info_text(const HashSet& set, SizeRule size_rule,
                          std::optional<std::uint32_t> probative_share_ppm) {
  const rapidjson::Document record = record_of(set);
  std::string text = printable_utf8(set.name()) + ": a " + to_string(set.type()) +
                     " set of " + counted_text(set.entry_count(), "entry") + "\n  id " +
                     set.id() + "\n" +
                     held_lines(set, size_rule, probative_share_ppm, record);
  if (!record.IsObject()) return text + "  its import record cannot be read\n";
  text += kept_line("states", published_text(record));
  text += kept_line("imported", text_in(record, "imported_at_utc"));
  text += kept_line("imported by", text_in(record, "imported_by"));
  text += kept_line("categories", profile_text(record));
  if (member(record, "pdq_alert_distance") != nullptr) {
    text += "  alert distance of PDQ: " +
            std::to_string(number_in(record, "pdq_alert_distance")) + "\n";
  }
  text += source_lines(record) + left_out_lines(record);
  const BuildReport report = contradictions_in(record);
  const std::size_t all =
      report.listed_conflicts.size() + report.listed_inconsistencies.size();
  for (const std::string& line : contradiction_lines(report, all)) {
    text += "  " + line + "\n";
  }
  return text;
}

}  // namespace winnow
