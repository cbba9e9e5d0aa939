// The input is the file of a set, opened as it is and then as a forger would leave it,
// with every checksum and the id right: only so is the code behind the checksums
// reached.
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/set_questions.h"

namespace winnow {
namespace {

constexpr std::uint64_t kKeysAsked = 8;

// Asks for what stands in the key tables, for what stands beside it, and for what is in
// no set.
SetQuestions questions_about(Bytes file) {
  SetQuestions questions;
  const Layout layout = layout_of(file);
  for (const Algorithm algorithm : kAlgorithms) {
    questions.digests.push_back(invented(algorithm, 1));
    const auto kind = wset::section_of(algorithm, wset::SectionKind::keys);
    const auto keys = layout.sections.find(static_cast<std::uint32_t>(kind));
    if (keys == layout.sections.end()) continue;
    for (std::uint64_t i = 0; i < kKeysAsked; ++i) {
      const std::uint64_t length = digest_length(algorithm);
      const auto key = part(file, keys->second.offset + i * length, length);
      if (!key) break;
      Digest digest = *make_digest(algorithm, *key);
      questions.digests.push_back(digest);
      Digests content =
          questions.contents.empty() ? Digests() : questions.contents.back();
      content.set(digest);
      questions.contents.push_back(content);
      digest.value[0] ^= std::byte{1};
      questions.digests.push_back(digest);
    }
  }
  for (std::uint32_t i = 0; i < kKeysAsked; ++i) questions.entries.push_back(i);
  return questions;
}

Violation check_file(Bytes file) {
  const auto set = open_bytes(file);
  return set ? check_answers(*set, questions_about(file)) : Violation();
}

}  // namespace

Violation fuzz_wset_file(Bytes input) {
  if (auto wrong = check_file(input)) return wrong;
  std::vector<std::byte> forged(input.begin(), input.end());
  reidentify(forged);
  reseal(forged);
  return check_file(forged);
}

}  // namespace winnow
