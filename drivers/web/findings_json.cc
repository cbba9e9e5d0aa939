#include "drivers/web/findings_json.h"

#include <string.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "drivers/answers/answers_json.h"
#include "drivers/answers/closed_volumes.h"
#include "drivers/answers/json.h"

namespace winnow {
namespace {

// What is looked for, made ready once.
class Words {
 public:
  explicit Words(const std::string& words) : words_(words) {
    if (!is_hex(words) || words.size() < kFewestDigits) return;
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
      digest_.push_back(byte_in(words.substr(i, 2)));
    }
    if (words.size() % 2 != 0) half_ = byte_in(words.substr(words.size() - 1));
  }

  [[nodiscard]] bool are_in(const Finding& finding) {
    return words_.empty() || is_in(finding.path) || is_in(finding.set, set_) ||
           is_in(finding.category.label, label_) || begins_digest_of(finding);
  }

 private:
  // Fewer are more likely a part of a name.
  static constexpr std::size_t kFewestDigits = 8;

  static std::byte byte_in(const std::string& digits) {
    unsigned value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    return static_cast<std::byte>(value);
  }
  // No text has a zero in it: those of a case are printable, and the words are looked
  // at before they come here.
  [[nodiscard]] bool is_in(const std::string& text) const {
    return ::strcasestr(text.c_str(), words_.c_str()) != nullptr;
  }
  // Findings that follow each other mostly have the same set and the same label.
  struct Asked {
    std::string text;
    bool is_in = false;
  };
  [[nodiscard]] bool is_in(const std::string& text, Asked& last) const {
    if (text != last.text) last = {text, is_in(text)};
    return last.is_in;
  }
  [[nodiscard]] bool begins_digest_of(const Finding& finding) const {
    if (digest_.empty()) return false;
    return std::any_of(kAlgorithms.begin(), kAlgorithms.end(),
                       [this, &finding](Algorithm algorithm) {
                         const auto& digest = finding.digests.get(algorithm);
                         return digest && begins(digest->bytes());
                       });
  }
  [[nodiscard]] bool begins(Bytes digest) const {
    const std::size_t whole = digest_.size();
    if (digest.size() < whole + (half_ ? 1 : 0)) return false;
    return std::equal(digest_.begin(), digest_.end(), digest.begin()) &&
           (!half_ || digest[whole] >> 4 == *half_);
  }

  std::string words_;
  Asked set_;
  Asked label_;
  std::vector<std::byte> digest_;  // its beginning; none if the words are no digits
  std::optional<std::byte> half_;  // the one more digit, where their count is odd
};

}  // namespace

std::string findings_page_json(const CaseSnapshot& snapshot,
                               const FindingsAsked& asked) {
  Words words(asked.words);
  std::uint64_t total = 0;
  Json items;
  items.begin_list();
  for (const auto& [ref, scanned] : snapshot.scanned) {
    if (!asked.ref.empty() && ref != asked.ref) continue;
    for (const Finding& finding : scanned->findings) {
      if (!asked.kind.empty() && asked.kind != to_string(finding.kind)) continue;
      if (!words.are_in(finding)) continue;
      if (total >= asked.offset && total - asked.offset < asked.limit) {
        items.document(finding_json(ref, finding, scanned->coverage));
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
  std::vector<Problem> problems;
  if (found != snapshot.scanned.end()) {
    problems = closed_volumes(found->second->coverage);
    const auto& others = found->second->coverage.problems;
    problems.insert(problems.end(), others.begin(), others.end());
  }
  json.count("total", problems.size()).key("items").begin_list();
  for (std::uint64_t i = offset; i < problems.size() && i - offset < limit; ++i) {
    json.document(listed_problem_json(problems[i]));
  }
  return json.end_list().end().done();
}

}  // namespace winnow
