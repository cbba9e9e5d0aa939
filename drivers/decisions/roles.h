// Who may do what. Roles are granted by an administrator and checked where a change is
// made; who has none is an operator.
//
//   operator       scans, takes in exhibits, raises risk answers, records what was
//                  decided for a child's safety
//   examiner       and moves exhibits on, records outcomes, asks for a return or for a
//                  lower risk answer
//   reviewer       and says what a lead is worth, lowers a lane, countersigns, views
//                  pictures
//   supervisor     and countersigns exceptions, signs the policy
//   administrator  grants roles, and nothing else
//   auditor        reads, and changes nothing
//
// Names are what people state: Winnow does not log anybody in. The account the program
// ran under is on record beside each. Two names are of one person if nothing but
// blanks, capital letters and characters without width tells them apart.
#ifndef WINNOW_DRIVERS_DECISIONS_ROLES_H_
#define WINNOW_DRIVERS_DECISIONS_ROLES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace winnow {

enum class Role : std::uint8_t {
  operator_,
  examiner,
  reviewer,
  supervisor,
  administrator,
  auditor
};
inline constexpr std::size_t kRoles = 6;
[[nodiscard]] const char* to_string(Role role);
[[nodiscard]] const char* words_of(Role role);  // "an operator"
[[nodiscard]] std::optional<Role> parse_role(std::string_view word);

enum class Deed : std::uint8_t {
  scan,
  take_in,
  raise_risk,
  lower_risk,
  decide_safeguarding,
  move_on,  // received, triaged, assigned, submitted, held
  retain,
  ask_return,
  countersign,  // a return that keeps the rules, a lowered answer
  countersign_exception,
  review,        // leads, and lanes downward
  view_picture,  // a blurred one, each by itself
  record_outcome,
  sign_policy,
  grant_role,
};
[[nodiscard]] bool may(Role role, Deed deed);
// "scan", "countersign an exception to the rules of return"
[[nodiscard]] const char* words_of(Deed deed);

// A name as names are compared.
[[nodiscard]] std::string person_key(std::string_view name);
[[nodiscard]] bool is_same_person(std::string_view a, std::string_view b);

class People {
 public:
  // operator_ for whoever has no role.
  [[nodiscard]] Role role_of(const std::string& name) const;
  [[nodiscard]] bool has_administrator() const;
  void grant(const std::string& name, Role role);
  // By name, as it was last granted a role.
  [[nodiscard]] const std::map<std::string, Role>& all() const { return roles_; }

 private:
  std::map<std::string, Role> roles_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_ROLES_H_
