// rank: the order of a case, what would change it, and whether its targets can be held.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/text.h"
#include "drivers/answers/answers_json.h"
#include "drivers/answers/capacity_text.h"
#include "drivers/answers/words.h"
#include "drivers/cases/known_case.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/moves_text.h"
#include "drivers/cli/put_on_record.h"
#include "drivers/cli/scan_audit.h"
#include "drivers/decisions/case_ranking.h"
#include "drivers/decisions/signed_policy.h"
#include "drivers/decisions/what_if.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

constexpr std::uint64_t kMostPolicyBytes = std::uint64_t{1} << 20;

// Of a case, with the policy that was asked for.
struct Asked {
  KnownCase known;
  std::int64_t as_of = 0;
};

Result<Policy> policy_of_file(const std::string& path) {
  auto text = read_whole_file(path, kMostPolicyBytes);
  if (!text) return std::move(text).error();
  return parse_policy(*text, path);
}

Result<Asked> asked_of(const RankOptions& options) {
  auto known = aloud(open_known_case(options.case_path));
  if (!known) return std::move(known).error();
  if (!options.policy_file.empty()) {
    auto policy = policy_of_file(options.policy_file);
    if (!policy) return std::move(policy).error();
    known->policy = std::move(*policy);
  }
  return Asked{std::move(*known), options.as_of_seconds.value_or(now_seconds())};
}

Result<void> check_known(const Asked& asked, const CaseRanking& ranking,
                         const std::string& ref, const std::string& case_path) {
  const auto is_it = [&](const RankedExhibit& exhibit) { return exhibit.ref == ref; };
  for (const auto* exhibits : {&ranking.waiting, &ranking.others}) {
    if (std::any_of(exhibits->begin(), exhibits->end(), is_it)) return {};
  }
  if (asked.known.of.decisions.exhibits.contains(ref)) return {};
  return Fault{FaultKind::usage,
               "the case holds no exhibit " + ref + "; winnow rank --all lists them",
               case_path, std::nullopt};
}

void print_others(const std::vector<RankedExhibit>& others) {
  if (others.empty()) return;
  tell("Not waiting: " + counted_text(others.size(), "exhibit") +
       " started, retained or returned; --all shows them\n");
}

int answer_text(const RankOptions& options, const CaseRanking& ranking,
                const Asked& asked) {
  std::vector<RankedExhibit> shown = ranking.waiting;
  if (options.all) {
    shown.insert(shown.end(), ranking.others.begin(), ranking.others.end());
  }
  std::set<std::string> unseen;
  for (const RankedExhibit& exhibit : shown) {
    if (exhibit.is_scanned) unseen.merge(never_examined(exhibit.coverage));
  }
  tell(rank_text(shown, asked.known.policy, utc_text({asked.as_of, 0}).value_or("")));
  if (!options.all) print_others(ranking.others);
  tell(capacity_text(ranking, asked.known.of.decisions, asked.known.policy, asked.as_of,
                     {options.starts, options.arrivals}));
  tell(limits_text(unseen));
  return kExitDone;
}

int answer(const RankOptions& options, const CaseRanking& ranking, const Asked& asked) {
  const auto audit = read_audit_files(options.case_path);
  if (!audit) return fail(audit.error());
  if (options.json) {
    std::vector<RankedExhibit> shown = ranking.waiting;
    if (options.all) {
      shown.insert(shown.end(), ranking.others.begin(), ranking.others.end());
    }
    print(
        rank_json(shown, asked.known.policy, utc_text({asked.as_of, 0}).value_or("")) +
        "\n");
  } else if (const int status = answer_text(options, ranking, asked);
             status != kExitDone) {
    return status;
  }
  // What programs read is the order alone: the head goes where people look.
  if (audit->exist) {
    const std::string line = audit_head_line(audit->check.head);
    if (options.json) {
      std::cerr << line;
    } else {
      tell(line);
    }
  }
  return finish_answer(kExitDone);
}

Result<CaseRanking> supposed(const RankOptions& options, Asked& asked,
                             const CaseRanking& before) {
  for (const std::string& text : options.what_if) {
    const std::string ref = exhibit_supposed(text);
    if (!ref.empty()) {
      auto is_there = check_known(asked, before, ref, options.case_path);
      if (!is_there) return std::move(is_there).error();
    }
    if (auto done = suppose(text, asked.as_of, asked.known.of.decisions); !done) {
      return std::move(done).error();
    }
  }
  return asked.known.ranking(asked.as_of);
}

}  // namespace

int run_rank(const RankOptions& options) {
  auto asked = asked_of(options);
  if (!asked) return fail(asked.error());
  const auto ranking = asked->known.ranking(asked->as_of);
  if (!ranking) return fail(ranking.error());
  if (options.what_if.empty()) return answer(options, *ranking, *asked);
  const auto after = supposed(options, *asked, *ranking);
  if (!after) return fail(after.error());
  if (!options.json) {
    tell("If it were so:\n" + moves_text(moves_between(*ranking, *after)) + "\n");
  }
  return answer(options, *after, *asked);
}

}  // namespace winnow
