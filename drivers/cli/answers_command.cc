// rank, findings, coverage, links: what the case's database holds, after it has caught
// up with the journals.
#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "drivers/cli/answers_json.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/links_output.h"
#include "drivers/cli/temporary_folder.h"
#include "drivers/store/case_store.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

struct OpenCase {
  std::optional<TemporaryFolder> temporary;  // of the store, if it is a private one
  CaseStore store;
  std::vector<std::string> refs;
};

// While a scan is at work the case's database is its own; what the journals say by now
// is put into a private one.
Result<OpenCase> open_store(const AnswerOptions& options) {
  auto folder = CaseFolder::open(options.case_path);
  if (!folder) return std::move(folder).error();
  if (auto checked = check_journals(*folder); !checked) {
    return std::move(checked).error();
  }
  const auto locked = folder->try_lock();
  if (!locked) return locked.error();
  std::optional<TemporaryFolder> temporary;
  if (!*locked) {
    auto created = TemporaryFolder::create();
    if (!created) return std::move(created).error();
    temporary.emplace(std::move(*created));
  }
  auto store = CaseStore::open(temporary ? temporary->path() + "/case.db"
                                         : folder->database_path());
  if (!store) return std::move(store).error();
  if (auto done = store->bring_up_to_date(*folder); !done) {
    return std::move(done).error();
  }
  return OpenCase{std::move(temporary), std::move(*store), {}};
}

Result<OpenCase> open_case(const AnswerOptions& options) {
  auto open = open_store(options);
  if (!open) return open;
  auto refs = open->store.exhibits();
  if (!refs) return std::move(refs).error();
  if (!options.exhibit.empty()) {
    if (std::find(refs->begin(), refs->end(), options.exhibit) == refs->end()) {
      return Fault{FaultKind::usage,
                   "the case holds no exhibit " + options.exhibit +
                       "; winnow rank lists those it holds",
                   options.case_path, std::nullopt};
    }
    *refs = {options.exhibit};
  }
  open->refs = std::move(*refs);
  return open;
}

int done() {
  if (finish_output()) return kExitDone;
  return fail({FaultKind::io, "cannot be written; free some space", "standard output",
               std::nullopt});
}

}  // namespace

int run_findings(const FindingsOptions& options) {
  auto open = open_case(options);
  if (!open) return fail(open.error());
  std::set<std::string> unseen;
  for (const std::string& ref : open->refs) {
    const auto findings = open->store.findings(ref);
    if (!findings) return fail(findings.error());
    if (!options.json) {
      const auto coverage = open->store.coverage(ref);
      if (!coverage) return fail(coverage.error());
      unseen.merge(never_examined(*coverage));
      print(inked(Ink::bold, ref) + ": " + counted_text(findings->size(), "finding") +
            "\n");
    }
    for (const Finding& finding : *findings) {
      print(options.json ? finding_json(ref, finding) + "\n"
                         : "  " + finding_text(finding));
    }
  }
  if (!options.json) print(limits_text(unseen));
  return done();
}

int run_coverage(const CoverageOptions& options) {
  auto open = open_case(options);
  if (!open) return fail(open.error());
  std::vector<std::pair<std::string, Coverage>> exhibits;
  for (const std::string& ref : open->refs) {
    auto coverage = open->store.coverage(ref);
    if (!coverage) return fail(coverage.error());
    exhibits.emplace_back(ref, std::move(*coverage));
  }
  if (options.json) {
    print(coverage_json(exhibits) + "\n");
    return done();
  }
  std::set<std::string> unseen;
  for (const auto& [ref, coverage] : exhibits) {
    unseen.merge(never_examined(coverage));
    const auto skipped = open->store.reasons(ref, FileOutcome::skipped);
    if (!skipped) return fail(skipped.error());
    print(coverage_text(ref, coverage, *skipped));
  }
  print(limits_text(unseen));
  return done();
}

int run_links(const LinksOptions& options) {
  auto open = open_case(options);
  if (!open) return fail(open.error());
  auto links = open->store.links();
  if (!links) return fail(links.error());
  if (!options.exhibit.empty()) {
    std::erase_if(*links, [&](const ContentLink& link) {
      return std::none_of(
          link.exhibits.begin(), link.exhibits.end(),
          [&](const auto& on) { return on.exhibit == options.exhibit; });
    });
  }
  for (const ContentLink& link : *links) {
    print(options.json ? link_json(link) + "\n" : link_text(link));
  }
  if (options.json) return done();
  std::set<std::string> unseen;
  for (const std::string& ref : open->refs) {
    const auto coverage = open->store.coverage(ref);
    if (!coverage) return fail(coverage.error());
    unseen.merge(never_examined(*coverage));
  }
  print(links_summary_text(*links));
  print(limits_text(unseen));
  return done();
}

int run_rank(const RankOptions& options) {
  auto open = open_case(options);
  if (!open) return fail(open.error());
  const std::int64_t as_of = options.as_of_seconds.value_or(
      std::chrono::duration_cast<std::chrono::seconds>(
          std::chrono::system_clock::now().time_since_epoch())
          .count());
  std::vector<RankedExhibit> judged;
  for (const std::string& ref : open->refs) {
    auto coverage = open->store.coverage(ref);
    if (!coverage) return fail(coverage.error());
    auto findings = open->store.findings(ref);
    if (!findings) return fail(findings.error());
    judged.push_back(judge({ref, std::move(*findings), std::move(*coverage)}, as_of));
  }
  const auto ranked = put_in_order(std::move(judged));
  const std::string moment = utc_text({as_of, 0}).value_or("");
  if (options.json) {
    print(rank_json(ranked, moment) + "\n");
    return done();
  }
  std::set<std::string> unseen;
  for (const RankedExhibit& exhibit : ranked) {
    unseen.merge(never_examined(exhibit.coverage));
  }
  print(rank_text(ranked, moment));
  print(limits_text(unseen));
  return done();
}

}  // namespace winnow
