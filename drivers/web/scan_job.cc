#include "drivers/web/scan_job.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/text.h"
#include "drivers/cases/decision_case.h"
#include "scanner/ledger/utc_text.h"

extern char** environ;

namespace winnow {
namespace {

// A line that is longer is none of a scan's.
constexpr std::size_t kMostLineBytes = std::size_t{1} << 20;

constexpr std::chrono::duration<int, std::milli> kPollPause{500};
// A scan brings itself to an end in seconds.
constexpr std::chrono::milliseconds kLongestEnd{30'000};
constexpr std::chrono::milliseconds kChildPause{20};

using Clock = std::chrono::steady_clock;

struct Pipe {
  Fd reading;
  Fd writing;
};

Result<Pipe> make_pipe() {
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    return fault_from_errno(errno, "no pipe can be made", "scan");
  }
  return Pipe{Fd(ends[0]), Fd(ends[1])};
}

// Once nobody can write to the pipe any more the program that reads it is asked to end
// (fcntl(2), signal-driven input). A server that was killed lets nobody run on: the
// workers of a slowed scan would stay halted, and their scan hold the case for ever.
void tie(const Fd& reading, pid_t child) {
  ::fcntl(reading.get(), F_SETOWN, child);
  ::fcntl(reading.get(), F_SETSIG, SIGINT);
  ::fcntl(reading.get(), F_SETFL, O_RDONLY | O_ASYNC);
}

// What came of a pipe, a line at a time.
class Lines {
 public:
  template <typename Take>
  void add(std::string_view piece, const Take& take) {
    rest_ += piece;
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = rest_.find('\n', begin)) != std::string::npos;
         begin = end + 1) {
      take(std::string_view(rest_).substr(begin, end - begin));
    }
    rest_.erase(0, begin);
    if (rest_.size() > kMostLineBytes) rest_.clear();
  }

 private:
  std::string rest_;
};

// False at the end of the pipe.
template <typename Take>
bool read_some(int fd, Lines& lines, const Take& take) {
  std::array<char, 64 << 10> buffer;
  const ssize_t got = ::read(fd, buffer.data(), buffer.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  if (got == 0) return false;
  lines.add({buffer.data(), static_cast<std::size_t>(got)}, take);
  return true;
}

int exit_status_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  constexpr int kEndedBySignal = 128;
  return WIFEXITED(status) ? WEXITSTATUS(status) : kEndedBySignal + WTERMSIG(status);
}

}  // namespace

ScanJob::ScanJob(ScanJobSettings settings, Hooks hooks)
    : settings_(std::move(settings)), hooks_(std::move(hooks)) {}

ScanJob::~ScanJob() {
  finish();
}

void ScanJob::finish() {
  {
    const std::lock_guard lock(mutex_);
    if (!leaving_since_) leaving_since_ = Clock::now();
  }
  static_cast<void>(stop());
  if (thread_.joinable()) thread_.join();  // start() touches it no more
}

std::vector<std::string> ScanJob::arguments_of(const ScanWanted& wanted) const {
  std::vector<std::string> arguments = {"winnow",
                                        "scan",
                                        wanted.path,
                                        "--json",
                                        "--case=" + settings_.case_path,
                                        "--exhibit-ref=" + wanted.ref,
                                        "--operator=" + wanted.operator_name};
  const auto add_files = [&](const char* option,
                             const std::vector<std::string>& files) {
    if (files.empty()) return;
    arguments.emplace_back(option);
    arguments.insert(arguments.end(), files.begin(), files.end());
  };
  add_files("--hashset", settings_.hashsets);
  add_files("--known", settings_.known);
  add_files("--ignore", settings_.ignore);
  // Without anything to look for there is still the list of what is there.
  if (settings_.hashsets.empty()) arguments.emplace_back("--until=inventory");
  if (!settings_.passphrase_file.empty()) {
    arguments.push_back("--passphrase-file=" + settings_.passphrase_file);
  }
  if (wanted.budget_seconds > 0) {
    arguments.push_back("--budget=" + std::to_string(wanted.budget_seconds) + "s");
  }
  return arguments;
}

Result<void> ScanJob::spawn(const ScanWanted& wanted, Fd& output, Fd& complaints) {
  auto out = make_pipe();
  if (!out) return std::move(out).error();
  auto err = make_pipe();
  if (!err) return std::move(err).error();
  auto lifeline = make_pipe();
  if (!lifeline) return std::move(lifeline).error();
  std::vector<std::string> arguments = arguments_of(wanted);
  std::vector<char*> words;
  for (std::string& argument : arguments) words.push_back(argument.data());
  words.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawnattr_init(&attributes);
  if (settings_.is_slowed) {
    ::posix_spawn_file_actions_adddup2(&files, lifeline->reading.get(), STDIN_FILENO);
  } else {
    ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  }
  ::posix_spawn_file_actions_adddup2(&files, out->writing.get(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&files, err->writing.get(), STDERR_FILENO);
  // Sockets of the page are not close-on-exec.
  ::posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  // A group of its own: a Ctrl-C at the terminal reaches it through the server alone.
  // What the server ignores of signals it shall not.
  sigset_t defaults;
  ::sigemptyset(&defaults);
  ::sigaddset(&defaults, SIGPIPE);
  ::posix_spawnattr_setsigdefault(&attributes, &defaults);
  ::posix_spawnattr_setpgroup(&attributes, 0);
  ::posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  const int failed = ::posix_spawn(&child_, settings_.program.c_str(), &files,
                                   &attributes, words.data(), environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&files);
  if (failed != 0) {
    child_ = 0;
    return fault_from_errno(failed, "cannot be started", settings_.program);
  }
  if (settings_.is_slowed) {
    tie(lifeline->reading, child_);
    lifeline_ = std::move(lifeline->writing);
  }
  output = std::move(out->reading);
  complaints = std::move(err->reading);
  return {};
}

Result<bool> ScanJob::start(const ScanWanted& wanted,
                            const std::function<Result<void>()>& when_reserved) {
  {
    const std::lock_guard lock(mutex_);
    if (tracker_ || leaving_since_) return false;
    tracker_.emplace(printable_utf8(wanted.ref), printable_utf8(wanted.path),
                     utc_text({now_seconds(), 0}).value_or(""));
    note_change();
  }
  // Neither under the mutex: whoever reads the case may take minutes over it, and the
  // state is asked for meanwhile.
  Result<bool> begun = false;
  if (auto ready = when_reserved ? when_reserved() : Result<void>(); !ready) {
    begun = std::move(ready).error();
  } else {
    hooks_.begins();
    begun = begin(wanted);
    if (!begun || !*begun) static_cast<void>(hooks_.ended());
  }
  const std::lock_guard lock(mutex_);
  if (!begun || !*begun) tracker_.reset();
  note_change();
  return begun;
}

Result<bool> ScanJob::begin(const ScanWanted& wanted) {
  const std::lock_guard lock(mutex_);
  if (leaving_since_ || tracker_->state().phase == ScanPhase::stopping) return false;
  if (thread_.joinable()) thread_.join();  // of the last one, which is through
  Fd output;
  Fd complaints;
  if (auto spawned = spawn(wanted, output, complaints); !spawned) {
    return std::move(spawned).error();
  }
  if (auto begun = follow_by_thread(std::move(output), std::move(complaints)); !begun) {
    return std::move(begun).error();
  }
  if (settings_.is_slowed) pace_ = std::make_unique<ScanPace>(child_);
  return true;
}

// A scan that nobody reads would stand still once its pipe is full.
Result<void> ScanJob::follow_by_thread(Fd output, Fd complaints) {
  try {
    thread_ = std::thread(
        [this, out = std::move(output), err = std::move(complaints)]() mutable {
          follow(std::move(out), std::move(err));
        });
  } catch (const std::system_error& error) {
    ::kill(child_, SIGKILL);
    static_cast<void>(exit_status_of(std::exchange(child_, 0)));
    return Fault{FaultKind::io,
                 std::string("cannot be followed: ") + error.what() +
                     "; end other programs and start it again",
                 "scan", std::nullopt};
  }
  return {};
}

std::optional<ScanState> ScanJob::stop() {
  const std::lock_guard lock(mutex_);
  if (!tracker_ || tracker_->state().phase == ScanPhase::ended) return std::nullopt;
  if (tracker_->state().phase != ScanPhase::stopping) {
    if (child_ != 0) ::kill(child_, SIGINT);
    if (pace_) pace_->let_run();
    tracker_->take_stop_request();
    note_change();
  }
  return tracker_->state();
}

void ScanJob::follow(Fd output, Fd complaints) {
  std::array<pollfd, 2> both = {
      {{output.get(), POLLIN, 0}, {complaints.get(), POLLIN, 0}}};
  std::array<Lines, 2> lines;
  while (both[0].fd >= 0 || both[1].fd >= 0) {
    const int ready = ::poll(both.data(), both.size(), kPollPause.count());
    if (ready < 0 && errno == EINTR) continue;
    const std::lock_guard lock(mutex_);
    if (ready < 0 || has_left_too_late()) break;
    const bool is_old = tracker_->take_time(Clock::now());
    if (ready == 0) {
      if (is_old) note_change();
      continue;
    }
    for (std::size_t i = 0; i < both.size(); ++i) {
      if (both[i].fd < 0 || both[i].revents == 0) continue;
      const int tiers = tracker_->state().tiers;
      const bool goes_on = read_some(both[i].fd, lines[i], [&](std::string_view line) {
        i == 0 ? tracker_->take_event(line) : tracker_->take_complaint(line);
      });
      if (!goes_on) both[i].fd = -1;
      const int now = tracker_->state().tiers;
      const bool has_more = now < static_cast<int>(Tier::everything);
      if (pace_ && now != tiers && has_more) pace_->rest();
    }
    note_change();
  }
  output.close();
  complaints.close();
  wait_for_child();
  ScanState ended;
  {
    const std::lock_guard lock(mutex_);
    pace_.reset();
    tracker_->take_exit(exit_status_of(std::exchange(child_, 0)));
    lifeline_.close();
    ended = tracker_->state();
  }
  ended.look_of_end = hooks_.ended();
  const std::lock_guard lock(mutex_);
  last_ = std::move(ended);
  tracker_.reset();
  note_change();
}

bool ScanJob::has_left_too_late() const {
  return leaving_since_ && Clock::now() - *leaving_since_ >= kLongestEnd;
}

// Before its number is let go: nobody may send it a signal after.
void ScanJob::wait_for_child() {
  while (true) {
    siginfo_t info{};
    const int failed =
        ::waitid(P_PID, static_cast<id_t>(child_), &info, WEXITED | WNOWAIT | WNOHANG);
    if (failed != 0 ? errno != EINTR : info.si_pid != 0) return;
    {
      const std::lock_guard lock(mutex_);
      if (has_left_too_late()) ::kill(child_, SIGKILL);
    }
    std::this_thread::sleep_for(kChildPause);
  }
}

void ScanJob::note_change() {
  ++changes_;
  hooks_.changed();
}

ScanState ScanJob::state() const {
  const std::lock_guard lock(mutex_);
  if (!tracker_) return last_;
  ScanState state = tracker_->state();
  // Until all of the end is known it has not ended.
  if (state.phase == ScanPhase::ended) state.phase = ScanPhase::stopping;
  return state;
}

std::string ScanJob::running() const {
  const std::lock_guard lock(mutex_);
  return tracker_ ? tracker_->state().ref : "";
}

}  // namespace winnow
