#include "tests/hostile/kill_rounds.h"

#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>
#include <variant>

#include "bench/practice/practice_random.h"
#include "scanner/supervise/journal.h"
#include "scanner/wire/messages.h"
#include "tests/hostile/image_mutation.h"

namespace winnow::hostile {
namespace {

namespace fs = std::filesystem;

constexpr char kWorker[] = "winnow-worker";
constexpr std::chrono::seconds kGrace{1};    // for a child to die with its supervisor
constexpr std::chrono::seconds kLimit{300};  // for a scan that nobody disturbs
constexpr std::uint64_t kMostAsked = 5;
constexpr int kReferenceRuns = 5;

std::vector<std::string> scan_words(const KillSetting& setting) {
  std::vector<std::string> words = {setting.winnow,
                                    "scan",
                                    setting.image,
                                    "--hashset",
                                    setting.list,
                                    "--case",
                                    setting.folder + "/case",
                                    "--json"};
  words.insert(words.end(), setting.options.begin(), setting.options.end());
  return words;
}

std::string answer(const KillSetting& setting, const std::string& verb) {
  const Ended ended =
      run_to_end({setting.winnow, verb, "--case", setting.folder + "/case", "--json"},
                 setting.folder + "/answer", setting.folder + "/answer.err", kLimit);
  return ended.status == 0 ? read_text(setting.folder + "/answer")
                           : "status " + std::to_string(ended.status);
}

std::uint64_t outcomes_in(const std::string& journal) {
  auto reader = JournalReader::open(journal);
  if (!reader) return 0;
  std::uint64_t outcomes = 0;
  for (;;) {
    const auto payload = reader->next();
    if (!payload || !*payload) return outcomes;
    const auto message = decode(**payload);
    if (message && std::holds_alternative<OutcomeKnown>(*message)) ++outcomes;
  }
}

std::uint64_t outcomes_on_record(const KillSetting& setting) {
  const fs::path journals = fs::path(setting.folder) / "case" / "journal";
  if (!fs::exists(journals)) return 0;
  std::uint64_t outcomes = 0;
  for (const auto& entry : fs::directory_iterator(journals)) {
    outcomes += outcomes_in(entry.path());
  }
  return outcomes;
}

// The scans of one round, one after the other, on one case.
class Round {
 public:
  Round(const KillSetting& setting, const KillPlan& plan, const Undisturbed& reference)
      : setting_(setting), plan_(plan), reference_(reference) {
    fs::remove_all(setting_.folder + "/case");
  }

  KillResult run() {
    while (!is_over_) one_scan();
    compare();
    return std::move(result_);
  }

 private:
  void one_scan() {
    RunningProgram scan(scan_words(setting_), setting_.folder + "/events",
                        setting_.folder + "/errors");
    bool was_killed = false;
    while (next_kill_ < plan_.moments.size() && !scan.ends_before(Clock::now())) {
      was_killed = kill_in_time(scan);
      // A supervisor outlives its child and may have another killed under it.
      if (was_killed && plan_.victim != Victim::child) break;
    }
    const bool has_ended = scan.ends_before(Clock::now() + kLimit);
    if (!has_ended) ::kill(scan.pid(), SIGKILL);
    const int status = scan.collect();
    const Orphans orphans = reap_orphans(kWorker, kGrace);
    result_.processor_seconds += scan.processor_seconds() + orphans.processor_seconds;
    if (!orphans.left.empty()) complain("a child outlived its supervisor by a second");
    if (!has_ended) return give_up("a scan did not end by itself");
    if (was_killed && plan_.victim != Victim::child) {
      result_.on_record.push_back(outcomes_on_record(setting_));
    } else {
      judge(status);
    }
  }

  // Whether it hit a running scan.
  bool kill_in_time(const RunningProgram& scan) {
    const auto moment =
        Clock::now() + std::chrono::duration_cast<Clock::duration>(
                           std::chrono::duration<double>(plan_.moments[next_kill_]));
    ++next_kill_;
    const bool hit = !scan.ends_before(moment) && strike(scan.pid());
    ++(hit ? result_.hits : result_.misses);
    return hit;
  }

  bool strike(pid_t supervisor) {
    const std::vector<pid_t> children = children_named(supervisor, kWorker);
    if (plan_.victim != Victim::supervisor) {
      for (const pid_t child : children) ::kill(child, SIGKILL);
    }
    if (plan_.victim != Victim::child) ::kill(supervisor, SIGKILL);
    return plan_.victim != Victim::child || !children.empty();
  }

  // Of a scan that ended by itself.
  void judge(int status) {
    if (status == reference_.status) {
      result_.misses += plan_.moments.size() - next_kill_;  // nothing left to disturb
      is_over_ = true;
      return;
    }
    ++result_.asked_again;
    result_.on_record.push_back(outcomes_on_record(setting_));
    if (result_.asked_again > kMostAsked) {
      give_up("ends with status " + std::to_string(status) + " again and again");
    }
  }

  void compare() {
    if (answer(setting_, "findings") != reference_.findings) complain("other findings");
    if (answer(setting_, "coverage") != reference_.coverage) complain("other coverage");
  }

  void complain(std::string what) { result_.complaints.push_back(std::move(what)); }
  void give_up(std::string what) {
    complain(std::move(what));
    is_over_ = true;
  }

  const KillSetting& setting_;
  const KillPlan& plan_;
  const Undisturbed& reference_;
  KillResult result_;
  std::size_t next_kill_ = 0;
  bool is_over_ = false;
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

const char* to_string(Victim victim) {
  switch (victim) {
    case Victim::child:
      return "child";
    case Victim::supervisor:
      return "supervisor";
    case Victim::everything:
      return "everything";
  }
  return "";
}

Undisturbed run_undisturbed(const KillSetting& setting) {
  Undisturbed result;
  std::vector<double> seconds;
  std::vector<double> processor;
  for (int i = 0; i < kReferenceRuns; ++i) {
    fs::remove_all(setting.folder + "/case");
    const auto begin = Clock::now();
    RunningProgram scan(scan_words(setting), setting.folder + "/events",
                        setting.folder + "/errors");
    static_cast<void>(scan.ends_before(begin + kLimit));
    result.status = scan.collect();
    seconds.push_back(std::chrono::duration<double>(Clock::now() - begin).count());
    processor.push_back(scan.processor_seconds());
  }
  result.seconds = *std::min_element(seconds.begin(), seconds.end());
  result.processor_seconds = median(processor);
  result.findings = answer(setting, "findings");
  result.coverage = answer(setting, "coverage");
  return result;
}

KillPlan plan_kills(Victim victim, std::uint64_t seed, std::uint64_t number,
                    double duration_seconds) {
  practice::Random random(seed_of(seed, to_string(victim), number));
  KillPlan plan{victim, {}};
  const std::uint64_t kills = random.below(3) == 0 ? 2 + random.below(3) : 1;
  for (std::uint64_t i = 0; i < kills; ++i) {
    plan.moments.push_back(random.unit() * duration_seconds);
  }
  return plan;
}

KillResult run_round(const KillSetting& setting, const KillPlan& plan,
                     const Undisturbed& reference) {
  return Round(setting, plan, reference).run();
}

}  // namespace winnow::hostile
