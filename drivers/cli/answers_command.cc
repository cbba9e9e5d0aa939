// findings, coverage, links: what the case's database holds, after it has caught up
// with the journals.
#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "drivers/answers/answers_json.h"
#include "drivers/answers/links_json.h"
#include "drivers/answers/words.h"
#include "drivers/cases/open_case.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/links_output.h"
#include "drivers/store/case_store.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

struct AskedCase {
  OpenCase open;
  std::vector<std::string> refs;
};

Result<AskedCase> open_case(const AnswerOptions& options) {
  auto open = open_store(options.case_path);
  if (!open) return std::move(open).error();
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
  return AskedCase{std::move(*open), std::move(*refs)};
}

int done() {
  if (finish_output()) return kExitDone;
  return fail({FaultKind::io, "cannot be written; free some space", "standard output",
               std::nullopt});
}

}  // namespace

int run_findings(const FindingsOptions& options) {
  auto asked = open_case(options);
  if (!asked) return fail(asked.error());
  CaseStore& store = asked->open.store;
  std::set<std::string> unseen;
  for (const std::string& ref : asked->refs) {
    const auto findings = store.findings(ref);
    if (!findings) return fail(findings.error());
    const auto coverage = store.summary(ref);
    if (!coverage) return fail(coverage.error());
    if (!options.json) {
      unseen.merge(never_examined(*coverage));
      tell(inked(Ink::bold, ref) + ": " + counted_text(findings->size(), "finding") +
           "\n");
    }
    for (const Finding& finding : *findings) {
      options.json ? print(finding_json(ref, finding, *coverage) + "\n")
                   : tell("  " + finding_text(finding));
    }
  }
  if (!options.json) tell(limits_text(unseen));
  return done();
}

int run_coverage(const CoverageOptions& options) {
  auto asked = open_case(options);
  if (!asked) return fail(asked.error());
  CaseStore& store = asked->open.store;
  std::vector<std::pair<std::string, Coverage>> exhibits;
  for (const std::string& ref : asked->refs) {
    auto coverage = store.coverage(ref);
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
    const auto skipped = store.reasons(ref, FileOutcome::skipped);
    if (!skipped) return fail(skipped.error());
    tell(coverage_text(ref, coverage, *skipped));
  }
  tell(limits_text(unseen));
  return done();
}

int run_links(const LinksOptions& options) {
  auto asked = open_case(options);
  if (!asked) return fail(asked.error());
  auto links = asked->open.store.links();
  if (!links) return fail(links.error());
  if (!options.exhibit.empty()) {
    std::erase_if(*links, [&](const ContentLink& link) {
      return std::none_of(
          link.exhibits.begin(), link.exhibits.end(),
          [&](const auto& on) { return on.exhibit == options.exhibit; });
    });
  }
  for (const ContentLink& link : *links) {
    options.json ? print(link_json(link) + "\n") : tell(link_text(link));
  }
  if (options.json) return done();
  std::set<std::string> unseen;
  for (const std::string& ref : asked->refs) {
    const auto coverage = asked->open.store.coverage(ref);
    if (!coverage) return fail(coverage.error());
    unseen.merge(never_examined(*coverage));
  }
  tell(links_summary_text(*links));
  tell(limits_text(unseen));
  return done();
}

}  // namespace winnow
