#include "tests/fuzz/set_questions.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "hashsets/wset_id.h"

namespace winnow {
namespace {

std::string number_text(const std::optional<std::uint32_t>& number) {
  return number ? std::to_string(*number) : "none";
}

std::string text_of_answer(const std::optional<std::uint32_t>& number) {
  return number_text(number);
}
std::string text_of_answer(const std::optional<std::uint64_t>& size) {
  return size ? std::to_string(*size) : "none";
}
std::string text_of_answer(const std::vector<std::optional<std::uint32_t>>& numbers) {
  std::string all;
  for (const auto& number : numbers) all += number_text(number) + " ";
  return all;
}
std::string text_of_answer(const std::optional<SetMatch>& match) {
  if (!match) return "none";
  return std::to_string(match->entry) + " " + to_string(match->algorithm) +
         (match->inconsistent ? " inconsistent" : "") +
         (match->counts_as_hit ? "" : " no hit");
}
std::string text_of_answer(const SetEntry& entry) {
  return entry.profile + "|" + (entry.code ? std::to_string(*entry.code) : "none") +
         "|" + entry.label + "|" + entry.source +
         (entry.counts_as_hit ? "" : "|no hit");
}

template <typename T>
SetAnswer answer_of(const Result<T>& result) {
  if (!result) return {true, result.error().line()};
  return {false, text_of_answer(*result)};
}

std::vector<Digest> of_algorithm(const std::vector<Digest>& digests,
                                 Algorithm algorithm) {
  std::vector<Digest> some;
  for (const Digest& digest : digests) {
    if (digest.algorithm == algorithm) some.push_back(digest);
  }
  return some;
}

SetAnswer description_of(const HashSet& set) {
  std::string text = set.name() + "|" + to_string(set.type()) + "|" + set.id() + "|" +
                     std::to_string(set.entry_count()) + "|" + set.import_record_json();
  for (const Algorithm algorithm : kAlgorithms) {
    text += "|" + std::to_string(set.digest_count(algorithm));
  }
  return {false, text};
}

Violation check_batch(const HashSet& set, const std::vector<Digest>& digests) {
  const auto together = set.find_all(digests);
  if (together && together->size() != digests.size()) return "answers are missing";
  bool any_fault = false;
  for (std::size_t i = 0; i < digests.size(); ++i) {
    const auto alone = set.find(digests[i]);
    any_fault = any_fault || !alone;
    if (!alone) continue;
    if (*alone && **alone >= set.entry_count()) return "an entry that does not exist";
    if (together && (*together)[i] != *alone) {
      return "another answer for " + digests[i].hex() + " among many";
    }
  }
  if (together.has_value() == any_fault) return "a fault alone or among many only";
  return {};
}

}  // namespace

std::vector<SetAnswer> ask(const HashSet& set, const SetQuestions& questions) {
  std::vector<SetAnswer> answers = {description_of(set)};
  for (const Digest& digest : questions.digests) {
    answers.push_back(answer_of(set.find(digest)));
  }
  for (const Algorithm algorithm : kAlgorithms) {
    answers.push_back(
        answer_of(set.find_all(of_algorithm(questions.digests, algorithm))));
  }
  for (const Digests& content : questions.contents) {
    answers.push_back(answer_of(set.find(content)));
  }
  for (const std::uint32_t number : questions.entries) {
    answers.push_back(answer_of(set.entry(number)));
    answers.push_back(answer_of(set.size_of(number)));
  }
  const auto verified = set.verify();
  answers.push_back({!verified, verified ? "" : verified.error().line()});
  return answers;
}

Violation check_answers(const HashSet& set, const SetQuestions& questions) {
  const auto answers = ask(set, questions);
  for (const Algorithm algorithm : kAlgorithms) {
    const auto digests = of_algorithm(questions.digests, algorithm);
    if (auto wrong = check_batch(set, digests)) return wrong;
  }
  for (const Digests& content : questions.contents) {
    const auto match = set.find(content);
    if (match && *match && (*match)->entry >= set.entry_count()) {
      return "a match of an entry that does not exist";
    }
  }
  if (set.entry_count() <= UINT32_MAX &&
      set.entry(static_cast<std::uint32_t>(set.entry_count()))) {
    return "an entry behind the last";
  }
  if (ask(set, questions) != answers) return "other answers when asked again";
  return {};
}

void reidentify(std::vector<std::byte>& file) {
  const auto type = read_le<std::uint32_t>(file, wset::kTypeAt);
  if (!type) return;
  std::vector<Layout::Section> sections;
  for (const auto& [kind, section] : layout_of(file).sections) {
    if (kind != 1 && kind != 2) sections.push_back(section);
  }
  std::sort(sections.begin(), sections.end(),
            [](const auto& a, const auto& b) { return a.offset < b.offset; });
  WsetId id(*type);
  for (const Layout::Section& section : sections) {
    const auto content = part(file, section.offset, section.length);
    if (!content) return;
    WsetPieces pieces;
    pieces.add(*content);
    id.add_section(static_cast<wset::SectionKind>(section.kind), section.length,
                   pieces);
  }
  const Digest digest = id.finish();
  if (!part(file, wset::kIdAt, digest.value.size())) return;
  std::copy(digest.value.begin(), digest.value.end(),
            file.begin() + static_cast<std::ptrdiff_t>(wset::kIdAt));
}

}  // namespace winnow
