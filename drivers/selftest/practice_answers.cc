#include "drivers/selftest/practice_answers.h"

#include <rapidjson/document.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <utility>

namespace winnow {
namespace {

using rapidjson::Value;

rapidjson::Document parsed(std::string_view text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
  return document;
}

// A field as text, whatever it is; "" if it is not there.
std::string text_at(const Value& object, const char* key) {
  if (!object.IsObject() || !object.HasMember(key)) return "";
  const Value& value = object[key];
  if (value.IsString()) return {value.GetString(), value.GetStringLength()};
  if (value.IsBool()) return value.GetBool() ? "yes" : "no";
  if (value.IsUint64()) return std::to_string(value.GetUint64());
  if (value.IsInt64()) return std::to_string(value.GetInt64());
  return "";
}

std::int64_t number_at(const Value& object, const char* key) {
  return object.IsObject() && object.HasMember(key) && object[key].IsInt64()
             ? object[key].GetInt64()
             : -1;
}

// [OFFSET, LENGTH] as OFFSET+LENGTH.
std::string range_text(const Value& range) {
  if (!range.IsArray() || range.Size() != 2 || !range[0].IsUint64() ||
      !range[1].IsUint64()) {
    return "?";
  }
  return std::to_string(range[0].GetUint64()) + "+" +
         std::to_string(range[1].GetUint64());
}

std::string runs_text(const Value& finding) {
  std::string text;
  if (!finding.HasMember("runs") || !finding["runs"].IsArray()) return "-";
  for (const Value& run : finding["runs"].GetArray()) {
    text += (text.empty() ? "" : ",") + range_text(run);
  }
  return text.empty() ? "-" : text;
}

// What a finding says of one thing, in the words of the table.
std::string said_of(const Value& finding, const std::string& column) {
  if (column == "runs") return runs_text(finding);
  const bool is_digest =
      column == "md5" || column == "sha1" || column == "sha256" || column == "pdq";
  if (is_digest && !finding.HasMember("digest")) return "-";
  const std::string text =
      text_at(is_digest ? finding["digest"] : finding, column.c_str());
  return text.empty() ? "-" : text;
}

std::string place_of(const Value& finding) {
  return text_at(finding, "exhibit") + ": " + text_at(finding, "kind") + " at " +
         text_at(finding, "path");
}

using Row = PracticeTable::value_type;

std::string place_of(const Row& row) {
  return row.at("exhibit") + ": " + row.at("kind") + " at " + row.at("path");
}

// Only what differs, so that a person sees it.
void check_finding(const ExpectedAnswers& expected, const Row& row,
                   const Value& finding, SelftestChecks& checks) {
  std::string wanted;
  std::string came;
  const auto compare = [&](const std::string& name, const std::string& a,
                           const std::string& b) {
    if (a == b) return;
    wanted += (wanted.empty() ? "" : ", ") + name + " " + a;
    came += (came.empty() ? "" : ", ") + name + " " + b;
  };
  for (const char* column : {"allocated", "size", "md5", "sha1", "sha256", "runs"}) {
    compare(column, row.at(column), said_of(finding, column));
  }
  for (const char* column : {"pdq", "distance"}) {
    if (row.at(column) != "-")
      compare(column, row.at(column), said_of(finding, column));
  }
  if (row.at("kind") == "near") {
    compare("strength", "alert", said_of(finding, "strength"));
  }
  // An indication is of no set.
  if (row.at("kind") != "indication") {
    const auto entry = expected.entry_of.find(row.at("listed"));
    compare("entry", entry == expected.entry_of.end() ? "-" : entry->second,
            said_of(finding, "entry"));
  }
  checks.equal(place_of(row), wanted, came);
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : "; ") + text;
  return all;
}

// Sums over the members of an object that are counts, but for one.
std::uint64_t sum_but(const Value& object, std::string_view but) {
  std::uint64_t sum = 0;
  for (const auto& member : object.GetObject()) {
    if (member.name.GetString() != but && member.value.IsUint64()) {
      sum += member.value.GetUint64();
    }
  }
  return sum;
}

void check_sum(const std::string& what, const Value& exhibit, const char* part,
               const char* total, SelftestChecks& checks) {
  if (!exhibit.HasMember(part) || !exhibit[part].IsObject()) {
    checks.equal(what, "counts", "");
    return;
  }
  checks.equal(what, sum_but(exhibit[part], total),
               static_cast<std::uint64_t>(number_at(exhibit[part], total)));
}

// "outcome at place" of all problems and of volumes that were not examined.
std::vector<std::string> problems_in(const Value& exhibit) {
  std::vector<std::string> problems;
  if (exhibit.HasMember("problems") && exhibit["problems"].IsArray()) {
    for (const Value& problem : exhibit["problems"].GetArray()) {
      const std::string path = text_at(problem, "path");
      const std::string place = path.empty() && problem.HasMember("range")
                                    ? range_text(problem["range"])
                                    : path;
      problems.push_back(text_at(problem, "outcome") + " at " + place);
    }
  }
  if (exhibit.HasMember("volumes") && exhibit["volumes"].IsArray()) {
    for (const Value& volume : exhibit["volumes"].GetArray()) {
      const std::string outcome = text_at(volume, "outcome");
      if (outcome == "examined") continue;
      problems.push_back(outcome + " at " + text_at(volume, "offset") + "+" +
                         text_at(volume, "length"));
    }
  }
  std::sort(problems.begin(), problems.end());
  return problems;
}

std::vector<std::string> problems_of(const std::string& ref,
                                     const ExpectedAnswers& expected) {
  std::vector<std::string> problems;
  for (const Row& row : expected.problems) {
    if (row.at("exhibit") != ref) continue;
    problems.push_back(row.at("outcome") + " at " + row.at("place"));
  }
  std::sort(problems.begin(), problems.end());
  return problems;
}

// A note is no gap: everything else is.
bool is_complete(const std::vector<std::string>& problems) {
  return std::all_of(problems.begin(), problems.end(), [](const std::string& problem) {
    return problem.starts_with("note ");
  });
}

// How many files of the exhibit itself, and how many members, are met by their digests.
std::pair<std::uint64_t, std::uint64_t> matched_of(const std::string& ref,
                                                   const ExpectedAnswers& expected) {
  std::pair<std::uint64_t, std::uint64_t> matched;
  for (const Row& row : expected.findings) {
    if (row.at("exhibit") != ref || row.at("kind") != "exact") continue;
    const bool is_member = row.at("path").find("//") != std::string::npos;
    ++(is_member ? matched.second : matched.first);
  }
  return matched;
}

void check_exhibit(const ExpectedAnswers& expected, const std::string& ref,
                   std::uint64_t size, const Value& exhibit, SelftestChecks& checks) {
  const std::string of = "coverage of " + ref + ", ";
  checks.equal(of + "balanced", "yes", text_at(exhibit, "balanced"));
  check_sum(of + "bytes", exhibit, "bytes", "total", checks);
  check_sum(of + "files", exhibit, "files", "listed", checks);
  check_sum(of + "members", exhibit, "members", "listed", checks);
  if (exhibit.HasMember("bytes")) {
    checks.equal(of + "size", std::to_string(size), text_at(exhibit["bytes"], "total"));
  }
  const auto [files, members] = matched_of(ref, expected);
  if (exhibit.HasMember("files") && exhibit.HasMember("members")) {
    checks.equal(of + "matched files", std::to_string(files),
                 text_at(exhibit["files"], "matched"));
    checks.equal(of + "matched members", std::to_string(members),
                 text_at(exhibit["members"], "matched"));
  }
  const std::vector<std::string> problems = problems_of(ref, expected);
  checks.equal(of + "problems", joined(problems), joined(problems_in(exhibit)));
  checks.equal(of + "complete", is_complete(problems) ? "yes" : "no",
               text_at(exhibit, "complete"));
}

std::int64_t points_of(const Value& exhibit) {
  std::int64_t sum = 0;
  if (!exhibit.HasMember("reasons") || !exhibit["reasons"].IsArray()) return sum;
  for (const Value& reason : exhibit["reasons"].GetArray()) {
    sum += number_at(reason, "points");
  }
  return sum;
}

}  // namespace

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

Result<PracticeTable> parse_practice_table(const std::string& name,
                                           std::string_view text) {
  PracticeTable table;
  std::vector<std::string> columns;
  std::uint64_t number = 0;
  for (const std::string& line : lines_of(text)) {
    ++number;
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == '\t') {
        cells.emplace_back();
      } else {
        cells.back() += c;
      }
    }
    if (number == 1) {
      columns = std::move(cells);
      continue;
    }
    if (cells.size() != columns.size()) {
      return Fault{FaultKind::malformed,
                   "has a line of another number of columns than the first (line)",
                   name, number};
    }
    Row row;
    for (std::size_t i = 0; i < cells.size(); ++i) row[columns[i]] = cells[i];
    table.push_back(std::move(row));
  }
  return table;
}

void check_findings(const ExpectedAnswers& expected, const std::string& json_lines,
                    SelftestChecks& checks) {
  std::multimap<std::string, rapidjson::Document> met;
  for (const std::string& line : lines_of(json_lines)) {
    rapidjson::Document finding = parsed(line);
    if (!checks.holds("a line of findings --json", finding.IsObject(), "an object",
                      line))
      continue;
    std::string place = place_of(finding);
    met.emplace(std::move(place), std::move(finding));
  }
  for (const Row& row : expected.findings) {
    const auto found = met.find(place_of(row));
    if (found == met.end()) {
      checks.equal(place_of(row), "to be met", "");
      continue;
    }
    check_finding(expected, row, found->second, checks);
    met.erase(found);
  }
  std::vector<std::string> others;
  std::transform(met.begin(), met.end(), std::back_inserter(others),
                 [](const auto& finding) { return finding.first; });
  checks.equal("what was met and not planted", "", joined(others));
}

void check_coverage(const ExpectedAnswers& expected, const std::string& json,
                    SelftestChecks& checks) {
  const rapidjson::Document document = parsed(json);
  if (!checks.holds("coverage --json", document.IsArray(), "a list", json)) return;
  checks.equal("exhibits in coverage --json", expected.sizes.size(), document.Size());
  for (const auto& [ref, size] : expected.sizes) {
    const auto found = std::find_if(document.Begin(), document.End(),
                                    [&of = ref](const Value& exhibit) {
                                      return text_at(exhibit, "exhibit") == of;
                                    });
    if (found == document.End()) {
      checks.equal("coverage of " + ref, "an answer", "");
      continue;
    }
    check_exhibit(expected, ref, size, *found, checks);
  }
}

void check_ranking(const std::string& json, SelftestChecks& checks) {
  constexpr std::array<std::pair<const char*, const char*>, 3> kOrder = {
      {{"laptop.img", "match"}, {"phone.img", "match"}, {"stick.img", "unexamined"}}};
  const rapidjson::Document document = parsed(json);
  if (!checks.holds("rank --json", document.IsArray(), "a list", json)) return;
  checks.equal("exhibits in the order", kOrder.size(), document.Size());
  for (rapidjson::SizeType i = 0; i < document.Size() && i < kOrder.size(); ++i) {
    const std::string of = "rank " + std::to_string(i + 1) + ", ";
    checks.equal(of + "exhibit", kOrder[i].first, text_at(document[i], "exhibit"));
    checks.equal(of + "band", kOrder[i].second, text_at(document[i], "band"));
    checks.equal(of + "score is the sum of its reasons",
                 std::to_string(points_of(document[i])), text_at(document[i], "score"));
  }
}

}  // namespace winnow
