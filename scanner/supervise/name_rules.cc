#include "scanner/supervise/name_rules.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "base/digester.h"
#include "base/file.h"
#include "base/fold_case.h"
#include "base/text.h"
#include "base/text_pieces.h"

namespace winnow {
namespace {

constexpr std::string_view kFirstLine = "winnow-indications 1";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 20;
constexpr std::size_t kMostRules = 10'000;
constexpr std::size_t kLongestId = 40;
constexpr std::size_t kLongestWords = 100;
constexpr std::size_t kLongestPattern = 200;
constexpr std::size_t kFields = 4;

constexpr std::string_view kBlanks = " \t\r";

std::vector<std::string_view> split(std::string_view text, char mark) {
  std::vector<std::string_view> pieces;
  for (std::size_t end = text.find(mark); end != std::string_view::npos;
       end = text.find(mark)) {
    pieces.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  pieces.push_back(text);
  return pieces;
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kLongestId &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
             std::string_view::npos;
}

// A complaint, or the parts.
std::optional<std::string> read_pattern(std::string_view text, NameRule& rule) {
  if (text.empty() || text.size() > kLongestPattern) {
    return "the pattern must have 1 to 200 bytes";
  }
  if (text.find_first_not_of("*?/") == std::string_view::npos) {
    return "the pattern fits every name; put in at least one letter of the name";
  }
  const std::string folded = fold_case(text);
  for (const std::string_view part : split(folded, '/')) {
    if (part.empty()) {
      return "the pattern has an empty part; leave out / at its ends and double ones";
    }
    rule.parts.emplace_back(part);
  }
  return std::nullopt;
}

std::optional<std::string> read_rule(std::string_view line, NameRule& rule) {
  std::vector<std::string_view> fields = split(line, '|');
  if (fields.size() != kFields) {
    return "must be: id | file or folder | pattern | what it hints at";
  }
  for (std::string_view& field : fields) {
    field = trimmed(field, kBlanks);
    if (!is_printable_utf8(field)) {
      return "is not plain text in UTF-8; save the list as such";
    }
  }
  if (!is_id(fields[0])) return "the id must be 1 to 40 of a-z, 0-9 and -";
  rule.id = fields[0];
  if (fields[1] != "file" && fields[1] != "folder") {
    return "the second field must be file or folder";
  }
  rule.of = fields[1] == "file" ? NameOf::file : NameOf::folder;
  rule.words = fields[3];
  if (rule.words.empty() || rule.words.size() > kLongestWords) {
    return "what it hints at must be said in 1 to 100 bytes";
  }
  return read_pattern(fields[2], rule);
}

Fault bad_line(std::size_t number, const std::string& complaint,
               const std::string& place) {
  return {FaultKind::malformed, "line " + std::to_string(number) + ": " + complaint,
          place, std::nullopt};
}

std::string id_of(const std::vector<NameRule>& rules) {
  std::string text;
  for (const NameRule& rule : rules) {
    text += rule.id + (rule.of == NameOf::file ? "|file" : "|folder");
    for (const std::string& part : rule.parts) text += "/" + part;
    text += "|" + rule.words + "\n";
  }
  return digest_of(Algorithm::sha256, bytes_of(text)).hex();
}

}  // namespace

Result<NameRules> NameRules::parse(std::string_view text, const std::string& place) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const std::vector<std::string_view> lines = split(text, '\n');
  if (trimmed(lines[0], kBlanks) != kFirstLine) {
    return bad_line(1, "must be \"" + std::string(kFirstLine) + "\"", place);
  }
  NameRules list;
  std::set<std::string> ids;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string_view line = trimmed(lines[i], kBlanks);
    if (line.empty() || line[0] == '#') continue;
    NameRule rule;
    if (const auto complaint = read_rule(line, rule)) {
      return bad_line(i + 1, *complaint, place);
    }
    if (!ids.insert(rule.id).second) {
      return bad_line(i + 1, "the id " + rule.id + " stands above already", place);
    }
    if (list.rules_.size() == kMostRules) {
      return bad_line(i + 1, "has more than 10,000 rules; leave some out", place);
    }
    list.rules_.push_back(std::move(rule));
  }
  if (list.rules_.empty()) {
    return Fault{FaultKind::malformed, "holds no rule; for none use --no-indications",
                 place, std::nullopt};
  }
  list.id_ = id_of(list.rules_);
  return list;
}

Result<NameRules> read_name_rules(const std::string& path) {
  const auto text = read_whole_file(path, kMostBytes);
  if (!text) return text.error();
  return NameRules::parse(*text, path);
}

}  // namespace winnow
