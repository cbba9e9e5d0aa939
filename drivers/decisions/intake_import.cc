#include "drivers/decisions/intake_import.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/digester.h"
#include "base/file.h"
#include "base/text.h"
#include "drivers/decisions/blanks.h"
#include "hashsets/lists/csv_reader.h"
#include "scanner/ledger/utc_text.h"
#include "scanner/rank/counted.h"

namespace winnow {
namespace {

// A hundred thousand exhibits with all that can be said of them.
constexpr std::uint64_t kMostBytes = std::uint64_t{64} << 20;

constexpr std::string_view kExhibit = "exhibit";
constexpr std::string_view kReason = "reason";
constexpr std::string_view kCountersignedBy = "countersigned-by";
constexpr std::string_view kReviewOn = "review-on";
constexpr char kSaveAsUtf8[] = "save the file as UTF-8, without line breaks in a value";

Fault malformed(std::string what, const std::string& path) {
  return {FaultKind::malformed, std::move(what), path, std::nullopt};
}

// A UTF-8 byte order mark says nothing.
std::string_view without_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return text;
}

// As the program names it; nothing for a name that it does not know.
std::optional<std::string> known_name(std::string_view name) {
  const std::string plain = plain_field_name(name);
  for (const std::string_view own : {kExhibit, kReason, kCountersignedBy, kReviewOn}) {
    if (plain == plain_field_name(own)) return std::string(own);
  }
  const IntakeField* const field = find_intake_field(name);
  return field == nullptr ? std::nullopt : std::optional(field->name);
}

std::string known_names() {
  std::string names(kExhibit);
  for (const IntakeField& field : intake_fields()) names += ", " + field.name;
  for (const std::string_view own : {kReason, kCountersignedBy, kReviewOn}) {
    names += ", " + std::string(own);
  }
  return names;
}

// One row as it is put together.
class Row {
 public:
  explicit Row(std::uint64_t number) : number_(number) {}

  // Of the whole row, if `field` is "".
  void reject(const std::string& field, std::string why, std::string remedy) {
    if (field.empty()) is_broken_ = true;
    rejects_.push_back({number_, "", field, std::move(why), std::move(remedy)});
  }

  // `name` as known_name() gives it.
  void put(const std::string& name, std::string_view raw) {
    const std::string value = without_outer_blanks(raw);
    if (value.empty()) return;
    if (!is_printable_utf8(value)) {
      return reject(name, "is no printable UTF-8", kSaveAsUtf8);
    }
    if (name == kExhibit) {
      if (const std::string complaint = complaint_of_reference(value);
          !complaint.empty()) {
        is_broken_ = true;
        return reject(name, complaint, "give a shorter one");
      }
      request_.ref = value;
    } else if (name == kReason) {
      request_.signatures.reason = value;
    } else if (name == kCountersignedBy) {
      request_.signatures.countersigned_by = value;
    } else if (name == kReviewOn) {
      request_.review_on = parse_utc(value);
      if (!request_.review_on)
        refuse(name, value, "must be a date, such as 2024-05-31");
    } else {
      const std::string complaint =
          state(*find_intake_field(name), value, request_.statements);
      if (!complaint.empty()) refuse(name, value, complaint);
    }
  }

  // `first_rows` are those of the exhibits so far.
  void end(std::map<std::string, std::uint64_t>& first_rows, IntakeImport& import) {
    ++import.rows;
    if (is_broken_) {
      // What it is about is not known, nor whether it names an exhibit.
    } else if (request_.ref.empty()) {
      reject(std::string(kExhibit), "is empty", "give the exhibit's reference");
    } else {
      const auto [first, is_new] = first_rows.emplace(request_.ref, number_);
      if (!is_new) {
        reject(std::string(kExhibit),
               "stands in row " + grouped(first->second) + " too",
               "leave one row an exhibit");
      }
    }
    for (ImportReject& one : rejects_) {
      one.exhibit = request_.ref;
      import.rejects.push_back(std::move(one));
    }
    if (rejects_.empty()) import.taken.push_back({number_, std::move(request_)});
  }

 private:
  void refuse(const std::string& name, const std::string& value,
              const std::string& complaint) {
    reject(name, "\"" + value + "\" is not understood", "it " + complaint);
  }

  std::uint64_t number_;
  IntakeRequest request_;
  std::vector<ImportReject> rejects_;
  bool is_broken_ = false;
};

// ---- CSV ----

// With which the header names an exhibit; a comma if with none.
char delimiter_of(std::string_view header) {
  for (const char delimiter : {',', ';', '\t'}) {
    CsvSplitter splitter(delimiter);
    splitter.start();
    static_cast<void>(splitter.split(header));
    const auto& names = splitter.fields();
    const bool names_exhibit =
        std::any_of(names.begin(), names.end(), [](std::string_view name) {
          return known_name(name) == std::string(kExhibit);
        });
    if (names_exhibit) return delimiter;
  }
  return ',';
}

std::string_view first_line(std::string_view text) {
  std::string_view line = without_mark(text);
  line = line.substr(0, line.find('\n'));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

Result<std::vector<std::string>> columns_of(const std::vector<std::string_view>& header,
                                            const std::string& path) {
  std::vector<std::string> columns;
  for (const std::string_view raw : header) {
    const auto name = known_name(raw);
    if (!name) {
      return malformed("the column \"" + printable_utf8(raw) +
                           "\" is not known; the columns are " + known_names(),
                       path);
    }
    if (std::find(columns.begin(), columns.end(), *name) != columns.end()) {
      return malformed("the column " + *name + " stands there twice; leave one", path);
    }
    columns.push_back(*name);
  }
  if (std::find(columns.begin(), columns.end(), kExhibit) == columns.end()) {
    return malformed("has no column exhibit; name it in the first line", path);
  }
  return columns;
}

void take_record(const CsvReader& reader, const std::vector<std::string>& columns,
                 Row& row) {
  const auto& fields = reader.fields();
  if (reader.has_stray_text()) {
    return row.reject("", "has text behind a closing quotation mark",
                      "double quotation marks inside a value");
  }
  if (fields.size() != columns.size()) {
    return row.reject("",
                      "has " + counted(fields.size(), "field") + ", the header " +
                          std::to_string(columns.size()),
                      "give each column a field, if an empty one");
  }
  for (std::size_t i = 0; i < fields.size(); ++i) row.put(columns[i], fields[i]);
}

Result<void> read_csv(int fd, const std::string& path, std::string_view text,
                      IntakeImport& import) {
  ListSource source(fd, path);
  LineReader lines(source);
  CsvReader reader(lines, delimiter_of(first_line(text)));
  auto more = reader.next();
  if (!more) return std::move(more).error();
  if (!*more) return malformed("is empty; begin it with a header", path);
  const auto columns = columns_of(reader.fields(), path);
  if (!columns) return columns.error();
  std::map<std::string, std::uint64_t> first_rows;
  while (true) {
    more = reader.next();
    if (!more) return std::move(more).error();
    if (!*more) return {};
    Row row(reader.line().number);
    take_record(reader, *columns, row);
    row.end(first_rows, import);
  }
}

// ---- JSON ----

std::string_view text_of(const rapidjson::Value& value) {
  return {value.GetString(), value.GetStringLength()};
}

Result<void> take_object(const rapidjson::Value& object, const std::string& path,
                         Row& row) {
  std::set<std::string> seen;
  for (const auto& member : object.GetObject()) {
    const auto name = known_name(text_of(member.name));
    if (!name) {
      return malformed("the key \"" + printable_utf8(text_of(member.name)) +
                           "\" is not known; the keys are " + known_names(),
                       path);
    }
    if (!seen.insert(*name).second) {
      row.reject(*name, "is stated twice", "leave one");
    } else if (member.value.IsString()) {
      row.put(*name, text_of(member.value));
    } else if (!member.value.IsNull()) {
      row.reject(*name, "is no text", "put the value into quotation marks");
    }
  }
  return {};
}

Result<void> read_json(const std::string& path, std::string_view text,
                       IntakeImport& import) {
  rapidjson::Document document;
  // Iterative: a nest of brackets must not exhaust the stack.
  document.Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
  if (document.HasParseError()) {
    return Fault{FaultKind::malformed,
                 std::string("is no JSON: ") +
                     rapidjson::GetParseError_En(document.GetParseError()),
                 path, document.GetErrorOffset()};
  }
  if (!document.IsArray()) {
    return malformed(
        "must be an array of objects, one an exhibit: [{\"exhibit\": "
        "\"...\"}]",
        path);
  }
  std::map<std::string, std::uint64_t> first_rows;
  std::uint64_t number = 0;
  for (const auto& value : document.GetArray()) {
    Row row(++number);
    if (!value.IsObject()) {
      row.reject("", "is no object", "write it as {\"exhibit\": \"...\"}");
    } else if (auto taken = take_object(value, path, row); !taken) {
      return taken;
    }
    row.end(first_rows, import);
  }
  return {};
}

bool is_json(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (text[first] == '[' || text[first] == '{');
}

}  // namespace

Result<IntakeImport> read_intake_import(const std::string& path) {
  const auto text = read_whole_file(path, kMostBytes);
  if (!text) return text.error();
  IntakeImport import;
  import.sha256 = digest_of(Algorithm::sha256, bytes_of(*text)).hex();
  if (is_json(without_mark(*text))) {
    auto done = read_json(path, without_mark(*text), import);
    if (!done) return std::move(done).error();
    return import;
  }
  const auto file = open_read_only(path);
  if (!file) return file.error();
  auto done = read_csv(file->get(), path, *text, import);
  if (!done) return std::move(done).error();
  return import;
}

}  // namespace winnow
