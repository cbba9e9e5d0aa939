#include "drivers/decisions/roles.h"

#include <algorithm>
#include <array>

#include "base/fold_case.h"
#include "base/text.h"
#include "drivers/decisions/blanks.h"

namespace winnow {
namespace {

struct RoleWords {
  Role role;
  const char* word;
  const char* with_article;
};

constexpr std::array<RoleWords, kRoles> kRoleWords = {{
    {Role::operator_, "operator", "an operator"},
    {Role::examiner, "examiner", "an examiner"},
    {Role::reviewer, "reviewer", "a reviewer"},
    {Role::supervisor, "supervisor", "a supervisor"},
    {Role::administrator, "administrator", "an administrator"},
    {Role::auditor, "auditor", "an auditor"},
}};

// Who may do what. An administrator decides nothing about exhibits, and whoever decides
// about exhibits grants no roles; an auditor changes nothing.
struct Permission {
  Deed deed;
  const char* words;
  bool operator_;
  bool examiner;
  bool reviewer;
  bool supervisor;
  bool administrator;
};

constexpr bool kMay = true;
constexpr bool kNot = false;

constexpr std::array kPermissions = {
    //                                         operator examiner reviewer superv. admin.
    Permission{Deed::scan, "scan", kMay, kMay, kMay, kMay, kNot},
    Permission{Deed::take_in, "take in exhibits", kMay, kMay, kMay, kMay, kNot},
    Permission{Deed::raise_risk, "answer risk questions", kMay, kMay, kMay, kMay, kNot},
    Permission{Deed::decide_safeguarding, "record a safeguarding decision", kMay, kMay,
               kMay, kMay, kNot},
    Permission{Deed::lower_risk, "lower a risk answer", kNot, kMay, kMay, kMay, kNot},
    Permission{Deed::move_on, "move exhibits on", kNot, kMay, kMay, kMay, kNot},
    Permission{Deed::retain, "retain exhibits", kNot, kMay, kMay, kMay, kNot},
    Permission{Deed::ask_return, "ask for a return", kNot, kMay, kMay, kMay, kNot},
    Permission{Deed::record_outcome, "record outcomes", kNot, kMay, kMay, kMay, kNot},
    Permission{Deed::countersign, "countersign", kNot, kNot, kMay, kMay, kNot},
    Permission{Deed::review, "review leads or lower a lane", kNot, kNot, kMay, kMay,
               kNot},
    Permission{Deed::view_picture, "view pictures", kNot, kNot, kMay, kMay, kNot},
    Permission{Deed::countersign_exception,
               "countersign an exception to the rules of return", kNot, kNot, kNot,
               kMay, kNot},
    Permission{Deed::sign_policy, "sign the policy", kNot, kNot, kNot, kMay, kNot},
    Permission{Deed::grant_role, "grant roles", kNot, kNot, kNot, kNot, kMay},
};

const RoleWords& words_for(Role role) {
  return *std::find_if(kRoleWords.begin(), kRoleWords.end(),
                       [role](const RoleWords& one) { return one.role == role; });
}

const Permission& permission_for(Deed deed) {
  return *std::find_if(kPermissions.begin(), kPermissions.end(),
                       [deed](const Permission& one) { return one.deed == deed; });
}

}  // namespace

const char* to_string(Role role) {
  return words_for(role).word;
}

const char* words_of(Role role) {
  return words_for(role).with_article;
}

std::optional<Role> parse_role(std::string_view word) {
  for (const RoleWords& one : kRoleWords) {
    if (word == one.word) return one.role;
  }
  return std::nullopt;
}

bool may(Role role, Deed deed) {
  const Permission& permission = permission_for(deed);
  switch (role) {
    case Role::operator_:
      return permission.operator_;
    case Role::examiner:
      return permission.examiner;
    case Role::reviewer:
      return permission.reviewer;
    case Role::supervisor:
      return permission.supervisor;
    case Role::administrator:
      return permission.administrator;
    case Role::auditor:
      return false;
  }
  return false;
}

const char* words_of(Deed deed) {
  return permission_for(deed).words;
}

std::string person_key(std::string_view name) {
  std::string key;
  for (const char c : fold_case(printable_utf8(with_plain_blanks(name)))) {
    if (c != ' ') {
      key += c;
    } else if (!key.empty() && key.back() != ' ') {
      key += ' ';
    }
  }
  if (!key.empty() && key.back() == ' ') key.pop_back();
  return key;
}

bool is_same_person(std::string_view a, std::string_view b) {
  return person_key(a) == person_key(b);
}

Role People::role_of(const std::string& name) const {
  const std::string key = person_key(name);
  for (const auto& [one, role] : roles_) {
    if (person_key(one) == key) return role;
  }
  return Role::operator_;
}

bool People::has_administrator() const {
  return std::any_of(roles_.begin(), roles_.end(),
                     [](const auto& one) { return one.second == Role::administrator; });
}

void People::grant(const std::string& name, Role role) {
  std::erase_if(roles_,
                [&name](const auto& one) { return is_same_person(one.first, name); });
  roles_[name] = role;
}

}  // namespace winnow
