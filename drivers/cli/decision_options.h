// What the operator asked for of intake, disposition, review, people and policy.
#ifndef WINNOW_DRIVERS_CLI_DECISION_OPTIONS_H_
#define WINNOW_DRIVERS_CLI_DECISION_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drivers/cases/decision_case.h"
#include "drivers/decisions/intake_fields.h"
#include "scanner/rank/case_facts.h"
#include "scanner/rank/policy.h"

namespace winnow {

struct IntakeOptions {
  std::string case_path = "winnow-case";
  std::string ref;  // "" with --import
  Statements statements;
  std::optional<std::int64_t> review_on;
  SignatureOptions signatures;
  std::string import_file;  // "" for none
  bool dry_run = false;
  bool json = false;
};

struct DispositionOptions {
  std::string case_path = "winnow-case";
  std::string ref;
  std::optional<Disposition> to;  // nothing: the history
  std::string to_examiner;
  std::optional<std::int64_t> until;
  bool is_exception = false;
  SignatureOptions signatures;
  bool json = false;
};

struct ReviewOptions {
  std::string case_path = "winnow-case";
  std::string ref;
  std::optional<Verdict> verdict;
  std::optional<Lane> lower_to;
  SignatureOptions signatures;
};

struct PeopleOptions {
  std::string case_path = "winnow-case";
  std::vector<std::string> grant;  // name and role, or empty
  std::string operator_name;
  bool json = false;
};

struct PolicyOptions {
  std::string case_path = "winnow-case";
  std::string sign;  // file; "" for none
  std::string operator_name;
};

struct DecisionOptions {
  IntakeOptions intake;
  DispositionOptions disposition;
  ReviewOptions review;
  PeopleOptions people;
  PolicyOptions policy;
};

void add_decisions(CLI::App& app, DecisionOptions& options);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_DECISION_OPTIONS_H_
