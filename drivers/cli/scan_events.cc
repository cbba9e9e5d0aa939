#include "drivers/cli/scan_events.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "drivers/cli/answers_json.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/console.h"

namespace winnow {
namespace {

using Clock = std::chrono::steady_clock;

// What is left is taken to go on at the mean speed so far, which early on may be off by
// half either way, and less as the work nears its end.
class Estimate {
 public:
  void add(const Progress& progress) {
    if (!began_) {
      began_ = Clock::now();
      first_ = progress;
    }
    last_ = progress;
  }
  // Whole seconds left, at best and at worst; nothing before two points are known.
  [[nodiscard]] std::optional<std::pair<std::uint64_t, std::uint64_t>> left() const {
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
    return std::pair(static_cast<std::uint64_t>(likely * (1 - doubt)),
                     static_cast<std::uint64_t>(likely * (1 + doubt)) + 1);
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

class JsonEvents : public ScanWatcher {
 public:
  explicit JsonEvents(std::string exhibit) : exhibit_(std::move(exhibit)) {}

  void tier_done(Tier tier, const Ledger& ledger) override {
    show(tier_json(exhibit_, tier, ledger.coverage()));
  }
  void found(const Finding& finding) override {
    show(finding_json(exhibit_, finding, "finding"));
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
  void noted(Note, const std::string& line) override { say("winnow: " + line); }

 private:
  // A reader at the other end of a pipe sees each event when it happens.
  static void show(const std::string& line) {
    print(line + "\n");
    static_cast<void>(finish_output());
  }

  std::string exhibit_;
  Estimate estimate_;
  Pace pace_{std::chrono::seconds(1)};
};

class TextEvents : public ScanWatcher {
 public:
  explicit TextEvents(std::string exhibit) : exhibit_(std::move(exhibit)) {}

  void tier_done(Tier tier, const Ledger& ledger) override {
    if (tier != Tier::inventory) return end_progress();
    say(exhibit_ + ": " + counted_text(ledger.files().size(), "file") + " found");
  }
  void found(const Finding& finding) override {
    if (finding.is_by_name()) return show_hint(finding);
    ++findings_;
    if (findings_ <= kMostShown)
      say(exhibit_ + ": " + finding.path + " (a listed file)");
    if (findings_ == kMostShown) {
      say(exhibit_ + ": further listed files are counted, not shown one by one");
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
    if (!pace_.is_due()) return;
    std::string line = exhibit_ + ": " + grouped(progress.files_done) + " of " +
                       counted_text(progress.files_planned, "file") + ", " +
                       bytes_text(progress.bytes_read) + " of " +
                       bytes_text(progress.bytes_planned);
    if (findings_ > 0) line += ", " + counted_text(findings_, "listed file") + " met";
    if (const auto left = estimate_.left()) {
      line += ", " + std::to_string(left->first) + " to " +
              std::to_string(left->second) + " s left";
    }
    show_progress(line);
  }
  void noted(Note, const std::string& line) override { say("winnow: " + line); }

 private:
  static constexpr std::uint64_t kMostShown = 20;

  void show_hint(const Finding& finding) {
    ++hints_;
    if (hints_ <= kMostShown) {
      say(exhibit_ + ": " + finding.path + " (its name hints at: " + finding.hint +
          ")");
    }
    if (hints_ == kMostShown)
      say(exhibit_ + ": further names are not shown one by one");
  }

  std::string exhibit_;
  std::uint64_t findings_ = 0;
  std::uint64_t hints_ = 0;  // findings by name
  std::uint64_t problems_ = 0;
  Estimate estimate_;
  Pace pace_{std::chrono::milliseconds(200)};
};

}  // namespace

std::unique_ptr<ScanWatcher> json_events(const std::string& exhibit) {
  return std::make_unique<JsonEvents>(exhibit);
}

std::unique_ptr<ScanWatcher> text_events(const std::string& exhibit) {
  return std::make_unique<TextEvents>(exhibit);
}

}  // namespace winnow
