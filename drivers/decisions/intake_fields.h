// The fields of an intake, each once: as the command line, the columns of a CSV file,
// the keys of JSON and the events of the audit log name them, read and print them.
//
// A value has one text: what text() gives is what take() takes. Pure functions.
#ifndef WINNOW_DRIVERS_DECISIONS_INTAKE_FIELDS_H_
#define WINNOW_DRIVERS_DECISIONS_INTAKE_FIELDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/rank/case_risk.h"

namespace winnow {

struct IntakeField {
  std::string name;   // "seized-at": of the option
  std::string shown;  // what its value looks like: "TIME"
  std::string about;
  // Puts the value into an intake; gives a complaint ("must be ...") or "". An empty
  // text, and "none" where it is a text or a moment, takes back what was stated; but
  // answers cannot be.
  std::string (*take)(const std::string& text, Intake& intake) = nullptr;
  std::string (*text)(const Intake& intake) = nullptr;  // "" for what nobody stated
  std::optional<RiskQuestion> question = std::nullopt;  // that it answers
};

// In the order in which they are shown.
[[nodiscard]] const std::vector<IntakeField>& intake_fields();
// By its name, whatever its case, blanks, hyphens and underscores; null if there is
// none.
[[nodiscard]] const IntakeField* find_intake_field(std::string_view name);
// "seized_at": in events and in JSON.
[[nodiscard]] std::string key_of(const IntakeField& field);
// A name as names of fields are compared: small letters and digits only.
[[nodiscard]] std::string plain_field_name(std::string_view name);

// What is wrong with an exhibit's reference, or "".
[[nodiscard]] std::string complaint_of_reference(const std::string& ref);

// A value that somebody stated, as text() gives it.
struct Stated {
  const IntakeField* field = nullptr;
  std::string text;
};
using Statements = std::vector<Stated>;

// Adds a value, in place of one of the same field; gives a complaint or "".
[[nodiscard]] std::string state(const IntakeField& field, const std::string& text,
                                Statements& statements);
// Null if nobody stated it.
[[nodiscard]] const std::string* find_stated(const Statements& statements,
                                             std::string_view name);
// What is stated, put into an intake as it is.
void put_stated(const Statements& statements, Intake& intake);

// A date, if it is one, else a moment, in UTC: "2026-11-22", "2026-11-22T08:09:10Z".
[[nodiscard]] std::string moment_text(std::int64_t seconds);
[[nodiscard]] std::string moment_text(const std::optional<std::int64_t>& seconds);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DECISIONS_INTAKE_FIELDS_H_
