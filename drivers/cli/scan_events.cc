#include "drivers/cli/scan_events.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "drivers/answers/answers_json.h"
#include "drivers/answers/closed_volumes.h"
#include "drivers/answers/words.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/console.h"
#include "drivers/cli/progress_line.h"
#include "drivers/cli/shown_findings.h"

namespace winnow {
namespace {

using Clock = std::chrono::steady_clock;

// What is left of a tier is taken to go on at its mean speed so far, which early on may
// be off by half either way, and less as the work nears its end; what later tiers will
// take is only foreseen.
class Estimate {
 public:
  void add(const Progress& progress) {
    if (!began_ || progress.tier != last_.tier ||
        progress.bytes_planned != last_.bytes_planned) {
      began_ = Clock::now();
      first_ = progress;
    }
    last_ = progress;
  }
  // Whole seconds left, at best and at worst; nothing before two points are known.
  [[nodiscard]] std::optional<SecondsLeft> left() const {
    if (!began_ || last_.bytes_read <= first_.bytes_read ||
        last_.bytes_planned < last_.bytes_read || last_.bytes_planned == 0) {
      return std::nullopt;
    }
    const double seconds =
        std::chrono::duration<double>(Clock::now() - *began_).count();
    const double speed =
        static_cast<double>(last_.bytes_read - first_.bytes_read) / seconds;
    const double rest = static_cast<double>(last_.bytes_planned - last_.bytes_read);
    if (speed <= 0) return std::nullopt;
    const double doubt = 0.5 * rest / static_cast<double>(last_.bytes_planned);
    const double likely = std::min(rest / speed, 1e9);
    const double later = std::min(static_cast<double>(last_.later_milliseconds), 1e12);
    constexpr double kLaterAtBest = 0.5e-3;
    constexpr double kLaterAtWorst = 2e-3;
    return std::pair(
        static_cast<std::uint64_t>(likely * (1 - doubt) + later * kLaterAtBest),
        static_cast<std::uint64_t>(likely * (1 + doubt) + later * kLaterAtWorst) + 1);
  }

 private:
  std::optional<Clock::time_point> began_;
  Progress first_;
  Progress last_;
};

// Lets something through at most so often.
class Pace {
 public:
  explicit Pace(std::chrono::milliseconds pause) : pause_(pause) {}
  [[nodiscard]] bool is_due() {
    const auto now = Clock::now();
    if (last_ && now - *last_ < pause_) return false;
    last_ = now;
    return true;
  }

 private:
  std::chrono::milliseconds pause_;
  std::optional<Clock::time_point> last_;
};

// Of tiers that a child goes through again, when a scan is gone on with, the end was
// shown.
class ShownTiers {
 public:
  [[nodiscard]] bool is_new(Tier tier) {
    if (last_ && tier <= *last_) return false;
    last_ = tier;
    return true;
  }

 private:
  std::optional<Tier> last_;
};

class JsonEvents : public ScanWatcher {
 public:
  JsonEvents(std::string exhibit, bool explains)
      : exhibit_(std::move(exhibit)), explains_(explains) {}

  void tier_done(Tier tier, const Ledger& ledger) override {
    if (!tiers_.is_new(tier)) return;
    const Coverage coverage = ledger.coverage();
    if (!std::exchange(closed_shown_, true)) {
      for (const Problem& one : closed_volumes(coverage)) troubled(one);
    }
    show(tier_json(exhibit_, tier, coverage));
  }
  void found(const Finding& finding) override {
    if (shown_.is_new(finding)) show(found_json(exhibit_, finding));
  }
  void troubled(const Problem& problem) override {
    show(problem_json(exhibit_, problem));
  }
  void progressed(const Progress& progress) override {
    estimate_.add(progress);
    if (!pace_.is_due()) return;
    ProgressFacts facts{exhibit_, progress, 0, 0, false};
    if (const auto left = estimate_.left()) {
      facts.low_seconds = left->first;
      facts.high_seconds = left->second;
      facts.has_estimate = true;
    }
    show(progress_json(facts));
  }
  void planned(const TierPlanned& planned) override {
    if (explains_) show(plan_json(exhibit_, planned));
  }
  void noted(Note, const std::string& line) override { say("winnow: " + line); }

 private:
  // A reader at the other end of a pipe sees each event when it happens.
  static void show(const std::string& line) {
    print(line + "\n");
    static_cast<void>(finish_output());
  }

  std::string exhibit_;
  bool explains_;
  ShownFindings shown_;
  ShownTiers tiers_;
  bool closed_shown_ = false;
  Estimate estimate_;
  Pace pace_{std::chrono::milliseconds(200)};
};

class TextEvents : public ScanWatcher {
 public:
  TextEvents(std::string exhibit, bool explains)
      : exhibit_(std::move(exhibit)), explains_(explains) {}

  void tier_done(Tier tier, const Ledger& ledger) override {
    last_news_ = Clock::now();
    if (!tiers_.is_new(tier)) return;
    if (tier == Tier::inventory) {
      say(exhibit_ + ": " + counted_text(ledger.files().size(), "file") + " found");
    } else if (tier == Tier::confirm && ledger.settles_early()) {
      end_progress();
      say(exhibit_ + ": " + early_answer_text(ledger.coverage(), met_so_far(ledger)));
    } else {
      end_progress();
    }
  }
  void found(const Finding& finding) override {
    if (!shown_.is_new(finding)) return;
    if (finding.is_hint()) return show_hint(finding);
    ++findings_;
    if (findings_ <= kMostShown) {
      say(exhibit_ + ": " + finding.path +
          (finding.kind == FindingKind::exact ? " (a listed file)"
                                              : " (" + finding.note + ")"));
    }
    if (findings_ == kMostShown) {
      say(exhibit_ + ": further findings are counted, not shown one by one");
    }
  }
  void troubled(const Problem& problem) override {
    ++problems_;
    if (problems_ > kMostShown) return;
    say(exhibit_ + ": " + problem.outcome + ": " +
        (problem.path.empty() ? "" : problem.path + ": ") + problem.reason);
  }
  void progressed(const Progress& progress) override {
    estimate_.add(progress);
    last_news_ = Clock::now();
    if (!pace_.is_due()) return;
    shown_progress_ = {exhibit_, progress, shown_.listed_files(), estimate_.left()};
    show_progress([this](std::size_t columns) {
      return progress_line(*shown_progress_, columns);
    });
  }
  void at_work(bool lists_files, std::uint64_t files_so_far) override {
    if (lists_files) {
      if (!pace_.is_due()) return;
      return show_progress(
          exhibit_ + ": listing its files" +
          (files_so_far == 0 ? "" : ", " + grouped(files_so_far) + " so far"));
    }
    const auto quiet = Clock::now() - last_news_;
    if (quiet < kQuiet || !pace_.is_due()) return;
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(quiet).count();
    const std::string words =
        ", nothing finished for " + std::to_string(seconds) + " s";
    show_progress([&](std::size_t columns) {
      if (!shown_progress_) return exhibit_ + ": reading" + words;
      return progress_line(*shown_progress_,
                           columns - std::min(columns, words.size())) +
             words;
    });
  }
  void planned(const TierPlanned& planned) override {
    if (explains_) say(exhibit_ + ": " + plan_text(planned));
  }
  void noted(Note, const std::string& line) override { say("winnow: " + line); }

 private:
  static constexpr std::uint64_t kMostShown = 20;
  // Without news for so long, it is said that there is none.
  static constexpr std::chrono::seconds kQuiet{3};

  // As the answer counts them: a remnant that two samples met is one.
  static std::uint64_t met_so_far(const Ledger& ledger) {
    const auto findings = ledger.findings();
    return static_cast<std::uint64_t>(
        std::count_if(findings.begin(), findings.end(),
                      [](const Finding& finding) { return !finding.is_hint(); }));
  }

  void show_hint(const Finding& finding) {
    ++hints_;
    if (hints_ <= kMostShown) {
      say(exhibit_ + ": " + finding.path +
          (finding.set == kNamesSet ? " (its name hints at: " + finding.hint
                                    : " (" + finding.note) +
          ")");
    }
    if (hints_ == kMostShown)
      say(exhibit_ + ": further hints are not shown one by one");
  }

  std::string exhibit_;
  bool explains_;
  ShownFindings shown_;
  ShownTiers tiers_;
  std::uint64_t findings_ = 0;  // shown, or left out for their number
  std::uint64_t hints_ = 0;     // findings by name
  std::uint64_t problems_ = 0;
  Estimate estimate_;
  std::optional<ProgressWords> shown_progress_;
  Clock::time_point last_news_ = Clock::now();
  Pace pace_{std::chrono::milliseconds(200)};
};

}  // namespace

std::unique_ptr<ScanWatcher> json_events(const std::string& exhibit, bool explains) {
  return std::make_unique<JsonEvents>(exhibit, explains);
}

std::unique_ptr<ScanWatcher> text_events(const std::string& exhibit, bool explains) {
  return std::make_unique<TextEvents>(exhibit, explains);
}

}  // namespace winnow
