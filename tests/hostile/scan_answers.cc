#include "tests/hostile/scan_answers.h"

#include <rapidjson/document.h>

#include <algorithm>
#include <array>
#include <sstream>

namespace winnow::hostile {
namespace {

using rapidjson::Document;
using rapidjson::Value;

constexpr std::array kOutcomes = {"matched",   "hashed",     "probed", "skipped",
                                  "encrypted", "unreadable", "failed", "unvisited"};
// Of these nothing may be left for a scan to call itself complete.
constexpr std::array kLeftOpen = {"encrypted", "unreadable", "failed", "unvisited"};

constexpr int kNothingMet = 0;
constexpr int kMet = 1;
constexpr int kCouldNotRun = 2;
constexpr int kNotComplete = 3;

Document parsed(const std::string& text) {
  Document document;
  document.Parse(text.c_str(), text.size());
  return document;
}

const Value& member(const Value& object, const char* name) {
  static const Value kNothing;
  if (!object.IsObject()) return kNothing;
  const auto found = object.FindMember(name);
  return found == object.MemberEnd() ? kNothing : found->value;
}

std::uint64_t number(const Value& object, const char* name) {
  const Value& value = member(object, name);
  return value.IsUint64() ? value.GetUint64() : 0;
}

bool is_true(const Value& object, const char* name) {
  const Value& value = member(object, name);
  return value.IsBool() && value.GetBool();
}

std::string text(const Value& object, const char* name) {
  const Value& value = member(object, name);
  return value.IsString() ? value.GetString() : "";
}

void check_files(const Value& exhibit, const char* part, Complaints& complaints) {
  const Value& files = member(exhibit, part);
  std::uint64_t sum = 0;
  for (const char* outcome : kOutcomes) {
    if (!member(files, outcome).IsUint64()) {
      complaints.push_back(std::string(part) + " has no number \"" + outcome + "\"");
    }
    sum += number(files, outcome);
  }
  if (sum != number(files, "listed")) {
    complaints.push_back(std::string(part) + ": the outcomes are " +
                         std::to_string(sum) + ", listed " +
                         std::to_string(number(files, "listed")));
  }
}

void check_bytes(const Value& exhibit, Complaints& complaints) {
  const Value& bytes = member(exhibit, "bytes");
  const std::uint64_t sum =
      number(bytes, "read") + number(bytes, "unread") + number(bytes, "unreadable");
  if (!member(bytes, "total").IsUint64() || sum != number(bytes, "total")) {
    complaints.push_back("bytes: the parts are " + std::to_string(sum) +
                         ", the total " + std::to_string(number(bytes, "total")));
  }
}

void check_complete(const Value& exhibit, Complaints& complaints) {
  if (!is_true(exhibit, "complete")) return;
  for (const char* outcome : kLeftOpen) {
    if (number(member(exhibit, "files"), outcome) != 0) {
      complaints.push_back(std::string("complete, with files that are ") + outcome);
    }
  }
  if (number(member(exhibit, "bytes"), "unreadable") != 0) {
    complaints.push_back("complete, with unreadable bytes");
  }
}

void check_exhibit(const Value& exhibit, Complaints& complaints) {
  if (!is_true(exhibit, "balanced")) complaints.push_back("not balanced");
  check_bytes(exhibit, complaints);
  check_files(exhibit, "files", complaints);
  check_files(exhibit, "members", complaints);
  check_complete(exhibit, complaints);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// What the answers say that the scan's status must have been.
int status_told(const Answers& answers, Complaints& complaints) {
  bool any_match = false;
  bool any_finding = false;
  for (const std::string& line : lines_of(answers.findings)) {
    const Document finding = parsed(line);
    const std::string kind = text(finding, "kind");
    if (kind.empty()) complaints.push_back("a finding is no JSON: " + line);
    any_finding = true;
    any_match = any_match || kind != "indication";
  }
  if (any_match) return kMet;
  const Document coverage = parsed(answers.coverage);
  bool all_complete = coverage.IsArray();
  for (rapidjson::SizeType i = 0; coverage.IsArray() && i < coverage.Size(); ++i) {
    all_complete = all_complete && is_true(coverage[i], "complete");
  }
  return any_finding || !all_complete ? kNotComplete : kNothingMet;
}

}  // namespace

void Deaths::add(const Deaths& other) {
  crash += other.crash;
  hang += other.hang;
  memory += other.memory;
}

Deaths deaths_of(const std::string& events) {
  Deaths sum;
  for (const std::string& line : lines_of(events)) {
    const Document event = parsed(line);
    if (text(event, "event") != "end" || !member(event, "exhibits").IsArray()) continue;
    for (const Value& exhibit : member(event, "exhibits").GetArray()) {
      const Value& deaths = member(exhibit, "deaths");
      sum.add(
          {number(deaths, "crash"), number(deaths, "hang"), number(deaths, "memory")});
    }
  }
  return sum;
}

Complaints check_coverage(const std::string& coverage, std::size_t exhibits) {
  const Document all = parsed(coverage);
  if (!all.IsArray()) return {"coverage is no JSON array"};
  Complaints complaints;
  if (all.Size() != exhibits) {
    complaints.push_back("coverage has " + std::to_string(all.Size()) +
                         " exhibits, not " + std::to_string(exhibits));
  }
  for (const Value& exhibit : all.GetArray()) {
    Complaints of_this;
    check_exhibit(exhibit, of_this);
    for (const std::string& complaint : of_this) {
      complaints.push_back(text(exhibit, "exhibit") + ": " + complaint);
    }
  }
  return complaints;
}

Complaints check_answers(const Answers& answers, std::size_t exhibits) {
  if (answers.status == kCouldNotRun) {
    // Nothing was done, and one line says why.
    return std::count(answers.errors.begin(), answers.errors.end(), '\n') == 1
               ? Complaints{}
               : Complaints{"status 2 without one line of reason"};
  }
  if (answers.status < kNothingMet || answers.status > kNotComplete) {
    return {"exit status " + std::to_string(answers.status)};
  }
  Complaints complaints = check_coverage(answers.coverage, exhibits);
  const int told = status_told(answers, complaints);
  if (told != answers.status) {
    complaints.push_back("exit status " + std::to_string(answers.status) +
                         ", but the answers say " + std::to_string(told));
  }
  return complaints;
}

}  // namespace winnow::hostile
