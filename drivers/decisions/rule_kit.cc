#include "drivers/decisions/rule_kit.h"

#include "drivers/decisions/intake_fields.h"

namespace winnow {
namespace {

// Two clocks are never quite the same.
constexpr std::int64_t kClockSeconds = 60;

template <typename Words>
std::string roles_as(Deed deed, const Words& words) {
  std::vector<std::string> roles;
  for (std::size_t i = 0; i < kRoles; ++i) {
    const auto role = static_cast<Role>(i);
    if (may(role, deed)) roles.emplace_back(words(role));
  }
  return joined_words(roles, " or ");
}

}  // namespace

std::string joined_words(const std::vector<std::string>& words, const char* last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 < words.size() ? ", " : last;
    text += words[i];
  }
  return text;
}

std::string who_may(Deed deed) {
  return roles_as(deed, [](Role role) { return words_of(role); });
}

std::string roles_for(Deed deed) {
  return roles_as(deed, [](Role role) { return to_string(role); });
}

Refusal refusal_of_future(const char* what, const std::optional<std::int64_t>& seconds,
                          std::int64_t now) {
  if (!seconds || *seconds <= now + kClockSeconds) return std::nullopt;
  return std::string(what) + " " + moment_text(*seconds) +
         " lies in the future; give the time at which it was";
}

Refusal refusal_without_reason(const Signatures& signatures, const std::string& what) {
  if (!signatures.reason.empty()) return std::nullopt;
  return what + " needs a reason; say it with --reason";
}

Refusal refusal_of_same_person(const Signatures& signatures) {
  if (signatures.countersigned_by.empty() ||
      !is_same_person(signatures.by, signatures.countersigned_by)) {
    return std::nullopt;
  }
  return signatures.countersigned_by +
         " asks and countersigns; a second person has to countersign";
}

Refusal refusal_without_operator(const Signatures& signatures) {
  if (!person_key(signatures.by).empty()) return std::nullopt;
  return "somebody has to answer for it; say who with --operator";
}

Refusal refusal_of_signatures(const Signatures& signatures, std::int64_t now) {
  if (auto refusal = refusal_without_operator(signatures)) return refusal;
  if (auto refusal = refusal_of_future("--at", signatures.at, now)) return refusal;
  return refusal_of_same_person(signatures);
}

}  // namespace winnow
