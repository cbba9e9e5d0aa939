#include "drivers/web/findings_json.h"

#include <algorithm>
#include <string_view>

#include "drivers/answers/answers_json.h"
#include "drivers/answers/json.h"

namespace winnow {
namespace {

char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool holds(std::string_view text, std::string_view small_words) {
  return std::search(text.begin(), text.end(), small_words.begin(), small_words.end(),
                     [](char a, char b) { return small(a) == b; }) != text.end();
}

bool speaks_of(const Finding& finding, std::string_view small_words) {
  if (holds(finding.path, small_words) || holds(finding.set, small_words) ||
      holds(finding.category.label, small_words)) {
    return true;
  }
  return std::any_of(kAlgorithms.begin(), kAlgorithms.end(), [&](Algorithm algorithm) {
    const auto& digest = finding.digests.get(algorithm);
    return digest && holds(digest->hex(), small_words);
  });
}

}  // namespace

std::string findings_page_json(const CaseSnapshot& snapshot,
                               const FindingsAsked& asked) {
  std::string words = asked.words;
  std::transform(words.begin(), words.end(), words.begin(), small);
  std::uint64_t total = 0;
  Json items;
  items.begin_list();
  for (const auto& [ref, scanned] : snapshot.scanned) {
    if (!asked.ref.empty() && ref != asked.ref) continue;
    for (const Finding& finding : scanned->findings) {
      if (!asked.kind.empty() && asked.kind != to_string(finding.kind)) continue;
      if (!words.empty() && !speaks_of(finding, words)) continue;
      if (total >= asked.offset && total - asked.offset < asked.limit) {
        items.document(finding_json(ref, finding));
      }
      ++total;
    }
  }
  items.end_list();
  Json json;
  json.begin().count("total", total).document("items", items.done());
  return json.end().done();
}

std::string problems_page_json(const CaseSnapshot& snapshot, const std::string& ref,
                               std::uint64_t offset, std::uint64_t limit) {
  Json json;
  json.begin();
  const auto found = snapshot.scanned.find(ref);
  const std::vector<Problem> none;
  const std::vector<Problem>& problems =
      found == snapshot.scanned.end() ? none : found->second->coverage.problems;
  json.count("total", problems.size()).key("items").begin_list();
  for (std::uint64_t i = offset; i < problems.size() && i - offset < limit; ++i) {
    json.document(listed_problem_json(problems[i]));
  }
  return json.end_list().end().done();
}

}  // namespace winnow
