// The commands of the program, one file each. All give the exit status (exit_status.h),
// write data to standard output and everything else to standard error.
#ifndef WINNOW_DRIVERS_CLI_COMMANDS_H_
#define WINNOW_DRIVERS_CLI_COMMANDS_H_

#include "drivers/cli/options.h"

namespace winnow {

[[nodiscard]] int run_scan(const ScanOptions& options);
[[nodiscard]] int run_rank(const RankOptions& options);
[[nodiscard]] int run_findings(const FindingsOptions& options);
[[nodiscard]] int run_coverage(const CoverageOptions& options);
[[nodiscard]] int run_rematch(const RematchOptions& options);
[[nodiscard]] int run_verify(const VerifyOptions& options);
[[nodiscard]] int run_reproduce(const ReproduceOptions& options);
[[nodiscard]] int run_glimpse(const GlimpseOptions& options);
[[nodiscard]] int run_set_build(const SetBuildOptions& options);
[[nodiscard]] int run_set_seal(const SetSealOptions& options);
[[nodiscard]] int run_set_learn(const SetLearnOptions& options);
[[nodiscard]] int run_set_info(const SetInfoOptions& options);
[[nodiscard]] int run_set_check(const SetCheckOptions& options);
[[nodiscard]] int run_bench(const BenchOptions& options);
[[nodiscard]] int run_intake(const IntakeOptions& options);
[[nodiscard]] int run_disposition(const DispositionOptions& options);
[[nodiscard]] int run_review(const ReviewOptions& options);
[[nodiscard]] int run_people(const PeopleOptions& options);
[[nodiscard]] int run_policy(const PolicyOptions& options);
[[nodiscard]] int run_outcome(const OutcomeOptions& options);
[[nodiscard]] int run_exceptions(const ExceptionsOptions& options);
[[nodiscard]] int run_backup(const BackupOptions& options);
[[nodiscard]] int run_restore(const RestoreOptions& options);
[[nodiscard]] int run_report(const ReportOptions& options);
[[nodiscard]] int run_export(const ExportOptions& options);
[[nodiscard]] int run_links(const LinksOptions& options);
[[nodiscard]] int run_selftest_command(const SelftestOptions& options);
[[nodiscard]] int run_training(const TrainingOptions& options);
[[nodiscard]] int run_serve(const ServeOptions& options);
[[nodiscard]] int run_version(const VersionOptions& options);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_COMMANDS_H_
