#include <signal.h>

#include <variant>

#include "base/memory.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/options.h"

namespace {

struct Runner {
  int operator()(const winnow::NoCommand& none) const { return none.exit_status; }
  int operator()(const winnow::ScanOptions& o) const { return winnow::run_scan(o); }
  int operator()(const winnow::RankOptions& o) const { return winnow::run_rank(o); }
  int operator()(const winnow::FindingsOptions& o) const {
    return winnow::run_findings(o);
  }
  int operator()(const winnow::CoverageOptions& o) const {
    return winnow::run_coverage(o);
  }
  int operator()(const winnow::RematchOptions& o) const {
    return winnow::run_rematch(o);
  }
  int operator()(const winnow::VerifyOptions& o) const { return winnow::run_verify(o); }
  int operator()(const winnow::ReproduceOptions& o) const {
    return winnow::run_reproduce(o);
  }
  int operator()(const winnow::GlimpseOptions& o) const {
    return winnow::run_glimpse(o);
  }
  int operator()(const winnow::SetBuildOptions& o) const {
    return winnow::run_set_build(o);
  }
  int operator()(const winnow::SetSealOptions& o) const {
    return winnow::run_set_seal(o);
  }
  int operator()(const winnow::SetLearnOptions& o) const {
    return winnow::run_set_learn(o);
  }
  int operator()(const winnow::SetInfoOptions& o) const {
    return winnow::run_set_info(o);
  }
  int operator()(const winnow::SetCheckOptions& o) const {
    return winnow::run_set_check(o);
  }
  int operator()(const winnow::BenchOptions& o) const { return winnow::run_bench(o); }
  int operator()(const winnow::IntakeOptions& o) const { return winnow::run_intake(o); }
  int operator()(const winnow::DispositionOptions& o) const {
    return winnow::run_disposition(o);
  }
  int operator()(const winnow::ReviewOptions& o) const { return winnow::run_review(o); }
  int operator()(const winnow::PeopleOptions& o) const { return winnow::run_people(o); }
  int operator()(const winnow::PolicyOptions& o) const { return winnow::run_policy(o); }
  int operator()(const winnow::OutcomeOptions& o) const {
    return winnow::run_outcome(o);
  }
  int operator()(const winnow::ExceptionsOptions& o) const {
    return winnow::run_exceptions(o);
  }
  int operator()(const winnow::BackupOptions& o) const { return winnow::run_backup(o); }
  int operator()(const winnow::RestoreOptions& o) const {
    return winnow::run_restore(o);
  }
  int operator()(const winnow::ReportOptions& o) const { return winnow::run_report(o); }
  int operator()(const winnow::ExportOptions& o) const { return winnow::run_export(o); }
  int operator()(const winnow::LinksOptions& o) const { return winnow::run_links(o); }
  int operator()(const winnow::SelftestOptions& o) const {
    return winnow::run_selftest_command(o);
  }
  int operator()(const winnow::TrainingOptions& o) const {
    return winnow::run_training(o);
  }
  int operator()(const winnow::ServeOptions& o) const { return winnow::run_serve(o); }
  int operator()(const winnow::VersionOptions& o) const {
    return winnow::run_version(o);
  }
};

}  // namespace

int main(int argc, char** argv) {
  // A limit on the size of files is a full disk like any other: a fault with its name.
  ::signal(SIGXFSZ, SIG_IGN);
  winnow::give_back_large_pieces();
  return std::visit(Runner{}, winnow::parse_options(argc, argv));
}
