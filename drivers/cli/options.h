// What the operator asked for, out of the command line.
#ifndef WINNOW_DRIVERS_CLI_OPTIONS_H_
#define WINNOW_DRIVERS_CLI_OPTIONS_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/digest.h"
#include "drivers/cli/backup_options.h"
#include "drivers/cli/decision_options.h"
#include "drivers/cli/export_options.h"
#include "drivers/cli/glimpse_options.h"
#include "drivers/cli/outcome_options.h"
#include "drivers/cli/rank_options.h"
#include "drivers/cli/rematch_options.h"
#include "drivers/cli/report_options.h"
#include "drivers/cli/selftest_options.h"
#include "drivers/cli/serve_options.h"
#include "drivers/store/audit_check.h"
#include "hashsets/hash_set.h"
#include "hashsets/learning/learn.h"
#include "scanner/supervise/item_limits.h"
#include "scanner/wire/messages.h"

namespace winnow {

struct ScanOptions {
  std::vector<std::string> exhibits;
  std::vector<std::string> refs;  // of the first, second, ... exhibit
  std::vector<std::string> hashsets;
  std::vector<std::string> known;
  std::vector<std::string> ignore;
  std::string indications;  // file of rules of names; "" for the shipped ones
  bool no_indications = false;
  std::string case_path = "winnow-case";
  Tier until = Tier::everything;
  AlgorithmSet digests = AlgorithmSet::all();
  std::uint32_t threads = 1;
  bool serial = false;
  bool one_pass = false;
  std::chrono::milliseconds item_limit = kDefaultItemLimit;
  std::optional<std::chrono::milliseconds> budget;  // of all exhibits together
  bool stop_on_match = false;
  bool explain = false;
  bool keep_pictures = false;                      // PDQ of every one
  bool keep_known_pictures = false;                // of known benign ones too
  bool keep_blocks = false;                        // of free space
  std::map<std::string, unsigned> set_thresholds;  // bits, by a set's name
  bool classes = false;                            // of pictures, for their order
  std::string model;                               // folder; "" for none
  std::string operator_name;
  std::string passphrase_file;  // of sealed sets; "" for none, here and below
  bool json = false;
  std::string command_line;  // as a shell would take it
};

// For findings, coverage, links.
struct AnswerOptions {
  std::string case_path = "winnow-case";
  std::string exhibit;  // "" for all
  bool json = false;
};
struct FindingsOptions : AnswerOptions {};
struct CoverageOptions : AnswerOptions {};
struct LinksOptions : AnswerOptions {};

struct VerifyOptions {
  std::string case_path = "winnow-case";
  std::optional<NotedHead> head;
  bool rebuild = false;
  bool evidence = false;
  std::string operator_name;
  std::string command_line;  // as a shell would take it
};

struct ReproduceOptions {
  std::string case_path = "winnow-case";
  std::string exhibit;
  WorkPlace place;
};

struct SetBuildOptions {
  std::string output;
  std::vector<std::string> sources;
  std::string name;
  SetType type = SetType::notable;
  std::string profile;  // "" for none
  std::string format;   // "" to detect it
  std::string publisher;
  std::string publisher_version;
  std::string released_on;      // UTC, ISO 8601
  std::string imported_at_utc;  // likewise
  std::string operator_name;
  std::optional<std::uint32_t> threshold;
  std::uint64_t memory_bytes = std::uint64_t{1} << 30;
  bool seal = false;
  std::string passphrase_file;
};
struct SetSealOptions {
  std::string input;
  std::string output;
  std::string passphrase_file;
};
struct SetLearnOptions {
  LearnRequest request;
  bool json = false;
};
struct SetInfoOptions {
  std::string file;
  std::string passphrase_file;
  bool json = false;
};
struct SetCheckOptions {
  std::string file;
  std::string passphrase_file;
  std::vector<std::string> values;
};
struct BenchOptions {
  std::string device;
  std::string case_path;  // "" for winnow-case, if it is there
  std::string reason;     // "" if none is named
  std::string hashset;    // "" for none
  std::string passphrase_file;
  double seconds = 20;
  std::uint32_t threads = 1;
  std::string operator_name;
  bool json = false;
  std::string command_line;  // as a shell would take it
};
struct VersionOptions {
  bool json = false;
};
// Nothing to do but to end: help was printed, or the line could not be understood.
struct NoCommand {
  int exit_status = 0;
};

using Options =
    std::variant<NoCommand, ScanOptions, RankOptions, FindingsOptions, CoverageOptions,
                 VerifyOptions, ReproduceOptions, SetBuildOptions, SetLearnOptions,
                 SetSealOptions, SetInfoOptions, SetCheckOptions, BenchOptions,
                 RematchOptions, IntakeOptions, DispositionOptions, ReviewOptions,
                 PeopleOptions, PolicyOptions, OutcomeOptions, ExceptionsOptions,
                 BackupOptions, RestoreOptions, ReportOptions, LinksOptions,
                 GlimpseOptions, SelftestOptions, TrainingOptions, ExportOptions,
                 ServeOptions, VersionOptions>;

[[nodiscard]] Options parse_options(int argc, char** argv);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_OPTIONS_H_
