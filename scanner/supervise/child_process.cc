#include "scanner/supervise/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <thread>
#include <utility>

#include "scanner/supervise/interruption.h"

namespace winnow {
namespace {

constexpr char kWorkerName[] = "winnow-worker";
constexpr int kExecFailed = 127;

// Variables that change how an instrumented build reports, and nothing else.
constexpr std::array kKeptVariables = {
    "ASAN_OPTIONS", "LSAN_OPTIONS",      "UBSAN_OPTIONS",       "TSAN_OPTIONS",
    "MSAN_OPTIONS", "LLVM_PROFILE_FILE", "ASAN_SYMBOLIZER_PATH"};

constexpr std::size_t kOwnVariables = 2;  // beside those that are kept

std::vector<std::string> child_environment() {
  std::vector<std::string> environment = {"TZ=UTC", "LC_ALL=C.UTF-8"};
  static_assert(kOwnVariables == 2);
  for (const char* name : kKeptVariables) {
    if (const char* value = std::getenv(name)) {
      environment.push_back(std::string(name) + "=" + value);
    }
  }
  return environment;
}

// A large segmented image needs a descriptor a segment, several times over while they
// are put in their places.
void allow_many_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// Everything the child does between fork and exec is on this list: only system calls.
struct ChildPlan {
  const char* program;
  char* const* arguments;
  char* const* environment;
  int null_device;
  bool keeps_errors;
  const std::vector<int>* sources;  // go to kChannelFd, kBoardFd, ...
  std::vector<int>* parked;         // room for as many, above all targets
  pid_t parent;
};

[[noreturn]] void become_child(const ChildPlan& plan) {
  ::setpgid(0, 0);  // Ctrl-C is the supervisor's to answer
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != plan.parent) ::_exit(kExecFailed);
  ::dup2(plan.null_device, STDIN_FILENO);
  ::dup2(plan.null_device, STDOUT_FILENO);
  // What it writes there is as hostile as all else it says, and nobody checks it: only
  // sanitizers report that way.
  if (!plan.keeps_errors) ::dup2(plan.null_device, STDERR_FILENO);
  // A source may sit where another is to go: all move out of the way first.
  const int count = static_cast<int>(plan.sources->size());
  for (std::size_t i = 0; i < plan.sources->size(); ++i) {
    (*plan.parked)[i] =
        ::fcntl((*plan.sources)[i], F_DUPFD_CLOEXEC, kChannelFd + count);
    if ((*plan.parked)[i] < 0) ::_exit(kExecFailed);
  }
  for (int i = 0; i < count; ++i) {
    if (::dup2((*plan.parked)[static_cast<std::size_t>(i)], kChannelFd + i) < 0) {
      ::_exit(kExecFailed);
    }
  }
  // Ours are close-on-exec; this is for any that were handed down to us.
  ::close_range(static_cast<unsigned>(kChannelFd + count), ~0u, 0);
  ::execve(plan.program, plan.arguments, plan.environment);
  ::_exit(kExecFailed);
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::string describe(int status) {
  if (WIFSIGNALED(status)) {
    return "was killed by signal " + std::to_string(WTERMSIG(status));
  }
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  if (code == 0) return "";
  if (code == kExecFailed) return "could not be started";
  if (code == kExitOutOfMemory) return "ran out of the memory it may have";
  return "ended with status " + std::to_string(code);
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const std::string& program,
                                         const std::vector<int>& descriptors) {
  allow_many_descriptors();
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return fault_from_errno(errno, "no channel to it can be made", program);
  }
  Fd ours(ends[0]);
  const Fd theirs(ends[1]);
  const Fd null_device(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!null_device.is_open())
    return fault_from_errno(errno, "cannot be opened", "/dev/null");

  auto board = Board::create();
  if (!board) return std::move(board).error();

  std::vector<int> sources = {theirs.get(), board->fd()};
  sources.insert(sources.end(), descriptors.begin(), descriptors.end());
  std::vector<int> parked(sources.size());
  std::vector<std::string> arguments = {program};
  std::vector<std::string> environment = child_environment();
  const std::vector<char*> argument_pointers = pointers_to(arguments);
  const std::vector<char*> environment_pointers = pointers_to(environment);
  const ChildPlan plan{program.c_str(),
                       argument_pointers.data(),
                       environment_pointers.data(),
                       null_device.get(),
                       environment.size() > kOwnVariables,
                       &sources,
                       &parked,
                       ::getpid()};
  const pid_t pid = ::fork();
  if (pid < 0) return fault_from_errno(errno, "cannot be started", program);
  if (pid == 0) become_child(plan);
  Interruption::guard(pid);
  return ChildProcess(pid, std::move(ours), std::move(*board));
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      channel_(std::move(other.channel_)),
      board_(std::move(other.board_)),
      ending_(std::move(other.ending_)),
      signal_(other.signal_),
      exit_status_(other.exit_status_) {}

ChildProcess::~ChildProcess() {
  if (pid_ == 0) return;
  kill();
  static_cast<void>(wait());
}

Result<bool> ChildProcess::await_words(std::chrono::milliseconds longest) {
  if (channel_.has_buffered_frame()) return true;
  pollfd waiting{channel_.fd(), POLLIN, 0};
  const int ready = ::poll(&waiting, 1, static_cast<int>(longest.count()));
  if (ready >= 0) return ready > 0;
  if (errno == EINTR) return false;
  return fault_from_errno(errno, "cannot be waited for", "the worker");
}

void ChildProcess::kill() {
  if (pid_ != 0) ::kill(pid_, SIGKILL);
}

std::string ChildProcess::wait_or_kill() {
  using namespace std::chrono_literals;
  constexpr std::chrono::microseconds kLongestStep = 10ms;
  const auto until = std::chrono::steady_clock::now() + 5s;
  auto step = 100us;  // one that is done has often ended by now
  while (pid_ != 0 && std::chrono::steady_clock::now() < until) {
    siginfo_t info{};
    if (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT | WNOHANG) ==
            0 &&
        info.si_pid == pid_) {
      return wait();
    }
    std::this_thread::sleep_for(step);
    step = std::min(step * 2, kLongestStep);
  }
  kill();
  return wait();
}

std::string ChildProcess::wait() {
  if (pid_ == 0) return ending_;
  // The number stays taken until it is reaped, so that a signal that arrives meanwhile
  // cannot kill a stranger.
  siginfo_t info{};
  while (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) != 0 &&
         errno == EINTR) {
  }
  Interruption::guard(0);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  ending_ = describe(status);
  if (WIFSIGNALED(status)) signal_ = WTERMSIG(status);
  if (WIFEXITED(status)) exit_status_ = WEXITSTATUS(status);
  return ending_;
}

bool ChildProcess::could_not_start() const {
  return exit_status_ == kExecFailed;
}

Result<std::string> find_worker() {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  if (error) {
    return Fault{FaultKind::io, "cannot be read: " + error.message(), "/proc/self/exe",
                 std::nullopt};
  }
  const fs::path beside = self.parent_path() / kWorkerName;
  const fs::path installed =
      self.parent_path().parent_path() / "libexec" / "winnow" / kWorkerName;
  for (const fs::path& path : {beside, installed}) {
    if (::access(path.c_str(), X_OK) == 0) return path.string();
  }
  return Fault{FaultKind::missing,
               "the program that reads evidence is not there; install Winnow again, or "
               "build all of it",
               beside.string(), std::nullopt};
}

}  // namespace winnow
